"""Reference systems used in Thailand, and the one way from each to WGS 84.

Land papers and village coordinates are in Indian 1975 (Everest ellipsoid). PROJ's own choice for EPSG:24047
puts land in Phetchabun 188 m away, so the shift of the Royal Thai Survey Department is pinned here:
206, 837, 295 metres, no rotation, no scale. Nobody else may transform from 24047 or 24048.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Proj, Transformer
from pyproj.enums import TransformDirection

WGS84 = 4326  # storage and GeoJSON; degrees, lon/lat
UTM_47N = 32647  # metres; west of 102° E
UTM_48N = 32648  # metres; 102° E and east of it
INDIAN_1975_47N = 24047  # metres; old land papers west of 102° E
INDIAN_1975_48N = 24048  # metres; old land papers east of it
WEB_MERCATOR = 3857  # metres of web maps, 1.04 times too long in Phetchabun
ZONE_BORDER_DEG = 102.0
RTSD_SHIFT_M = (206, 837, 295)  # Indian 1975 to WGS 84, Royal Thai Survey Department

Floats = NDArray[np.float64]


class UnknownReference(ValueError):
    """A reference system without a way to WGS 84 that we stand behind. `epsg` is its number."""

    def __init__(self, epsg: int) -> None:
        super().__init__(f"EPSG:{epsg}")
        self.epsg = epsg


@dataclass(frozen=True)
class Operation:
    """The way from one reference system to WGS 84; `name` is stored with what was transformed."""

    epsg: int
    name: str
    pipeline: str


def utm_zone(lon: float) -> int:
    """EPSG code of the WGS 84 UTM zone at a longitude in Thailand, in degrees."""
    return UTM_47N if lon < ZONE_BORDER_DEG else UTM_48N


def _inverse(projection: str) -> str:
    return f"+proj=pipeline +step +inv {projection} +ellps=WGS84 +step +proj=unitconvert +xy_in=rad +xy_out=deg"


def _indian_1975(zone: int) -> str:
    x, y, z = RTSD_SHIFT_M
    # Heights are left alone: land papers have none, and a shifted zero would come back as one.
    return (
        f"+proj=pipeline +step +inv +proj=utm +zone={zone} +ellps=evrst30 +step +proj=push +v_3"
        f" +step +proj=cart +ellps=evrst30 +step +proj=helmert +x={x} +y={y} +z={z}"
        " +step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3"
        " +step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )


_RTSD = "RTSD towgs84={},{},{}".format(*RTSD_SHIFT_M)
OPERATIONS: dict[int, Operation] = {
    op.epsg: op
    for op in (
        Operation(WGS84, "none", "+proj=noop"),
        Operation(UTM_47N, "inverse UTM 47N", _inverse("+proj=utm +zone=47")),
        Operation(UTM_48N, "inverse UTM 48N", _inverse("+proj=utm +zone=48")),
        Operation(INDIAN_1975_47N, f"inverse UTM 47N, {_RTSD}", _indian_1975(47)),
        Operation(INDIAN_1975_48N, f"inverse UTM 48N, {_RTSD}", _indian_1975(48)),
        Operation(WEB_MERCATOR, "inverse Web Mercator", _inverse("+proj=webmerc")),
    )
}


def operation(epsg: int) -> Operation:
    """The pinned operation from `epsg` to WGS 84. Raises UnknownReference instead of guessing."""
    try:
        return OPERATIONS[epsg]
    except KeyError as exc:
        raise UnknownReference(epsg) from exc


def to_wgs84(x: ArrayLike, y: ArrayLike, *, source: int) -> tuple[Floats, Floats]:
    """Lon and lat in degrees of eastings and northings in metres (or degrees) of the system `source`."""
    return _run(x, y, epsg=source, direction=TransformDirection.FORWARD)


def from_wgs84(lon: ArrayLike, lat: ArrayLike, *, target: int) -> tuple[Floats, Floats]:
    """Eastings and northings in the system `target` of lon and lat in degrees."""
    return _run(lon, lat, epsg=target, direction=TransformDirection.INVERSE)


def point_scale(east: float, north: float, *, epsg: int) -> float:
    """Grid metres to one metre on the ellipsoid at a place of a UTM zone of WGS 84."""
    lon, lat = to_wgs84(east, north, source=epsg)
    factors = Proj(f"+proj=utm +zone={epsg % 100} +ellps=WGS84").get_factors(float(lon), float(lat))
    return float(factors.meridional_scale)


def _run(x: ArrayLike, y: ArrayLike, *, epsg: int, direction: TransformDirection) -> tuple[Floats, Floats]:
    transformer = _transformer(operation(epsg).pipeline)
    a, b = transformer.transform(np.asarray(x, float), np.asarray(y, float), direction=direction, errcheck=True)
    return np.asarray(a), np.asarray(b)


@lru_cache(maxsize=len(OPERATIONS))
def _transformer(pipeline: str) -> Transformer:
    return Transformer.from_pipeline(pipeline)
