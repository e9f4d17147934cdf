"""Two dates on the map: what appeared, went and changed in view, drawn, listed, and for those who may know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Server
from tests.frontend.drawing import Client
from tests.frontend.test_accessibility import violations
from tests.frontend.test_looking import open_panel
from tests.frontend.viewing import Bench, Sql

OpenBench = Callable[..., Bench]


def day(back: int) -> str:
    return (datetime.now(ZoneInfo("Asia/Bangkok")) - timedelta(days=back)).date().isoformat()


def open_card(page: Page) -> None:
    open_panel(page)
    page.get_by_role("button", name="เทียบสองวัน").click()
    expect(page.locator(".compare-result")).to_have_attribute("aria-busy", "false")


@pytest.mark.parametrize("touch", [False, True], ids=["desk", "phone"])
def test_what_became_of_the_land(
    bench_of: OpenBench, page_as: Callable[..., Page], server: Server, sql: Sql, touch: bool
) -> None:
    client = Client(page_as("amphoe01"), server.url)
    land, uid = client.own_parcel()
    # Both have been there for ten days; then one changed its name, and the other was withdrawn.
    for one in (uid, land.neighbour):
        sql("UPDATE history SET at = at - interval '10 days' WHERE uid = %s", one)
    client.send("PATCH", f"collections/parcels/items/{uid}", {"properties": {"name": "ชื่อใหม่"}}, 1)
    sql("UPDATE parcel SET withdrawn_at = now() WHERE uid = %s", land.neighbour)
    bench = bench_of("amphoe01", f"/?at={land.south - (0.0002 if touch else 0)},{land.west},19", touch=touch)
    page = bench.page
    open_card(page)
    expect(page.locator(".compare-result")).to_contain_text("เพิ่มขึ้น (1)")
    page.get_by_label("วันก่อน").fill(day(5))
    expect(page.locator(".compare-result")).to_contain_text("หายไป (1)")
    result = page.locator(".compare-result")
    expect(result).to_contain_text("เปลี่ยนไป (1)")
    expect(result).to_contain_text("→ ชื่อใหม่")
    expect(page.locator("path.compare-gone")).to_have_count(1)
    expect(page.locator("path.compare-changed")).to_have_count(1)
    assert bench.faults == []
    assert violations(page) == []
    result.get_by_label("หายไป (1)").uncheck()
    expect(page.locator("path.compare-gone")).to_have_count(0)
    page.get_by_label("วันหลัง").fill(day(6))
    expect(page.get_by_role("alert").filter(has_text="วันก่อนต้องมาก่อนวันหลัง")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("path.compare-changed, .leaflet-labels-pane .compare-mark")).to_have_count(0)


def test_who_may_not_read_histories_is_told_so(bench_of: OpenBench) -> None:
    page = bench_of("viewer", "/?at=16.3150,101.1700,16").page
    open_panel(page)
    tool = page.get_by_role("button", name="เทียบสองวัน")
    expect(tool).to_have_attribute("aria-disabled", "true")
    tool.click(force=True)
    expect(page.locator("#status")).not_to_be_empty()
