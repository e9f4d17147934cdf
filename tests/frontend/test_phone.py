"""The bench on a phone: tabs, a sheet at the thumb, targets for fingers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.frontend.viewing import Bench, Place

SMALL = """() => [...document.querySelectorAll('button, a, select, input, summary')]
  .filter(node => node.checkVisibility({ visibilityProperty: true }) && !node.closest('.leaflet-container'))
  .map(node => [node.outerHTML.slice(0, 120), node.closest('label')?.getBoundingClientRect() ?? node.getBoundingClientRect()])
  .filter(([, box]) => box.right > 0 && box.bottom > 0 && (box.height < 43.5 || box.width < 43.5))
  .map(([html, box]) => `${Math.round(box.width)} x ${Math.round(box.height)} ${html}`)"""
WIDER = "() => document.documentElement.scrollWidth > innerWidth"


def test_list_and_map_are_two_tabs(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of("amphoe01", touch=True)
    expect(bench.rows.first).to_be_hidden()
    bench.page.get_by_role("button", name="แปลง", exact=True).tap()
    expect(bench.rows.first).to_be_visible()
    bench.rows.first.tap()
    expect(bench.title).to_be_visible()
    expect(bench.rows.first).to_be_hidden()


def test_one_search_for_everything_and_the_bell_are_at_hand(bench_of: Callable[..., Bench]) -> None:
    page = bench_of("amphoe01", touch=True).page
    page.locator("#phone-search").tap()
    expect(page.locator("#everything")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("#bell").tap()
    expect(page.locator("#notices")).to_be_visible()


def test_the_sheet_grows_and_shrinks_by_tap_and_key(bench_of: Callable[..., Bench], zoned: Place) -> None:
    page = bench_of("amphoe01", f"{zoned.near()}&parcel={zoned.uid}", touch=True).page
    sheet, grab = page.locator("#inspector"), page.locator("#grab")

    def height() -> float:
        box: Any = sheet.bounding_box()
        return float(box["height"])

    half = height()
    grab.tap()
    high = height()
    grab.press("Enter")
    low = height()
    assert low < half < high
    expect(grab).to_have_attribute("aria-expanded", "false")


def test_a_selected_parcel_lies_above_the_sheet(bench_of: Callable[..., Bench], zoned: Place) -> None:
    bench = bench_of("amphoe01", f"/?q={zoned.code}", touch=True)
    bench.page.get_by_role("button", name="แปลง", exact=True).tap()
    bench.row(zoned.code).tap()
    outline = bench.page.locator(".leaflet-selection-pane path").last
    expect(outline).to_be_visible()
    bench.settle()
    shape, sheet = outline.bounding_box(), bench.page.locator("#inspector").bounding_box()
    assert shape
    assert sheet
    assert shape["y"] + shape["height"] <= sheet["y"] + 4


def test_the_draw_button_starts_drawing(bench_of: Callable[..., Bench], zoned: Place) -> None:
    page = bench_of("amphoe01", zoned.near(), touch=True).page
    page.get_by_role("button", name="วาดแปลงใหม่").tap()
    expect(page.locator("#editor-panel")).to_contain_text("วาดแปลง")


def test_targets_are_large_and_nothing_runs_off_the_side(bench_of: Callable[..., Bench], zoned: Place) -> None:
    page = bench_of("amphoe01", f"{zoned.near()}&parcel={zoned.uid}", touch=True).page
    expect(page.locator("#parcel h2")).to_be_visible()
    assert page.evaluate(SMALL) == []
    assert not page.evaluate(WIDER)
    page.get_by_role("button", name="แปลง", exact=True).tap()
    assert page.evaluate(SMALL) == []
    assert not page.evaluate(WIDER)
