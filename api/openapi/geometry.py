"""Editing operations: what they take, read off the serializers that judge it, and what they answer."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.geometry import asked
from api.geometry.saving import MOST
from api.geometry.urls import PREVIEWS
from api.openapi import bodies
from api.openapi.building import (
    BODY,
    COUNT,
    JSON,
    NUMBER,
    TEXT,
    UID,
    UNSAFE,
    WRITERS,
    Json,
    answer,
    closed,
    either,
    headers,
    many,
    operation,
    ref,
)  # fmt: skip
from api.openapi.features import body
from api.openapi.register import MINIMAL, WRITES

POSITION: Json = many(NUMBER, minItems=2, maxItems=2)
POLYGON: Json = {"oneOf": [ref("schemas", "Polygon"), ref("schemas", "MultiPolygon")]}
POLYGON_IN: Json = {"oneOf": [ref("schemas", "PolygonIn"), ref("schemas", "MultiPolygonIn")]}
WORDS = {
    "split": ("Cut a parcel by a line", "แบ่งแปลงด้วยเส้น"),
    "merge": ("Make one parcel of two", "รวมสองแปลงเป็นแปลงเดียว"),
    "fit": ("Put a drawn border on that of its neighbours", "จัดแนวเขตให้ชิดแปลงข้างเคียง"),
    "move": (
        "Move corners, or places on an edge that become corners, with the neighbours that have that border",
        "ย้ายหมุด หรือจุดบนแนวเขตที่จะเป็นหมุดใหม่ พร้อมแปลงข้างเคียงที่ใช้แนวเขตร่วมกัน",
    ),
    "trace": ("Follow a border from one place to another", "ลากตามแนวเขต"),
    "zones": ("Cut a parcel into pieces for zones", "แบ่งแปลงเป็นโซนด้วยเส้น"),
    "pieces": (
        "Put each other's corners into zones, their parcel and its neighbours",
        "ให้โซน แปลง และแปลงข้างเคียงใช้มุมเดียวกัน",
    ),
    "check": ("Whether zones lie in their parcel", "ตรวจว่าโซนอยู่ในแปลง"),
    "design": ("Lay a standard design into a parcel", "วางแบบมาตรฐานในแปลง"),
    "traverse": ("Corners from bearings and distances", "คำนวณมุมจากทิศและระยะ"),
    "transform": ("Places of one reference system in another", "แปลงพิกัดระหว่างระบบอ้างอิง"),
    "area": ("The area of a shape", "เนื้อที่ของรูป"),
    "pond": ("What a pond holds, estimated", "ประมาณปริมาตรน้ำของสระ"),
    "quality": ("What is not in order in a tambon", "ตรวจคุณภาพรูปแปลงในตำบล"),
    "datum": ("Whether shapes were read in the wrong datum", "ตรวจว่าอ่านพิกัดผิดพื้นหลักฐานหรือไม่"),
}


def paths() -> Json:
    found: Json = {}
    for name, view in PREVIEWS.items():
        told = {"200": answer(("What it would do; nothing is stored", "ผลที่จะได้ ยังไม่บันทึก"), {JSON: _answer(name)})}
        found[f"/geometry/{name}"] = {
            "post": operation(
                f"preview{name.capitalize()}", "geometry", WORDS[name], told, (*UNSAFE, *BODY), security=WRITERS,
                requestBody=body([ref("schemas", _title(view.wish))], (JSON,)),
            )
        }  # fmt: skip
    saved = answer(
        ("Saved; with validate=true nothing was", "บันทึกแล้ว (validate=true ไม่บันทึก)"),
        {JSON: ref("schemas", "GeometrySaved")},
        headers=headers(Preference_Applied="PreferenceApplied"),
    )
    found["/geometry/save"] = {
        "post": operation(
            "saveGeometry", "geometry", ("Save all that an operation changed, or none", "บันทึกทุกการเปลี่ยนแปลงพร้อมกัน"),
            {"200": saved, "204": MINIMAL}, (*UNSAFE, *BODY, "412"), parameters=[*WRITES], security=WRITERS,
            requestBody=body([ref("schemas", "GeometryChanges")], (JSON,)),
        )
    }  # fmt: skip
    return found


def _title(wish: type[serializers.Serializer[Any]]) -> str:
    return f"Asked{wish.__name__}"


def _answer(name: str) -> Json:
    return ref("schemas", "Preview" if name in {"split", "merge", "move"} else f"Preview{name.capitalize()}")


def schemas() -> Json:
    asked_for = {_title(view.wish): _object(view.wish()) for view in PREVIEWS.values()}
    change = closed(
        {
            "action": {"enum": ["create", "update", "delete"]},
            "collection": {"enum": ["parcels", "zones"]},
            "id": UID,
            "version": {"type": "integer", "minimum": 1},
            "geometry": either(POLYGON_IN),
            "properties": {"type": "object"},
        },
        ("action", "collection", "id"),
    )
    saved = closed({name: change["properties"][name] for name in ("action", "collection", "id", "version")})
    return {
        **asked_for,
        **_answers(),
        "GeometryChanges": closed({"changes": many(change, minItems=1, maxItems=MOST)}),
        "GeometrySaved": closed({"changes": many(saved)}),
    }


def _answers() -> Json:
    area = {"area_m2": NUMBER}
    overlaps = many(closed({"parcel": TEXT, **area, "at": POSITION}))
    found = {
        "changes": many({"type": "object"}),
        "areas_m2": many(either(NUMBER)),
        "nodes": many(POSITION),
        "overlaps": overlaps,
        "outside": COUNT,
    }
    line = closed({"type": {"const": "LineString"}, "coordinates": many(POSITION)})
    zone = closed({"part": {"enum": ["mound", "water", "paddy", "living"]}, "geometry": POLYGON, **area})
    pair = closed({"parcels": many(TEXT), **area, "at": POSITION})
    return {
        "Preview": closed(found),
        "PreviewFit": closed({"geometry": POLYGON, **area, "overlaps": overlaps, "outside": COUNT}),
        "PreviewTrace": closed({"geometry": line, "length_m": NUMBER}),
        "PreviewZones": closed({"pieces": many(POLYGON), "pieces_m2": many(NUMBER), **found}),
        "PreviewPieces": closed(
            {"pieces": many(POLYGON), "pieces_m2": many(NUMBER), "of": many(COUNT), **found}
        ),
        "PreviewCheck": closed({"overlap_m2": NUMBER, "areas_m2": many(NUMBER)}),
        "PreviewDesign": closed({"zones": many(zone), "scale": NUMBER, "angle": NUMBER, **area}),
        "PreviewTraverse": closed(
            {"geometry": POLYGON, **area, "corners": many(POSITION), "corrections": many(POSITION),
             "closure_m": NUMBER, "ratio": COUNT}
        ),
        "PreviewTransform": closed({"places": many(POSITION), "scale": NUMBER}, ("places",)),
        "PreviewArea": closed({**area, "area": {"type": "object"}}),
        "PreviewPond": closed({**area, "perimeter_m": NUMBER, "volume_m3": NUMBER, "kept_m3": NUMBER}),
        "PreviewQuality": closed(
            {"parcels": COUNT, "overlaps": many(pair), "gaps": many(closed({**area, "at": POSITION})),
             "missing_nodes": many(POSITION), "near_nodes": many(many(POSITION, minItems=2, maxItems=2))}
        ),
        "PreviewDatum": closed(
            {"is_displaced": {"type": ["boolean", "null"]}, "east_m": NUMBER, "north_m": NUMBER, "offset_m": NUMBER,
             "matched": COUNT}
        ),
    }  # fmt: skip


def _object(wish: Any) -> Json:
    fields = wish.fields
    return closed(
        {name: _value(field) for name, field in fields.items()}, tuple(n for n, f in fields.items() if f.required)
    )


def _value(field: Any) -> Json:
    """The schema of what a field takes."""
    if isinstance(field, asked.Land):
        return POLYGON_IN
    if isinstance(field, asked.Piece):
        return ref("schemas", "PolygonIn")
    if isinstance(field, asked.Line):
        places = many(ref("schemas", "PositionIn"), minItems=2, maxItems=asked.MOST_PLACES)
        return closed({"type": {"const": "LineString"}, "coordinates": places})
    if isinstance(field, asked.Position):
        return ref("schemas", "PositionIn")
    if isinstance(field, asked.Pair):
        return POSITION
    if isinstance(field, asked.Real):
        return {"type": "number", "minimum": field.min_value, "maximum": field.max_value}
    if isinstance(field, serializers.ChoiceField):
        return {"enum": [*field.choices]}
    if isinstance(field, serializers.ListField):
        return many(_value(field.child), minItems=field.min_length, maxItems=field.max_length)
    if isinstance(field, serializers.Serializer):
        return _object(field)
    return bodies.value(field)
