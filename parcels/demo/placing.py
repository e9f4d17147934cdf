"""Where the invented land lies: inside the tambon's outline, or in a grid about the amphoe's town without outlines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from django.db import connection

from parcels.demo.cadastre import Node, Ring
from spatial.rules import Place

CENTRES = (Path(__file__).parent.parent / "sql" / "demo_places.sql").read_text(encoding="utf-8")

# Amphoe towns, degrees east and north, to about 2 km (general knowledge).
TOWNS: dict[str, Place] = {
    "6701": (101.155, 16.419),
    "6702": (100.860, 16.190),
    "6703": (101.245, 16.778),
    "6704": (101.232, 16.887),
    "6705": (101.107, 15.657),
    "6706": (101.060, 15.465),
    "6707": (101.065, 15.990),
    "6708": (100.995, 15.815),
    "6709": (101.600, 16.750),
    "6710": (100.805, 16.335),
    "6711": (101.010, 16.630),
}
DECIMALS = 8  # the grid that every stored shape stands on
GRID_M = 1_200.0


@dataclass(frozen=True)
class Frame:
    """Metres east and north of a place, turned by an angle, to degrees: affine, so that straight stays straight.

    Areas are within 5.8 ppm of the ellipsoid's (GEOMETRY.md 0.3).
    """

    lon: float
    lat: float
    turn_rad: float = 0.0
    middle: Node = (0.0, 0.0)

    def degrees(self, node: Node) -> Place:
        """Lon and lat of a node, on the grid of 8 decimals: equal nodes become equal places."""
        x, y = node[0] - self.middle[0], node[1] - self.middle[1]
        east = x * math.cos(self.turn_rad) - y * math.sin(self.turn_rad)
        north = x * math.sin(self.turn_rad) + y * math.cos(self.turn_rad)
        kx, ky = metres_a_degree(self.lat)
        return round(self.lon + east / kx, DECIMALS), round(self.lat + north / ky, DECIMALS)

    def ring(self, ring: Ring) -> list[Place]:
        return [self.degrees(node) for node in ring]


def metres_a_degree(lat: float) -> tuple[float, float]:
    """Length in metres of a degree of longitude and of latitude at a latitude in degrees."""
    phi = math.radians(lat)
    kx = 111_412.84 * math.cos(phi) - 93.5 * math.cos(3 * phi) + 0.118 * math.cos(5 * phi)
    ky = 111_132.92 - 559.82 * math.cos(2 * phi) + 1.175 * math.cos(4 * phi)
    return kx, ky


def centres(tambon: Sequence[str]) -> dict[str, Place]:
    """A place for each tambon: the middle of its outline, else a place of its own near the amphoe's town."""
    with connection.cursor() as cursor:
        cursor.execute(CENTRES, {"tambon": list(tambon)})
        known = {code: (lon, lat) for code, lon, lat in cursor.fetchall()}
    return {code: known.get(code) or beside_town(code) for code in tambon}


def beside_town(tambon: str) -> Place:
    """A place of the grid about the amphoe's town; no two tambon share one."""
    lon, lat = TOWNS[tambon[:4]]
    row, column = divmod(int(tambon[4:6]), 5)
    return Frame(lon, lat).degrees(((column - 2) * GRID_M, (row - 2) * GRID_M))


def frame(random: Random, place: Place, rings: Sequence[Ring]) -> Frame:
    """A frame that lays the middle of the rings on a place, turned at random."""
    nodes = [node for ring in rings for node in ring]
    middle = tuple((min(n[axis] for n in nodes) + max(n[axis] for n in nodes)) / 2 for axis in (0, 1))
    return Frame(*place, random.uniform(-math.pi / 3, math.pi / 3), (middle[0], middle[1]))
