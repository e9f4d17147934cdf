"""Registering an application in one flow: five steps in any order, saved as one types, nothing lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.frontend.desk import Case, Desk
from tests.frontend.test_accessibility import SIZES, violations
from tests.frontend.test_mask import card

Open = Callable[..., Page]
SAVED = re.compile(r"บันทึกร่างในระบบแล้ว")


@pytest.fixture
def page(page_as: Open) -> Page:
    """An officer of amphoe Mueang at a desk."""
    return page_as("amphoe01", path="/healthz")


@pytest.fixture
def desk(page: Page) -> Desk:
    return Desk(page)


def open_flow(page: Page, path: str = "/applications/new") -> Page:
    page.goto(path)
    expect(page.locator("#flow")).to_have_attribute("aria-busy", "false")
    return page


def people(page: Page) -> Locator:
    return page.get_by_role("group", name="ผู้สมัคร", exact=True)


def saved(page: Page) -> Locator:
    return page.locator(".flow-saved")


def step(page: Page, name: str) -> Locator:
    return page.locator(f'[data-step="{name}"]')


def kept(page: Page) -> str:
    return str(page.evaluate("JSON.stringify(localStorage)"))


def valid_id(first: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(first, range(13, 1, -1), strict=True))
    return f"{first}{(11 - total % 11) % 10}"


def application_of(page: Page) -> dict[str, Any]:
    found = re.search(r"/applications/([0-9a-f-]{36})/edit", page.url)
    assert found
    answer: dict[str, Any] = page.context.request.get(f"/api/applications/{found[1]}").json()
    return answer


def test_what_is_typed_is_kept_at_once_and_saved_soon(page: Page) -> None:
    open_flow(page)
    people(page).get_by_label("ชื่อตามบัตร").fill("นางพิมพ์ไว้ ไม่หาย")
    assert "นางพิมพ์ไว้ ไม่หาย" in kept(page)
    page.reload()
    expect(people(page).get_by_label("ชื่อตามบัตร")).to_have_value("นางพิมพ์ไว้ ไม่หาย")
    expect(saved(page)).to_contain_text("เก็บในเครื่องนี้ จะบันทึกเข้าระบบเมื่อกรอกช่องที่ต้องมีครบ")
    people(page).get_by_label("ตำบลที่อยู่").select_option("670101")
    people(page).get_by_label("หมู่ที่").fill("3")
    expect(page).to_have_url(re.compile(r"/applications/[0-9a-f-]{36}/edit"))
    expect(saved(page)).to_have_text(SAVED)
    stored = application_of(page)
    assert (stored["applicant_name"], stored["tambon"], stored["state"]) == ("นางพิมพ์ไว้ ไม่หาย", "670101", "DRAFT")
    person = page.context.request.get(f"/api/applicants/{stored['applicant']}").json()
    assert person["village_code"] == "67010103"
    assert "plaeng.flow" not in kept(page)


def test_without_a_network_it_waits_on_the_device(page: Page, desk: Desk) -> None:
    case = desk.case()
    open_flow(page, f"{case.path}/edit")
    page.route("**/api/applicants/*", lambda route: route.abort())
    people(page).get_by_label("โทรศัพท์").fill("056 711 000")
    expect(saved(page)).to_have_text("เก็บในเครื่องนี้ รอสัญญาณ")
    assert "056 711 000" in kept(page)
    page.unroute("**/api/applicants/*")
    open_flow(page, f"{case.path}/edit")
    expect(people(page).get_by_label("โทรศัพท์")).to_have_value("056 711 000")
    expect(saved(page)).to_have_text(SAVED)
    assert "056 711 000" not in kept(page)


def test_a_national_id_is_checked_here_and_never_kept(page: Page, desk: Desk) -> None:
    open_flow(page, f"{desk.case().path}/edit")
    field = page.get_by_label("เลขประจำตัวประชาชน")
    right = valid_id("310120034567")
    wrong = f"{right[:12]}{(int(right[12]) + 1) % 10}"
    field.fill(wrong[:12])
    expect(page.locator(".flow-identity .field-bad")).to_have_count(0)
    field.fill(wrong)
    expect(page.locator(".flow-identity .field-bad")).to_contain_text("มีอย่างน้อยหนึ่งหลักผิด")
    expect(page.locator(".flow-identity")).not_to_contain_text(right)
    expect(step(page, "applicant")).to_contain_text("ผิด 1")
    thai = right.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    field.fill(f"{thai[0]}-{thai[1:5]} {thai[5:10]}-{thai[10:12]}-{thai[12]}")
    expect(page.locator(".flow-identity-stored")).to_contain_text(f"x-xxxx-xxxx{right[9]}-{right[10:12]}-{right[12]}")
    expect(field).to_have_value("")
    assert right not in kept(page)
    assert thai[5:10] not in kept(page)


def test_a_person_who_is_known_is_named_by_number_and_office_only(page: Page, desk: Desk) -> None:
    known, second = desk.case(), desk.case()
    number = valid_id("510120034567")
    applicant = page.context.request.get(f"/api{known.path}").json()["applicant"]
    desk.send("PUT", f"/api/applicants/{applicant}/identity", {"national_id": number})
    open_flow(page, f"{second.path}/edit")
    page.get_by_label("เลขประจำตัวประชาชน").fill(number)
    said = page.locator(".flow-identity .field-bad")
    expect(said).to_contain_text(known.no)
    expect(said).to_contain_text("เมืองเพชรบูรณ์")
    expect(said).not_to_contain_text(known.name)


def test_somebody_of_the_register_is_not_entered_twice(page: Page, desk: Desk) -> None:
    case = desk.case()
    applicant = page.context.request.get(f"/api{case.path}").json()["applicant"]
    open_flow(page)
    page.get_by_label("เลือกผู้ที่มีในทะเบียน").fill(case.name)
    page.get_by_role("button", name=f"เลือก {case.name}").click()
    expect(page).to_have_url(re.compile(r"/edit"))
    stored = application_of(page)
    assert stored["applicant"] == applicant
    assert stored["uid"] != case.uid


def test_a_colleague_who_was_faster_is_shown(page: Page, desk: Desk) -> None:
    case = desk.case(remark="เดิม")
    open_flow(page, f"{case.path}/edit")
    desk.send("PATCH", f"/api{case.path}", {"remark": "ของเพื่อน", "size_target_rai": 3}, **{"If-Match": "*"})
    wish = page.get_by_role("group", name="สิ่งที่สมัคร")
    wish.get_by_label("หมายเหตุ").fill("ของฉัน")
    clash = wish.get_by_role("alert").filter(has_text="เพื่อนร่วมงาน")
    expect(clash).to_contain_text("ที่บันทึกแล้ว: “ของเพื่อน” · ของคุณ: “ของฉัน”")
    expect(wish.get_by_label("ขนาดแบบ")).to_have_value("3")
    assert violations(page) == []
    clash.get_by_role("button", name="ใช้ของฉัน").click()
    expect(saved(page)).to_have_text(SAVED)
    assert application_of(page)["remark"] == "ของฉัน"


def test_land_is_noted_with_its_document_as_on_paper(page: Page, desk: Desk) -> None:
    case = desk.case()
    open_flow(page, f"{case.path}/edit#land")
    page.get_by_role("button", name="จดแปลงที่จะวาดภายหลัง").click()
    parcel = page.get_by_role("group", name="แปลง", exact=True)
    expect(parcel.get_by_label("เนื้อที่เข้าร่วม", exact=False).first).to_be_focused()
    parcel.locator('[name="joined_area_m2"]').fill("2-0-00")
    page.get_by_role("button", name="เพิ่มเอกสารสิทธิ").click()
    paper = page.get_by_role("group", name="เอกสารสิทธิ", exact=True)
    paper.get_by_label("เลขที่เอกสาร").fill("48190")
    paper.locator('[name="area_deed_wah"]').fill("3-1-125.5")
    expect(paper.locator(".field-bad")).to_contain_text("100")
    expect(step(page, "land")).to_contain_text("ผิด 1")
    page.reload()
    paper.locator('[name="area_deed_wah"]').fill("1325.5 ตร.ว.")
    expect(saved(page)).to_have_text(SAVED)
    expect(page.locator(".flow-areas")).to_contain_text("3-1-25.5")
    expect(page.locator(".flow-areas")).to_contain_text("2-0-00.0")
    rows = page.context.request.get(f"/api/documents?application={case.uid}").json()["items"]
    assert [(row["doc_no"], row["area_deed_wah"]) for row in rows] == [("48190", 1325.5)]


def test_a_parcel_of_another_application_is_refused_in_the_servers_words(page: Page, desk: Desk) -> None:
    case = desk.case()
    answer = page.context.request.get("/api/collections/parcels/items?state=APPLIED&limit=1&skipGeometry=true")
    taken = answer.json()["features"][0]["properties"]
    open_flow(page, f"{case.path}/edit#land")
    page.get_by_role("searchbox", name="ใช้แปลงที่วาดไว้แล้ว").fill(taken["code"])
    page.get_by_role("button", name=f"ใช้แปลง {taken['code']} ในใบสมัคร").click()
    expect(page.locator("#step-land").get_by_role("alert").first).to_contain_text(taken["application_no"])


def test_a_drawn_parcel_comes_with_its_shape_from_the_map(page: Page, desk: Desk) -> None:
    case = desk.case()
    answer = page.context.request.get("/api/collections/parcels/items?state=NONE&limit=1&skipGeometry=true")
    free = answer.json()["features"][0]
    page.goto(f"/?parcel={free['id']}")
    page.locator("#parcel").get_by_role("link", name="ใบสมัครใหม่").click()
    expect(page.get_by_text("แปลงที่คุณเลือกมาจากแผนที่:")).to_be_visible()
    open_flow(page, f"{case.path}/edit?parcel={free['id']}#land")
    page.get_by_role("button", name=f"ใช้แปลง {free['properties']['code']} ในใบสมัคร").click()
    expect(page.locator(f'[data-parcel="{free["id"]}"] .flow-areas')).to_be_visible()
    expect(page.locator(".flow-map path").first).to_be_attached()
    page.get_by_role("link", name="เปิดบนแผนที่").click()
    page.locator("#parcel").get_by_role("link", name=f"ใบสมัคร {case.no}").click()
    expect(page.locator("#head")).to_contain_text(case.no)


def test_several_papers_go_at_once_and_a_failed_one_keeps_its_picture(page: Page, desk: Desk) -> None:
    open_flow(page, f"{desk.case().path}/edit#papers")
    house = page.locator('[data-kind="HOUSE_REG"]')
    page.route("**/api/attachments?*kind=*", lambda route: route.abort())
    first, second = card(), FilePayload(name="สอง.png", mimeType="image/png", buffer=card()["buffer"] + b"2")
    house.locator('input[type="file"]').first.set_input_files([first, second])
    failed = house.get_by_role("listitem")
    expect(failed.get_by_role("alert")).to_have_count(2)
    expect(failed.first.locator("img")).to_have_attribute("src", re.compile(r"^blob:"))
    expect(step(page, "papers")).to_contain_text("ผิด 2")
    page.unroute("**/api/attachments?*kind=*")
    failed.first.get_by_role("button", name="ลองใหม่").click()
    failed.last.get_by_role("button", name="ลองใหม่").click()
    expect(house.locator(".tag-good")).to_be_visible()
    expect(house.get_by_role("listitem").get_by_role("button", name="หมุน")).to_have_count(2)
    house.get_by_role("button", name="ลบ").first.click()
    expect(house.get_by_role("listitem")).to_have_count(1)


def test_each_thing_missing_leads_to_its_step_and_sending_moves_it(page: Page, desk: Desk) -> None:
    case = desk.case()
    open_flow(page, f"{case.path}/edit#check")
    check = page.get_by_role("region", name="ตรวจและส่ง")
    send = check.get_by_role("button", name="ส่งใบสมัคร")
    expect(send).to_have_attribute("aria-disabled", "true")
    expect(check).to_contain_text("ยังขาดบางอย่าง")
    check.get_by_role("link", name="ไปที่ “ที่ดิน”").first.click()
    page.get_by_role("button", name="จดแปลงที่จะวาดภายหลัง").click()
    page.locator('[name="joined_area_m2"]').fill("1-0-00")
    expect(saved(page)).to_have_text(SAVED)
    step(page, "consents").click()
    page.locator("#consents .line-actions button").first.click()
    page.get_by_role("form", name="ความยินยอมที่ลงนามแล้ว").get_by_role("button", name="บันทึก").click()
    expect(page.locator("#consents .is-good")).to_have_count(1)
    step(page, "check").click()
    expect(send).not_to_have_attribute("aria-disabled", "true")
    send.click()
    expect(page.locator("#head .pill")).to_have_text("รับสมัครแล้ว")
    assert desk.state(case) == "APPLIED"
    page.goto(f"{case.path}/edit")
    expect(page).to_have_url(re.compile(rf"{case.path}$"))


def test_a_consent_that_is_being_written_survives_a_reload(page: Page, desk: Desk) -> None:
    open_flow(page, f"{desk.case().path}/edit#consents")
    page.locator("#consents .line-actions button").first.click()
    form = page.get_by_role("form", name="ความยินยอมที่ลงนามแล้ว")
    form.get_by_label("ผู้ให้ความยินยอม").fill("นายผู้ให้ ยินยอม")
    page.reload()
    expect(form.get_by_label("ผู้ให้ความยินยอม")).to_have_value("นายผู้ให้ ยินยอม")
    form.get_by_role("button", name="ยกเลิก").click()
    assert "นายผู้ให้ ยินยอม" not in kept(page)


def test_a_failure_is_said_and_trying_again_helps(page: Page, desk: Desk) -> None:
    case = desk.case()
    page.route("**/api/applications/*", lambda route: route.abort())
    page.goto(f"{case.path}/edit")
    alert = page.locator("#flow").get_by_role("alert")
    expect(alert).to_contain_text("ติดต่อเครื่องแม่ข่ายไม่ได้")
    page.unroute("**/api/applications/*")
    alert.get_by_role("button", name="ลองใหม่").click()
    expect(people(page)).to_be_visible()


def test_who_may_not_register_finds_no_page(page_as: Open, desk: Desk) -> None:
    case: Case = desk.case()
    for who, path in (
        ("viewer", "/applications/new"),
        ("analyst", "/applications/new"),
        ("amphoe05", f"{case.path}/edit"),
    ):
        other = page_as(who, path="/healthz")
        answer = other.goto(path)
        assert answer
        assert answer.status == 404
    assert page_as("amphoe05", path="/healthz").goto("/applications/new")


@SIZES
def test_axe_finds_nothing_in_any_step(page_as: Open, touch: bool) -> None:
    page = page_as("amphoe01", touch=touch, path="/healthz")
    desk = Desk(page)
    open_flow(page)
    people(page).get_by_label("ชื่อตามบัตร").fill("นางเข้าถึง ได้")
    page.get_by_label("เลขประจำตัวประชาชน").fill("1234567890123")
    assert violations(page) == []
    open_flow(page, f"{desk.ready_case().path}/edit#land")
    page.get_by_role("button", name="เพิ่มเอกสารสิทธิ").click()
    assert violations(page) == []
    for name in ("papers", "consents", "check"):
        step(page, name).click()
        expect(page.locator(".flow-step:not([hidden])")).to_have_count(1)
        assert violations(page) == []


def test_parcels_of_a_closed_application_move_to_a_new_one(page: Page, desk: Desk) -> None:
    case = desk.ready_case()
    desk.move(case, "WITHDRAWN", on="2026-11-20", reason="ย้ายไปอยู่ต่างจังหวัด")
    page.goto(case.path)
    page.get_by_role("link", name="ย้ายแปลงไปใบใหม่").click()
    expect(people(page).get_by_label("ชื่อตามบัตร")).to_have_value(case.name)
    step(page, "land").click()
    page.get_by_role("button", name="ในใบสมัคร").click()
    expect(page.locator(".flow-areas")).to_contain_text("1-0-00.0")
    assert application_of(page)["parcels"] == 1


def test_a_household_goes_on_with_its_own_and_sees_why_it_may_not_more(page_as: Open) -> None:
    page = page_as("household", path="/healthz")
    open_flow(page)
    expect(people(page)).to_contain_text("พัฒนากรอำเภอทำได้")
    expect(people(page).get_by_label("ชื่อตามบัตร")).to_be_disabled()
    expect(people(page).get_by_label("ชื่อตามบัตร")).not_to_have_value("")
    assert violations(page) == []
