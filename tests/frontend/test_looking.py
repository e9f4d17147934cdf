"""Looking: colours by five measures, fill, outlines and labels; all of it in the address."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.frontend.test_accessibility import violations
from tests.frontend.test_tiles_layer import LAND, token
from tests.frontend.viewing import Bench, Place, Sql, places

OpenBench = Callable[..., Bench]
MODELS = ["HLM", "CLM", "LC", "AGENCY"]


def beside(place: Place, zoom: float = 18, more: str = "") -> str:
    """The bench with the place a little above the middle, away from its label."""
    return f"/?at={place.lat - 0.0002:.6f},{place.lon:.6f},{zoom}&hide=labels{more}"


def open_panel(page: Page) -> None:
    page.get_by_role("button", name="การมองแผนที่: สี ชั้นข้อมูล เครื่องมือ").click()
    expect(page.get_by_role("heading", name="การมองแผนที่")).to_be_visible()


def test_a_model_has_its_colour_and_its_line_in_the_legend(bench_of: OpenBench, sql: Sql) -> None:
    place = places(sql, "amphoe = '6701' AND model IS NOT NULL")[0]
    [(model,)] = sql("SELECT model FROM parcel WHERE uid = %s", place.uid)
    bench = bench_of("amphoe01", beside(place))
    page = bench.page
    open_panel(page)
    page.get_by_label("โมเดล", exact=True).check()
    expect(page).to_have_url(re.compile("colour=model"))
    page.keyboard.press("Escape")
    expect(page.locator("#looking")).to_be_hidden()
    bench.drawn()
    # 90 % of the class's colour on the land.
    wanted = [
        round(0.9 * a + 0.1 * b) for a, b in zip(token(f"class-{MODELS.index(model) + 1}-fill"), LAND, strict=True)
    ]
    assert bench.colour_at(place.lon, place.lat) == pytest.approx(wanted, abs=4)
    legend = page.locator("#legend-classes")
    expect(legend.get_by_role("listitem")).to_have_count(5)
    expect(legend).to_contain_text("ครัวเรือนต้นแบบ")
    expect(page.locator("#legend-states")).to_be_hidden()


def test_completeness_counts_what_is_missing(bench_of: OpenBench, sql: Sql) -> None:
    [(uid, lacks)] = sql(
        "SELECT uid::text, (village_code = '')::int + (land_class = 'UNKNOWN')::int"
        " + (joined_area_m2 = 0 OR joined_is_estimate)::int"
        " + (NOT EXISTS (SELECT FROM land_document d WHERE d.parcel = p.id))::int"
        " + (NOT EXISTS (SELECT FROM zone z WHERE z.parcel = p.id))::int AS n"
        " FROM parcel p WHERE amphoe = '6701' AND geom IS NOT NULL AND withdrawn_at IS NULL"
        " ORDER BY (state IS NULL), area_calc_m2 DESC LIMIT 1"
    )
    place = places(sql, "uid = %s", uid)[0]
    bench = bench_of("amphoe01", beside(place, more="&colour=lacks"))
    key = min(3, lacks)
    wanted = [round(0.9 * a + 0.1 * b) for a, b in zip(token(f"lack-{key}-fill"), LAND, strict=True)]
    assert bench.colour_at(place.lon, place.lat) == pytest.approx(wanted, abs=4)
    expect(bench.page.locator("#legend-classes")).to_contain_text("ขาด 1 อย่าง")


def test_the_fill_can_be_thin_and_the_address_keeps_it(bench_of: OpenBench, sql: Sql) -> None:
    place = places(sql, "amphoe = '6701' AND state = 'SURVEYED'")[0]
    bench = bench_of("amphoe01", beside(place))
    page = bench.page
    open_panel(page)
    page.get_by_label("ความทึบของสีแปลง").fill("0")
    expect(page).to_have_url(re.compile("fill=0"))
    page.reload()
    bench.drawn()
    assert bench.colour_at(place.lon, place.lat) == pytest.approx(LAND, abs=2)
    open_panel(page)
    expect(page.get_by_label("ความทึบของสีแปลง")).to_have_value("0")


def test_outlines_and_labels_can_be_hidden(bench_of: OpenBench, sql: Sql) -> None:
    place = places(sql, "amphoe = '6701' AND state = 'SURVEYED'")[0]
    page = bench_of("amphoe01", place.near(18)).page
    label = page.locator(".leaflet-labels-pane .map-label").first
    expect(label).to_be_visible()
    open_panel(page)
    page.get_by_label("ป้ายชื่อ").uncheck()
    expect(label).to_be_hidden()
    page.get_by_label("เส้นเขตการปกครอง").uncheck()
    expect(page.locator(".leaflet-areas-pane")).to_have_css("display", "none")
    expect(page).to_have_url(re.compile("hide=outlines,labels"))
    page.go_back()
    expect(page.locator(".leaflet-areas-pane")).to_have_css("display", "block")


@pytest.mark.parametrize("touch", [False, True], ids=["desk", "phone"])
def test_the_panel_is_accessible_and_leaves_the_map_usable(bench_of: OpenBench, touch: bool) -> None:
    page = bench_of("amphoe01", "/?at=16.3150,101.1716,16.5&colour=land", touch=touch).page
    open_panel(page)
    assert violations(page) == []
    if touch:
        box, stage = page.locator("#looking").bounding_box(), page.locator("#map").bounding_box()
        assert box
        assert stage
        assert box["y"] - stage["y"] > 200


def test_a_household_sees_the_completeness_of_its_own_land(bench_of: OpenBench) -> None:
    page = bench_of("household", "/?colour=lacks").page
    expect(page.locator("#legend-classes")).to_contain_text("ไม่ขาดอะไร")
    colours = page.locator(".leaflet-overlay-pane path").evaluate_all(
        "paths => paths.map((p) => p.getAttribute('fill'))"
    )
    known = {"#" + bytes(token(f"lack-{n}-fill")).hex() for n in range(4)}
    assert colours
    assert set(colours) <= known
