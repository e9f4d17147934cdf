"""What OpenAPI says of jobs and tokens is what they answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import resolve

from api import tokens_doc
from api.exports import doc
from spatial.exports import FORMATS

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
PATHS = {**doc.paths(), **tokens_doc.paths()}
UID = "00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize("path", PATHS)
def test_every_documented_method_exists_and_no_other(path: str) -> None:
    view = resolve(f"/api{path.replace('{uid}', UID)}").func.view_class  # type: ignore[attr-defined]
    assert {m for m in ("get", "post", "put", "patch", "delete") if hasattr(view, m)} == set(PATHS[path])


@pytest.mark.parametrize("path", PATHS)
def test_answers_without_a_sign_in_and_for_nothing_are_documented(path: str, client_of: As, officer: User) -> None:
    for method, operation in PATHS[path].items():
        where = f"/api{path.replace('{uid}', UID)}"
        for client in (Client(), client_of(officer)):
            status = getattr(client, method)(
                where, **({"data": "{}", "content_type": "application/json"} if method == "post" else {})
            ).status_code
            assert str(status) in operation["responses"], (method, path, status)


def conforms(value: Any, schema: dict[str, Any]) -> None:
    """Members, required ones and types, as far as our schemas use them."""
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
    if "anyOf" in schema:
        assert value is None or schema["anyOf"][0]["type"] == "object"
        return
    if "enum" in schema:
        assert value in schema["enum"]
    if "type" in schema:
        allowed = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        assert isinstance(value, tuple(kinds[name] for name in allowed)), (value, schema)
    if isinstance(value, dict) and "properties" in schema:
        assert set(schema.get("required", [])) <= set(value) <= set(schema["properties"])
        for name, member in value.items():
            conforms(member, schema["properties"][name])
    for member in value if isinstance(value, list) else []:
        conforms(member, schema["items"])


def schema_of(path: str, method: str, status: str) -> dict[str, Any]:
    return dict(PATHS[path][method]["responses"][status]["content"]["application/json"]["schema"])


def test_answers_look_as_documented(client_of: As, officer: User) -> None:
    client = client_of(officer)
    send = {"content_type": "application/json"}
    made = client.post("/api/tokens", json.dumps({"name": "x", "scope": "read"}), **send).json()
    conforms(made, schema_of("/tokens", "post", "201"))
    conforms(client.get("/api/tokens").json(), schema_of("/tokens", "get", "200"))
    conforms(client.get(f"/api/tokens/{made['id']}").json(), schema_of("/tokens/{uid}", "get", "200"))
    job = client.post("/api/exports", json.dumps({"collection": "areas", "f": "csv"}), **send).json()
    conforms(job, schema_of("/exports", "post", "202"))
    conforms(client.get("/api/exports").json(), schema_of("/exports", "get", "200"))
    conforms(client.get(f"/api/exports/{job['jobID']}").json(), schema_of("/exports/{uid}", "get", "200"))


def test_every_format_stands_in_the_description_of_lists() -> None:
    assert set(FORMATS) < set(doc.item_parameters()[0]["schema"]["enum"])
    assert len(doc.files()) == len(FORMATS)
    assert set(doc.item_problems()) == {"413", "429"}
