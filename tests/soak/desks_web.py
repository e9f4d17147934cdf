"""The one of the web: changes, shared corners, splits and merges through the API, with versions as the map sends them."""

from __future__ import annotations

import random
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from tests.soak.people import Person, Reply

PARCELS = "/api/collections/parcels/items"
METRE = 1e-5  # degrees, about
HOT = 6
# Answers that say no, and are right to.
REFUSED = {409, 410, 412, 422, 429}
TABLES = {"parcels": "parcel", "zones": "zone"}
Told = dict[str, Any]
Json = dict[str, Any]


class WebEditor:
    """`work` gives what was told to be stored, as the members of an Edit."""

    def __init__(self, server: str, area: str, seed: int) -> None:
        self.person = Person(server, "AMPHOE_OFFICER", area, f"soak-web-{seed}")
        self.chance = random.Random(seed)
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []
        self.number = 0

    def work(self, seconds: float) -> Iterator[Told]:
        acts: list[Callable[[], list[Told]]] = [
            self.attribute, self.corner, self.shared_corner, self.split, self.merge, self.stale, self.later,
        ]  # fmt: skip
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            (act,) = self.chance.choices(acts, (6, 3, 5, 0.6, 1, 1, 2))
            self.counts[act.__name__.replace("_", " ")] += 1
            yield from act()
            time.sleep(self.chance.uniform(0, 0.3))

    def attribute(self) -> list[Told]:
        row = self._one()
        self._look()
        return self._patch(row, {"properties": {"name": self._name()}})

    def corner(self) -> list[Told]:
        return self._move(is_alone=True)

    def shared_corner(self) -> list[Told]:
        return self._move(is_alone=False)

    def split(self) -> list[Told]:
        row = self._one()
        ring = _ring(row)
        west, east = min(x for x, _ in ring), max(x for x, _ in ring)
        south, north = min(y for _, y in ring), max(y for _, y in ring)
        y = south + self.chance.uniform(0.2, 0.8) * (north - south)
        line = {"type": "LineString", "coordinates": [[west - METRE, y], [east + METRE, y]]}
        return self._operate("split", {"parcel": row["id"], "line": line})

    def merge(self) -> list[Told]:
        """Two pieces of one application."""
        rows = self._all()
        by_application: dict[str, list[Json]] = {}
        for row in rows:
            by_application.setdefault(str(row["properties"].get("application")), []).append(row)
        groups = [found for key, found in by_application.items() if key != "None" and len(found) > 1]
        if not groups:
            return []
        pair = self.chance.sample(self.chance.choice(groups), 2)
        return self._operate("merge", {"parcels": [row["id"] for row in pair]})

    def stale(self) -> list[Told]:
        """From a version that is no longer the last."""
        row = self._one()
        first = self._patch(row, {"properties": {"name": self._name()}})
        if not first:
            return []
        reply = self._send(row, {"properties": {"name": self._name()}})
        if reply.status != 412:
            self.faults.append(f"a stale edit of {row['id']}: {reply.status} {reply.body}")
        self.counts[f"answer {reply.status} to what was stale on purpose"] += 1
        return first

    def later(self) -> list[Told]:
        """From the outbox: what was begun earlier is put together with what came since, or refused."""
        row = self._one()
        changes = [{"land_class": self.chance.choice(("PRIVATE", "LAND_REFORM", "UNKNOWN"))}, {"name": self._name()}]
        time.sleep(self.chance.uniform(0, 1))
        return self._patch(row, {"properties": self.chance.choice(changes)}, Prefer="merge")

    def _patch(self, row: Json, changes: Json, **headers: str) -> list[Told]:
        reply = self._send(row, changes, **headers)
        if not self._is_stored(reply):
            return []
        values = {name: changes["properties"][name] for name in ("name", "land_class") if name in changes["properties"]}
        seen, version = row["properties"]["version"], reply.body["properties"]["version"]
        was_so = version == seen or reply.body["properties"]["updated_by"] != self.person.username
        if was_so:  # already, or by the hand of others since: nothing was stored
            return []
        return [_told("parcels", row["id"], seen, version, values, is_merged="Prefer" in headers)]

    def _send(self, row: Json, changes: Json, **headers: str) -> Reply:
        match = {"If_Match": f'"{row["properties"]["version"]}"', "Idempotency_Key": str(uuid.uuid4())}
        return self.person.ask("PATCH", f"{PARCELS}/{row['id']}", {"type": "Feature", **changes}, **match, **headers)

    def _move(self, *, is_alone: bool) -> list[Told]:
        row = self._one()
        x, y = self.chance.choice(_ring(row)[:-1])
        far = self.chance.choice((0.5, 2, 5)) * METRE
        to = [round(x + self.chance.uniform(-far, far), 8), round(y + self.chance.uniform(-far, far), 8)]
        wish = {"parcel": row["id"], "nodes": [{"from": [x, y], "to": to}], "alone": is_alone}
        return self._operate("move", wish)

    def _operate(self, operation: str, wish: Json) -> list[Told]:
        """Ask what it would do, look at it, and save it."""
        preview = self.person.ask("POST", f"/api/geometry/{operation}", wish)
        if not self._is_stored(preview):
            return []
        changes = preview.body["changes"]
        self._look()
        reply = self.person.ask("POST", "/api/geometry/save", {"changes": changes}, Idempotency_Key=str(uuid.uuid4()))
        if not self._is_stored(reply):
            return []
        done = {one["id"]: one["version"] for one in reply.body["changes"]}
        return [
            _told(one["collection"], one["id"], one.get("version"), done[one["id"]], _shape(one), is_merged=False)
            for one in changes
        ]

    def _is_stored(self, reply: Reply) -> bool:
        if reply.status in {200, 201}:
            return True
        code = (reply.body or {}).get("code")
        self.counts[f"refused, {reply.status} {code}"] += 1
        if reply.status not in REFUSED:
            self.faults.append(f"web: {reply.status} {reply.body}")
        return False

    def _all(self) -> list[Json]:
        return sorted(self.person.all_of("parcels").values(), key=lambda row: str(row["properties"]["code"]))

    def _one(self) -> Json:
        rows = self._all()
        return self.chance.choice(rows[:HOT] if self.chance.random() < 0.4 else rows)

    def _look(self) -> None:
        time.sleep(self.chance.uniform(0, 0.4))

    def _name(self) -> str:
        self.number += 1
        return f"w-{self.number}"


def _told(collection: str, uid: str, seen: int | None, version: int, values: Json, *, is_merged: bool) -> Told:
    return {
        "table": TABLES[collection],
        "key": uid,
        "seen": seen,
        "version": version,
        "values": values,
        "is_merged": is_merged,
    }


def _shape(change: Json) -> Json:
    return {"shape": change["geometry"]} if "geometry" in change else {}


def _ring(row: Json) -> list[list[float]]:
    shape = row["geometry"]
    found: list[list[float]] = shape["coordinates"][0] if shape["type"] == "Polygon" else shape["coordinates"][0][0]
    return found
