"""The table of rights: what each role may do to which kind of object, and which columns it may change (DOMAIN.md 6.3).

The API, the pages, exports and the logins of the database obey this one table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

READ, CREATE, UPDATE, DELETE = "read", "create", "update", "delete"
ALL = (READ, CREATE, UPDATE, DELETE)
EVERY_COLUMN = frozenset({"*"})


@dataclass(frozen=True)
class Rights:
    """What a role may do: actions by kind of object, and the columns that it may change.

    `sees_people` opens the columns that name persons. `is_own`: only what belongs to one's own applications.
    """

    actions: Mapping[str, tuple[str, ...]]
    columns: frozenset[str] = EVERY_COLUMN
    sees_people: bool = False
    is_own: bool = False


# What nobody writes by hand, and the one of it that needs no office.
PUBLISHED = {"area-summary": (READ,)}
DERIVED = {"areas": (READ,), **PUBLISHED, "cases": (READ,)}
# Figures, tiles, files and the feed are of a whole area.
WIDE = {"reports": (READ,), "tiles": (READ,), "exports": (READ,), "changes": (READ,)}
LOOK = {"parcels": (READ,), "zones": (READ,), **DERIVED, **WIDE}
KEPT = (READ, CREATE, UPDATE)
# The register. Consents and surveys are evidence: mended, never deleted.
REGISTER = {
    "applications": KEPT, "applicants": KEPT, "identities": (READ, CREATE), "documents": ALL, "attachments": ALL,
    "consents": KEPT, "surveys": KEPT, "designs": ALL, "works": ALL, "comments": KEPT, "disputes": (UPDATE,),
}  # fmt: skip
WORK = {"parcels": ALL, "zones": ALL, **DERIVED, **WIDE, **REGISTER}
# Who helps a household: brings papers and draws, but neither judges nor reads what the staff says among itself.
HELP = {
    "applications": KEPT, "applicants": KEPT, "identities": (CREATE,), "documents": KEPT, "attachments": (READ, CREATE),
    "consents": KEPT, "surveys": (READ,), "designs": (READ,), "works": (READ,),
}  # fmt: skip
OWN = {
    "applications": KEPT, "applicants": (READ,), "documents": (READ,), "attachments": (READ, CREATE), "consents": KEPT,
    "surveys": (READ,), "designs": (READ,), "works": (READ,), "parcels": (READ,), "zones": (READ,), "areas": (READ,),
    **PUBLISHED,
}  # fmt: skip
RIGHTS: dict[str, Rights] = {
    "PROVINCE": Rights({**WORK, "officers": KEPT, "offices": (READ, UPDATE)}, sees_people=True),
    "AMPHOE_HEAD": Rights({**WORK, "offices": (READ, UPDATE)}, sees_people=True),
    "AMPHOE_OFFICER": Rights(WORK, sees_people=True),
    "VOLUNTEER": Rights({"parcels": KEPT, "zones": ALL, **DERIVED, **WIDE, **HELP}, sees_people=True),
    "HOUSEHOLD": Rights(OWN, sees_people=True, is_own=True),
    # An analyst reads all and mends shapes.
    "ANALYST": Rights({"parcels": (READ, UPDATE), "zones": (READ, UPDATE), **DERIVED, **WIDE}, frozenset({"geom"})),
    "DEPARTMENT": Rights(LOOK),
    "VIEWER": Rights(LOOK),
}
PUBLIC = Rights(PUBLISHED)


def anyone_may(action: str, kind: str) -> bool:
    """True when there is a role that may do this."""
    return any(action in rights.actions.get(kind, ()) for rights in RIGHTS.values())
