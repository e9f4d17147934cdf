"""Signing in and out, with every way in which it can fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import Server, start_server
from tests.frontend.viewing import Bench


def fill(page: Page, name: str, password: str) -> None:
    page.get_by_label("ชื่อผู้ใช้").fill(name)
    page.get_by_label("รหัสผ่าน").fill(password)
    page.get_by_role("button", name="เข้าสู่ระบบ").click()


def test_signing_in_leads_to_where_one_wanted(page_as: Callable[..., Page]) -> None:
    page = page_as()
    page.goto("/?area=670114")
    expect(page).to_have_url("/sign-in?next=%2F%3Farea%3D670114")
    fill(page, "amphoe01", "plaeng-demo")
    page.wait_for_url("**/?area=670114*")
    expect(page.locator(".account-who b")).not_to_be_empty()


def test_a_wrong_password_is_told_and_the_name_stays(page_as: Callable[..., Page]) -> None:
    page = page_as()
    page.goto("/sign-in")
    fill(page, "nobody-of-this-name", "wrong")
    expect(page.get_by_role("alert")).to_contain_text("รหัสผ่าน")
    expect(page.get_by_label("ชื่อผู้ใช้")).to_have_value("nobody-of-this-name")
    expect(page.get_by_label("รหัสผ่าน")).to_be_focused()
    expect(page.get_by_label("รหัสผ่าน")).to_have_value("")


def test_ten_wrong_passwords_lock_and_the_page_says_so(page_as: Callable[..., Page]) -> None:
    page = page_as()
    page.goto("/sign-in")
    for _ in range(10):
        with page.expect_response(lambda r: r.request.method == "POST"):
            fill(page, "locked-out", "wrong")
        # The page empties the password when it has read the answer; typed before that, it would be lost.
        expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("15 นาที")


def test_nothing_typed_is_not_sent(page_as: Callable[..., Page]) -> None:
    page = page_as()
    page.goto("/sign-in")
    sent: list[str] = []
    page.on("request", lambda r: sent.append(r.url) if "/api/" in r.url else None)
    page.get_by_role("button", name="เข้าสู่ระบบ").click()
    expect(page.get_by_role("alert")).to_contain_text("กรอกชื่อผู้ใช้")
    assert sent == []


def test_signing_out_ends_the_session(bench_of: Callable[..., Bench]) -> None:
    page = bench_of("amphoe01").page
    page.get_by_role("button", name="บัญชีของฉัน").click()
    page.get_by_role("button", name="ออกจากระบบ").click()
    page.wait_for_url("**/sign-in")
    assert page.request.get("/api/me").status == 401
    page.goto("/")
    expect(page.get_by_role("heading", name="เข้าสู่ระบบ")).to_be_visible()


def test_a_session_that_ended_elsewhere_leads_to_sign_in_and_back(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of("amphoe01", "/?area=670114")
    bench.page.context.clear_cookies()
    bench.page.get_by_label("ค้นหาแปลง").fill("670114")
    bench.page.wait_for_url("**/sign-in?next=*area%3D670114*")


def test_the_account_says_who_and_where(bench_of: Callable[..., Bench]) -> None:
    page = bench_of("amphoe01").page
    page.get_by_role("button", name="บัญชีของฉัน").click()
    account = page.locator("#account")
    expect(account).to_contain_text("เมืองเพชรบูรณ์")
    expect(account).to_contain_text("พัฒนากร")
    expect(account).to_contain_text("amphoe01")


@pytest.fixture
def orphan(static_root: Path) -> Iterator[Server]:
    """A web server whose database is away."""
    process, url = start_server("postgis://nobody@127.0.0.1:9/none", static_root)
    yield Server(url, "none")
    process.terminate()
    process.wait(60)


def test_a_database_that_is_away_is_said_at_sign_in(browser: Browser, orphan: Server) -> None:
    page = browser.new_page(base_url=orphan.url, locale="th-TH")
    page.goto("/sign-in")
    fill(page, "amphoe01", "plaeng-demo")
    expect(page.get_by_role("alert")).to_contain_text("ฐานข้อมูล")
    expect(page.get_by_role("button", name="เข้าสู่ระบบ")).to_be_enabled()
    page.close()


def test_a_database_that_is_away_is_a_page_with_a_way_on(browser: Browser, orphan: Server) -> None:
    page = browser.new_page(base_url=orphan.url, locale="th-TH")
    page.context.add_cookies([{"name": "sessionid", "value": "x" * 32, "url": orphan.url}])
    answer = page.goto("/?area=6701")
    assert answer
    assert answer.status == 503
    expect(page.get_by_role("heading", name="ฐานข้อมูลไม่ตอบสนอง")).to_be_visible()
    expect(page.get_by_role("link", name="ลองใหม่")).to_have_attribute("href", "/?area=6701")
    page.close()
