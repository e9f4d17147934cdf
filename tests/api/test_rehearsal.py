"""`?validate=true` checks everything and stores nothing; `Prefer: return=minimal` leaves bodies out; q is composed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from parcels.models import Parcel, Zone
from tests.api.shapes import feature, square
from tests.api.test_items import PARCELS, ZONES, patch, post, put, stored

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
TRY = "?validate=true"


def zone(parcel: str, shape: dict[str, Any]) -> dict[str, Any]:
    return feature(shape, None, parcel=parcel, zone_type="nong")


def test_a_rehearsed_parcel_is_checked_and_not_stored(client_of: As, officer: User) -> None:
    answer = post(client_of(officer), PARCELS + TRY, feature(square()))
    assert answer.status_code == 200
    assert answer.json()["properties"]["area_calc_m2"] > 0
    assert "Location" not in answer
    assert "ETag" not in answer
    assert not Parcel.objects.exists()


def test_a_rehearsal_finds_what_only_the_database_knows(client_of: As, officer: User) -> None:
    client = client_of(officer)
    parcel = stored(client)["id"]
    outside = post(client, ZONES + TRY, zone(parcel, square(3)))
    assert (outside.status_code, outside.json()["code"]) == (422, "zone_outside")
    assert post(client, ZONES + TRY, zone(parcel, square(0, 0, 0.0005))).status_code == 200
    assert not Zone.objects.exists()


def test_a_rehearsed_batch_is_all_or_nothing_too(client_of: As, officer: User) -> None:
    batch = {"type": "FeatureCollection", "features": [feature(square()), feature(square(1), "999999")]}
    answer = post(client_of(officer), PARCELS + TRY, batch)
    assert answer.status_code in {403, 422}
    assert answer.json()["findings"][0]["path"].startswith("/features/1")
    assert post(client_of(officer), PARCELS + TRY, {**batch, "features": batch["features"][:1]}).status_code == 200
    assert not Parcel.objects.exists()


def test_rehearsed_changes_leave_the_row_as_it_was(client_of: As, officer: User) -> None:
    client = client_of(officer)
    one = stored(client)
    path = f"{PARCELS}/{one['id']}"
    changed = patch(client, path + TRY, {"properties": {"name": "ลอง"}}, if_match='"1"')
    assert (changed.status_code, changed.json()["properties"]["name"]) == (200, "ลอง")
    assert put(client, path + TRY, feature(square(2)), if_match='"1"').status_code == 200
    assert patch(client, path + TRY, {"properties": {"name": "ลอง"}}, if_match='"7"').status_code == 412
    assert patch(client, path + TRY, {"properties": {"name": "ลอง"}}).status_code == 428
    assert client.delete(path + TRY, headers={"if-match": '"1"'}).status_code == 204
    now = client.get(path)
    assert now["ETag"].startswith('"1-')
    assert now.json() == one


def test_a_rehearsal_obeys_the_rights(client_of: As, viewer: User, officer: User) -> None:
    assert post(client_of(viewer), PARCELS + TRY, feature(square())).status_code == 403
    elsewhere = post(client_of(officer), PARCELS + TRY, feature(square(), "670501"))
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (403, "not_in_your_area")


def test_a_rehearsal_does_not_use_up_an_idempotency_key(client_of: As, officer: User) -> None:
    client = client_of(officer)
    assert post(client, PARCELS + TRY, feature(square()), idempotency_key="k" * 8).status_code == 200
    assert post(client, PARCELS, feature(square()), idempotency_key="k" * 8).status_code == 201


@pytest.mark.parametrize("query", ["validate=yes", "validate=", "colour=red", "validate=true&validate=false"])
def test_a_write_takes_no_other_parameter(client_of: As, officer: User, query: str) -> None:
    answer = post(client_of(officer), f"{PARCELS}?{query}", feature(square()))
    assert answer.status_code == 400
    assert not Parcel.objects.exists()


def test_minimal_answers_have_no_body(client_of: As, officer: User) -> None:
    client = client_of(officer)
    made = post(client, PARCELS, feature(square()), prefer="return=minimal", idempotency_key="k" * 8)
    assert (made.status_code, made.content, made["ETag"][:3]) == (201, b"", '"1-')
    assert made["Preference-Applied"] == "return=minimal"
    again = post(client, PARCELS, feature(square()), idempotency_key="k" * 8)
    assert again["Location"] == made["Location"]
    assert again.json()["type"] == "Feature"
    path = f"{PARCELS}/{again.json()['id']}"
    changed = patch(
        client, path, {"properties": {"name": "ก"}}, if_match='"1"', prefer="handling=strict, return=minimal"
    )
    assert (changed.status_code, changed.content, changed["ETag"][:3]) == (204, b"", '"2-')
    tried = patch(client, path + TRY, {"properties": {"name": "ข"}}, if_match='"2"', prefer="return=minimal")
    assert (tried.status_code, tried.content) == (204, b"")


def test_options_and_refusals_name_the_methods_that_there_are(client_of: As, viewer: User, officer: User) -> None:
    assert client_of(officer).options(PARCELS)["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert client_of(viewer).options(PARCELS)["Allow"] == "GET, HEAD, OPTIONS"
    areas = "/api/collections/areas/items"
    refused = post(client_of(officer), areas, feature(square()))
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, OPTIONS")
    one = f"{areas}/670101"
    assert patch(client_of(officer), one, {}, if_match="*").status_code == 405


@pytest.mark.parametrize("accept", ["image/png", "text/csv;q=0.5, application/xml"])
def test_a_format_that_is_none_is_refused(client_of: As, officer: User, accept: str) -> None:
    answer = client_of(officer).get("/api/codes", headers={"accept": accept})
    assert (answer.status_code, answer.json()["code"]) == (406, "format_not_offered")


@pytest.mark.parametrize(
    "accept",
    [
        "application/vnd.oai.openapi+json;version=3.0, application/openapi+json;version=3.0",
        "application/geo+json, application/json",
        "application/schema+json",
        "*/*",
        "image/png, */*;q=0.1",
        "",
    ],
)
def test_every_name_of_json_is_taken(client_of: As, officer: User, accept: str) -> None:
    assert client_of(officer).get("/api/codes", headers={"accept": accept}).status_code == 200


def test_a_search_finds_composed_and_decomposed_letters(client_of: As, officer: User) -> None:
    client = client_of(officer)
    stored(client, feature(square(), name="Café Phû"))
    spelt = unicodedata.normalize("NFD", "Café Phû")
    assert client.get(PARCELS, {"q": spelt}).json()["numberMatched"] == 1
    assert client.get("/api/reports/states", {"q": spelt}).json()["NONE"] == 1
