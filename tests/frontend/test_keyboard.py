"""Everything that one looks at can be reached without a mouse."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.frontend.viewing import Bench, Place


def place_of(page: Page) -> tuple[float, float, float]:
    found = re.search(r"at=([\d.]+),([\d.]+),([\d.]+)", page.url)
    assert found, page.url
    lat, lon, zoom = (float(n) for n in found.groups())
    return lat, lon, zoom


def test_the_first_tab_offers_to_skip_to_the_list(bench_of: Callable[..., Bench]) -> None:
    page = bench_of("amphoe01").page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="ข้ามไปยังรายการแปลง")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#list")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#rows .row").first).to_be_focused()


def test_slash_searches_but_not_while_typing(bench_of: Callable[..., Bench]) -> None:
    page = bench_of("amphoe01").page
    search = page.get_by_label("ค้นหาแปลง")
    page.keyboard.press("/")
    expect(search).to_be_focused()
    expect(search).to_have_value("")
    page.keyboard.type("12/3")
    expect(search).to_have_value("12/3")


def test_enter_selects_and_escape_leaves(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of("amphoe01")
    bench.rows.nth(2).focus()
    bench.page.keyboard.press("Enter")
    expect(bench.title).to_be_visible()
    bench.page.keyboard.press("Escape")
    expect(bench.page.locator("#inspector")).to_be_hidden()


def test_focus_on_a_row_lights_the_parcel(bench_of: Callable[..., Bench], zoned: Place) -> None:
    bench = bench_of("amphoe01", f"{zoned.near()}&q={zoned.code}")
    bench.row(zoned.code).focus()
    expect(bench.page.locator(".leaflet-marks-pane path")).to_have_count(1)


def test_arrows_and_plus_move_the_map(bench_of: Callable[..., Bench], zoned: Place) -> None:
    page = bench_of("amphoe01", zoned.near(17)).page
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(lambda url: f",{zoned.lon:.6f}," not in url)
    lat, lon, _zoom = place_of(page)
    assert lon > zoned.lon
    assert abs(lat - zoned.lat) < 1e-5
    page.keyboard.press("+")
    page.wait_for_url(lambda url: ",17&" not in url and not url.endswith(",17"))
    assert place_of(page)[2] > 17


def test_escape_closes_the_chooser_and_keeps_the_selection(bench_of: Callable[..., Bench], zoned: Place) -> None:
    bench = bench_of("amphoe01", f"/?parcel={zoned.uid}")
    bench.page.locator("#scope").press("Enter")
    expect(bench.page.get_by_role("dialog")).to_be_visible()
    bench.page.keyboard.press("Escape")
    expect(bench.page.get_by_role("dialog")).to_be_hidden()
    expect(bench.page.locator("#scope")).to_be_focused()
    expect(bench.title).to_be_visible()
