"""Further forms of features as JSON, made of the GeoJSON that a page was rendered as: the names beside codes, JSON-FG.

JSON-FG is OGC 21-045r1, Features and Geometries JSON, Part 1: Core, 1.0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.http import HttpRequest
from django.utils.translation import gettext as _

from api.collections import Collection
from api.negotiation import KINDS_OF_JSON, PAGE
from api.values import bad
from parcels.models.codes import LISTS
from spatial.crs import CRS84, Crs

GEOJSON = "application/geo+json"
FG, FG_NAME = "application/vnd.ogc.fg+json", "jsonfg"
CORE = "http://www.opengis.net/spec/json-fg-1/1.0/conf/core"
# Columns of the code lists, by the value of `labels`.
NAMES = {"th": "name_th", "en": "name_en"}

Json = dict[str, Any]


@dataclass(frozen=True)
class Form:
    """What is asked of a page or a feature: `labels` is th, en or "" for none."""

    labels: str = ""
    is_fg: bool = False

    @property
    def media(self) -> str:
        return FG if self.is_fg else GEOJSON

    def of(self, text: bytes, collection: Collection, crs: Crs) -> bytes:
        """The GeoJSON of a feature, or of a page of them, in this form. `crs` is the one of its coordinates."""
        if not self.labels and not self.is_fg:
            return text
        found = orjson.loads(text)
        features = found.get("features", [found])
        if self.labels:
            name = _labeller(collection, NAMES[self.labels])
            for feature in features:
                feature["properties"] = name(feature["properties"])
        if self.is_fg:
            for feature in features:
                feature |= _time_and_place(feature, collection, crs)
            about = {"conformsTo": [CORE], "featureType": collection.name, "coordRefSys": crs.uri}
            found = {"type": found["type"], **about, **found}
        return orjson.dumps(found)


def asked(request: HttpRequest) -> Form:
    """The form by `labels`, and by `f` or else by Accept. Raises Problem bad_parameter."""
    labels = request.GET.get("labels", "")
    if "labels" in request.GET and labels not in NAMES:
        raise bad("labels", _("th or en"))
    if "f" in request.GET:
        return Form(labels, request.GET["f"] == FG_NAME)
    return Form(labels, request.get_preferred_type([*KINDS_OF_JSON, PAGE, FG]) == FG)


def has_codes(collection: Collection) -> bool:
    """Whether there is anything that `labels` could name: in features alone, records of the register come with their codes."""
    return bool(collection.geometry) and any(prop.codes for prop in collection.properties.values())


def _labeller(collection: Collection, column: str) -> Callable[[Mapping[str, Any]], Json]:
    """Properties -> the same, each code followed by its name, null for no code."""
    lists = {name: prop.codes for name, prop in collection.properties.items() if prop.codes}
    known = {codes: dict(LISTS[codes]._default_manager.values_list("code", column)) for codes in {*lists.values()}}

    def name(properties: Mapping[str, Any]) -> Json:
        named: Json = {}
        for key, value in properties.items():
            named[key] = value
            if key in lists:
                named[f"{key}_label"] = known[lists[key]].get(value)
        return named

    return name


def _time_and_place(feature: Json, collection: Collection, crs: Crs) -> Json:
    """The members that JSON-FG adds: `geometry` stays where it is WGS 84, and is `place` in every other system."""
    changed = feature["properties"].get(collection.changed)
    time = {"timestamp": changed.replace("+00:00", "Z")} if changed else None
    if crs == CRS84:
        return {"time": time, "place": None}
    return {"time": time, "place": feature["geometry"], "geometry": None}
