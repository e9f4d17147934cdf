"""Disputes about land: the list, one case with its map, and the steps that people take about it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.frontend.desk import Desk
from tests.frontend.test_accessibility import SIZES, violations

Open = Callable[..., Page]
PLACES = itertools.count(1)
SHOWN = "#one .case-one"


def land(desk: Desk, west: float, north: float = 16.021, **more: Any) -> str:
    """A piece of land, 0.001° wide."""
    (x, y), (east, south) = (west, north), (west + 0.001, north - 0.001)
    ring = [[x, south], [east, south], [east, y], [x, y], [x, south]]
    about = {"tambon": "670101", "land_class": "PRIVATE", "joined_area_m2": 1600, **more}
    feature = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": about}
    return str(desk.send("POST", "/api/collections/parcels/items", feature)["id"])


def overlap(desk: Desk) -> tuple[str, str]:
    """Two pieces of land half over each other, away from all other: the case, and one of the two."""
    west = 100.9 + next(PLACES) * 0.005
    first, second = land(desk, west), land(desk, west + 0.0005)
    found = desk.page.context.request.get(f"/api/collections/cases/items?limit=1&sortby=-opened_at&parcel_b={second}")
    (case,) = found.json()["features"]
    assert {case["properties"]["parcel_a"], case["properties"]["parcel_b"]} == {first, second}
    return str(case["id"]), second


@pytest.fixture
def page(page_as: Open) -> Page:
    """An officer of amphoe Mueang at a desk."""
    return page_as("amphoe01", path="/healthz")


@pytest.fixture
def desk(page: Page) -> Desk:
    return Desk(page)


def open_case(page: Page, uid: str = "", show: str = "") -> Page:
    page.goto(f"/cases?{'case=' + uid if uid else ''}{show}")
    expect(page.locator("#list")).to_have_attribute("aria-busy", "false")
    if uid:
        expect(page.locator(SHOWN)).to_have_attribute("aria-busy", "false")
    return page


def test_a_case_shows_both_parcels_and_what_they_share(page: Page, desk: Desk) -> None:
    uid, second = overlap(desk)
    open_case(page)
    row = page.locator(f'#list [data-uid="{uid}"]')
    row.click()
    expect(page).to_have_url(re.compile(f"case={uid}"))
    expect(row).to_have_attribute("aria-current", "true")
    one = page.locator(SHOWN)
    expect(one.get_by_role("heading", level=2)).to_have_text("แนวเขตทับซ้อน")
    expect(one.locator(".leaflet-selection-pane path")).to_have_count(1)
    expect(one.locator(".leaflet-parcels-pane path")).to_have_count(2)
    expect(one.locator(".case-land li")).to_have_count(2)
    expect(one.locator(".case-land a").nth(1)).to_have_attribute("href", f"/?parcel={second}")
    expect(one).to_contain_text("ตร.ม.")


def test_a_step_needs_its_reason_and_is_shown(page: Page, desk: Desk) -> None:
    uid, _second = overlap(desk)
    open_case(page, uid)
    one = page.locator(SHOWN)
    expect(one.get_by_role("button", name="ยอมรับตามที่เป็น")).to_have_attribute("aria-disabled", "true")
    one.get_by_role("button", name="ยืนยันสิทธิ").click()
    dialog = page.get_by_role("dialog", name="ยืนยันสิทธิ")
    dialog.get_by_role("button", name="ยืนยัน").click()
    expect(dialog).to_contain_text("ต้องกรอกช่องนี้")
    dialog.get_by_label("เหตุผล").fill("เจ้าของชี้แนวเขตแล้ว")
    dialog.get_by_role("button", name="ยืนยัน").click()
    expect(dialog).to_have_count(0)
    expect(one.locator(".card-head .tag")).to_have_text("มีผู้ยืนยันสิทธิ")
    expect(one).to_contain_text("เจ้าของชี้แนวเขตแล้ว")
    expect(page.locator(f'#list [data-uid="{uid}"]')).to_contain_text("มีผู้ยืนยันสิทธิ")


def test_who_comes_second_is_told(page: Page, desk: Desk) -> None:
    uid, _second = overlap(desk)
    open_case(page, uid)
    one = page.locator(SHOWN)
    one.get_by_role("button", name="ถอนข้ออ้าง").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("เหตุผล").fill("ช้าไปหนึ่งวินาที")
    wish = {"to": "ASSERTED", "reason": "เพื่อนกดก่อน"}
    desk.send("POST", f"/api/cases/{uid}/transitions", wish, **{"If-Match": "*"})
    dialog.get_by_role("button", name="ยืนยัน").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    expect(dialog.get_by_label("เหตุผล")).to_have_value("ช้าไปหนึ่งวินาที")
    dialog.get_by_role("button", name="ยกเลิก").click()
    expect(one).to_contain_text("เพื่อนกดก่อน")


def test_the_other_offices_land_stays_hidden(page_as: Open, page: Page, desk: Desk) -> None:
    west = 100.9 + next(PLACES) * 0.005
    land(desk, west)
    neighbour = page_as("amphoe05", path="/healthz")
    theirs = land(Desk(neighbour), west + 0.0005, tambon="670505", name="ของเขา")
    code = neighbour.context.request.get(f"/api/collections/parcels/items/{theirs}").json()["properties"]["code"]
    open_case(page)
    page.locator("#list .case-row").first.click()
    one = page.locator(SHOWN)
    expect(one.locator(".case-land")).to_contain_text("แปลงในเขตของสำนักงานอื่น")
    expect(page.locator("#cases")).not_to_contain_text(code)
    expect(page.locator("#cases")).not_to_contain_text("ของเขา")
    expect(one.locator(".leaflet-parcels-pane path")).to_have_count(1)


def test_what_is_settled_stands_under_all(page: Page, desk: Desk) -> None:
    uid, _second = overlap(desk)
    wish = {"to": "WITHDRAWN", "reason": "ตกลงกันได้แล้ว"}
    desk.send("POST", f"/api/cases/{uid}/transitions", wish, **{"If-Match": "*"})
    open_case(page)
    expect(page.locator(f'#list [data-uid="{uid}"]')).to_have_count(0)
    page.get_by_role("group", name="ข้อพิพาทที่แสดง").get_by_role("button", name="ทั้งหมด").click()
    expect(page.locator(f'#list [data-uid="{uid}"]')).to_contain_text("ถอน")
    page.go_back()
    expect(page.locator(f'#list [data-uid="{uid}"]')).to_have_count(0)


def test_nothing_failure_and_no_right(page_as: Open, page: Page) -> None:
    page.route("**/api/collections/cases/items?*", lambda route: route.abort())
    page.goto("/cases")
    alert = page.locator("#list").get_by_role("alert")
    expect(alert).to_contain_text("ติดต่อเครื่องแม่ข่ายไม่ได้")
    page.unroute("**/api/collections/cases/items?*")
    alert.get_by_role("button", name="ลองใหม่").click()
    expect(page.locator("#list .case-row, #list .box").first).to_be_visible()
    viewer = page_as("viewer", path="/cases")
    expect(viewer.locator("#list")).to_have_attribute("aria-busy", "false")
    expect(viewer.get_by_role("navigation", name="หน้าเว็บ").get_by_role("link")).to_have_text(["แผนที่", "ข้อพิพาท"])


@SIZES
def test_axe_finds_nothing_on_the_disputes(page_as: Open, touch: bool) -> None:
    page = page_as("amphoe01", touch=touch, path="/healthz")
    uid, _second = overlap(Desk(page))
    open_case(page)
    if not touch:
        expect(page.locator(SHOWN)).to_have_attribute("aria-busy", "false")
    assert violations(page) == []
    open_case(page, uid)
    expect(page.locator(".leaflet-selection-pane path")).to_have_count(1)
    assert violations(page) == []
    page.locator(SHOWN).get_by_role("button", name="ยืนยันสิทธิ").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    if touch:
        page.get_by_role("button", name="ข้อพิพาททั้งหมด").click()
        expect(page.locator(f'#list [data-uid="{uid}"]')).to_be_visible()
