"""The way of an application, through the API and against the database itself (DOMAIN.md 6.3)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from parcels import workflow
from parcels.models import Application, StateChange
from tests.register.conftest import TEMPLE, Story

pytestmark = pytest.mark.django_db


def sql(text: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return cursor.fetchall() if cursor.description else []


def test_the_table_of_the_database_is_that_of_the_code() -> None:
    stored = set(sql("SELECT from_state, to_state FROM plaeng_private.move"))
    assert stored == {(one, move.to) for move in workflow.MOVES for one in move.of}
    assert len(stored) == 31


def test_a_number_is_given_by_year_and_amphoe(story: Story) -> None:
    story.apply(fy=2565)
    first = Application.objects.get(uid=story.uid).no
    story.apply(fy=2565)
    second = Application.objects.get(uid=story.uid).no
    assert first == "2565-6701-0001"
    assert second == "2565-6701-0002"


def test_the_whole_way(story: Story) -> None:
    story.until("APPROVED")
    design = {"application": story.uid, "size_rai": 3, "ratio": "1:2", "soil": "CLAY", "approved_on": "2021-12-20"}
    story.post("officer", "designs", design)
    story.move("DEVELOPING")
    work = {"application": story.uid, "kind": "ขุดหนอง", "done_on": "2022-03-01", "accepted_on": "2022-03-05"}
    story.post("officer", "works", work)
    zone = {"type": "Feature", "geometry": json.loads(_square()), "properties": {"zone_type": "nong", "stage": "BUILT"}}
    zone["properties"]["parcel"] = story.parcels[0]
    story.post("officer", "collections/zones/items", zone)
    story.move("ACCEPTED", "province")
    done = story.move("DECLARED", "province", on="2022-09-01")
    assert done["state"] == "DECLARED"
    path = [one["to"] for one in done["path"]]
    assert path == [
        "DRAFT", "APPLIED", "DOCS_OK", "SURVEYED", "SENT", "APPROVED", "DEVELOPING", "ACCEPTED", "DECLARED",
    ]  # fmt: skip
    assert [one["by"] for one in done["path"]][:5] == ["officer", "officer", "colleague", "officer", "head"]
    assert done["path"][-1]["on"] == "2022-09-01"
    assert done["moves"] == []


def _square() -> str:
    from tests.api.shapes import square

    return json.dumps(square(0.2, 0.2, 0.0005))


def test_what_is_missing_is_said_before_it_is_asked(story: Story) -> None:
    story.apply()
    move = story.moves()["APPLIED"]
    assert not move["possible"]
    assert [one["path"] for one in move["missing"]] == ["/consents/DATA", "/parcels"]
    refused = story.move("APPLIED", status=422)
    assert refused["code"] == "move_not_ready"
    assert [one["code"] for one in refused["findings"]] == ["consent_missing", "parcel_missing"]
    assert refused["findings"][0]["message"] == "A consent in force is missing: Use of data."
    story.land()
    story.consent("DATA")
    assert story.moves()["APPLIED"]["possible"]


def test_who_entered_it_does_not_check_its_papers(story: Story) -> None:
    story.until("APPLIED")
    story.papers()
    assert story.moves()["DOCS_OK"]["refused"]["code"] == "four_eyes"
    assert story.move("DOCS_OK", status=403)["code"] == "four_eyes"
    sql("INSERT INTO office (area, four_eyes) VALUES ('6701', false)")
    assert story.move("DOCS_OK")["state"] == "DOCS_OK"


def test_a_move_of_another_role_is_shown_and_refused(story: Story) -> None:
    story.until("SURVEYED")
    story.consent("DIG")
    story.consent("LEARNING_CENTRE")
    send = story.moves()["SENT"]
    assert (send["possible"], send["refused"]["code"], send["roles"]) == (False, "not_your_move", ["AMPHOE_HEAD"])
    assert story.move("SENT", status=403)["title"] == "This move is made by: Amphoe head."
    assert story.move("SENT", "head")["state"] == "SENT"


def test_another_state_is_refused_with_what_is_possible(story: Story) -> None:
    story.until("APPLIED")
    refused = story.move("DECLARED", "province", 422)
    assert refused["code"] == "application_move"
    assert "from Applied to Declared SEDZ zone. Possible now: Returned, Documents complete" in refused["title"]


def test_a_reason_has_to_be_given(story: Story) -> None:
    story.until("APPLIED")
    refused = story.move("RETURNED", status=422)
    assert [(one["code"], one["path"]) for one in refused["findings"]] == [("move_asks", "/reason")]
    done = story.move("RETURNED", reason="ภาพโฉนดไม่ชัด")
    assert done["path"][-1]["reason"] == "ภาพโฉนดไม่ชัด"
    again = story.move("APPLIED")
    assert again["path"][-1]["reason"] == ""


def test_institutions_may_be_visited_before_their_papers_are_complete(story: Story) -> None:
    story.apply(applicant=TEMPLE, relation="REPRESENTATIVE")
    story.land()
    story.consent("DATA")
    story.move("APPLIED")
    story.survey()
    assert story.move("SURVEYED")["state"] == "SURVEYED"
    story.consent("DIG")
    story.consent("LEARNING_CENTRE")
    assert [f["code"] for f in story.move("SENT", "head", 422)["findings"]] == ["papers_never_checked"]


def test_the_first_of_the_reserve_follows_who_withdraws(story: Story) -> None:
    story.until("SENT")
    waiting = story.uid
    story.move("RESERVE", "province", rank=1)
    story.apply()
    story.land(place=3)
    story.consent("DATA")
    story.move("APPLIED")
    story.papers()
    story.move("DOCS_OK", "colleague")
    story.survey()
    story.move("SURVEYED")
    story.consent("DIG")
    story.consent("LEARNING_CENTRE")
    story.move("SENT", "head")
    story.move("APPROVED", "province")
    gone = story.move("WITHDRAWN", on="2022-01-10", reason="ขอถอนตัวตามหนังสือ")
    assert gone["proposed"]["application"] == waiting
    assert gone["proposed"]["rank"] == 1


@pytest.mark.parametrize(
    ("state", "rule"),
    [
        ("DECLARED", "application_move"),
        ("RETURNED", "application_move_reason"),
        ("WITHDRAWN", "application_move_reason"),
    ],
)
def test_the_database_guards_the_moves_itself(story: Story, state: str, rule: str) -> None:
    story.until("APPLIED")
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        sql("UPDATE application SET state = %s WHERE uid = %s", state, story.uid)
    assert caught.value.__cause__.diag.constraint_name == rule  # type: ignore[union-attr]


def test_nobody_but_the_trigger_writes_the_path(story: Story) -> None:
    story.until("APPLIED")
    for text in (
        "UPDATE state_change SET reason = ''",
        "DELETE FROM state_change",
        "INSERT INTO state_change (application, to_state, reason) SELECT id, 'SENT', '' FROM application",
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            sql(text)
    assert StateChange.objects.count() == 2


def test_hidden_and_absent_are_the_same(story: Story) -> None:
    story.until("APPLIED")
    neighbour = story.client("neighbour")
    for path in (
        f"/api/applications/{story.uid}",
        f"/api/applications/{story.uid}/transitions",
        f"/api/applicants/{story.applicant}",
    ):
        hidden = neighbour.get(path)
        absent = neighbour.get(path.replace(story.uid, story.applicant[:-1] + "0").replace(story.applicant, story.uid))
        assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert story.client("viewer").get("/api/applications").status_code == 404
    body = {"to": "DOCS_OK"}
    refused = neighbour.post(f"/api/applications/{story.uid}/transitions", body, content_type="application/json")
    assert refused.status_code == 404


def test_many_at_once_with_a_result_each(story: Story) -> None:
    story.until("APPLIED")
    first = story.uid
    story.papers()
    story.parcels.clear()
    story.apply()
    second = story.uid
    wish = {"to": "DOCS_OK", "applications": [first, second, story.applicant]}
    results = story.post("colleague", "applications/moves", wish, 200)["results"]
    assert results[0]["state"] == "DOCS_OK"
    assert results[1]["problem"]["code"] == "application_move"
    assert results[2]["problem"]["code"] == "not_found"
    assert Application.objects.get(uid=second).state_id == "DRAFT"


@pytest.mark.parametrize(("via", "is_believed"), [("web", False), ("api", False), ("demo", True)])
def test_when_it_was_is_the_demonstrations_alone_to_say(story: Story, via: str, is_believed: bool) -> None:
    story.until("APPLIED")
    sql("SELECT set_config('plaeng.via', %s, true)", via)
    sql("SELECT set_config('plaeng.move', %s, true)", '{"at": "2021-11-05T10:00:00+07:00"}')
    sql("UPDATE application SET state = 'DOCS_OK' WHERE uid = %s", story.uid)
    ((since, at),) = sql(
        "SELECT a.state_since, c.at FROM application a JOIN state_change c ON c.application = a.id"
        " WHERE c.to_state = 'DOCS_OK'"
    )
    assert since == at
    assert (since.isoformat() == "2021-11-05T03:00:00+00:00") == is_believed
