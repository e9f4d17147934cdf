"""Cut a shape by a drawn line so that the pieces, the neighbours and the zones hold the same nodes (GEOMETRY.md 1)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, combinations, pairwise

import shapely

from spatial.editing.errors import Refused
from spatial.editing.frame import Frame
from spatial.editing.nodes import (
    Rings,
    Shape,
    crossing,
    faces_of,
    inner_point,
    insert,
    insert_in,
    nodes_of,
    polygon_of,
    rings_of,
    rounded,
    shapely_of,
)
from spatial.geodesy import area_m2
from spatial.rules import Place, Ring

SNAP_M = 0.05  # nearer than this to a node or an edge is on it
MIN_AREA_M2 = 4.0  # one square wah
MIN_WIDTH_M = 0.5  # twice the area over the perimeter


@dataclass(frozen=True)
class Split:
    """`pieces`; the new `nodes` of the border; `neighbours` and `zones` that got some of them, by their place in what was given."""

    pieces: list[Rings]
    nodes: list[Place]
    neighbours: dict[int, Shape]
    zones: dict[int, Shape]


def split(
    shape: Shape,
    line: Sequence[Sequence[float]],
    neighbours: Sequence[Shape] = (),
    zones: Sequence[Shape] = (),
    *,
    snap_m: float = SNAP_M,
    min_area_m2: float = MIN_AREA_M2,
    min_width_m: float = MIN_WIDTH_M,
) -> Split:
    """Cut `shape` by `line`, also through holes and with many crossings; line ends inside cut nothing.

    Raises Refused: line_too_short, line_crosses_itself, line_does_not_cross or sliver.
    """
    frame = Frame.at(shape[0][0][0])
    rings = list(rings_of(shape))
    settled = _settle(_checked(line), rings, frame, snap_m)
    cut = _cut_nodes(settled, rings, frame, snap_m)
    noded = insert_in(shape, cut, frame)
    drawn = insert(settled, [*cut, *chain(*rings)], frame)
    inside = shapely_of(noded)
    edges = chain(*(pairwise(ring) for ring in rings_of(noded)), pairwise(drawn))
    pieces = [face for face in faces_of(edges) if inside.contains(inner_point(face))]
    if len(pieces) <= len(shape):
        raise Refused("line_does_not_cross", settled[0])
    for piece in pieces:
        if is_sliver(piece, frame, min_area_m2, min_width_m):
            at = inner_point(piece)
            raise Refused("sliver", rounded((at.x, at.y)))
    pieces = _without_loose(pieces, nodes_of([shape]))
    fresh = sorted((nodes_of([noded]) & nodes_of([pieces])) - nodes_of([shape]))
    return Split(pieces, fresh, _noded(neighbours, fresh, frame), _noded(zones, fresh, frame))


def _without_loose(pieces: list[Rings], old: set[Place]) -> list[Rings]:
    """Without new nodes that only one piece has: a line that ends on the border, or runs along it, cuts nothing there."""
    held = Counter(node for piece in pieces for node in nodes_of([[piece]]))
    loose = {node for node, count in held.items() if count == 1} - old
    return [[_closed([node for node in ring[:-1] if node not in loose]) for ring in piece] for piece in pieces]


def _closed(nodes: Ring) -> Ring:
    return [*nodes, nodes[0]]


def _noded(shapes: Sequence[Shape], nodes: list[Place], frame: Frame) -> dict[int, Shape]:
    found = {n: insert_in(shape, nodes, frame) for n, shape in enumerate(shapes)}
    return {n: shape for n, shape in found.items() if shape != shapes[n]}


def _checked(line: Sequence[Sequence[float]]) -> Ring:
    places = [rounded(place) for place in line]
    places = [place for n, place in enumerate(places) if n == 0 or place != places[n - 1]]
    if len(places) < 2:
        raise Refused("line_too_short", places[0] if places else None)
    if not shapely.LineString(places).is_simple:
        raise Refused("line_crosses_itself", _own_crossing(places))
    return places


def _own_crossing(line: Ring) -> Place:
    for (a, b), (c, d) in combinations(list(pairwise(line)), 2):
        if at := crossing(a, b, c, d):
            return at
    return next((node for node in line if line.count(node) > 1), line[0])


def _settle(line: Ring, rings: list[Ring], frame: Frame, snap_m: float) -> Ring:
    """Vertices of the line go to a node, else onto an edge; nodes beside the line become vertices of the line."""
    nodes = list(chain(*rings))
    moved = [nearest_node(p, nodes, frame, snap_m) or onto_edge(p, rings, frame, snap_m) or p for p in line]
    return insert(moved, nodes, frame, snap_m)


def nearest_node(p: Place, nodes: Sequence[Place], frame: Frame, within_m: float) -> Place | None:
    if not nodes:
        return None
    best = min(nodes, key=lambda node: frame.distance(node, p))
    return best if frame.distance(best, p) <= within_m else None


def onto_edge(p: Place, rings: Sequence[Ring], frame: Frame, within_m: float) -> Place | None:
    found = []
    for ring in rings:
        for a, b in pairwise(ring):
            distance, along = frame.on_edge(p, a, b)
            if distance <= within_m:
                found.append((distance, (a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1]))))
    return rounded(min(found)[1]) if found else None


def _cut_nodes(line: Ring, rings: list[Ring], frame: Frame, snap_m: float) -> list[Place]:
    own = list(chain(*rings))
    crossings = [
        at for ring in rings for a, b in pairwise(ring) for c, d in pairwise(line) if (at := crossing(a, b, c, d))
    ]
    return [*line, *(nearest_node(at, own, frame, snap_m) or at for at in crossings)]


def is_sliver(rings: Rings, frame: Frame, min_area_m2: float = MIN_AREA_M2, min_width_m: float = MIN_WIDTH_M) -> bool:
    area = area_m2(polygon_of(rings))
    perimeter = math.fsum(frame.distance(a, b) for ring in rings for a, b in pairwise(ring))
    return area < min_area_m2 or 2 * area / perimeter < min_width_m
