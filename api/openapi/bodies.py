"""What may be sent: schemas of request bodies, read off the serializers that judge them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api import schemas
from api.collections import Collection
from api.items import MAX_FEATURES
from api.openapi.building import Json, closed, either, many, ref, said, singular
from api.parsing import MAX_BATCH, MAX_BODY, MAX_TEXT
from api.serializers import INPUT
from parcels.models.codes import LISTS
from spatial.areas.models import Area

# Texts hold no control characters but tab and new line.
FREE = "^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]*$"
# Features of other servers bring it along.
PASSED_OVER: Json = said("May be anything and is not looked at", "เป็นอะไรก็ได้ ระบบไม่ใช้")
_LISTS = {model: name for name, model in LISTS.items()}


def create(collection: Collection) -> Json:
    """A Feature to store; its `id` may be a UUID that the client made."""
    known = _members(collection)
    needed = tuple(name for name, field in _fields(collection).items() if field.required and name != "geom")
    needs_shape = _fields(collection)["geom"].required
    members = {**_feature(collection), "properties": closed(known, needed)}
    return closed(members, ("type", "properties", *(("geometry",) if needs_shape else ())))


def replace(collection: Collection) -> Json:
    """The whole Feature: computed members may stand there as long as they say what is true."""
    computed = {n: schemas.value(p) for n, p in collection.properties.items() if not p.is_writable}
    needed = tuple(name for name, field in _fields(collection).items() if field.required and name != "geom")
    members = {**_feature(collection), "properties": closed({**_members(collection), **computed}, needed)}
    return closed(members, ("type", "geometry", "properties"))


def patch(collection: Collection) -> Json:
    """A merge patch (RFC 7396) of a Feature: the members that change."""
    members = {**_feature(collection), "properties": closed(_members(collection), ())}
    return closed({name: members[name] for name in ("type", "id", "geometry", "properties")}, ())


def batch(collection: Collection) -> Json:
    """Features that are stored all or none."""
    words = said(
        f"At most {MAX_FEATURES} features and {MAX_BATCH // MAX_BODY} MiB; all are stored or none",
        f"ไม่เกิน {MAX_FEATURES} รายการ และ {MAX_BATCH // MAX_BODY} MiB บันทึกทั้งหมดหรือไม่บันทึกเลย",
    )
    return words | closed(
        {
            "type": {"const": "FeatureCollection"},
            "features": many(ref("schemas", f"New{singular(collection)}"), minItems=1),
            **dict.fromkeys(("name", "links", "timeStamp"), PASSED_OVER),
        },
        ("type", "features"),
    )


def example(collection: Collection) -> Json:
    """A Feature that can be stored as it stands, by an officer of amphoe Mueang Phetchabun."""
    ring = [[101.15, 16.4], [101.151, 16.4], [101.151, 16.401], [101.15, 16.401], [101.15, 16.4]]
    if collection.name == "zones":
        properties: Json = {"parcel": "00000000-0000-4000-8000-000000000000", "zone_type": "nong"}
        return {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": properties}
    return {"type": "Feature", "geometry": None, "properties": {"tambon": "670101", "name": "แปลงตัวอย่าง"}}


def _feature(collection: Collection) -> Json:
    shapes: list[Json] = [ref("schemas", "PolygonIn")]
    if collection.geometry == "MultiPolygon":
        shapes.append(ref("schemas", "MultiPolygonIn"))
    if _fields(collection)["geom"].allow_null:
        shapes.append({"type": "null"})
    return {
        "type": {"const": "Feature"},
        "id": either({"type": "string", "format": "uuid"}),
        "geometry": {"anyOf": shapes} if len(shapes) > 1 else shapes[0],
        "links": PASSED_OVER,
    }


def _fields(collection: Collection) -> dict[str, Any]:
    return dict(INPUT[collection.name]().fields)


def _members(collection: Collection) -> Json:
    return {name: _member(collection, name, field) for name, field in _fields(collection).items() if name != "geom"}


def _member(collection: Collection, name: str, field: Any) -> Json:
    prop = collection.properties[name]
    shape = _shape(field)
    if field.allow_null and "type" in shape and "enum" not in shape:
        shape = schemas.nullable(shape)
    return {**schemas.titles(prop.title_en, prop.title_th), **shape}


def _shape(field: Any) -> Json:
    """The JSON Schema of a field of a serializer."""
    if isinstance(field, serializers.BooleanField):
        return {"type": "boolean"}
    if isinstance(field, serializers.DecimalField):
        return _decimal(field)
    if isinstance(field, serializers.CharField):
        longest = field.max_length or MAX_TEXT
        blank = {} if field.allow_blank else {"minLength": 1}
        return {"type": "string", "maxLength": longest, "pattern": FREE, **blank}
    model = field.queryset.model
    if model is Area:
        return {"type": "string", "pattern": "^[0-9]{6}$"}
    if isinstance(field, serializers.SlugRelatedField):
        return {"type": "string", "format": "uuid"}
    return schemas.coded(_LISTS[model], or_null=field.allow_null)


def _decimal(field: Any) -> Json:
    whole = 10 ** (field.max_digits - field.decimal_places)
    return {
        "type": "number",
        "minimum": 0,
        "exclusiveMaximum": whole,
        "multipleOf": float(f"1e-{field.decimal_places}"),
    }
