"""The address of changes."""

from __future__ import annotations

from api import parameters
from api.feed import DEFAULT_LIMIT, FOLLOWED, MAX_CURSOR
from api.openapi.building import (
    COUNT,
    FLAG,
    JSON,
    READ,
    TIME,
    UID,
    Json,
    answer,
    closed,
    many,
    operation,
    parameter,
    ref,
    singular,
)  # fmt: skip
from api.openapi.parameters import PLAIN_TEXT


def paths() -> Json:
    since = parameter(
        "since",
        {**PLAIN_TEXT, "maxLength": MAX_CURSOR},
        (
            "The place of the answer before, from its link `next`; without it a place to start from",
            "ตำแหน่งของคำตอบก่อนหน้า ให้ใช้จากลิงก์ next; ถ้าไม่ระบุ จะได้ตำแหน่งเริ่มต้น",
        ),
    )
    limit = parameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": parameters.MAX_LIMIT, "default": DEFAULT_LIMIT},
        ("Changes that are looked through; each row is told once", "จำนวนการเปลี่ยนแปลงที่ตรวจดู แต่ละรายการบอกครั้งเดียว"),
    )
    good = answer(("Changes and the next place", "การเปลี่ยนแปลงและตำแหน่งถัดไป"), {JSON: ref("schemas", "Changes")})
    words = ("Parcels and zones that have changed", "แปลงและโซนที่เปลี่ยนแปลง")
    get = operation(
        "getChanges", "changes", words, {"200": good}, (*READ, "410"),
        parameters=[since, limit, ref("parameters", "f")],
    )  # fmt: skip
    return {"/changes": {"get": get}}


def schemas() -> Json:
    features = [ref("schemas", singular(collection)) for collection in FOLLOWED.values()]
    known: Json = {
        "collection": {"type": "string", "enum": [*FOLLOWED]},
        "id": UID,
        "version": {"type": "integer", "minimum": 1},
    }
    upsert = closed({**known, "op": {"const": "upsert"}, "feature": {"anyOf": features}})
    page: Json = {
        "type": {"const": "Changes"},
        "changes": many(ref("schemas", "Change")),
        "numberReturned": COUNT,
        "hasMore": {**FLAG, "description": "More is waiting: follow `next` at once"},
        "timeStamp": TIME,
        "links": many(ref("schemas", "Link")),
    }
    return {"Change": {"oneOf": [upsert, closed({**known, "op": {"const": "delete"}})]}, "Changes": closed(page)}
