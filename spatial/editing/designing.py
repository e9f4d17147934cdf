"""Lay a standard design into a parcel: the largest rectangle of its proportions, up to its size (GEOMETRY.md 7).

The largest rectangle a × ρa turned by θ is the largest square after turning by −θ and dividing y by ρ, and that is the
pole of inaccessibility in the Chebyshev norm, found by cells with an upper bound as polylabel finds the round one.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from spatial.editing.errors import Refused
from spatial.editing.frame import Frame, Metres
from spatial.editing.nodes import Rings, Shape, rings_of, rounded
from spatial.rules import Place
from spatial.units import M2_PER_RAI

Array = NDArray[np.float64]

# Mound and forest, water, paddy, living: the school's 30 : 30 : 30 : 10 (DOMAIN.md 1.3).
SHARES = (0.3, 0.3, 0.3, 0.1)
INSET_M = 0.002  # a rounded corner may not lie over the border
EDGES = 16
STEP_DEG = 10
APART_DEG = 1.0
COARSE_M, FINE_M = 1.0, 0.05
AGAIN = 5
SMALLEST_M2 = 40.0


@dataclass(frozen=True)
class Design:
    """`zones` along the long side, each of the share numbered in `parts`; those of no share are left out.

    `scale` is the placed area over the wanted one, `angle` that of the short side in degrees from east.
    """

    zones: list[Rings]
    parts: list[int]
    scale: float
    angle: float


def place(
    parcel: Shape,
    size_rai: float,
    ratio: float,
    *,
    shares: Sequence[float] = SHARES,
    angle_deg: float | None = None,
    is_mirrored: bool = False,
) -> Design:
    """A design of `size_rai`, `ratio` times as long as wide, whole or scaled down to what fits.

    With `angle_deg` it lies at that angle, else at the one that leaves it largest; mirrored, the last share comes first.
    Raises Refused design_too_small when not even a vegetable bed would come of it.
    """
    wanted_m2 = size_rai * M2_PER_RAI
    cap = math.sqrt(wanted_m2 / ratio) / 2
    frame = Frame.at(parcel[0][0][0])
    land = [np.array([frame.metres(node) for node in ring]) for ring in rings_of(parcel)]
    angles = _angles(land) if angle_deg is None else [math.radians(angle_deg)]
    most = cap + INSET_M
    found = [(*_pole(land, angle, ratio, most, COARSE_M), angle) for angle in angles]
    best = sorted(found, key=lambda one: -one[0])[:AGAIN]
    finer = [(*_pole(land, angle, ratio, most, FINE_M), angle) for _, _, angle in best]
    half, centre, angle = max(finer, key=lambda one: one[0])  # of several that hold it whole, along the longest edge
    half = min(cap, half - INSET_M)
    if half <= 0 or 4 * half * half * ratio < SMALLEST_M2:
        raise Refused("design_too_small", parcel[0][0][0])
    parts = [n for n in range(len(shares)) if shares[n] > 0]
    parts = parts[::-1] if is_mirrored else parts
    zones = _strips(centre, half, ratio, angle, frame, [shares[n] for n in parts])
    return Design(zones, parts, min(1.0, 4 * half * half * ratio / wanted_m2), math.degrees(angle))


def _angles(land: list[Array]) -> list[float]:
    """Those that put the long side along the longest edges, or the short one; then all around, in radians."""
    edges = [b - a for ring in land for a, b in pairwise(ring)]
    longest = sorted(edges, key=lambda edge: -float(np.hypot(*edge)))
    found: list[float] = []
    for edge in longest:
        angle = math.degrees(math.atan2(edge[1], edge[0])) % 180
        for one in ((angle + 90) % 180, angle):
            if len(found) < EDGES and all(min(abs(one - o), 180 - abs(one - o)) > APART_DEG for o in found):
                found.append(one)
    return [math.radians(one) for one in (*found, *range(0, 180, STEP_DEG))]


def _pole(land: list[Array], angle: float, ratio: float, cap: float, eps: float) -> tuple[float, Metres]:
    """Half the side of the largest square within, up to `cap`, and its middle, after turning and squeezing."""
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    rings = [(ring @ turn.T) / (1, ratio) for ring in land]
    starts = np.vstack([ring[:-1] for ring in rings])
    steps = np.vstack([ring[1:] - ring[:-1] for ring in rings])
    inside = _joined(rings)
    shapely.prepare(inside)
    west, south, east, north = shapely.bounds(inside)
    size = min(east - west, north - south)

    def reach(x: float, y: float) -> float:
        distance = _chebyshev(starts - (x, y), steps)
        return distance if shapely.contains_xy(inside, x, y) else -distance

    best, at = 0.0, ((west + east) / 2, (south + north) / 2)
    cells = [(-(reach(x, y) + size / 2), x, y, size / 2) for x, y in _middles(west, south, east, north, size)]
    heapq.heapify(cells)
    while cells and best < cap:
        bound, x, y, half = heapq.heappop(cells)
        if -bound - best <= eps:
            break
        here = reach(x, y)
        if here > best:
            best, at = here, (x, y)
        quarter = half / 2
        for nx, ny in ((x - quarter, y - quarter), (x + quarter, y - quarter), (x - quarter, y + quarter), (x + quarter, y + quarter)):  # fmt: skip
            bound = reach(nx, ny) + quarter
            if bound - best > eps:
                heapq.heappush(cells, (-bound, nx, ny, quarter))
    return min(best, cap), at


def _joined(rings: list[Array]) -> shapely.Geometry:
    """Even-odd: holes are cut out and parts stand beside each other."""
    shape: shapely.Geometry = shapely.Polygon(rings[0])
    for ring in rings[1:]:
        shape = shapely.symmetric_difference(shape, shapely.Polygon(ring))
    return shape


def _middles(west: float, south: float, east: float, north: float, size: float) -> Iterator[Metres]:
    for x in np.arange(west, east, size):
        for y in np.arange(south, north, size):
            yield float(x) + size / 2, float(y) + size / 2


def _chebyshev(from_here: Array, steps: Array) -> float:
    """The least max(|x|, |y|) over segments that begin at `from_here`: at an end, or where x, y, x − y or x + y is 0."""
    (ux, uy), (wx, wy) = from_here.T, steps.T
    with np.errstate(divide="ignore", invalid="ignore"):
        along = np.vstack(
            [np.zeros_like(ux), np.ones_like(ux), -ux / wx, -uy / wy, (uy - ux) / (wx - wy), -(ux + uy) / (wx + wy)]
        )
    along = np.clip(np.nan_to_num(along, nan=0.0, posinf=1.0, neginf=0.0), 0, 1)
    return float(np.maximum(np.abs(ux + along * wx), np.abs(uy + along * wy)).min())


def _strips(
    centre: Metres, half: float, ratio: float, angle: float, frame: Frame, shares: Sequence[float]
) -> list[Rings]:
    """Zones across the long side: neighbours have the same two nodes."""
    cuts = [-1.0, *(2 * float(sum(shares[: n + 1])) - 1 for n in range(len(shares) - 1)), 1.0]
    sides = [
        [_on_ground((centre[0] + side * half, (centre[1] + cut * half) * ratio), angle, frame) for cut in cuts]
        for side in (-1, 1)
    ]
    left, right = sides
    return [[[left[n], right[n], right[n + 1], left[n + 1], left[n]]] for n in range(len(shares))]


def _on_ground(at: Metres, angle: float, frame: Frame) -> Place:
    x, y = at
    turned = (x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle))
    return rounded(frame.degrees(turned))
