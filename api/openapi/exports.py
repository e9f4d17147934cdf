"""Files: as the answer of a list, and as jobs."""

from __future__ import annotations

from typing import Any

from api.collections import COLLECTIONS
from api.exports.asking import COMPANION, MAX_PURPOSE, OWN
from api.exports.jobs import LISTED, NAMES, STATUS
from api.forms import FG_NAME
from api.openapi.building import (
    BODY,
    COUNT,
    GEOJSON,
    JSON,
    READ,
    TEXT,
    TIME,
    UID,
    UNSAFE,
    URI,
    WRITERS,
    Json,
    answer,
    closed,
    either,
    headers,
    leads,
    many,
    operation,
    parameter,
    ref,
)  # fmt: skip
from api.openapi.parameters import PLAIN, PLAIN_TEXT
from spatial.exports import FORMATS

CSVW = "application/csvm+json"
BINARY: Json = {"type": "string", "format": "binary"}
KEY = parameter("uid", UID, ("Identity of the job", "รหัสงาน"), "path")
PURPOSE: Json = {**PLAIN_TEXT, "maxLength": MAX_PURPOSE}


def files() -> dict[str, Json]:
    """The media types of the formats, with the schema of those that are JSON."""
    types = {form.media.split(";")[0]: BINARY for form in FORMATS.values()}
    return {**types, GEOJSON: ref("schemas", "WholeFile")}


def of_lists() -> dict[str, Json]:
    """What a list answers beside its pages: files, and the description of a CSV file."""
    return {**{media: one for media, one in files().items() if media != GEOJSON}, CSVW: {"type": "object"}}


def list_parameters() -> dict[str, Json]:
    """The parameters of lists that files have to do with."""
    names = [*dict.fromkeys(("json", "geojson", FG_NAME, "html", *FORMATS, COMPANION))]
    largest = max(form.most for form in FORMATS.values())
    return {
        "limit": parameter(
            "limit",
            {"type": "integer", "minimum": 1, "maximum": largest},
            (
                "Features of a page, at most 10,000 and 100 without it; of a file, all without it",
                "จำนวนรายการต่อหน้า ไม่เกิน 10,000 ถ้าไม่ระบุคือ 100; สำหรับไฟล์ ถ้าไม่ระบุคือทั้งหมด",
            ),
        ),
        "f": parameter(
            "f",
            {"type": "string", "enum": names},
            (
                "Format, before Accept; html is a page for people, csvm describes the CSV, the rest are files",
                "รูปแบบข้อมูล สำคัญกว่า Accept; html คือหน้าสำหรับคนอ่าน csvm คือคำอธิบายของ CSV นอกนั้นเป็นไฟล์",
            ),
        ),
        "purpose": parameter(
            "purpose",
            PURPOSE,
            ("What a file with names of people is needed for", "ใช้ไฟล์ที่มีชื่อบุคคลเพื่ออะไร"),
        ),
    }


def paths() -> Json:
    return {
        "/exports": {"get": _list(), "post": _create()},
        "/exports/{uid}": {"parameters": [KEY], "get": _read(), "delete": _cancel()},
        "/exports/{uid}/file": {"get": _file()},
    }


def _links(pointer: str) -> Json:
    key = {"path.uid": pointer}
    return leads(read=("getExport", key), file=("getExportFile", key), cancel=("cancelExport", key))


def _list() -> Json:
    good = answer(
        ("Jobs", "งาน"), {JSON: ref("schemas", "Jobs")}, links=_links("$response.body#/jobs/0/jobID")
    )  # fmt: skip
    words = (f"My exports, the newest {LISTED}", f"งานส่งออกของฉัน {LISTED} งานล่าสุด")
    return operation("getExports", "exports", words, {"200": good}, READ, parameters=[ref("parameters", "f")])


def _create() -> Json:
    job = {JSON: ref("schemas", "Job")}
    kept = headers(Location="Location", Retry_After="RetryAfter", Idempotency_Replayed="IdempotencyReplayed")
    made = answer(("Accepted", "รับงานแล้ว"), job, headers=kept, links=_links("$response.body#/jobID"))
    checked = answer(("Would be accepted (validate=true)", "รับได้ (validate=true) แต่ยังไม่ได้รับ"), job)
    minimal = answer(
        ("Would be accepted, as asked by return=minimal", "รับได้ ไม่มีเนื้อหาตามที่ขอด้วย return=minimal"),
        headers=headers(Preference_Applied="PreferenceApplied"),
    )
    names = ("validate", "idempotencyKey", "prefer")
    return operation(
        "createExport", "exports", ("Export a filtered list as a job", "ส่งออกรายการที่กรองเป็นงาน"),
        {"202": made, "200": checked, "204": minimal}, (*UNSAFE, *BODY),
        parameters=[ref("parameters", name) for name in names], security=WRITERS,
        requestBody={"required": True, "content": {JSON: {"schema": ref("schemas", "NewJob")}}},
    )  # fmt: skip


def _read() -> Json:
    good = answer(
        ("The job; Retry-After while it is not finished", "งาน พร้อม Retry-After ถ้ายังไม่เสร็จ"),
        {JSON: ref("schemas", "Job")},
        headers=headers(Retry_After="RetryAfter"),
        links=_links("$request.path.uid"),
    )
    words = ("How far it is", "งานถึงไหนแล้ว")
    return operation("getExport", "exports", words, {"200": good}, READ, parameters=[ref("parameters", "f")])


def _cancel() -> Json:
    gone = answer(("Cancelled, or removed with its file", "ยกเลิกแล้ว หรือลบพร้อมไฟล์แล้ว"))
    words = ("Cancel it, or remove it with its file", "ยกเลิกงาน หรือลบพร้อมไฟล์")
    return operation("cancelExport", "exports", words, {"204": gone}, UNSAFE, security=WRITERS)


def _file() -> Json:
    good = answer(("The file", "ไฟล์"), files(), headers=headers(Content_Disposition="ContentDisposition"))
    words = ("The file, while it is kept", "ไฟล์ ตราบที่ยังเก็บไว้")
    return operation("getExportFile", "exports", words, {"200": good}, (*READ, "409", "410"), parameters=[KEY])


def schemas() -> Json:
    """What stands in components.schemas."""
    asked = {"collection": {"type": "string", "enum": [*COLLECTIONS]}, "f": {"type": "string", "enum": NAMES}}
    params: Json = {
        "type": "object",
        "description": "Parameters of the list, as in its address; of a package (f: qgis) the tambon alone",
        "additionalProperties": PLAIN_TEXT,
        "propertyNames": {"pattern": PLAIN, "not": {"enum": [name for name in OWN if name != "limit"]}},
    }
    whole: Json = {
        "type": "object",
        "required": ["type", "features"],
        "properties": {"type": {"const": "FeatureCollection"}, "features": many({"type": "object"})},
    }
    return {
        "Job": _job(asked),
        "Jobs": closed({"jobs": many(ref("schemas", "Job"), maxItems=LISTED)}),
        "NewJob": closed({**asked, "params": params, "purpose": PURPOSE}, ("collection", "f")),
        "WholeFile": whole,
    }


def _job(asked: Json) -> Json:
    moment: dict[str, Any] = {**TIME, "type": ["string", "null"]}
    link = closed({"rel": {"type": "string", "enum": ["self", "result"]}, "type": TEXT, "href": URI})
    return closed(
        {
            "jobID": UID,
            "type": {"const": "process"},
            "status": {"type": "string", "enum": [*STATUS.values()]},
            "progress": {"type": "integer", "minimum": 0, "maximum": 100},
            "features": closed({"done": COUNT, "total": either(COUNT)}),
            **asked,
            "params": {"type": "object", "additionalProperties": TEXT},
            "created": TIME,
            **dict.fromkeys(("started", "finished", "expires"), moment),
            "bytes": either(COUNT),
            "problem": either(ref("schemas", "Problem")),
            "links": many(link, minItems=1, maxItems=2),
        }
    )
