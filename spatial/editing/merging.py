"""Make one shape of two that share a border, by cancelling the shared edges (GEOMETRY.md 2)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from spatial.editing.errors import Refused
from spatial.editing.frame import Frame
from spatial.editing.nodes import Edge, Shape, faces_of, inner_point, nodes_of, rings_of, shapely_of, turned
from spatial.rules import Place, Ring

STRAIGHT_M = 0.002  # an end of the vanished border this near to straight is no corner


def merge(one: Shape, other: Shape, others: Sequence[Shape] = (), *, straight_m: float = STRAIGHT_M) -> Shape:
    """The union of two shapes that share at least one edge node for node.

    `others` are parcels and zones that may hold nodes of the border: such nodes stay. Raises Refused not_contiguous,
    also for shapes that meet in a point only.
    """
    edges = _directed(one) | _directed(other)
    gone = {(a, b) for a, b in edges if (b, a) in edges}
    parents = (shapely_of(one), shapely_of(other))
    found = [face for face in faces_of(edges - gone) if any(parent.covers(inner_point(face)) for parent in parents)]
    if not gone or len(found) >= len(one) + len(other):
        raise Refused("not_contiguous", _nearest(one, other))
    held = nodes_of(others)
    loose = {node for edge in gone for node in edge} - held
    frame = Frame.at(one[0][0][0])
    return [[_without_straight(ring, loose, frame, straight_m) for ring in face] for face in found]


def _directed(shape: Shape) -> set[Edge]:
    return {edge for ring in rings_of(turned(shape)) for edge in pairwise(ring)}


def _nearest(one: Shape, other: Shape) -> Place:
    """A node that both have, else one of the first: where to look."""
    common = nodes_of([one]) & nodes_of([other])
    return min(common) if common else one[0][0][0]


def _without_straight(ring: Ring, loose: set[Place], frame: Frame, straight_m: float) -> Ring:
    """The closed ring without those of its `loose` nodes that lie on the line between what is before and after them."""
    nodes = ring[:-1]
    n = 0
    while n < len(nodes) and len(nodes) > 3:
        before, here, after = nodes[n - 1], nodes[n], nodes[(n + 1) % len(nodes)]
        if here in loose and frame.on_edge(here, before, after)[0] <= straight_m:
            del nodes[n]
        else:
            n += 1
    return [*nodes, nodes[0]]
