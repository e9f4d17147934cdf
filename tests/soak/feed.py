"""Mirrors that follow the feed end equal to what the API says, for every reader, though writers overtake each other."""

from __future__ import annotations

import hashlib
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson
import psycopg2

from tests.parcels import land
from tests.parcels.land import run
from tests.soak.people import Person

Open = Callable[[], Any]
WRITERS = 8
READERS = (("PROVINCE", "67"), ("AMPHOE_OFFICER", "6701"), ("VOLUNTEER", "67010101"), ("VIEWER", "6705"))
# New parcels get their number from a counter of their tambon, so each writer has one.
TAMBONS = ("670101", "670102", "670103", "670501", "670502", "670503", "670601", "670602", "670602")
DESKS = ("670101", "670501", "670601")
VILLAGES = ("67010101", "67010102", "67050101")


class Mirror:
    """What one reader holds, by the rules of docs/api.md: in order, and nothing older over something newer."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.rows: dict[tuple[str, str], Any] = {}
        self.versions: dict[tuple[str, str], int] = {}
        self.counts: Counter[str] = Counter()
        self.next = person.get("/api/changes?limit=200").body["links"][0]["href"]
        for collection in ("parcels", "zones"):
            for uid, feature in person.all_of(collection).items():
                self._keep((collection, uid), feature["properties"]["version"], feature)

    def step(self) -> bool:
        """Take one page; True when there is more."""
        reply = self.person.follow(self.next)
        assert reply.status == 200, reply.body
        for change in reply.body["changes"]:
            self._keep((change["collection"], change["id"]), change["version"], change.get("feature"))
            self.counts[change["op"]] += 1
        self.counts["pages"] += 1
        self.next = reply.body["links"][0]["href"]
        return bool(reply.body["hasMore"])

    def _keep(self, key: tuple[str, str], version: int, feature: Any) -> None:
        if version < self.versions.get(key, 0):
            self.counts["older"] += 1
            return
        self.versions[key] = version
        if feature is None:
            self.rows.pop(key, None)
        else:
            self.rows[key] = feature

    def checksum(self) -> str:
        return checksum(self.rows)

    def truth(self) -> dict[tuple[str, str], Any]:
        return {(c, uid): f for c in ("parcels", "zones") for uid, f in self.person.all_of(c).items()}


def checksum(rows: dict[tuple[str, str], Any]) -> str:
    """Of all features with all their properties and coordinates."""
    return hashlib.sha256(orjson.dumps(sorted(rows.items()), option=orjson.OPT_SORT_KEYS)).hexdigest()


@dataclass
class Run:
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    results: list[str] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)


def soak(server: str, connect: Open, seconds: float) -> Run:
    """Write for so long while mirrors follow; then they catch up and are compared."""
    world = Run()
    people = [Person(server, role, area) for role, area in READERS]
    writers = [threading.Thread(target=_write, args=(world, n, connect)) for n in range(WRITERS)]
    writers.append(threading.Thread(target=_write_long, args=(world, connect)))
    for thread in writers:
        thread.start()
    time.sleep(min(1.0, seconds / 5))
    # In the middle of it: what is under way now is in no page of the collections and has to come by the feed.
    mirrors = [Mirror(person) for person in people]
    followers = [threading.Thread(target=_follow, args=(world, mirror)) for mirror in mirrors]
    for thread in followers:
        thread.start()
    time.sleep(seconds)
    world.is_over.set()
    for thread in (*writers, *followers):
        thread.join(60)
    for mirror in mirrors:
        _judge(world, mirror)
    return world


def _judge(world: Run, mirror: Mirror) -> None:
    # The last window may have been cut before the last commit.
    mirror.step()
    while mirror.step():
        pass
    truth = mirror.truth()
    mine, theirs = mirror.checksum(), checksum(truth)
    who = mirror.person.headers["Cookie"] and f"{len(mirror.rows)} rows, {dict(mirror.counts)}"
    world.results.append(f"{mine[:16]} {theirs[:16]} {who}")
    if mine != theirs:
        wrong = {key for key in mirror.rows.keys() | truth.keys() if mirror.rows.get(key) != truth.get(key)}
        world.faults.append(f"{len(wrong)} rows differ: {sorted(wrong)[:5]}")


def _follow(world: Run, mirror: Mirror) -> None:
    try:
        while not world.is_over.is_set():
            if not mirror.step():
                time.sleep(0.05)
    except Exception as exc:
        world.faults.append(f"mirror: {exc!r}")
        raise


def _write(world: Run, number: int, connect: Open) -> None:
    db = connect()
    mine: list[int] = []
    try:
        while not world.is_over.is_set():
            _transaction(world, db, number, mine, random.choice((0, 0, 0.005, 0.02, 0.1)))
    except Exception as exc:
        world.faults.append(f"writer {number}: {exc!r}")
        raise
    finally:
        db.close()


def _write_long(world: Run, connect: Open) -> None:
    """One writer whose transactions stay open for up to six seconds."""
    db = connect()
    mine: list[int] = []
    try:
        while not world.is_over.is_set():
            _transaction(world, db, WRITERS, mine, random.uniform(0, 6))
    finally:
        db.close()


def _transaction(world: Run, db: Any, number: int, mine: list[int], delay: float) -> None:
    made: list[int] = []
    ended = "commits"
    try:
        for _ in range(random.choice((1, 1, 2, 4))):
            run(db, "SAVEPOINT step")
            made += _change(db, number, mine + made)
            if random.random() < 0.1:
                run(db, "ROLLBACK TO step")
                made.clear()
        world.is_over.wait(delay)
        if random.random() < 0.15:
            db.rollback()
            ended = "rollbacks"
        else:
            db.commit()
            mine += made
    except psycopg2.OperationalError:  # a deadlock, or a lock that took too long: the database has given up
        db.rollback()
        ended = "given up"
    with world.lock:
        world.counts[ended] += 1


def _change(db: Any, number: int, rows: list[int]) -> list[int]:
    """One change of a parcel of this writer, or a new one; the ids of new parcels."""
    if not rows or (len(rows) < 60 and random.random() < 0.15):
        desks = land.closed_in(db, f"{random.getrandbits(48):x}-", *DESKS)
        # Cells of a kilometre for each parcel, so that writers seldom wait for each other's land.
        place = random.randrange(60)
        row = land.parcel(
            db, TAMBONS[number], application=desks[TAMBONS[number][:5] + "1"], x=-400 + 25 * (place % 30), y=-300 + 50 * number + 9 * (place // 30)
        )  # fmt: skip
        land.zone(db, row, x=-400 + 25 * (place % 30), y=-300 + 50 * number + 9 * (place // 30))
        run(db, land.DOCUMENT, row)
        return [row]
    row = random.choice(rows)
    random.choice(CHANGES)(db, row)
    return []


def _rename(db: Any, row: int) -> None:
    run(db, "UPDATE parcel SET name = %s WHERE id = %s", str(random.random()), row)


def _move(db: Any, row: int) -> None:
    tambon = random.choice(TAMBONS)
    run(db, land.MOVE, tambon, "", row)


def _settle(db: Any, row: int) -> None:
    village = random.choice(VILLAGES)
    run(db, land.MOVE, village[:6], village, row)


def _withdraw(db: Any, row: int) -> None:
    change = "CASE WHEN withdrawn_at IS NULL THEN now() END"
    run(db, f"UPDATE parcel SET withdrawn_at = {change} WHERE id = %s", row)


def _name_person(db: Any, row: int) -> None:
    who = "SELECT a.applicant_id FROM application a JOIN parcel p ON p.application = a.id WHERE p.id = %s"
    run(db, f"UPDATE applicant SET name_th = %s WHERE id = ({who})", str(random.random()), row)


def _measure_deed(db: Any, row: int) -> None:
    run(db, "UPDATE land_document SET area_deed_wah = %s WHERE parcel = %s", random.randint(1000, 9000), row)


def _note_zone(db: Any, row: int) -> None:
    run(db, "UPDATE zone SET note = %s FROM parcel p WHERE p.id = zone.parcel AND p.withdrawn_at IS NULL AND p.id = %s",
        str(random.random()), row)  # fmt: skip


def _delete_zone(db: Any, row: int) -> None:
    run(db, "DELETE FROM zone WHERE parcel = %s", row)


CHANGES = (
    _rename,
    _rename,
    _move,
    _settle,
    _withdraw,
    _withdraw,
    _name_person,
    _measure_deed,
    _note_zone,
    _delete_zone,
)
