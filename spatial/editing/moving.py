"""Move nodes in every shape that holds them: so a border moves with the neighbour's (GEOMETRY.md 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spatial.editing.errors import Refused
from spatial.editing.fitting import Overlap, overlaps_of
from spatial.editing.nodes import Shape, nodes_of, rings_of, shapely_of
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
