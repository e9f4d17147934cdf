"""Nothing there, nothing found, no connection: each is said, with a way on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.frontend.viewing import Bench, Place


def test_the_filter_that_hides_most_is_named_and_can_be_dropped(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of("amphoe01", "/?state=returned&q=nothing-like-this")
    box = bench.page.locator("#list-end")
    expect(box).to_contain_text("ถ้าเอาคำค้นหาออก จะพบ")
    box.get_by_role("button", name="เอาคำค้นหาออก").click()
    expect(bench.rows.first).to_be_visible()
    expect(bench.page.get_by_label("ค้นหาแปลง")).to_have_value("")
    expect(bench.chip("ส่งกลับแก้ไข")).to_have_attribute("aria-pressed", "true")


def test_all_filters_can_be_cleared_at_once(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of("amphoe01", "/?state=closed&q=nothing-like-this&area=670114")
    bench.page.get_by_role("button", name="ล้างตัวกรองทั้งหมด").click()
    expect(bench.rows.first).to_be_visible()
    assert "state=" not in bench.page.url
    assert "q=" not in bench.page.url


def test_no_connection_is_said_and_trying_again_helps(bench_of: Callable[..., Bench], zoned: Place) -> None:
    bench = bench_of("amphoe01", zoned.near())
    bench.page.route("**/api/**", lambda route: route.abort())
    bench.chip("ส่งกลับแก้ไข").click()
    alert = bench.page.locator("#list-end").get_by_role("alert")
    expect(alert).to_contain_text("ติดต่อเครื่องแม่ข่ายไม่ได้")
    expect(bench.page.locator("#notice")).to_contain_text("แผนที่อาจแสดงไม่ครบ")
    bench.page.unroute("**/api/**")
    alert.get_by_role("button", name="ลองใหม่").click()
    expect(bench.rows.first).to_be_visible()
    bench.page.locator("#notice").get_by_role("button", name="ลองใหม่").click()
    expect(bench.page.locator("#notice")).not_to_contain_text("แผนที่อาจแสดงไม่ครบ")


@pytest.mark.parametrize("touch", [False, True], ids=["desk", "phone"])
def test_no_connection_from_the_start_is_said(bench_of: Callable[..., Bench], touch: bool) -> None:
    bench = bench_of("amphoe01", touch=touch)
    bench.page.route("**/api/**", lambda route: route.abort())
    bench.page.reload()
    box = bench.page.locator("#list-end")
    expect(box).to_contain_text("ติดต่อเครื่องแม่ข่ายไม่ได้")
    bench.page.unroute("**/api/**")
    box.get_by_role("button", name="ลองใหม่").click()
    expect(bench.rows.first).to_be_attached()
    expect(bench.page.locator(".leaflet-tile-pane")).to_be_attached()


def test_a_parcel_that_cannot_be_read_keeps_its_place(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of("amphoe01")
    bench.page.route("**/api/collections/zones/**", lambda route: route.abort())
    bench.rows.first.click()
    panel = bench.page.locator("#parcel")
    expect(panel).to_contain_text("ติดต่อเครื่องแม่ข่ายไม่ได้")
    bench.page.unroute("**/api/collections/zones/**")
    panel.get_by_role("button", name="ลองใหม่").click()
    expect(bench.title).to_be_visible()


def test_an_amphoe_without_this_tambon_has_nothing_and_says_so(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of("amphoe01", "/?area=6705")
    expect(bench.page.locator("#list-end")).to_contain_text("พื้นที่ที่เลือก")
    bench.page.get_by_role("button", name="เอาพื้นที่ที่เลือกออก").click()
    expect(bench.rows.first).to_be_visible()
