"""The whole life of an application through the pages, from draft to declared, by three roles; and one sent back twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser import Server
from tests.frontend.desk import Case, Desk, open_case
from tests.frontend.drawing import Client
from tests.frontend.test_accessibility import violations
from tests.frontend.test_mask import card
from tests.frontend.test_register_page import SAVED, open_flow, people, saved, step

Open = Callable[..., Page]
NAME = "นางครบถ้วน ทุกขั้นตอน"


@pytest.fixture
def people_of(page_as: Open) -> Callable[[str], Page]:
    """The page of an account, opened once."""
    pages: dict[str, Page] = {}

    def page_of(name: str) -> Page:
        if name not in pages:
            pages[name] = page_as(name, path="/healthz")
        return pages[name]

    return page_of


@pytest.fixture
def land(people_of: Callable[[str], Page], server: Server) -> Any:
    """A parcel that is drawn already and belongs to no application: its id and code."""
    client = Client(people_of("amphoe01"), server.url)
    _place, uid = client.own_parcel()
    return uid, client.get(f"collections/parcels/items/{uid}")["properties"]["code"]


def counted(page: Page) -> tuple[int, int]:
    """Applicants of this fiscal year in the amphoe as the reports count them, and how many are declared."""
    fy = page.context.request.get("/api/applications?sortby=-updated_at&limit=1").json()["items"][0]["fy"]
    summary = page.context.request.get(f"/api/reports/summary?fy={fy}&area=6701").json()
    figures = page.context.request.get(f"/api/applications/figures?fy={fy}").json()
    return summary["people"]["applicants"], figures["DECLARED"]


def register(page: Page, code: str) -> Case:
    """All five steps of the flow, up to a draft that lacks nothing."""
    open_flow(page)
    people(page).get_by_label("ชื่อตามบัตร").fill(NAME)
    people(page).get_by_label("ตำบลที่อยู่").select_option("670101")
    people(page).get_by_label("หมู่ที่").fill("3")
    expect(page).to_have_url(re.compile(r"/applications/[0-9a-f-]{36}/edit"))
    page.get_by_role("group", name="สิ่งที่สมัคร").get_by_label("ขนาดแบบ").fill("3")
    expect(saved(page)).to_have_text(SAVED)
    step(page, "land").click()
    page.get_by_role("searchbox", name="ใช้แปลงที่วาดไว้แล้ว").fill(code)
    page.get_by_role("button", name=f"ใช้แปลง {code} ในใบสมัคร").click()
    page.get_by_role("button", name="เพิ่มเอกสารสิทธิ").click()
    paper = page.get_by_role("group", name="เอกสารสิทธิ", exact=True)
    paper.get_by_label("เลขที่เอกสาร").fill(code.replace("-", ""))  # one deed, one parcel: a second one opens a dispute
    paper.locator('[name="area_deed_wah"]').fill("3-1-25.5")
    expect(saved(page)).to_have_text(SAVED)
    assert violations(page) == []
    step(page, "papers").click()
    send_papers(page)
    step(page, "consents").click()
    for kind in ("DATA", "DIG", "LEARNING_CENTRE"):
        consent(page, kind)
    assert violations(page) == []
    uid = page.url.split("/applications/")[1][:36]
    return Case(uid, page.context.request.get(f"/api/applications/{uid}").json()["no"], NAME)


def send_papers(page: Page) -> None:
    page.locator('[data-kind="ID_CARD"] input[type="file"]').first.set_input_files(card())
    page.get_by_role("dialog", name="ปิดศาสนาในภาพ").get_by_role("button", name="ปิดแล้วส่ง").click()
    for kind in ("HOUSE_REG", "LAND_DOC"):
        picture = FilePayload(name=f"{kind}.png", mimeType="image/png", buffer=card()["buffer"])
        page.locator(f'[data-kind="{kind}"] input[type="file"]').first.set_input_files(picture)
    for kind in ("ID_CARD", "HOUSE_REG", "LAND_DOC"):
        expect(page.locator(f'[data-kind="{kind}"] .tag-good')).to_be_visible()


def consent(page: Page, kind: str) -> None:
    given = page.locator("#consents .is-good")
    before = given.count()
    page.locator("#consents").get_by_role("button", name="เพิ่มความยินยอม").click()
    form = page.get_by_role("form", name="ความยินยอมที่ลงนามแล้ว")
    form.locator('[name="kind"]').select_option(kind)
    form.get_by_role("button", name="บันทึก").click()
    expect(given).to_have_count(before + 1)


def move(page: Page, case: Case, state: str) -> None:
    """The step that leads on, by its button on the page of the application; `state` as the page then names it."""
    open_case(page, case)
    assert violations(page) == []
    page.locator("#moves .move.is-main").get_by_role("button").click()
    page.get_by_role("button", name=re.compile("^ยืนยัน")).click()
    expect(page.locator("#head .pill")).to_have_text(state)


def send_back(page: Page, case: Case, reason: str) -> None:
    open_case(page, case)
    page.locator("#moves").get_by_role("button", name="ส่งกลับแก้ไข").click()
    form = page.get_by_role("form", name="ย้ายเป็น “ส่งกลับแก้ไข” ใช่หรือไม่")
    form.get_by_label("เหตุผล").fill(reason)
    form.get_by_role("button", name="ยืนยัน").click()
    expect(page.locator("#head .pill")).to_have_text("ส่งกลับแก้ไข")
    expect(page.locator("#head")).to_contain_text(reason)


def fill(page: Page, button: str, **values: str) -> Locator:
    """A form of the application's page; where there is a list to choose from, the value is its code."""
    page.get_by_role("button", name=button).click()
    form = page.locator("#application form.form:has(.form-buttons)").last
    for name, value in values.items():
        field = form.locator(f'[name="{name}"]')
        if field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    form.get_by_role("button", name="บันทึก").click()
    expect(form).to_have_count(0)
    return form


def survey(page: Page, case: Case) -> None:
    open_case(page, case)
    fill(page, "เพิ่มผลสำรวจ", ready="yes", soil="CLAY")
    expect(page.locator("#survey")).to_contain_text("พร้อม")


def build(page: Page, parcel: str) -> None:
    """The zones as built, on the map: the whole parcel one pond."""
    page.goto(f"/?parcel={parcel}")
    page.get_by_role("button", name="ที่ทำแล้ว", exact=True).click()
    page.get_by_role("button", name="วาดโซนที่ทำแล้ว").click()
    panel = page.locator("#editor-panel")
    panel.locator(".editor-pieces select").first.select_option("nong")
    panel.get_by_role("button", name="บันทึกโซน").click()
    expect(panel).to_be_empty()


def test_from_draft_to_declared_by_three_roles(people_of: Callable[[str], Page], land: tuple[str, str]) -> None:
    officer, colleague, head, province = map(people_of, ("amphoe01", "amphoe01b", "head01", "province"))
    parcel, code = land
    case = register(officer, code)
    before = counted(province)
    step(officer, "check").click()
    officer.get_by_role("region", name="ตรวจและส่ง").get_by_role("button", name="ส่งใบสมัคร").click()
    expect(officer.locator("#head .pill")).to_have_text("รับสมัครแล้ว")
    # Who entered it does not check it: it waits for the colleague.
    colleague.goto("/work")
    expect(colleague.locator("#work")).to_have_attribute("aria-busy", "false")
    while colleague.get_by_role("button", name="แสดงเพิ่ม").count():
        rows = colleague.locator("#work [data-uid]").count()
        colleague.get_by_role("button", name="แสดงเพิ่ม").click()
        expect(colleague.locator("#work [data-uid]")).not_to_have_count(rows)
    colleague.locator("#work").get_by_role("link", name=NAME).last.click()
    expect(colleague).to_have_url(re.compile(case.uid))
    move(colleague, case, "เอกสารครบถูกต้อง")
    survey(officer, case)
    move(officer, case, "สำรวจแล้ว")
    move(head, case, "ส่งสำนักงานจังหวัด")
    move(province, case, "อนุมัติ")
    open_case(officer, case)
    fill(officer, "เพิ่มแบบแปลง", size_rai="3", ratio="1:2", soil="CLAY")
    move(officer, case, "กำลังพัฒนา")
    today = officer.evaluate(
        "() => { const d = new Date(); return `${d.getDate()}/${d.getMonth() + 1}/${d.getFullYear() + 543}` }"
    )
    fill(officer, "เพิ่มงาน", kind="ขุดหนอง", done_on=today, accepted_on=today, accepted_by="นายตรวจ รับงาน")
    build(officer, parcel)
    move(province, case, "ตรวจรับแล้ว")
    move(province, case, "ประกาศเขต SEDZ")
    expect(province.locator("#moves")).to_contain_text("สิ้นสุด")
    after = counted(province)
    assert (after[0] - before[0], after[1] - before[1]) == (1, 1)


def test_one_that_is_sent_back_twice_is_mended_and_approved(
    people_of: Callable[[str], Page], land: tuple[str, str]
) -> None:
    officer, colleague, head, province = map(people_of, ("amphoe01", "amphoe01b", "head01", "province"))
    case = register(officer, land[1])
    move(officer, case, "รับสมัครแล้ว")
    send_back(colleague, case, "ภาพโฉนดไม่ชัด")
    open_flow(officer, f"{case.path}/edit#papers")
    send_papers(officer)
    move(officer, case, "รับสมัครแล้ว")
    move(colleague, case, "เอกสารครบถูกต้อง")
    survey(officer, case)
    move(officer, case, "สำรวจแล้ว")
    move(head, case, "ส่งสำนักงานจังหวัด")
    send_back(province, case, "ขนาดแบบไม่ตรงกับผังบริเวณ")
    open_case(officer, case)
    officer.locator("#head").get_by_role("button", name="แก้ไข").click()
    form = officer.get_by_role("form", name="แก้ไขใบสมัคร")
    form.locator('[name="size_target_rai"]').fill("1")
    form.get_by_role("button", name="บันทึก").click()
    expect(form).to_have_count(0)
    move(officer, case, "รับสมัครแล้ว")
    move(colleague, case, "เอกสารครบถูกต้อง")
    move(officer, case, "สำรวจแล้ว")
    move(head, case, "ส่งสำนักงานจังหวัด")
    move(province, case, "อนุมัติ")
    path = Desk(province).page.context.request.get(f"/api/applications/{case.uid}/transitions").json()["path"]
    assert [one["to"] for one in path].count("RETURNED") == 2
    expect(province.locator("#timeline")).to_contain_text("ภาพโฉนดไม่ชัด")
