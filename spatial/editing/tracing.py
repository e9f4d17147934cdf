"""Follow a border from one place on it to another: nodes are copied, never computed (GEOMETRY.md 3)."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from spatial.editing.errors import Refused
from spatial.editing.frame import Frame
from spatial.editing.landing import outward
from spatial.editing.nodes import Shape, rings_of, turned
from spatial.rules import Place, Ring

ON_BORDER_M = 0.02
Direction = Literal["counterclockwise", "clockwise"]


def trace(shape: Shape, start: Place, end: Place, direction: Direction, within_m: float = ON_BORDER_M) -> Ring:
    """The way along the ring that both places lie on, from `start` to `end`, both included.

    A place in the middle of an edge is put on the grid outside the shape (`outward`). Raises Refused not_on_border.
    """
    frame = Frame.at(shape[0][0][0])
    far: Place | None = None
    for ring in rings_of(turned(shape)):
        found = [_position(ring, place, frame, within_m) for place in (start, end)]
        if found[0] and found[1]:
            return _slice(ring, found[0], found[1], direction)
        far = far or (start if not found[0] else end)
    raise Refused("not_on_border", far)


def _position(ring: Ring, place: Place, frame: Frame, within_m: float) -> tuple[float, Place] | None:
    """Number of the node, or that of the edge's first node and a fraction, with the place that it is."""
    near = min(range(len(ring) - 1), key=lambda n: frame.distance(ring[n], place))
    if frame.distance(ring[near], place) <= within_m:
        return float(near), ring[near]
    measured = [(*frame.on_edge(place, a, b), n, a, b) for n, (a, b) in enumerate(pairwise(ring))]
    distance, along, n, a, b = min(measured)
    if distance > within_m:
        return None
    return n + along, outward((a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1])), a, b)


def _slice(ring: Ring, start: tuple[float, Place], end: tuple[float, Place], direction: Direction) -> Ring:
    if direction == "clockwise":
        return _slice(ring, end, start, "counterclockwise")[::-1]
    count = len(ring) - 1
    (first, a), (last, b) = start, end
    last = last if last > first else last + count
    between = [ring[n % count] for n in range(int(first) + 1, int(last) + 1) if first < n < last]
    return [a, *between, b]
