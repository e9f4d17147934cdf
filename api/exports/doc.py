"""OpenAPI 3.1 of files and of jobs."""

from __future__ import annotations

from typing import Any

from api.collections import COLLECTIONS
from api.exports.asking import MAX_PURPOSE
from api.exports.jobs import STATUS
from spatial.exports import FORMATS

Json = dict[str, Any]

PROBLEM: Json = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "findings": {"type": "array", "items": {"type": "object"}},
    },
}
MOMENT: Json = {"type": ["string", "null"], "format": "date-time"}
RETRY: Json = {"Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer"}}}
JOB: Json = {
    "type": "object",
    "required": ["jobID", "type", "status", "progress", "features", "collection", "f", "params", "created", "links"],
    "properties": {
        "jobID": {"type": "string", "format": "uuid"},
        "type": {"const": "process"},
        "status": {"enum": [*STATUS.values()]},
        "progress": {"type": "integer", "minimum": 0, "maximum": 100},
        "features": {
            "type": "object",
            "required": ["done", "total"],
            "properties": {"done": {"type": "integer"}, "total": {"type": ["integer", "null"]}},
        },
        "collection": {"enum": [*COLLECTIONS]},
        "f": {"enum": [*FORMATS]},
        "params": {"type": "object", "additionalProperties": {"type": "string"}},
        "created": MOMENT,
        "started": MOMENT,
        "finished": MOMENT,
        "expires": MOMENT,
        "bytes": {"type": ["integer", "null"]},
        "problem": {"anyOf": [PROBLEM, {"type": "null"}]},
        "links": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["rel", "type", "href"],
                "properties": {
                    "rel": {"enum": ["self", "result"]},
                    "type": {"type": "string"},
                    "href": {"type": "string", "format": "uri"},
                },
            },
        },
    },
}
WISH: Json = {
    "type": "object",
    "required": ["collection", "f"],
    "additionalProperties": False,
    "properties": {
        "collection": {"enum": [*COLLECTIONS]},
        "f": {"enum": [*FORMATS]},
        "params": {
            "type": "object",
            "description": "Parameters of the list, as in its address",
            "additionalProperties": {"type": "string"},
        },
        "purpose": {"type": "string", "maxLength": MAX_PURPOSE},
    },
}


def problems(**texts: str) -> Json:
    """Answers that are problems: _404="…" is the text of 404."""
    content = {"application/problem+json": {"schema": PROBLEM}}
    return {
        status.lstrip("_"): {
            "description": text,
            "content": content,
            **({"headers": RETRY} if status == "_429" else {}),
        }
        for status, text in texts.items()
    }


def answer(text: str, schema: Json) -> Json:
    return {"description": text, "content": {"application/json": {"schema": schema}}}


def parameter(name: str, where: str, schema: Json, text: str) -> Json:
    return {"name": name, "in": where, "required": where == "path", "description": text, "schema": schema}


UID = parameter("uid", "path", {"type": "string", "format": "uuid"}, "Identity of the job")
SIGNED_OUT = {"_401": "Sign in first"}
GONE = {"_404": "There is none, or it is not yours"}
KEY = parameter("Idempotency-Key", "header", {"type": "string", "minLength": 8, "maxLength": 200}, "Safe to repeat")


def paths() -> Json:
    """{path: {method: operation}} of the jobs."""
    listed: Json = {"type": "object", "required": ["jobs"], "properties": {"jobs": {"type": "array", "items": JOB}}}
    made = answer("Accepted", JOB)
    made["headers"] = {"Location": {"description": "Address of the job", "schema": {"type": "string"}}, **RETRY}
    create: Json = {
        "operationId": "createExport",
        "summary": "Export a filtered list as a job",
        "parameters": [KEY],
        "requestBody": {"required": True, "content": {"application/json": {"schema": WISH}}},
        "responses": {
            "202": made,
            **problems(
                _400="A parameter cannot be used", **SIGNED_OUT, _403="CSRF token missing, or a reading token",
                _422="The wish cannot be met", _429="Too many jobs",
            ),
        },
    }  # fmt: skip
    list_: Json = {
        "operationId": "getExports",
        "summary": "My exports, newest first",
        "responses": {"200": answer("Jobs", listed), **problems(**SIGNED_OUT)},
    }
    return {"/exports": {"get": list_, "post": create}, "/exports/{uid}": _one(), "/exports/{uid}/file": _file()}


def _one() -> Json:
    get: Json = {
        "operationId": "getExport",
        "summary": "How far it is",
        "parameters": [UID],
        "responses": {"200": answer("The job", JOB), **problems(**SIGNED_OUT, **GONE)},
    }
    delete: Json = {
        "operationId": "cancelExport",
        "summary": "Cancel it, or remove its file",
        "parameters": [UID],
        "responses": {
            "204": {"description": "Cancelled"},
            **problems(**SIGNED_OUT, _403="CSRF token missing, or a reading token", **GONE),
        },
    }
    return {"get": get, "delete": delete}


def _file() -> Json:
    get: Json = {
        "operationId": "getExportFile",
        "summary": "The file, while it is kept",
        "parameters": [UID],
        "responses": {
            "200": {"description": "The file", "content": files()},
            **problems(
                **SIGNED_OUT, **GONE, _409="Not finished, or failed", _410="No longer kept", _429="Too many exports"
            ),
        },
    }
    return {"get": get}


def files() -> Json:
    """The media types of the formats, for the answers of the lists of features too."""
    return {form.media.split(";")[0]: {"schema": {"type": "string", "format": "binary"}} for form in FORMATS.values()}


def item_parameters() -> list[Json]:
    """What the lists of features take besides their own parameters."""
    names = {"enum": ["json", *FORMATS, "csvm"], "default": "json"}
    return [
        parameter("f", "query", names, "Format; without it Accept decides. csvm describes the CSV"),
        parameter(
            "purpose", "query", {"type": "string", "maxLength": MAX_PURPOSE}, "What names of people are needed for"
        ),
    ]


def item_problems() -> Json:
    """What the lists of features answer besides, when a file is asked for."""
    return problems(_413="More features than a request waits for: make a job", _429="Too many exports or filters")
