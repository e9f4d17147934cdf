"""The reference systems that shapes come and go in, under their addresses, with their axis orders and bounds.

Inside, a position is always easting or longitude first. EPSG:4326 has latitude first outside; CRS84 is the same
system with longitude first. How each leads to WGS 84 is pinned in reference.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from spatial.reference import (
    INDIAN_1975_47N,
    INDIAN_1975_48N,
    RTSD_SHIFT_M,
    UTM_47N,
    UTM_48N,
    WEB_MERCATOR,
    WGS84,
    to_wgs84,
)

Floats = NDArray[np.float64]

WORLD = (-180.0, -90.0, 180.0, 90.0)  # degrees
MERCATOR = (-20_037_508.3427892, -20_048_966.1040146, 20_037_508.3427892, 20_048_966.1040146)  # metres, 85.06° N
# Metres: five zones wide, from the equator to 84° N. Beyond it transverse Mercator stops meaning a place.
UTM = (-1_000_000.0, 0.0, 2_000_000.0, 9_400_000.0)
STEP_M = (
    10_000  # A straight edge of 600 km in UTM is 2,551 m off when only its ends are transformed, one of 10 km 0.7 m.
)


class OutOfBounds(ValueError):
    """A position lies where its reference system means no place. `x` and `y` are as given."""

    def __init__(self, x: float, y: float) -> None:
        super().__init__(f"{x} {y}")
        self.x, self.y = x, y


@dataclass(frozen=True)
class Crs:
    """`proj` is what PostGIS transforms to; bounds are in the inner axis order; `decimals` go out."""

    uri: str
    epsg: int
    bounds: tuple[float, float, float, float]
    proj: str = ""
    is_latitude_first: bool = False
    decimals: int = 4  # a tenth of a millimetre: a node that comes back stands on its old 8 decimals

    @property
    def is_degrees(self) -> bool:
        return self.epsg == WGS84

    def check(self, places: Floats) -> None:
        """Raises OutOfBounds for the first position (inner axis order) beyond the bounds, or not finite."""
        west, south, east, north = self.bounds
        x, y = places[:, 0], places[:, 1]
        # NaN fails every comparison.
        is_inside = (x >= west) & (x <= east) & (y >= south) & (y <= north)
        if not is_inside.all():
            raise OutOfBounds(*map(float, places[int(np.argmin(is_inside))][:: -1 if self.is_latitude_first else 1]))

    def inner(self, places: Floats) -> Floats:
        """Positions as given (two columns) in the inner axis order. Raises OutOfBounds."""
        ordered = places[:, ::-1] if self.is_latitude_first else places
        self.check(ordered)
        return ordered

    def to_wgs84(self, places: Floats) -> Floats:
        """Lon/lat in degrees of positions in the inner axis order, unrounded."""
        if self.is_degrees:
            return places
        return np.column_stack(to_wgs84(places[:, 0], places[:, 1], source=self.epsg))


def _epsg(code: int) -> str:
    return f"http://www.opengis.net/def/crs/EPSG/0/{code}"


def _utm(zone: int) -> str:
    return f"+proj=utm +zone={zone} +datum=WGS84 +units=m +no_defs"


def _indian_1975(zone: int) -> str:
    shift = ",".join(map(str, RTSD_SHIFT_M))
    return f"+proj=utm +zone={zone} +ellps=evrst30 +towgs84={shift},0,0,0,0 +units=m +no_defs"


CRS84 = Crs("http://www.opengis.net/def/crs/OGC/1.3/CRS84", WGS84, WORLD, decimals=8)
_MERCATOR = "+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs"
OFFERED: dict[str, Crs] = {
    crs.uri: crs
    for crs in (
        CRS84,
        Crs(_epsg(WGS84), WGS84, WORLD, is_latitude_first=True, decimals=8),
        Crs(_epsg(UTM_47N), UTM_47N, UTM, _utm(47)),
        Crs(_epsg(UTM_48N), UTM_48N, UTM, _utm(48)),
        Crs(_epsg(WEB_MERCATOR), WEB_MERCATOR, MERCATOR, _MERCATOR),
        Crs(_epsg(INDIAN_1975_47N), INDIAN_1975_47N, UTM, _indian_1975(47)),
        Crs(_epsg(INDIAN_1975_48N), INDIAN_1975_48N, UTM, _indian_1975(48)),
    )
}


def stored(shape: BaseGeometry, crs: Crs) -> BaseGeometry:
    """A shape in the inner axis order of `crs` as lon/lat in degrees; long edges get nodes before they are bent."""
    if crs.is_degrees:
        return shape
    return shapely.transform(shapely.segmentize(shape, STEP_M), crs.to_wgs84)


def box(numbers: tuple[float, ...], crs: Crs) -> BaseGeometry:
    """A box of four or six numbers (heights are dropped) in the axis order of `crs` as a shape in lon/lat.

    In degrees, west > east crosses the antimeridian and gives two boxes. A box without width is a line or a point.
    Raises ValueError for a wrong count or a box upside down, OutOfBounds.
    """
    if len(numbers) not in {4, 6}:
        raise ValueError(numbers)
    half = len(numbers) // 2
    (west, south), (east, north) = crs.inner(np.array([numbers[:2], numbers[half : half + 2]], float))
    if south > north or (west > east and not crs.is_degrees):
        raise ValueError(numbers)
    if west > east:
        return shapely.union_all([_box(west, south, 180.0, north), _box(-180.0, south, east, north)])
    corners = _box(west, south, east, north)
    # The edges of a box in Web Mercator are meridians and parallels: nothing is bent.
    return shapely.transform(corners, crs.to_wgs84) if crs.epsg == WEB_MERCATOR else stored(corners, crs)


def _box(west: float, south: float, east: float, north: float) -> BaseGeometry:
    if west < east and south < north:
        return shapely.box(west, south, east, north)
    if (west, south) == (east, north):
        return shapely.Point(west, south)
    return shapely.LineString([(west, south), (east, north)])
