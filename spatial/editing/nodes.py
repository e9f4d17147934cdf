"""Nodes on the grid of 8 decimals: exact turns and crossings, and putting nodes into the edges that they lie on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import shapely
from shapely import LineString, Polygon

from spatial.editing.frame import Frame
from spatial.grid import on_grid
from spatial.rules import Place, Ring

Rings = list[Ring]
Shape = list[Rings]
Edge = tuple[Place, Place]

PER_DEGREE = 10**8
ON_EDGE_M = 0.002  # a rounded node lies at most 0.8 mm from the edge that it was cut from


def rounded(place: Sequence[float]) -> Place:
    return on_grid(place[0]), on_grid(place[1])


def whole(place: Place) -> tuple[int, int]:
    """In units of the grid: integers, so that what is computed of them is exact."""
    return round(place[0] * PER_DEGREE), round(place[1] * PER_DEGREE)


def turn(a: Place, b: Place, c: Place) -> int:
    """1 when c lies to the left of a → b, -1 to the right, 0 on the line. Exact."""
    (ax, ay), (bx, by), (cx, cy) = whole(a), whole(b), whole(c)
    cross = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    return (cross > 0) - (cross < 0)


def crossing(a: Place, b: Place, c: Place, d: Place) -> Place | None:
    """Where a–b and c–d cross inside both, rounded once; None when they do not."""
    if turn(a, b, c) * turn(a, b, d) >= 0 or turn(c, d, a) * turn(c, d, b) >= 0:
        return None
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = whole(a), whole(b), whole(c), whole(d)
    below = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
    above = (cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)
    return (_share(ax, bx - ax, above, below), _share(ay, by - ay, above, below))


def _share(start: int, length: int, above: int, below: int) -> float:
    """start + length · above / below, to the nearest unit, in degrees."""
    if below < 0:
        above, below = -above, -below
    return (start + (2 * length * above + below) // (2 * below)) / PER_DEGREE


def rings_of(shape: Shape) -> Iterator[Ring]:
    for rings in shape:
        yield from rings


def nodes_of(shapes: Iterable[Shape]) -> set[Place]:
    return {node for shape in shapes for ring in rings_of(shape) for node in ring}


def insert(line: Ring, nodes: Iterable[Place], frame: Frame, tolerance_m: float = ON_EDGE_M) -> Ring:
    """The line (open or closed) with those of `nodes` that lie within the tolerance of an edge put into it, in order."""
    have = set(line)
    fresh = [node for node in nodes if node not in have]
    if not fresh:
        return line
    out: Ring = []
    for a, b in pairwise(line):
        out += [a, *_between(a, b, fresh, frame, tolerance_m)]
    return [*out, line[-1]]


def _between(a: Place, b: Place, fresh: list[Place], frame: Frame, tolerance_m: float) -> list[Place]:
    dx, dy = tolerance_m / frame.kx, tolerance_m / frame.ky
    west, east, south, north = min(a[0], b[0]) - dx, max(a[0], b[0]) + dx, min(a[1], b[1]) - dy, max(a[1], b[1]) + dy
    found = []
    for node in fresh:
        if west <= node[0] <= east and south <= node[1] <= north:
            distance, along = frame.on_edge(node, a, b)
            if distance <= tolerance_m and 0 < along < 1:
                found.append((along, node))
    return [node for _, node in sorted(set(found))]


def insert_in(shape: Shape, nodes: Iterable[Place], frame: Frame, tolerance_m: float = ON_EDGE_M) -> Shape:
    wanted = list(nodes)
    return [[insert(ring, wanted, frame, tolerance_m) for ring in rings] for rings in shape]


def polygon_of(rings: Rings) -> Polygon:
    return Polygon(rings[0], rings[1:])


def shapely_of(shape: Shape) -> shapely.Geometry:
    """For predicates, never to be stored: one polygon, or several."""
    polygons = [polygon_of(rings) for rings in shape]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


def faces_of(edges: Iterable[Edge]) -> list[Rings]:
    """The faces that a set of edges encloses, shells counter-clockwise; nodes are those of the edges. Dangles are lost."""
    once = {(a, b) if a <= b else (b, a) for a, b in edges if a != b}
    found = shapely.polygonize([LineString(edge) for edge in sorted(once)])
    return [rings_from(face) for face in found.geoms]


def rings_from(polygon: Polygon) -> Rings:
    turned = shapely.orient_polygons(polygon)
    return [list(map(_place, ring.coords)) for ring in (turned.exterior, *turned.interiors)]


def _place(position: tuple[float, ...]) -> Place:
    return position[0], position[1]


def inner_point(rings: Rings) -> shapely.Point:
    return polygon_of(rings).representative_point()


def turned(shape: Shape) -> Shape:
    """The same with the land on the left of every ring."""
    return [rings_from(polygon_of(rings)) for rings in shape]
