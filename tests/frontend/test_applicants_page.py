"""Applicants: found by name, each with applications and parcels; the whole national ID only for a purpose."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.frontend.desk import Case, Desk
from tests.frontend.test_accessibility import SIZES, violations
from tests.frontend.test_cases_page import land
from tests.frontend.test_register_page import valid_id
from tests.frontend.viewing import Sql

Open = Callable[..., Page]


@pytest.fixture
def page(page_as: Open) -> Page:
    """An officer of amphoe Mueang at a desk."""
    return page_as("amphoe01", path="/healthz")


@pytest.fixture
def desk(page: Page) -> Desk:
    return Desk(page)


def applicant_of(desk: Desk, case: Case) -> str:
    return str(desk.page.context.request.get(f"/api/applications/{case.uid}").json()["applicant"])


def identified(desk: Desk, case: Case, number: str) -> str:
    """The applicant of an application, with a national ID and a telephone."""
    uid = applicant_of(desk, case)
    desk.send("PUT", f"/api/applicants/{uid}/identity", {"national_id": number})
    desk.send("PATCH", f"/api/applicants/{uid}", {"phone": "081-234-5678"}, **{"If-Match": "*"})
    return uid


def open_list(page: Page, query: str = "") -> Page:
    page.goto(f"/applicants{query}")
    expect(page.locator("#list")).to_have_attribute("aria-busy", "false")
    return page


def open_one(page: Page, uid: str) -> Page:
    page.goto(f"/applicants/{uid}")
    expect(page.locator("#applicant")).to_have_attribute("aria-busy", "false")
    return page


def test_somebody_is_found_by_name(page: Page, desk: Desk) -> None:
    case = desk.case()
    open_list(page)
    page.get_by_role("searchbox", name="ค้นหาผู้สมัคร").fill(case.name)
    expect(page).to_have_url(re.compile("q="))
    expect(page.locator("#count")).to_have_text("1 ราย")
    page.get_by_role("link", name=case.name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(case.name)
    page.get_by_role("link", name=case.no).click()
    expect(page.locator("#head h1")).to_have_text(case.no)
    page.locator("#head").get_by_role("link", name=case.name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(case.name)


def test_pages_are_turned_and_an_empty_list_leads_back(page_as: Open) -> None:
    page = open_list(page_as("province", path="/healthz"))
    first = page.locator("#list tbody th").first.inner_text()
    page.get_by_role("button", name="หน้าถัดไป").click()
    expect(page.locator("#list tbody th").first).not_to_have_text(first)
    expect(page).to_have_url(re.compile("after="))
    page.get_by_role("button", name="หน้าก่อน").click()
    expect(page.locator("#list tbody th").first).to_have_text(first)
    open_list(page, "?q=nothing-like-this")
    page.get_by_role("button", name="ล้างตัวกรองทั้งหมด").click()
    expect(page.locator("#list tbody th").first).to_have_text(first)


def test_the_whole_number_needs_a_purpose_and_leaves_a_trace(page: Page, desk: Desk, sql: Sql) -> None:
    number = valid_id("110000000101")
    uid = identified(desk, desk.case(), number)
    open_one(page, uid)
    person = page.get_by_role("region").filter(has=page.get_by_role("heading", level=1))
    expect(person).not_to_contain_text(number[4:9])
    person.get_by_role("button", name="ดูเลขเต็ม").click()
    dialog = page.get_by_role("dialog", name="ดูเลขประจำตัวประชาชนเต็ม")
    dialog.get_by_label("ดูเพื่ออะไร").fill("ดู")
    dialog.get_by_role("button", name="แสดงเลข").click()
    expect(dialog.locator(".field-bad")).to_be_visible()
    dialog.get_by_label("ดูเพื่ออะไร").fill("ทำสัญญาแปลง")
    dialog.get_by_role("button", name="แสดงเลข").click()
    expect(person.locator(".identity-number")).to_have_text(re.compile(r"[-\s]".join(["1", "1000"])))
    assert re.sub(r"\D", "", person.locator(".identity-number").inner_text()) == number
    assert sql("SELECT purpose FROM read_log WHERE format = 'identity' AND parameters::text LIKE %s", f"%{uid}%") == [
        ("ทำสัญญาแปลง",)
    ]


def test_the_page_has_phone_applications_and_parcels(page: Page, desk: Desk) -> None:
    case = desk.ready_case()
    land(desk, 101.31, 16.011, application=case.uid)
    uid = identified(desk, case, valid_id("110000000102"))
    open_one(page, uid)
    expect(page.get_by_role("link", name="081-234-5678")).to_have_attribute("href", "tel:0812345678")
    expect(page.get_by_role("region", name="ใบสมัคร").get_by_role("listitem")).to_have_count(1)
    parcels = page.get_by_role("region", name="แปลง")
    expect(parcels.get_by_role("listitem")).to_have_count(2)
    expect(parcels.get_by_role("img")).to_have_count(1)


def test_who_may_not_see_somebody_finds_no_page(page_as: Open, page: Page, desk: Desk) -> None:
    uid = applicant_of(desk, desk.case())
    for name, path in (("amphoe05", f"/applicants/{uid}"), ("viewer", f"/applicants/{uid}"), ("viewer", "/applicants")):
        answer = page_as(name, path="/healthz").goto(path)
        assert answer
        assert answer.status == 404
    page.route("**/api/applicants?*", lambda route: route.abort())
    page.goto("/applicants")
    alert = page.locator("#list").get_by_role("alert")
    expect(alert).to_contain_text("ติดต่อเครื่องแม่ข่ายไม่ได้")
    page.unroute("**/api/applicants?*")
    alert.get_by_role("button", name="ลองใหม่").click()
    expect(page.locator("#list tbody tr").first).to_be_visible()


@SIZES
def test_axe_finds_nothing_on_applicants(page_as: Open, touch: bool) -> None:
    page = page_as("amphoe01", touch=touch, path="/healthz")
    desk = Desk(page)
    case = desk.ready_case()
    uid = identified(desk, case, valid_id(f"11000000020{int(touch)}"))
    open_list(page, "?q=นางทดสอบ")
    expect(page.get_by_role("link", name=case.name)).to_be_visible()
    assert violations(page) == []
    open_one(page, uid)
    assert violations(page) == []
    page.get_by_role("button", name="ดูเลขเต็ม").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    open_list(page, "?q=nothing-like-this")
    assert violations(page) == []
