"""The OpenAPI 3.0 document, made from the same declarations that the views obey (api/collections.py)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.collections import COLLECTIONS, Collection, Property
from api.cql2 import LANGUAGES
from api.parameters import DEFAULT_LIMIT, MAX_LIMIT
from api.query import OF_ITEM, general
from spatial.crs import CRS84, OFFERED

GEOJSON, PROBLEM = "application/geo+json", "application/problem+json"
Json = dict[str, Any]


class OpenAPI(APIView):
    permission_classes = [AllowAny]

    def get(self, request: Request) -> Response:
        return Response(document(), content_type="application/vnd.oai.openapi+json;version=3.0")


def document() -> Json:
    paths: Json = {}
    for collection in COLLECTIONS.values():
        paths |= _paths_of(collection)
    return {
        "openapi": "3.0.3",
        "info": {"title": "Plaeng", "version": "1", "description": "Participating parcels and zones, as GeoJSON."},
        "servers": [{"url": f"{settings.BASE_URL}/api"}],
        "security": [{"session": []}],
        "paths": {**_general_paths(), **paths},
        "components": {
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": "sessionid"}},
            "parameters": PARAMETERS,
            "responses": {"Problem": _content("A problem", {"$ref": "#/components/schemas/Problem"}, PROBLEM)},
            "schemas": _schemas(),
        },
    }


def _parameter(name: str, schema: Json, text: str, where: str = "query", *, required: bool = False) -> Json:
    return {"name": name, "in": where, "required": required, "description": text, "schema": schema}


_CRS: Json = {"type": "string", "format": "uri", "enum": [*OFFERED], "default": CRS84.uri}
PARAMETERS: Json = {
    "limit": _parameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
        "Features of a page",
    ),
    "bbox": {
        **_parameter(
            "bbox",
            {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}},
            "west,south,east,north, or six numbers with heights, in the axis order of bbox-crs",
        ),
        "style": "form",
        "explode": False,
    },
    "bbox-crs": _parameter("bbox-crs", _CRS, "Reference system of bbox"),
    "crs": _parameter("crs", _CRS, "Reference system of the answer"),
    "filter": _parameter("filter", {"type": "string", "maxLength": 4096}, "CQL2, see queryables for the names"),
    "filter-lang": _parameter(
        "filter-lang", {"type": "string", "enum": [*LANGUAGES], "default": "cql2-text"}, "Language of the filter"
    ),
    "filter-crs": _parameter("filter-crs", _CRS, "Reference system of the geometries in the filter"),
    "properties": {
        **_parameter("properties", {"type": "array", "items": {"type": "string"}}, "Only these properties"),
        "style": "form",
        "explode": False,
    },
    "datetime": _parameter("datetime", {"type": "string"}, "Instant or interval of the last change, RFC 3339"),
    "q": _parameter("q", {"type": "string", "maxLength": 2000}, "Text in code, name or application number"),
    "sortby": _parameter("sortby", {"type": "string"}, "A property, with - before it for descending"),
    "after": _parameter("after", {"type": "string"}, "Place after the last page, from the link `next`"),
    "before": _parameter("before", {"type": "string"}, "Place before the next page, from the link `prev`"),
    "contentCrs": _parameter("Content-Crs", _CRS, "Reference system of the body's shapes", "header"),
    "skipGeometry": _parameter("skipGeometry", {"type": "boolean"}, "Leave shapes out"),
    "f": _parameter("f", {"type": "string", "enum": ["json", "geojson"]}, "Format"),
    "uid": _parameter("uid", {"type": "string"}, "Identity of the feature", "path", required=True),
    "ifMatch": _parameter("If-Match", {"type": "string"}, "The ETag that you saw", "header", required=True),
    "idempotencyKey": _parameter(
        "Idempotency-Key",
        {"type": "string", "minLength": 8, "maxLength": 200},
        "Makes the request safe to repeat",
        "header",
    ),
}


def _ref(kind: str, name: str) -> Json:
    return {"$ref": f"#/components/{kind}/{name}"}


def _content(text: str, schema: Json, media: str = "application/json") -> Json:
    return {"description": text, "content": {media: {"schema": schema}}}


def _operation(name: str, ok: Json, *parameters: Json, body: Json | None = None, status: str = "200") -> Json:
    operation: Json = {"operationId": name, "responses": {status: ok, "default": _ref("responses", "Problem")}}
    if parameters:
        operation["parameters"] = list(parameters)
    if body:
        operation["requestBody"] = {"required": True, "content": {GEOJSON: {"schema": body}}}
    return operation


def _general_paths() -> Json:
    anything: Json = {"type": "object"}
    names = {
        "/": "getLandingPage",
        "/conformance": "getConformance",
        "/collections": "getCollections",
        "/session": "getSession",
        "/me": "getMe",
        "/codes": "getCodes",
    }
    return {path: {"get": _operation(name, _content("OK", anything))} for path, name in names.items()}


def _paths_of(collection: Collection) -> Json:
    name = collection.name
    title = name.capitalize()
    root = f"/collections/{name}"
    shared = [_ref("parameters", p) for p in general(collection)]
    filters = [
        _parameter(n, {"type": "string"}, p.title_en) for n, p in collection.properties.items() if p.is_queryable
    ]
    feature, uid = _ref("schemas", title), _ref("parameters", "uid")
    features = _content("Features", _ref("schemas", f"{title}Page"), GEOJSON)
    of_item = [_ref("parameters", p) for p in OF_ITEM]
    items: Json = {"get": _operation(f"get{title}", features, *shared, *filters)}
    item: Json = {"get": _operation(f"getOneOf{title}", _content("Feature", feature, GEOJSON), uid, *of_item)}
    if collection.is_editable:
        _add_writes(items, item, title)
    paths = {root: {"get": _operation(f"describe{title}", _content("Collection", {"type": "object"}))}}
    return {**paths, f"{root}/items": items, f"{root}/items/{{uid}}": item}


def _add_writes(items: Json, item: Json, title: str) -> None:
    feature = _ref("schemas", title)
    stored = _content("Stored", feature, GEOJSON)
    uid, match, key, crs = (_ref("parameters", p) for p in ("uid", "ifMatch", "idempotencyKey", "contentCrs"))
    items["post"] = _operation(f"create{title}", stored, key, crs, body=feature, status="201")
    item["put"] = _operation(f"replace{title}", stored, uid, match, key, crs, body=feature)
    item["patch"] = _operation(f"update{title}", stored, uid, match, key, crs, body={"type": "object"})
    item["delete"] = _operation(f"delete{title}", {"description": "Gone"}, uid, match, key, status="204")


def _schemas() -> Json:
    schemas: Json = {"Problem": PROBLEM_SCHEMA}
    for collection in COLLECTIONS.values():
        title = collection.name.capitalize()
        schemas[title] = {
            "type": "object",
            "required": ["type", "geometry", "properties"],
            "properties": {
                "type": {"type": "string", "enum": ["Feature"]},
                "id": {"type": "string"},
                "geometry": {"type": "object", "nullable": True},
                "properties": {
                    "type": "object",
                    "properties": {n: _type(p) for n, p in collection.properties.items()},
                },
            },
        }
        schemas[f"{title}Page"] = {
            "type": "object",
            "required": ["type", "features"],
            "properties": {
                "type": {"type": "string", "enum": ["FeatureCollection"]},
                "features": {"type": "array", "items": _ref("schemas", title)},
                "numberMatched": {"type": "integer"},
                "numberReturned": {"type": "integer"},
                "timeStamp": {"type": "string", "format": "date-time"},
                "links": {"type": "array", "items": {"type": "object"}},
            },
        }
    return schemas


def _type(prop: Property) -> Json:
    shapes: Json = {
        "uuid": {"type": "string", "format": "uuid"},
        "datetime": {"type": "string", "format": "date-time"},
        "rai": {"type": "object"},
    }
    shape = shapes.get(prop.type, {"type": prop.type})
    return {**shape, "nullable": True, "title": prop.title_en, "readOnly": not prop.is_writable}


PROBLEM_SCHEMA: Json = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "findings": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "code": {"type": "string"},
                    "path": {"type": "string"},
                    "at": {"type": "array", "items": {"type": "number"}},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
