"""Tokens: people in a browser make, see and revoke them."""

from __future__ import annotations

from api.openapi.bodies import FREE
from api.openapi.building import (
    BODY,
    FLAG,
    JSON,
    PERSON,
    PERSON_WRITES,
    READ,
    TEXT,
    TIME,
    UID,
    UNSAFE,
    Json,
    answer,
    closed,
    headers,
    leads,
    many,
    operation,
    parameter,
    ref,
)  # fmt: skip
from parcels.models import Token
from parcels.tokens import LIFE, LONGEST, MOST

KEY = parameter("uid", UID, ("Identity of the token", "รหัสประจำโทเค็น"), "path")
# 403: a token does not make or see tokens, not even itself.
SEEN = (*READ, "403")


def paths() -> Json:
    return {
        "/tokens": {"get": _list(), "post": _create()},
        "/tokens/{uid}": {"parameters": [KEY], "get": _read(), "delete": _revoke()},
    }


def _links(pointer: str) -> Json:
    key = {"path.uid": pointer}
    return leads(read=("getToken", key), revoke=("revokeToken", key))


def _list() -> Json:
    good = answer(
        ("Tokens, newest first", "โทเค็น ใหม่ที่สุดก่อน"), {JSON: ref("schemas", "Tokens")},
        links=_links("$response.body#/tokens/0/id"),
    )  # fmt: skip
    return operation(
        "getTokens", "tokens", ("My tokens", "โทเค็นของฉัน"), {"200": good}, SEEN,
        parameters=[ref("parameters", "f")], security=PERSON,
    )  # fmt: skip


def _create() -> Json:
    made = answer(
        ("Made; the secret stands in this answer and nowhere else", "สร้างแล้ว รหัสลับอยู่ในคำตอบนี้เท่านั้น"),
        {JSON: ref("schemas", "MadeToken")}, headers=headers(Location="Location"), links=_links("$response.body#/id"),
    )  # fmt: skip
    words = (f"Make a token; {MOST} may work at a time", f"สร้างโทเค็น ใช้งานพร้อมกันได้ {MOST} อัน")
    body = {"required": True, "content": {JSON: {"schema": ref("schemas", "NewToken")}}}
    return operation(
        "createToken", "tokens", words, {"201": made}, (*UNSAFE, *BODY), requestBody=body, security=PERSON_WRITES
    )


def _read() -> Json:
    good = answer(("The token", "โทเค็น"), {JSON: ref("schemas", "Token")}, links=_links("$request.path.uid"))
    words = ("One of my tokens", "โทเค็นหนึ่งอันของฉัน")
    return operation(
        "getToken", "tokens", words, {"200": good}, SEEN, parameters=[ref("parameters", "f")], security=PERSON
    )


def _revoke() -> Json:
    gone = answer(("Revoked", "เพิกถอนแล้ว"))
    words = ("Revoke it at once", "เพิกถอนทันที")
    return operation("revokeToken", "tokens", words, {"204": gone}, UNSAFE, security=PERSON_WRITES)


def schemas() -> Json:
    scope: Json = {"type": "string", "enum": [Token.READ, Token.WRITE]}
    token: Json = {
        "id": UID,
        "name": TEXT,
        "scope": scope,
        "hint": {**TEXT, "description": "Its last characters"},
        "created": TIME,
        "expires": TIME,
        "last_used": {**TIME, "type": ["string", "null"], "description": "To ten minutes"},
        "is_expired": FLAG,
    }
    wish = closed(
        {
            "name": {"type": "string", "minLength": 1, "maxLength": 80, "pattern": FREE},
            "scope": scope,
            "expires": {**TIME, "description": f"{LONGEST.days} days from now at most; {LIFE.days} days without it"},
        },
        ("name", "scope"),
    )
    return {
        "Token": closed(token),
        "MadeToken": closed({**token, "token": {**TEXT, "description": "The secret"}}),
        "Tokens": closed({"tokens": many(ref("schemas", "Token"))}),
        "NewToken": wish,
    }
