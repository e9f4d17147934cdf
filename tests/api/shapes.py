"""Shapes for tests, around amphoe Mueang Phetchabun."""

from __future__ import annotations

from typing import Any

MUEANG = "670101"


def square(x: float = 0, y: float = 0, size: float = 0.001) -> dict[str, Any]:
    """A square in degrees; x and y count squares of 0.001 degree from 101.15 E, 16.40 N."""
    west, south = 101.15 + x * 0.001, 16.4 + y * 0.001
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [[[round(a, 8), round(b, 8)] for a, b in ring]]}


def feature(geometry: Any, tambon: str | None = MUEANG, **properties: Any) -> dict[str, Any]:
    if tambon:
        properties["tambon"] = tambon
    return {"type": "Feature", "geometry": geometry, "properties": properties}
