"""One tile of one collection for one user, as bytes: what a cache can wrap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api import query, values
from api.collections import Collection
from api.parameters import known, once
from api.tiles.layers import CLUSTERS, LAYERS, Layer, level_at
from parcels.permissions import Access
from parcels.tiles import Wanted, clusters, count_live, is_summed
from spatial.tiles import Tile, layer

# Parameters of a list that make sense in a tile, which is a place and has no pages.
GENERAL = ("datetime", "q", "filter", "filter-lang", "filter-crs")
# What the pyramid of counts can be asked for; anything else at its zooms is counted live.
SUMMED = {"amphoe", "state", "fy", "model"}


def tile(collection: Collection, can: Access, place: Tile, given: Mapping[str, Any]) -> bytes:
    """A Mapbox Vector Tile of what `can` may read, b"" for nothing there.

    `given` are the parameters of the address: any property of the collection, as in lists, and GENERAL. Raises
    Problem for parameters, and list_too_slow for filters that take too long.
    """
    params = once(given)
    known(params, names(collection, can))
    # Reads the parameters through the one door of lists: scope, rights and refusals are the same.
    rows = query.read(collection, can, params).matched
    found = [one for one in LAYERS[collection.name] if one.holds(place.z)]
    if collection.name == "areas" and rows is not None and "level" not in params:
        rows = rows.filter(level=level_at(place.z))
    with query.in_time():
        return b"".join(_layer(one, can, rows, place, params) for one in found)


def names(collection: Collection, can: Access) -> tuple[str, ...]:
    """The parameters that this user's tiles of the collection take."""
    general = [name for name in GENERAL if name in query.general(collection)]
    return (*general, *(n for n, p in collection.readable(can).items() if p.is_queryable))


def _layer(one: Layer, can: Access, rows: Any, place: Tile, params: Mapping[str, str]) -> bytes:
    if one is not CLUSTERS:
        return layer(rows, one.name, one.properties, place, shape=one.shape(place))
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
