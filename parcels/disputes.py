"""What people do about a case: assert a right, take it back, accept what is so. Each with a reason (DOMAIN.md 6.1).

The database guards the same pairs of states (plaeng_private.case_move).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from parcels import notices
from parcels.errors import NotAllowed, Refused
from parcels.models import Case
from parcels.permissions import Access
from parcels.workflow import OFFICERS, PROVINCE


@dataclass(frozen=True)
class Step:
    to: str
    of: tuple[str, ...]
    roles: tuple[str, ...]


STEPS = (
    Step("ASSERTED", ("OPEN", "WITHDRAWN"), (*OFFICERS, PROVINCE)),
    Step("WITHDRAWN", ("OPEN", "ASSERTED"), (*OFFICERS, PROVINCE)),
    Step("ACCEPTED", ("OPEN", "ASSERTED"), (PROVINCE,)),
)


def following(case: Case) -> list[Step]:
    """The steps that follow the present state; none once the land itself has settled it."""
    return [] if case.closed_at else [step for step in STEPS if case.state_id in step.of]


def take(case: Case, to: str, reason: str, can: Access) -> None:
    """Take a step about a locked case inside the caller's transaction. Raises Refused (case_move), NotAllowed."""
    step = next((s for s in following(case) if s.to == to), None)
    if step is None:
        states: dict[str, Any] = {"from": case.state_id, "to": to}
        raise Refused("case_move", **states)
    if can.role not in step.roles:
        raise NotAllowed("not_your_move", roles=", ".join(step.roles))
    case.state_id, case.reason = to, reason
    case.save(update_fields=["state", "reason"])
    for parcel in (case.parcel_a, case.parcel_b):
        if parcel.application:
            users = notices.involved(parcel.application)
            about = {"no": parcel.application.no, "state": to, "reason": reason}
            notices.tell(parcel.application, notices.DISPUTED, users, can.user_id, **about)
