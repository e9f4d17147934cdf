"""Fit a drawn shape to its neighbours, which never change (GEOMETRY.md 4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import shapely

from spatial.editing.errors import Refused
from spatial.editing.frame import Frame
from spatial.editing.landing import outward
from spatial.editing.nodes import Shape, insert, rings_of, rounded, shapely_of, turned
from spatial.editing.tracing import trace
from spatial.geodesy import area_m2
from spatial.rules import Place, Ring, find_fault

TOLERANCE_M = 2.0
RANGE_M = (0.1, 5.0)
NO_OVERLAP_M2 = 0.01  # less than this is what rounding to the grid leaves


@dataclass(frozen=True)
class Overlap:
    """What still lies on a neighbour: which, by its place in what was given, how much and where."""

    neighbour: int
    area_m2: float
    at: Place


@dataclass(frozen=True)
class Fit:
    shape: Shape
    overlaps: list[Overlap]


def fit(shape: Shape, neighbours: Sequence[Shape], tolerance_m: float = TOLERANCE_M) -> Fit:
    """The shape with its border on its neighbours' where that is nearer than the tolerance; what overlaps still.

    Raises Refused fit_failed when no valid shape comes of it.
    """
    land = _Land(neighbours, Frame.at(shape[0][0][0]), tolerance_m)
    fitted = [[land.fitted(ring) for ring in rings] for rings in turned(shape)]
    if any(len(ring) < 4 for ring in rings_of(fitted)):
        raise Refused("fit_failed", shape[0][0][0])
    if fault := find_fault(shapely_of(fitted)):
        raise Refused("fit_failed", fault[1] or shape[0][0][0])
    return Fit(fitted, overlaps_of(fitted, neighbours))


def overlaps_of(shape: Shape, neighbours: Sequence[Shape]) -> list[Overlap]:
    """Where a shape lies on others, by geodesic m²."""
    mine, found = shapely_of(shape), []
    for n, neighbour in enumerate(neighbours):
        common = shapely.intersection(mine, shapely_of(neighbour))
        polygons = [part for part in shapely.get_parts(common) if part.geom_type == "Polygon"]
        area = sum(map(area_m2, polygons))
        if area > NO_OVERLAP_M2:
            at = max(polygons, key=lambda part: part.area).representative_point()
            found.append(Overlap(n, area, rounded((at.x, at.y))))
    return found


class _Land:
    """The neighbours' nodes and rings, with the land on the left of each ring."""

    def __init__(self, neighbours: Sequence[Shape], frame: Frame, tolerance_m: float) -> None:
        self.frame = frame
        self.tolerance_m = tolerance_m
        shapes = [turned(shape) for shape in neighbours]
        self.rings = [ring for shape in shapes for ring in rings_of(shape)]
        self.holders = Counter(node for shape in shapes for node in {n for ring in rings_of(shape) for n in ring})
        self.junctions = [node for node, count in self.holders.items() if count > 1]

    def fitted(self, ring: Ring) -> Ring:
        moved = _closed([self._moved(node) for node in ring[:-1]])
        joined = insert(moved, self.junctions, self.frame, self.tolerance_m)
        followed: Ring = []
        for a, b in pairwise(joined):
            followed += self._way(a, b)[:-1]
        noded = insert(_closed(followed), list(self.holders), self.frame, self.tolerance_m)
        return _without_spikes(noded)

    def _moved(self, node: Place) -> Place:
        """A vertex goes to the node that most neighbours hold, then the nearest; else onto an edge; else it stays."""
        measured = [(-count, self.frame.distance(at, node), at) for at, count in self.holders.items()]
        near = [one for one in measured if one[1] <= self.tolerance_m]
        if near:
            return min(near)[2]
        edges = [(*self.frame.on_edge(node, a, b), a, b) for ring in self.rings for a, b in pairwise(ring)]
        if not edges or min(edges)[0] > self.tolerance_m:
            return node
        _, along, a, b = min(edges)
        return outward((a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1])), a, b)

    def _way(self, a: Place, b: Place) -> Ring:
        """From one vertex to the next: along a neighbour's ring when both lie on it and it stays near; else straight."""
        ways = [way for ring in self.rings for way in self._along(ring, a, b)]
        return min(ways, key=self._length, default=[a, b])

    def _along(self, ring: Ring, a: Place, b: Place) -> list[Ring]:
        if not (_touches(ring, a, self.frame) and _touches(ring, b, self.frame)):
            return []
        ways = [[a, *trace([[ring]], a, b, way)[1:-1], b] for way in ("counterclockwise", "clockwise")]
        return [way for way in ways if all(self.frame.on_edge(n, a, b)[0] <= self.tolerance_m for n in way)]

    def _length(self, way: Ring) -> float:
        return sum(self.frame.distance(a, b) for a, b in pairwise(way))


def _touches(ring: Ring, place: Place, frame: Frame) -> bool:
    return any(frame.on_edge(place, a, b)[0] <= 0.002 for a, b in pairwise(ring))


def _closed(nodes: Ring) -> Ring:
    kept = [node for n, node in enumerate(nodes) if node != nodes[n - 1] or len(nodes) == 1]
    return [*kept, kept[0]] if kept else []


def _without_spikes(ring: Ring) -> Ring:
    """Without repeated nodes and without ways there and back."""
    nodes = ring[:-1]
    n = 0
    while n < len(nodes) and len(nodes) > 2:
        if nodes[n] == nodes[n - 1]:
            del nodes[n]
            n = max(0, n - 1)
        elif nodes[n - 1] == nodes[(n + 1) % len(nodes)]:
            del nodes[n]
            n = max(0, n - 2)
        else:
            n += 1
    return [*nodes, nodes[0]]
