"""A visit that a phone wrote down offline, and what the office changed of it meanwhile: `Prefer: merge`."""

from __future__ import annotations

from typing import Any

import pytest

from parcels.models import Officer, Survey
from tests.register.conftest import Story

pytestmark = pytest.mark.django_db
DRAWN = {"size_rai": 3, "ratio": "1:2", "soil": "CLAY", "approved_on": "2021-12-20"}


def change(story: Story, who: str, path: str, base: int, **data: Any) -> Any:
    return story.client(who).patch(
        f"/api/{path}", data, content_type="application/json", headers={"if-match": f'"{base}"', "prefer": "merge"}
    )


@pytest.fixture
def visit(story: Story) -> str:
    story.until("DOCS_OK")
    return f"surveys/{story.survey(soil='CLAY')['uid']}"


def test_fields_of_a_visit_are_put_together(story: Story, visit: str) -> None:
    assert change(story, "colleague", visit, 1, soil="SAND", access="ถนนดิน").status_code == 200
    answer = change(story, "officer", visit, 1, soil="CLAY", crops_now="ข้าว", ready=True)
    assert (answer.status_code, answer["Preference-Applied"], answer["ETag"][:3]) == (200, "merge", '"3-'), (
        answer.content
    )
    got = answer.json()
    assert (got["soil"], got["access"], got["crops_now"]) == ("SAND", "ถนนดิน", "ข้าว")


def test_what_both_wrote_is_a_conflict_with_dates_places_and_names(story: Story, visit: str) -> None:
    there = {"type": "Point", "coordinates": [101.15, 16.4]}
    change(story, "colleague", visit, 1, visited_on="2021-12-10", visited_by="ก", location=there, animals_now="เป็ด")
    here = {"type": "Point", "coordinates": [101.1507, 16.4]}
    answer = change(story, "officer", visit, 1, visited_on="2021-12-11", visited_by="ข", location=here, crops_now="ข้าว")
    body = answer.json()
    assert (answer.status_code, body["code"]) == (409, "conflict")
    first = {"type": "Point", "coordinates": [101.1505, 16.4005]}
    assert body["base"] == {"visited_on": "2021-12-09", "visited_by": "พัฒนากร", "location": first}
    assert body["theirs"] == {"visited_on": "2021-12-10", "visited_by": "ก", "location": there}
    assert body["mine"] == {"visited_on": "2021-12-11", "visited_by": "ข", "location": here}
    assert (body["taken"], body["kept"]) == (["crops_now"], ["animals_now"])
    assert body["asked"] == ["crops_now", "location", "visited_by", "visited_on"]
    assert {finding["path"] for finding in body["findings"]} == {"/visited_on", "/visited_by", "/location"}
    assert Survey.objects.get().crops_now == ""


def test_names_of_persons_are_only_for_who_may_read_them(story: Story, visit: str, monkeypatch: Any) -> None:
    """No role of today writes visits without reading names; the rule holds if one ever does."""
    from parcels import rights
    from parcels.rights import WORK, Rights

    change(story, "province", visit, 1, visited_by="ก")
    monkeypatch.setitem(rights.RIGHTS, "AMPHOE_OFFICER", Rights(WORK, sees_people=False))
    body = change(story, "colleague", visit, 1, visited_by="ข").json()
    assert (body["code"], body["asked"]) == ("conflict", ["visited_by"])
    assert (body["base"], body["theirs"]) == ({}, {})


def test_a_deleted_record_is_gone_and_a_hidden_one_absent(story: Story, visit: str) -> None:
    design = story.post("officer", "designs", {"application": story.uid, **DRAWN})["uid"]
    story.client("officer").delete(f"/api/designs/{design}", headers={"if-match": "*"})
    assert change(story, "colleague", f"designs/{design}", 1, size_rai=1).status_code == 410
    assert change(story, "neighbour", f"designs/{design}", 1, size_rai=1).status_code == 404
    assert change(story, "neighbour", visit, 1, soil="SAND").status_code == 404


def test_a_closed_application_takes_no_merge_either(story: Story, visit: str) -> None:
    change(story, "colleague", visit, 1, access="ถนนดิน")
    story.move("WITHDRAWN", on="2022-01-10", reason="ขอถอน")
    assert change(story, "officer", visit, 1, crops_now="ข้าว").json()["code"] == "application_closed"


def test_rights_taken_away_meanwhile(story: Story, visit: str) -> None:
    change(story, "colleague", visit, 1, access="ถนนดิน")
    Officer.objects.filter(user=story.people["officer"]).update(role_id="HOUSEHOLD")
    assert change(story, "officer", visit, 1, crops_now="ข้าว").status_code == 404


def test_a_record_without_merge_is_stale_as_ever(story: Story, visit: str) -> None:
    change(story, "colleague", visit, 1, access="ถนนดิน")
    answer = story.client("officer").patch(
        f"/api/{visit}", {"crops_now": "ข้าว"}, content_type="application/json", headers={"if-match": '"1"'}
    )
    assert (answer.status_code, answer.json()["code"]) == (412, "stale")
