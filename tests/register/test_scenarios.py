"""Acceptance scenarios of DOMAIN.md 7 by their own numbers, as far as they are about the register.

Those that stand elsewhere carry their number in their name too; test_scenario_index.py says which wait, and for what.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from parcels.dates import fiscal_year
from parcels.models import ApplicantIdentity, Application, LandDocument, Parcel
from tests.api.shapes import square
from tests.register.conftest import PERSON, TEMPLE, Story

pytestmark = pytest.mark.django_db


def documents(story: Story, **more: Any) -> dict[str, Any]:
    wish = {"parcel": story.parcels[-1], "doc_type": "NS4", "area_deed_wah": 1200, **more}
    return story.post("officer", "documents", wish)


def warnings(story: Story) -> list[dict[str, Any]]:
    answer = story.client("officer").get(f"/api/applications/{story.uid}/transitions")
    return list(answer.json()["warnings"])


def test_a02_the_fiscal_year_begins_in_october(story: Story) -> None:
    assert (fiscal_year(date(2021, 9, 30)), fiscal_year(date(2021, 10, 1))) == (2564, 2565)
    story.apply(fy=2564)
    story.land()
    story.consent("DATA")
    story.move("APPLIED")
    warned = next(one for one in warnings(story) if one["code"] == "other_fiscal_year")
    assert warned["fy"] == 2564


@pytest.mark.parametrize(
    ("text", "stored"),
    [("29 ก.พ. 2567", "2024-02-29"), ("29 ก.พ. 2566", "date_no_such_day"), ("2/12/64", "date_ambiguous_year")],
)
def test_a03_dates_as_thais_write_them(story: Story, text: str, stored: str) -> None:
    story.apply()
    wish = {"application": story.uid, "kind": "DATA", "given_by": "x", "text_version": "1", "signed_on": text}
    if stored.startswith("date_"):
        refused = story.post("officer", "consents", wish, 422)
        assert [(f["code"], f["path"]) for f in refused["findings"]] == [(stored, "/signed_on")]
    else:
        assert story.post("officer", "consents", wish)["signed_on"] == stored


def test_a05_the_area_of_a_deed_as_it_stands_on_paper(story: Story) -> None:
    story.apply()
    story.land(joined_area_m2=100)
    assert documents(story, area_deed_wah="๓-๑-๒๕.๕")["area_deed_wah"] == 1325.5
    for text, code in (("3-4-10", "area_ngan"), ("3-1-100", "area_wah"), ("2025-01-03", "area_date")):
        wish = {"parcel": story.parcels[0], "doc_type": "NS4", "area_deed_wah": text}
        assert story.post("officer", "documents", wish, 422)["findings"][0]["code"] == code


def test_a09_land_that_lies_on_another_sheet_than_its_deed_says(story: Story) -> None:
    story.apply()
    story.land()
    documents(story, map_sheet="5241 IV 3204")
    warned = next(one for one in warnings(story) if one["code"] == "sheet_elsewhere")
    assert warned["sheet"] == "5241 IV 3204"
    assert warned["found"] == "5241 IV 3014"
    assert "5241 IV 3014" in warned["message"]


def test_a10_land_of_an_application_that_goes_on_is_not_taken(story: Story) -> None:
    story.until("APPLIED")
    parcel = story.parcels[0]
    first = Application.objects.get(uid=story.uid)
    story.apply(applicant={**PERSON, "name_th": "นายคนอื่น"})
    taking = {"properties": {"application": story.uid}}
    refused = story.patch("officer", f"collections/parcels/items/{parcel}", taking, 422)
    assert refused["code"] == "parcel_taken"
    assert first.no in refused["title"]
    assert "Mueang" in refused["title"]
    assert PERSON["name_th"] not in str(refused)
    second, story.uid = story.uid, str(first.uid)
    story.move("WITHDRAWN", on="2021-12-10", reason="เปลี่ยนใจ")
    taken = story.patch("officer", f"collections/parcels/items/{parcel}", taking)
    assert taken["properties"]["application"] == second


def test_a12_more_land_than_the_deed_says_does_not_join(story: Story) -> None:
    story.apply()
    parcel = story.land(joined_area_m2=4800)
    documents(story, area_deed_wah="3-0-00")
    more = {"properties": {"joined_area_m2": 4800.4}}
    refused = story.patch("officer", f"collections/parcels/items/{parcel}", more, 422)
    assert refused["code"] == "joined_exceeds_deed"


def test_a17_a_tax_paper_confers_no_right(story: Story) -> None:
    story.until("APPLIED")
    story.paper("ID_CARD", masked=True)
    story.paper("HOUSE_REG")
    story.paper("LAND_DOC")
    story.deed("PBT5")
    refused = story.move("DOCS_OK", "colleague", 422)
    assert [f["code"] for f in refused["findings"]] == ["no_right_conferred"]
    assert Application.objects.get(uid=story.uid).state_id == "APPLIED"


def test_a18_a_paper_without_position_names_a_sheet(story: Story) -> None:
    story.apply()
    story.land()
    documents(story, doc_type="NS3", map_sheet="5241 IV 3204")
    assert [one["code"] for one in warnings(story) if "sheet" in one["code"]] == ["kind_has_no_sheet"]


def test_a19_an_heir_needs_the_consent_of_the_holder(story: Story) -> None:
    story.apply(relation="HEIR")
    story.land()
    story.consent("DATA")
    story.move("APPLIED")
    story.papers()
    refused = story.move("DOCS_OK", "colleague", 422)
    assert [(f["code"], f["path"]) for f in refused["findings"]] == [("consent_missing", "/consents/LAND_HOLDER")]
    story.consent("LAND_HOLDER", given_by="นายเจ้าของ มั่นนา")
    assert story.move("DOCS_OK", "colleague")["state"] == "DOCS_OK"


def test_a19b_every_co_holder_has_to_consent(story: Story) -> None:
    story.until("APPLIED")
    story.papers()
    LandDocument.objects.update(co_holders=2)
    story.consent("CO_OWNER", given_by="หนึ่ง")
    refused = story.move("DOCS_OK", "colleague", 422)
    assert [(f["code"], f["given"], f["wanted"]) for f in refused["findings"]] == [("co_owner_consents_missing", 1, 2)]
    story.consent("CO_OWNER", given_by="สอง")
    assert story.move("DOCS_OK", "colleague")["state"] == "DOCS_OK"


def test_a20_a_temple_brings_a_letter_and_no_card(story: Story) -> None:
    story.apply(applicant=TEMPLE, relation="REPRESENTATIVE", fy=2565)
    story.land()
    story.consent("DATA", given_by="เจ้าอาวาส")
    story.move("APPLIED")
    story.paper("AGENCY_LETTER")
    story.paper("LAND_DOC")
    story.deed("WAT")
    assert story.move("DOCS_OK", "colleague")["state"] == "DOCS_OK"
    figures = story.client("officer").get("/api/reports/summary", {"fy": 2565}).json()
    assert (figures["institutions"]["sites"], figures["people"]["applicants"]) == (1, 0)


def test_a21_another_amphoe_is_neither_seen_nor_reached(story: Story) -> None:
    story.until("APPLIED")
    assert story.client("neighbour").get(f"/api/applications/{story.uid}").status_code == 404
    assert story.move("DOCS_OK", "neighbour", 404)["code"] == "not_found"
    land = story.land(application=None, place=3)
    moved = story.patch("officer", f"collections/parcels/items/{land}", {"properties": {"tambon": "670501"}}, 403)
    assert moved["code"] == "not_in_your_area"
    joined = story.patch(
        "province", f"collections/parcels/items/{story.parcels[0]}", {"properties": {"tambon": "670501"}}, 422
    )
    assert joined["code"] == "parcel_in_other_amphoe"


def test_a23_national_ids(story: Story) -> None:
    story.apply()

    def put(number: str, status: int) -> dict[str, Any]:
        answer = story.client("officer").put(
            f"/api/applicants/{story.applicant}/identity", {"national_id": number}, content_type="application/json"
        )
        assert answer.status_code == status, answer.content
        return dict(answer.json())

    assert put("1234567890122", 422)["findings"][0] == {
        "code": "bad_national_id", "path": "/national_id",
        "message": "This is no valid national ID. Look at the card again.",
    }  # fmt: skip
    assert put("1234567890121", 200) == {"national_id_masked": "x-xxxx-xxxx0-12-1"}
    assert put("๑-๒๓๔๕-๖๗๘๙๐-๑๒-๑", 200) == {"national_id_masked": "x-xxxx-xxxx0-12-1"}
    assert ApplicantIdentity.objects.count() == 1
    no = Application.objects.get(uid=story.uid).no
    story.apply(applicant={**PERSON, "name_th": "นายสวมรอย"})
    refused = put("1234567890121", 409)
    assert refused["code"] == "person_known"
    assert no in refused["title"]
    assert "ทดลอง" not in str(refused)


def test_a25_without_consent_nobody_digs_and_the_reserve_follows(story: Story) -> None:
    story.until("SENT")
    waiting = story.uid
    story.move("RESERVE", "province", rank=1)
    story.parcels.clear()
    story.apply()
    story.land(place=4)
    story.consent("DATA")
    story.move("APPLIED")
    story.papers()
    story.move("DOCS_OK", "colleague")
    story.survey()
    story.move("SURVEYED")
    dig = story.consent("DIG")
    story.consent("LEARNING_CENTRE")
    story.move("SENT", "head")
    story.move("APPROVED", "province")
    design = {"application": story.uid, "size_rai": 3, "ratio": "1:2", "soil": "CLAY", "approved_on": "2021-12-20"}
    story.post("officer", "designs", design)
    story.patch("officer", f"consents/{dig['uid']}", {"withdrawn_on": "2022-01-05"})
    refused = story.move("DEVELOPING", status=422)
    assert [(f["code"], f["path"]) for f in refused["findings"]] == [("consent_missing", "/consents/DIG")]
    gone = story.move("WITHDRAWN", on="2022-01-06", reason="ไม่ยินยอมให้ขุด")
    assert gone["proposed"]["application"] == waiting


def test_a29_names_are_plain_text_and_hold_no_control_characters(story: Story) -> None:
    name = '=HYPERLINK("http://x")'
    story.apply(applicant={**PERSON, "name_th": name})
    assert story.client("officer").get(f"/api/applicants/{story.applicant}").json()["name_th"] == name
    for odd in ("นาย\x00ก", "นาย\u0007ก"):
        refused = story.post("officer", "applicants", {**PERSON, "name_th": odd}, 422)
        assert refused["code"] == "nul_character"
    shown = story.post("officer", "applicants", {**PERSON, "name_th": "นาย\u202eก"})
    assert shown["name_th"] == "นาย\u202eก"  # stored as given; pages show it escaped (SECURITY.md 16)


def test_a16_an_odd_shape_is_refused_with_its_place(story: Story) -> None:
    story.apply()
    ring = square()["coordinates"][0]
    bow = {"type": "Polygon", "coordinates": [[ring[0], ring[2], ring[1], ring[3], ring[0]]]}
    wish = {"type": "Feature", "geometry": bow, "properties": {"tambon": "670101", "application": story.uid}}
    refused = story.post("officer", "collections/parcels/items", wish, 422)
    assert refused["findings"][0]["code"] == "self_intersection"
    assert len(refused["findings"][0]["at"]) == 2
    assert not Parcel.objects.filter(joined_area_m2__gt=Decimal(0)).exists()
