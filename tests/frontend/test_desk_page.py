"""The desk of an officer: what waits, page by page; what he was told; the searches that he keeps."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.frontend.desk import Desk, open_list
from tests.frontend.test_accessibility import violations

Open = Callable[..., Page]


def open_work(page: Page) -> Page:
    page.goto("/work")
    expect(page.locator("#work")).to_have_attribute("aria-busy", "false")
    return page


def stamps(page: Page) -> list[str]:
    return [str(row.get_attribute("data-uid")) for row in page.locator("#work [data-uid]").all()]


def expected(page: Page) -> list[str]:
    """All that waits, by the API, in one page."""
    items = page.context.request.get("/api/work?limit=100").json()["items"]
    return [one["uid"] for one in items]


@pytest.mark.parametrize("touch", [False, True], ids=["desk", "phone"])
def test_what_waits_comes_page_by_page_the_oldest_first(page_as: Open, touch: bool) -> None:
    page = open_work(page_as("amphoe01b", touch=touch, path="/healthz"))
    whole = expected(page)
    assert len(whole) > 20, "the demonstration has too little for two pages"
    assert stamps(page) == whole[:20]
    page.get_by_role("button", name="แสดงเพิ่ม").click()
    expect(page.locator("#work [data-uid]")).to_have_count(min(40, len(whole)))
    assert stamps(page) == whole[:40]
    expect(page.locator(f'[data-uid="{whole[20]}"] a')).to_be_focused()
    expect(page.locator("#work .next").first).not_to_be_empty()
    assert violations(page) == []
    page.locator("#work a").first.click()
    expect(page).to_have_url(re.compile(whole[0]))


def test_nothing_waits_and_failing_are_said(page_as: Open) -> None:
    page = page_as("volunteer", path="/healthz")
    open_work(page)
    expect(page.locator("#work")).to_contain_text("ไม่มีงานรอคุณ")
    assert violations(page) == []

    def fail(route: Route) -> None:
        route.fulfill(status=503, body="{}", content_type="application/json")

    page.route("**/api/work*", fail)
    page.goto("/work")
    expect(page.get_by_role("alert")).to_be_visible()
    page.unroute("**/api/work*")
    page.get_by_role("button", name="ลองใหม่").click()
    expect(page.locator("#work")).to_contain_text("ไม่มีงานรอคุณ")


def test_who_has_no_register_has_no_desk(page_as: Open) -> None:
    page = page_as("viewer", path="/healthz")
    answer = page.goto("/work")
    assert answer
    assert answer.status == 404
    page.goto("/")
    expect(page.get_by_role("link", name="งานของฉัน")).to_have_count(0)
    expect(page.locator("#bell")).to_have_count(0)


@pytest.fixture
def told(page_as: Open) -> tuple[Page, Any]:
    """An officer whose application a colleague has sent back."""
    page = page_as("amphoe01", path="/healthz")
    desk = Desk(page)
    case = desk.ready_case()
    desk.move(case, "APPLIED")
    Desk(page_as("amphoe01b", path="/healthz")).move(case, "RETURNED", reason="ภาพโฉนดไม่ชัด")
    return page, case


def test_the_bell_says_what_happened_and_leads_there(told: tuple[Page, Any]) -> None:
    page, case = told
    open_work(page)
    bell = page.get_by_role("button", name=re.compile("แจ้งเตือน"))
    expect(page.locator("#bell-count")).to_have_text(re.compile(r"\d"))
    bell.click()
    line = page.locator("#notices").get_by_role("link", name=re.compile(case.no)).first
    expect(line).to_contain_text("ภาพโฉนดไม่ชัด")
    assert violations(page) == []
    page.get_by_role("button", name="อ่านทั้งหมดแล้ว").click()
    expect(page.locator("#bell-count")).to_be_hidden()
    line.click()
    expect(page).to_have_url(re.compile(case.uid))


def test_a_search_is_kept_used_and_dropped(page_as: Open) -> None:
    page = open_list(page_as("amphoe01", path="/healthz"), "?state=APPLIED&sort=no")
    page.get_by_role("button", name="การค้นหาที่เก็บไว้").click()
    page.get_by_label("ชื่อของการค้นหานี้").fill("รอตรวจเอกสาร")
    page.get_by_role("button", name="เก็บ", exact=True).click()
    expect(page.get_by_role("button", name="รอตรวจเอกสาร", exact=True)).to_be_visible()
    assert violations(page) == []
    open_list(page)
    page.get_by_role("button", name="การค้นหาที่เก็บไว้").click()
    page.get_by_role("button", name="รอตรวจเอกสาร", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?state=APPLIED&sort=no$"))
    expect(page.locator("#saved")).to_be_hidden()
    page.get_by_role("button", name="การค้นหาที่เก็บไว้").click()
    page.get_by_role("button", name="ลบการค้นหา รอตรวจเอกสาร").click()
    expect(page.get_by_role("button", name="รอตรวจเอกสาร", exact=True)).to_have_count(0)
