"""Zones of a lot, cut by parallel lines: neighbours share the cut, node for node, and the lot's border gets it too."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from parcels.demo.cadastre import Lot, Node, Ring, area_m2

Plan = tuple[tuple[str, float], ...]

SNAP_M = 0.3
# Shares of the joined land from the road to the back, in percent. The school's guide is 30:30:30:10; the sets
# differ a little from plot to plot, and together give about 27.8 water, 31.6 paddy, 26.9 mound, 9.4 living.
PLANS: tuple[Plan, ...] = (
    (("house", 9.4), ("path", 2.1), ("khok", 26.9), ("nong", 27.8), ("na", 31.6)),
    (("house", 6.4), ("livestock", 3.0), ("path", 2.1), ("fruit", 11.9), ("khok", 15.0), ("nong", 27.8), ("na", 31.6)),
    (("na", 31.6), ("nong", 22.8), ("khlong_sai_kai", 5.0), ("forest_3_4", 26.9), ("path", 2.1), ("house", 9.4)),
    (("facility", 9.4), ("path", 2.1), ("crop", 9.9), ("forest_3_4", 17.0), ("nong", 27.8), ("khan_na", 4.0), ("na", 27.6)),
    (("nong", 27.8), ("khok", 26.9), ("path", 2.1), ("house", 9.4), ("na", 31.6)),
)  # fmt: skip
WOBBLE = 0.08


@dataclass
class Splits:
    """New nodes on edges that several rings have: cut in one ring, they have to appear in all."""

    nodes: dict[tuple[Node, Node], Node] = field(default_factory=dict)

    def put(self, a: Node, b: Node, node: Node) -> None:
        self.nodes[min(a, b), max(a, b)] = node

    def expanded(self, ring: Ring) -> Ring:
        """The ring with all new nodes of its edges."""
        return [ring[0], *(node for a, b in pairwise(ring) for node in self._along(a, b))]

    def _along(self, a: Node, b: Node) -> list[Node]:
        node = self.nodes.get((min(a, b), max(a, b)))
        return [b] if node is None else [*self._along(a, node), *self._along(node, b)]


def lay_out(random: Random, lot: Lot, joined_m2: float, splits: Splits) -> bool:
    """Cut zones out of a lot, together 98 % of the land that joins. False when the lot's form does not allow it.

    Lines run across the lot's longer side. Nodes of the cuts go into `splits`.
    """
    axis = 1 if _extent(lot.ring, 1) >= _extent(lot.ring, 0) else 0
    room = 0.978 * min(joined_m2, area_m2(lot.ring))
    # With the nodes that a neighbour's cuts have put on the common border already.
    ring = splits.expanded(lot.ring)
    for plan in random.sample(PLANS, len(PLANS)):
        made = Splits()
        if zones := _by_plan(random, ring, axis, plan, room, made):
            lot.zones = zones
            splits.nodes.update(made.nodes)
            return True
    return False


def _by_plan(
    random: Random, ring: Ring, axis: int, plan: Plan, room_m2: float, splits: Splits
) -> list[tuple[str, Ring]] | None:
    """The zones of a plan within room_m2 of a ring; None when a line does not cut it in two."""
    shares = [share * random.uniform(1 - WOBBLE, 1 + WOBBLE) for _, share in plan]
    rest, zones = ring, []
    for (kind, _), share in zip(plan, shares, strict=True):
        parts = cut(rest, axis, share * room_m2 / sum(shares), splits)
        if parts is None:
            return None
        zones.append((kind, parts[0]))
        rest = parts[1]
    return zones


def cut(ring: Ring, axis: int, m2: float, splits: Splits) -> tuple[Ring, Ring] | None:
    """The ring in two by a line at right angles to `axis` (0 = x, 1 = y), the first with m2; None when it is not two."""
    low, high = min(node[axis] for node in ring), max(node[axis] for node in ring)
    for _ in range(45):
        at = (low + high) / 2
        low, high = (at, high) if _below(ring, axis, at) < m2 else (low, at)
    edges = [(a, b) for a, b in pairwise(ring) if (a[axis] < at) != (b[axis] < at)]
    if len(edges) != 2:
        return None
    nodes = [_crossing(a, b, axis, at) for a, b in edges]
    if math.dist(*nodes) < 2:
        return None
    for (a, b), node in zip(edges, nodes, strict=True):
        if node not in (a, b):
            splits.put(a, b, node)
    return _halves(splits.expanded(ring), nodes, axis)


def _extent(ring: Ring, axis: int) -> float:
    return max(node[axis] for node in ring) - min(node[axis] for node in ring)


def _below(ring: Ring, axis: int, at: float) -> float:
    """Area of the part whose coordinate is under `at`."""
    inside: Ring = []
    for a, b in pairwise(ring):
        if a[axis] < at:
            inside.append(a)
        if (a[axis] < at) != (b[axis] < at):
            inside.append(_on(a, b, axis, at))
    return abs(area_m2([*inside, inside[0]])) if inside else 0.0


def _on(a: Node, b: Node, axis: int, at: float) -> Node:
    t = (at - a[axis]) / (b[axis] - a[axis])
    return a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])


def _crossing(a: Node, b: Node, axis: int, at: float) -> Node:
    """Where the line meets an edge; an end of the edge when that is near."""
    node = _on(a, b, axis, at)
    return next((end for end in (a, b) if math.dist(end, node) < SNAP_M), node)


def _halves(ring: Ring, nodes: Sequence[Node], axis: int) -> tuple[Ring, Ring]:
    """The two rings that the chord between two nodes of a ring makes; the lower one first."""
    open_ring = ring[:-1]
    first, second = sorted(open_ring.index(node) for node in nodes)
    one = open_ring[first : second + 1]
    other = [*open_ring[second:], *open_ring[: first + 1]]
    halves = sorted((one, other), key=lambda part: _middle(part, axis))
    return _closed(halves[0]), _closed(halves[1])


def _closed(nodes: Iterable[Node]) -> Ring:
    ring = list(nodes)
    return [*ring, ring[0]]


def _middle(nodes: Sequence[Node], axis: int) -> float:
    return min(node[axis] for node in nodes) + max(node[axis] for node in nodes)
