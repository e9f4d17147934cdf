"""Corners from bearings and distances, the misclosure shared out by Bowditch's rule (GEOMETRY.md 9)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from spatial.editing.errors import Refused

MIN_RATIO = 1000  # a closure of 1 : 1,000 of the length walked


@dataclass(frozen=True)
class Traverse:
    """`corners` (east, north) in metres of the grid, without the last, which is the first; `corrections` a leg, in metres."""

    corners: list[tuple[float, float]]
    closure_m: float
    ratio: float
    corrections: list[tuple[float, float]]


def close(
    start: tuple[float, float],
    legs: Sequence[tuple[float, float]],
    *,
    scale: float = 1.0,
    min_ratio: float = MIN_RATIO,
) -> Traverse:
    """Walk `legs` of (grid bearing in degrees from north, distance in metres) from `start` back to it.

    `scale` makes grid metres of the distances: the point scale factor for distances on the ground, 1 for grid ones.
    Raises Refused: closure_too_large (closure_m, ratio), line_too_short for fewer than three legs.
    """
    if len(legs) < 3:
        raise Refused("line_too_short")
    steps = [(d * scale * math.sin(math.radians(b)), d * scale * math.cos(math.radians(b))) for b, d in legs]
    length = math.fsum(distance * scale for _, distance in legs)
    east, north = (math.fsum(step[n] for step in steps) for n in (0, 1))
    closure = math.hypot(east, north)
    ratio = length / closure if closure else math.inf
    if ratio < min_ratio:
        raise Refused("closure_too_large", closure_m=round(closure, 3), ratio=round(ratio))
    corrections = [(-east * d * scale / length, -north * d * scale / length) for _, d in legs]
    corners = [start]
    for (dx, dy), (cx, cy) in zip(steps[:-1], corrections[:-1], strict=True):
        corners.append((corners[-1][0] + dx + cx, corners[-1][1] + dy + cy))
    return Traverse(corners, closure, ratio, corrections)
