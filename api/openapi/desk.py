"""The addresses around the register: files of papers, steps of cases, versions, and what one person needs at his desk."""

from __future__ import annotations

from api.collections import COLLECTIONS
from api.history import KEPT, MOST
from api.history import Wish as VersionWish
from api.openapi.building import (
    BODY,
    COUNT,
    FLAG,
    JSON,
    MATCHED,
    NUMBER,
    READ,
    TEXT,
    TIME,
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
    parameter,
    ref,
)  # fmt: skip
from api.openapi.features import body
from api.openapi.parameters import PLAIN_TEXT
from api.openapi.register import MINIMAL, PLAIN, STORED, WRITES, told
from api.register.attachments import Turn
from api.register.desk import DEFAULT, Filter
from api.register.desk import MOST as MOST_FOUND
from api.register.disputes import Wish as CaseWish
from parcels.disputes import STEPS
from parcels.files import MAX_FILE
from parcels.models.codes import AttachmentKind

UID_AT = [ref("parameters", "uid")]
BINARY: Json = {"type": "string", "contentMediaType": "application/octet-stream"}
FILES = ("image/jpeg", "image/png", "image/webp", "application/pdf")


def _limit(most: int, standard: int) -> Json:
    schema = {"type": "integer", "minimum": 1, "maximum": most, "default": standard}
    return parameter("limit", schema, ("At most so many", "ไม่เกินจำนวนนี้"))


def paths() -> Json:
    return {**_files(), **_versions(), **_cases(), **_person(), **_sheets()}


def _files() -> Json:
    kinds = [*AttachmentKind.objects.values_list("code", flat=True)]
    asked = [
        parameter("application", UID, ("Whose paper it is", "ใบสมัคร"), required=True),
        parameter("kind", {"type": "string", "enum": kinds}, ("Kind of the paper", "ชนิดเอกสาร"), required=True),
        parameter("name", PLAIN_TEXT, ("The file's name, to be shown", "ชื่อไฟล์ที่จะแสดง")),
        parameter("parcel", UID, ("A parcel of the application", "แปลงของใบสมัคร")),
        parameter("masked", FLAG, ("The religion on an ID card is masked", "ปิดข้อมูลศาสนาบนบัตรแล้ว")),
        parameter("uid", UID, ("An identity that the client made", "รหัสที่ผู้ส่งสร้างเอง")),
    ]
    one = {JSON: ref("schemas", "Attachment")}
    made = {
        "201": answer(("Stored", "บันทึกแล้ว"), one, headers={**STORED, **headers(Location="Location")}),
        "200": answer(("Would be stored (validate=true); nothing was", "บันทึกได้ (validate=true) แต่ยังไม่ได้บันทึก"), one),
        "204": MINIMAL,
    }
    send = operation(
        "createAttachments", "attachments",
        (f"Send a photo or PDF of at most {MAX_FILE // 2**20} MiB", f"ส่งภาพหรือ PDF ไม่เกิน {MAX_FILE // 2**20} MiB"),
        made, (*UNSAFE, *BODY), parameters=[*asked, *WRITES], security=WRITERS,
        requestBody={"required": True, "content": {media: {"schema": BINARY} for media in FILES}},
    )  # fmt: skip
    same = answer(("You hold it already", "มีอยู่แล้ว"), headers=headers(ETag="ETag"))
    turned = answer(("Turned", "หมุนแล้ว"), one, headers=STORED)
    return {
        "/attachments": {"post": send},
        **{
            f"/attachments/{{uid}}/{what}": {
                "parameters": UID_AT,
                "get": operation(
                    f"get{what.capitalize()}", "attachments", words,
                    {"200": answer(words, dict.fromkeys(media, BINARY), headers=headers(ETag="ETag")), "304": same}, READ,
                    parameters=[ref("parameters", "ifNoneMatch")],
                ),
            }
            for what, words, media in (
                ("file", ("The file itself", "ตัวไฟล์"), ("image/jpeg", "application/pdf")),
                ("thumbnail", ("A small picture of a photo", "ภาพย่อ"), ("image/jpeg",)),
            )
        },
        "/attachments/{uid}/rotation": {
            "parameters": UID_AT,
            "post": operation(
                "turnAttachment", "attachments", ("Turn a photo clockwise", "หมุนภาพตามเข็มนาฬิกา"),
                {"200": turned, "204": MINIMAL}, (*UNSAFE, *BODY, *MATCHED), security=WRITERS,
                parameters=[ref("parameters", "ifMatch"), *WRITES], requestBody=body([ref("schemas", "Turn")], (JSON,)),
            ),
        },
    }  # fmt: skip


def _versions() -> Json:
    found: Json = {}
    shown = {JSON: {"oneOf": [ref("schemas", "Versions"), ref("schemas", "VersionAt")]}}
    for name in KEPT:
        collection, title = COLLECTIONS[name], name.title()
        at = parameter("at", {"type": "integer", "minimum": 1}, ("Only this version, whole", "เฉพาะรุ่นนี้ ทั้งแถว"))
        restore = operation(
            f"restore{title}", name, ("Bring a version back", f"คืนรุ่นเก่าของ{collection.title_th}"),
            {"200": answer(("The feature as it is now", "รายการปัจจุบัน"), {"application/geo+json": {"type": "object"}}, headers=STORED),
             "204": MINIMAL},
            (*UNSAFE, *BODY), parameters=[*WRITES], security=WRITERS, requestBody=body([ref("schemas", "Restore")], (JSON,)),
        )  # fmt: skip
        versions = operation(
            f"getVersionsOf{title}", name, ("All versions", f"ทุกรุ่นของ{collection.title_th}"),
            {"200": answer(("Versions, the newest first", "รุ่นทั้งหมด ใหม่สุดก่อน"), shown)}, (*READ, "422"),
            parameters=[at, *PLAIN],
        )  # fmt: skip
        path = f"/collections/{name}/items/{{uid}}"
        found[f"{path}/history"] = {"parameters": UID_AT, "get": versions}
        found[f"{path}/restore"] = {"parameters": UID_AT, "post": restore}
    words = ("What happened to an application, its land and papers", "สิ่งที่เกิดกับใบสมัคร แปลง และเอกสาร")
    line = answer(("Lines, the newest first", "รายการ ใหม่สุดก่อน"), {JSON: ref("schemas", "Versions")})
    found["/applications/{uid}/history"] = {
        "parameters": UID_AT,
        "get": operation(
            "getTimeline", "applications", words, {"200": line}, READ, parameters=[_limit(MOST, 100), *PLAIN]
        ),
    }
    return found


def _cases() -> Json:
    shown = {JSON: ref("schemas", "CaseSteps")}
    same = answer(("You hold it already", "มีอยู่แล้ว"), headers=headers(ETag="ETag"))
    state = answer(("What may be done", "สิ่งที่ทำได้"), shown, headers=headers(ETag="ETag"))
    take = ("Take a step about a case, with a reason", "ดำเนินการกับข้อพิพาท พร้อมเหตุผล")
    return {
        "/cases/{uid}/transitions": {
            "parameters": UID_AT,
            "get": operation(
                "getCaseSteps", "cases", ("What may be done about a case", "ทำอะไรกับข้อพิพาทได้"),
                {"200": state, "304": same}, READ, parameters=[*PLAIN, ref("parameters", "ifNoneMatch")],
            ),
            "post": operation(
                "takeCaseStep", "cases", take, {"200": {**state, "headers": STORED}, "204": MINIMAL},
                (*UNSAFE, *BODY, *MATCHED), parameters=[ref("parameters", "ifMatch"), *WRITES],
                requestBody=body([ref("schemas", "CaseStep")], (JSON,)), security=WRITERS,
            ),
        }
    }  # fmt: skip


def _get(name: str, words: tuple[str, str], schema: str, parameters: list[Json]) -> Json:
    good = answer(words, {JSON: ref("schemas", schema)})
    return operation(name, "desk", words, {"200": good}, READ, parameters=[*parameters, *PLAIN])


def _person() -> Json:
    gone = {"204": answer(("Done", "เสร็จแล้ว"))}
    q = parameter("q", PLAIN_TEXT, ("A name, number, paper or place", "ชื่อ เลขที่ เอกสาร หรือสถานที่"))
    fy = parameter("fy", {"type": "string", "pattern": "^[0-9]{4}$"}, ("Fiscal year", "ปีงบประมาณ"))
    number = parameter("number", {"type": "string", "pattern": "^[0-9]{1,18}$"}, ("Its id", "รหัส"), "path")
    found, limit = ("What it finds, the nearest first", "สิ่งที่พบ ใกล้เคียงสุดก่อน"), _limit(MOST_FOUND, DEFAULT)
    after = parameter("after", {"type": "string"}, ("Where the page before ended", "จุดที่หน้าก่อนจบ"))
    keep = operation(
        "saveFilter", "desk", ("Keep a search under a name", "เก็บการค้นหาไว้ใต้ชื่อ"),
        {"201": answer(("Kept", "เก็บแล้ว"), {JSON: ref("schemas", "Filter")})}, (*UNSAFE, *BODY), security=WRITERS,
        requestBody=body([ref("schemas", "NewFilter")], (JSON,)),
    )  # fmt: skip
    drop = operation("dropFilter", "desk", ("Drop a search", "ลบการค้นหา"), gone, UNSAFE, security=WRITERS)
    read = operation("readNotices", "desk", ("Mark all as read", "อ่านทั้งหมดแล้ว"), gone, UNSAFE, security=WRITERS)
    text = ("A text about an application for a chat; it names nobody", "ข้อความสำหรับส่งแชต ไม่มีชื่อบุคคล")
    return {
        "/search": {"get": _get("search", found, "Found", [q, limit])},
        "/work": {
            "get": _get(
                "getMyWork", ("What waits for me, the oldest first", "งานที่รอฉัน เก่าสุดก่อน"), "MyWork", [limit, after]
            )
        },
        "/filters": {"get": _get("getFilters", ("Searches that I keep", "การค้นหาที่เก็บไว้"), "Filters", []), "post": keep},
        "/filters/{number}": {"parameters": [number], "delete": drop},
        "/notices": {"get": _get("getNotices", ("What I was told", "สิ่งที่แจ้งฉัน"), "Notices", [limit]), "post": read},
        "/applications/figures": {
            "get": _get("getFigures", ("Applications by state", "จำนวนใบสมัครตามสถานะ"), "StateCounts", [fy])
        },
        "/applications/{uid}/message": {"parameters": UID_AT, "get": _get("getMessage", text, "Message", [])},
    }


def _sheets() -> Json:
    number = parameter("number", {"type": "string"}, ("As on the deed: 5241 IV 3204", "ตามโฉนด: 5241 IV 3204"), "path")
    words = ("Where a cadastral map sheet lies", "ระวางอยู่ที่ไหน")
    return {"/sheets/{number}": {"parameters": [number], "get": _get("getSheet", words, "Sheet", [])}}


def schemas() -> Json:
    maybe, uid = {"type": ["string", "null"]}, either(UID)
    columns: Json = {"type": "object", "additionalProperties": True}
    version = closed(
        {"table": TEXT, "uid": UID, "version": COUNT, "operation": {"enum": ["INSERT", "UPDATE", "DELETE"]}, "at": TIME,
         "who": TEXT, "via": TEXT, "before": columns, "after": columns}
    )  # fmt: skip
    found = closed(
        {"kind": TEXT, "uid": uid, "label": TEXT, "detail": maybe, "application": uid, "parcel": uid, "state": maybe,
         "near": {"type": "number", "minimum": 0, "maximum": 1}}
    )  # fmt: skip
    waiting = closed(
        {
            "uid": UID,
            "no": TEXT,
            "state": TEXT,
            "state_since": TIME,
            "fy": COUNT,
            "model": TEXT,
            "tambon": TEXT,
            "tambon_th": maybe,
            "tambon_en": maybe,
            "name_th": TEXT,
        }
    )
    notice = closed({"kind": TEXT, "application": uid, "at": TIME, "is_read": FLAG, "message": TEXT})
    kept = {"id": COUNT, "name": TEXT, "query": TEXT}
    step = closed({"to": TEXT, "possible": FLAG, "roles": many(TEXT)})
    place = closed({"name": TEXT, "east_m": COUNT, "north_m": COUNT, "crs": {"const": "EPSG:24047"}})
    ring = closed({"type": {"const": "Polygon"}, "coordinates": many(many(many(NUMBER)))})
    states: Json = {"type": "string", "enum": [one.to for one in STEPS]}
    return {
        "Versions": closed({"items": many(version)}),
        "VersionAt": closed({"version": COUNT, "columns": columns}),
        "Restore": told(VersionWish),
        "Turn": told(Turn, degrees={"type": "integer", "enum": [90, 180, 270]}),
        "CaseStep": told(CaseWish, to=states),
        "CaseSteps": closed({"kind": TEXT, "state": TEXT, "reason": TEXT, "closed_at": maybe, "moves": many(step)}),
        "Found": closed({"items": many(found)}),
        "MyWork": closed({"items": many(waiting), "after": maybe, "unread": COUNT}),
        "Filter": closed(kept),
        "NewFilter": told(Filter),
        "Filters": closed({"items": many(closed(kept))}),
        "Notices": closed({"items": many(notice), "unread": COUNT}),
        "Message": closed({"text": TEXT}),
        "Sheet": closed({"type": {"const": "Feature"}, "id": TEXT, "geometry": ring, "properties": place}),
    }
