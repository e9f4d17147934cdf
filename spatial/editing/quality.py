"""What is not in order between parcels of an area: overlaps, gaps, missing and near nodes (GEOMETRY.md 8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import shapely
from shapely import STRtree

from spatial.editing.fitting import Overlap, overlaps_of
from spatial.editing.frame import Frame
from spatial.editing.nodes import Shape, nodes_of, rings_of, shapely_of
from spatial.geodesy import area_m2
from spatial.rules import Place

OVERLAP_M2 = 0.5
NEAR_M = 0.02


@dataclass(frozen=True)
class Gap:
    area_m2: float
    at: Place


@dataclass(frozen=True)
class Report:
    """Pairs are numbers of what was given; places are nodes in degrees."""

    overlaps: list[tuple[int, Overlap]]
    gaps: list[Gap]
    missing_nodes: list[Place]
    near_nodes: list[tuple[Place, Place]]


def report(shapes: Sequence[Shape], *, near_m: float = NEAR_M, overlap_m2: float = OVERLAP_M2) -> Report:
    """Look over a set of shapes; enclosed gaps only."""
    frame = Frame.at(shapes[0][0][0][0])
    solid = [shapely_of(shape) for shape in shapes]
    tree = STRtree(solid)
    overlaps = []
    for n, shape in enumerate(shapes):
        near = [int(m) for m in tree.query(solid[n]) if m > n]
        for overlap in overlaps_of(shape, [shapes[m] for m in near]):
            if overlap.area_m2 > overlap_m2:
                overlaps.append((n, Overlap(near[overlap.neighbour], overlap.area_m2, overlap.at)))
    return Report(overlaps, _gaps(solid), _missing(shapes, frame, near_m), _near(shapes, frame, near_m))


def _gaps(solid: Sequence[shapely.Geometry]) -> list[Gap]:
    """Holes of the union that are no hole of a shape itself."""
    together = shapely.union_all(solid)
    own = shapely.union_all(
        [shapely.Polygon(hole) for one in solid for part in shapely.get_parts(one) for hole in part.interiors]
    )
    found = []
    for part in shapely.get_parts(together):
        for hole in part.interiors:
            land = shapely.difference(shapely.Polygon(hole), own)
            for piece in shapely.get_parts(land):
                if piece.geom_type == "Polygon" and not piece.is_empty:
                    at = piece.representative_point()
                    found.append(Gap(area_m2(piece), (at.x, at.y)))
    return found


def _missing(shapes: Sequence[Shape], frame: Frame, near_m: float) -> list[Place]:
    """Nodes that lie on another shape's edge, within the tolerance, without being its node."""
    edges = [(n, a, b) for n, shape in enumerate(shapes) for ring in rings_of(shape) for a, b in pairwise(ring)]
    held = [nodes_of([shape]) for shape in shapes]
    tree = STRtree([shapely.LineString((a, b)) for _, a, b in edges])
    found = set()
    for node in nodes_of(shapes):
        for edge in tree.query(_around(node, frame, near_m)):
            n, a, b = edges[edge]
            distance, along = frame.on_edge(node, a, b)
            if node not in held[n] and distance <= near_m and 0 < along < 1:
                found.add(node)
    return sorted(found)


def _near(shapes: Sequence[Shape], frame: Frame, near_m: float) -> list[tuple[Place, Place]]:
    """Nodes nearer to each other than the tolerance that are not one."""
    nodes = sorted(nodes_of(shapes))
    tree = STRtree(shapely.points(nodes))
    found = []
    for n, node in enumerate(nodes):
        near = [int(m) for m in tree.query(_around(node, frame, near_m)) if m > n]
        found += [(node, nodes[m]) for m in near if frame.distance(node, nodes[m]) <= near_m]
    return found


def _around(node: Place, frame: Frame, metres: float) -> shapely.Polygon:
    dx, dy = metres / frame.kx, metres / frame.ky
    return shapely.box(node[0] - dx, node[1] - dy, node[0] + dx, node[1] + dy)
