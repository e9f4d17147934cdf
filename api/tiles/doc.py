"""Tiles for OpenAPI 3.1: the paths of every collection, made from the same layers that the tiles obey."""

from __future__ import annotations

from typing import Any

from api.collections import COLLECTIONS, Collection
from api.tiles.layers import LAYERS
from api.tiles.tile import GENERAL
from api.tiles.views import GRID, MVT
from spatial.tiles import MAX_ZOOM

Json = dict[str, Any]
PROBLEM: Json = {
    "description": "A problem",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
TEXT: Json = {"type": "string"}
LINKS: Json = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["rel", "href"],
        "properties": {"rel": TEXT, "type": TEXT, "href": TEXT, "templated": {"type": "boolean"}},
    },
}
PAIR: Json = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
TILESET: Json = {
    "type": "object",
    "required": ["dataType", "crs", "tileMatrixSetURI", "links"],
    "properties": {
        "title": TEXT,
        "x-title-th": TEXT,
        "dataType": {"const": "vector"},
        "crs": TEXT,
        "tileMatrixSetURI": TEXT,
        "boundingBox": {"type": "object", "properties": {"lowerLeft": PAIR, "upperRight": PAIR}},
        "tileMatrixSetLimits": {"type": "array", "items": {"type": "object"}},
        "layers": {"type": "array", "items": {"type": "object"}},
        "links": LINKS,
    },
}
TILEJSON: Json = {
    "type": "object",
    "required": ["tilejson", "tiles", "vector_layers"],
    "properties": {
        "tilejson": {"const": "3.0.0"},
        "name": TEXT,
        "description": TEXT,
        "scheme": {"const": "xyz"},
        "tiles": {"type": "array", "items": TEXT},
        "minzoom": {"type": "integer"},
        "maxzoom": {"type": "integer"},
        "bounds": {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
        "center": {"type": "array", "items": {"type": "number"}, "minItems": 3, "maxItems": 3},
        "vector_layers": {"type": "array", "items": {"type": "object"}},
    },
}


def paths() -> Json:
    """{path: {method: operation}} of the tiles, under the root of the API."""
    found: Json = {}
    for collection in COLLECTIONS.values():
        found |= _paths_of(collection)
    return found


def _paths_of(collection: Collection) -> Json:
    name, title = collection.name, collection.name.capitalize()
    root = f"/collections/{name}/tiles"
    listed = {"type": "object", "required": ["tilesets"], "properties": {"links": LINKS, "tilesets": {
        "type": "array", "items": TILESET}}}  # fmt: skip
    return {
        root: {"get": _read(f"list{title}Tilesets", "The tilesets of the collection", listed)},
        f"{root}/{GRID}": {"get": _read(f"get{title}Tileset", "The tileset in Web Mercator", TILESET)},
        f"{root}/{GRID}/tilejson": {"get": _read(f"get{title}TileJson", "The tileset as TileJSON", TILEJSON)},
        f"{root}/{GRID}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}": {"get": _tile(collection, f"get{title}Tile")},
    }


def _read(operation: str, text: str, schema: Json) -> Json:
    ok = {"description": text, "content": {"application/json": {"schema": schema}}}
    return {"operationId": operation, "summary": text, "responses": {"200": ok, "default": PROBLEM}}


def _tile(collection: Collection, operation: str) -> Json:
    layers = "; ".join(f"{one.name}, zoom {one.first} to {one.last}" for one in LAYERS[collection.name])
    tag = {"ETag": {"description": "Changes with the tile", "schema": TEXT}}
    ok = {"description": "The tile", "headers": tag, "content": {MVT: {"schema": {"type": "string"}}}}
    general = [name for name in GENERAL if name != "q" or collection.search]
    filters = {n: p.title_en for n, p in collection.properties.items() if p.is_queryable}
    return {
        "operationId": operation,
        "summary": "A vector tile",
        "description": f"Layers: {layers}. Of what the caller may see; no tile holds a name of a person.",
        "parameters": [
            *(_place(name, top) for name, top in (("tileMatrix", MAX_ZOOM), ("tileRow", 2**22 - 1), ("tileCol", 2**22 - 1))),
            *(_query(name, "As in the list of items") for name in general),
            *(_query(name, text) for name, text in filters.items()),
        ],
        "responses": {
            "200": ok,
            "204": {"description": "Nothing lies there", "headers": tag},
            "304": {"description": "The tile that you hold"},
            "default": PROBLEM,
        },
    }  # fmt: skip


def _place(name: str, maximum: int) -> Json:
    schema = {"type": "integer", "minimum": 0, "maximum": maximum}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _query(name: str, text: str) -> Json:
    return {"name": name, "in": "query", "required": False, "description": text, "schema": TEXT}
