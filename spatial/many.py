"""The gate for many shapes at a time: what is plainly sound passes in arrays, whatever is odd goes to rules.check.

A shape passes here only when rules.check would take it as it is: two floats a position, in the country, closed, no
repeated position, valid. Everything else is None here, also what could be mended, since only rules.check tells why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from spatial.grid import DECIMALS, array_on_grid
from spatial.reference import WGS84
from spatial.rules import LAT_DEG, LON_DEG, MAX_PARTS, MAX_POSITIONS, MAX_RINGS

# So near to the middle between two steps of the grid, numpy and Python may round to different sides.
UNSURE = 0.49999
Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]


class Sound(NamedTuple):
    """A multipolygon that may be stored. `given`: EWKB in hex, unrounded; `land`: WKB in hex, on the grid, normalized."""

    given: str
    land: str


def sound(geometries: Sequence[object]) -> list[Sound | None]:
    """For each GeoJSON geometry, parsed but not trusted, the shape to store, or None when rules.check has to judge."""
    found: list[Sound | None] = [None] * len(geometries)
    plain = [(n, parts) for n, geometry in enumerate(geometries) if (parts := _plain(geometry))]
    if not plain:
        return found
    places, ring, part, shape = _arrays([parts for _, parts in plain])
    rounded = array_on_grid(places)
    is_bad = np.zeros(len(plain), dtype=bool)
    is_bad[shape[part[ring[_odd(places, rounded, ring)]]]] = True
    kept = np.flatnonzero(~is_bad)
    if len(kept):
        on = ~is_bad[shape[part[ring]]]
        indices = _without(is_bad, ring, part, shape)
        drawn = _multipolygons(rounded[on], *indices)
        given = _multipolygons(_closed(places[on], indices[0]), *indices)
        for n, one in zip(kept, _stored(drawn, given), strict=True):
            found[plain[n][0]] = one
    return found


def _stored(drawn: NDArray[Any], given: NDArray[Any]) -> list[Sound | None]:
    valid = shapely.is_valid(drawn)
    lands = _hex(shapely.to_wkb(shapely.normalize(drawn)))
    texts = _hex(shapely.to_wkb(shapely.set_srid(given, WGS84), include_srid=True))
    return [Sound(text, land) if is_valid else None for text, land, is_valid in zip(texts, lands, valid, strict=True)]


def _hex(wkbs: Iterable[bytes]) -> list[str]:
    """As GEOS writes it, which takes ten times as long."""
    return [wkb.hex().upper() for wkb in wkbs]


def _plain(geometry: object) -> list[list[list[Any]]] | None:
    """The parts of a geometry that has nothing but what it should, by kinds and lengths alone."""
    if type(geometry) is not dict or len(geometry) != 2:
        return None
    coordinates: Any = geometry.get("coordinates")
    parts: Any = [coordinates] if geometry.get("type") == "Polygon" else coordinates
    if geometry.get("type") not in ("Polygon", "MultiPolygon") or not _lists(parts) or len(parts) > MAX_PARTS:
        return None
    if not all(map(_lists, parts)):
        return None
    rings = list(chain.from_iterable(parts))
    if len(rings) > MAX_RINGS or not all(map(_lists, rings)) or sum(map(len, rings)) > MAX_POSITIONS:
        return None
    return list(parts) if all(map(_is_ring, rings)) else None


def _lists(value: Any) -> bool:
    """A list of lists with something in it."""
    return type(value) is list and set(map(type, value)) == {list}


def _is_ring(ring: list[list[Any]]) -> bool:
    return len(ring) >= 4 and set(map(len, ring)) == {2} and set(map(type, chain.from_iterable(ring))) == {float}


def _arrays(shapes: list[list[list[Any]]]) -> tuple[Floats, Indices, Indices, Indices]:
    """All positions, and the ring of each, the part of each ring and the shape of each part, as running numbers."""
    parts = list(chain.from_iterable(shapes))
    rings = list(chain.from_iterable(parts))
    numbers = chain.from_iterable(chain.from_iterable(rings))
    places = np.fromiter(numbers, dtype=np.float64).reshape(-1, 2)
    return places, _owners(rings), _owners(parts), _owners(shapes)


def _owners(groups: Sequence[Sequence[Any]]) -> Indices:
    return np.repeat(np.arange(len(groups)), [len(group) for group in groups])


def _odd(places: Floats, rounded: Floats, ring: Indices) -> Flags:
    """Positions out of the country, unsure to round, or the same as the one before; the last of an open ring."""
    lon, lat = rounded[:, 0], rounded[:, 1]
    is_in = (lon >= LON_DEG[0]) & (lon <= LON_DEG[1]) & (lat >= LAT_DEG[0]) & (lat <= LAT_DEG[1])
    steps = np.where(is_in[:, None], places, 0.0) * 10.0**DECIMALS
    odd: Flags = ~is_in | (np.abs(steps - np.rint(steps)) > UNSURE).any(axis=1)
    odd[1:] |= (rounded[1:] == rounded[:-1]).all(axis=1) & (ring[1:] == ring[:-1])
    first, last = _ends(ring)
    odd[last] |= (rounded[first] != rounded[last]).any(axis=1)
    return odd


def _ends(ring: Indices) -> tuple[Indices, Indices]:
    """Where each ring begins and ends among the positions."""
    first = np.flatnonzero(np.r_[True, ring[1:] != ring[:-1]])
    return first, np.r_[first[1:], len(ring)] - 1


def _closed(places: Floats, ring: Indices) -> Floats:
    """The positions as given, each ring closed by its very first one."""
    first, last = _ends(ring)
    places[last] = places[first]
    return places


def _without(is_bad: Flags, ring: Indices, part: Indices, shape: Indices) -> tuple[Indices, Indices, Indices]:
    """The running numbers of what is left, from 0 again."""
    bad_part = is_bad[shape]
    bad_ring = bad_part[part]
    return (
        _renumbered(ring[~bad_ring[ring]], bad_ring),
        _renumbered(part[~bad_ring], bad_part),
        _renumbered(shape[~bad_part], is_bad),
    )


def _renumbered(owners: Indices, is_gone: Flags) -> Indices:
    return (np.cumsum(~is_gone) - 1)[owners]


def _multipolygons(places: Floats, ring: Indices, part: Indices, shape: Indices) -> NDArray[Any]:
    polygons = shapely.polygons(shapely.linearrings(places, indices=ring), indices=part)
    multipolygons: NDArray[Any] = shapely.multipolygons(polygons, indices=shape)
    return multipolygons
