"""The addresses of the register: its records, the moves of applications, national IDs."""

from __future__ import annotations

from typing import Any

from api.openapi import bodies
from api.openapi.building import (
    BODY,
    COUNT,
    FLAG,
    JSON,
    MATCHED,
    PATCH,
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
    leads,
    many,
    operation,
    ref,
    singular,
    titled,
)  # fmt: skip
from api.openapi.features import SAME, body, filters, listing
from api.query import general
from api.register.identity import Given, Purpose
from api.register.inputs import BOUND, INPUT
from api.register.moves import Wish, Wishes
from api.register.records import ATTACHMENTS, RECORDS, Record
from api.schemas import values
from parcels.rights import CREATE, DELETE, UPDATE, anyone_may
from parcels.workflow import MOVES

WRITES = tuple(ref("parameters", name) for name in ("validate", "idempotencyKey", "prefer"))
PLAIN = [ref("parameters", "f")]
STORED = headers(ETag="ETag", Preference_Applied="PreferenceApplied", Idempotency_Replayed="IdempotencyReplayed")
# return=minimal leaves the body out.
MINIMAL = answer(("Nothing more to say: return=minimal", "ไม่มีเนื้อหา ตามที่ขอด้วย return=minimal"),
                 headers=headers(Preference_Applied="PreferenceApplied"))  # fmt: skip


def paths() -> Json:
    found: Json = {}
    for record in RECORDS.values():
        found[f"/{record.name}"] = _all(record)
        found[f"/{record.name}/{{uid}}"] = _one(record)
    return found | _moves() | _identity()


def _all(record: Record) -> Json:
    found = {"get": _list(record)}
    # A file is no JSON.
    is_made = anyone_may(CREATE, record.name) and record is not ATTACHMENTS
    return {**found, "post": _create(record)} if is_made else found


def _one(record: Record) -> Json:
    found = {"parameters": [ref("parameters", "uid")], "get": _read(record)}
    if anyone_may(UPDATE, record.name):
        found["patch"] = _update(record)
    if anyone_may(DELETE, record.name):
        found["delete"] = _delete(record)
    return found


def _list(record: Record) -> Json:
    good = answer(
        ("A page of records", "รายการหนึ่งหน้า"), {JSON: ref("schemas", f"{singular(record)}Page")},
        links=_links(record, "$response.body#/items/0/uid"),
    )  # fmt: skip
    plain = [name for name in general(record) if name != "f"]
    words = (f"List {record.title_en.lower()}", f"รายการ{record.title_th}")
    return operation(
        f"get{titled(record)}", record.name, words, {"200": good}, READ,
        parameters=[*listing(record, tuple(plain)), *PLAIN, *filters(record)],
    )  # fmt: skip


def _create(record: Record) -> Json:
    links = _links(record, "$response.body#/uid", "$response.header.ETag")
    one = {JSON: ref("schemas", singular(record))}
    answers = {
        "201": answer(("Stored", "บันทึกแล้ว"), one, headers={**STORED, **headers(Location="Location")}, links=links),
        "200": answer(("Would be stored (validate=true); nothing was", "บันทึกได้ (validate=true) แต่ยังไม่ได้บันทึก"), one),
        "204": MINIMAL,
    }
    words = (f"Store one of {record.title_en.lower()}", f"บันทึก{record.title_th}ใหม่")
    return operation(
        f"create{titled(record)}", record.name, words, answers, (*UNSAFE, *BODY), parameters=[*WRITES],
        requestBody=body([ref("schemas", f"New{singular(record)}")], (JSON,)), security=WRITERS,
    )  # fmt: skip


def _read(record: Record) -> Json:
    good = answer(
        ("The record", "รายการ"), {JSON: ref("schemas", singular(record))}, headers=headers(ETag="ETag"),
        links=_links(record, "$response.body#/uid", "$response.header.ETag"),
    )  # fmt: skip
    words = (f"Read one of {record.title_en.lower()}", f"อ่าน{record.title_th}หนึ่งรายการ")
    return operation(
        f"getOneOf{titled(record)}", record.name, words, {"200": good, "304": SAME}, READ,
        parameters=[*PLAIN, ref("parameters", "ifNoneMatch")],
    )  # fmt: skip


def _update(record: Record) -> Json:
    good = answer(("Stored", "บันทึกแล้ว"), {JSON: ref("schemas", singular(record))}, headers=STORED)
    words = (f"Change members of one of {record.title_en.lower()}", f"แก้ไข{record.title_th}บางส่วน")
    return operation(
        f"update{titled(record)}", record.name, words, {"200": good, "204": MINIMAL},
        (*UNSAFE, *BODY, *MATCHED, "410"), parameters=[ref("parameters", "ifMatch"), *WRITES], security=WRITERS,
        requestBody=body([ref("schemas", f"{singular(record)}Patch")], (JSON, PATCH)),
    )  # fmt: skip


def _delete(record: Record) -> Json:
    words = (f"Delete one of {record.title_en.lower()}", f"ลบ{record.title_th}")
    return operation(
        f"delete{titled(record)}", record.name, words, {"204": answer(("Gone", "ลบแล้ว"))}, (*UNSAFE, *MATCHED, "422"),
        parameters=[ref("parameters", "ifMatch"), *WRITES[:2]], security=WRITERS,
    )  # fmt: skip


def _links(record: Record, key: str, tag: str = "") -> Json:
    """Where an answer with a record leads on; `key` and `tag` are expressions for its uid and its ETag."""
    title, path = titled(record), {"path.uid": key}
    found = leads(read=(f"getOneOf{title}", path))
    match = {**path, "header.If-Match": tag}
    if tag and anyone_may(UPDATE, record.name):
        found |= leads(update=(f"update{title}", match))
    if tag and anyone_may(DELETE, record.name):
        found |= leads(delete=(f"delete{title}", match))
    return found


def _moves() -> Json:
    state = {JSON: ref("schemas", "Transitions")}
    at, wish = [ref("parameters", "uid")], body([ref("schemas", "Move")], (JSON,))
    possible = ("What can be done next, by whom, and what is missing", "ทำอะไรต่อได้ ใครทำได้ และยังขาดอะไร")
    one = ("Move the application to another state", "เปลี่ยนสถานะใบสมัคร")
    many_of = ("Move many applications, each for itself", "เปลี่ยนสถานะหลายใบสมัคร แต่ละใบสำเร็จหรือไม่แยกกัน")
    here = answer(("Where it is now", "สถานะปัจจุบัน"), state)
    results = answer(("What became of each", "ผลของแต่ละใบ"), {JSON: ref("schemas", "MoveResults")})
    moved = answer(("Moved: where it is now", "เปลี่ยนแล้ว: สถานะปัจจุบัน"), state, headers=STORED)
    return {
        "/applications/{uid}/transitions": {
            "parameters": at,
            "get": operation("getTransitions", "applications", possible, {"200": here}, READ, parameters=PLAIN),
            "post": operation(
                "moveApplication", "applications", one, {"200": moved, "204": MINIMAL}, (*UNSAFE, *BODY),
                parameters=[*WRITES], requestBody=wish, security=WRITERS,
            ),
        },
        "/applications/moves": {
            "post": operation(
                "moveApplications", "applications", many_of, {"200": results}, (*UNSAFE, *BODY), security=WRITERS,
                requestBody=body([ref("schemas", "Moves")], (JSON,)),
            ),
        },
    }  # fmt: skip


def _identity() -> Json:
    at = [ref("parameters", "uid")]
    store = ("Store the national ID of an applicant", "บันทึกเลขประจำตัวประชาชนของผู้สมัคร")
    show = ("Read the national ID for a purpose, which is noted", "อ่านเลขประจำตัวประชาชน โดยบันทึกวัตถุประสงค์")
    stored = answer(("Stored", "บันทึกแล้ว"), {JSON: ref("schemas", "MaskedIdentity")}, headers=STORED)
    shown = answer(("The whole number", "เลขทั้งหมด"), {JSON: ref("schemas", "WholeIdentity")})
    given, why = body([ref("schemas", "IdentityIn")], (JSON,)), body([ref("schemas", "Purpose")], (JSON,))
    return {
        "/applicants/{uid}/identity": {
            "parameters": at,
            "put": operation(
                "storeIdentity", "applicants", store, {"200": stored, "204": MINIMAL}, (*UNSAFE, *BODY),
                parameters=[*WRITES], requestBody=given, security=WRITERS,
            ),
        },
        "/applicants/{uid}/identity/readings": {
            "parameters": at,
            "post": operation(
                "readIdentity", "applicants", show, {"200": shown}, (*UNSAFE, *BODY), requestBody=why, security=WRITERS
            ),
        },
    }  # fmt: skip


def schemas() -> Json:
    found: Json = {}
    for record in RECORDS.values():
        found |= _of(record)
    return found | _of_moves() | _of_identity()


def _of(record: Record) -> Json:
    one, fields = singular(record), dict(INPUT[record.name]().fields)
    members = bodies.members(record, fields)
    needed = tuple(name for name, field in fields.items() if field.required)
    page = {
        "items": many(ref("schemas", one)),
        "numberMatched": {**COUNT, "description": "Left out above 10,000"},
        "numberReturned": COUNT,
        "timeStamp": TIME,
        "links": many(ref("schemas", "Link")),
    }
    found = {
        one: closed({"uid": UID, **values(record.properties)}, ("uid",)),
        f"{one}Page": closed(page, ("items", "numberReturned", "timeStamp", "links")),
        f"{one}Patch": closed({name: m for name, m in members.items() if name not in BOUND}, ()),
    }
    return found if record is ATTACHMENTS else {**found, f"New{one}": closed({"uid": either(UID), **members}, needed)}


def told(kind: type[Any], **instead: Json) -> Json:
    """The body of a move as its serializer takes it."""
    fields = kind().fields
    known = {name: instead.get(name) or bodies.value(field) for name, field in fields.items()}
    return closed(known, tuple(name for name, field in fields.items() if field.required))


def _of_moves() -> Json:
    state: Json = {"type": "string", "enum": [*dict.fromkeys(move.to for move in MOVES)]}
    maybe, day = {"type": ["string", "null"]}, {"type": ["string", "null"], "format": "date"}
    move = closed(
        {
            "to": state, "possible": FLAG, "roles": many(TEXT), "asks": many(TEXT), "missing": many(ref("schemas", "Finding")),
            "refused": closed({"code": TEXT, "message": TEXT}),
        },
        ("to", "possible", "roles", "asks", "missing"),
    )  # fmt: skip
    step = closed(
        {"from": maybe, "to": TEXT, "at": TIME, "by": TEXT, "reason_code": maybe, "reason": TEXT, "on": day,
         "rank": {"type": ["integer", "null"]}}
    )  # fmt: skip
    proposed = closed({"application": UID, "no": TEXT, "rank": {"type": ["integer", "null"]}})
    about = {
        "state": TEXT, "state_since": TIME, "moves": many(move), "warnings": many(ref("schemas", "Finding")),
        "path": many(step), "proposed": proposed,
    }  # fmt: skip
    done, refused = (
        {"application": UID, "no": TEXT, "state": TEXT},
        {"application": UID, "problem": ref("schemas", "Problem")},
    )
    return {
        "Transitions": closed(about, ("state", "state_since", "moves", "warnings", "path")),
        "Move": told(Wish, to=state),
        "Moves": told(Wishes, to=state),
        "MoveResults": closed({"results": many({"oneOf": [closed(done), closed(refused)]})}),
    }


def _of_identity() -> Json:
    return {
        "IdentityIn": told(Given),
        "MaskedIdentity": closed({"national_id_masked": TEXT}),
        "Purpose": told(Purpose),
        "WholeIdentity": closed({"national_id": TEXT}),
    }
