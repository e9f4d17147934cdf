"""Bad input for records is refused with its place, never answered with a fault of ours."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from api.problems import translate
from parcels.models import Applicant, ApplicantIdentity, Application, LandDocument
from tests.register.conftest import PERSON, Story

pytestmark = pytest.mark.django_db
HUGE = 2**40
DOCUMENT = {"doc_type": "NS4", "area_deed_wah": "3-1-25.5"}


def refused(story: Story, path: str, data: Any, status: int = 422) -> list[tuple[str, str]]:
    problem = story.post("officer", path, data, status)
    return [(finding["code"], finding["path"]) for finding in problem["findings"]]


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("sheet_scale", HUGE), ("sheet_scale", -HUGE), ("sheet_scale", 4000.5), ("sheet_scale", "4000"),
        ("sheet_scale", True), ("co_holders", 51), ("co_holders", -1), ("co_holders", 2**15), ("co_holders", None),
        ("area_deed_wah", 0), ("area_deed_wah", -1), ("area_deed_wah", 1e300), ("area_deed_wah", 0.001),
        ("area_deed_wah", "3-4-10"), ("area_deed_wah", "3-1-100"), ("area_deed_wah", ""), ("area_deed_wah", None),
        ("area_deed_wah", [1]), ("issued_on", "29 ก.พ. 2566"), ("issued_on", "2/12/64"), ("issued_on", "0001-01-01"),
        ("issued_on", "9999-12-31"), ("issued_on", 2565), ("issued_on", ""), ("doc_type", "NONSENSE"), ("doc_type", None),
        ("doc_type", {"a": 1}), ("doc_type", [1]), ("doc_type", 5), ("doc_no", "x" * 41), ("doc_no", 5), ("doc_no", None),
        ("parcel", None), ("parcel", ""), ("parcel", "x"), ("parcel", 5), ("parcel", ["x"]),
        ("parcel", "00000000-0000-4000-8000-000000000000"), ("nonsense", 1), ("confers", "OWN"), ("version", 3),
        ("uid", "x"), ("uid", 5), ("uid", []), ("uid", "0" * 40),
    ],
)  # fmt: skip
def test_a_document_with_a_bad_member_is_refused_at_it(story: Story, member: str, value: Any) -> None:
    story.apply()
    parcel = story.land()
    ((_code, path),) = refused(story, "documents", {"parcel": parcel, **DOCUMENT, member: value})
    assert path.removeprefix("/properties") == f"/{member}"
    assert not LandDocument.objects.exists()


@pytest.mark.parametrize("form", ["{}", "{{{}}}", "urn:uuid:{}"])
def test_a_uid_that_the_client_made_is_taken_in_every_form_and_once(story: Story, form: str) -> None:
    uid = "0b9f1a52-6c5e-4d1f-9c2b-3a6f0a1d2e3f"
    made = story.post("officer", "applicants", {**PERSON, "uid": form.format(uid)})
    assert made["uid"] == uid
    assert refused(story, "applicants", {**PERSON, "uid": uid}, 409) == [("uid_taken", "/id")]


@pytest.mark.parametrize("tambon", ["67", "6701", "67010101", "999999", "", None, 670101])
def test_an_application_lies_in_a_tambon(story: Story, tambon: Any) -> None:
    applicant = story.post("officer", "applicants", PERSON)["uid"]
    found = refused(story, "applications", {"applicant": applicant, "model": "HLM", "tambon": tambon})
    assert [path for _code, path in found] == ["/tambon"]
    assert not Application.objects.exists()


@pytest.mark.parametrize("value", [HUGE, -1, 2499, 2701, "2565", 2565.0, None])
def test_a_fiscal_year_is_of_the_buddhist_era(story: Story, value: Any) -> None:
    applicant = story.post("officer", "applicants", PERSON)["uid"]
    found = refused(story, "applications", {"applicant": applicant, "model": "HLM", "fy": value})
    assert [path for _code, path in found] == ["/fy"]


@pytest.mark.parametrize(
    "place",
    [
        None, 5, [101, 16], {"type": "Point"}, {"type": "Point", "coordinates": [101]}, {"type": "Polygon", "coordinates": []},
        {"type": "Point", "coordinates": [True, 16]}, {"type": "Point", "coordinates": ["101", "16"]},
        {"type": "Point", "coordinates": [16, 101]}, {"type": "Point", "coordinates": [1e308, 16]},
        {"type": "Point", "coordinates": [101, 16], "crs": "x"},
    ],
)  # fmt: skip
def test_a_survey_stands_at_a_place_in_the_country(story: Story, place: Any) -> None:
    story.apply()
    seen = {"application": story.uid, "visited_on": "2021-12-09", "visited_by": "x", "ready": True, "location": place}
    assert [path for _code, path in refused(story, "surveys", seen)] == ["/location"]


@pytest.mark.parametrize(
    ("told", "path"),
    [
        ({"to": "RESERVE", "rank": HUGE}, "/rank"), ({"to": "RESERVE", "rank": 0}, "/rank"),
        ({"to": "RESERVE", "rank": "1"}, "/rank"), ({"to": "WITHDRAWN", "on": "29 ก.พ. 2566"}, "/on"),
        ({"to": "REJECTED", "reason_code": "NONSENSE"}, "/reason_code"), ({"to": None}, "/to"), ({"to": 5}, "/to"), ({"to": "NOWHERE"}, "/to"), ({"to": "DRAFT"}, "/to"),
        ({"to": "APPLIED", "at": "2021-12-02"}, "/at"), ({}, "/to"),
    ],
)  # fmt: skip
def test_a_move_is_told_in_its_own_terms(story: Story, told: Any, path: str) -> None:
    story.apply()
    assert [at for _code, at in refused(story, f"applications/{story.uid}/transitions", told)] == [path]


@pytest.mark.parametrize("applications", [[], [5], ["x"], [None], "x", None, [{}], ["0" * 40]])
def test_many_moves_name_applications(story: Story, applications: Any) -> None:
    found = refused(story, "applications/moves", {"to": "APPLIED", "applications": applications})
    assert {path.split("/")[1] for _code, path in found} == {"applications"}


@pytest.mark.parametrize("body", ["null", "[]", "5", '"x"', '{"name_th": "a\\u0000b"}', '{"name_th": "\\ud800"}', "{"])
def test_a_body_that_is_no_object_of_texts_is_refused(story: Story, body: str) -> None:
    answer = story.client("officer").post("/api/applicants", body, content_type="application/json")
    assert answer.status_code in {400, 422}
    assert answer.json()["code"] != "internal"
    assert not Applicant.objects.exists()


def test_pages_go_on_over_what_has_no_value_in_the_order(story: Story) -> None:
    uids = {story.apply() for _ in range(5)}
    for sign in ("", "-"):
        client, address, seen = story.client("officer"), f"/api/applications?limit=2&sortby={sign}reserve_rank", []
        while address:
            page = client.get(address).json()
            seen += [one["uid"] for one in page["items"]]
            address = next((link["href"] for link in page["links"] if link["rel"] == "next"), "")
        assert sorted(seen) == sorted(uids)


def test_a_national_id_belongs_to_one_person(story: Story) -> None:
    story.apply()
    first = story.applicant
    story.apply()
    client = story.client("officer")
    body = {"national_id": "1234567890121"}
    path = "/api/applicants/{}/identity"
    assert client.put(path.format(first), body, content_type="application/json").status_code == 200
    known = client.put(path.format(story.applicant), body, content_type="application/json")
    assert (known.status_code, known.json()["code"]) == (409, "person_known")
    identity = ApplicantIdentity.objects.get()
    assert identity.applicant.uid == UUID(first)
    # Of two who store it in the same moment neither sees the other's; the index does.
    rival = Applicant.objects.get(uid=story.applicant)
    with pytest.raises(IntegrityError) as collision, transaction.atomic():
        ApplicantIdentity.objects.create(
            applicant=rival, national_id_encrypted=b"x", national_id_hash=identity.national_id_hash, last4="0121"
        )
    problem = translate(collision.value)
    assert problem is not None
    assert (problem.status, problem.code) == (409, "person_known")


def test_of_a_record_one_may_ask_for_no_property_but_its_uid(story: Story) -> None:
    uid = story.apply()
    client = story.client("officer")
    assert client.get("/api/applications", {"properties": ""}).json()["items"] == [{"uid": uid}]
    assert client.get("/api/applications", {"properties": "no,fy"}).json()["items"][0].keys() == {"uid", "no", "fy"}


@pytest.mark.parametrize("member", ["relation", "level", "model"])
def test_an_empty_text_is_no_code_and_not_null(story: Story, member: str) -> None:
    applicant = story.post("officer", "applicants", PERSON)["uid"]
    found = refused(story, "applications", {"applicant": applicant, "model": "HLM", member: ""})
    assert [path for _code, path in found] == [f"/{member}"]


@pytest.mark.parametrize("query", ["applications/figures?fy=", "comments?sortby=", "applications?sortby="])
def test_a_parameter_that_says_nothing_is_refused(story: Story, query: str) -> None:
    answer = story.client("officer").get(f"/api/{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("address", ["session", "invitations/0"])
def test_a_method_that_is_none_is_said_before_a_missing_token(address: str) -> None:
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.put(f"/api/{address}").status_code == 405
    assert stranger.post(f"/api/{address}", {}, content_type="application/json").status_code == 403
