"""Who sees and edits which rows and which columns: the one place (DOMAIN.md 6.3, SECURITY.md 20 to 23).

A right is judged by role, area, kind of object, action and column. What a user may not see does not exist
for him: every query starts at `visible_to`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import BooleanField, Exists, ExpressionWrapper, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from parcels.errors import NotAllowed
from parcels.models import (
    Applicant,
    Application,
    AreaSummary,
    Attachment,
    Comment,
    Consent,
    Design,
    LandDocument,
    Officer,
    Parcel,
    SeenCase,
    Survey,
    Work,
    Zone,
)  # fmt: skip
from parcels.rights import EVERY_COLUMN, PUBLIC, READ, RIGHTS, Rights
from spatial.areas.models import Area, Level
from spatial.rules import Finding

User = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True)
class Access:
    """One user's rights now: role, area code, rights. Without an office one sees what the public sees."""

    rights: Rights = PUBLIC
    area: str = ""
    role: str = ""
    user_id: int | None = None

    @property
    def owner(self) -> int | None:
        """Whose rows alone these rights open; None where an area decides."""
        return self.user_id if self.rights.is_own else None

    def may(self, action: str, kind: str) -> bool:
        return action in self.rights.actions.get(kind, ())

    def holds(self, *, tambon: str, village_code: str = "") -> bool:
        """True when the area of a row lies within the user's area."""
        return tambon.startswith(self.area[:6]) and (len(self.area) < 8 or village_code == self.area)


def access(user: User) -> Access:
    """The rights of a user at this moment: a suspension or the end of a term acts on the next request."""
    officer = _office(user) if user.is_authenticated else None
    if officer is None or officer.suspended_at:
        return Access()
    if officer.term_ends is not None and officer.term_ends < timezone.localdate():
        return Access()
    return Access(RIGHTS.get(officer.role_id, PUBLIC), officer.area, officer.role_id, officer.user_id)


def _office(user: User) -> Officer | None:
    """The office of a user: the one that was read with him (parcels.accounts), or as it is stored."""
    held: Any = user
    return held.office if hasattr(held, "office") else Officer.objects.filter(user_id=held.pk).first()


def _within(area: str, column: str) -> Q:
    """Rows whose area code begins with `area`, as a range that an index serves."""
    return Q(**{f"{column}__gte": area, f"{column}__lt": area + ":"}) if area else Q()


def _scope(area: str, tambon: str, village: str) -> Q:
    if len(area) == 8:
        return _within(area[:6], tambon) & Q(**{village: area})
    return _within(area, tambon)


def _own(can: Access, application: str) -> Q:
    """For who may see only his own: rows of applications that he made. `application` is the way to them."""
    return Q() if can.owner is None else Q(**{f"{application}applicant__user": can.owner})


def visible_parcels(can: Access, is_near: bool = False) -> QuerySet[Parcel]:
    rows = Parcel.objects.filter(withdrawn_at__isnull=True)
    if not can.may(READ, "parcels"):
        return rows.none()
    return _in_scope(rows, _scope(can.area, "tambon_id", "village_code") & _own(can, "application__"), is_near)


def visible_ever(can: Access, model: type[Model]) -> QuerySet[Any]:
    """Rows as `visible_to` has them, and withdrawn parcels too: for their history and the way back."""
    if model is not Parcel:
        return visible_to(can, model)
    if not can.may(READ, "parcels"):
        return Parcel.objects.none()
    return Parcel.objects.filter(_scope(can.area, "tambon_id", "village_code") & _own(can, "application__"))


def visible_zones(can: Access, is_near: bool = False) -> QuerySet[Zone]:
    rows = Zone.objects.filter(parcel__withdrawn_at__isnull=True)
    if not can.may(READ, "zones"):
        return rows.none()
    scope = _scope(can.area, "tambon", "parcel__village_code") & _own(can, "parcel__application__")
    return _in_scope(rows, scope, is_near)


def visible_areas(can: Access, is_near: bool = False) -> QuerySet[Area]:
    """Names and outlines of areas are public knowledge: whoever has an office sees all of them."""
    return Area.objects.all() if can.may(READ, "areas") else Area.objects.none()


def visible_summaries(can: Access, is_near: bool = False) -> QuerySet[AreaSummary]:
    """Exact figures within one's area, and of all others what the public sees; one row of each."""
    if not can.may(READ, "area-summary"):
        return AreaSummary.objects.none()
    if can.rights is PUBLIC:
        return AreaSummary.objects.filter(is_public=True)
    mine = _within(can.area, "code")
    return AreaSummary.objects.filter(
        mine & Q(is_public=False) | ~mine & Q(is_public=True) if mine else Q(is_public=False)
    )


def visible_cases(can: Access, is_near: bool = False) -> QuerySet[SeenCase]:
    """Cases of which one may see a parcel at least, without what one may not see of the other."""
    if not (can.may(READ, "cases") and can.may(READ, "parcels")):
        return SeenCase.objects.none()
    a = Q(a_stands=True) & _scope(can.area, "a_tambon", "a_village")
    b = Q(b_stands=True) & _scope(can.area, "b_tambon", "b_village")
    return SeenCase.objects.filter(Q(seen="both") & a & b | Q(seen="a") & a & ~b | Q(seen="b") & b & ~a)


def visible_applications(can: Access, is_near: bool = False) -> QuerySet[Application]:
    if not can.may(READ, "applications"):
        return Application.objects.none()
    return Application.objects.filter(_of_application(can))


def visible_applicants(can: Access, is_near: bool = False) -> QuerySet[Applicant]:
    """Who lives in one's area, and who applied there."""
    if not can.may(READ, "applicants"):
        return Applicant.objects.none()
    if can.owner is not None:
        return Applicant.objects.filter(user=can.owner)
    if not can.area:
        return Applicant.objects.all()
    applied = Application.objects.filter(_of_application(can), applicant=OuterRef("pk"))
    return Applicant.objects.filter(_scope(can.area, "tambon_id", "village_code") | Exists(applied))


def visible_documents(can: Access, is_near: bool = False) -> QuerySet[LandDocument]:
    if not can.may(READ, "documents"):
        return LandDocument.objects.none()
    scope = _scope(can.area, "parcel__tambon_id", "parcel__village_code") & _own(can, "parcel__application__")
    return LandDocument.objects.filter(scope, parcel__withdrawn_at__isnull=True)


def visible_comments(can: Access, is_near: bool = False) -> QuerySet[Comment]:
    if not can.may(READ, "comments"):
        return Comment.objects.none()
    of_parcel = Q(parcel__isnull=False) & _scope(can.area, "parcel__tambon_id", "parcel__village_code")
    return Comment.objects.filter(Q(application__isnull=False) & _of_application(can, "application__") | of_parcel)


def visible_officers(can: Access, is_near: bool = False) -> QuerySet[Officer]:
    """Who works within one's area; whoever works in a wider one is not among them."""
    return Officer.objects.filter(_within(can.area, "area")) if can.may(READ, "officers") else Officer.objects.none()


def visible_offices(can: Access, is_near: bool = False) -> QuerySet[Area]:
    """The amphoe whose way of working one may see."""
    rows = Area.objects.filter(level=Level.AMPHOE)
    return rows.filter(_within(can.area, "code")) if can.may(READ, "offices") else rows.none()


def _of_application(can: Access, application: str = "") -> Q:
    """Applications within one's area, or one's own. `application` is the way to them."""
    place = _scope(can.area, f"{application}tambon_id", f"{application}applicant__village_code")
    return place & _own(can, application)


def _visible_within(model: type[Model], kind: str) -> Callable[[Access, bool], QuerySet[Any]]:
    """The door to a table of which every row belongs to an application."""

    def visible(can: Access, is_near: bool = False) -> QuerySet[Any]:
        rows = model._default_manager.all()
        return rows.filter(_of_application(can, "application__")) if can.may(READ, kind) else rows.none()

    return visible


def _in_scope(rows: QuerySet[Any], scope: Q, is_near: bool) -> QuerySet[Any]:
    """The rows of a scope. With `is_near` no index is read for it: a box chooses fewer rows than any scope.

    The planner would read the tambon index as well, a tenth of a million entries for a thousand rows, because it
    takes the test of shapes for dearer than it is.
    """
    if not is_near or not scope:
        return rows.filter(scope)
    return rows.filter(Coalesce(ExpressionWrapper(scope, BooleanField()), False))


VISIBLE: dict[type[Model], Callable[[Access, bool], QuerySet[Any]]] = {
    Parcel: visible_parcels,
    Zone: visible_zones,
    Area: visible_areas,
    AreaSummary: visible_summaries,
    SeenCase: visible_cases,
    Application: visible_applications,
    Applicant: visible_applicants,
    LandDocument: visible_documents,
    Comment: visible_comments,
    Officer: visible_officers,
    Attachment: _visible_within(Attachment, "attachments"),
    Consent: _visible_within(Consent, "consents"),
    Survey: _visible_within(Survey, "surveys"),
    Design: _visible_within(Design, "designs"),
    Work: _visible_within(Work, "works"),
}


def visible_to(can: Access, model: type[Model], *, is_near: bool = False) -> QuerySet[Any]:
    """The rows of a table that this user may see; the only door to them.

    `is_near` says that the caller asks for a small box of them, and changes nothing but the plan.
    """
    return VISIBLE[model](can, is_near)


def require(can: Access, action: str, kind: str) -> None:
    """Raises NotAllowed (forbidden) when the role lacks the action on this kind of object."""
    if not can.may(action, kind):
        raise NotAllowed("forbidden")


def require_columns(can: Access, columns: set[str]) -> None:
    """Raises NotAllowed (column_not_yours) for the first column that the role may not change."""
    if can.rights.columns is EVERY_COLUMN:
        return
    if foreign := sorted(columns - can.rights.columns):
        finding = Finding("column_not_yours", f"/properties/{foreign[0]}", data={"member": foreign[0]})
        raise NotAllowed("column_not_yours", [finding], member=foreign[0])


def require_area(can: Access, *, tambon: str, village_code: str = "", path: str = "") -> None:
    """Raises NotAllowed (not_in_your_area): judged on the row before and on the row after a change.

    `path` is the JSON pointer of the feature in a batch.
    """
    if not can.holds(tambon=tambon, village_code=village_code):
        raise NotAllowed("not_in_your_area", [Finding("not_in_your_area", f"{path}/properties/tambon", data={})])
