"""The register: a list with filters, columns and moves of many; one page for each application."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.frontend.desk import Desk, box, open_case, open_list, row
from tests.frontend.test_accessibility import SIZES, violations

Open = Callable[..., Page]


@pytest.fixture
def page(page_as: Open) -> Page:
    """An officer of amphoe Mueang at a desk."""
    return page_as("amphoe01", path="/healthz")


@pytest.fixture
def desk(page: Page) -> Desk:
    return Desk(page)


def test_filters_stand_in_the_address_and_come_back(page: Page, desk: Desk) -> None:
    case = desk.case()
    open_list(page)
    page.get_by_role("group", name="กรองตามสถานะ").get_by_role("button", name="ร่าง").click()
    expect(page).to_have_url(re.compile(r"state=DRAFT"))
    page.get_by_role("searchbox", name="ค้นหาใบสมัคร").fill(case.name)
    expect(page).to_have_url(re.compile(r"q="))
    expect(page.locator("#list tbody tr")).to_have_count(1)
    page.reload()
    expect(row(page, case)).to_contain_text(case.no)
    expect(page.locator("#count")).to_have_text("1 ใบสมัคร")
    page.get_by_role("button", name="เอาตัวกรอง สถานะ: ร่าง ออก").click()
    expect(page).not_to_have_url(re.compile(r"state="))
    page.go_back()
    expect(page).to_have_url(re.compile(r"state=DRAFT"))
    expect(page.locator('[data-state="DRAFT"]')).to_have_attribute("aria-pressed", "true")


def test_a_click_on_a_head_sorts_and_another_turns_it(page: Page) -> None:
    open_list(page)
    head = page.get_by_role("columnheader", name="เลขที่")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(head.get_by_role("button")).to_be_focused()
    first = page.locator("#list tbody th").first.inner_text()
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(page).to_have_url(re.compile(r"sort=-no"))
    expect(page.locator("#list tbody th").first).not_to_have_text(first)


def test_pages_are_turned_by_links_of_the_api(page_as: Open) -> None:
    page = open_list(page_as("province", path="/healthz"))
    first = page.locator("#list tbody th").first.inner_text()
    page.get_by_role("button", name="หน้าถัดไป").click()
    expect(page.locator("#list tbody th").first).not_to_have_text(first)
    expect(page).to_have_url(re.compile(r"after="))
    page.get_by_role("button", name="หน้าก่อน").click()
    expect(page.locator("#list tbody th").first).to_have_text(first)


def test_chosen_columns_stay_chosen(page: Page) -> None:
    open_list(page)
    page.get_by_role("button", name="คอลัมน์").click()
    chooser = page.get_by_role("dialog", name="คอลัมน์")
    chooser.get_by_role("checkbox", name="ตำบล อำเภอ").uncheck()
    chooser.get_by_role("checkbox", name="ผู้บันทึก").check()
    chooser.get_by_role("button", name="เลื่อน สถานะ ไปทางซ้าย").click()
    wanted = ["เลขที่", "ผู้สมัคร", "โมเดล", "สถานะ", "เข้าร่วม ไร่-งาน-ตร.ว.", "ขั้นถัดไป", "รอ (วัน)", "ผู้บันทึก"]
    heads = page.locator("#list thead th")
    expect(heads).to_have_text(wanted)
    page.reload()
    expect(heads).to_have_text(wanted)


def test_an_empty_list_names_the_filter_that_removes_most(page: Page) -> None:
    open_list(page, "?state=DRAFT&q=nothing-like-this")
    page.get_by_role("button", name="เอา “ค้นหา: nothing-like-this” ออก").click()
    expect(page.locator("#list tbody tr").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?state=DRAFT$"))


def test_a_failure_is_said_and_trying_again_helps(page: Page) -> None:
    page.route("**/api/applications?*", lambda route: route.abort())
    page.goto("/applications")
    alert = page.locator("#list").get_by_role("alert")
    expect(alert).to_contain_text("ติดต่อเครื่องแม่ข่ายไม่ได้")
    page.unroute("**/api/applications?*")
    alert.get_by_role("button", name="ลองใหม่").click()
    expect(page.locator("#list tbody tr").first).to_be_visible()


def test_keys_choose_rows(page: Page, desk: Desk) -> None:
    first, second, third = desk.case(), desk.case(), desk.case()
    open_list(page, "?state=DRAFT&q=นางทดสอบ&sort=no")
    box(page, first).press("Space")
    box(page, first).press("ArrowDown")
    expect(box(page, second)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Space")
    for case in (first, second, third):
        expect(box(page, case)).to_be_checked()
    expect(page.locator("#bulk")).to_contain_text("3 ใบสมัคร")
    box(page, second).press("Space")
    expect(page.locator("#bulk")).to_contain_text("2 ใบสมัคร")


def test_many_are_moved_and_each_says_what_became_of_it(page: Page, desk: Desk) -> None:
    going, late, lacking = desk.ready_case(), desk.case(), desk.case()
    consent = desk.consent(late, "DATA")
    land = {"tambon": "670101", "land_class": "PRIVATE", "joined_area_m2": 800, "application": late.uid}
    feature = {"type": "Feature", "geometry": None, "properties": land}
    desk.send("POST", "/api/collections/parcels/items", feature)
    open_list(page, "?state=DRAFT&q=นางทดสอบ&sort=no")
    box(page, going).click()
    box(page, lacking).click(modifiers=["Shift"])
    bar = page.get_by_role("region", name="ใบสมัครที่เลือก")
    expect(bar).to_contain_text("ย้ายได้ 2 · ย้ายไม่ได้ 1")
    bar.get_by_role("button", name="ดูเหตุผล").click()
    why = page.get_by_role("dialog")
    expect(why.get_by_role("listitem")).to_have_count(1)
    expect(why.get_by_role("listitem")).to_contain_text(lacking.no)
    why.get_by_role("button", name="ปิด").click()
    desk.withdraw_consent(consent)  # behind the back of who has the list open
    bar.get_by_role("button", name="ย้าย 2 รายการเป็น “รับสมัครแล้ว”").click()
    page.get_by_role("dialog").get_by_role("button", name="ยืนยันย้าย 2 รายการ").click()
    report = page.get_by_role("dialog")
    expect(report.get_by_role("heading", level=2)).to_have_text("ย้ายแล้ว 1 รายการ ไม่สำเร็จ 1 รายการ")
    expect(report.get_by_role("listitem").filter(has_text=going.no)).to_contain_text("รับสมัครแล้ว")
    expect(report.get_by_role("listitem").filter(has_text=late.no)).to_have_class("is-refused")
    report.get_by_role("button", name="ปิด").click()
    expect(row(page, going)).to_have_count(0)
    expect(bar).to_contain_text("2 ใบสมัคร")
    assert [desk.state(case) for case in (going, late, lacking)] == ["APPLIED", "DRAFT", "DRAFT"]


def test_a_draft_gets_what_it_lacks_and_moves_on(page: Page, desk: Desk) -> None:
    case = desk.case()
    open_case(page, case)
    moves = page.get_by_role("region", name="ขาด 2 อย่างก่อน “รับสมัครแล้ว”")
    button = moves.get_by_role("button", name="ย้ายเป็น “รับสมัครแล้ว”")
    expect(button).to_have_attribute("aria-disabled", "true")
    moves.get_by_role("button", name="เพิ่ม").click()
    form = page.get_by_role("form", name="ความยินยอมที่ลงนามแล้ว")
    expect(form.get_by_label("เรื่อง")).to_have_value("DATA")
    form.get_by_label("ลงนามเมื่อ").fill("๒ พ.ย. ๒๕๖๙")
    form.get_by_role("button", name="บันทึก").click()
    expect(page.locator("#consents")).to_contain_text("2 พ.ย. 2569")
    page.get_by_role("button", name="ไปที่ที่ดิน").click()
    form = page.get_by_role("form", name="แปลงที่จะวาดภายหลัง")
    form.get_by_label("เนื้อที่เข้าร่วม", exact=False).first.fill("3-1-125.5")
    form.get_by_role("button", name="เพิ่ม").click()
    expect(form).to_contain_text("100 ตารางวา")
    form.get_by_role("textbox", name="เนื้อที่เข้าร่วม").fill("3-1-25.5")
    form.get_by_role("button", name="เพิ่ม").click()
    expect(page.locator("#land")).to_contain_text("3-1-25.5")
    page.get_by_role("region", name="พร้อมย้ายเป็น “รับสมัครแล้ว”").get_by_role("button", name="ย้ายเป็น “รับสมัครแล้ว”").click()
    page.get_by_role("button", name="ยืนยันย้ายเป็น “รับสมัครแล้ว”").click()
    expect(page.locator("#head .pill")).to_have_text("รับสมัครแล้ว")
    expect(page.locator("#timeline li").first).to_contain_text("ร่าง → รับสมัครแล้ว")
    assert desk.state(case) == "APPLIED"


def test_a_refused_move_stays_and_says_who_may(page: Page, desk: Desk) -> None:
    case = desk.ready_case()
    desk.move(case, "APPLIED")
    open_case(page, case)
    move = page.locator("#moves .move.is-main")
    expect(move.get_by_role("button")).to_have_attribute("aria-disabled", "true")
    expect(move).to_contain_text("ผู้ย้ายได้: พัฒนาการอำเภอ, พัฒนากร")
    back = page.locator("#moves").get_by_role("button", name="ส่งกลับแก้ไข")
    back.click()
    form = page.get_by_role("form", name="ย้ายเป็น “ส่งกลับแก้ไข” ใช่หรือไม่")
    form.get_by_role("button", name="ยืนยัน").click()
    expect(form).to_contain_text("ต้องกรอกช่องนี้")
    form.get_by_label("เหตุผล").fill("บัตรไม่ชัด")
    form.get_by_role("button", name="ยืนยัน").click()
    expect(page.locator("#head")).to_contain_text("บัตรไม่ชัด")


def test_a_document_is_typed_as_on_the_paper(page: Page, desk: Desk) -> None:
    open_case(page, desk.ready_case())
    documents = page.get_by_role("region", name="เอกสารสิทธิ", exact=True)
    documents.get_by_role("button", name="เพิ่มเอกสารสิทธิ").click()
    form = page.get_by_role("form", name="เอกสารสิทธิ", exact=True)
    form.get_by_label("ชนิด").select_option("NS4")
    form.get_by_role("textbox", name="เลขที่", exact=False).first.fill("48190")
    form.get_by_role("textbox", name="เนื้อที่ตามเอกสาร").fill("3-1-25.25")
    form.get_by_role("button", name="บันทึก").click()
    expect(documents).to_contain_text("3-1-25.25 (1,325.25 ตร.ว.)")
    documents.get_by_role("button", name="แก้ไข").click()
    form = page.get_by_role("form", name="แก้ไขเอกสารสิทธิ")
    form.get_by_role("textbox", name="เลขที่ดิน").fill("77")
    form.get_by_role("button", name="บันทึก").click()
    expect(documents).to_contain_text("77")
    expect(documents).to_contain_text("1,325.25 ตร.ว.")


def test_who_comes_second_keeps_what_was_typed(page: Page, desk: Desk) -> None:
    case = desk.case()
    open_case(page, case)
    page.locator("#head").get_by_role("button", name="แก้ไข").click()
    form = page.get_by_role("form", name="แก้ไขใบสมัคร")
    form.get_by_label("หมายเหตุ").fill("ของฉัน")
    desk.send("PATCH", f"/api{case.path}", {"remark": "ของเพื่อน"}, **{"If-Match": "*"})
    form.get_by_role("button", name="บันทึก").click()
    expect(form.get_by_role("alert")).to_be_visible()
    expect(page.locator("#head .head-who")).to_contain_text("ของเพื่อน")
    expect(form.get_by_label("หมายเหตุ")).to_have_value("ของฉัน")
    form.get_by_role("button", name="บันทึก").click()
    expect(page.locator("#head .head-who")).to_contain_text("ของฉัน")


def test_a_comment_is_for_staff_and_can_be_resolved(page: Page, desk: Desk) -> None:
    open_case(page, desk.case())
    comments = page.get_by_role("region", name="ความเห็น")
    expect(comments).to_contain_text("เห็นเฉพาะเจ้าหน้าที่")
    comments.get_by_label("ความเห็น เฉพาะเจ้าหน้าที่").fill("นัดชี้แนวเขต <b>เก้าโมง</b>")
    comments.get_by_role("button", name="ส่ง").click()
    expect(comments.get_by_role("listitem")).to_contain_text("นัดชี้แนวเขต <b>เก้าโมง</b>")
    comments.get_by_role("button", name="แก้แล้ว").click()
    expect(comments.get_by_role("button", name="เปิดอีกครั้ง")).to_be_visible()


def test_a_file_that_did_not_get_through_waits_and_one_that_is_refused_stays(page: Page, desk: Desk) -> None:
    open_case(page, desk.case())
    page.route("**/api/attachments?*kind=*", lambda route: route.abort())
    page.locator("#papers").get_by_label("ชนิดเอกสาร").select_option("HOUSE_REG")
    files = [FilePayload(name=f"บ้าน{n}.png", mimeType="image/png", buffer=b"\x89PNG") for n in (1, 2)]
    chooser = page.locator('#papers input[type="file"]').first
    chooser.set_input_files(files)
    expect(page.locator("#outbox-link")).to_have_accessible_name("รอส่ง 2 รายการ")
    page.unroute_all(behavior="wait")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#outbox-link")).to_have_accessible_name("ต้องทำเอง 2 รายการ")
    chooser.set_input_files([FilePayload(name="บ้าน3.png", mimeType="image/png", buffer=b"\x89PNG3")])
    jobs = page.get_by_role("list", name="ไฟล์ที่กำลังส่ง").get_by_role("listitem")
    expect(jobs.get_by_role("alert")).to_have_count(1)
    expect(jobs.get_by_role("button", name="ลองใหม่")).to_be_visible()
    jobs.get_by_role("button", name="ไม่ส่งไฟล์นี้").click()
    expect(jobs).to_have_count(0)


def test_a_closed_application_can_only_be_read(page: Page, desk: Desk) -> None:
    case = desk.ready_case()
    desk.move(case, "WITHDRAWN", on="2026-11-20", reason="ย้ายไปอยู่ต่างจังหวัด")
    open_case(page, case)
    expect(page.locator("#head")).to_contain_text("ย้ายไปอยู่ต่างจังหวัด")
    expect(page.locator("#head")).to_contain_text("อ่านได้อย่างเดียว")
    expect(page.locator("#application").get_by_role("button")).to_have_count(0)
    expect(page.locator("#application").get_by_role("textbox")).to_have_count(0)
    expect(page.get_by_role("link", name="ย้ายแปลงไปใบใหม่")).to_be_visible()


def test_what_one_may_not_see_is_not_there(page_as: Open, desk: Desk) -> None:
    case = desk.case()
    other = page_as("amphoe05", path="/healthz")
    answer = other.goto(case.path)
    assert answer
    assert answer.status == 404
    viewer = page_as("viewer", path="/")
    expect(viewer.get_by_role("navigation", name="หน้าเว็บ").get_by_role("link")).to_have_text(["แผนที่", "ข้อพิพาท"])
    answer = viewer.goto("/applications")
    assert answer
    assert answer.status == 404
    expect(viewer.get_by_role("heading")).to_have_text("ไม่พบหน้านี้")


def test_a_parcel_leads_to_the_bench_and_the_header_back(page: Page, desk: Desk) -> None:
    open_case(page, desk.ready_case())
    page.locator("#land tbody th a").first.click()
    expect(page.locator("#parcel h2")).to_be_visible()
    page.get_by_role("navigation", name="หน้าเว็บ").get_by_role("link", name="ใบสมัคร").click()
    expect(page.get_by_role("heading", name="ทะเบียนใบสมัคร")).to_be_visible()


@SIZES
def test_axe_finds_nothing_on_the_list(page_as: Open, touch: bool) -> None:
    page = page_as("amphoe01", touch=touch, path="/healthz")
    desk = Desk(page)
    case, other = desk.ready_case(), desk.case()
    open_list(page, "?state=DRAFT&q=นางทดสอบ&sort=-no")
    expect(row(page, case).locator(".tag")).to_be_visible()
    assert violations(page) == []
    for one in (case, other):
        box(page, one).click()
    expect(page.locator("#bulk")).to_contain_text("ย้ายได้ 1")
    assert violations(page) == []
    page.get_by_role("button", name="ดูเหตุผล").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator("#bulk .bulk-go").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    open_list(page, "?q=nothing-like-this")
    assert violations(page) == []


@SIZES
def test_axe_finds_nothing_on_the_page_of_an_application(page_as: Open, touch: bool) -> None:
    page = page_as("amphoe01", touch=touch, path="/healthz")
    desk = Desk(page)
    case = desk.ready_case()
    open_case(page, case)
    assert violations(page) == []
    page.get_by_role("button", name="เพิ่มผลสำรวจ").click()
    page.get_by_role("form", name="ลงพื้นที่สำรวจ").get_by_role("button", name="บันทึก").click()
    expect(page.locator(".field-bad").first).to_be_visible()
    assert violations(page) == []
    desk.move(case, "APPLIED")
    desk.move(case, "REJECTED", reason_code="QUOTA", reason="เกินเป้าหมาย")
    open_case(page, case)
    assert violations(page) == []
