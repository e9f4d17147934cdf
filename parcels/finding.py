"""One search box, and what waits for whom: each one statement, within one's rights."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, Q, QuerySet

from parcels.models import Applicant, Application, State
from parcels.permissions import Access, visible_applications
from parcels.rights import READ
from parcels.workflow import MOVES

SQL = Path(__file__).parent / "sql"
SEARCH = (SQL / "search.sql").read_text(encoding="utf-8")
WORK = (SQL / "work.sql").read_text(encoding="utf-8")
KEY = "SELECT plaeng.search_key(%s)"
# A move that is always possible is no work that waits; nor is one back.
NO_WORK = ("WITHDRAWN", "REJECTED", "RETURNED", "RESERVE")
SHORTEST = 2


class Place(NamedTuple):
    """Where a page of what waits ended: the moment since when that row waited, and its key."""

    since: datetime
    id: int


FIRST = Place(datetime.min.replace(tzinfo=UTC), 0)


def search(can: Access, text: str, limit: int) -> list[dict[str, Any]]:
    """What `text` finds: applications and applicants by name, tolerant of spelling and spaces, numbers, papers, areas.

    The nearest stand first; `nearness` is from 0 to 1.
    """
    text = text.strip()
    if len(text) < SHORTEST:
        return []
    with connection.cursor() as cursor:
        cursor.execute(KEY, [text])
        (key,) = cursor.fetchone()
        people, papers = can.rights.sees_people and can.may(READ, "applicants"), can.may(READ, "documents")
        about: dict[str, Any] = {
            "text": _literal(text),
            "key": _literal(key),
            "people": people,
            "documents": papers,
            "limit": limit,
        }
        cursor.execute(SEARCH, {**about, **_scope(can)})
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    rows.sort(key=lambda row: -row["near"])
    return _once(rows)[:limit]


def _literal(text: str) -> str:
    """Without what LIKE would take for a pattern."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _once(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row that was found in two ways stands there once."""
    return list({(row["kind"], row["uid"] or row["label"]): row for row in reversed(rows)}.values())[::-1]


def _scope(can: Access) -> dict[str, Any]:
    village = can.area if len(can.area) == 8 else ""
    return {"lo": can.area[:6], "hi": can.area[:6] + ":", "village": village, "owner": can.owner}


def applications(text: str, sees_people: bool) -> Q:
    """Applications with the text in their number, or in their applicant's name as it sounds.

    Two sets, each by its index: an OR over both tables has none, and cost twenty times as much.
    """
    found = Application.objects.filter(no__contains=text).values("pk")
    if sees_people:
        found = found.union(Application.objects.filter(applicant__in=_sounding(text)).values("pk"))
    return Q(pk__in=found)


def applicants(text: str, sees_people: bool) -> Q:
    """Applicants with the text in their name as it sounds, or in their telephone number."""
    if not sees_people:
        return Q(pk__in=())
    return Q(pk__in=_sounding(text).union(Applicant.objects.filter(phone__contains=text).values("pk")))


def _sounding(text: str) -> QuerySet[Applicant, Any]:
    """Nobody, where nothing is left of the text as it sounds."""
    with connection.cursor() as cursor:
        cursor.execute(KEY, [text])
        (key,) = cursor.fetchone()
    rows = Applicant.objects.filter(name_key__contains=key)
    return (rows if key else rows.none()).values("pk")


def waiting(can: Access, limit: int, after: Place = FIRST) -> tuple[list[dict[str, Any]], Place | None]:
    """Applications whose next step is the caller's to make, the oldest first; where to go on, None at the end."""
    mine = [m for m in MOVES if can.role in m.roles and m.to not in NO_WORK]
    states = sorted({state for m in mine for state in m.of})
    checks = sorted({state for m in mine if m.by_another for state in m.of})
    if not states or not can.may(READ, "applications"):
        return [], None
    about = {"states": states, "checks": checks, "me": can.user_id, **after._asdict(), "limit": limit + 1}
    with connection.cursor() as cursor:
        cursor.execute(WORK, {**about, **_scope(can)})
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    places = [Place(row["state_since"], row.pop("id")) for row in rows]
    return rows[:limit], places[limit - 1] if len(rows) > limit else None


def states(can: Access, fy: int | None) -> dict[str, int]:
    """How many applications the reader may see in each state; 0 where there is none."""
    rows = visible_applications(can)
    if fy is not None:
        rows = rows.filter(fy=fy)
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    return {code: counts.get(code, 0) for code in State.objects.values_list("code", flat=True)}
