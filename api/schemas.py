"""JSON Schema (2020-12) of what features hold: one source for the schema, the queryables and the OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from api.collections import Collection, Property
from parcels.models.codes import LISTS

Json = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
RAI: Json = {
    "required": ["rai", "ngan", "wah", "text"],
    "properties": {
        "rai": {"type": "integer", "minimum": 0},
        "ngan": {"type": "integer", "minimum": 0, "maximum": 3},
        "wah": {"type": "number", "minimum": 0, "exclusiveMaximum": 100},
        "text": {"type": "string", "pattern": "^[0-9]+-[0-3]-[0-9]{2}\\.[0-9]$"},
    },
    "additionalProperties": False,
}
KINDS: dict[str, Json] = {
    "uuid": {"type": "string", "format": "uuid"},
    "datetime": {"type": "string", "format": "date-time"},
    "date": {"type": "string", "format": "date"},
    "rai": {"type": "object", **RAI},
    "point": {
        "type": "object",
        "required": ["type", "coordinates"],
        "properties": {"type": {"const": "Point"}, "coordinates": {"type": "array", "items": {"type": "number"}}},
    },
}


def titles(en: str, th: str) -> Json:
    """A title in both languages; the Thai one stands in a member of our own."""
    return {"title": en, "x-title-th": th}


def nullable(schema: Json) -> Json:
    """The same type or null."""
    return {**schema, "type": [schema["type"], "null"]}


def coded(name: str, *, or_null: bool = False) -> Json:
    """The codes of a list as an enumeration, each with its title."""
    rows = LISTS[name]._default_manager.values("code", "name_en", "name_th")
    known: list[Json] = [{"const": row["code"], **titles(row["name_en"], row["name_th"])} for row in rows]
    if or_null:
        known.append({"const": None, **titles("no value", "ไม่มีค่า")})
    kind: Any = ["string", "null"] if or_null else "string"
    return {"type": kind, "enum": [one["const"] for one in known], "oneOf": known}


def value(prop: Property) -> Json:
    """The values of a property as they come out, null among them."""
    plain = KINDS.get(prop.type, {"type": prop.type})
    form = coded(prop.codes, or_null=True) if prop.codes else nullable(plain)
    return {**titles(prop.title_en, prop.title_th), **form, "readOnly": not prop.is_writable}


def values(properties: dict[str, Property]) -> Json:
    """All of them by name, with what OGC API Features Part 5 says of order and roles."""
    found = {name: value(prop) for name, prop in properties.items()}
    if "updated_at" in found:
        found["updated_at"]["x-ogc-role"] = "primary-instant"
    return {name: {**schema, "x-ogc-propertySeq": n} for n, (name, schema) in enumerate(found.items(), start=1)}


def shape(collection: Collection) -> Json:
    """The geometry under the name by which a filter calls it."""
    return {
        **titles("Shape", "รูป"),
        "x-ogc-role": "primary-geometry",
        "format": f"geometry-{collection.geometry.lower()}",
    }


def identity(collection: Collection) -> Json:
    """The member `id` of a feature."""
    kind = {"format": "uuid"} if collection.key == "uid" else {"pattern": collection.key_pattern}
    return {**titles("Identity", "รหัสประจำรายการ"), "type": "string", **kind, "x-ogc-role": "id", "readOnly": True}


def document(address: str, title: Json, properties: Json, required: Iterable[str] = ()) -> Json:
    """A schema that stands at an address of its own."""
    return {
        "$schema": DIALECT,
        "$id": address,
        "type": "object",
        **title,
        "properties": properties,
        **({"required": [*required]} if required else {}),
        "additionalProperties": False,
    }
