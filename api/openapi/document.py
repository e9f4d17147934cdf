"""The whole document, put together from what each part of the API says of itself."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from api.openapi import (
    changes,
    compare,
    desk,
    exports,
    features,
    general,
    geometry,
    officers,
    register,
    shapes,
    tiles,
    tokens,
)
from api.openapi.building import HTML, PROBLEM, READERS, TEXT, Json, answer, parameter, ref, said
from api.openapi.parameters import PARAMETERS
from api.register.records import RECORDS
from parcels.tokens import PREFIX
from spatial.crs import OFFERED

# Each gives {path: {method: operation}}. A new part of the API is entered here and in SCHEMAS, and nowhere else.
CONTRIBUTIONS: tuple[Callable[[], Json], ...] = (
    general.paths,
    features.paths,
    changes.paths,
    exports.paths,
    tokens.paths,
    tiles.paths,
    register.paths,
    desk.paths,
    compare.paths,
    officers.paths,
    geometry.paths,
)
# The same for components.schemas: {name: schema}.
SCHEMAS: tuple[Callable[[], Json], ...] = (
    shapes.components,
    changes.schemas,
    exports.schemas,
    tokens.schemas,
    tiles.schemas,
    register.schemas,
    desk.schemas,
    compare.schemas,
    officers.schemas,
    geometry.schemas,
)

TAGS = {
    "start": ("Where to begin", "เริ่มต้น"),
    "parcels": ("Parcels", "แปลงที่ดิน"),
    "zones": ("Zones in parcels", "โซนในแปลง"),
    "areas": ("Administrative areas", "เขตการปกครอง"),
    "area-summary": ("Participation by area, open to everybody", "สรุปการเข้าร่วมรายพื้นที่ เปิดให้ทุกคน"),
    "cases": ("Land that overlaps", "แปลงที่ทับซ้อนกัน"),
    "changes": ("What has changed", "สิ่งที่เปลี่ยนแปลง"),
    "tiles": ("Vector tiles", "เวกเตอร์ไทล์"),
    "desk": ("What one person needs", "โต๊ะทำงานของฉัน"),
    "exports": ("Files that take longer", "ไฟล์ที่ใช้เวลานาน"),
    "geometry": ("Editing: previews, and saving it all", "แก้ไขรูปแปลง: ดูก่อน แล้วบันทึกพร้อมกัน"),
    "officers": ("Officers and offices", "เจ้าหน้าที่และสำนักงาน"),
    "session": ("Signing in", "การเข้าสู่ระบบ"),
    "tokens": ("Tokens for programs", "โทเค็นสำหรับโปรแกรม"),
    "codes": ("Code lists", "รายการรหัส"),
    "reports": ("Figures", "ตัวเลขสรุป"),
    **{record.name: (record.title_en, record.title_th) for record in RECORDS.values()},
}
PROBLEMS = {
    "400": ("The request, or a parameter, cannot be used", "คำขอหรือพารามิเตอร์ใช้ไม่ได้"),
    "401": ("Sign in first", "ต้องเข้าสู่ระบบก่อน"),
    "403": ("You see it but may not do this, or the CSRF token is missing", "เห็นได้แต่ทำไม่ได้ หรือไม่มีโทเค็น CSRF"),
    "404": ("Nothing here, or nothing that you may see", "ไม่มี หรือไม่มีสิทธิเห็น"),
    "405": ("This address does not take that method", "ที่อยู่นี้ไม่รับวิธีนี้"),
    "406": ("None of the formats in Accept is offered", "ไม่มีรูปแบบที่ขอใน Accept"),
    "409": ("It collides with land or a key of somebody else", "ชนกับที่ดินหรือกุญแจของผู้อื่น"),
    "410": ("No longer kept: start again", "ไม่เก็บไว้แล้ว ให้เริ่มใหม่"),
    "411": ("The body needs a Content-Length", "ต้องบอกความยาวเนื้อหา"),
    "412": ("Somebody was faster; `current` is how it is now", "มีผู้แก้ก่อน ดูรุ่นปัจจุบันใน current"),
    "413": ("Too large", "ใหญ่เกินไป"),
    "414": ("The address is longer than 32 KiB", "ที่อยู่ยาวเกิน 32 KiB"),
    "415": ("The body is not JSON, or compressed", "เนื้อหาไม่ใช่ JSON หรือถูกบีบอัด"),
    "422": ("Read, but refused; findings say what and where", "อ่านได้แต่ไม่รับ ดูข้อที่พบ"),
    "428": ("Send If-Match", "ต้องส่ง If-Match"),
    "429": ("Too often: wait as Retry-After says", "บ่อยเกินไป รอตาม Retry-After"),
    "503": ("The database does not answer; try again", "ฐานข้อมูลไม่ตอบ ลองใหม่"),
}
AGAIN = ("409", "429", "503")


def document() -> Json:
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            **{"title": "แปลง Plaeng", "version": "1"},
            **said(
                "Parcels and zones of Khok Nong Na: an OGC API Features server that speaks GeoJSON.",
                "แปลงและโซนโคก หนอง นา: บริการ OGC API Features ในรูปแบบ GeoJSON",
            ),
        },
        "servers": [{"url": f"{settings.BASE_URL}/api"}],
        "security": READERS,
        "tags": [{"name": name, **said(*words)} for name, words in TAGS.items()],
        "paths": _merged(CONTRIBUTIONS),
        "components": {
            "securitySchemes": SECURITY_SCHEMES,
            "parameters": PARAMETERS,
            "headers": HEADERS,
            "responses": {"Problem": _problem(("A problem", "ปัญหา"), {}), **_problems()},
            "schemas": _merged(SCHEMAS),
        },
    }


def _merged(parts: tuple[Callable[[], Json], ...]) -> Json:
    """What all parts say; two may speak of one address."""
    found: Json = {}
    for part in parts:
        for name, said_of_it in part().items():
            found[name] = {**found.get(name, {}), **said_of_it}
    return found


def _problems() -> Json:
    found: Json = {}
    for status, words in PROBLEMS.items():
        again = {"Retry-After": ref("headers", "RetryAfter")} if status in AGAIN else {}
        who = {"WWW-Authenticate": ref("headers", "WWWAuthenticate")} if status == "401" else {}
        found[f"Problem{status}"] = _problem(words, {**again, **who})
        found[f"ProblemPage{status}"] = _problem(words, {**again, **who}, HTML)
    # The web server refuses it before the API sees it, without a problem.
    return found | {name: answer(PROBLEMS["414"]) for name in ("Problem414", "ProblemPage414")}


def _problem(words: tuple[str, str], headers: Json, page: str = "") -> Json:
    """`page` is the media type of the same for people, where there are pages."""
    shown = {"Content-Language": ref("headers", "ContentLanguage"), **headers}
    forms = {PROBLEM: ref("schemas", "Problem"), **({page: TEXT} if page else {})}
    return answer(words, forms, headers=shown)


SECURITY_SCHEMES: Json = {
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        **said("The session that POST /session began", "เซสชันจาก POST /session"),
    },
    "csrf": {
        "type": "apiKey",
        "in": "header",
        "name": "X-CSRFToken",
        **said(
            "`csrf` of GET /session, with its cookie and a Referer or Origin of this site",
            "ค่า csrf จาก GET /session พร้อมคุกกี้",
        ),
    },
    "token": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": f"{PREFIX}…",
        **said(
            "A token from POST /tokens; it needs no CSRF token, and one with the scope `read` changes nothing",
            "โทเค็นจาก POST /tokens ไม่ต้องใช้โทเค็น CSRF และโทเค็นแบบ read แก้ไขข้อมูลไม่ได้",
        ),
    },
    "basic": {
        "type": "http",
        "scheme": "basic",
        **said(
            "The same token as the password, for programs that ask for one; the user is not looked at",
            "ใช้โทเค็นเดียวกันเป็นรหัสผ่าน สำหรับโปรแกรมที่ถามรหัสผ่าน ชื่อผู้ใช้เป็นอะไรก็ได้",
        ),
    },
}


def _header(schema: Json, words: tuple[str, str]) -> Json:
    return {
        name: value for name, value in parameter("", schema, words).items() if name not in {"name", "in", "required"}
    }


HEADERS: Json = {
    "ETag": _header(
        {"type": "string", "pattern": '^(W/)?"([0-9]{1,9}-)?[0-9a-f]{16,24}"$'},
        ("Version and digest; If-Match needs the version", "รุ่นและค่าย่อย ใช้กับ If-Match"),
    ),
    "Location": _header({"type": "string", "format": "uri"}, ("Where the new one is", "ที่อยู่ของรายการใหม่")),
    "ContentCrs": _header(
        {"type": "string", "enum": [f"<{uri}>" for uri in OFFERED]}, ("Reference system of the shapes", "ระบบพิกัดของรูป")
    ),
    "Link": _header(
        TEXT, ("Of a file: its collection, and for CSV what describes it", "ของไฟล์: คอลเลกชัน และคำอธิบายของ CSV")
    ),
    "ContentDisposition": _header(TEXT, ("Name of the file", "ชื่อไฟล์")),
    "Allow": _header(TEXT, ("Methods", "วิธีที่ใช้ได้")),
    "ContentLanguage": _header(
        {"type": "string", "enum": ["th", "en"]}, ("Language of the sentences", "ภาษาของข้อความ")
    ),
    "RetryAfter": _header({"type": "integer", "minimum": 1}, ("Seconds to wait", "จำนวนวินาทีที่ควรรอ")),
    "WWWAuthenticate": _header(TEXT, ("How to sign in", "วิธีเข้าสู่ระบบ")),
    "PreferenceApplied": _header(TEXT, ("What of Prefer was done", "Prefer ที่ทำตาม")),
    "IdempotencyReplayed": _header({"const": "true"}, ("The first answer again", "คำตอบครั้งแรกอีกครั้ง")),
}
