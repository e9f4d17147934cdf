"""Parcels at two moments."""

from __future__ import annotations

from api.compare import MOST
from api.openapi.building import (
    FLAG,
    JSON,
    READ,
    TEXT,
    TIME,
    UID,
    Json,
    answer,
    closed,
    many,
    operation,
    parameter,
    ref,
)
from api.openapi.parameters import PLAIN_TEXT
from api.openapi.register import PLAIN
from parcels.compare import APPEARED, CHANGED, GONE


def paths() -> Json:
    asked = [
        parameter("from", TIME, ("The earlier moment", "เวลาก่อน"), required=True),
        parameter("to", TIME, ("The later moment; now without it", "เวลาหลัง ถ้าไม่ระบุคือเดี๋ยวนี้")),
        parameter(
            "bbox", PLAIN_TEXT, ("west,south,east,north in degrees", "ตะวันตก,ใต้,ตะวันออก,เหนือ เป็นองศา"), required=True
        ),
    ]
    words = (
        f"What became of the parcels of a place between two moments; at most {MOST} are looked at",
        f"แปลงในพื้นที่เปลี่ยนไปอย่างไรระหว่างสองเวลา ดูไม่เกิน {MOST} แปลง",
    )
    good = answer(("Parcels that differ, by code", "แปลงที่ต่างกัน ตามเลขแปลง"), {JSON: ref("schemas", "Comparison")})
    compare = operation("compareParcels", "parcels", words, {"200": good}, READ, parameters=[*asked, *PLAIN])
    return {"/collections/parcels/compare": {"get": compare}}


def schemas() -> Json:
    side: Json = {"type": ["object", "null"]}
    change: Json = {"type": "string", "enum": [APPEARED, GONE, CHANGED]}
    difference = closed(
        {"uid": UID, "code": TEXT, "change": change, "columns": many(TEXT), "before": side, "after": side}
    )
    return {"Comparison": closed({"from": TIME, "to": TIME, "is_whole": FLAG, "items": many(difference)})}
