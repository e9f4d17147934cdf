"""OpenAPI 3.1 of the tokens, and how requests say who they are from."""

from __future__ import annotations

from typing import Any

from api.exports.doc import answer, parameter, problems
from parcels.models import Token
from parcels.tokens import MOST, PREFIX

Json = dict[str, Any]

MOMENT: Json = {"type": "string", "format": "date-time"}
TOKEN: Json = {
    "type": "object",
    "required": ["id", "name", "scope", "hint", "created", "expires", "last_used", "is_expired"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "name": {"type": "string"},
        "scope": {"enum": [Token.READ, Token.WRITE]},
        "hint": {"type": "string", "description": "Its last characters"},
        "created": MOMENT,
        "expires": MOMENT,
        "last_used": {**MOMENT, "type": ["string", "null"], "description": "To ten minutes"},
        "is_expired": {"type": "boolean"},
    },
}
WISH: Json = {
    "type": "object",
    "required": ["name", "scope"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 80},
        "scope": {"enum": [Token.READ, Token.WRITE]},
        "expires": {**MOMENT, "description": "A year from now at most; 90 days without it"},
    },
}
UID = parameter("uid", "path", {"type": "string", "format": "uuid"}, "Identity of the token")
REFUSED = {"_401": "Sign in first", "_403": "Only people in a browser, with the CSRF token of the page"}


def security_schemes() -> Json:
    return {
        "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
        "token": {"type": "http", "scheme": "bearer", "bearerFormat": f"{PREFIX}…"},
    }


def paths() -> Json:
    """{path: {method: operation}} of the tokens."""
    secret: Json = {"type": "string", "description": "The secret, in this answer and nowhere else"}
    made: Json = {**TOKEN, "required": [*TOKEN["required"], "token"]}
    made["properties"] = {**TOKEN["properties"], "token": secret}
    listed: Json = {
        "type": "object",
        "required": ["tokens"],
        "properties": {"tokens": {"type": "array", "items": TOKEN}},
    }
    create: Json = {
        "operationId": "createToken",
        "summary": "A new token",
        "requestBody": {"required": True, "content": {"application/json": {"schema": WISH}}},
        "responses": {
            "201": answer("Made", made),
            **problems(**REFUSED, _409=f"{MOST} tokens work already", _422="Values that cannot be", _429="Too many"),
        },
    }
    return {
        "/tokens": {"get": _get("getTokens", "My tokens", listed), "post": create},
        "/tokens/{uid}": {"get": _get("getToken", "One of my tokens", TOKEN, UID), "delete": _delete()},
    }


def _get(name: str, text: str, schema: Json, *parameters: Json) -> Json:
    missing = {"_404": "There is none, or it is not yours"} if parameters else {}
    operation: Json = {
        "operationId": name,
        "summary": text,
        "responses": {"200": answer(text, schema), **problems(**REFUSED, **missing)},
    }
    return {**operation, "parameters": list(parameters)} if parameters else operation


def _delete() -> Json:
    return {
        "operationId": "revokeToken",
        "summary": "Revoke it at once",
        "parameters": [UID],
        "responses": {
            "204": {"description": "Revoked"},
            **problems(**REFUSED, _404="There is none, or it is not yours"),
        },
    }
