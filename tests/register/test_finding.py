"""Finding within one's rights: by name however it is spelt, by number, by paper; what waits; what one is told."""

from __future__ import annotations

from typing import Any

import pytest

from parcels.models import LandDocument, Notice, Parcel
from tests.register.conftest import PERSON, Story

pytestmark = pytest.mark.django_db


def find(story: Story, q: str, who: str = "officer") -> list[dict[str, Any]]:
    answer = story.client(who).get("/api/search", {"q": q})
    assert answer.status_code == 200, answer.content
    return list(answer.json()["items"])


@pytest.mark.parametrize(
    "q", ["สมหมาย ทองงามตา", "สมหมาย", "ทองงามตา", "นายสมหมายทองงามตา", "สมหมายทอง งามตา", "สมหมาย ท่องงามตา", "สมหฺมาย"]
)
def test_a_name_is_found_however_it_is_spelt(story: Story, q: str) -> None:
    story.apply(applicant={**PERSON, "name_th": "นายสมหมาย ทองงามตา"})
    story.apply(applicant={**PERSON, "name_th": "นางวิไล ศรีดี"})
    found = find(story, q)
    assert found[0]["detail"] == "นายสมหมาย ทองงามตา"
    assert found[0]["kind"] == "application"


def test_numbers_papers_and_places_are_found(story: Story) -> None:
    uid = story.apply(fy=2565)
    parcel = Parcel.objects.get(uid=story.land())
    paper = LandDocument.objects.create(
        parcel=parcel, doc_type_id="NS4", doc_no="48123", map_sheet="5241 IV 3204", land_no="77", area_deed_wah=2000
    )
    assert [(one["kind"], one["uid"]) for one in find(story, "2565-6701-0001")] == [("application", uid)]
    assert ("parcel", str(parcel.uid)) in [(one["kind"], one["uid"]) for one in find(story, parcel.code)]
    for text in ("48123", "5241 IV 3204 77"):
        assert [(one["kind"], one["uid"]) for one in find(story, text)] == [("document", str(paper.uid))]
    assert "670114" in [one["label"] for one in find(story, "น้ำร้อน") if one["kind"] == "area"]


def test_others_find_nothing_of_it(story: Story) -> None:
    story.apply(applicant={**PERSON, "name_th": "นายสมหมาย ทองงามตา"})
    code = Parcel.objects.get(uid=story.land()).code
    for q in ("สมหมาย", "6701-0001", code):
        assert find(story, q, "neighbour") == []
    assert find(story, "สมหมาย", "viewer") == []
    assert [one["kind"] for one in find(story, code, "viewer")] == ["parcel"]


@pytest.mark.parametrize("q", ["%", "__", "\\", "'; --", "ก" * 500, "%%%%", "a%b_c\\d", ""])
def test_odd_texts_find_nothing_and_break_nothing(story: Story, q: str) -> None:
    story.apply()
    assert find(story, q) == []


def test_my_work_is_what_i_may_move_the_oldest_first(story: Story) -> None:
    story.until("APPLIED")
    first = story.uid

    def work(who: str) -> list[str]:
        return [one["uid"] for one in story.client(who).get("/api/work").json()["items"]]

    assert work("officer") == []  # entered it: a colleague checks the papers
    assert work("colleague") == [first]
    assert work("province") == [first]  # may visit what an institution brings; the state alone does not say
    assert work("neighbour") == []
    assert story.client("viewer").get("/api/work").status_code == 404
    story.papers()
    story.move("DOCS_OK", "colleague")
    assert work("officer") == [first]


def test_work_comes_page_by_page_each_once(story: Story) -> None:
    made = []
    for _ in range(5):
        story.until("APPLIED")
        made.append(story.uid)
    client, found, after = story.client("colleague"), [], {}
    for _ in range(4):
        page = client.get("/api/work", {"limit": 2, **after}).json()
        found.append([one["uid"] for one in page["items"]])
        after = {"after": page["after"]}
        if page["after"] is None:
            break
    assert [len(page) for page in found] == [2, 2, 1]
    assert [uid for page in found for uid in page] == made


@pytest.mark.parametrize(
    "after", ["", "x", "####", "WzFd", "WyJhIiwxXQ", "W251bGwsbnVsbF0", "WyIyMDI2LTExLTI2VDAwOjAwOjAwKzAwOjAwIiwtMV0"]
)
def test_a_place_that_is_none_is_refused_by_name(story: Story, after: str) -> None:
    answer = story.client("officer").get("/api/work", {"after": after})
    assert answer.status_code == 400
    assert "after" in answer.json()["detail"]


def test_who_is_involved_is_told_and_who_did_it_is_not(story: Story) -> None:
    story.until("APPLIED")
    story.move("RETURNED", "colleague", reason="ภาพไม่ชัด")
    told = story.client("officer").get("/api/notices").json()
    assert told["unread"] == 1
    assert told["items"][0]["kind"] == "RETURNED"
    assert "ภาพไม่ชัด" in told["items"][0]["message"]
    assert story.client("colleague").get("/api/notices").json()["unread"] == 0
    assert story.client("officer").post("/api/notices").status_code == 204
    assert story.client("officer").get("/api/notices").json()["unread"] == 0


def test_a_colleague_named_in_a_comment_is_told(story: Story) -> None:
    story.apply()
    story.post("officer", "comments", {"application": story.uid, "text": "@colleague ช่วยดูโฉนด"})
    assert Notice.objects.get().user.username == "colleague"
    refused = story.post("officer", "comments", {"text": "x"}, 422)
    assert refused["code"] == "comment_about_nothing"


def test_filters_are_mine(story: Story) -> None:
    wish = {"name": "รอตรวจ", "query": "state=APPLIED"}
    made = story.post("officer", "filters", wish)
    assert story.client("officer").get("/api/filters").json()["items"] == [{**wish, "id": made["id"]}]
    assert story.client("colleague").get("/api/filters").json()["items"] == []
    assert story.client("colleague").delete(f"/api/filters/{made['id']}").status_code == 404
    assert story.client("officer").delete(f"/api/filters/{made['id']}").status_code == 204


def test_a_text_for_the_chat_names_nobody(story: Story) -> None:
    story.until("APPLIED")
    text = story.client("officer").get(f"/api/applications/{story.uid}/message").json()["text"]
    assert "2565" in text or "2570" in text
    assert PERSON["name_th"] not in text
    assert "Land document" in text


def test_figures_of_states(story: Story) -> None:
    story.until("APPLIED")
    story.apply()
    figures = story.client("officer").get("/api/applications/figures").json()
    assert (figures["APPLIED"], figures["DRAFT"], figures["SENT"]) == (1, 1, 0)
    assert story.client("neighbour").get("/api/applications/figures").json()["APPLIED"] == 0


def test_what_is_kept_takes_no_parameters(story: Story) -> None:
    one = story.post("officer", "filters", {"name": "ก", "query": "state=DRAFT"})
    client = story.client("officer")
    for answer in (
        client.post("/api/filters?colour=red", {"name": "ข", "query": ""}, content_type="application/json"),
        client.delete(f"/api/filters/{one['id']}?colour=red"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (400, "unknown_parameter")
    assert [kept["name"] for kept in client.get("/api/filters").json()["items"]] == ["ก"]
