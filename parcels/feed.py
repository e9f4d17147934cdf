"""The change feed: which parcels and zones have changed since a cursor, for readers of one area.

A cursor is the database's snapshot of the last answer, so that a transaction that began early and committed late
is not missed (docs/decisions/change-counters.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from parcels.permissions import Access
from parcels.sqlfile import FOLDER

PAGE = (FOLDER / "changes.sql").read_text(encoding="utf-8")
START = "SELECT current_epoch(), pg_current_snapshot()::text"


class StartAgain(Exception):
    """The cursor leads nowhere: another epoch, other rights, or changes that are no longer kept."""


@dataclass(frozen=True)
class Cursor:
    """How far a reader has come: all that `since` sees, and of what `until` sees the rows up to `last`.

    `since` and `until` are snapshots as PostgreSQL writes them; `until` is empty between two windows. Role and area
    are those of the reader: with others he has to start again.
    """

    epoch: str
    role: str
    area: str
    since: str
    until: str = ""
    last: int = 0


@dataclass(frozen=True)
class Change:
    """A row that changed; what it looks like now is asked separately. `version` is the one that the change made."""

    collection: str
    uid: str
    version: int


@dataclass(frozen=True)
class Changes:
    """One page, each row once, in the order of its last change; `has_more` when the window goes on."""

    changes: list[Change]
    cursor: Cursor
    has_more: bool


def start(can: Access) -> Cursor:
    """A cursor from which everything that is not visible by now follows. Take it before reading what there is."""
    with connection.cursor() as cursor:
        cursor.execute(START)
        epoch, snapshot = cursor.fetchone()
    return Cursor(epoch, can.role, can.area, snapshot)


def read(can: Access, at: Cursor, limit: int) -> Changes:
    """The changes after a cursor, from at most `limit` rows of the log. Raises StartAgain."""
    if (at.role, at.area) != (can.role, can.area):
        raise StartAgain
    span = {"since": at.since, "until": at.until or None, "last": at.last, "area": can.area, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(PAGE, span)
        rows = cursor.fetchall()
    epoch, is_kept, until = rows[0][:3]
    if epoch != at.epoch or not is_kept:
        raise StartAgain
    found = [row[3:] for row in rows if row[3] is not None]
    is_full = len(found) == limit
    ahead = (at.since, until, found[-1][0]) if is_full else (until, "", 0)
    return Changes(_last_of_each(found), Cursor(epoch, at.role, at.area, *ahead), is_full)


def _last_of_each(rows: list[Any]) -> list[Change]:
    """A row that changed several times is told once, where it changed last."""
    last: dict[tuple[str, str], Change] = {}
    for _id, collection, uid, version in rows:
        last.pop((collection, uid), None)
        last[collection, uid] = Change(collection, uid, version)
    return list(last.values())
