"""GeoJSON shapes that come in another reference system than WGS 84, brought into it before the gate judges them."""

from __future__ import annotations

from typing import Any

import numpy as np

from spatial.crs import Crs, OutOfBounds
from spatial.rules import MAX_DEPTH, MAX_POSITIONS, Finding, GeometryRefused, is_finite


def to_lonlat(geometry: Any, crs: Crs, path: str) -> Any:
    """The same geometry in lon/lat, node by node: its edges stay edges. What is no geometry comes back as it is.

    The gate (rules.check) rounds to 8 decimals and refuses the rest. `path` begins the pointer in the finding.
    Raises GeometryRefused (outside_crs).
    """
    if not isinstance(geometry, dict) or (crs.is_degrees and not crs.is_latitude_first):
        return geometry
    coordinates = geometry.get("coordinates")
    positions = _positions(coordinates)
    if not 0 < len(positions) <= MAX_POSITIONS:
        return geometry
    try:
        places = crs.to_wgs84(crs.inner(np.array(positions, float)))
    except OutOfBounds as exc:
        found = Finding("outside_crs", f"{path}/coordinates", data={"x": exc.x, "y": exc.y})
        raise GeometryRefused([found]) from exc
    return {**geometry, "coordinates": _placed(coordinates, iter(places.tolist()), MAX_DEPTH)}


def _is_position(value: Any) -> bool:
    return isinstance(value, list) and 2 <= len(value) <= 3 and all(map(is_finite, value))


def _positions(coordinates: Any, depth: int = MAX_DEPTH) -> list[list[float]]:
    """The first two numbers of every position, in their order; deeper than a MultiPolygon nothing is looked at."""
    if _is_position(coordinates):
        return [coordinates[:2]]
    if not isinstance(coordinates, list) or depth == 0:
        return []
    return [place for part in coordinates for place in _positions(part, depth - 1)]


def _placed(coordinates: Any, places: Any, depth: int) -> Any:
    """The coordinates with every position replaced, in the same order as _positions gives them."""
    if _is_position(coordinates):
        return next(places)
    if not isinstance(coordinates, list) or depth == 0:
        return coordinates
    return [_placed(part, places, depth - 1) for part in coordinates]
