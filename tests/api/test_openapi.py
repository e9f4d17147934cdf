"""The OpenAPI document is valid, complete and true."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from api.collections import COLLECTIONS
from api.history import KEPT
from api.register.records import RECORDS
from api.tiles.layers import LAYERS
from api.tiles.views import GRID
from tests.api.shapes import feature, square
from tests.api.test_items import PARCELS, post, stored

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
Json = dict[str, Any]


@pytest.fixture
def document(client: Client) -> Json:
    found: Json = client.get("/api/openapi.json").json()
    return found


def checker(document: Json, name: str) -> Draft202012Validator:
    """A validator of one named schema of the document, formats included."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def operations(document: Json) -> Iterator[tuple[str, Json]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method != "parameters":
                yield f"{method} {path}", operation


def test_the_document_is_valid_openapi_3_1(document: Json) -> None:
    assert document["openapi"] == "3.1.0"
    assert [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


# Names that a route gives to the parts of an address, as the document writes them.
WRITTEN = {
    "secret": "{secret}",
    "amphoe": "{amphoe}",
    "grid": GRID,
    "number": "{number}",
    "uid": "{uid}",
    "z": "{tileMatrix}",
    "y": "{tileRow}",
    "x": "{tileCol}",
}


def test_every_address_of_the_api_is_described(document: Json) -> None:
    api = next(p for p in get_resolver().url_patterns if str(p.pattern) == "api/")
    parts = [getattr(part, "url_patterns", [part]) for part in api.url_patterns]  # type: ignore[union-attr]
    for pattern in (pattern for part in parts for pattern in part):
        route = str(pattern.pattern)
        if route.startswith("^"):
            continue
        collections = LAYERS if "/tiles" in route else KEPT if route.endswith(("/history", "/restore")) else COLLECTIONS
        for name in collections if route.startswith("collections/<") else ("{list}",):
            known = {**WRITTEN, "name": name}
            path = re.sub("<str:([a-z]+)>", lambda found, known=known: known[found[1]], route)
            assert f"/{path}" in document["paths"], route


def test_every_operation_says_what_it_is_in_both_languages(document: Json) -> None:
    names = [operation["operationId"] for _, operation in operations(document)]
    assert len(names) == len(set(names)) > 40
    for where, operation in operations(document):
        assert operation["summary"], where
        assert operation["x-summary-th"], where
        for part in (operation, *operation.get("parameters", []), *operation["responses"].values()):
            assert "x-description-th" in part or "description" not in part, (where, part)


def test_the_wrong_and_the_right_feature_are_told_apart(document: Json) -> None:
    check = checker(document, "NewParcel")
    good = {"type": "Feature", "geometry": square(), "properties": {"tambon": "670101"}}
    assert check.is_valid(good)
    for wrong in (
        {**good, "crs": "x"},
        {**good, "properties": {}},
        {**good, "properties": {"tambon": "670101", "code": "x"}},
        {**good, "properties": {"tambon": "670101", "land_class": "NONSENSE"}},
        {**good, "geometry": {"type": "Point", "coordinates": [1, 2]}},
    ):
        assert not check.is_valid(wrong), wrong


def test_the_wrong_and_the_right_record_are_told_apart(document: Json) -> None:
    check = checker(document, "NewDocument")
    good = {"parcel": "00000000-0000-4000-8000-000000000000", "doc_type": "NS4", "area_deed_wah": "3-1-25.5"}
    assert check.is_valid(good)
    assert check.is_valid({**good, "area_deed_wah": 1325.5, "sheet_scale": 4000, "issued_on": None})
    for wrong in (
        {**good, "parcel_code": "x"},
        {**good, "doc_type": "NONSENSE"},
        {**good, "sheet_scale": 2**40},
        {**good, "area_deed_wah": -1},
        {**good, "co_holders": None},
        {"doc_type": "NS4"},
    ):
        assert not check.is_valid(wrong), wrong
    assert checker(document, "Move").is_valid({"to": "RETURNED", "reason": "x"})
    assert not checker(document, "Move").is_valid({"to": "NOWHERE"})


@pytest.mark.parametrize("name", RECORDS)
def test_only_methods_that_somebody_may_use_are_offered(
    document: Json, client_of: As, province: User, name: str
) -> None:
    at = document["paths"][f"/{name}/{{uid}}"]
    assert ("delete" in at) == (name in {"documents", "attachments", "designs", "works"})
    answer = client_of(province).delete(f"/api/{name}/00000000-0000-4000-8000-000000000000")
    assert answer.status_code == (404 if "delete" in at else 405)


def test_answers_are_as_described(document: Json, client_of: As, officer: User) -> None:
    client = client_of(officer)
    stored(client)
    for path, name in (
        ("/api/", "Landing"),
        ("/api/conformance", "Conformance"),
        ("/api/collections", "Collections"),
        ("/api/collections/parcels", "Collection"),
        (PARCELS, "ParcelPage"),
        ("/api/collections/areas/items?limit=3", "AreaPage"),
        ("/api/collections/area-summary/items", "AreaSummaryPage"),
        ("/api/collections/cases/items", "CasePage"),
        ("/api/collections/parcels/schema", "JsonSchema"),
        ("/api/me", "Me"),
        ("/api/session", "Session"),
        ("/api/reports/summary?fy=2565", "Summary"),
        ("/api/reports/states", "StateCounts"),
        ("/api/changes", "Changes"),
        ("/api/session/second-factor", "SecondFactor"),
        ("/api/collections/zones/tiles", "Tilesets"),
        ("/api/collections/parcels/tiles/WebMercatorQuad", "Tileset"),
        ("/api/collections/areas/tiles/WebMercatorQuad/tilejson", "TileJson"),
        ("/api/nothing", "Problem"),
        *((f"/api/{name}", f"{name.capitalize().removesuffix('s')}Page") for name in RECORDS),
    ):
        errors = [error.message for error in checker(document, name).iter_errors(client.get(path).json())]
        assert errors == [], path


# Who has no account yet, and changes of accounts.
PEOPLE = re.compile("[a-z]+ /invitations|(post|patch) /officers")


def test_every_way_to_say_who_one_is_stands_at_the_operations(document: Json) -> None:
    assert {*document["components"]["securitySchemes"]} == {"session", "csrf", "token", "basic"}
    program = [{"token": []}, {"basic": []}]
    for where, operation in operations(document):
        security = operation.get("security", document["security"])
        if "/tokens" in where or "/second-factor" in where or PEOPLE.match(where):
            assert not any(way in security for way in program), where  # only people make and see them
        elif security and "/session" not in where:
            is_safe = where.startswith(("get ", "options "))
            assert security == [{"session": []} if is_safe else {"session": [], "csrf": []}, *program], where


def test_answers_about_officers_are_as_described(document: Json, client_of: As, province: User) -> None:
    client = client_of(province)
    wish = {"username": "somsri", "name": "สมศรี", "role": "AMPHOE_OFFICER", "area": "6701"}
    assert checker(document, "NewOfficer").is_valid(wish)
    made = client.post("/api/officers", wish, content_type="application/json").json()
    link = made["invitation"].rsplit("/", 1)[1]
    for answer, name in (
        (made, "InvitedOfficer"),
        (client.get("/api/officers").json(), "Officers"),
        (client.get(f"/api/officers/{made['id']}").json(), "Officer"),
        (client.get(f"/api/invitations/{link}").json(), "Invitation"),
        (client.post(f"/api/officers/{made['id']}/invitation").json(), "InvitationLink"),
        (client.post(f"/api/officers/{made['id']}/login").json(), "OfficerLogin"),
        (client.post(f"/api/officers/{made['id']}/login/suspension").json(), "Officer"),
        (client.get("/api/offices/6701").json(), "Office"),
    ):
        assert [error.message for error in checker(document, name).iter_errors(answer)] == [], name


def test_code_lists_are_enumerations_with_titles(client_of: As, officer: User) -> None:
    schema = client_of(officer).get("/api/collections/parcels/schema").json()
    Draft202012Validator.check_schema(schema)
    state = schema["properties"]["state"]
    assert "DRAFT" in state["enum"]
    draft = next(code for code in state["oneOf"] if code["const"] == "DRAFT")
    assert draft["title"]
    assert draft["x-title-th"]
    assert schema["$id"].endswith("/api/collections/parcels/schema")
    assert schema["properties"]["geometry"]["format"] == "geometry-multipolygon"
    assert schema["properties"]["id"]["x-ogc-role"] == "id"


@pytest.mark.parametrize("value", ["12", True, [1]])
def test_a_number_is_a_number(client_of: As, officer: User, value: object) -> None:
    answer = post(client_of(officer), PARCELS, feature(None, joined_area_m2=value))
    assert answer.status_code == 422
    assert answer.json()["findings"][0]["path"] == "/properties/joined_area_m2"


@pytest.mark.parametrize(("name", "value"), [("name", 5), ("joined_is_estimate", "yes"), ("joined_is_estimate", 1)])
def test_texts_are_texts_and_flags_are_flags(client_of: As, officer: User, name: str, value: object) -> None:
    assert post(client_of(officer), PARCELS, feature(None, **{name: value})).status_code == 422
