"""Versions: on the page of an application and on one of a parcel's own; what was can be brought back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.frontend.desk import Case, Desk, open_case
from tests.frontend.test_accessibility import SIZES, violations
from tests.frontend.test_cases_page import land

Open = Callable[..., Page]


@pytest.fixture
def page(page_as: Open) -> Page:
    """An officer of amphoe Mueang at a desk."""
    return page_as("amphoe01", path="/healthz")


@pytest.fixture
def desk(page: Page) -> Desk:
    return Desk(page)


def with_land(desk: Desk, place: tuple[float, float]) -> tuple[Case, str]:
    """An application with one drawn parcel in two versions: renamed and moved a little."""
    case = desk.case()
    uid = land(desk, *place, application=case.uid, name="แปลงเดิม")
    (x, y), (east, south) = place, (place[0] + 0.0008, place[1] - 0.001)
    ring = [[x, south], [east, south], [east, y], [x, y], [x, south]]
    change = {"geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": {"name": "แปลงใหม่"}}
    desk.send("PATCH", f"/api/collections/parcels/items/{uid}", change, **{"If-Match": "*"})
    return case, uid


def parcel(page: Page, uid: str) -> dict[str, Any]:
    found: dict[str, Any] = page.context.request.get(f"/api/collections/parcels/items/{uid}").json()["properties"]
    return found


def version(page: Page, number: int) -> Locator:
    return page.locator(f'.version[data-table="parcel"][data-version="{number}"]')


def open_history(page: Page, uid: str) -> Page:
    page.goto(f"/parcels/{uid}/history")
    expect(page.locator("#history")).to_have_attribute("aria-busy", "false")
    return page


def test_every_change_is_told_and_a_version_comes_back(page: Page, desk: Desk) -> None:
    case, uid = with_land(desk, (101.33, 16.021))
    open_case(page, case)
    page.get_by_text("ดูการแก้ไขทุกครั้ง ทีละช่อง").click()
    second = version(page, 2)
    expect(second.locator("summary")).to_contain_text("แปลง แก้ไข")
    expect(second.locator("summary")).to_contain_text("วรรณา")
    expect(second.locator("summary")).to_contain_text("บนหน้าเว็บ")
    second.locator("summary").click()
    expect(second.get_by_role("img")).to_have_count(2)
    cells = second.get_by_role("row").filter(has_text="แปลงเดิม").get_by_role("cell")
    expect(cells).to_have_text(["แปลงเดิม", "แปลงใหม่"])
    expect(second.get_by_role("button")).to_have_count(0)
    version(page, 1).locator("summary").click()
    version(page, 1).get_by_role("button", name="คืนรุ่น 1").click()
    dialog = page.get_by_role("dialog", name="คืนรุ่น 1")
    dialog.get_by_role("button", name="ยืนยันคืนรุ่นนี้").click()
    expect(version(page, 3)).to_be_visible()
    assert (parcel(page, uid)["name"], parcel(page, uid)["version"]) == ("แปลงเดิม", 3)


def test_a_withdrawn_parcel_comes_back_from_its_own_page(page: Page, desk: Desk) -> None:
    uid = land(desk, 101.33, 16.031, name="แปลงที่ถอน")
    code = parcel(page, uid)["code"]
    page.goto(f"/?parcel={uid}")
    page.get_by_role("link", name="ทุกรุ่นของแปลงนี้").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(code)
    token = page.context.request.get("/api/session").json()["csrf"]
    path = f"/api/collections/parcels/items/{uid}"
    assert page.context.request.delete(path, headers={"X-CSRFToken": token, "If-Match": "*"}).ok
    open_history(page, uid)
    expect(page.locator("#history")).to_contain_text("ถอนแล้ว")
    version(page, 1).locator("summary").click()
    page.get_by_role("button", name="คืนรุ่น 1").click()
    page.get_by_role("dialog").get_by_role("button", name="ยืนยันคืนรุ่นนี้").click()
    expect(page.get_by_role("link", name="บนแผนที่")).to_be_visible()
    assert parcel(page, uid)["code"] == code


def test_a_version_that_can_no_longer_be_is_refused_in_the_dialog(page: Page, desk: Desk) -> None:
    _case, uid = with_land(desk, (101.33, 16.041))
    open_history(page, uid)
    version(page, 1).locator("summary").click()
    page.get_by_role("button", name="คืนรุ่น 1").click()
    page.route("**/restore", lambda route: route.abort())
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="ยืนยันคืนรุ่นนี้").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    assert parcel(page, uid)["version"] == 2


def test_who_may_not_change_a_parcel_finds_no_history(page_as: Open, page: Page, desk: Desk) -> None:
    uid = land(desk, 101.33, 16.051)
    for who in ("amphoe05", "viewer"):
        answer = page_as(who, path="/healthz").goto(f"/parcels/{uid}/history")
        assert answer
        assert answer.status == 404


@SIZES
def test_axe_finds_nothing_on_versions(page_as: Open, touch: bool) -> None:
    page = page_as("amphoe01", touch=touch, path="/healthz")
    desk = Desk(page)
    case, uid = with_land(desk, (101.34, 16.021 + 0.01 * touch))
    open_case(page, case)
    page.get_by_text("ดูการแก้ไขทุกครั้ง ทีละช่อง").click()
    version(page, 2).locator("summary").click()
    assert violations(page) == []
    open_history(page, uid)
    version(page, 1).locator("summary").click()
    expect(page.get_by_role("button", name="คืนรุ่น 1")).to_be_visible()
    assert violations(page) == []
