"""What the pages of landing, conformance and collections need beside their JSON."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request

from api.collections import COLLECTIONS
from api.pages import words
from parcels.permissions import access
from spatial.crs import OFFERED

Json = dict[str, Any]


def landing(request: Request, data: Json, name: str) -> Json:
    return {"data": data, "is_signed_in": request.user.is_authenticated}


def conformance(request: Request, data: Json, name: str) -> Json:
    return {"classes": data["conformsTo"]}


def collections(request: Request, data: Json, name: str) -> Json:
    mine = [COLLECTIONS[one["id"]] for one in data["collections"]]
    listed = [{"name": one.name, "title": words.title(one)} for one in mine]
    return {"collections": listed, "data": data, "is_signed_in": request.user.is_authenticated}


def collection(request: Request, data: Json, name: str) -> Json:
    one = COLLECTIONS[name]
    properties = one.readable(access(request.user))
    return {
        "data": data,
        "name": name,
        "title": words.title(one),
        "systems": [{"uri": uri, "epsg": crs.epsg} for uri, crs in OFFERED.items()],
        "properties": [{"name": n, "title": words.title(p), "type": p.type} for n, p in properties.items()],
        "box": data["extent"]["spatial"]["bbox"][0],
    }
