"""The addresses that are no collections: landing page, session, codes, reports."""

from __future__ import annotations

from api.openapi.building import (
    ANYBODY,
    BODY,
    CSRF,
    HTML,
    JSON,
    PUBLIC,
    READ,
    TEXT,
    Json,
    answer,
    many,
    operation,
    parameter,
    ref,
)  # fmt: skip
from api.openapi.parameters import PLAIN_TEXT
from parcels.models.codes import LISTS

AREA: Json = {"type": "string", "pattern": "^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{8})?$"}


def paths() -> Json:
    return {**_pages(), **_session(), **_codes(), **_figures()}


def _pages() -> Json:
    page = [ref("parameters", "fPage")]
    anybody = {"security": ANYBODY, "parameters": page}
    openapi = "application/vnd.oai.openapi+json;version=3.1"
    return {
        "/": {"get": operation(
            "getLandingPage", "start", ("Where everything is", "หน้าแรกของ API"),
            {"200": answer(("Links", "ลิงก์"), {JSON: ref("schemas", "Landing"), HTML: TEXT})}, PUBLIC, **anybody)},
        "/conformance": {"get": operation(
            "getConformance", "start", ("Standards that hold", "มาตรฐานที่ปฏิบัติตาม"),
            {"200": answer(("Classes", "รายการมาตรฐาน"), {JSON: ref("schemas", "Conformance"), HTML: TEXT})},
            PUBLIC, **anybody)},
        "/openapi.json": {"get": operation(
            "getOpenAPI", "start", ("This document", "เอกสารนี้"),
            {"200": answer(("OpenAPI 3.1", "OpenAPI 3.1"), {openapi: {"type": "object"}})}, PUBLIC, security=ANYBODY)},
        "/docs": {"get": operation(
            "getDocs", "start", ("This document as a page", "เอกสารนี้ในรูปหน้าเว็บ"),
            {"200": answer(("A page", "หน้าเว็บ"), {HTML: TEXT})}, PUBLIC, security=ANYBODY)},
        "/collections": {"get": operation(
            "getCollections", "start", ("The collections that you may read", "คอลเลกชันที่อ่านได้"),
            {"200": answer(("Collections", "คอลเลกชัน"), {JSON: ref("schemas", "Collections"), HTML: TEXT})},
            PUBLIC, parameters=page)},
    }  # fmt: skip


def _session() -> Json:
    who = {"200": answer(("CSRF token and who you are", "โทเค็น CSRF และตัวตน"), {JSON: ref("schemas", "Session")})}
    body = {"required": True, "content": {JSON: {"schema": ref("schemas", "Credentials")}}}
    return {
        "/session": {
            "get": operation("getSession", "session", ("CSRF token and who you are", "โทเค็น CSRF และตัวตน"), who,
                             PUBLIC, security=ANYBODY),
            "post": operation("signIn", "session", ("Sign in", "เข้าสู่ระบบ"), who,
                              (*PUBLIC, "403", *BODY), requestBody=body, security=CSRF),
            "delete": operation("signOut", "session", ("Sign out", "ออกจากระบบ"),
                                {"204": answer(("Signed out", "ออกแล้ว"))}, (*PUBLIC, "403"), security=CSRF),
        },
        "/me": {"get": operation(
            "getMe", "session", ("Who you are, your area, your rights", "ตัวตน พื้นที่ และสิทธิ"),
            {"200": answer(("You", "ตัวคุณ"), {JSON: ref("schemas", "Me")})}, PUBLIC)},
    }  # fmt: skip


def _codes() -> Json:
    code = many(ref("schemas", "Code"))
    f = ref("parameters", "f")
    name = parameter("list", {"type": "string", "enum": [*LISTS]}, ("Name of the list", "ชื่อรายการรหัส"), "path")
    whole: Json = {"type": "object", "additionalProperties": code, "required": [*LISTS]}
    return {
        "/codes": {"get": operation(
            "getCodes", "codes", ("All code lists", "รายการรหัสทั้งหมด"),
            {"200": answer(("Lists by name", "รายการตามชื่อ"), {JSON: whole})}, PUBLIC, parameters=[f])},
        "/codes/{list}": {"get": operation(
            "getCodeList", "codes", ("One code list", "รายการรหัสหนึ่งรายการ"),
            {"200": answer(("Codes in their order", "รหัสตามลำดับ"), {JSON: code})}, READ, parameters=[name, f])},
    }  # fmt: skip


def _figures() -> Json:
    area = parameter("area", AREA, ("Code of 2, 4, 6 or 8 digits", "รหัสพื้นที่ 2, 4, 6 หรือ 8 หลัก"))
    fy: Json = {"type": "integer", "minimum": 2500, "maximum": 2700}
    year = parameter("fy", fy, ("Fiscal year, Buddhist era", "ปีงบประมาณ พ.ศ."), required=True)
    degrees = [
        parameter(name, {"type": "number", "minimum": -limit, "maximum": limit}, words, required=True)
        for name, limit, words in (("lon", 180, ("Longitude", "ลองจิจูด")), ("lat", 90, ("Latitude", "ละติจูด")))
    ]
    q = parameter("q", PLAIN_TEXT, ("Text as in the list of parcels", "ข้อความเช่นเดียวกับรายการแปลง"))
    return {
        "/reports/summary": {"get": operation(
            "getSummary", "reports", ("Applicants and rai of a fiscal year", "จำนวนผู้สมัครและไร่ของปีงบประมาณ"),
            {"200": answer(("Figures", "ตัวเลข"), {JSON: ref("schemas", "Summary")})}, READ, parameters=[year, area])},
        "/reports/states": {"get": operation(
            "getStates", "reports", ("Parcels by state", "จำนวนแปลงตามสถานะ"),
            {"200": answer(("Counts", "จำนวน"), {JSON: ref("schemas", "StateCounts")})}, READ, parameters=[area, q])},
        "/areas/at": {"get": operation(
            "getAreaAt", "reports", ("The tambon at a place", "ตำบล ณ จุดหนึ่ง"),
            {"200": answer(("A suggestion: outlines err by up to 0.8 km", "ค่าแนะนำ เส้นเขตคลาดเคลื่อนได้ 0.8 กม."),
                           {JSON: ref("schemas", "AreaAt")})}, READ, parameters=degrees)},
    }  # fmt: skip
