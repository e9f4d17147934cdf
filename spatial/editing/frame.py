"""Metres near one place, by an affine frame: straight stays straight and incident stays incident (GEOMETRY.md 0.3)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from spatial.rules import Place

Metres = tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """East and north of `origin` in metres; within 6 ppm of the ellipsoid over a parcel."""

    origin: Place
    kx: float
    ky: float

    @classmethod
    def at(cls, place: Place) -> Frame:
        """Metres per degree of longitude and latitude there (WGS 84, series of the meridian and the parallel)."""
        phi = math.radians(place[1])
        kx = 111412.84 * math.cos(phi) - 93.5 * math.cos(3 * phi) + 0.118 * math.cos(5 * phi)
        ky = 111132.92 - 559.82 * math.cos(2 * phi) + 1.175 * math.cos(4 * phi)
        return cls(place, kx, ky)

    def metres(self, place: Place) -> Metres:
        return (place[0] - self.origin[0]) * self.kx, (place[1] - self.origin[1]) * self.ky

    def degrees(self, metres: Metres) -> Place:
        """Not rounded."""
        return self.origin[0] + metres[0] / self.kx, self.origin[1] + metres[1] / self.ky

    def distance(self, a: Place, b: Place) -> float:
        return math.hypot((b[0] - a[0]) * self.kx, (b[1] - a[1]) * self.ky)

    def on_edge(self, p: Place, a: Place, b: Place) -> tuple[float, float]:
        """Distance in metres from the edge a–b, and where along it the nearest place is (0 to 1)."""
        (px, py), (ax, ay), (bx, by) = self.metres(p), self.metres(a), self.metres(b)
        dx, dy = bx - ax, by - ay
        square = dx * dx + dy * dy
        along = min(1.0, max(0.0, ((px - ax) * dx + (py - ay) * dy) / square)) if square else 0.0
        return math.hypot(px - ax - along * dx, py - ay - along * dy), along
