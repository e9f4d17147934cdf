"""Make or change the account of one person who works on the platform."""

from __future__ import annotations

import secrets
import sys
from argparse import ArgumentParser
from datetime import date
from getpass import getpass
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from parcels import second_factor
from parcels.models import Officer, Role
from spatial.areas.models import Area


class Command(BaseCommand):
    help = "Make an officer's account, or change it: bin/plaeng officer somsri --role AMPHOE_OFFICER --area 6701"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", type=str.upper, help="a code of the list 'role', AMPHOE_OFFICER for example")
        parser.add_argument("--area", help="2, 4, 6 or 8 digits; '' is the whole country")
        parser.add_argument("--name", help="the person's name, as others see it")
        parser.add_argument(
            "--term-ends", type=date.fromisoformat, metavar="YYYY-MM-DD", help="rights end with this day"
        )
        parser.add_argument("--new-password", action="store_true", help="set another password")
        parser.add_argument("--no-second-factor", action="store_true", help="for who lost the phone with the codes")
        parser.add_argument("--suspend", action="store_true", help="take all rights away, from the next request on")
        parser.add_argument("--restore", action="store_true", help="give the rights of a suspended account back")

    def handle(self, *, username: str, new_password: bool, no_second_factor: bool, **options: Any) -> None:
        with transaction.atomic():
            user, is_new = User.objects.get_or_create(username=username)
            if options["name"]:
                user.first_name = options["name"]
            officer = change(user, options)
            if is_new or new_password:
                self._set_password(user)
            if no_second_factor:
                second_factor.remove(user)
            user.full_clean()
            user.save()
        scope = officer.area or "the whole country"
        state = "suspended" if officer.suspended_at else "active"
        self.stdout.write(f"{username}: {officer.role_id}, {scope}, {state}.")

    def _set_password(self, user: User) -> None:
        """Ask for it on a terminal; elsewhere make one and say it once."""
        if sys.stdin.isatty():
            password = getpass("Password: ")
            if password != getpass("Again: "):
                raise CommandError("The two passwords differ.")
        else:
            password = secrets.token_urlsafe(12)
            self.stdout.write(f"Password of {user.username}: {password}")
        try:
            validate_password(password, user)
        except ValidationError as exc:
            raise CommandError(" ".join(exc.messages)) from exc
        user.set_password(password)


def change(user: User, options: dict[str, Any]) -> Officer:
    """The officer of the user with what the options say, saved. Raises CommandError for a role or area that is not there."""
    officer = Officer.objects.filter(user=user).first() or Officer(user=user)
    if options["role"]:
        officer.role_id = known_role(options["role"])
    if options["area"] is not None:
        officer.area = known_area(options["area"])
    elif officer.pk is None:
        raise CommandError("A new account needs --role and --area.")
    if not officer.role_id:
        raise CommandError("A new account needs --role and --area.")
    if options["term_ends"]:
        officer.term_ends = options["term_ends"]
    if options["suspend"] or options["restore"]:
        officer.suspended_at = timezone.now() if options["suspend"] else None
    officer.save()
    return officer


def known_role(code: str) -> str:
    codes = sorted(Role.objects.values_list("code", flat=True))
    if code not in codes:
        raise CommandError(f"There is no role {code}; the roles are {', '.join(codes)}.")
    return code


def known_area(code: str) -> str:
    if code and not Area.objects.filter(code=code).exists():
        raise CommandError(f"There is no area {code}: give the digits of a province, amphoe, tambon or village.")
    return code
