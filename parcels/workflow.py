"""The states of an application: who may move it where, what is told with a move, what must be there (DOMAIN.md 6.3).

The database knows the same pairs of states (plaeng_private.move) and guards them, whoever writes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from parcels import notices
from parcels.errors import NotAllowed, Refused
from parcels.models import Application
from parcels.permissions import Access
from spatial.rules import Finding

Facts = Mapping[str, Any]
Check = Callable[[Facts], Iterator[Finding]]

FACTS = (Path(__file__).parent / "sql" / "application_facts.sql").read_text(encoding="utf-8")
TELL = "SELECT set_config('plaeng.move', %s, true)"

HOUSEHOLD, VOLUNTEER, PROVINCE, HEAD = "HOUSEHOLD", "VOLUNTEER", "PROVINCE", "AMPHOE_HEAD"
OFFICERS = ("AMPHOE_OFFICER", HEAD)
CLOSED = ("REJECTED", "WITHDRAWN")
# Who helps a household, and the household itself, may write only until the papers are checked.
HELPERS_WRITE_IN = dict.fromkeys((HOUSEHOLD, VOLUNTEER), ("DRAFT", "APPLIED", "RETURNED"))


def _missing(code: str, place: str, **data: Any) -> Iterator[Finding]:
    yield Finding(code, place, data=data)


def _consent(kind: str) -> Check:
    def check(facts: Facts) -> Iterator[Finding]:
        if kind not in facts["consents"]:
            yield from _missing("consent_missing", f"/consents/{kind}", kind=kind)

    return check


def _paper(facts: Facts, kind: str) -> Iterator[Finding]:
    if kind not in facts["papers"]:
        yield from _missing("paper_missing", f"/attachments/{kind}", kind=kind)


def _land(facts: Facts) -> Iterator[Finding]:
    if not facts["joined"]:
        yield from _missing("parcel_missing", "/parcels")


def _papers(facts: Facts) -> Iterator[Finding]:
    if facts["line"] == "people":
        yield from _paper(facts, "ID_CARD")
        if facts["papers"].get("ID_CARD") is False:
            yield from _missing("paper_unmasked", "/attachments/ID_CARD", kind="ID_CARD")
        yield from _paper(facts, "HOUSE_REG")
    else:
        yield from _paper(facts, "AGENCY_LETTER")
    yield from _paper(facts, "LAND_DOC")


def _right(facts: Facts) -> Iterator[Finding]:
    if facts["without_right"]:
        codes = ", ".join(facts["without_right"])
        yield from _missing("no_right_conferred", "/documents", parcels=codes)
    if facts["relation"] != "HOLDER" and facts["line"] == "people":
        yield from _consent("LAND_HOLDER")(facts)
    given, wanted = facts["consents"].get("CO_OWNER", 0), facts["co_holders"]
    if given < wanted:
        yield from _missing("co_owner_consents_missing", "/consents/CO_OWNER", given=given, wanted=wanted)


def _drawn(facts: Facts) -> Iterator[Finding]:
    if not facts["parcels"]:
        yield from _missing("parcel_missing", "/parcels")
    if facts["undrawn"]:
        yield from _missing("parcel_not_drawn", "/parcels", parcels=", ".join(facts["undrawn"]))


def _surveyed(facts: Facts) -> Iterator[Finding]:
    if facts["ready"] is None:
        yield from _missing("survey_missing", "/surveys")


def _is_ready(facts: Facts) -> Iterator[Finding]:
    if facts["ready"] is not True:
        yield from _missing("land_not_ready", "/surveys")


def _was_checked(facts: Facts) -> Iterator[Finding]:
    if not facts["was_docs_ok"]:
        yield from _missing("papers_never_checked", "/attachments")


def _undisputed(facts: Facts) -> Iterator[Finding]:
    if facts["open_cases"]:
        yield from _missing("case_open", "/cases", cases=facts["open_cases"])


def _sized(facts: Facts) -> Iterator[Finding]:
    if facts["size"] is None:
        yield from _missing("size_missing", "/size_target_rai")


def _designed(facts: Facts) -> Iterator[Finding]:
    if not facts["design"]:
        yield from _missing("design_missing", "/designs")


def _accepted(facts: Facts) -> Iterator[Finding]:
    if not facts["accepted"]:
        yield from _missing("work_not_accepted", "/works")
    if not facts["built"]:
        yield from _missing("built_zones_missing", "/zones")


@dataclass(frozen=True)
class Move:
    """Into a state: from which ones, by which roles, what is asked with it, what has to be there.

    `asks` are members of `Told`. `of_institutions`: only those come this way. `by_another`: not by who entered it.
    """

    to: str
    of: tuple[str, ...]
    roles: tuple[str, ...]
    needs: tuple[Check, ...] = ()
    asks: tuple[str, ...] = ()
    of_institutions: bool = False
    by_another: bool = False


MOVES = (
    Move("APPLIED", ("DRAFT", "RETURNED"), (HOUSEHOLD, VOLUNTEER, *OFFICERS), (_consent("DATA"), _land)),
    Move("RETURNED", ("APPLIED", "DOCS_OK", "SURVEYED"), OFFICERS, asks=("reason",)),
    Move("RETURNED", ("SENT",), (PROVINCE,), asks=("reason",)),
    Move("DOCS_OK", ("APPLIED",), OFFICERS, (_papers, _right), by_another=True),
    Move("SURVEYED", ("DOCS_OK",), (*OFFICERS, PROVINCE), (_drawn, _surveyed)),
    Move("SURVEYED", ("APPLIED",), (*OFFICERS, PROVINCE), (_drawn, _surveyed), of_institutions=True),
    Move(
        "SENT", ("SURVEYED",), (HEAD,),
        (_is_ready, _was_checked, _consent("LEARNING_CENTRE"), _consent("DIG"), _undisputed),
    ),
    Move("APPROVED", ("SENT", "RESERVE"), (PROVINCE,), (_sized,)),
    Move("RESERVE", ("SENT",), (PROVINCE,), asks=("rank",)),
    Move("REJECTED", ("APPLIED", "DOCS_OK", "SURVEYED"), (*OFFICERS, PROVINCE), asks=("reason_code", "reason")),
    Move("REJECTED", ("SENT", "RESERVE"), (PROVINCE,), asks=("reason_code", "reason")),
    Move(
        "WITHDRAWN",
        ("DRAFT", "APPLIED", "RETURNED", "DOCS_OK", "SURVEYED", "SENT", "APPROVED", "RESERVE", "DEVELOPING", "ACCEPTED"),
        (HOUSEHOLD, *OFFICERS), asks=("on", "reason"),
    ),
    Move("DEVELOPING", ("APPROVED",), OFFICERS, (_designed, _consent("DIG"))),
    Move("ACCEPTED", ("DEVELOPING",), (PROVINCE,), (_accepted,)),
    Move("DECLARED", ("ACCEPTED",), (PROVINCE,), asks=("on",)),
)  # fmt: skip


@dataclass(frozen=True)
class Possible:
    """A move that follows the present state, as one reader has it.

    `refused` is "" when he may make it, else why not: not_your_move, four_eyes or move_not_ready. `missing` says what
    is still to be brought, also to those who may not move it themselves.
    """

    move: Move
    refused: str
    missing: tuple[Finding, ...]


def facts_of(application: Application) -> dict[str, Any]:
    """What the application has by now."""
    with connection.cursor() as cursor:
        cursor.execute(FACTS, {"application": application.pk})
        found = cursor.fetchone()[0]
    return dict(found if isinstance(found, dict) else json.loads(found))


def possible(application: Application, can: Access) -> list[Possible]:
    """Every move that follows the present state, in the order of the table."""
    facts = facts_of(application)
    follow = [m for m in MOVES if application.state_id in m.of]
    return [_possible(m, facts, can) for m in follow if not m.of_institutions or facts["line"] == "institutions"]


def _possible(move: Move, facts: Facts, can: Access) -> Possible:
    missing = tuple(found for check in move.needs for found in check(facts))
    refused = "move_not_ready" if missing else ""
    if move.by_another and facts["four_eyes"] and facts["entered_by"] == can.user_id:
        refused = "four_eyes"
    if can.role not in move.roles:
        refused = "not_your_move"
    return Possible(move, refused, missing)


def make(application: Application, to: str, can: Access, told: Mapping[str, Any]) -> None:
    """Move a locked application inside the caller's transaction.

    Raises Refused (application_move, move_not_ready, move_asks) and NotAllowed (not_your_move, four_eyes).
    """
    every = possible(application, can)
    found = next((p for p in every if p.move.to == to), None)
    if found is None:
        about: dict[str, Any] = {"from": application.state_id, "to": to, "allowed": ", ".join(p.move.to for p in every)}
        raise Refused("application_move", **about)
    if found.refused in {"not_your_move", "four_eyes"}:
        raise NotAllowed(found.refused, roles=", ".join(found.move.roles))
    lacking = [Finding("move_asks", f"/{name}") for name in found.move.asks if not told.get(name)]
    if found.missing or lacking:
        raise Refused("move_not_ready" if found.missing else "move_asks", [*found.missing, *lacking])
    with connection.cursor() as cursor:
        cursor.execute(TELL, [json.dumps({name: told[name] for name in found.move.asks})])
        application.state_id = to
        application.save(update_fields=["state"])
        cursor.execute(TELL, [""])
    notices.moved(application, can.user_id, str(told.get("reason", "")))


def first_reserve(application: Application) -> Application | None:
    """Who comes next when a place has become free: the first of the reserve list of the year and province, by rank."""
    waiting = Application.objects.filter(
        fy=application.fy,
        state="RESERVE",
        tambon__gte=application.tambon_id[:2],
        tambon__lt=application.tambon_id[:2] + ":",
    )
    return waiting.order_by("reserve_rank", "state_since", "pk").first()
