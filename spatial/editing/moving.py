"""Move nodes in every shape that holds them: so a border moves with the neighbour's (GEOMETRY.md 5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from spatial.editing.errors import Refused
from spatial.editing.fitting import Overlap, overlaps_of
from spatial.editing.frame import Frame
from spatial.editing.nodes import ON_EDGE_M, Edge, Shape, insert, insert_in, nodes_of, rings_of, shapely_of
from spatial.rules import Place, Ring, find_fault

REFUSED_M2 = 1.0  # what two approved parcels may not have in common (DATABASE.md)


def move(shapes: Sequence[Shape], nodes: Mapping[Place, Place]) -> dict[int, Shape]:
    """Those of `shapes` that hold one of `nodes` (old place → new), with it moved, by their place in what was given.

    A node that is dropped on another becomes that one. Raises Refused invalid, with the place.
    """
    changed = {}
    for n, shape in enumerate(shapes):
        if not nodes_of([shape]).isdisjoint(nodes):
            changed[n] = _checked([[_moved(ring, nodes) for ring in rings] for rings in shape])
    return changed


def edges_at(shape: Shape, places: Iterable[Place]) -> dict[Place, Edge]:
    """Those of `places` that lie on an edge of a shape without being its node, with the nearest such edge."""
    have = nodes_of([shape])
    found = {}
    for place in places:
        frame = Frame.at(place)
        edges = [(frame.on_edge(place, *edge)[0], edge) for ring in rings_of(shape) for edge in pairwise(ring)]
        if place not in have and (nearest := min(edges))[0] <= ON_EDGE_M:
            found[place] = nearest[1]
    return found


def opened(shape: Shape, edges: Mapping[Place, Edge], others: Iterable[Shape]) -> Shape:
    """A shape with places put into its own `edges`, and with what nodes `others` have on those edges: who lies along a part
    of an edge keeps that part."""
    theirs = nodes_of(others)
    for place, (a, b) in edges.items():
        frame = Frame.at(place)
        shape = insert_in(shape, [place, *insert([a, b], theirs, frame)], frame)
    return shape


def joined(shape: Shape, edges: Mapping[Place, Edge]) -> Shape:
    """Another shape with those places that lie on its border too, and the ends of the edges that they are put into."""
    for place, ends in edges.items():
        frame = Frame.at(place)
        put = insert_in(shape, [place], frame)
        if place in nodes_of([put]):
            shape = insert_in(put, ends, frame)
    return shape


def standing(shapes: Sequence[Shape], changed: Mapping[int, Shape]) -> list[tuple[int, Overlap]]:
    """Overlaps of changed shapes with any other as it is then, each pair once, with the number of the changed one."""
    now = [changed.get(n, shape) for n, shape in enumerate(shapes)]
    found = []
    for n, shape in changed.items():
        for overlap in overlaps_of(shape, now):
            if overlap.neighbour != n and (overlap.neighbour not in changed or overlap.neighbour > n):
                found.append((n, overlap))
    return found


def _moved(ring: Ring, nodes: Mapping[Place, Place]) -> Ring:
    moved = [nodes.get(node, node) for node in ring[:-1]]
    kept = [node for n, node in enumerate(moved) if node != moved[n - 1]]
    if len(kept) < 3:
        raise Refused("invalid", moved[0])
    return [*kept, kept[0]]


def _checked(shape: Shape) -> Shape:
    if fault := find_fault(shapely_of(shape)):
        raise Refused("invalid", fault[1] or next(rings_of(shape))[0])
    return shape
