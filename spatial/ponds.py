"""What a pond holds, from its outline, depth and side slope (DOMAIN.md 2.2). Estimates; exact for rectangles.

Twin of frontend/static/frontend/geometry/pond.js; both are tested on the same cases.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import shapely

from spatial.editing.errors import Refused
from spatial.editing.frame import Frame
from spatial.editing.nodes import Rings, polygon_of
from spatial.geodesy import area_m2

DRY_SEASON_M = 3.0  # 1 cm a day for 300 days
EXACT_M = 0.01


@dataclass(frozen=True)
class Outline:
    """Of a pond from above: `half_m` is half its width, the radius of the largest circle in it."""

    area_m2: float
    perimeter_m: float
    half_m: float


def outline(rings: Rings) -> Outline:
    frame = Frame.at(rings[0][0])
    perimeter = math.fsum(frame.distance(a, b) for ring in rings for a, b in pairwise(ring))
    flat = shapely.transform(polygon_of(rings), lambda at: (at - frame.origin) * (frame.kx, frame.ky))
    return Outline(
        area_m2(polygon_of(rings)),
        perimeter,
        float(shapely.length(shapely.maximum_inscribed_circle(flat, tolerance=EXACT_M))),
    )


def volume_m3(of: Outline, depth_m: float, side_slope: float) -> float:
    """Full to the brim; the slope is horizontal to vertical. Raises Refused pond_too_steep where the sides would meet."""
    if side_slope * depth_m >= of.half_m:
        raise Refused(
            "pond_too_steep", None, width_m=round(2 * of.half_m, 2), needed_m=round(2 * side_slope * depth_m, 2)
        )
    return _up_to(of, side_slope)(depth_m)


def kept_m3(of: Outline, depth_m: float, side_slope: float) -> float:
    """What is left when the dry season has taken its metres off the top. Raises Refused pond_too_steep."""
    return volume_m3(of, depth_m, side_slope) - _up_to(of, side_slope)(min(depth_m, DRY_SEASON_M))


def _up_to(of: Outline, slope: float) -> Callable[[float], float]:
    """The volume of the upper metres."""
    return lambda h: of.area_m2 * h - of.perimeter_m * slope * h**2 / 2 + 4 * slope**2 * h**3 / 3
