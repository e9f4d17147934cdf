"""What OpenAPI says of jobs and tokens is what they answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import resolve
from jsonschema import Draft202012Validator

from api.forms import FG, FG_NAME
from api.openapi import exports, tokens
from api.openapi.document import document
from api.tiles.views import GRID, MVT
from spatial.exports import FORMATS

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
PATHS = {**exports.paths(), **tokens.paths()}
METHODS = {"get", "post", "put", "patch", "delete"}
UID = "00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize("path", PATHS)
def test_every_documented_method_exists_and_no_other(path: str) -> None:
    view = resolve(f"/api{path.replace('{uid}', UID)}").func.view_class  # type: ignore[attr-defined]
    assert {m for m in METHODS if hasattr(view, m)} == set(PATHS[path]) - {"parameters"}


@pytest.mark.parametrize("path", PATHS)
def test_answers_without_a_sign_in_and_for_nothing_are_documented(path: str, client_of: As, officer: User) -> None:
    for method in METHODS & PATHS[path].keys():
        where = f"/api{path.replace('{uid}', UID)}"
        for client in (Client(), client_of(officer)):
            status = getattr(client, method)(
                where, **({"data": "{}", "content_type": "application/json"} if method == "post" else {})
            ).status_code
            assert str(status) in PATHS[path][method]["responses"], (method, path, status)


@pytest.fixture
def conforms(db: None) -> Callable[[Any, str], None]:
    """Asserts that an answer is as one named schema of the document says."""
    components = document()["components"]

    def check(answer: Any, name: str) -> None:
        validator = Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": components})
        assert [error.message for error in validator.iter_errors(answer)] == [], name

    return check


def test_answers_look_as_documented(client_of: As, officer: User, conforms: Callable[[Any, str], None]) -> None:
    client = client_of(officer)
    send = {"content_type": "application/json"}
    made = client.post("/api/tokens", json.dumps({"name": "x", "scope": "read"}), **send).json()
    conforms(made, "MadeToken")
    conforms(client.get("/api/tokens").json(), "Tokens")
    conforms(client.get(f"/api/tokens/{made['id']}").json(), "Token")
    job = client.post("/api/exports", json.dumps({"collection": "areas", "f": "csv"}), **send).json()
    conforms(job, "Job")
    conforms(client.get("/api/exports").json(), "Jobs")
    conforms(client.get(f"/api/exports/{job['jobID']}").json(), "Job")


def test_every_format_stands_in_the_description_of_lists() -> None:
    known = exports.list_parameters()["f"]["schema"]["enum"]
    assert {*FORMATS, "json", FG_NAME, "html", "csvm"} == {*known}
    assert len(exports.files()) == len(FORMATS)
    for collection in ("parcels", "zones", "areas"):
        read = document()["paths"][f"/collections/{collection}/items"]["get"]
        types = {form.media.split(";")[0] for form in FORMATS.values()}
        assert {*types, "application/csvm+json", FG, "text/html"} == {*read["responses"]["200"]["content"]}
        assert {"304", "413", "429"} < {*read["responses"]}


@pytest.mark.parametrize("media", [MVT, "*/*;q=0.1, application/octet-stream"])
def test_tiles_are_for_those_who_ask_for_tiles(client_of: As, officer: User, media: str) -> None:
    answer = client_of(officer).get(f"/api/collections/areas/tiles/{GRID}/5/14/25", headers={"accept": media})
    assert answer.status_code in {200, 204}


def test_the_file_of_a_job_is_for_those_who_ask_for_its_type(client_of: As, officer: User) -> None:
    answer = client_of(officer).get(f"/api/exports/{UID}/file", headers={"accept": "application/zip"})
    assert answer.status_code == 404
