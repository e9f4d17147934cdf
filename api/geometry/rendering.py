"""Shapes and changes as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson

from api.collections import COLLECTIONS
from api.store import Writer
from parcels.geometry import Change, Preview
from parcels.ground import Lies
from parcels.permissions import Access
from spatial.editing.nodes import Rings, Shape, polygon_of
from spatial.geodesy import area_m2

Json = dict[str, Any]
# What a piece does not take over from the whole: how much of it takes part is for people to say anew.
LEFT = {"joined_area_m2", "joined_is_estimate"}


def geojson(shape: Shape) -> Json:
    if len(shape) == 1:
        return {"type": "Polygon", "coordinates": shape[0]}
    return {"type": "MultiPolygon", "coordinates": shape}


def preview_json(can: Access, found: Preview) -> Json:
    return {
        "changes": [change_json(can, change) for change in found.changes],
        "areas_m2": [_rounded(change.area_m2) for change in found.changes],
        "nodes": found.nodes,
        "overlaps": overlaps_json(found.overlaps),
        "outside": found.outside,
    }


def change_json(can: Access, change: Change) -> Json:
    """As /geometry/save takes it."""
    about: Json = {"action": change.action, "collection": change.collection, "id": change.uid}
    if change.version is not None:
        about["version"] = change.version
    if change.shape is not None:
        about["geometry"] = geojson(change.shape)
    properties = {**(_like(can, change) if change.like else {}), **change.properties}
    return {**about, **({"properties": properties} if properties else {})}


def _like(can: Access, change: Change) -> Json:
    """The writable properties of the row that a new one comes from, those that are set."""
    collection = COLLECTIONS[change.collection]
    stored = orjson.loads(Writer(collection, can).render_row(change.like))["properties"]
    taken = {name for name, one in collection.properties.items() if one.is_writable} - LEFT
    return {name: value for name, value in stored.items() if name in taken and value not in (None, "")}


def overlaps_json(overlaps: Iterable[Lies]) -> list[Json]:
    return [{"parcel": one.parcel, "area_m2": round(one.area_m2, 4), "at": one.at} for one in overlaps]


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 4)


def areas_of(pieces: Iterable[Rings]) -> list[float]:
    return [round(area_m2(polygon_of(piece)), 4) for piece in pieces]
