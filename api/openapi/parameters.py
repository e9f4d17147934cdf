"""The parameters that several addresses share (components.parameters)."""

from __future__ import annotations

from api.conditional import KEY
from api.cql2 import LANGUAGES
from api.forms import FG_NAME, NAMES
from api.openapi.building import Json, many, parameter
from api.parameters import DEFAULT_LIMIT, MAX_LIMIT
from spatial.crs import CRS84, OFFERED

# No control characters: what the gate of every parameter refuses.
PLAIN = "^[^\\x00-\\x1f\\x7f]*$"
PLAIN_TEXT: Json = {"type": "string", "maxLength": 2000, "pattern": PLAIN}
_VERSION = '"[0-9]{1,9}(-[0-9a-f]{16})?"'
_TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?([Zz]|[+-][0-9]{2}:?[0-9]{2}))?"
_DATETIME = f"^({_TIME}|({_TIME}|\\.\\.|)/({_TIME}|\\.\\.|))$"
_CRS: Json = {"type": "string", "format": "uri", "enum": [*OFFERED], "default": CRS84.uri}
_BOXES = [{"minItems": count, "maxItems": count} for count in (4, 6)]

PARAMETERS: Json = {
    "limit": parameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
        ("Features of a page", "จำนวนรายการต่อหน้า"),
    ),
    "bbox": parameter(
        "bbox",
        {"type": "array", "items": {"type": "number"}, "oneOf": _BOXES},
        (
            "west,south,east,north, or six numbers with heights, in the axis order of bbox-crs",
            "ตะวันตก,ใต้,ตะวันออก,เหนือ หรือหกจำนวนรวมความสูง ตามลำดับแกนของ bbox-crs",
        ),
    ),
    "bbox-crs": parameter("bbox-crs", _CRS, ("Reference system of bbox", "ระบบพิกัดของ bbox")),
    "crs": parameter("crs", _CRS, ("Reference system of the answer", "ระบบพิกัดของคำตอบ")),
    "filter": parameter(
        "filter",
        {"type": "string", "minLength": 1, "maxLength": 4096},
        ("CQL2, at most 4 KiB; see queryables for the names", "ตัวกรอง CQL2 ไม่เกิน 4 KiB ชื่อที่ใช้ได้อยู่ใน queryables"),
    ),
    "filter-lang": parameter(
        "filter-lang",
        {"type": "string", "enum": [*LANGUAGES], "default": "cql2-text"},
        ("Language of the filter", "ภาษาของตัวกรอง"),
    ),
    "filter-crs": parameter(
        "filter-crs", _CRS, ("Reference system of the shapes in the filter", "ระบบพิกัดของรูปในตัวกรอง")
    ),
    "datetime": parameter(
        "datetime",
        {"type": "string", "pattern": _DATETIME},
        (
            "Last change: an instant or a day (RFC 3339), or start/end with .. for an open end",
            "เวลาที่แก้ไขล่าสุด: เวลาหรือวัน (RFC 3339) หรือ เริ่ม/สิ้นสุด โดย .. คือไม่จำกัด",
        ),
    ),
    "q": parameter("q", PLAIN_TEXT, ("Text in code, name or application number", "ข้อความในรหัส ชื่อ หรือเลขที่ใบสมัคร")),
    "after": parameter(
        "after", PLAIN_TEXT, ("Place after a page: take it from the link next", "ตำแหน่งถัดจากหน้า ให้ใช้จากลิงก์ next")
    ),
    "before": parameter(
        "before", PLAIN_TEXT, ("Place before a page: take it from the link prev", "ตำแหน่งก่อนหน้า ให้ใช้จากลิงก์ prev")
    ),
    "skipGeometry": parameter(
        "skipGeometry", {"type": "boolean", "default": False}, ("Leave shapes out", "ไม่เอารูปแปลง")
    ),
    "f": parameter(
        "f", {"type": "string", "enum": ["json", "geojson"]}, ("Format, before Accept", "รูปแบบข้อมูล สำคัญกว่า Accept")
    ),
    "fPage": parameter(
        "f",
        {"type": "string", "enum": ["json", "geojson", "html"]},
        ("Format, before Accept; html is a page for people", "รูปแบบข้อมูล สำคัญกว่า Accept; html คือหน้าสำหรับคนอ่าน"),
    ),
    "fFeature": parameter(
        "f",
        {"type": "string", "enum": ["json", "geojson", FG_NAME, "html"]},
        (
            "Format, before Accept; jsonfg is OGC Features and Geometries JSON, html a page for people",
            "รูปแบบข้อมูล สำคัญกว่า Accept; jsonfg คือ OGC Features and Geometries JSON, html คือหน้าสำหรับคนอ่าน",
        ),
    ),
    "labels": parameter(
        "labels",
        {"type": "string", "enum": [*NAMES]},
        ("Beside each code its name, as …_label", "ใส่ชื่อของรหัสไว้ข้างรหัสแต่ละตัว เป็น …_label"),
    ),
    "uid": parameter(
        "uid", {"type": "string", "format": "uuid"}, ("Identity of the feature", "รหัสประจำรายการ"), "path"
    ),
    "ifMatch": parameter(
        "If-Match",
        {"type": "string", "pattern": f"^(\\*|{_VERSION}(, *{_VERSION}){{0,9}})$"},
        ("The ETag that you saw; * for any", "ETag ที่เห็นล่าสุด หรือ * คือรุ่นใดก็ได้"),
        "header",
        required=True,
    ),
    "ifNoneMatch": parameter(
        "If-None-Match",
        {"type": "string"},
        ("The ETag that you hold: 304 when it is current", "ETag ที่มีอยู่ ถ้ายังเป็นรุ่นปัจจุบันจะตอบ 304"),
        "header",
    ),
    "idempotencyKey": parameter(
        "Idempotency-Key",
        {"type": "string", "minLength": 8, "maxLength": 200, "pattern": f"^{KEY.pattern}$"},
        (
            "Makes the request safe to repeat: the first answer comes again",
            "ทำให้ส่งซ้ำได้อย่างปลอดภัย: จะได้คำตอบครั้งแรกอีกครั้ง",
        ),
        "header",
    ),
    "contentCrs": parameter(
        "Content-Crs",
        {"type": "string", "enum": [*OFFERED, *(f"<{uri}>" for uri in OFFERED)]},
        ("Reference system of the shapes in the body; CRS84 without it", "ระบบพิกัดของรูปที่ส่งมา ถ้าไม่ระบุคือ CRS84"),
        "header",
    ),
    "prefer": parameter(
        "Prefer",
        {"type": "string", "examples": ["return=minimal", "return=representation", "merge"]},
        (
            "return=minimal: an answer without a body; merge, with PATCH and /geometry/save: a change of an older version is put together "
            "with what others have changed since, or 409 conflict",
            "return=minimal: คำตอบไม่มีเนื้อหา; merge ใช้กับ PATCH และ /geometry/save: นำการแก้จากรุ่นเก่ามารวมกับสิ่งที่ผู้อื่นแก้ไปแล้ว หรือตอบ 409 conflict",
        ),
        "header",
    ),
    "validate": parameter(
        "validate",
        {"type": "boolean", "default": False},
        ("true: check everything and store nothing", "true: ตรวจทุกข้อโดยไม่บันทึก"),
    ),
}


def chosen(names: list[str]) -> Json:
    """The parameter `properties` of a collection."""
    return parameter(
        "properties",
        many({"type": "string", "enum": [*names, ""]}, minItems=1),
        ("Only these properties; empty for none", "เอาเฉพาะคุณสมบัติเหล่านี้ ถ้าว่างคือไม่เอาเลย"),
    )


def order(names: list[str]) -> Json:
    """The parameter `sortby` of a collection."""
    return parameter(
        "sortby",
        {"type": "string", "enum": [sign + name for name in names for sign in ("", "-", "+")]},
        ("A property, with - before it for descending", "คุณสมบัติที่ใช้เรียง ใส่ - ข้างหน้าคือมากไปน้อย"),
    )
