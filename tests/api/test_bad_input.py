"""What must never be stored: a 4xx with a code, a place and a sentence, in under 1.5 s."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.api.shapes import MUEANG, feature, square
from tests.api.test_items import PARCELS, ZONES, patch, post, stored

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


def polygon(*ring: list[float]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[*ring]]}


def circle(count: int) -> dict[str, Any]:
    """A ring of `count` positions, the last being the first."""
    turns = [2 * math.pi * n / (count - 1) for n in range(count - 1)]
    ring = [[101.15 + 0.01 * math.cos(t), 16.4 + 0.01 * math.sin(t)] for t in turns]
    return polygon(*ring, ring[0])


BOW_TIE = polygon([101.168, 16.314], [101.169, 16.315], [101.169, 16.314], [101.168, 16.315], [101.168, 16.314])
SWAPPED = polygon([16.314, 101.172], [16.314, 101.173], [16.315, 101.173], [16.315, 101.172], [16.314, 101.172])
METRES = polygon([732174, 1804776], [732274, 1804776], [732274, 1804876], [732174, 1804876], [732174, 1804776])
FAR = polygon([100, 51], [100.1, 51], [100.1, 51.1], [100, 51.1], [100, 51])
OPEN = polygon([101.174, 16.314], [101.175, 16.314], [101.175, 16.315], [101.174, 16.315])
SPIKE = polygon(
    [101.176, 16.314], [101.177, 16.314], [101.177, 16.315], [101.1765, 16.315], [101.1765, 16.317],
    [101.1765, 16.315], [101.176, 16.315], [101.176, 16.314],
)  # fmt: skip
TEXT = json.dumps(feature(square()))
LIMIT_S = 1.5

CASES: dict[str, tuple[str, int, str, str]] = {
    "bow-tie": (json.dumps(feature(BOW_TIE)), 422, "self_intersection", "/geometry"),
    "spike": (json.dumps(feature(SPIKE)), 422, "self_intersection", "/geometry"),
    "swapped axes": (json.dumps(feature(SWAPPED)), 422, "swapped_axes", "/geometry/coordinates/0/0"),
    "metres": (json.dumps(feature(METRES)), 422, "metres_not_degrees", "/geometry/coordinates/0/0"),
    "far away": (json.dumps(feature(FAR)), 422, "out_of_country", "/geometry/coordinates/0/0"),
    "not closed": (json.dumps(feature(OPEN)), 422, "not_closed", "/geometry/coordinates/0"),
    "1e400": (TEXT.replace("101.15,", "1e400,", 1), 400, "bad_json", ""),
    "1e308": (TEXT.replace("101.15,", "1e308,", 1), 422, "metres_not_degrees", "/geometry/coordinates/0/0"),
    "NaN": (TEXT.replace("101.15,", "NaN,", 1), 400, "bad_json", ""),
    "a bool": (TEXT.replace("101.15,", "true,", 1), 422, "not_finite", "/geometry/coordinates/0/0"),
    "crs member": (TEXT.replace('"type": "Polygon"', '"crs": {}, "type": "Polygon"'), 422, "crs_member", "/geometry"),
    "crs of feature": (TEXT.replace('{"type": "Feature"', '{"crs": {}, "type": "Feature"'), 422, "crs_member", "/crs"),
    "EWKT": (json.dumps(feature("SRID=32647;POLYGON((0 0,1 0,1 1,0 0))")), 422, "not_a_polygon", "/geometry"),
    "hex WKB": (json.dumps(feature("0103000020E6100000")), 422, "not_a_polygon", "/geometry"),
    "a point": (json.dumps(feature({"type": "Point", "coordinates": [101, 16]})), 422, "not_a_polygon", "/geometry"),
    "2,001 vertices": (json.dumps(feature(circle(2001))), 422, "too_many_positions", "/geometry/coordinates"),
    "depth 2,000": ("[" * 2000 + "]" * 2000, 400, "bad_json", ""),
    "depth 100": (json.dumps(feature(None, x=0)).replace("0", "[" * 100 + "]" * 100), 422, "too_deep", "/properties"),
    "NUL": (json.dumps(feature(square(), name="a\0b")), 422, "nul_character", "/properties/name"),
    "NUL in a key": (TEXT.replace('"tambon"', '"tam\\u0000bon"'), 422, "nul_character", "/properties"),
    "lone surrogate": (TEXT.replace(MUEANG, "\\ud800"), 400, "bad_json", ""),
    "unknown member": (json.dumps(feature(square(), colour="red")), 422, "unknown_member", "/properties/colour"),
    "unknown top member": (TEXT[:-1] + ', "foo": 1}', 422, "unknown_member", "/foo"),
    "computed member": (json.dumps(feature(square(), area_calc_m2=1)), 422, "read_only_member", "/properties/area"),
    "same member twice": (TEXT[:-1] + ', "geometry": null}', 422, "duplicate_member", ""),
    "unknown tambon": (json.dumps(feature(square(), "670199")), 422, "invalid", "/properties/tambon"),
    "tambon of an amphoe": (json.dumps(feature(square(), "6701")), 422, "unknown_tambon", "/properties/tambon"),
    "no tambon": (json.dumps(feature(square(), None)), 422, "invalid", "/properties/tambon"),
    "bad code": (json.dumps(feature(square(), land_class="MOON")), 422, "invalid", "/properties/land_class"),
    "negative accuracy": (
        json.dumps(feature(square(), positional_accuracy_m=-1)),
        422,
        "accuracy_negative",
        "/properties/positional",
    ),
    "negative area": (json.dumps(feature(square(), joined_area_m2=-1)), 422, "joined_negative", "/properties/joined"),
    "huge number": (json.dumps(feature(square(), joined_area_m2=1e300)), 422, "invalid", "/properties/joined"),
    "long text": (json.dumps(feature(square(), name="x" * 2001)), 422, "text_too_long", "/properties/name"),
    "bad uid": (TEXT[:-1] + ', "id": "7"}', 422, "bad_uid", "/id"),
    "number as uid": (TEXT[:-1] + ', "id": 7}', 422, "bad_uid", "/id"),
    "an array": ("[]", 422, "not_a_feature", ""),
    "nothing": ("", 400, "bad_json", ""),
    "empty batch": ('{"type": "FeatureCollection", "features": []}', 422, "too_many_features", ""),
}


def quickest(work: Callable[[], Any]) -> tuple[Any, float]:
    """The answer and the least seconds of up to five turns: a busy machine adds time and never takes any away."""
    took = math.inf
    for _ in range(5):
        started = time.monotonic()
        answer = work()
        took = min(took, time.monotonic() - started)
        if took < LIMIT_S:
            break
    return answer, took


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("language", ["th", "en"])
def test_nothing_bad_is_stored(client_of: As, officer: User, case: str, language: str) -> None:
    body, status, code, path = CASES[case]
    client = client_of(officer)
    answer, took = quickest(
        lambda: client.post(PARCELS, body, content_type="application/geo+json", headers={"accept-language": language})
    )
    problem = answer.json()
    assert (answer.status_code, problem["code"], answer["Content-Type"]) == (status, code, "application/problem+json")
    assert took < LIMIT_S
    assert problem["detail"]
    if path:
        assert problem["findings"][0]["path"].startswith(path)
        assert problem["findings"][0]["message"]
    if language == "th":
        assert any("\u0e00" <= letter <= "\u0e7f" for letter in problem["detail"])
    assert client.get(PARCELS).json()["numberMatched"] == 0


def test_a_crossing_border_is_shown_where_it_crosses(client_of: As, officer: User) -> None:
    found = post(client_of(officer), PARCELS, feature(BOW_TIE)).json()["findings"][0]
    # By hand: the diagonals of a square of 0.001 degree meet in its middle.
    assert found["at"] == pytest.approx([101.1685, 16.3145], abs=1e-9)


def test_heights_are_dropped(client_of: As, officer: User) -> None:
    high = square()
    high["coordinates"][0] = [[x, y, 120.5] for x, y in high["coordinates"][0]]
    answer = stored(client_of(officer), feature(high))
    assert answer["geometry"]["coordinates"][0] == square()["coordinates"]


def test_overlap_with_an_approved_parcel_is_refused(client_of: As, officer: User, approved: Any) -> None:
    client = client_of(officer)
    answer = post(client, PARCELS, feature(square(x=0.5)))
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "overlap")
    found = problem["findings"][0]
    # Half of 11,823 m².
    assert found["overlap_m2"] == pytest.approx(5911.5, abs=5)
    assert 101.1505 <= found["at"][0] <= 101.151
    assert client.get(PARCELS).json()["numberMatched"] == 1


def test_a_neighbour_that_only_touches_is_no_overlap(client_of: As, officer: User, approved: Any) -> None:
    assert post(client_of(officer), PARCELS, feature(square(x=1))).status_code == 201


def test_overlap_with_land_not_yet_approved_opens_a_case_that_closes_again(client_of: As, officer: User) -> None:
    from parcels.models import Case

    client = client_of(officer)
    first, second = stored(client), stored(client, feature(square(x=0.5)))
    case = Case.objects.get()
    assert {str(case.parcel_a.uid), str(case.parcel_b.uid)} == {first["id"], second["id"]}
    assert (case.state_id, float(case.overlap_m2 or 0)) == ("OPEN", pytest.approx(5911.5, abs=5))
    moved = patch(client, f"{PARCELS}/{second['id']}", {"geometry": square(x=1)}, if_match='"1"')
    assert moved.status_code == 200
    case.refresh_from_db()
    assert case.closed_at


def test_joined_area_is_at_most_the_deeds(client_of: As, officer: User) -> None:
    """A12: a deed of 3-0-00 and a joined area of 3-0-00.1."""
    from parcels.models import LandDocument, Parcel

    client = client_of(officer)
    parcel = stored(client)
    LandDocument.objects.create(parcel=Parcel.objects.get(uid=parcel["id"]), doc_type_id="NS4", area_deed_wah=1200)
    path = f"{PARCELS}/{parcel['id']}"
    too_much = patch(client, path, {"properties": {"joined_area_m2": 4800.4}}, if_match='"1"')
    assert (too_much.status_code, too_much.json()["code"]) == (422, "joined_exceeds_deed")
    answer = patch(client, path, {"properties": {"joined_area_m2": 4800}}, if_match='"1"')
    assert answer.json()["properties"]["joined_area"]["text"] == "3-0-00.0"
    assert answer.json()["properties"]["area_deed_m2"] == 4800


def test_a_body_that_is_too_large_or_of_another_type(client_of: As, officer: User) -> None:
    client = client_of(officer)
    large = json.dumps({**feature(square()), "links": ["x" * 1900] * 600})
    assert client.post(PARCELS, large, content_type="application/json").status_code == 413
    assert client.post(PARCELS, "a=1", content_type="text/plain").status_code == 415
    assert client.post(PARCELS, {"a": "1"}).status_code == 415
    packed = client.post(PARCELS, TEXT, content_type="application/json", headers={"content-encoding": "gzip"})
    assert packed.status_code == 415


def test_addresses_that_are_none(client_of: As, officer: User) -> None:
    client = client_of(officer)
    for path in ("/api/collections/rivers/items", f"{PARCELS}/abc", "/api/nothing", f"{ZONES}/%00", "/api/codes/x"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), path


@pytest.fixture
def approved(client_of: As, officer: User) -> Any:
    """A parcel at the origin whose application is approved."""
    from parcels.models import Applicant, Application, Parcel

    parcel = stored(client_of(officer))
    applicant = Applicant.objects.create(kind_id="PERSON", sector_id="PEOPLE", name_th="สมมติ", tambon_id=MUEANG)
    application = Application.objects.create(
        no="2565-6701-0001", fy=2565, applicant=applicant, model_id="HLM", state_id="APPROVED"
    )
    Parcel.objects.filter(uid=parcel["id"]).update(application=application)
    return Parcel.objects.get(uid=parcel["id"])


@pytest.mark.parametrize(
    "given", [{"application": ""}, {"capture_method": ""}, {"land_class": ""}, {"tambon": 670101}, {"land_class": 5}]
)
def test_a_reference_is_a_text_that_names_something(client_of: As, officer: User, given: Any) -> None:
    answer = post(client_of(officer), PARCELS, feature(None, **given))
    assert answer.status_code == 422
    assert [found["path"] for found in answer.json()["findings"]] == [f"/properties/{name}" for name in given]
