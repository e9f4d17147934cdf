"""Reading and writing features through the API."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.api.shapes import MUEANG, feature, square

pytestmark = pytest.mark.django_db
PARCELS = "/api/collections/parcels/items"
ZONES = "/api/collections/zones/items"
As = Callable[[User], Client]


def post(client: Client, path: str, body: Any, **headers: str) -> Any:
    return client.post(path, json.dumps(body), content_type="application/geo+json", headers=headers)


def patch(client: Client, path: str, body: Any, **headers: str) -> Any:
    return client.patch(path, json.dumps(body), content_type="application/merge-patch+json", headers=headers)


def put(client: Client, path: str, body: Any, **headers: str) -> Any:
    return client.put(path, json.dumps(body), content_type="application/geo+json", headers=headers)


def stored(client: Client, body: dict[str, Any] | None = None, path: str = PARCELS) -> dict[str, Any]:
    answer = post(client, path, body or feature(square()))
    assert answer.status_code == 201, answer.content.decode()
    return dict(answer.json())


def test_a_new_parcel_comes_back_with_its_area_code_and_version(client_of: As, officer: User) -> None:
    uid = str(uuid.uuid4())
    answer = post(client_of(officer), PARCELS, {**feature(square()), "id": uid})
    body = answer.json()
    assert (answer.status_code, answer["ETag"][:3], body["id"]) == (201, '"1-', uid)
    assert answer["Location"].endswith(f"{PARCELS}/{uid}")
    properties = body["properties"]
    assert properties["code"].startswith(f"{MUEANG}-")
    # 0.001 by 0.001 degree at 16.4 north by Karney: GeographicLib 2.0, 11823.08 m².
    assert properties["area_calc_m2"] == pytest.approx(11823.08, abs=5)
    assert set(properties["area"]) == {"rai", "ngan", "wah", "text"}
    assert body["geometry"]["type"] == "MultiPolygon"


def test_signing_in_is_needed(client: Client) -> None:
    answer = client.get(f"{PARCELS}?limit=1", headers={"accept-language": "en"})
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer.json()["code"] == "sign_in_needed"


def test_the_next_link_walks_over_all_rows_once(client_of: As, officer: User) -> None:
    client = client_of(officer)
    batch = [feature(square(x=n)) for n in range(7)]
    stored(client, {"type": "FeatureCollection", "features": batch})
    for order in ("", "sortby=-area_calc_m2&", "sortby=state&", "sortby=updated_at&", "sortby=-code&"):
        url, seen = f"{PARCELS}?{order}limit=3", []
        for _ in range(5):
            page = client.get(url).json()
            seen += [f["id"] for f in page["features"]]
            assert page["numberMatched"] == 7
            links = {link["rel"]: link["href"] for link in page["links"]}
            if "next" not in links:
                break
            url = links["next"].removeprefix("http://127.0.0.1:8000")
        assert len(seen) == len(set(seen)) == 7, order


def test_a_box_finds_what_it_touches(client_of: As, officer: User) -> None:
    client = client_of(officer)
    near, far = stored(client), stored(client, feature(square(x=50)))
    found = client.get(f"{PARCELS}?bbox=101.1495,16.3995,101.1505,16.4005").json()["features"]
    assert [f["id"] for f in found] == [near["id"]]
    assert far["id"] not in str(found)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("bbox=1,2,3", "bbox"),
        ("bbox=inf,0,1,1", "bbox"),
        ("bbox=nan,0,1,1", "bbox"),
        ("bbox=0,5,1,4", "bbox"),
        ("limit=-1", "limit"),
        ("limit=0", "limit"),
        ("limit=10001", "limit"),
        ("limit=١", "limit"),
        ("after=xyz", "after"),
        ("after=WyIiLCJ4IiwxXQ", "after"),
        ("sortby=name", "sortby"),
        ("fy=abc", "fy"),
        ("application=1", "application"),
        ("datetime=2025-01-02/2024-01-01", "datetime"),
        ("datetime=now", "datetime"),
        ("skipGeometry=maybe", "skipGeometry"),
        ("limit=1&limit=2", "limit"),
        ("code=%00", "code"),
        ("f=xml", "f"),
    ],
)
def test_a_bad_parameter_is_named(client_of: As, officer: User, query: str, name: str) -> None:
    answer = client_of(officer).get(f"{PARCELS}?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_parameter")
    assert f"The parameter {name} " in answer.json()["detail"]


def test_an_unknown_parameter_is_refused(client_of: As, viewer: User) -> None:
    for name in ("colour", "name__startswith", "applicant_name", "pk"):
        answer = client_of(viewer).get(f"{PARCELS}?{name}=1")
        assert (answer.status_code, answer.json()["code"]) == (400, "unknown_parameter"), name


def test_filters_and_search(client_of: As, officer: User) -> None:
    client = client_of(officer)
    first = stored(client, feature(square(), name="สวนลุงดำ", land_class="PRIVATE"))
    stored(client, feature(square(x=3)))
    for query in ("q=ลุงดำ", "land_class=PRIVATE,TEMPLE", f"code={first['properties']['code']}"):
        found = client.get(f"{PARCELS}?{query}").json()
        assert [f["id"] for f in found["features"]] == [first["id"]], query
    assert client.get(f"{PARCELS}?state=NONE").json()["numberMatched"] == 2
    assert client.get(f"{PARCELS}?state=DRAFT").json()["numberMatched"] == 0
    assert client.get(f"{PARCELS}?skipGeometry=true").json()["features"][0]["geometry"] is None


def test_a_change_needs_the_version_that_was_seen(client_of: As, officer: User) -> None:
    client = client_of(officer)
    path = f"{PARCELS}/{stored(client)['id']}"
    change = {"properties": {"name": "แปลงหนึ่ง"}}
    assert patch(client, path, change).status_code == 428
    changed = patch(client, path, change, if_match='"1"')
    assert (changed.status_code, changed["ETag"][:3]) == (200, '"2-')
    stale = patch(client, path, {"properties": {"name": "x"}}, if_match='"1"')
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert stale.json()["current"]["properties"]["name"] == "แปลงหนึ่ง"
    assert client.get(path, headers={"if-none-match": changed["ETag"]}).status_code == 304


def test_put_takes_back_what_get_gave(client_of: As, officer: User) -> None:
    client = client_of(officer)
    path = f"{PARCELS}/{stored(client, feature(square(), name='a'))['id']}"
    whole = client.get(path).json()
    whole["properties"]["name"] = "b"
    answer = put(client, path, whole, if_match='"1"')
    assert answer.json()["properties"]["name"] == "b"
    whole["properties"]["area_calc_m2"] = 1
    answer = put(client, path, whole, if_match='"2"')
    assert (answer.status_code, answer.json()["findings"][0]["path"]) == (422, "/properties/area_calc_m2")
    bare = {"type": "Feature", "geometry": whole["geometry"], "properties": {"tambon": MUEANG}}
    assert put(client, path, bare, if_match='"2"').json()["properties"]["name"] == ""


def test_put_on_an_unknown_uid_creates_nothing(client_of: As, officer: User) -> None:
    answer = put(client_of(officer), f"{PARCELS}/{uuid.uuid4()}", feature(square()), if_match="*")
    assert answer.status_code == 404


def test_the_same_key_and_body_get_the_first_answer_again(client_of: As, officer: User) -> None:
    client = client_of(officer)
    body = {**feature(square()), "id": str(uuid.uuid4())}
    first = post(client, PARCELS, body, idempotency_key="draft-0001")
    again = post(client, PARCELS, body, idempotency_key="draft-0001")
    assert (again.status_code, again.content, again["ETag"]) == (201, first.content, first["ETag"])
    assert again["Idempotency-Replayed"] == "true"
    assert client.get(PARCELS).json()["numberMatched"] == 1
    other = post(client, PARCELS, feature(square(x=5)), idempotency_key="draft-0001")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


def test_a_batch_is_stored_whole_or_not_at_all(client_of: As, officer: User) -> None:
    client = client_of(officer)
    bad = feature(square(x=2, y=0))
    bad["geometry"]["coordinates"][0][1] = [1.0, 2.0]
    answer = post(client, PARCELS, {"type": "FeatureCollection", "features": [feature(square()), bad]})
    assert answer.status_code == 422
    assert answer.json()["findings"][0]["path"].startswith("/features/1/geometry")
    assert client.get(PARCELS).json()["numberMatched"] == 0


def test_a_parcel_is_withdrawn_and_a_zone_is_removed(client_of: As, officer: User) -> None:
    from parcels.models import History, Parcel

    client = client_of(officer)
    parcel = stored(client)
    zone = stored(client, feature(square(size=0.0005), tambon=None, parcel=parcel["id"], zone_type="nong"), ZONES)
    assert client.delete(f"{ZONES}/{zone['id']}", headers={"if-match": '"1"'}).status_code == 204
    assert client.delete(f"{PARCELS}/{parcel['id']}", headers={"if-match": '"1"'}).status_code == 204
    assert client.get(f"{PARCELS}/{parcel['id']}").status_code == 404
    assert Parcel.objects.get(uid=parcel["id"]).withdrawn_at
    operations = History.objects.filter(uid=zone["id"]).order_by("id").values_list("operation", "user_id", "via")
    assert [*operations] == [("INSERT", officer.pk, "web"), ("DELETE", officer.pk, "web")]


def test_others_land_does_not_exist(client_of: As, officer: User, neighbour_officer: User) -> None:
    path = f"{PARCELS}/{stored(client_of(officer))['id']}"
    other = client_of(neighbour_officer)
    absent = f"{PARCELS}/{uuid.uuid4()}"
    for method in ("get", "delete"):
        hidden, nothing = (getattr(other, method)(url, headers={"if-match": '"9"'}) for url in (path, absent))
        assert (hidden.status_code, hidden.content) == (404, nothing.content)
    assert patch(other, path, {"properties": {}}).content == patch(other, absent, {"properties": {}}).content
    assert other.get(PARCELS).json()["numberMatched"] == 0
    assert post(other, PARCELS, feature(square())).json()["code"] == "not_in_your_area"
    parcel = stored(other, feature(square(x=9), tambon="670505"))
    moved = patch(other, f"{PARCELS}/{parcel['id']}", {"properties": {"tambon": MUEANG}}, if_match='"1"')
    assert (moved.status_code, moved.json()["code"]) == (403, "not_in_your_area")
    zone = feature(square(size=0.0005), tambon=None, parcel=path.rsplit("/", 1)[1], zone_type="nong")
    assert post(other, ZONES, zone).json()["findings"][0]["code"] == "does_not_exist"


def test_an_analyst_mends_shapes_and_nothing_else(client_of: As, officer: User, analyst: User, viewer: User) -> None:
    path = f"{PARCELS}/{stored(client_of(officer))['id']}"
    client = client_of(analyst)
    assert patch(client, path, {"properties": {"name": "x"}}, if_match='"1"').json()["code"] == "column_not_yours"
    assert patch(client, path, {"geometry": square(x=1)}, if_match='"1"').status_code == 200
    assert post(client, PARCELS, feature(square(x=4))).json()["code"] == "forbidden"
    assert patch(client_of(viewer), path, {"geometry": square()}, if_match='"2"').status_code == 403
    assert "applicant_name" not in client.get(path).json()["properties"]
    assert "applicant_name" in client_of(officer).get(path).json()["properties"]


def test_a_suspended_officer_sees_nothing(client_of: As, officer: User) -> None:
    from django.utils import timezone

    client = client_of(officer)
    stored(client)
    officer.officer.suspended_at = timezone.now()
    officer.officer.save()
    assert client.get(PARCELS).status_code == 404
