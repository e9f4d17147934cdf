"""The page of the tokens: make one, copy it once, see it, revoke it; with keys alone, and for axe in every state."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.frontend.test_accessibility import SIZES, violations
from tests.frontend.viewing import Sql

Open = Callable[..., Page]
PATH = "/account/tokens"


@pytest.fixture
def page_of(page_as: Open, sql: Sql) -> Open:
    """The page of an account that has no token yet."""
    sql("DELETE FROM token")
    return lambda name="amphoe05", **more: page_as(name, path=PATH, **more)


def make(page: Page, name: str) -> str:
    page.get_by_role("textbox", name="ใช้ทำอะไร").fill(name)
    page.get_by_role("button", name="สร้างโทเคน").click()
    expect(page.get_by_role("heading", name="คัดลอกโทเคนตอนนี้")).to_be_focused()
    return page.get_by_role("textbox", name="โทเคนใหม่").input_value()


@SIZES
def test_axe_finds_nothing_in_any_state(page_of: Open, touch: bool) -> None:
    page = page_of(touch=touch)
    expect(page.get_by_text("ยังไม่มีโทเคน")).to_be_visible()
    assert violations(page) == []
    make(page, "QGIS")
    expect(page.get_by_role("heading", name="QGIS")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="เพิกถอน QGIS").click()
    page.get_by_role("textbox", name="ใช้ทำอะไร").fill(" ")
    page.get_by_role("button", name="สร้างโทเคน").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page) == []
    page.route("**/api/tokens", lambda route: route.abort())
    page.reload()
    expect(page.get_by_role("button", name="ลองใหม่")).to_be_visible()
    assert violations(page) == []


def test_a_token_is_made_seen_once_works_and_is_revoked(page_of: Open) -> None:
    page = page_of()
    text = make(page, "สคริปต์ <b>รายงาน</b>")
    assert re.fullmatch(r"plaeng_[\w-]{43}", text)

    def status() -> int:
        # Without the page's cookie: the token alone decides.
        return page.context.request.get("/api/me", headers={"Authorization": f"Bearer {text}", "Cookie": ""}).status

    assert status() == 200
    page.get_by_role("button", name="เก็บไว้แล้ว").click()
    expect(page.get_by_role("textbox", name="โทเคนใหม่")).to_be_hidden()
    page.reload()
    row = page.get_by_role("listitem").filter(has_text="สคริปต์ <b>รายงาน</b>")
    expect(row).to_contain_text("อ่านอย่างเดียว")
    expect(row).not_to_contain_text("ยังไม่เคยใช้")
    assert text not in page.content()
    row.get_by_role("button", name="เพิกถอน").click()
    row.get_by_role("button", name="ยืนยันเพิกถอน").click()
    expect(page.get_by_text("ยังไม่มีโทเคน")).to_be_visible()
    assert status() == 401


def test_the_keyboard_does_it_all(page_of: Open) -> None:
    page = page_of()
    page.get_by_role("textbox", name="ใช้ทำอะไร").focus()
    page.keyboard.type("QGIS")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="คัดลอกโทเคนตอนนี้")).to_be_focused()
    row = page.get_by_role("listitem").filter(has_text="QGIS")
    expect(row).to_contain_text("อ่านและแก้ไข")
    row.get_by_role("button").press("Enter")
    expect(page.get_by_role("button", name="ยืนยันเพิกถอน QGIS")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="เพิกถอน QGIS")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_text("ยังไม่มีโทเคน")).to_be_visible()
    expect(page.locator("#list")).to_be_focused()


def test_the_menu_of_the_account_leads_there(page_as: Open) -> None:
    page = page_as("amphoe05", path="/")
    page.get_by_role("button", name="บัญชีของฉัน").click()
    page.get_by_role("link", name="โทเคนสำหรับโปรแกรม").click()
    expect(page.get_by_role("heading", name="โทเคนสำหรับโปรแกรม")).to_be_visible()
    page.get_by_role("link", name="กลับไปที่แผนที่").click()
    expect(page).to_have_url(re.compile(r"/(\?at=[^/]*)?$"))


@pytest.mark.django_db
def test_the_page_asks_to_sign_in(client: Client) -> None:
    answer = client.get(PATH)
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in?next=%2Faccount%2Ftokens")
