"""Disputes are kept, listed, moved with a reason, left out of the totals and block what they must block."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from parcels import disputes
from parcels.changes import check_now
from parcels.models import Case, LandDocument, Parcel
from tests.api.shapes import square
from tests.register.conftest import Story

pytestmark = pytest.mark.django_db


def deed(parcel: str, **more: Any) -> LandDocument:
    about = {"doc_type_id": "NS4", "doc_no": "777", "area_deed_wah": 2000, **more}
    return LandDocument.objects.create(parcel=Parcel.objects.get(uid=parcel), **about)


def joined_rai(story: Story) -> float:
    answer = story.client("officer").get("/api/reports/summary", {"fy": 2565}).json()
    return float(answer["people"]["joined_area_m2"]) / 1600


def two(story: Story, *, is_over: bool) -> tuple[str, str]:
    story.apply(fy=2565)
    first = story.land(shape=square(0))
    story.consent("DATA")
    story.move("APPLIED")
    story.apply(fy=2565)
    second = story.land(shape=square(0.5 if is_over else 3))
    story.consent("DATA")
    story.move("APPLIED")
    check_now()
    return first, second


def test_the_table_of_the_database_is_that_of_the_code() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT from_state, to_state FROM plaeng_private.case_move")
        assert set(cursor.fetchall()) == {(one, step.to) for step in disputes.STEPS for one in step.of}


@pytest.mark.parametrize(
    "same",
    [{}, {"doc_no": "", "map_sheet": "5241 IV 3204", "land_no": "12", "land_office": "เพชรบูรณ์", "sheet_scale": 4000}],
)
def test_a_deed_that_stands_twice_is_a_case_until_it_is_mended(story: Story, same: dict[str, Any]) -> None:
    first, second = two(story, is_over=False)
    deed(first, **same)
    assert not Case.objects.exists()
    other = deed(second, **same)
    case = Case.objects.get()
    assert (case.kind_id, case.state_id, case.closed_at) == ("DUPLICATE_DEED", "OPEN", None)
    other.doc_no = "778"
    other.land_no = "13"
    other.save()
    case.refresh_from_db()
    assert case.closed_at is not None


def test_land_in_dispute_is_left_out_of_the_totals(story: Story) -> None:
    two(story, is_over=True)
    assert Case.objects.get().kind_id == "OVERLAP"
    assert joined_rai(story) == 0
    case = Case.objects.get()
    story.post(
        "province", f"cases/{case.uid}/transitions", {"to": "ACCEPTED", "reason": "รังวัดร่วมกันแล้ว"}, 200, match="*"
    )
    assert joined_rai(story) == 6


def test_sending_waits_until_it_is_settled(story: Story) -> None:
    story.until("SURVEYED")
    story.consent("DIG")
    story.consent("LEARNING_CENTRE")
    other = story.land(shape=square(0.5), application=None)
    check_now()
    assert [f["code"] for f in story.move("SENT", "head", 422)["findings"]] == ["case_open"]
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE application SET state = 'SENT' WHERE uid = %s", [story.uid])
    assert caught.value.__cause__.diag.constraint_name == "application_case_open"  # type: ignore[union-attr]
    story.patch("officer", f"collections/parcels/items/{other}", {"geometry": square(4)})
    check_now()
    assert story.move("SENT", "head")["state"] == "SENT"


def step(story: Story, who: str, data: Any, status: int) -> dict[str, Any]:
    """A step about the only case, whatever its version."""
    return story.post(who, f"cases/{Case.objects.get().uid}/transitions", data, status, match="*")


def test_steps_are_for_roles_and_need_a_reason(story: Story) -> None:
    two(story, is_over=True)
    path = f"/api/cases/{Case.objects.get().uid}/transitions"
    about = story.client("officer").get(path).json()
    assert {m["to"]: m["possible"] for m in about["moves"]} == {"ASSERTED": True, "WITHDRAWN": True, "ACCEPTED": False}
    assert step(story, "officer", {"to": "ASSERTED"}, 422)["findings"][0]["path"] == "/reason"
    assert step(story, "officer", {"to": "ACCEPTED", "reason": "x"}, 403)["code"] == "not_your_move"
    done = step(story, "officer", {"to": "ASSERTED", "reason": "เจ้าของยืนยันแนวเขตตามโฉนด"}, 200)
    assert (done["state"], done["reason"]) == ("ASSERTED", "เจ้าของยืนยันแนวเขตตามโฉนด")
    assert step(story, "officer", {"to": "ASSERTED", "reason": "x"}, 422)["code"] == "case_move"
    assert story.client("neighbour").get(path).status_code == 404
    assert step(story, "neighbour", {"to": "WITHDRAWN", "reason": "x"}, 404)["code"] == "not_found"
    assert step(story, "viewer", {"to": "WITHDRAWN", "reason": "x"}, 403)["code"] == "forbidden"


def test_of_two_who_take_the_same_step_at_once_one_is_told(story: Story) -> None:
    two(story, is_over=True)
    path = f"cases/{Case.objects.get().uid}/transitions"
    seen = story.client("officer").get(f"/api/{path}")
    tag, wish = seen["ETag"], {"to": "WITHDRAWN", "reason": "ตกลงกันได้แล้ว"}
    assert story.post("officer", path, wish, 428)["code"] == "if_match_needed"
    assert Case.objects.get().state_id == "OPEN"
    assert story.client("officer").get(f"/api/{path}", headers={"if-none-match": tag}).status_code == 304
    done = story.client("officer").post(
        f"/api/{path}", wish, content_type="application/json", headers={"if-match": tag}
    )
    assert done.status_code == 200
    assert done["ETag"] == story.client("officer").get(f"/api/{path}")["ETag"] != tag
    told = story.post("colleague", path, {"to": "ASSERTED", "reason": "ช้าไปหนึ่งวินาที"}, 412, match=tag)
    assert (told["code"], told["current"]["state"]) == ("stale", "WITHDRAWN")
    assert Case.objects.get().reason == "ตกลงกันได้แล้ว"
    story.post("colleague", path, {"to": "ASSERTED", "reason": "เห็นแล้ว"}, 200, match=done["ETag"])


def test_what_was_settled_wakes_when_the_overlap_grows(story: Story) -> None:
    _first, second = two(story, is_over=True)
    case = Case.objects.get()
    story.post("province", f"cases/{case.uid}/transitions", {"to": "ACCEPTED", "reason": "ยอมรับ"}, 200, match="*")
    story.patch("officer", f"collections/parcels/items/{second}", {"geometry": square(0.2)})
    check_now()
    case.refresh_from_db()
    assert case.state_id == "OPEN"
