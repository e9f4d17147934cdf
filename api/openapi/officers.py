"""Officers, their invitations, the second factor, and how the offices of amphoe work."""

from __future__ import annotations

from api.invitations import NewPassword
from api.openapi.bodies import value
from api.openapi.building import (
    BODY,
    COUNT,
    CSRF,
    FLAG,
    JSON,
    MATCHED,
    PATCH,
    PERSON,
    PERSON_WRITES,
    PUBLIC,
    READ,
    READERS,
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
    leads,
    many,
    operation,
    parameter,
    ref,
)  # fmt: skip
from api.openapi.features import SAME, body
from api.openapi.general import AREA
from api.openapi.parameters import PLAIN_TEXT
from api.openapi.register import MINIMAL, PLAIN, STORED, WRITES
from api.register.officers import DEFAULT, MOST, USERNAME, Change, NewOfficer
from api.second_factor import Both, Code, Password
from parcels.logins import STATES
from parcels.rights import RIGHTS

ROLE: Json = {"type": "string", "enum": [*RIGHTS]}
NAME: Json = {"type": "string", "pattern": f"^{USERNAME.pattern}$"}
DAY: Json = {"type": ["string", "null"], "format": "date"}
# Whoever has no account yet: 401 comes from a code that is wrong.
ANYBODY_WRITES = (*PUBLIC, "403", "404", *BODY)


def paths() -> Json:
    at = [ref("parameters", "uid")]
    secret = parameter("secret", TEXT, ("Secret of the link", "รหัสลับของลิงก์"), "path")
    amphoe = parameter(
        "amphoe", {"type": "string", "pattern": "^[0-9]{4}$"}, ("Code of the amphoe", "รหัสอำเภอ"), "path"
    )
    return {
        "/officers": {"get": _list(), "post": _create()},
        "/officers/{uid}": {"parameters": at, "get": _read(), "patch": _update()},
        "/officers/{uid}/invitation": {"parameters": at, "post": _invite()},
        "/officers/{uid}/login": {"parameters": at, "post": _give_login()},
        "/officers/{uid}/login/suspension": {"parameters": at, "post": _suspend_login()},
        "/invitations/{secret}": {"parameters": [secret], "get": _invited(), "post": _accept()},
        "/session/second-factor": _second_factor(),
        "/offices/{amphoe}": {"parameters": [amphoe], **_office()},
    }


def _links(pointer: str, tag: str = "") -> Json:
    key = {"path.uid": pointer}
    found = leads(read=("getOfficer", key), invite=("inviteOfficer", key))
    return found | leads(update=("updateOfficer", {**key, "header.If-Match": tag})) if tag else found


def _list() -> Json:
    limit: Json = {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT}
    given = [
        parameter("role", ROLE, ("With this role", "เฉพาะบทบาทนี้")),
        parameter("area", AREA, ("Within this area", "เฉพาะในพื้นที่นี้")),
        parameter("q", PLAIN_TEXT, ("Words in the names or the e-mail address", "คำในชื่อ ชื่อผู้ใช้ หรืออีเมล")),
        parameter("limit", limit, ("How many at most", "จำนวนมากที่สุด")),
        parameter("after", PLAIN_TEXT, ("`after` of the page before", "ค่า after ของหน้าก่อน")),
        *PLAIN,
    ]
    good = answer(
        ("A page of officers by user name", "เจ้าหน้าที่หนึ่งหน้า เรียงตามชื่อผู้ใช้"), {JSON: ref("schemas", "Officers")},
        links=_links("$response.body#/officers/0/id"),
    )  # fmt: skip
    words = ("Officers within one's own area", "เจ้าหน้าที่ในพื้นที่ของตน")
    return operation("getOfficers", "officers", words, {"200": good}, READ, parameters=given, security=READERS)


def _create() -> Json:
    made = answer(
        ("Made, with a link that stands in this answer and nowhere else", "สร้างแล้ว ลิงก์เชิญอยู่ในคำตอบนี้เท่านั้น"),
        {JSON: ref("schemas", "InvitedOfficer")}, headers=headers(Location="Location"), links=_links("$response.body#/id"),
    )  # fmt: skip
    words = ("Invite an officer", "เชิญเจ้าหน้าที่")
    return operation(
        "createOfficer", "officers", words, {"201": made}, (*UNSAFE, *BODY), security=PERSON_WRITES,
        requestBody=body([ref("schemas", "NewOfficer")], (JSON,)),
    )  # fmt: skip


def _read() -> Json:
    good = answer(
        ("The officer", "เจ้าหน้าที่"), {JSON: ref("schemas", "Officer")}, headers=headers(ETag="ETag"),
        links=_links("$response.body#/id", "$response.header.ETag"),
    )  # fmt: skip
    return operation(
        "getOfficer", "officers", ("One officer", "เจ้าหน้าที่หนึ่งคน"), {"200": good, "304": SAME}, READ,
        parameters=[*PLAIN, ref("parameters", "ifNoneMatch")], security=READERS,
    )  # fmt: skip


def _update() -> Json:
    good = answer(("Stored; it counts from the next request on", "บันทึกแล้ว มีผลตั้งแต่คำขอถัดไป"),
                  {JSON: ref("schemas", "Officer")}, headers=STORED)  # fmt: skip
    words = ("Change or suspend an officer, never oneself", "แก้ไขหรือระงับเจ้าหน้าที่ ยกเว้นตนเอง")
    return operation(
        "updateOfficer", "officers", words, {"200": good, "204": MINIMAL}, (*UNSAFE, *BODY, *MATCHED),
        parameters=[ref("parameters", "ifMatch"), *WRITES], security=PERSON_WRITES,
        requestBody=body([ref("schemas", "OfficerPatch")], (JSON, PATCH)),
    )  # fmt: skip


def _invite() -> Json:
    made = answer(
        ("A new link; older ones are dead", "ลิงก์ใหม่ ลิงก์เดิมใช้ไม่ได้แล้ว"), {JSON: ref("schemas", "InvitationLink")}
    )
    words = ("Make another link to set a password", "ออกลิงก์ตั้งรหัสผ่านใหม่")
    return operation("inviteOfficer", "officers", words, {"201": made}, UNSAFE, security=PERSON_WRITES)


def _give_login() -> Json:
    made = answer(
        ("The login with a password that stands in this answer and nowhere else",
         "บัญชีฐานข้อมูล รหัสผ่านอยู่ในคำตอบนี้เท่านั้น"), {JSON: ref("schemas", "OfficerLogin")},
    )  # fmt: skip
    words = ("Make a database login for QGIS, or another password for it", "ออกบัญชีฐานข้อมูลสำหรับ QGIS หรือรหัสผ่านใหม่")
    return operation("giveLogin", "officers", words, {"201": made}, UNSAFE, security=PERSON_WRITES)


def _suspend_login() -> Json:
    good = answer(("Closed, and its open sessions with it", "ปิดบัญชีและการเชื่อมต่อที่เปิดอยู่แล้ว"),
                  {JSON: ref("schemas", "Officer")}, headers=headers(ETag="ETag"))  # fmt: skip
    words = ("Close a database login; the officer still works on the web", "ระงับบัญชีฐานข้อมูล เจ้าหน้าที่ยังใช้เว็บได้")
    return operation("suspendLogin", "officers", words, {"200": good}, UNSAFE, security=PERSON_WRITES)


def _invited() -> Json:
    good = answer(("Whom the link invites as what", "ลิงก์นี้เชิญใครในบทบาทใด"), {JSON: ref("schemas", "Invitation")})
    words = ("What an invitation is for", "คำเชิญนี้สำหรับใคร")
    return operation("getInvitation", "officers", words, {"200": good}, READ, parameters=PLAIN, security=[])


def _accept() -> Json:
    good = answer(("The password is set", "ตั้งรหัสผ่านแล้ว"), {JSON: closed({"username": TEXT})})
    words = ("Set the password with an invitation, once", "ตั้งรหัสผ่านด้วยคำเชิญ ใช้ได้ครั้งเดียว")
    return operation(
        "acceptInvitation", "officers", words, {"200": good}, ANYBODY_WRITES, security=CSRF,
        requestBody=body([ref("schemas", "InvitationPassword")], (JSON,)),
    )  # fmt: skip


def _second_factor() -> Json:
    state = {"200": answer(("Whether it is on", "เปิดใช้อยู่หรือไม่"), {JSON: ref("schemas", "SecondFactor")})}
    begun = {"201": answer(("Begun; it counts once it is confirmed", "เริ่มแล้ว มีผลเมื่อยืนยัน"),
                           {JSON: ref("schemas", "BegunSecondFactor")})}  # fmt: skip
    off = {"204": answer(("Off", "ปิดแล้ว"))}
    password, code = body([ref("schemas", "OwnPassword")], (JSON,)), body([ref("schemas", "OneCode")], (JSON,))
    both = body([ref("schemas", "PasswordAndCode")], (JSON,))
    writes: Json = {"security": PERSON_WRITES}
    return {
        "get": operation("getSecondFactor", "session", ("My second factor", "การยืนยันสองขั้นของฉัน"), state,
                         (*READ, "403"), parameters=PLAIN, security=PERSON),
        "post": operation("beginSecondFactor", "session", ("Begin the second factor", "เริ่มการยืนยันสองขั้น"), begun,
                          (*UNSAFE, *BODY), requestBody=password, **writes),
        "put": operation("confirmSecondFactor", "session", ("Turn it on with a code", "เปิดใช้ด้วยรหัส"), state,
                         (*UNSAFE, *BODY), requestBody=code, **writes),
        "delete": operation("removeSecondFactor", "session", ("Turn it off", "ปิดการยืนยันสองขั้น"), off,
                            (*UNSAFE, *BODY), requestBody=both, **writes),
    }  # fmt: skip


def _office() -> Json:
    one = {JSON: ref("schemas", "Office")}
    seen = answer(("How it works", "วิธีทำงาน"), one, headers=headers(ETag="ETag"))
    stored = answer(("Stored", "บันทึกแล้ว"), one, headers=STORED)
    return {
        "get": operation(
            "getOffice", "officers", ("How the office of an amphoe works", "วิธีทำงานของสำนักงานอำเภอ"),
            {"200": seen, "304": SAME}, READ, parameters=[*PLAIN, ref("parameters", "ifNoneMatch")], security=READERS,
        ),
        "patch": operation(
            "updateOffice", "officers", ("Let papers need four eyes or not", "กำหนดว่าต้องตรวจเอกสารสองคนหรือไม่"),
            {"200": stored, "204": MINIMAL}, (*UNSAFE, *BODY, *MATCHED), security=WRITERS,
            parameters=[ref("parameters", "ifMatch"), *WRITES],
            requestBody=body([ref("schemas", "OfficePatch")], (JSON, PATCH)),
        ),
    }  # fmt: skip


def schemas() -> Json:
    officer: Json = {
        "id": UID, "username": TEXT, "name": TEXT, "email": TEXT, "role": ROLE, "area": TEXT, "area_name_th": TEXT,
        "area_name_en": TEXT, "term_ends": DAY, "suspended": FLAG, "suspended_at": either(TIME),
        "is_over": {**FLAG, "description": "The term has ended"}, "has_password": FLAG, "is_invited": FLAG,
        "second_factor": FLAG, "last_sign_in": either(TIME), "login": either(TEXT),
        "login_state": {"type": "string", "enum": [*STATES]}, "login_set_at": either(TIME), "applicant": either(UID), "version": COUNT,
    }  # fmt: skip
    link: Json = {"invitation": {"type": "string", "format": "uri"}, "invitation_expires": TIME}
    named: Json = closed({"code": TEXT, "name_th": TEXT, "name_en": TEXT})
    return {
        "Officer": closed(officer),
        "Officers": closed(
            {"officers": many(ref("schemas", "Officer")), "numberMatched": COUNT, "after": either(TEXT), "roles": many(ROLE)}
        ),
        "InvitedOfficer": closed({**officer, **link}),
        "InvitationLink": closed(link),
        "OfficerLogin": closed({
            "login": TEXT, "password": TEXT,
            "service": {**TEXT, "description": "What stands in pg_service.conf on the officer's machine"},
        }),
        "NewOfficer": closed(_members(NewOfficer), ("username", "name", "role", "area")),
        "OfficerPatch": closed(_members(Change), ()),
        "Invitation": closed(
            {"username": TEXT, "name": TEXT, "role": named, "area": named, "expires": TIME, "second_factor": FLAG}
        ),
        "InvitationPassword": closed({n: value(f) for n, f in NewPassword().fields.items()}, ("password",)),
        "SecondFactor": closed({"on": FLAG, "since": either(TIME)}),
        "BegunSecondFactor": closed(
            {"secret": TEXT, "address": TEXT, "qr": many({"type": "string", "pattern": "^[01]+$"})}
        ),
        "OwnPassword": closed({n: value(f) for n, f in Password().fields.items()}),
        "OneCode": closed({n: value(f) for n, f in Code().fields.items()}),
        "PasswordAndCode": closed({n: value(f) for n, f in Both().fields.items()}),
        "Office": closed({"amphoe": TEXT, "name_th": TEXT, "name_en": TEXT, "four_eyes": FLAG, "version": COUNT}),
        "OfficePatch": closed({"four_eyes": FLAG}),
    }  # fmt: skip


def _members(kind: type[Change | NewOfficer]) -> Json:
    """What a serializer of officers takes; roles, areas and days in their own words."""
    known: Json = {"username": NAME, "role": ROLE, "area": AREA, "term_ends": DAY, "applicant": either(UID)}
    return {name: known[name] if name in known else value(field) for name, field in kind().fields.items()}
