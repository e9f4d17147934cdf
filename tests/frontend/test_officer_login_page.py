"""The login for QGIS on the page of officers: made, copied, renewed, suspended, and what it opens by then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from configparser import ConfigParser
from typing import Any

import psycopg2
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.frontend.test_accessibility import SIZES, violations
from tests.frontend.test_officers_page import PATH, listed
from tests.frontend.viewing import Sql

Open = Callable[..., Page]
NAME = "สมศรี ใจดี"
# A target is as tall as a finger.
SMALL = """(dialog) => [...dialog.querySelectorAll('button, a')].filter((one) => one.checkVisibility()
    && one.getBoundingClientRect().height < 44).map((one) => one.textContent)"""


@pytest.fixture
def her(sql: Sql, worker_id: str) -> Iterator[str]:
    """The user name of an officer of amphoe Mueang; logins belong to the whole server, so each worker has one of its own."""
    username = f"login.{worker_id}"

    def clean() -> None:
        sql("DELETE FROM officer WHERE user_id = (SELECT id FROM auth_user WHERE username = %s)", username)
        sql("DELETE FROM auth_user WHERE username = %s", username)
        sql("DELETE FROM rate WHERE key LIKE 'login %%'")
        sql(f"DROP ROLE IF EXISTS qgis_login_{worker_id}")

    clean()
    sql(
        "WITH made AS (INSERT INTO auth_user (username, password, first_name, last_name, email, is_superuser, is_staff,"
        " is_active, date_joined) VALUES (%s, '!', %s, '', '', false, false, true, now()) RETURNING id)"
        " INSERT INTO officer (user_id, role, area) SELECT id, 'AMPHOE_OFFICER', '6701' FROM made",
        username, NAME,
    )  # fmt: skip
    yield username
    sql(
        "UPDATE officer SET database_login = NULL, held_login = NULL WHERE database_login = %s",
        f"qgis_login_{worker_id}",
    )
    clean()


def opened(page: Page) -> Locator:
    """The dialog of the officer."""
    listed(page)
    page.get_by_role("button", name=f"บัญชี QGIS ของ {NAME}").click()
    dialog = page.get_by_role("dialog", name=f"บัญชี QGIS ของ {NAME}")
    expect(dialog).to_be_visible()
    return dialog


def lines(dialog: Locator) -> dict[str, str]:
    """What stands in the block that is shown once."""
    expect(dialog.get_by_role("heading", name="คัดลอกข้อความนี้ตอนนี้")).to_be_focused()
    parser = ConfigParser(interpolation=None)
    parser.read_string(dialog.get_by_label("ข้อความสำหรับ pg_service.conf").input_value())
    return dict(parser["plaeng"])


def connect(block: dict[str, str]) -> Any:
    """As QGIS does with the service."""
    known = {name: block[name] for name in ("host", "port", "dbname", "user", "password", "sslmode")}
    return psycopg2.connect(**known)


def amphoe(db: Any) -> set[str]:
    with db.cursor() as cursor:
        cursor.execute("SELECT DISTINCT amphoe FROM parcel")
        return {code for (code,) in cursor.fetchall()}


def test_a_login_is_made_renewed_suspended_and_opened_again(page_as: Open, her: str) -> None:
    page = page_as("province", path=PATH)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    dialog = opened(page)
    expect(dialog).to_contain_text("ยังไม่มีบัญชี")
    dialog.get_by_role("button", name="ออกบัญชี QGIS").click()
    first = lines(dialog)
    dialog.get_by_role("button", name="คัดลอก").click()
    expect(dialog.get_by_text("คัดลอกแล้ว")).to_be_visible()
    assert f"password={first['password']}" in page.evaluate("navigator.clipboard.readText()")
    expect(dialog).to_contain_text("ใช้งานได้")
    db = connect(first)
    assert amphoe(db) == {"6701"}

    block = dialog.get_by_label("ข้อความสำหรับ pg_service.conf")
    before = block.input_value()
    dialog.get_by_role("button", name="รหัสผ่านใหม่").click()
    dialog.get_by_role("button", name="ยืนยันออกรหัสผ่านใหม่").click()
    expect(block).not_to_have_value(before)
    second = lines(dialog)
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        connect(first)
    connect(second).close()

    dialog.get_by_role("button", name="ระงับบัญชี QGIS").click()
    dialog.get_by_role("button", name="ยืนยันระงับบัญชี QGIS").click()
    expect(dialog.locator("#login-facts")).to_contain_text("ระงับ")
    expect(block).to_be_hidden()
    with pytest.raises(psycopg2.OperationalError):
        amphoe(db)
    with pytest.raises(psycopg2.OperationalError, match="not permitted to log in"):
        connect(second)
    dialog.get_by_role("button", name="ปิด", exact=True).click()
    mine = page.locator(f'[data-username="{her}"]')
    expect(mine).to_contain_text("ระงับ QGIS")
    dialog = opened(page)
    dialog.get_by_role("button", name="เปิดอีกครั้งด้วยรหัสผ่านใหม่").click()
    connect(lines(dialog)).close()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert page.locator("#login-block").input_value() == ""
    expect(mine).not_to_contain_text("ระงับ QGIS")


def test_by_keyboard_alone(page_as: Open, her: str) -> None:
    page = page_as("province", path=PATH)
    listed(page)
    page.get_by_role("button", name=f"บัญชี QGIS ของ {NAME}").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="ออกบัญชี QGIS")).to_be_focused()
    page.keyboard.press("Enter")
    assert lines(dialog)["user"].startswith("qgis_login_")
    page.keyboard.press("Tab")
    expect(dialog.get_by_label("ข้อความสำหรับ pg_service.conf")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=f"บัญชี QGIS ของ {NAME}")).to_be_focused()


def test_what_goes_wrong_is_said_and_can_be_tried_again(page_as: Open, her: str, sql: Sql) -> None:
    page = page_as("province", path=PATH)
    dialog = opened(page)

    def down(route: Route) -> None:
        route.abort()

    page.route("**/login", down)
    dialog.get_by_role("button", name="ออกบัญชี QGIS").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    assert violations(page) == []
    page.unroute("**/login", down)
    sql("UPDATE officer SET suspended_at = now() WHERE user_id = (SELECT id FROM auth_user WHERE username = %s)", her)
    dialog.get_by_role("button", name="ออกบัญชี QGIS").click()
    expect(dialog.get_by_role("alert")).to_contain_text("ถูกระงับหรือหมดวาระ")
    sql("UPDATE officer SET suspended_at = NULL WHERE user_id = (SELECT id FROM auth_user WHERE username = %s)", her)
    dialog.get_by_role("button", name="ออกบัญชี QGIS").click()
    lines(dialog)
    expect(dialog.get_by_role("alert")).to_be_hidden()


def test_who_may_not_work_or_works_on_the_web_alone(page_as: Open, her: str, sql: Sql) -> None:
    sql("UPDATE officer SET suspended_at = now() WHERE user_id = (SELECT id FROM auth_user WHERE username = %s)", her)
    page = page_as("province", path=PATH)
    dialog = opened(page)
    expect(dialog).to_contain_text("โปรดคืนสิทธิผู้ใช้ก่อน")
    expect(dialog.get_by_role("button", name="ออกบัญชี QGIS")).to_have_count(0)
    assert violations(page) == []
    dialog.get_by_role("button", name="ปิด", exact=True).click()
    sql("UPDATE officer SET role = 'HOUSEHOLD' WHERE user_id = (SELECT id FROM auth_user WHERE username = %s)", her)
    page.reload()
    listed(page)
    expect(page.locator(f'[data-username="{her}"]')).to_be_visible()
    expect(page.get_by_role("button", name=f"บัญชี QGIS ของ {NAME}")).to_have_count(0)
    expect(page.locator('[data-username="province"]').get_by_role("button")).to_have_count(0)


@SIZES
def test_axe_finds_nothing_and_targets_are_large(page_as: Open, her: str, touch: bool) -> None:
    page = page_as("province", touch=touch, path=PATH)
    dialog = opened(page)

    def is_well() -> None:
        assert violations(page) == []
        assert dialog.evaluate(SMALL) == []
        assert dialog.evaluate("(one) => one.scrollWidth <= one.clientWidth")

    is_well()
    dialog.get_by_role("button", name="ออกบัญชี QGIS").click()
    lines(dialog)
    is_well()
    dialog.get_by_role("button", name="รหัสผ่านใหม่").click()
    is_well()
    dialog.get_by_role("button", name="ยกเลิก").click()
    expect(dialog.get_by_role("button", name="รหัสผ่านใหม่")).to_be_focused()
    dialog.get_by_role("button", name="ระงับบัญชี QGIS").click()
    is_well()
    dialog.get_by_role("button", name="ยืนยันระงับบัญชี QGIS").click()
    expect(dialog.get_by_role("button", name="เปิดอีกครั้งด้วยรหัสผ่านใหม่")).to_be_focused()
    is_well()
    dialog.get_by_role("button", name="ปิด", exact=True).click()
    listed(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_guide_is_there_for_every_officer(page_as: Open) -> None:
    page = page_as("amphoe01", path="/account/qgis")
    expect(page.get_by_role("heading", name="วิธีตั้งค่า QGIS")).to_be_visible()
    expect(page.get_by_text("pg_service.conf").first).to_be_visible()
    expect(page.get_by_text("SSL mode เลือก require")).to_be_visible()
