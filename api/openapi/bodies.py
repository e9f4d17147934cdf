"""What may be sent: schemas of request bodies, read off the serializers that judge them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api import schemas
from api.collections import Collection, Property
from api.items import MAX_FEATURES
from api.openapi.building import Json, closed, either, many, ref, said, singular
from api.parsing import MAX_BATCH, MAX_BODY, MAX_TEXT
from api.register.fields import DeedArea, Place
from api.serializers import INPUT
from parcels.models.codes import LISTS
from spatial.areas.models import Area

# Texts hold no control characters but tab and new line.
FREE = "^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]*$"
# Features of other servers bring it along.
PASSED_OVER: Json = said("May be anything and is not looked at", "เป็นอะไรก็ได้ ระบบไม่ใช้")
AS_ON_PAPER = said("Square wah, or as on the paper: 3-1-25.5", "ตารางวา หรือตามเอกสาร เช่น 3-1-25.5")
AS_THAIS_WRITE = said("Also as Thais write it: 9 ธ.ค. 2564", "เขียนแบบไทยได้ เช่น 9 ธ.ค. 2564")
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
    return members(collection, {name: f for name, f in _fields(collection).items() if name != "geom"})


def members(collection: Collection, fields: dict[str, Any]) -> Json:
    """The properties of a collection or record as they come in, each by its field."""
    return {name: _member(collection.properties[name], field) for name, field in fields.items()}


def _member(prop: Property, field: Any) -> Json:
    shape = value(field)
    if field.allow_null and "enum" not in shape:
        shape = schemas.nullable(shape) if "type" in shape else either(shape)
    return {**schemas.titles(prop.title_en, prop.title_th), **shape}


def value(field: Any) -> Json:
    """The JSON Schema of what a field of a serializer takes."""
    if isinstance(field, serializers.BooleanField):
        return {"type": "boolean"}
    if isinstance(field, DeedArea):
        return {"anyOf": [_decimal(field), {"type": "string", "minLength": 1}], **AS_ON_PAPER}
    if isinstance(field, serializers.DecimalField):
        return _decimal(field)
    if isinstance(field, serializers.IntegerField):
        return {"type": "integer", "minimum": field.min_value, "maximum": field.max_value}
    if isinstance(field, serializers.DateField):
        return {"type": "string", "format": "date", **AS_THAIS_WRITE}
    if isinstance(field, Place):
        return closed({"type": {"const": "Point"}, "coordinates": many({"type": "number"}, minItems=2, maxItems=3)})
    if isinstance(field, serializers.UUIDField):
        return {"type": "string", "format": "uuid"}
    if isinstance(field, serializers.ListField):
        return many(value(field.child), minItems=field.min_length, maxItems=field.max_length)
    return _text(field) if isinstance(field, serializers.CharField) else _reference(field)


def _text(field: Any) -> Json:
    least = field.min_length or (0 if field.allow_blank else 1)
    shape = {"type": "string", "maxLength": field.max_length or MAX_TEXT, "pattern": FREE}
    return {**shape, "minLength": least} if least else shape


def _reference(field: Any) -> Json:
    """A row of another table, by its code or its uid."""
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
