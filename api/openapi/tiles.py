"""Vector tiles of every collection, from the same layers that the tiles obey."""

from __future__ import annotations

from api.collections import COLLECTIONS, Collection
from api.openapi.building import (
    FLAG,
    JSON,
    NUMBER,
    READ,
    TEXT,
    URI,
    Json,
    answer,
    closed,
    headers,
    many,
    operation,
    parameter,
    ref,
    said,
)  # fmt: skip
from api.openapi.features import filters
from api.query import general
from api.tiles.layers import LAYERS
from api.tiles.tile import GENERAL
from api.tiles.views import GRID, MVT
from spatial.tiles import MAX_ZOOM

GRIDS = f"/tiles/{GRID}"
PLACES = (
    ("tileMatrix", MAX_ZOOM, ("Zoom", "ระดับซูม")),
    ("tileRow", 2**MAX_ZOOM - 1, ("Row, from the north", "แถว นับจากทิศเหนือ")),
    ("tileCol", 2**MAX_ZOOM - 1, ("Column, from the west", "คอลัมน์ นับจากทิศตะวันตก")),
)


def paths() -> Json:
    found: Json = {}
    for collection in COLLECTIONS.values():
        root = f"/collections/{collection.name}"
        for path, name, words, schema in METADATA:
            found[f"{root}{path}"] = {"get": _about(collection, name, words, schema)}
        found[f"{root}{GRIDS}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"] = {"get": _tile(collection)}
    return found


METADATA = (
    ("/tiles", "list{}Tilesets", ("The tilesets of the collection", "ชุดไทล์ของคอลเลกชัน"), "Tilesets"),
    (GRIDS, "get{}Tileset", ("The tileset in Web Mercator", "ชุดไทล์ใน Web Mercator"), "Tileset"),
    (f"{GRIDS}/tilejson", "get{}TileJson", ("The tileset as TileJSON", "ชุดไทล์ในรูป TileJSON"), "TileJson"),
)


def _about(collection: Collection, name: str, words: tuple[str, str], schema: str) -> Json:
    good = answer(words, {JSON: ref("schemas", schema)})
    title = name.format(collection.name.capitalize())
    return operation(title, "tiles", words, {"200": good}, READ, parameters=[ref("parameters", "f")])


def _tile(collection: Collection) -> Json:
    tag = headers(ETag="ETag")
    answers = {
        "200": answer(("The tile", "ไทล์"), {MVT: {"type": "string", "format": "binary"}}, headers=tag),
        "204": answer(("Nothing lies there", "ไม่มีอะไรอยู่ที่นั่น"), headers=tag),
        "304": answer(("The tile that you hold", "ไทล์ที่มีอยู่แล้วเป็นรุ่นปัจจุบัน"), headers=tag),
    }
    named = [ref("parameters", name) for name in GENERAL if name in general(collection)]
    places = [parameter(name, _up_to(top), words, "path") for name, top, words in PLACES]
    name = f"get{collection.name.capitalize()}Tile"
    words = (f"A vector tile of {collection.title_en.lower()}", f"เวกเตอร์ไทล์ของ{collection.title_th}")
    return operation(
        name, "tiles", words, answers, READ, **_layers(collection),
        parameters=[*places, *named, *filters(collection), ref("parameters", "ifNoneMatch")],
    )  # fmt: skip


def _up_to(top: int) -> Json:
    return {"type": "integer", "minimum": 0, "maximum": top}


def _layers(collection: Collection) -> Json:
    layers = LAYERS[collection.name]
    en = "; ".join(f"{one.name}, zoom {one.first} to {one.last}" for one in layers)
    th = "; ".join(f"{one.name} ซูม {one.first} ถึง {one.last}" for one in layers)
    return said(
        f"Layers: {en}. Of what the caller may see; no tile holds a name of a person.",
        f"ชั้นข้อมูล: {th} เฉพาะสิ่งที่ผู้ขอมีสิทธิเห็น ไม่มีชื่อบุคคลในไทล์",
    )


def schemas() -> Json:
    pair = many(NUMBER, minItems=2, maxItems=2)
    tileset: Json = {
        "title": TEXT,
        "x-title-th": TEXT,
        "dataType": {"const": "vector"},
        "crs": URI,
        "tileMatrixSetURI": URI,
        "boundingBox": closed({"lowerLeft": pair, "upperRight": pair}),
        "links": many(ref("schemas", "TileLink")),
    }
    row: Json = {"type": "integer", "minimum": 0}
    ends = dict.fromkeys(("minTileRow", "maxTileRow", "minTileCol", "maxTileCol"), row)
    whole = {
        **tileset,
        "tileMatrixSetLimits": many(closed({"tileMatrix": _zoom(), **ends})),
        "layers": many(ref("schemas", "TileLayer")),
    }
    # Beside an address it may be a template of one, which is no URI.
    link = closed({"rel": TEXT, "type": TEXT, "href": TEXT, "templated": FLAG}, ("rel", "type", "href"))
    return {
        "TileLink": link,
        "Tilesets": closed({"links": many(ref("schemas", "TileLink")), "tilesets": many(closed(tileset))}),
        "Tileset": closed(whole),
        "TileLayer": _layer(),
        "TileJson": _tilejson(),
    }


def _zoom() -> Json:
    return {"type": "string", "enum": [str(zoom) for zoom in range(MAX_ZOOM + 1)]}


def _layer() -> Json:
    field = closed({"type": {"type": "string", "enum": ["string", "number"]}})
    return closed(
        {
            "id": TEXT,
            "dataType": {"const": "vector"},
            "geometryDimension": {"type": "integer", "enum": [0, 2]},
            "minTileMatrix": _zoom(),
            "maxTileMatrix": _zoom(),
            "propertiesSchema": closed(
                {"type": {"const": "object"}, "properties": {"type": "object", "additionalProperties": field}}
            ),
        }
    )


def _tilejson() -> Json:
    zoom = _up_to(MAX_ZOOM)
    fields: Json = {"type": "object", "additionalProperties": {"type": "string", "enum": ["String", "Number"]}}
    return closed(
        {
            "tilejson": {"const": "3.0.0"},
            "name": TEXT,
            "description": TEXT,
            "scheme": {"const": "xyz"},
            "tiles": many({**TEXT, "description": "A template with {z}, {y} and {x}"}, minItems=1),
            "minzoom": zoom,
            "maxzoom": zoom,
            "bounds": many(NUMBER, minItems=4, maxItems=4),
            "center": many(NUMBER, minItems=3, maxItems=3),
            "vector_layers": many(closed({"id": TEXT, "minzoom": zoom, "maxzoom": zoom, "fields": fields})),
        }
    )
