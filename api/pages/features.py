"""What the pages of a list and of one feature need beside their JSON: rows, form, map."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.request import Request

from api.collections import COLLECTIONS, Collection, Property
from api.pages import words
from spatial.crs import CRS84

Json = dict[str, Any]

PLACES = ("after", "before")
# Filters that the form offers, where the caller may read the property.
OFFERED = {
    "parcels": ("state", "tambon"), "zones": ("zone_type", "stage"), "areas": ("level", "parent"),
    "area-summary": ("fy", "state", "level", "parent"), "cases": ("state",),
}  # fmt: skip
SIZES = ("20", "100", "500")


def items(request: Request, data: Json, name: str) -> Json:
    collection, found = COLLECTIONS[name], data["features"]
    names = found[0]["properties"] if found else {}
    properties = words.chosen(collection, names)
    codes = words.codes_of({**properties, **_filters(collection)})
    return {
        "name": name,
        "title": words.title(collection),
        "columns": [words.title(prop) for prop in properties.values()] or [_("Identity")],
        "rows": [_row(one, properties, codes) for one in found],
        "count": len(found),
        "matched": data.get("numberMatched"),
        "pages": {
            link["rel"]: _page(request, link["href"]) for link in data["links"] if link["rel"] in {"next", "prev"}
        },
        "form": _form(request, collection, codes),
        "shapes": _shapes(request, found),
    }


def item(request: Request, data: Json, name: str) -> Json:
    collection = COLLECTIONS[name]
    properties = words.chosen(collection, data["properties"])
    codes = words.codes_of(properties)
    facts = [(words.title(p), words.value(p, data["properties"][n], codes)) for n, p in properties.items()]
    label = facts[0][1] if facts else data["id"]
    return {
        "name": name,
        "title": words.title(collection),
        "id": data["id"],
        "label": label,
        "facts": facts,
        "shapes": _shapes(request, [data]),
        "geometry": data["geometry"],
    }


def _row(feature: Json, properties: dict[str, Property], codes: words.Codes) -> Json:
    cells = [words.value(prop, feature["properties"][name], codes) for name, prop in properties.items()]
    # The first property names the row: it is what leads to the feature.
    return {"id": feature["id"], "label": cells[0] if cells else feature["id"], "cells": cells[1:]}


def _page(request: Request, href: str) -> str:
    """A link of the JSON as one between pages."""
    return f"{request.path}?{urlsplit(href).query}&f=html"


def _filters(collection: Collection) -> dict[str, Property]:
    return {name: collection.properties[name] for name in OFFERED[collection.name]}


def _form(request: Request, collection: Collection, codes: words.Codes) -> Json:
    """The fields with what is asked for now; every other parameter goes along hidden."""
    given: QueryDict = request.GET
    filters = _filters(collection)
    sortable = [n for n, p in collection.properties.items() if p.is_sortable]
    shown = {*filters, "q", "sortby", "limit", *PLACES}
    titles = {n: words.title(collection.properties[n]) for n in sortable}
    return {
        "has_search": bool(collection.search),
        "q": given.get("q", ""),
        "filters": [
            {"name": n, "title": words.title(p), "value": given.get(n, ""), "codes": codes.get(p.codes, {})}
            for n, p in filters.items()
        ],
        "sortby": given.get("sortby", ""),
        "orders": [(sign + n, titles[n], arrow) for n in sortable for sign, arrow in (("", "↑"), ("-", "↓"))],
        "limit": given.get("limit", "100"),
        "sizes": sorted({*SIZES, given.get("limit", "100")}, key=int),
        "hidden": [(n, v) for n, v in given.items() if n not in shown],
    }


def _shapes(request: Request, found: list[Json]) -> Json | None:
    """The features for the small map, whose positions are longitude and latitude; None when there is nothing to draw."""
    if request.GET.get("crs", CRS84.uri) != CRS84.uri:
        return None
    drawn = [
        {"type": "Feature", "id": f["id"], "properties": {}, "geometry": f["geometry"]} for f in found if f["geometry"]
    ]
    return {"type": "FeatureCollection", "features": drawn} if drawn else None
