"""Invented cadastre in metres: strips of long lots back to back, between roads, canals and streams.

Lots are cut out of one set of lines, so that neighbours hold the same nodes, bit for bit: a corner that one lot
has on a shared line is a node of the lot behind it as well (GEOMETRY.md 0).
"""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

Node = tuple[float, float]
Ring = list[Node]  # closed

SNAP_M = 1.0  # a corner nearer than this to a node of the line is that node
ROAD_M = 12.0
MARGIN_M = 80.0


@dataclass
class Line:
    """A line that runs from west to east: a road side, the bank of a stream, the back of a row."""

    nodes: list[Node]

    def at(self, x: float) -> Node:
        """The point of the line at x."""
        after = bisect_left(self.nodes, (x, -math.inf))
        (x0, y0), (x1, y1) = self.nodes[after - 1], self.nodes[after]
        return x, y0 + (y1 - y0) * (x - x0) / (x1 - x0)

    def corner(self, x: float) -> Node:
        """The node at x, made if there is none within SNAP_M; the ends of the line are never taken."""
        near = min(self.nodes, key=lambda node: abs(node[0] - x))
        if abs(near[0] - x) <= SNAP_M:
            return near
        made = self.at(x)
        insort(self.nodes, made)
        return made

    def between(self, west: Node, east: Node) -> list[Node]:
        """The nodes from one to the other, both included."""
        return self.nodes[self.nodes.index(west) : self.nodes.index(east) + 1]


@dataclass
class Lot:
    """One parcel: its ring in metres, counter-clockwise and closed."""

    ring: Ring
    zones: list[tuple[str, Ring]] = field(default_factory=list)


@dataclass(frozen=True)
class Side:
    """The line between two lots of a row, with one bend, as a fence between two trees."""

    south: Node
    bend: Node
    north: Node


def area_m2(ring: Ring) -> float:
    """Area of a closed ring in metres, positive when it runs counter-clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def strip(random: Random, rows: tuple[Sequence[float], Sequence[float]], south_m: float) -> tuple[list[Lot], float]:
    """Two rows of lots back to back, whose areas in m² are given from west to east.

    The strip's southern edge lies at `south_m`; half of the strips lie on a stream there. Gives the lots, the
    southern row first, and the y where the next strip may begin.
    """
    depths = [_depth(row) for row in rows]
    length = max(sum(row) / depth for row, depth in zip(rows, depths, strict=True)) * 1.15 + MARGIN_M
    is_stream = random.random() < 0.5
    south = _stream(random, length, south_m + 9) if is_stream else _straight(random, length, south_m)
    middle = _straight(random, length, south_m + depths[0] + 9 * is_stream)
    north = _straight(random, length, south_m + sum(depths) + 9 * is_stream)
    slant = random.uniform(-8, 8)
    sides = [
        _cut(random, row, *lines, slant) for row, lines in zip(rows, ((south, middle), (middle, north)), strict=True)
    ]
    lots = _lots(sides[0], south, middle) + _lots(sides[1], middle, north)
    return lots, max(y for _, y in north.nodes) + ROAD_M


def _depth(row: Sequence[float]) -> float:
    """Long lots: about twice as deep as wide, 50 to 230 m."""
    return max(50.0, min(230.0, math.sqrt(2.0 * sum(row) / len(row)))) if row else 50.0


def _straight(random: Random, length: float, y: float) -> Line:
    """A road side: nearly straight, with a node every 40 to 70 m."""
    return _line(random, length, lambda x: y + random.uniform(-1.2, 1.2), (40, 70))


def _stream(random: Random, length: float, y: float) -> Line:
    """A bank that winds, with a node every 9 to 16 m."""
    wave, phase = random.uniform(90, 160), random.uniform(0, math.tau)
    return _line(
        random, length, lambda x: y + 6 * math.sin(x / wave * math.tau + phase) + random.uniform(-1, 1), (9, 16)
    )


def _line(random: Random, length: float, y: Callable[[float], float], steps: tuple[float, float]) -> Line:
    x, nodes = -MARGIN_M, []
    while x < length + MARGIN_M:
        nodes.append((x, y(x)))
        x += random.uniform(*steps)
    return Line([*nodes, (x, y(x))])


def _cut(random: Random, areas: Sequence[float], south: Line, north: Line, slant: float) -> list[Side]:
    """The sides of a row's lots: each lot gets its area, to the snapping of its corners."""
    sides = [_side(south, north, 0.0, (0.0, 0.0, 0.0), slant)] if areas else []
    x = 0.0
    for m2 in areas:
        jitter = (random.uniform(-1.5, 1.5), random.uniform(-1.0, 1.0), random.uniform(-1.5, 1.5))
        x = _place(sides[-1], m2, south, north, jitter, slant, start=x)
        side = _side(south, north, x, jitter, slant)
        sides.append(Side(south.corner(side.south[0]), side.bend, north.corner(side.north[0])))
    if sides:
        first = sides[0]
        sides[0] = Side(south.corner(first.south[0]), first.bend, north.corner(first.north[0]))
    return sides


def _side(south: Line, north: Line, x: float, jitter: tuple[float, float, float], slant: float) -> Side:
    """The side near x, its ends on the two lines, not yet corners of them."""
    foot, head = south.at(x - slant / 2 + jitter[0]), north.at(x + slant / 2 + jitter[2])
    return Side(foot, ((foot[0] + head[0]) / 2 + jitter[1], (foot[1] + head[1]) / 2), head)


def _place(
    west: Side, m2: float, south: Line, north: Line, jitter: tuple[float, float, float], slant: float, *, start: float
) -> float:
    """Where the eastern side has to stand so that the lot has m2, by halving."""
    low, high = start + 5.0, start + 5.0
    while _between(west, _side(south, north, high, jitter, slant), south, north) < m2:
        low, high = high, high + 40.0
    for _ in range(45):
        x = (low + high) / 2
        if _between(west, _side(south, north, x, jitter, slant), south, north) < m2:
            low = x
        else:
            high = x
    return (low + high) / 2


def _between(west: Side, east: Side, south: Line, north: Line) -> float:
    """Area between two sides, whose ends need not be corners yet."""
    foot = [n for n in south.nodes if west.south[0] < n[0] < east.south[0]]
    head = [n for n in reversed(north.nodes) if west.north[0] < n[0] < east.north[0]]
    ring = [west.south, *foot, east.south, east.bend, east.north, *head, west.north, west.bend, west.south]
    return area_m2(ring)


def _lots(sides: list[Side], south: Line, north: Line) -> list[Lot]:
    """The lots of a row, once all corners of both rows are on the lines."""
    lots = []
    for west, east in pairwise(sides):
        foot, head = south.between(west.south, east.south), north.between(west.north, east.north)
        lots.append(Lot([*foot, east.bend, *reversed(head), west.bend, west.south]))
    return lots
