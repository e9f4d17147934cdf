"""Give one person a database login for QGIS, or take it back."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from parcels import logins
from parcels.management.commands.officer import change
from parcels.models import Officer


class Command(BaseCommand):
    help = (
        "A database login for QGIS with the rights of an officer: bin/plaeng qgis_login somsri --role ANALYST --area 67"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "username", help="the account; it is made when there is none, without a password for the web"
        )
        parser.add_argument("--role", type=str.upper, help="as of the command officer; only a new account needs it")
        parser.add_argument("--area", help="2, 4, 6 or 8 digits; '' is the whole country")
        parser.add_argument("--rotate", action="store_true", help="another password; the old one ends at once")
        parser.add_argument("--remove", action="store_true", help="close the login; the account stays")
        parser.add_argument("--suspend", action="store_true", help="take all rights away, on the web as well")
        parser.add_argument("--restore", action="store_true", help="give the rights of a suspended account back")
        parser.add_argument(
            "--host", default="", help="where QGIS finds the database, if not where PLAENG_QGIS_HOST says"
        )
        parser.add_argument("--port", type=int, help="if it is not the port that Plaeng itself uses")

    def handle(self, *, username: str, rotate: bool, remove: bool, host: str, port: int | None, **options: Any) -> None:
        with transaction.atomic():
            user, is_new = User.objects.get_or_create(username=username)
            if is_new:
                user.set_unusable_password()
                user.save()
            officer = change(user, {**options, "term_ends": None})
            if not logins.may_have_one(officer.role_id):
                raise CommandError(f"The role {officer.role_id} works on the web alone: it has no database login.")
            if remove:
                logins.take(officer)
            gives = not (remove or officer.suspended_at) and (rotate or not officer.database_login)
            login = logins.give(officer) if gives else None
        self.stdout.write(self._said(officer))
        if login:
            self.stdout.write("For pg_service.conf of that person; the password is shown once:\n")
            self.stdout.write(logins.block_of(login, host=host, port=port))

    def _said(self, officer: Officer) -> str:
        scope = officer.area or "the whole country"
        state = "suspended" if officer.suspended_at else "active"
        return f"{officer.database_login or 'no login'}: {officer.role_id}, {scope}, {state}."
