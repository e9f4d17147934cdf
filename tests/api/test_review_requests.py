"""Requests that are bent rather than broken: cursors, boxes, numbers, headers, bodies that only look harmless."""

from __future__ import annotations

import base64
import json
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from api.parsing import parse
from api.problems import Problem
from tests.api.shapes import MUEANG, feature, square
from tests.api.test_items import PARCELS, ZONES, patch, post, put, stored

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


def cursor(*parts: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def test_a_moment_may_have_any_offset(client_of: As, officer: User) -> None:
    client = client_of(officer)
    assert client.get(PARCELS, {"state_since": "2024-05-06T23:38:09+16:30"}).json()["features"] == []
    for moment, status in (("2024-05-06T23:38:09+16:30", 200), ("2024-05-06T23:38:09", 400)):
        query = {"sortby": "updated_at", "after": cursor("updated_at", moment, 1)}
        assert client.get(PARCELS, query).status_code == status


@pytest.mark.parametrize("key", ["1E-1000000", "1E-20000", "1E15000", "0." + "0" * 900 + "1"])
def test_a_cursor_with_a_number_beyond_the_database_is_refused(client_of: As, officer: User, key: str) -> None:
    after = cursor("area_calc_m2", key, 1)
    answer = client_of(officer).get(f"{PARCELS}?sortby=area_calc_m2&after={after}")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_parameter")


def test_a_cursor_of_another_order_is_refused(client_of: As, officer: User) -> None:
    answer = client_of(officer).get(f"{PARCELS}?sortby=-code&after={cursor('code', '670101-0001', 1)}")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_parameter")


def test_a_cursor_takes_row_numbers_beyond_a_billion(client_of: As, officer: User) -> None:
    assert client_of(officer).get(f"{PARCELS}?after={cursor('', '30000000000', 30000000000)}").status_code == 200


@pytest.mark.parametrize(
    ("box", "finds"),
    [
        ("101.1505,16.4005,101.1505,16.4005", True),
        ("101.1505,16.3,101.1505,16.5", True),
        ("101,16.4005,102,16.4005", True),
        ("101.1495,16.3,101.1495,16.5", False),
    ],
)
def test_a_box_without_width_is_a_line_or_a_point(client_of: As, officer: User, box: str, finds: bool) -> None:
    client = client_of(officer)
    stored(client)
    assert client.get(f"{PARCELS}?bbox={box}").json()["numberMatched"] == int(finds)


@pytest.mark.parametrize("fy", ["²⁵⁶⁵", "٢٥٦٥", "2565.0", "-2565", ""])
def test_a_fiscal_year_is_written_in_plain_digits(client_of: As, officer: User, fy: str) -> None:
    answer = client_of(officer).get("/api/reports/summary", {"fy": fy})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_parameter")


def test_a_search_where_nothing_can_be_searched_is_refused(client_of: As, officer: User) -> None:
    answer = client_of(officer).get(f"{ZONES}?q=x")
    assert (answer.status_code, answer.json()["code"]) == (400, "unknown_parameter")


def test_one_item_and_a_code_list_take_no_unknown_parameter(client_of: As, officer: User) -> None:
    client = client_of(officer)
    for path in (f"{PARCELS}/{stored(client)['id']}", "/api/codes/zone_type", "/api/collections/parcels"):
        assert client.get(f"{path}?colour=red").json()["code"] == "unknown_parameter", path
        assert client.get(f"{path}?f=json").status_code == 200, path


@pytest.mark.parametrize(
    "accept",
    [
        "application/geo+json",
        "application/problem+json",
        "application/vnd.oai.openapi+json;version=3.0",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "",
    ],
)
def test_the_formats_that_we_send_may_be_asked_for(client_of: As, officer: User, accept: str) -> None:
    client = client_of(officer)
    for path in (PARCELS, "/api/openapi.json"):
        assert client.get(path, headers={"accept": accept}).status_code == 200, path


def test_a_body_without_a_length_is_not_taken_for_an_empty_one(client_of: As, officer: User) -> None:
    client = client_of(officer)
    path = f"{PARCELS}/{stored(client)['id']}"
    for method in ("put", "patch"):
        answer = getattr(client, method)(
            path, "{}", content_type="application/json", headers={"if-match": '"1"'}, CONTENT_LENGTH="",
            HTTP_TRANSFER_ENCODING="chunked",
        )  # fmt: skip
        assert (answer.status_code, answer.json()["code"]) == (411, "length_needed"), method
    empty = client.patch(path, "", content_type="application/json", headers={"if-match": '"1"'}, CONTENT_LENGTH="0")
    assert (empty.status_code, empty.json()["code"]) == (400, "bad_json")


@pytest.mark.parametrize("element", [b"1", b"{}", b"[]", b'{"":1}', b'"x"'])
def test_a_full_body_of_small_change_is_refused_quickly(element: bytes) -> None:
    room = 8 * 1024 * 1024 - 60
    many = b",".join([element] * (room // (len(element) + 1)))
    began = time.process_time()
    with pytest.raises(Problem) as refusal:
        parse(b'{"type":"FeatureCollection","features":[' + many + b"]}")
    assert refusal.value.status == 413
    assert time.process_time() - began < 1.5


def test_a_full_batch_of_fine_shapes_is_read(client_of: As) -> None:
    ring = [[round(101.12345678 + n * 1e-8, 8), 16.12345678] for n in range(2000)]
    batch = {"type": "FeatureCollection", "features": [feature({"type": "Polygon", "coordinates": [ring]})] * 140}
    body = json.dumps(batch).encode()
    assert 7_000_000 < len(body) < 8 * 1024 * 1024
    assert len(parse(body)["features"]) == 140


def test_a_sign_in_is_a_small_body(client: Client) -> None:
    token = client.get("/api/session").json()["csrf"]
    body = b'{"type":"FeatureCollection","features":[' + b",".join([b'"' + b"x" * 1000 + b'"'] * 2000) + b"]}"
    answer = client.post("/api/session", body, content_type="application/json", headers={"x-csrftoken": token})
    assert answer.status_code == 413


def test_a_form_too_large_for_the_framework_is_a_problem_too(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.get("/api/session")
    for body in ("a=" + "x" * (11 << 20), "&".join(["a=1"] * 2000)):
        answer = strict.post("/api/session", body, content_type="application/x-www-form-urlencoded")
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    stranger = client.get("/api/session", headers={"host": "evil.example"})
    assert (stranger.status_code, stranger["Content-Type"]) == (400, "application/problem+json")


def test_the_identity_in_a_body_is_that_of_the_address(client_of: As, officer: User) -> None:
    client = client_of(officer)
    whole = stored(client)
    path = f"{PARCELS}/{whole['id']}"
    for write, body in ((put, {**whole, "id": str(uuid.uuid4())}), (patch, {"id": str(uuid.uuid4())})):
        answer = write(client, path, body, if_match='"1"')
        assert (answer.status_code, answer.json()["code"]) == (422, "uid_is_fixed")
    assert patch(client, path, {"id": "x"}, if_match='"1"').json()["code"] == "bad_uid"
    assert patch(client, path, {"id": whole["id"].upper()}, if_match='"1"').status_code == 200


def test_a_finding_of_a_batch_names_its_feature(client_of: As, officer: User) -> None:
    client = client_of(officer)
    for second, code in ((feature(square(x=2), tambon="670505"), "not_in_your_area"), (None, "not_a_feature")):
        answer = post(client, PARCELS, {"type": "FeatureCollection", "features": [feature(square()), second]})
        assert answer.json()["code"] == code
        assert answer.json()["findings"][0]["path"].startswith("/features/1")


def test_if_match_may_list_several_versions(client_of: As, officer: User) -> None:
    client = client_of(officer)
    path = f"{PARCELS}/{stored(client)['id']}"
    for given, status in (('"7", "1"', 200), ('W/"1"', 412), ('"7", W/"1"', 412), ('"9999999999999999999"', 412)):
        assert patch(client, path, {}, if_match=given).status_code == status, given


def test_if_none_match_knows_the_star(client_of: As, officer: User) -> None:
    client = client_of(officer)
    path = f"{PARCELS}/{stored(client)['id']}"
    assert client.get(path, headers={"if-none-match": "*"}).status_code == 304
    assert client.get(f"{PARCELS}/{uuid.uuid4()}", headers={"if-none-match": "*"}).status_code == 404


@pytest.mark.parametrize("name", ["a\x85b", "a\x9fb", "a\x01b", "a\x7fb"])
def test_a_control_character_of_either_range_is_refused(client_of: As, officer: User, name: str) -> None:
    assert post(client_of(officer), PARCELS, feature(square(), name=name)).json()["code"] == "nul_character"


def test_the_root_answers_with_and_without_its_slash(client: Client) -> None:
    assert client.get("/api").json() == client.get("/api/").json()


def test_a_village_lies_in_its_tambon(client_of: As, officer: User) -> None:
    client = client_of(officer)
    assert post(client, PARCELS, feature(square(), village_code=f"{MUEANG}01")).status_code == 201
    answer = post(client, PARCELS, feature(square(x=3), village_code="67050501"))
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_village_code")


def test_a_list_takes_one_query_and_looks_names_up_for_its_page_alone(client_of: As, officer: User) -> None:
    client = client_of(officer)
    stored(client, {"type": "FeatureCollection", "features": [feature(square(x=n)) for n in range(5)]})
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"{PARCELS}?sortby=-state&limit=3").json()["numberReturned"] == 3
    lists = [query["sql"] for query in asked if '"parcel"' in query["sql"]]
    assert len(lists) == 1
    chosen = lists[0][lists[0].index('(SELECT "parcel".*') : lists[0].index(" LIMIT 4")]
    assert "JOIN" not in chosen
