"""Good input for the editing operations and the comparison: two parcels of the trial that share a border."""

from __future__ import annotations

import uuid
from typing import Any

from tests.fuzz.people import Officer

WEST, SOUTH, SIDE = 100.9, 15.95, 0.001
Json = dict[str, Any]
# They lie away from all other land.
MADE = f"""
    INSERT INTO parcel (tambon, name, geom)
    SELECT '670101', 'ground', ST_Multi(ST_MakeEnvelope(west, {SOUTH}, west + {SIDE}, {SOUTH} + {SIDE}, 4326))
    FROM (SELECT {WEST} + n * {SIDE} AS west FROM generate_series(0, 1) n) one
"""
TAMBON = "670101"


def box(west: float, south: float, east: float, north: float) -> Json:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [[[round(x, 8), round(y, 8)] for x, y in ring]]}


def edit(case: Any, officer: Officer, dice: int) -> None:
    """The body of an operation on this ground; `dice` moves it a little."""
    name = case.operation.path.removeprefix("/geometry/")
    own = officer.ground()
    case.body = BODIES[name](own, 1e-6 * (dice % 100))


def _line(by: float) -> Json:
    """Across the western parcel."""
    ends = [[WEST + 0.0004 + by, SOUTH - 0.0002], [WEST + 0.0006 - by, SOUTH + SIDE + 0.0002]]
    return {"type": "LineString", "coordinates": ends}


def _land(by: float) -> Json:
    return box(WEST + 0.0001 + by, SOUTH + 0.0001, WEST + 0.0008, SOUTH + 0.0008)


def _legs(by: float) -> list[Json]:
    return [{"bearing": bearing, "distance_m": 40 + by} for bearing in (0, 90, 180, 270)]


def _made(by: float) -> list[Json]:
    """A parcel to the west of all that, each roll of the dice at a place of its own."""
    west = WEST - 0.4 + by * 3000
    properties = {"tambon": TAMBON, "name": "trial", "joined_area_m2": 0, "land_class": "UNKNOWN"}
    made = {"action": "create", "collection": "parcels", "id": str(uuid.uuid4())}
    return [{**made, "geometry": box(west, SOUTH, west + SIDE, SOUTH + SIDE), "properties": properties}]


BODIES = {
    "split": lambda own, by: {"parcel": own[0], "line": _line(by)},
    "merge": lambda own, by: {"parcels": own},
    "fit": lambda own, by: {"geometry": box(WEST - 0.001, SOUTH, WEST - 1e-5 + by / 10, SOUTH + SIDE)},
    "move": lambda own, by: {
        "parcel": own[0], "nodes": [{"from": [WEST + SIDE, SOUTH], "to": [WEST + SIDE + by, SOUTH + by]}],
    },
    "trace": lambda own, by: {"parcel": own[0], "start": [WEST, SOUTH], "end": [WEST + SIDE, SOUTH + SIDE]},
    "zones": lambda own, by: {"parcel": own[0], "lines": [_line(by)]},
    "pieces": lambda own, by: {
        "parcel": own[0], "pieces": [box(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE)], "cut": {"piece": 0, "line": _line(by)},
    },
    "check": lambda own, by: {"parcel": own[0], "zones": [_land(by)]},
    "design": lambda own, by: {"parcel": own[0], "size_rai": 1, "ratio": 2 + by},
    "traverse": lambda own, by: {
        "epsg": 32647, "east_m": 700_000, "north_m": 1_770_000, "legs": _legs(by), "distances": "grid",
    },
    "transform": lambda own, by: {"epsg": 32647, "places": [[700_000 + by, 1_770_000]]},
    "area": lambda own, by: {"geometry": _land(by)},
    "pond": lambda own, by: {"geometry": _land(by), "depth_m": 2, "side_slope": 1},
    "quality": lambda own, by: {"tambon": TAMBON},
    "datum": lambda own, by: {"geometries": [_land(by)] * 3},
    "save": lambda own, by: {"changes": _made(by)},
}  # fmt: skip


def compare(case: Any, officer: Officer, dice: int) -> None:
    """The ground of the trial, before there was anything and now."""
    case.query = {"from": "2021-01-31T00:00:00Z", "bbox": f"{WEST},{SOUTH},{WEST + SIDE},{SOUTH + SIDE}"}
