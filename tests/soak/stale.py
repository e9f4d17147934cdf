"""No reader gets an answer older than the last commit before his request, whoever writes, and how.

Every value that is written is a number that grows, and every row has one writer. A reader remembers what was
committed before he asked. What he is told may not be less; of a row that nobody touched meanwhile it is exactly that,
and no number of a transaction that was rolled back.
"""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import psycopg2

from tests.parcels import land
from tests.parcels.land import run
from tests.soak.people import Person

Open = Callable[[], Any]
AMPHOES = ("6701", "6705", "6706")
READERS = 4
WRITERS = 6
PARCELS_EACH = 4
PARCELS = "/api/collections/parcels/items"
ZONES = "/api/collections/zones/items"
SET = {
    "name": "UPDATE parcel SET name = %s WHERE id = %s",
    "applicant_name": "UPDATE applicant SET name_th = %s WHERE id = (SELECT a.applicant_id FROM application a"
    " JOIN parcel p ON p.application = a.id WHERE p.id = %s)",
    "area_deed_m2": "UPDATE land_document SET area_deed_wah = %s / 4.0 WHERE parcel = %s",
    "note": "UPDATE zone SET note = %s WHERE parcel = %s",
    "tambon": land.MOVE,
}


@dataclass
class Row:
    """What has been committed of a parcel, and how many writes of it were begun and ended.

    `desks` are the uids of the applications into which it may go, by tambon.
    """

    id: int
    uid: str
    committed: dict[str, Any]
    desks: dict[str, str]
    begun: int = 0
    ended: int = 0


@dataclass
class Run:
    """The world of one run: rows, what was rolled back, and the counts that are printed."""

    rows: list[Row]
    lock: threading.Lock = field(default_factory=threading.Lock)
    rolled_back: set[int] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    numbers: Any = field(default_factory=lambda: itertools.count(100_000))
    is_over: threading.Event = field(default_factory=threading.Event)

    def told(self, name: str) -> None:
        with self.lock:
            self.counts[name] += 1


def soak(server: str, connect: Open, seconds: float) -> Run:
    """Write and read at once for so long, and until there are 200 writes."""
    world = Run(_prepare(connect()))
    province = Person(server, "PROVINCE", "67")
    ways = [_by_sql, _by_transaction, _by_transaction, _by_transaction, _by_api(province), _by_transaction]
    threads = [threading.Thread(target=_write, args=(world, n, way, connect)) for n, way in enumerate(ways)]
    threads += [threading.Thread(target=_read, args=(world, province)) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    ends = time.monotonic() + seconds
    while time.monotonic() < ends or (world.counts["writes"] < 200 and time.monotonic() < ends + 60):
        time.sleep(0.1)
    world.is_over.set()
    for thread in threads:
        thread.join(60)
    if any(thread.is_alive() for thread in threads):
        world.faults.append("a thread hangs")
    return world


def _prepare(db: Any) -> list[Row]:
    rows = []
    for n in range(WRITERS * PARCELS_EACH):
        desks = land.closed_in(db, f"stale-{n}-", *(amphoe + "01" for amphoe in AMPHOES))
        # Far enough apart that no two writers wait for the same land.
        row = land.parcel(db, "670101", application=desks["670101"], x=13 * n, y=7 * n)
        land.zone(db, row, x=13 * n, y=7 * n)
        run(db, land.DOCUMENT, row)
        uid = run(db, "SELECT uid::text FROM parcel WHERE id = %s", row)
        uids = {t: run(db, "SELECT uid::text FROM application WHERE id = %s", desk) for t, desk in desks.items()}
        rows.append(Row(row, uid, {"tambon": "670101"}, uids))
    db.commit()
    return rows


def _write(world: Run, number: int, way: Any, connect: Open) -> None:
    db = connect()
    mine = world.rows[number * PARCELS_EACH : (number + 1) * PARCELS_EACH]
    try:
        while not world.is_over.is_set():
            row = random.choice(mine)
            changes = {name: _value(world, name) for name in random.sample(sorted(SET), random.choice((1, 1, 2, 3)))}
            with world.lock:
                row.begun += 1
            is_done = way(db, row, changes)
            with world.lock:
                row.ended += 1
                if is_done is None:
                    continue
                world.counts["writes" if is_done else "rollbacks"] += 1
                if is_done:
                    row.committed |= changes
                else:
                    world.rolled_back |= {value for value in changes.values() if isinstance(value, int)}
            # In waves: in a storm hardly anything is kept for long, and in a calm nothing would be tested.
            is_storm = int(time.monotonic()) % 4 == 0
            time.sleep(random.choice((0, 0.01, 0.05) if is_storm else (0, 0.3, 0.8)))
    except Exception as exc:
        world.faults.append(f"writer {number}: {exc!r}")
        raise
    finally:
        db.close()


def _value(world: Run, name: str) -> Any:
    if name == "tambon":
        return random.choice(AMPHOES) + "01"
    return next(world.numbers)


def _set(db: Any, row: Row, name: str, value: Any) -> None:
    place = ("",) if name == "tambon" else ()
    run(db, SET[name], str(value) if name in {"name", "note", "applicant_name"} else value, *place, row.id)


def _by_sql(db: Any, row: Row, changes: dict[str, Any]) -> bool | None:
    """Each statement commits by itself: the row is over when all have; a refusal leaves it unknown."""
    db.autocommit = True
    for name, value in changes.items():
        _set(db, row, name, value)
    return True


def _by_transaction(db: Any, row: Row, changes: dict[str, Any]) -> bool | None:
    """An open transaction, its commit delayed, sometimes rolled back, with a savepoint rolled back on the way."""
    try:
        run(db, "SAVEPOINT before")
        run(db, SET["name"], "0", row.id)
        run(db, "ROLLBACK TO before")
        for name, value in changes.items():
            _set(db, row, name, value)
            time.sleep(random.choice((0, 0, 0.02)))
    except psycopg2.OperationalError:  # waited too long for a lock
        db.rollback()
        return False
    time.sleep(random.choice((0, 0.01, 0.05, 0.3)))
    if random.random() < 0.15:
        db.rollback()
        return False
    db.commit()
    return True


def _by_api(person: Person) -> Callable[..., bool | None]:
    def way(db: Any, row: Row, changes: dict[str, Any]) -> bool | None:
        """A PATCH; only a name and a tambon can be changed there, the rest is left as it was."""
        wanted = {name: changes.get(name) for name in ("name", "tambon") if name in changes}
        changes.clear()
        if not wanted:
            return None
        version = person.get(f"{PARCELS}/{row.uid}").body["properties"]["version"]
        desk = {"application": row.desks[wanted["tambon"]]} if "tambon" in wanted else {}
        body = {"properties": {**{name: str(value) for name, value in wanted.items()}, **desk}}
        reply = person.ask("PATCH", f"{PARCELS}/{row.uid}", body, If_Match=f'"{version}"')
        changes |= wanted
        return reply.status == 200

    return way


def _read(world: Run, person: Person) -> None:
    held: dict[str, tuple[str, Any]] = {}
    stamps: set[str] = set()
    try:
        while not world.is_over.is_set():
            path = _address(world)
            for _ in range(random.choice((1, 2, 4, 8))):
                _ask(world, person, path, held, stamps)
            time.sleep(random.choice((0, 0, 0.005)))
    except Exception as exc:
        world.faults.append(f"reader: {exc!r}")
        raise


def _ask(world: Run, person: Person, path: str, held: dict[str, tuple[str, Any]], stamps: set[str]) -> None:
    """One request, sometimes with the ETag of the last answer, and what it may say."""
    with world.lock:
        before = [(row, dict(row.committed), row.begun, row.ended) for row in world.rows]
        rolled_back = set(world.rolled_back)
    tag, kept = held.get(path, ("", None))
    reply = person.get(path, **({"If_None_Match": tag} if tag and random.random() < 0.5 else {}))
    if reply.status not in {200, 304}:
        world.faults.append(f"{path}: {reply.status} {reply.body}")
        return
    body = kept if reply.status == 304 else reply.body
    held[path] = (reply.etag, body)
    stamp = body.get("timeStamp", "")
    world.told("304" if reply.status == 304 else "kept" if stamp in stamps else "made anew")
    world.told("requests")
    if stamp:
        stamps.add(stamp)
    with world.lock:
        quiet = {row.id for row, _, begun, ended in before if begun == ended == row.begun}
    _compare(world, path, body, before, quiet, rolled_back)


def _address(world: Run) -> str:
    amphoe = random.choice(AMPHOES)
    return random.choice(
        [
            f"{PARCELS}?limit=1000",
            f"{PARCELS}?limit=1000&amphoe={amphoe}",
            f"{PARCELS}?limit=1000&bbox=101,16.3,101.6,16.9",
            f"{ZONES}?limit=1000",
            f"{PARCELS}/{random.choice(world.rows).uid}",
        ]
    )


def _compare(world: Run, path: str, body: Any, before: Any, quiet: set[int], rolled_back: set[int]) -> None:
    features = body.get("features", [body])
    is_zones = path.startswith(ZONES)
    by_uid = {f["properties"]["parcel"] if is_zones else f["id"]: f["properties"] for f in features}
    for row, committed, _begun, _ended in before:
        told = by_uid.get(row.uid)
        if row.id in quiet and told is None and _is_expected(path, row, committed):
            world.faults.append(f"{path}: parcel {row.id} is missing")
        if told is None:
            continue
        for name, value in committed.items():
            if name in told and not _is_fresh(name, told[name], value, row.id in quiet):
                world.faults.append(f"{path}: {name} of {row.id} is {told[name]}, committed was {value}")
        numbers = {int(told[n]) for n in ("name", "note", "applicant_name", "area_deed_m2") if _is_number(told.get(n))}
        if numbers & rolled_back:
            world.faults.append(f"{path}: {row.id} shows what was rolled back")


def _is_expected(path: str, row: Row, committed: dict[str, Any]) -> bool:
    if "/items/" in path:
        return path.endswith(row.uid)
    return "amphoe=" not in path or path.endswith(f"amphoe={committed['tambon'][:4]}")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) or (isinstance(value, str) and value.isdigit())


def _is_fresh(name: str, told: Any, committed: Any, is_quiet: bool) -> bool:
    if name == "tambon":
        return not is_quiet or told == committed
    number = int(told) if _is_number(told) else -1
    return number == committed if is_quiet else number >= committed
