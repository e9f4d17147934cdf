"""What was is kept, shown to those who may, and can be brought back as a new version."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.shapes import square
from tests.conftest import make_officer
from tests.register.conftest import PERSON, Story

pytestmark = pytest.mark.django_db


def get(story: Story, path: str, who: str = "officer", status: int = 200) -> dict[str, Any]:
    answer = story.client(who).get(f"/api/{path}")
    assert answer.status_code == status, answer.content
    return dict(answer.json())


def test_versions_say_who_when_through_what_and_what(story: Story) -> None:
    story.apply()
    uid = story.land(name="แปลงหนึ่ง")
    story.patch("colleague", f"collections/parcels/items/{uid}", {"properties": {"name": "แปลงสอง"}})
    items = get(story, f"collections/parcels/items/{uid}/history")["items"]
    assert [one["version"] for one in items] == [2, 1]
    assert (items[0]["who"], items[0]["via"], items[0]["operation"]) == ("colleague", "web", "UPDATE")
    assert (items[0]["before"], items[0]["after"]) == ({"name": "แปลงหนึ่ง"}, {"name": "แปลงสอง"})
    then = get(story, f"collections/parcels/items/{uid}/history?at=1")
    assert then["columns"]["name"] == "แปลงหนึ่ง"
    assert then["columns"]["geom"]["type"] == "MultiPolygon"
    assert get(story, f"collections/parcels/items/{uid}/history?at=9", status=422)["code"] == "no_such_version"
    assert get(story, f"collections/parcels/items/{uid}/history?at=x", status=400)["code"] == "bad_parameter"


def test_a_version_comes_back_corner_by_corner_as_a_new_one(story: Story) -> None:
    story.apply()
    uid = story.land()
    client = story.client("officer")
    first = client.get(f"/api/collections/parcels/items/{uid}").json()
    story.patch("officer", f"collections/parcels/items/{uid}", {"geometry": square(5, 5), "properties": {"name": "x"}})
    back = story.post("officer", f"collections/parcels/items/{uid}/restore", {"version": 1}, 200)
    assert back["geometry"] == first["geometry"]
    assert back["properties"]["name"] == first["properties"]["name"]
    assert back["properties"]["version"] == 3


def test_a_withdrawn_parcel_comes_back(story: Story) -> None:
    story.apply()
    uid = story.land(application=None)
    client = story.client("officer")
    path = f"/api/collections/parcels/items/{uid}"
    assert client.delete(path, headers={"if-match": "*"}).status_code == 204
    assert client.get(path).status_code == 404
    back = story.post("officer", f"collections/parcels/items/{uid}/restore", {"version": 1}, 200)
    assert back["id"] == uid
    assert client.get(path).status_code == 200


def test_a_version_brings_nothing_back_that_its_reader_may_not_change(story: Story) -> None:
    """An analyst may change shapes, a volunteer what is there: neither renames by a detour, or undoes a withdrawal."""
    for name, role in (("analyst", "ANALYST"), ("volunteer", "VOLUNTEER")):
        story.people[name] = make_officer(name, role, "6701")
    story.apply()
    uid = story.land(application=None, name="แปลงหนึ่ง")
    path = f"collections/parcels/items/{uid}"
    story.patch("analyst", path, {"geometry": square(5, 5)})
    back = story.post("analyst", f"{path}/restore", {"version": 1}, 200)
    assert back["properties"]["version"] == 3
    story.patch("officer", path, {"properties": {"name": "แปลงสอง"}})
    assert story.post("analyst", f"{path}/restore", {"version": 1}, 403)["code"] == "column_not_yours"
    assert story.client("officer").delete(f"/api/{path}", headers={"if-match": "*"}).status_code == 204
    for who in ("analyst", "volunteer"):
        story.post(who, f"{path}/restore", {"version": 4}, 403)
    assert story.client("officer").get(f"/api/{path}").status_code == 404
    story.post("officer", f"{path}/restore", {"version": 4}, 200)


def test_what_others_may_not_see_has_no_history_for_them(story: Story) -> None:
    story.apply()
    uid = story.land()
    for who in ("neighbour", "viewer"):
        get(story, f"collections/parcels/items/{uid}/history", who, 404)
        story.post(who, f"collections/parcels/items/{uid}/restore", {"version": 1}, 404)
    get(story, f"applications/{story.uid}/history", "neighbour", 404)


def test_what_nobody_writes_has_no_versions(story: Story) -> None:
    story.until("APPLIED")
    summary = get(story, "collections/area-summary/items?limit=1", "viewer")["features"][0]["id"]
    for place in ("areas/items/670101", f"area-summary/items/{summary}"):
        get(story, f"collections/{place}", "viewer")
        for who in ("officer", "viewer"):
            get(story, f"collections/{place}/history", who, 404)
            story.post(who, f"collections/{place}/restore", {"version": 1}, 404)


def test_the_timeline_of_an_application_holds_all_that_belongs_to_it(story: Story) -> None:
    story.until("SURVEYED")
    items = get(story, f"applications/{story.uid}/history?limit=500")["items"]
    tables = {one["table"] for one in items}
    assert tables == {"application", "applicant", "parcel", "land_document", "consent", "survey", "attachment"}
    moves = [one["after"]["state"] for one in reversed(items) if one["table"] == "application"]
    assert moves == ["DRAFT", "APPLIED", "DOCS_OK", "SURVEYED"]
    names = [one["after"]["name_th"] for one in items if one["table"] == "applicant"]
    assert names == [PERSON["name_th"]]
