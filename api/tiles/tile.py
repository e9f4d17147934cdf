"""One tile of one collection for one user, as bytes: what a cache can wrap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api import query, values
from api.collections import Collection
from api.made_once import MadeOnce
from api.parameters import known, once
from api.tiles.layers import CLUSTERS, LAYERS, Layer, level_at
from parcels.permissions import Access
from parcels.tiles import Wanted, clusters, count_live, is_summed
from spatial.rows import Prepared, unplanned
from spatial.tiles import TYPES, Tile, statement

# Parameters of a list that make sense in a tile, which is a place and has no pages.
GENERAL = ("datetime", "q", "filter", "filter-lang", "filter-crs")
# What the pyramid of counts can be asked for; anything else at its zooms is counted live.
SUMMED = {"amphoe", "state", "fy", "model"}
# Statements of whole tiles, which each connection plans once, by collection, role, area and zoom.
_whole: MadeOnce[list[Prepared]] = MadeOnce(1_000)


def tile(collection: Collection, can: Access, place: Tile, given: Mapping[str, Any]) -> bytes:
    """A Mapbox Vector Tile of what `can` may read, b"" for nothing there.

    `given` are the parameters of the address: any property of the collection, as in lists, and GENERAL. Raises
    Problem for parameters, and list_too_slow for filters that take too long.
    """
    params = once(given)
    known(params, names(collection, can))
    layers = [one for one in LAYERS[collection.name] if one.holds(place.z)]
    with query.in_time():
        if not params and CLUSTERS not in layers:
            rows = [one.row(*place.keys) for one in _statements(collection, can, place.z, layers)]
            return b"".join(bytes(row[0]) for row in rows if row)
        found = _rows(collection, can, place.z, params)
        return b"".join(_layer(one, can, found, place, params) for one in layers)


def _statements(collection: Collection, can: Access, zoom: int, layers: Sequence[Layer]) -> list[Prepared]:
    """How the layers of a tile without parameters are asked for, for every tile of that zoom."""

    def make() -> list[Prepared]:
        rows = _rows(collection, can, zoom, {})
        asked = [statement(rows, one.name, one.properties, one.shape(zoom)) for one in layers]
        return [Prepared.of(sql, given, types=TYPES) for sql, given in asked]

    return _whole.once((collection.name, can.role, can.area, zoom), make)


def _rows(collection: Collection, can: Access, zoom: int, params: Mapping[str, str]) -> Any:
    """Through the one door of lists: scope, rights and refusals are the same."""
    rows = query.read(collection, can, params).matched
    if collection.name == "areas" and rows is not None and "level" not in params:
        rows = rows.filter(level=level_at(zoom))
    return rows


def names(collection: Collection, can: Access) -> tuple[str, ...]:
    """The parameters that this user's tiles of the collection take."""
    general = [name for name in GENERAL if name in query.general(collection)]
    return (*general, *(n for n, p in collection.readable(can).items() if p.is_queryable))


def _layer(one: Layer, can: Access, rows: Any, place: Tile, params: Mapping[str, str]) -> bytes:
    if one is not CLUSTERS:
        sql, given = statement(rows, one.name, one.properties, one.shape(place.z))
        row = unplanned(sql, given, place.keys)
        return bytes(row[0]) if row else b""
    if is_summed(can) and params.keys() <= SUMMED:
        return clusters(can, place, _wanted(params))
    return count_live(rows, place)


def _wanted(params: Mapping[str, str]) -> Wanted:
    def codes(name: str) -> list[str] | None:
        """What is asked for, '' for NONE; an empty text or a year 0 in the address is no value of any parcel."""
        if name not in params:
            return None
        return ["" if code == query.NONE else code for code in params[name].split(",") if code.strip("-0")]

    years = codes("fy")
    return Wanted(
        amphoe=codes("amphoe"),
        states=codes("state"),
        fys=None if years is None else [values.integer(year or "0") for year in years],
        models=codes("model"),
    )
