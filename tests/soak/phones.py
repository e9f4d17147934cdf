"""Three phones in one tambon with a bad network: whatever was saved on them is on the server once, and no conflict is
dropped.

Each phone saves at random: names and shapes of the same parcels, new parcels, surveys, pictures. Meanwhile networks go
and come back, answers are lost after the server has done the work, tabs die, and the server is started anew twice.
At the end everything is sent, each conflict is answered on the page, and SQL counts what is there.
"""

from __future__ import annotations

import random
import subprocess
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from tests.api.shapes import feature, square
from tests.soak.people import Person
from tests.soak.phone import Phone
from tests.soak.proxy import Network

Start = Callable[[], tuple[Any, int]]
Rows = Callable[..., list[tuple[Any, ...]]]
PHONES = 3
SHARED = 3
TAMBON = "670101"
LOSS = 0.2
SETTLE_S = 180
KINDS = ("name", "name", "shape", "shape", "create", "survey", "photo", "photo")
PERSON = {"kind": "PERSON", "sector": "PEOPLE", "name_th": "นายทดลอง", "tambon": TAMBON, "village_code": "67010101"}


@dataclass
class Run:
    """What happened, by phone, and what was wrong."""

    counts: Counter[str] = field(default_factory=Counter)
    results: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@dataclass
class World:
    """What the phones share."""

    run: Run
    parcels: list[str]
    application: str
    phones: list[Phone]


def soak(start: Start, browser: Browser, static_root: Path, rows: Rows, actions: int, seed: int = 1) -> Run:
    """So many actions on each phone. `start` gives a new server and its port; what it gave before is ended."""
    process, port = start()
    chance = random.Random(seed)
    world = _prepare(port, browser, static_root, seed)
    restarts = {actions // 3, 2 * actions // 3}
    try:
        for n in range(actions):
            for number, phone in enumerate(world.phones):
                _disturb(world, phone, chance)
                _act(world, phone, number, n, chance)
            if n in restarts:
                process = _restart(world, process, start)
        _settle(world)
        _judge(world, rows)
    finally:
        for phone in world.phones:
            phone.context.close()
            phone.network.close()
        _end(process)
    return world.run


def _prepare(port: int, browser: Browser, static_root: Path, seed: int) -> World:
    networks = [Network(port, seed + n) for n in range(PHONES)]
    people = [Person(net.url, "AMPHOE_OFFICER", "6701", f"phone{n + 1}") for n, net in enumerate(networks)]
    first = people[0]
    applicant = _made(first, "/api/applicants", PERSON)["uid"]
    asked = {"applicant": applicant, "model": "HLM", "size_target_rai": 3}
    application = _made(first, "/api/applications", asked)["uid"]
    shared = [
        _made(first, "/api/collections/parcels/items", feature(square(5 * n, 0), TAMBON, name="at first"))["id"]
        for n in range(SHARED)
    ]
    pairs = enumerate(zip(people, networks, strict=True))
    phones = [Phone(browser, who, net, static_root, seed + n, parcels=shared) for n, (who, net) in pairs]
    for net in networks:
        net.loss = LOSS
    return World(Run(), shared, application, phones)


def _made(person: Person, path: str, body: Any) -> Any:
    reply = person.ask("POST", path, body, Content_Type="application/json")
    assert reply.status == 201, reply.body
    return reply.body


def _restart(world: World, process: Any, start: Start) -> Any:
    _end(process)
    again, port = start()
    for phone in world.phones:
        phone.network.upstream = port
    world.run.counts["server restarted"] += 1
    return again


def _end(process: Any) -> None:
    """In the midst of its work, if need be: open connections of phones hold it up."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)


def _disturb(world: World, phone: Phone, chance: random.Random) -> None:
    if chance.random() < (0.35 if phone.is_offline else 0.25):
        phone.set_offline(not phone.is_offline)
        world.run.counts["network lost" if phone.is_offline else "network back"] += 1
    if chance.random() < 0.06:
        phone.kill_tab()
        world.run.counts["tabs killed"] += 1
    if chance.random() < 0.1:
        world.run.counts["conflicts answered"] += bool(phone.resolve_one())


def _act(world: World, phone: Phone, number: int, n: int, chance: random.Random) -> None:
    kind = chance.choice(KINDS)
    marker = f"{kind} {number + 1}-{n}"
    parcel = chance.choice(world.parcels)
    is_fresh = chance.random() < 0.5  # else the page has stood open for a while
    step = (1000 * (number + 1) + n) * 1e-8
    if kind == "name":
        said = phone.do(kind, marker, "change", parcel, {"properties": {"name": marker}}, is_fresh)
    elif kind == "shape":
        place = 5 * world.parcels.index(parcel)
        corner = repr(round(101.15 + place * 0.001 + step, 8))  # as JSON has it
        said = phone.do(kind, corner, "change", parcel, {"geometry": _moved(square(place, 0), step)}, is_fresh)
    elif kind == "create":
        new = {**feature(square(2 * n, 3 + 2 * number, 0.0005), TAMBON, name=marker), "id": str(uuid.uuid4())}
        new["geometry"] = {"type": "MultiPolygon", "coordinates": [new["geometry"]["coordinates"]]}
        said = phone.do(kind, new["id"], "create", new)
    elif kind == "survey":
        place = {"type": "Point", "coordinates": [101.1505, 16.4005]}
        seen = {"visited_on": "2021-12-09", "visited_by": "x", "location": place, "ready": True, "reasons": marker}
        said = phone.do(kind, marker, "survey", {"uid": str(uuid.uuid4()), "application": world.application, **seen})
    else:
        said = phone.do(kind, marker, "photo", world.application, f"{marker}.jpg", str(uuid.uuid4()))
    world.run.counts[f"{kind}: {said.split()[0]}"] += 1


def _moved(polygon: Any, step: float) -> Any:
    """Its first corner a little to the east, by a step that no other change has."""
    ring = [list(corner) for corner in polygon["coordinates"][0]]
    for corner in (ring[0], ring[-1]):
        corner[0] = round(corner[0] + step, 8)
    return {"type": "MultiPolygon", "coordinates": [[ring]]}


def _settle(world: World) -> None:
    """Good networks until nothing waits; each conflict is answered when it is shown."""
    for phone in world.phones:
        phone.network.loss = 0.0
        phone.set_offline(False)
        phone.kill_tab()
    for _ in range(SETTLE_S):
        if not any(phone.waiting() for phone in world.phones):
            shown = sum(phone.shown_conflicts() for phone in world.phones)
            if not shown:
                return
            world.run.counts["conflicts at the end"] += shown
            world.run.counts["conflicts answered"] += sum(bool(phone.resolve_one()) for phone in world.phones)
        for phone in world.phones:
            phone.page.evaluate("dispatchEvent(new Event('online'))")
            phone.page.wait_for_timeout(1000 / PHONES)
    world.run.faults.append("something still waits")


def _judge(world: World, rows: Rows) -> None:
    for number, phone in enumerate(world.phones):
        items = phone.items()
        states = Counter(item["state"] for item in items)
        world.run.counts["answers lost"] += phone.network.counts["answers lost"]
        bad = [item for item in items if item["state"] != "sent"]
        world.run.faults += [f"phone {number + 1}: {item['state']} {item['title']} {item['problem']}" for item in bad]
        found = Counter(_fate(wish, items, rows, world.run) for wish in phone.wishes)
        world.run.results.append(f"phone {number + 1}: {len(phone.wishes)} saved, outbox {dict(states)}, {dict(found)}")


def _fate(wish: list[str], items: list[dict[str, Any]], rows: Rows, run: Run) -> str:
    """What became of one wish: 'once' is right, and 'theirs', 'asked at once' where somebody chose so."""
    kind, marker, said = wish
    count = _count(kind, marker, said, rows)
    if said.startswith("refused"):
        run.faults.append(f"{kind} {marker}: {said}")
    if said == "unknown":
        return said
    if count == 0 and said == "asked at once":
        return said
    if count == 0 and any(_carries(item, marker) and item.get("receipt", {}).get("isTheirs") for item in items):
        return "theirs"
    if count != 1:
        run.faults.append(f"{kind} {marker}: {said}, on the server {count} times")
    return "once" if count == 1 else f"{count} times"


def _carries(item: dict[str, Any], marker: str) -> bool:
    return marker in str(item.get("body"))


def _count(kind: str, marker: str, said: str, rows: Rows) -> int:
    changed = "SELECT count(*) FROM history WHERE table_name = 'parcel' AND operation LIKE 'U%%' AND "
    found = {
        "name": lambda: rows(changed + "after ->> 'name' = %s", marker),
        "shape": lambda: rows(changed + "after -> 'geom' ->> 'coordinates' LIKE %s", f"%[{marker},%"),
        "create": lambda: rows("SELECT count(*) FROM parcel WHERE uid = %s", marker),
        "survey": lambda: rows("SELECT count(*) FROM survey WHERE reasons = %s", marker),
        "photo": lambda: rows("SELECT count(*) FROM attachment WHERE encode(sha256, 'hex') = %s", said.split()[-1]),
    }[kind]()
    return int(found[0][0])
