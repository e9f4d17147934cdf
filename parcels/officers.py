"""Officers: who works where, invited and changed by those above them, never by themselves (DOMAIN.md 1.4, 6.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from parcels import invitations
from parcels.errors import NotAllowed, Refused
from parcels.models import Applicant, Officer, SecondFactor
from parcels.permissions import Access
from parcels.rights import EVERY_COLUMN, RIGHTS, Rights
from spatial.areas.models import Area
from spatial.rules import Finding

PROVINCE, VOLUNTEER, HOUSEHOLD = "PROVINCE", "VOLUNTEER", "HOUSEHOLD"
# How many digits the area of a role has at least, and at most.
DIGITS = {PROVINCE: (2, 2), "AMPHOE_HEAD": (4, 4), "AMPHOE_OFFICER": (4, 6), VOLUNTEER: (8, 8)}
ANY_DIGITS = (2, 8)


@dataclass(frozen=True)
class Wish:
    """What is to be stored of an officer; of a change the members that nobody named are as they were."""

    name: str
    email: str
    role: str
    area: str
    term_ends: date | None
    suspended: bool = False

    @classmethod
    def of(cls, officer: Officer) -> Wish:
        user = officer.user
        name = user.get_full_name()
        return cls(name, user.email, officer.role_id, officer.area, officer.term_ends, bool(officer.suspended_at))


def is_within(role: str, can: Rights) -> bool:
    """True when a role may do nothing that `can` may not."""
    rights = RIGHTS[role]
    columns = can.columns is EVERY_COLUMN or rights.columns <= can.columns
    people = can.sees_people or not rights.sees_people
    return (
        columns and people and all(set(acts) <= set(can.actions.get(kind, ())) for kind, acts in rights.actions.items())
    )


def roles_of(can: Access) -> list[str]:
    """The roles that one may give."""
    return [role for role in RIGHTS if is_within(role, can.rights)]


def with_facts(rows: QuerySet[Officer]) -> QuerySet[Any]:
    """The rows with their users, whether each has a second factor, and whether a link to him is still open."""
    on = SecondFactor.objects.filter(user=OuterRef("user"), confirmed_at__isnull=False)
    invited = invitations.open_ones().filter(user=OuterRef("user"))
    return rows.select_related("user", "user__applicant").annotate(has_second=Exists(on), is_invited=Exists(invited))


def matching(rows: QuerySet[Officer], *, role: str = "", area: str = "", text: str = "") -> QuerySet[Officer]:
    """Of the rows those of a role, within an area, and with the words in one of their names or the address."""
    if role:
        rows = rows.filter(role=role)
    if area:
        rows = rows.filter(area__startswith=area)
    for word in text.split():
        named = [
            Q(**{f"user__{column}__icontains": word}) for column in ("username", "first_name", "last_name", "email")
        ]
        rows = rows.filter(named[0] | named[1] | named[2] | named[3])
    return rows


def places(areas: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The names in Thai and English of areas by their code; a village goes by its number in its tambon."""
    codes = set(areas)
    known = {a.code: a for a in Area.objects.filter(code__in=codes | {code[:6] for code in codes})}
    found = {}
    for code in codes:
        area = known.get(code) or known.get(code[:6])
        if area is None:
            found[code] = (code, code)
        elif area.code == code:
            found[code] = (area.name_th, area.name_en)
        else:
            number = int(code[6:])
            found[code] = (f"หมู่ {number} ต.{area.name_th}", f"Moo {number}, {area.name_en}")
    return found


def create(can: Access, username: str, wish: Wish, applicant: Applicant | None) -> Officer:
    """An account that nobody can sign in to yet. Raises Refused, NotAllowed."""
    _require_place(can, wish)
    _require_term(wish.role, wish.term_ends)
    _require_applicant(wish, applicant)
    user = User(username=username)
    _name(user, wish)
    user.set_unusable_password()
    if User.objects.filter(username__iexact=username).exists():
        raise _refused("username_taken", "username")
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as exc:
        raise _refused("username_taken", "username") from exc
    if applicant is not None:
        applicant.user = user
        applicant.save(update_fields=["user"])
    return Officer.objects.create(user=user, role_id=wish.role, area=wish.area, term_ends=wish.term_ends)


def change(can: Access, officer: Officer, wish: Wish) -> None:
    """Store the wish, inside a transaction that is `alone`. Raises Refused, NotAllowed.

    A role or an area counts from the next request on; tokens, drafts and what he wrote stay as they are.
    """
    require_other(can, officer)
    before = Wish.of(officer)
    if (wish.role, wish.area) != (before.role, before.area):
        _require_place(can, wish)
    if HOUSEHOLD in {wish.role, before.role} and wish.role != before.role:
        raise _refused("household_stays", "role")
    if (wish.role, wish.term_ends) != (before.role, before.term_ends):
        _require_term(wish.role, wish.term_ends)
    if before.role == PROVINCE and (wish.role, wish.area, wish.suspended) != (PROVINCE, before.area, False):
        _require_another(officer)
    if (wish.name, wish.email) != (before.name, before.email):
        _name(officer.user, wish)
        officer.user.save(update_fields=["first_name", "last_name", "email"])
    if wish.suspended != before.suspended:
        officer.suspended_at = timezone.now() if wish.suspended else None
    officer.role_id, officer.area, officer.term_ends = wish.role, wish.area, wish.term_ends
    officer.save(update_fields=["role", "area", "term_ends", "suspended_at"])


def alone() -> None:
    """Wait until nobody else changes officers or offices, for the rest of this transaction: what one refuses depends on others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('plaeng officers'))")


def require_other(can: Access, officer: Officer) -> None:
    """Raises NotAllowed: for oneself, and for somebody who may do more than oneself."""
    if officer.user_id == can.user_id:
        raise NotAllowed("not_yourself")
    if not is_within(officer.role_id, can.rights):
        raise NotAllowed("role_not_yours")


def _require_place(can: Access, wish: Wish) -> None:
    """The role is no wider than one's own, its area lies within one's own, exists and suits the role."""
    if not is_within(wish.role, can.rights):
        raise NotAllowed("role_not_yours", [Finding("role_not_yours", "/role")])
    if not wish.area.startswith(can.area):
        raise NotAllowed("not_in_your_area", [Finding("not_in_your_area", "/area", data={})])
    least, most = DIGITS.get(wish.role, ANY_DIGITS)
    if not re.fullmatch(r"(\d\d){1,4}", wish.area, re.ASCII) or not least <= len(wish.area) <= most:
        raise _refused("area_for_role", "area", digits=str(least) if least == most else f"{least}–{most}")
    # Villages stand in no list of areas.
    if not Area.objects.filter(code=wish.area[:6]).exists():
        raise _refused("unknown_area", "area")


def _require_term(role: str, term_ends: date | None) -> None:
    if role == VOLUNTEER and term_ends is None:
        raise _refused("term_needed", "term_ends")
    if term_ends is not None and term_ends < timezone.localdate():
        raise _refused("term_over", "term_ends")


def _require_applicant(wish: Wish, applicant: Applicant | None) -> None:
    if (wish.role == HOUSEHOLD) != (applicant is not None):
        raise _refused("applicant_needed" if applicant is None else "applicant_not_needed", "applicant")
    if applicant is None:
        return
    if applicant.user_id is not None:
        raise _refused("applicant_has_account", "applicant")
    if not Access(area=wish.area).holds(tambon=applicant.tambon_id, village_code=applicant.village_code):
        raise _refused("applicant_elsewhere", "area")


def _require_another(officer: Officer) -> None:
    """Raises Refused (last_province) unless somebody else can still administrate the area.

    Of two who take each other's rights the second is refused: both have waited for `alone`.
    """
    rows = Officer.objects.filter(role=PROVINCE, area=officer.area).select_related("user")
    others = rows.exclude(pk=officer.pk)
    today = timezone.localdate()
    if not any(
        o.suspended_at is None
        and (o.term_ends or date.max) >= today
        and o.user.is_active
        and o.user.has_usable_password()
        for o in others
    ):
        raise Refused("last_province")


def _name(user: User, wish: Wish) -> None:
    """A name that did not change keeps its two parts."""
    if wish.name != user.get_full_name():
        user.first_name, user.last_name = wish.name, ""
    user.email = wish.email


def _refused(code: str, member: str, **data: Any) -> Refused:
    return Refused(code, [Finding(code, f"/{member}", data=data)])
