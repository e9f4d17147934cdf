"""Two people change one feature, one of them from an older version: `Prefer: merge`."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from parcels.models import Officer, Parcel
from tests.api.shapes import feature, square
from tests.api.test_items import PARCELS, ZONES, patch, stored

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
Json = dict[str, Any]


def change(client: Client, uid: str, base: int | str, body: Any, path: str = PARCELS, **more: str) -> Any:
    match = f'"{base}"' if isinstance(base, int) else base
    return patch(client, f"{path}/{uid}", body, **{"if-match": match, "prefer": "merge", **more})


def told(client: Client, uid: str, base: int | str, path: str = PARCELS, **properties: Any) -> Any:
    return change(client, uid, base, {"properties": properties}, path)


def moved(feature: Json, *corners: int, by: float = 0.0001) -> Json:
    """The shape with corners moved east."""
    shape = deepcopy(feature["geometry"])
    ring = shape["coordinates"][0][0] if shape["type"] == "MultiPolygon" else shape["coordinates"][0]
    for n in corners:
        for place in (n, len(ring) - 1) if n == 0 else (n,):
            ring[place][0] = round(ring[place][0] + by, 8)
    return dict(shape)


@pytest.fixture
def two(client_of: As, officer: User, province: User) -> tuple[Client, Client]:
    return client_of(officer), client_of(province)


def test_fields_that_nobody_else_changed_are_stored_beside_theirs(two: tuple[Client, Client]) -> None:
    phone, office = two
    uid = stored(phone, feature(square(), name="เดิม"))["id"]
    told(office, uid, 1, name="ของสำนักงาน", joined_area_m2=800)
    answer = told(phone, uid, 1, land_class="PRIVATE", name="เดิม")
    assert (answer.status_code, answer["Preference-Applied"], answer["ETag"][:3]) == (200, "merge", '"3-'), (
        answer.content
    )
    got = answer.json()["properties"]
    assert (got["name"], got["land_class"], got["joined_area_m2"]) == ("ของสำนักงาน", "PRIVATE", 800)


def test_what_both_set_to_the_same_is_no_conflict(two: tuple[Client, Client]) -> None:
    phone, office = two
    uid = stored(phone)["id"]
    told(office, uid, 1, name="นาใหม่")
    answer = told(phone, uid, 1, name="นาใหม่", land_class="TEMPLE")
    assert (answer.status_code, answer.json()["properties"]["land_class"]) == (200, "TEMPLE")
    again = told(phone, uid, 1, name="นาใหม่", land_class="TEMPLE")
    assert (again.status_code, again["ETag"][:3]) == (200, '"3-')


def test_what_was_changed_and_changed_back_is_nobodys(two: tuple[Client, Client]) -> None:
    phone, office = two
    uid = stored(phone, feature(square(), name="เดิม"))["id"]
    told(office, uid, 1, name="ผิด")
    told(office, uid, 2, name="เดิม")
    assert told(phone, uid, 1, name="ใหม่").json()["properties"]["name"] == "ใหม่"


def test_what_both_changed_is_told_with_all_three_sides(two: tuple[Client, Client]) -> None:
    phone, office = two
    uid = stored(phone, feature(square(), name="เดิม", joined_area_m2=100))["id"]
    told(office, uid, 1, name="ก", joined_area_m2=300)
    answer = told(phone, uid, 1, name="ข", land_class="PRIVATE", joined_area_m2=100)
    body = answer.json()
    assert (answer.status_code, body["code"], answer["Content-Type"]) == (409, "conflict", "application/problem+json")
    assert "Retry-After" not in answer
    sides = [body[side] for side in ("base", "mine", "theirs")]
    assert sides == [{"properties": {"name": "เดิม"}}, {"properties": {"name": "ข"}}, {"properties": {"name": "ก"}}]
    assert (body["asked"], body["taken"]) == (["land_class", "name"], ["land_class"])
    assert body["kept"] == ["joined_area_m2"]
    assert (body["current"]["version"], body["findings"][0]["path"]) == (2, "/properties/name")
    assert Parcel.objects.get(uid=uid).land_class_id == "UNKNOWN", "nothing is stored of a conflict"
    chosen = change(phone, uid, body["current"]["etag"], {"properties": {**body["mine"]["properties"]}})
    assert (chosen.status_code, chosen.json()["properties"]["name"]) == (200, "ข")
    assert "Preference-Applied" not in chosen


def test_it_is_said_in_thai(two: tuple[Client, Client]) -> None:
    phone, office = two
    uid = stored(phone)["id"]
    told(office, uid, 1, name="ก")
    answer = change(phone, uid, 1, {"properties": {"name": "ข"}}, **{"accept-language": "th"})
    assert "ชื่อแปลง" in answer.json()["detail"]


def test_different_corners_of_a_shape_are_drawn_together(two: tuple[Client, Client]) -> None:
    phone, office = two
    parcel = stored(phone)
    change(office, parcel["id"], 1, {"geometry": moved(parcel, 1)})
    answer = change(phone, parcel["id"], 1, {"geometry": moved(parcel, 2), "properties": {"name": "สวน"}})
    assert (answer.status_code, answer["Preference-Applied"]) == (200, "merge"), answer.content.decode()
    assert answer.json()["geometry"] == moved(parcel, 1, 2)
    assert answer.json()["properties"]["name"] == "สวน"


def test_a_corner_that_both_moved_is_a_conflict_with_the_shapes(two: tuple[Client, Client]) -> None:
    phone, office = two
    parcel = stored(phone)
    change(office, parcel["id"], 1, {"geometry": moved(parcel, 1, 2)})
    mine = moved(parcel, 2, by=0.0002)
    answer = change(phone, parcel["id"], 1, {"geometry": mine})
    body = answer.json()
    assert (answer.status_code, body["asked"], body["taken"]) == (409, ["geometry"], [])
    assert body["base"]["geometry"] == parcel["geometry"]
    assert (body["mine"]["geometry"], body["theirs"]["geometry"]) == (mine, moved(parcel, 1, 2))


def test_another_number_of_corners_is_a_conflict(two: tuple[Client, Client]) -> None:
    phone, office = two
    parcel = stored(phone)
    change(office, parcel["id"], 1, {"geometry": moved(parcel, 1)})
    more = deepcopy(parcel["geometry"])
    more["coordinates"][0][0].insert(1, [101.1505, 16.3999])
    assert change(phone, parcel["id"], 1, {"geometry": more}).status_code == 409


def test_a_shape_drawn_together_that_crosses_itself_is_a_conflict(two: tuple[Client, Client]) -> None:
    """Each pushes its own edge past the middle: either shape is right, both together are none."""
    phone, office = two
    parcel = stored(phone)
    assert change(office, parcel["id"], 1, {"geometry": moved(parcel, 0, by=0.0008)}).status_code == 200
    answer = change(phone, parcel["id"], 1, {"geometry": moved(parcel, 1, by=-0.0008)})
    assert (answer.status_code, answer.json()["asked"]) == (409, ["geometry"])


def test_a_shape_drawn_together_obeys_the_triggers(two: tuple[Client, Client]) -> None:
    """Either corner alone passes a small zone by; both together lie on it, as the database finds."""
    phone, office = two
    about = {"zone_type": "nong", "parcel": stored(phone)["id"]}
    zone, _small = (
        stored(phone, {"type": "Feature", "geometry": shape, "properties": about}, ZONES)
        for shape in (square(0.2, 0.2, 0.0003), square(0.75, 0.33, 0.00004))
    )
    assert change(office, zone["id"], 1, {"geometry": moved(zone, 1, by=0.0004)}, ZONES).status_code == 200
    answer = change(phone, zone["id"], 1, {"geometry": moved(zone, 2, by=0.0004)}, ZONES)
    body = answer.json()
    assert (answer.status_code, body["code"]) == (409, "conflict")
    assert [finding["code"] for finding in body["findings"]] == ["changed_by_both", "zone_overlap"]
    assert body["theirs"]["geometry"] == moved(zone, 1, by=0.0004)
    assert (body["current"]["version"], body["current"]["etag"][:3]) == (2, '"2-')


def test_one_who_only_mends_shapes_merges_shapes_and_is_told_of_no_more(
    client_of: As, analyst: User, province: User
) -> None:
    office, mender = client_of(province), client_of(analyst)
    parcel = stored(office)
    told(office, parcel["id"], 1, name="ก")
    assert told(mender, parcel["id"], 1, name="ข").status_code == 403
    answer = change(mender, parcel["id"], 1, {"geometry": moved(parcel, 1)})
    assert (answer.status_code, answer.json()["properties"]["name"]) == (200, "ก")


@pytest.mark.parametrize("match", ['"9"', '"0"', '"1", "2"'])
def test_a_version_that_never_was_is_stale(two: tuple[Client, Client], match: str) -> None:
    phone, office = two
    uid = stored(phone)["id"]
    for n in range(1, 4):
        told(office, uid, n, name=f"ชื่อ {n}")
    answer = told(phone, uid, match, land_class="PRIVATE")
    assert (answer.status_code, answer.json()["code"]) == (412, "stale")


def test_without_the_preference_a_stale_change_is_refused_as_ever(two: tuple[Client, Client]) -> None:
    phone, office = two
    uid = stored(phone)["id"]
    told(office, uid, 1, name="ก")
    assert patch(phone, f"{PARCELS}/{uid}", {"properties": {"note": "x"}}, **{"if-match": '"1"'}).status_code == 412


def test_a_withdrawn_parcel_and_a_deleted_zone_are_gone(two: tuple[Client, Client]) -> None:
    phone, office = two
    parcel = stored(phone)
    about = {"zone_type": "nong", "parcel": parcel["id"]}
    zones = [
        stored(phone, {"type": "Feature", "geometry": square(x, 0.1, 0.0003), "properties": about}, ZONES)["id"]
        for x in (0.1, 0.6)
    ]
    office.delete(f"{ZONES}/{zones[0]}", headers={"if-match": "*"})
    gone = told(phone, zones[0], 1, ZONES, note="x")
    assert (gone.status_code, gone.json()["code"]) == (410, "withdrawn")
    assert office.delete(f"{PARCELS}/{parcel['id']}", headers={"if-match": "*"}).status_code == 204
    for uid, path in ((parcel["id"], PARCELS), (zones[0], ZONES), (zones[1], ZONES)):
        answer = told(phone, uid, 1, path, note="x")
        assert (answer.status_code, answer.json()["code"]) == (410, "withdrawn"), path


def test_hidden_and_absent_are_the_same(client_of: As, officer: User, neighbour_officer: User, viewer: User) -> None:
    phone, other = client_of(officer), client_of(neighbour_officer)
    uid = stored(phone)["id"]
    phone.delete(f"{PARCELS}/{uid}", headers={"if-match": "*"})
    absent = "00000000-0000-4000-8000-000000000000"
    answers = [
        told(other, uid, 1, name="x"),
        told(other, absent, 1, name="x"),
        told(client_of(viewer), uid, 1, name="x"),
    ]
    assert [a.status_code for a in answers] == [404, 404, 404]
    assert answers[0].json() == answers[1].json()


def test_rights_that_were_taken_away_meanwhile_count(client_of: As, officer: User, province: User) -> None:
    phone, office = client_of(officer), client_of(province)
    uid = stored(phone)["id"]
    told(office, uid, 1, name="ก")
    Officer.objects.filter(user=officer).update(role_id="VIEWER")
    assert told(phone, uid, 1, land_class="PRIVATE").status_code == 403
    Officer.objects.filter(user=officer).update(role_id="AMPHOE_OFFICER", area="6705")
    assert told(phone, uid, 1, land_class="PRIVATE").status_code == 404


def test_a_repeated_request_gets_the_first_answer(two: tuple[Client, Client]) -> None:
    phone, office = two
    uid = stored(phone)["id"]
    told(office, uid, 1, name="ก")
    body, key = {"properties": {"land_class": "PRIVATE"}}, {"idempotency-key": "phone-00000001"}
    first = change(phone, uid, 1, body, **key)
    told(office, uid, 3, land_class="TEMPLE")
    again = change(phone, uid, 1, body, **key)
    assert (first.status_code, again.status_code, again["Idempotency-Replayed"]) == (200, 200, "true")
    assert again.content == first.content
    assert again["ETag"] == first["ETag"]
    assert again["Preference-Applied"] == first["Preference-Applied"] == "merge"


def test_it_may_be_rehearsed_and_answered_without_a_body(two: tuple[Client, Client]) -> None:
    phone, office = two
    uid = stored(phone)["id"]
    told(office, uid, 1, name="ก")
    tried = change(phone, f"{uid}?validate=true", 1, {"properties": {"land_class": "PRIVATE"}})
    assert (tried.status_code, Parcel.objects.get(uid=uid).version) == (200, 2)
    answer = change(phone, uid, 1, {"properties": {"land_class": "PRIVATE"}}, prefer="merge, return=minimal")
    assert (answer.status_code, answer["Preference-Applied"]) == (204, "merge, return=minimal")
