"""Comments with a place: pinned on the application's map, shown on the bench, resolved ones apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.frontend.desk import Desk, open_case
from tests.frontend.test_accessibility import SIZES, violations
from tests.frontend.test_cases_page import land
from tests.frontend.test_history_page import with_land

Open = Callable[..., Page]


@pytest.fixture
def page(page_as: Open) -> Page:
    """An officer of amphoe Mueang at a desk."""
    return page_as("amphoe01", path="/healthz")


@pytest.fixture
def desk(page: Page) -> Desk:
    return Desk(page)


def comments_of(page: Page, uid: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.context.request.get(f"/api/comments?application={uid}").json()["items"]
    return found


def test_a_comment_gets_a_pin_on_the_map(page: Page, desk: Desk) -> None:
    case, uid = with_land(desk, (101.35, 16.021))
    open_case(page, case)
    comments = page.get_by_role("region", name="ความเห็น")
    comments.get_by_label("ความเห็น เฉพาะเจ้าหน้าที่").fill("หลักหมุดหาย")
    comments.get_by_role("button", name="ปักหมุดตำแหน่ง").click()
    expect(comments.locator(".leaflet-parcels-pane path")).to_have_count(1)
    comments.locator(".pin-map .map").click(position={"x": 120, "y": 110})
    expect(comments.locator(".pin.is-new")).to_have_count(1)
    comments.get_by_role("button", name="ปักหมุดกลางแผนที่").click()
    expect(comments.locator(".pin.is-new")).to_have_count(1)
    comments.get_by_role("button", name="ส่ง").click()
    pin = comments.get_by_role("button", name="ความเห็น (ยังไม่แก้): หลักหมุดหาย")
    expect(pin).to_be_visible()
    expect(comments.locator(".pin.is-new")).to_have_count(0)
    (row,) = comments_of(page, case.uid)
    lon, lat = row["point"]["coordinates"]
    assert (lon, lat) == (pytest.approx(101.3504, abs=1e-4), pytest.approx(16.0205, abs=1e-4))
    pin.press("Enter")
    expect(comments.locator(".leaflet-popup")).to_contain_text("หลักหมุดหาย")
    comments.get_by_role("button", name="แก้แล้ว").click()
    expect(comments.locator(".pin.is-settled")).to_have_count(1)
    page.goto(f"/?parcel={uid}")
    settled = page.get_by_role("button", name="ความเห็น (แก้แล้ว): หลักหมุดหาย")
    expect(settled).to_be_visible()
    settled.press("Enter")
    expect(page.locator(".leaflet-popup")).to_contain_text("แก้แล้ว")


def test_land_without_a_shape_takes_no_pin_and_who_may_not_read_sees_none(
    page_as: Open, page: Page, desk: Desk
) -> None:
    open_case(page, desk.ready_case())
    expect(page.get_by_role("button", name="ส่ง")).to_be_visible()
    expect(page.get_by_role("button", name="ปักหมุดตำแหน่ง")).to_have_count(0)
    case = desk.case()
    uid = land(desk, 101.35, 16.031, application=case.uid)
    point = {"type": "Point", "coordinates": [101.3505, 16.0305]}
    desk.send("POST", "/api/comments", {"application": case.uid, "text": "ลับ", "point": point})
    page.goto(f"/?parcel={uid}")
    expect(page.locator(".pin")).to_have_count(1)
    page.get_by_role("button", name="ปิดรายละเอียด").click()
    expect(page.locator(".pin")).to_have_count(0)
    viewer = page_as("viewer", path=f"/?parcel={uid}")
    expect(viewer.locator("#parcel h2")).to_be_visible()
    expect(viewer.locator("#map")).to_have_attribute("aria-busy", "false")
    expect(viewer.locator(".pin")).to_have_count(0)


@SIZES
def test_axe_finds_nothing_on_pins(page_as: Open, touch: bool) -> None:
    page = page_as("amphoe01", touch=touch, path="/healthz")
    desk = Desk(page)
    case, uid = with_land(desk, (101.36, 16.021 + 0.01 * touch))
    point = {"type": "Point", "coordinates": [101.3604, 16.0205 + 0.01 * touch]}
    desk.send("POST", "/api/comments", {"application": case.uid, "text": "หลักหมุดหาย", "point": point})
    open_case(page, case)
    page.get_by_role("button", name="ปักหมุดตำแหน่ง").click()
    expect(page.locator(".pin")).to_have_count(1)
    assert violations(page) == []
    page.goto(f"/?parcel={uid}")
    page.locator(".leaflet-marker-icon.pin-place").press("Enter")
    expect(page.locator(".leaflet-popup")).to_have_css("opacity", "1")  # it fades in
    assert violations(page) == []
