"""The table of rules while drawing through the API: the gate, and the triggers of the database behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from parcels.models import Applicant, Application, Parcel
from tests.api.shapes import MUEANG, feature
from tests.api.test_items import PARCELS, ZONES, post, stored
from tests.rule_cases import CASES, Json, shape_of

pytestmark = pytest.mark.django_db


def approve(uid: str) -> None:
    applicant = Applicant.objects.create(kind_id="PERSON", sector_id="PEOPLE", name_th="สมมติ", tambon_id=MUEANG)
    application = Application.objects.create(
        no="2565-6701-0001", fy=2565, applicant=applicant, model_id="HLM", state_id="APPROVED"
    )
    Parcel.objects.filter(uid=uid).update(application=application)


def sent(client: Client, case: Json) -> Any:
    shape = shape_of(case)
    if "parcel" in case:
        about: Json = {"zone_type": "nong", "parcel": stored(client, feature(case["parcel"]))["id"]}
        for zone in case.get("zones", []):
            stored(client, {"type": "Feature", "geometry": zone, "properties": about}, ZONES)
        return post(client, ZONES, {"type": "Feature", "geometry": shape, "properties": about})
    for neighbour in case.get("neighbours", []):
        approve(stored(client, feature(neighbour))["id"])
    return post(client, PARCELS, feature(shape))


@pytest.mark.parametrize("name", CASES)
def test_each_case_is_stored_or_refused_as_the_table_says(
    client_of: Callable[[User], Client], officer: User, name: str
) -> None:
    case = CASES[name]
    answer = sent(client_of(officer), case)
    body = answer.json()
    assert body.get("code") == case["code"], body
    assert answer.status_code == (201 if case["code"] is None else 409 if case["code"] == "overlap" else 422)
    for number, value in case.get("data", {}).items():
        assert body["findings"][0][number] == pytest.approx(value, rel=0.05)
