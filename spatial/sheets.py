"""Thai cadastral map sheets: a name such as "5240 IV 4046" is a place (DOMAIN.md 3.2).

5240 is a sheet of the 1:50,000 series L7018 (half a degree each way), IV its quarter, 40 and 46 the last two digits of
the kilometres of the lower-left corner: even, so that a sheet of 1:4,000 is 2 km × 2 km, in Indian 1975 / UTM 47N.
A suffix such as -3 names a child of a larger scale inside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pyproj import Transformer
from pyproj.enums import TransformDirection

from spatial.reference import INDIAN_1975_47N, from_wgs84, to_wgs84

NAME = re.compile(
    r"([0-9]{2})([0-9]{2})\s*(IV|III|II|I)\s*([0-9][02468])([0-9][02468])(?:\s*-\s*([0-9]{1,3}))?", re.IGNORECASE
)
SIZE_M = 2_000
FIRST_COLUMN, WEST_DEG, FIRST_ROW, SOUTH_DEG, STEP_DEG = 51, 100.5, 36, 13.5, 0.5
# East and north of the lower-left corner of the sheet, in degrees.
QUARTERS = {"I": (0.25, 0.25), "II": (0.25, 0.0), "III": (0.0, 0.0), "IV": (0.0, 0.25)}
QUARTER_DEG = 0.25
EAST_100_KM, NORTH_100_KM = range(1, 10), range(5, 24)  # all of Thailand


class NoSheet(ValueError):
    """A text that names no map sheet."""


@dataclass(frozen=True)
class Sheet:
    """A sheet of 1:4,000 by its lower-left corner, metres in Indian 1975 / UTM 47N (EPSG:24047)."""

    name: str
    east_m: int
    north_m: int

    @property
    def ring(self) -> list[tuple[float, float]]:
        """Its border in WGS 84, degrees, counter-clockwise from the lower-left corner, closed."""
        corners = ((0, 0), (SIZE_M, 0), (SIZE_M, SIZE_M), (0, SIZE_M), (0, 0))
        east, north = zip(*((self.east_m + x, self.north_m + y) for x, y in corners), strict=True)
        lon, lat = to_wgs84(east, north, source=INDIAN_1975_47N)
        return [(round(float(x), 8), round(float(y), 8)) for x, y in zip(lon, lat, strict=True)]

    def holds(self, lon: float, lat: float) -> bool:
        """True when a place (WGS 84, degrees) lies on the sheet."""
        east, north = _metres(lon, lat)
        return 0 <= east - self.east_m < SIZE_M and 0 <= north - self.north_m < SIZE_M


def named(text: str) -> Sheet:
    """The sheet of a name as it stands on a deed. Raises NoSheet."""
    match = NAME.fullmatch(text.strip())
    if match is None:
        raise NoSheet(text)
    column, row, quarter, east, north = int(match[1]), int(match[2]), match[3].upper(), int(match[4]), int(match[5])
    west, south = _quarter(column, row, quarter)
    corners = (
        (hundred_e * 100_000 + east * 1_000, hundred_n * 100_000 + north * 1_000)
        for hundred_e in EAST_100_KM for hundred_n in NORTH_100_KM
    )  # fmt: skip
    found = [(e, n) for e, n in corners if _reaches(west, south, e, n)]
    if len(found) != 1:
        raise NoSheet(text)
    return Sheet(f"{match[1]}{match[2]} {quarter} {match[4]}{match[5]}", *found[0])


def at(lon: float, lat: float) -> Sheet:
    """The sheet on which a place (WGS 84, degrees) lies."""
    east, north = (int(metres // SIZE_M * SIZE_M) for metres in _metres(lon, lat))
    degrees_e, degrees_n = _degrees(*_metres(lon, lat))
    column = FIRST_COLUMN + int((degrees_e - WEST_DEG) // STEP_DEG)
    row = FIRST_ROW + int((degrees_n - SOUTH_DEG) // STEP_DEG)
    is_east = (degrees_e - WEST_DEG) % STEP_DEG >= QUARTER_DEG
    is_north = (degrees_n - SOUTH_DEG) % STEP_DEG >= QUARTER_DEG
    quarter = {(True, True): "I", (True, False): "II", (False, False): "III", (False, True): "IV"}[is_east, is_north]
    return Sheet(f"{column}{row} {quarter} {east // 1000 % 100:02d}{north // 1000 % 100:02d}", east, north)


def _quarter(column: int, row: int, quarter: str) -> tuple[float, float]:
    """West and south edge of a quarter, degrees on the Everest ellipsoid."""
    east, north = QUARTERS[quarter]
    return WEST_DEG + (column - FIRST_COLUMN) * STEP_DEG + east, SOUTH_DEG + (row - FIRST_ROW) * STEP_DEG + north


def _reaches(west: float, south: float, east_m: int, north_m: int) -> bool:
    """True when a sheet of 2 km touches a quarter: those at its edge lie in two."""
    low, high = _degrees(east_m, north_m), _degrees(east_m + SIZE_M, north_m + SIZE_M)
    return low[0] < west + QUARTER_DEG and high[0] > west and low[1] < south + QUARTER_DEG and high[1] > south


def _metres(lon: float, lat: float) -> tuple[float, float]:
    east, north = from_wgs84(lon, lat, target=INDIAN_1975_47N)
    return float(east), float(north)


def _degrees(east_m: float, north_m: float) -> tuple[float, float]:
    """Longitude and latitude on the Everest ellipsoid, as the edges of sheets are meant."""
    lon, lat = _everest().transform(east_m, north_m, direction=TransformDirection.INVERSE)
    return float(lon), float(lat)


@lru_cache(maxsize=1)
def _everest() -> Transformer:
    return Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=utm +zone=47 +ellps=evrst30"
    )
