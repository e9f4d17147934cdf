"""The pages of accounts: invite, accept, edit, suspend; the second factor on, asked for, and off; for axe in every state."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pyotp
import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.frontend.test_accessibility import SIZES, violations
from tests.frontend.viewing import Sql

Open = Callable[..., Page]
PATH, SECURITY = "/account/officers", "/account/security"
PASSWORD = "ข้าวเหนียวมะม่วง 7 จาน"
NAME = "สมศรี <b>ใจดี</b>"


@pytest.fixture
def fresh(sql: Sql) -> Iterator[None]:
    """Nobody was invited yet, nobody has a second factor, and nobody has had to wait."""

    def clean() -> None:
        sql("DELETE FROM second_factor")
        sql("DELETE FROM rate")
        sql("DELETE FROM invitation")
        sql("DELETE FROM officer WHERE user_id IN (SELECT id FROM auth_user WHERE username LIKE 'new.%%')")
        sql("DELETE FROM auth_user WHERE username LIKE 'new.%%'")
        sql("UPDATE officer SET suspended_at = NULL WHERE suspended_at IS NOT NULL")

    clean()
    yield
    clean()


def listed(page: Page) -> None:
    expect(page.locator("#list")).to_have_attribute("aria-busy", "false")
    expect(page.locator(".officers-row").first).to_be_visible()


def invite(page: Page, username: str = "new.somsri") -> str:
    """The path of the link for a new officer of amphoe Mueang."""
    listed(page)
    page.get_by_role("button", name="เชิญเจ้าหน้าที่").click()
    dialog = page.get_by_role("dialog", name="เชิญเจ้าหน้าที่")
    dialog.get_by_label("ชื่อผู้ใช้").fill(username)
    dialog.get_by_label("ชื่อและนามสกุล").fill(NAME)
    dialog.get_by_role("combobox", name="บทบาท", exact=True).select_option("AMPHOE_OFFICER")
    dialog.get_by_role("combobox", name="อำเภอ", exact=True).select_option("6701")
    dialog.get_by_role("button", name="สร้างลิงก์").click()
    expect(page.get_by_role("heading", name="คัดลอกลิงก์ตอนนี้")).to_be_focused()
    link = page.get_by_role("textbox", name="ลิงก์เชิญ").input_value()
    return "/" + link.split("/", 3)[3]


def accept(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.locator("#who")).to_contain_text("new.somsri")
    page.get_by_label("รหัสผ่านใหม่").fill(PASSWORD)
    page.get_by_label("กรอกอีกครั้ง").fill(PASSWORD)
    page.get_by_role("button", name="ตั้งรหัสผ่าน").click()
    expect(page.get_by_role("heading", name="ตั้งรหัสผ่านแล้ว")).to_be_focused()


def suspend(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"ระงับ {name}", exact=True).click()
    page.get_by_role("button", name=f"ยืนยันระงับ {name}").click()


def test_an_invitation_leads_into_the_platform_and_a_suspension_out_of_it(page_as: Open, fresh: None) -> None:
    boss = page_as("province", path=PATH)
    link = invite(boss)
    other = page_as()
    accept(other, link)
    other.get_by_role("link", name="ไปที่แผนที่").click()
    expect(other.locator(".account-who")).to_contain_text("เมืองเพชรบูรณ์")
    again = page_as()
    again.goto(link)
    expect(again.get_by_role("heading", name="ลิงก์นี้เปิดไม่ได้")).to_be_focused()
    again.goto("/sign-in")
    again.get_by_label("ชื่อผู้ใช้").fill("new.somsri")
    again.get_by_label("รหัสผ่าน").fill(PASSWORD)
    again.get_by_role("button", name="เข้าสู่ระบบ").click()
    expect(again.locator(".account-who b")).to_have_text(NAME)

    boss.reload()
    listed(boss)
    suspend(boss, NAME)
    expect(boss.locator('[data-username="new.somsri"]')).to_contain_text("ถูกระงับ")
    other.get_by_role("button", name="บัญชีของฉัน").click()
    other.get_by_role("link", name="โทเคนสำหรับโปรแกรม").click()
    expect(other.get_by_role("heading", name="บัญชีของคุณถูกระงับ")).to_be_visible()
    assert violations(other) == []
    boss.get_by_role("button", name=f"คืนสิทธิ {NAME}").click()
    expect(boss.locator('[data-username="new.somsri"]')).not_to_contain_text("ถูกระงับ")
    other.reload()
    expect(other.get_by_role("heading", name="โทเคนสำหรับโปรแกรม")).to_be_visible()
    other.goto("/")
    expect(other.locator(".account-who b")).to_have_text(NAME)


def test_who_is_suspended_signs_out_from_the_page_that_says_so(page_as: Open, fresh: None, sql: Sql) -> None:
    page = page_as("amphoe05", path="/healthz")
    sql(
        "UPDATE officer SET suspended_at = now() WHERE user_id = (SELECT id FROM auth_user WHERE username = 'amphoe05')"
    )
    page.goto("/")
    page.get_by_role("button", name="ออกจากระบบ").click()
    page.wait_for_url("**/sign-in")


def test_an_officer_is_changed_and_a_conflict_is_told(page_as: Open, fresh: None) -> None:
    page = page_as("province", path=PATH)
    invite(page)
    page.get_by_role("button", name="ส่งให้เจ้าตัวแล้ว").click()
    page.get_by_role("button", name=f"แก้ไข {NAME}").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("combobox", name="อำเภอ", exact=True)).to_have_value("6701")
    dialog.get_by_role("combobox", name="อำเภอ", exact=True).select_option("6705")
    dialog.get_by_label("สิทธิสิ้นสุด").fill("30 ก.ย. 2643")
    dialog.get_by_role("button", name="บันทึก").click()
    mine = page.locator('[data-username="new.somsri"]')
    expect(mine).to_contain_text("วิเชียรบุรี")
    expect(mine).to_contain_text("30 ก.ย. 2643")
    second = page.context.new_page()
    second.goto(PATH)
    listed(second)
    suspend(second, NAME)
    expect(second.locator('[data-username="new.somsri"]')).to_contain_text("ถูกระงับ")
    page.get_by_role("button", name=f"แก้ไข {NAME}").click()
    dialog.get_by_label("ชื่อและนามสกุล").fill("สมหญิง")
    dialog.get_by_role("button", name="บันทึก").click()
    expect(dialog.get_by_role("alert")).to_contain_text("มีผู้แก้ไข")
    expect(dialog.get_by_role("alert")).to_contain_text(f"{NAME} · วิเชียรบุรี · ถูกระงับ")
    expect(dialog.get_by_label("ชื่อและนามสกุล")).to_have_value("สมหญิง")
    dialog.get_by_role("button", name="บันทึก").click()
    expect(mine).to_contain_text("สมหญิง")
    expect(mine).to_contain_text("ถูกระงับ")


def test_a_volunteer_needs_a_village_and_a_term(page_as: Open, fresh: None) -> None:
    page = page_as("province", path=PATH)
    listed(page)
    page.get_by_role("button", name="เชิญเจ้าหน้าที่").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("ชื่อผู้ใช้").fill("new.volunteer")
    dialog.get_by_label("ชื่อและนามสกุล").fill("อาสา ทดลอง")
    dialog.get_by_role("combobox", name="บทบาท", exact=True).select_option("VOLUNTEER")
    dialog.get_by_role("combobox", name="อำเภอ", exact=True).select_option("6701")
    dialog.get_by_role("combobox", name="ตำบล", exact=True).select_option("670102")
    dialog.get_by_label("หมู่ที่").fill("4")
    dialog.get_by_role("button", name="สร้างลิงก์").click()
    expect(dialog.get_by_role("alert")).to_contain_text("วาระ")
    expect(dialog.get_by_label("สิทธิสิ้นสุด")).to_be_focused()
    dialog.get_by_label("สิทธิสิ้นสุด").fill("30 ก.ย. 2643")
    dialog.get_by_role("button", name="สร้างลิงก์").click()
    expect(page.locator('[data-username="new.volunteer"]')).to_contain_text("หมู่ 4")


def test_a_household_is_bound_to_an_applicant(page_as: Open, fresh: None, sql: Sql) -> None:
    ((name,),) = sql("SELECT name_th FROM applicant WHERE user_id IS NULL AND kind = 'PERSON' ORDER BY id LIMIT 1")
    page = page_as("province", path=PATH)
    listed(page)
    page.get_by_role("button", name="เชิญเจ้าหน้าที่").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("ชื่อผู้ใช้").fill("new.house")
    dialog.get_by_label("ชื่อและนามสกุล").fill(name)
    dialog.get_by_role("combobox", name="บทบาท", exact=True).select_option("HOUSEHOLD")
    expect(dialog.get_by_role("combobox", name="อำเภอ", exact=True)).to_be_hidden()
    dialog.get_by_label("ผู้สมัครเจ้าของใบสมัคร").fill(name)
    dialog.get_by_role("radio", name=name).first.check()
    dialog.get_by_role("button", name="สร้างลิงก์").click()
    expect(page.locator('[data-username="new.house"]')).to_be_visible()
    sql("UPDATE applicant SET user_id = NULL WHERE user_id = (SELECT id FROM auth_user WHERE username = 'new.house')")


def test_officers_are_found(page_as: Open, fresh: None) -> None:
    page = page_as("province", path=PATH)
    listed(page)
    rows = page.locator(".officers-row")
    page.get_by_role("searchbox", name="ชื่อ ชื่อผู้ใช้").fill("amphoe01b")
    expect(rows).to_have_count(1)
    page.get_by_role("searchbox", name="ชื่อ ชื่อผู้ใช้").fill("")
    page.get_by_role("combobox", name="พื้นที่").select_option("6705")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("amphoe05")
    page.get_by_role("combobox", name="บทบาท").select_option("PROVINCE")
    expect(page.get_by_text("ไม่พบเจ้าหน้าที่")).to_be_visible()


def code_field(page: Page) -> str:
    """The key that is shown to be typed into an authenticator."""
    return page.locator("#key").inner_text().replace(" ", "")


def turn_on(page: Page) -> pyotp.TOTP:
    page.get_by_role("textbox", name="รหัสผ่านของคุณ").fill("plaeng-demo")
    page.get_by_role("button", name="ต่อไป").click()
    expect(page.get_by_role("heading", name="สแกนด้วยแอปยืนยันตัวตน")).to_be_focused()
    totp = pyotp.TOTP(code_field(page))
    page.get_by_role("textbox", name="รหัสที่แอปแสดง").fill(totp.now())
    page.get_by_role("button", name="เปิดใช้").click()
    expect(page.locator("#state")).to_contain_text("เปิดใช้ตั้งแต่")
    return totp


def test_the_second_factor_is_turned_on_asked_for_and_turned_off(page_as: Open, fresh: None, sql: Sql) -> None:
    page = page_as("amphoe05", path=SECURITY)
    totp = turn_on(page)
    # The code of a moment ago was used; a clock is not waited for.
    sql("UPDATE second_factor SET last_step = 0")
    other = page_as()
    other.goto("/sign-in")
    other.get_by_label("ชื่อผู้ใช้").fill("amphoe05")
    other.get_by_label("รหัสผ่าน", exact=True).fill("plaeng-demo")
    other.get_by_role("button", name="เข้าสู่ระบบ").click()
    expect(other.get_by_label("รหัสจากแอปยืนยันตัวตน")).to_be_focused()
    assert violations(other) == []
    other.get_by_label("รหัสจากแอปยืนยันตัวตน").fill("12")
    other.get_by_role("button", name="เข้าสู่ระบบ").click()
    expect(other.get_by_role("alert")).to_contain_text("รหัสไม่ถูกต้อง")
    expect(other.get_by_label("รหัสจากแอปยืนยันตัวตน")).to_have_value("")
    other.get_by_label("รหัสจากแอปยืนยันตัวตน").fill(totp.now())
    other.get_by_role("button", name="เข้าสู่ระบบ").click()
    expect(other.locator(".account-who b")).not_to_be_empty()
    sql("UPDATE second_factor SET last_step = 0")
    page.get_by_role("textbox", name="รหัสผ่านของคุณ").fill("plaeng-demo")
    page.get_by_role("textbox", name="รหัสที่แอปแสดง").fill(totp.now())
    page.get_by_role("button", name="ปิดใช้").click()
    expect(page.locator("#state")).to_contain_text("ยังไม่ได้เปิดใช้")


@SIZES
def test_axe_finds_nothing_in_any_state_of_the_officers(page_as: Open, fresh: None, touch: bool) -> None:
    page = page_as("province", touch=touch, path=PATH)
    listed(page)
    assert violations(page) == []
    page.get_by_role("button", name="เชิญเจ้าหน้าที่").click()
    page.get_by_role("button", name="สร้างลิงก์").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("ชื่อผู้ใช้: ")
    expect(page.get_by_role("dialog").get_by_label("ชื่อผู้ใช้")).to_be_focused()
    assert violations(page) == []
    page.get_by_role("button", name="ยกเลิก").click()
    link = invite(page)
    page.get_by_role("button", name=f"ระงับ {NAME}", exact=True).click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    other = page_as(touch=touch)
    other.goto(link)
    expect(other.locator("#who")).to_contain_text("new.somsri")
    other.get_by_label("รหัสผ่านใหม่").fill("สั้น")
    other.get_by_label("กรอกอีกครั้ง").fill("สั้น")
    other.get_by_role("button", name="ตั้งรหัสผ่าน").click()
    expect(other.get_by_role("alert")).to_contain_text("10 ตัวอักษร")
    assert violations(other) == []
    accept(other, link)
    assert violations(other) == []
    other.goto(link)
    expect(other.get_by_role("heading", name="ลิงก์นี้เปิดไม่ได้")).to_be_visible()
    assert violations(other) == []


@SIZES
def test_axe_finds_nothing_in_any_state_of_the_second_factor(page_as: Open, fresh: None, touch: bool) -> None:
    page = page_as("amphoe05", touch=touch, path=SECURITY)
    expect(page.get_by_role("button", name="ต่อไป")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("textbox", name="รหัสผ่านของคุณ").fill("wrong")
    page.get_by_role("button", name="ต่อไป").click()
    expect(page.get_by_role("alert")).to_contain_text("รหัสผ่านไม่ถูกต้อง")
    assert violations(page) == []
    page.get_by_role("textbox", name="รหัสผ่านของคุณ").fill("plaeng-demo")
    page.get_by_role("button", name="ต่อไป").click()
    expect(page.get_by_role("img", name="คิวอาร์โค้ด")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.get_by_role("textbox", name="รหัสที่แอปแสดง").fill(pyotp.TOTP(code_field(page)).now())
    page.get_by_role("button", name="เปิดใช้").click()
    expect(page.get_by_role("button", name="ปิดใช้")).to_be_visible()
    assert violations(page) == []


def test_the_menu_leads_only_those_to_the_officers_who_may(page_as: Open) -> None:
    for name, is_there in (("province", True), ("amphoe05", False)):
        page = page_as(name, path="/")
        expect(page.locator(".account-who b")).not_to_be_empty()
        page.get_by_role("button", name="บัญชีของฉัน").click()
        expect(page.get_by_role("link", name="การยืนยันสองขั้น")).to_be_visible()
        expect(page.get_by_role("link", name="เจ้าหน้าที่")).to_be_visible(visible=is_there)
    answer = page.goto(PATH)
    assert answer
    assert answer.status == 404


@pytest.mark.django_db
def test_the_pages_ask_to_sign_in(client: Client) -> None:
    for path in (PATH, SECURITY):
        answer = client.get(path)
        assert answer.status_code == 302
        assert re.fullmatch(r"/sign-in\?next=%2Faccount%2F\w+", answer["Location"])
