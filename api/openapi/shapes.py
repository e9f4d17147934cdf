"""The schemas that several addresses share (components.schemas)."""

from __future__ import annotations

from api import schemas
from api.collections import COLLECTIONS, Collection
from api.openapi import bodies
from api.openapi.building import COUNT, NUMBER, TEXT, TIME, URI, Json, closed, either, many, ref, said, singular
from parcels.rights import ALL
from spatial.crs import OFFERED
from spatial.rules import LAT_DEG, LON_DEG, MAX_PARTS, MAX_POSITIONS, MAX_RINGS


def components() -> Json:
    found = {**_geometry(), **_general(), **_session(), **_reports()}
    for collection in COLLECTIONS.values():
        found |= _of(collection)
    return found


def _of(collection: Collection) -> Json:
    one = singular(collection)
    shape = ref("schemas", collection.geometry)
    feature: Json = closed(
        {
            "type": {"const": "Feature"},
            "id": schemas.identity(collection),
            "geometry": either(shape),
            "properties": closed({**schemas.values(collection.properties), **_labels(collection)}, ()),
        }
    )
    found = {one: feature, f"{one}Page": _page(ref("schemas", one))}
    if collection.is_editable:
        found |= {
            f"New{one}": bodies.create(collection),
            f"Whole{one}": bodies.replace(collection),
            f"{one}Patch": bodies.patch(collection),
            f"New{one}s": bodies.batch(collection),
            f"Stored{one}s": _stored(ref("schemas", one)),
        }
    return found


def _labels(collection: Collection) -> Json:
    """The names beside codes, with the parameter `labels`."""
    coded = {name: prop for name, prop in collection.properties.items() if prop.codes}
    return {f"{name}_label": {"type": ["string", "null"], "title": prop.title_en} for name, prop in coded.items()}


def _page(feature: Json) -> Json:
    members = {
        "type": {"const": "FeatureCollection"},
        "features": many(feature),
        "numberMatched": {**COUNT, "description": "Left out above 10,000"},
        "numberReturned": COUNT,
        "timeStamp": TIME,
        "links": many(ref("schemas", "Link")),
    }
    return closed(members, ("type", "features", "numberReturned", "timeStamp", "links"))


def _stored(feature: Json) -> Json:
    return closed({"type": {"const": "FeatureCollection"}, "features": many(feature), "numberReturned": COUNT})


def _geometry() -> Json:
    position = many(NUMBER, minItems=2, maxItems=2)
    lonlat = {
        "type": "array",
        "description": "Longitude, latitude (or as Content-Crs says), and a height, which is dropped",
        "prefixItems": [
            {"type": "number", "examples": [LON_DEG[0]]},
            {"type": "number", "examples": [LAT_DEG[0]]},
            NUMBER,
        ],
        "items": NUMBER,
        "minItems": 2,
        "maxItems": 3,
    }
    ring_in = many(ref("schemas", "PositionIn"), minItems=4)
    polygon = many(many(position, minItems=4), minItems=1)
    polygon_in = many(ring_in, minItems=1)
    # The limits hold for a whole shape, which JSON Schema cannot count.
    limits = said(
        f"At most {MAX_POSITIONS} positions, {MAX_RINGS} rings and {MAX_PARTS} parts; in Thailand, not crossing itself",
        f"ไม่เกิน {MAX_POSITIONS} จุด {MAX_RINGS} วง และ {MAX_PARTS} ส่วน อยู่ในประเทศไทย และเส้นไม่ตัดกันเอง",
    )

    def shape(kind: str, coordinates: Json, words: Json | None = None) -> Json:
        return {**closed({"type": {"const": kind}, "coordinates": coordinates}), **(words or {})}

    return {
        "PositionIn": lonlat,
        "Polygon": shape("Polygon", polygon),
        "MultiPolygon": shape("MultiPolygon", many(polygon, minItems=1)),
        "PolygonIn": shape("Polygon", polygon_in, limits),
        "MultiPolygonIn": shape("MultiPolygon", many(polygon_in, minItems=1), limits),
    }


SIDES = {
    "base": "what you began from, by the members of a patch",
    "mine": "what you sent",
    "theirs": "what it is now",
}
LISTS = {
    "asked": "members that you changed",
    "taken": "those of them that nobody else changed",
    "kept": "members that others changed and you did not",
}


def _problems() -> Json:
    """A problem, and what it is made of."""
    finding: Json = {
        "type": "object",
        "required": ["code", "path", "message"],
        "properties": {
            "code": TEXT,
            "path": {**TEXT, "description": "A JSON pointer into what was sent"},
            "at": {**many(NUMBER, minItems=2, maxItems=2), "description": "Longitude, latitude"},
            "message": TEXT,
        },
    }
    problem: Json = {
        "type": "object",
        "required": ["type", "title", "status", "detail", "code", "findings"],
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": TEXT,
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": TEXT,
            "code": {**TEXT, "description": "Stable; the sentences are not"},
            "findings": many(ref("schemas", "Finding")),
            "current": {
                "type": "object",
                "description": "With 412: the feature as it is now; with conflict: its version and etag, of a set a FeatureCollection",
            },
            **{side: {"type": "object", "description": f"With conflict: {words}"} for side, words in SIDES.items()},
            **{names: {**many(TEXT), "description": f"With conflict: {words}"} for names, words in LISTS.items()},
            "links": {**many(ref("schemas", "Link")), "description": "With 410: where to start again"},
        },
    }
    return {"Finding": finding, "Problem": problem}


def _general() -> Json:
    link = closed({"rel": TEXT, "type": TEXT, "href": URI, "title": TEXT, "hreflang": TEXT}, ("rel", "type", "href"))
    return {
        **_problems(),
        "Link": link,
        "Landing": closed({"title": TEXT, "description": TEXT, "x-description-th": TEXT,
                           "links": many(ref("schemas", "Link"))}),
        "Conformance": closed({"conformsTo": many(URI)}),
        "Collection": _collection(),
        "Collections": closed({
            "links": many(ref("schemas", "Link")), "crs": many({"enum": [*OFFERED]}),
            "collections": many(ref("schemas", "Collection")),
        }),
        "JsonSchema": {
            "type": "object",
            "required": ["$schema", "$id", "type", "properties"],
            "properties": {"$schema": {"const": schemas.DIALECT}, "$id": URI, "type": {"const": "object"},
                           "title": TEXT, "properties": {"type": "object"}},
        },
        "Code": {
            "type": "object",
            "required": ["code", "name_th", "name_en", "sort", "valid_from", "valid_to"],
            "properties": {"code": TEXT, "name_th": TEXT, "name_en": TEXT, "sort": {"type": "integer"},
                           "valid_from": _day(), "valid_to": _day()},
        },
        "Rai": {"type": "object", **schemas.RAI},
    }  # fmt: skip


def _day() -> Json:
    return {"type": ["string", "null"], "format": "date"}


def _collection() -> Json:
    crs = {"type": "string", "enum": [*OFFERED]}
    box = many(many(NUMBER, minItems=4, maxItems=4), minItems=1)
    members: Json = {
        "id": {"type": "string", "enum": [*COLLECTIONS]},
        "title": TEXT,
        "x-title-th": TEXT,
        "itemType": {"const": "feature"},
        "crs": many(crs),
        "storageCrs": crs,
        "extent": closed({"spatial": closed({"bbox": box, "crs": crs})}),
        "links": many(ref("schemas", "Link")),
    }
    return closed(members)


def _session() -> Json:
    actions = many({"type": "string", "enum": [*ALL]})
    role = closed({"code": TEXT, "name_th": TEXT, "name_en": TEXT})
    area = closed({"code": TEXT, "level": {"type": ["string", "null"]}, "name_th": TEXT, "name_en": TEXT})
    me: Json = closed(
        {
            "username": TEXT,
            "name": TEXT,
            "role": either(role),
            "area": either(area),
            "rights": {"type": "object", "additionalProperties": actions},
            "columns": many(TEXT),
        }
    )
    credentials: Json = closed(
        {
            "username": {"type": "string", "minLength": 1, "maxLength": 150, "pattern": "\\S"},
            "password": {"type": "string", "minLength": 1, "maxLength": 200},
            "code": {"type": "string", "maxLength": 20, "description": "Of the second factor, where there is one"},
        },
        ("username", "password"),
    )
    return {
        "Me": me,
        "Session": closed({"csrf": TEXT, "user": either(ref("schemas", "Me"))}),
        "Credentials": credentials,
    }


def _reports() -> Json:
    rai, m2 = ref("schemas", "Rai"), {"type": "number", "minimum": 0}
    area = {"joined_area_m2": m2, "joined_area": rai}
    row = closed({"code": TEXT, "name_th": TEXT, "name_en": TEXT, "applicants": COUNT, **area})
    institutions = closed({"sites": COUNT, **area, "is_estimate": {"type": "boolean"}, "in_survey": COUNT})
    counts: Json = {"type": "object", "additionalProperties": COUNT}
    summary: Json = closed(
        {
            "fy": {"type": "integer"},
            "area": TEXT,
            "people": closed({"applicants": COUNT, **area}),
            "institutions": institutions,
            "states": counts,
            "rows": many(row),
        }
    )
    return {
        "Summary": summary,
        "StateCounts": counts,
        "AreaAt": closed({"tambon": {"type": "string", "pattern": "^[0-9]{6}$"}, "name_th": TEXT, "name_en": TEXT}),
    }
