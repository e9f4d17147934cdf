"""Whether shapes were read in the wrong datum: the same shapes, all off by one vector (GEOMETRY.md 8)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import shapely

from spatial.editing.frame import Frame, Metres
from spatial.editing.nodes import Shape, polygon_of, rings_of, shapely_of
from spatial.geodesy import area_m2

WITHIN_M = 1000.0
ALIKE = 0.01  # area and perimeter
SAME_M, OTHER_M = 2.0, 4.0
LEAST = 3
MOST_VOTES = 2_000  # so many shapes of one size say nothing, and each vote is held against each


@dataclass(frozen=True)
class Displacement:
    """`is_displaced` is None when several vectors explain as much. `east_m`, `north_m`: from imported to stored."""

    is_displaced: bool | None
    east_m: float = 0.0
    north_m: float = 0.0
    matched: int = 0

    @property
    def offset_m(self) -> float:
        return math.hypot(self.east_m, self.north_m)


def displacement(imported: Sequence[Shape], stored: Sequence[Shape], within_m: float = WITHIN_M) -> Displacement:
    """The vector that most imported shapes are away from a stored one of the same size; never to be shifted by."""
    frame = Frame.at(imported[0][0][0][0])
    mine, theirs = [_look(shape, frame) for shape in imported], [_look(shape, frame) for shape in stored]
    votes = [
        (n, (there.middle[0] - here.middle[0], there.middle[1] - here.middle[1]))
        for n, here in enumerate(mine)
        for there in theirs
        if math.dist(here.middle, there.middle) <= within_m and _alike(here, there)
    ]
    if len(votes) > MOST_VOTES:
        return Displacement(None)
    counted = sorted(((_support(votes, vote), vote) for _, vote in votes), key=lambda one: (-one[0], one[1]))
    if not counted or counted[0][0] < LEAST:
        return Displacement(False)
    best, at = counted[0]
    second = max((count for count, vote in counted if math.dist(vote, at) > OTHER_M), default=0)
    if best < 2 * second:
        return Displacement(None, matched=best)
    near = [vote for _, vote in votes if math.dist(vote, at) <= SAME_M]
    east, north = (math.fsum(vote[n] for vote in near) / len(near) for n in (0, 1))
    return Displacement(math.hypot(east, north) > SAME_M, east, north, best)


class _Look(NamedTuple):
    """Centroid in metres, area in m², perimeter in metres."""

    middle: Metres
    area: float
    perimeter: float


def _look(shape: Shape, frame: Frame) -> _Look:
    middle = shapely.centroid(shapely_of(shape))
    around = math.fsum(frame.distance(a, b) for ring in rings_of(shape) for a, b in pairwise(ring))
    return _Look(frame.metres((middle.x, middle.y)), sum(area_m2(polygon_of(rings)) for rings in shape), around)


def _alike(one: _Look, other: _Look) -> bool:
    pairs = ((one.area, other.area), (one.perimeter, other.perimeter))
    return all(abs(a - b) <= ALIKE * max(a, b) for a, b in pairs)


def _support(votes: Sequence[tuple[int, Metres]], at: Metres) -> int:
    """How many imported shapes have a vote near this one."""
    return len({n for n, vote in votes if math.dist(vote, at) <= SAME_M})
