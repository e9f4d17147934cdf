"""Three logins of different roles in one room, with land of their own and of others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg2

from tests.qgis.conftest import Desk, Session

OUTSIDE = "นอกพื้นที่ของคุณ"
BOX = "ST_Multi(ST_MakeEnvelope({0}, {1}, {0} + 0.0005, {1} + 0.0005, 4326))"
BOW_TIE = (
    "ST_GeomFromText('MULTIPOLYGON(((101.2 16.3, 101.201 16.301, 101.201 16.3, 101.2 16.301, 101.2 16.3)))', 4326)"
)
EDIT = "UPDATE parcel SET name = %s, version = %s + 1 WHERE id = %s"


@dataclass
class World:
    desk: Desk
    officer: Session
    analyst: Session
    viewer: Session
    mine: int
    theirs: int

    @contextmanager
    def unharmed(self) -> Iterator[None]:
        """Land of others stays as it is, and every row says its version twice."""
        stored = "SELECT name, version, tambon, ST_AsText(geom), withdrawn_at FROM parcel WHERE id = %s"
        before = self.desk.owner(stored, self.theirs)
        yield
        assert self.desk.owner(stored, self.theirs) == before
        assert self.desk.owner("SELECT count(*) FROM parcel WHERE seen_version IS DISTINCT FROM version") == [(0,)]


def version(world: World) -> int:
    return int(world.desk.owner("SELECT version FROM parcel WHERE id = %s", world.mine)[0][0])


def sentence(refusal: psycopg2.Error, rule: str) -> str:
    """What the analyst reads: ours, Thai first, with an English second line."""
    print(refusal)
    assert (refusal.pgcode, refusal.diag.constraint_name) == ("PL422", rule)
    thai, english = refusal.diag.message_primary.split("\n")
    assert any("\u0e00" <= letter <= "\u0e7f" for letter in thai)
    assert english.isascii() or "²" in english
    return thai


def staffed(room: Desk) -> World:
    room.settle()
    mine = room.parcel("670101", 101.15, 16.4, village="67010101")
    theirs = room.parcel("670501", 101.3, 15.6, name="ลับ-99")
    logins = [room.login(*who) for who in (("AMPHOE_OFFICER", "6701"), ("ANALYST", "67"), ("VIEWER", "67"))]
    return World(room, *logins, mine, theirs)
