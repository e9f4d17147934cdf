"""Measuring on the map with mouse, finger and keyboard; lengths and areas are those of the ellipsoid."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pyproj import Geod

from tests.frontend.drawing import Bench as Drawing
from tests.frontend.modules import Modules
from tests.frontend.test_accessibility import violations
from tests.frontend.test_looking import open_panel
from tests.frontend.viewing import Bench

OpenBench = Callable[..., Bench]
GEOD = Geod(ellps="WGS84")
LON, LAT = 101.1700, 16.3100
AT = f"/?at={LAT},{LON},17"
SQUARE = [(LON - 0.0008, LAT - 0.0006), (LON + 0.0008, LAT - 0.0006), (LON + 0.0008, LAT + 0.0006), (LON - 0.0008, LAT + 0.0006)]  # fmt: skip


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ((101.17, 16.31), (101.1701, 16.3101)),
        ((101.17, 16.31), (101.17, 16.4)),
        ((97.5, 6.0), (105.5, 20.4)),
        ((100.0, 15.0), (101.0, 15.0)),
    ],
)
def test_lengths_are_those_of_the_ellipsoid(modules: Modules, a: tuple[float, float], b: tuple[float, float]) -> None:
    wanted = GEOD.inv(*a, *b)[2]
    assert modules.call("geometry/distance", "distance", a, b) == pytest.approx(wanted, abs=0.001)


def start(page: Page, kind: str = "ระยะทาง") -> None:
    open_panel(page)
    page.get_by_role("button", name="วัดระยะและพื้นที่").click()
    page.get_by_label(kind, exact=True).check()


def figure(page: Page) -> float:
    text = page.locator(".measure-large").inner_text()
    found = re.search(r"([\d,.]+) (ม\.|กม\.)", text)
    assert found, text
    return float(found[1].replace(",", "")) * (1000 if found[2] == "กม." else 1)


def m2(page: Page) -> float:
    found = re.search(r"([\d,.]+) ตร\.ม\.", page.locator(".measure-small").inner_text())
    assert found
    return float(found[1].replace(",", ""))


def pen(page: Page, *, touch: bool = False) -> Drawing:
    drawing = Drawing.__new__(Drawing)
    drawing.page, drawing.touch = page, touch
    return drawing


def test_a_distance_by_mouse_and_a_click_opens_no_parcel(bench_of: OpenBench) -> None:
    bench = bench_of("amphoe01", AT)
    page = bench.page
    start(page)
    a, b, c = SQUARE[:3]
    pen(page).points(a, b, c)
    page.locator("#looking").get_by_role("button", name="เสร็จ", exact=True).click()
    wanted = GEOD.line_length(*zip(a, b, c, strict=True))
    assert figure(page) == pytest.approx(wanted, abs=2)  # a pixel is about a metre
    assert "parcel=" not in page.url
    page.keyboard.press("Escape")
    expect(page.locator("#looking")).to_be_hidden()
    expect(page.locator(".editor-crosshair, .editor-line")).to_have_count(0)
    assert bench.faults == []


def test_an_area_by_finger(bench_of: OpenBench) -> None:
    page = bench_of("amphoe01", f"/?at={LAT - 0.0016},{LON},17", touch=True).page
    start(page, "พื้นที่")
    pen(page, touch=True).points(*SQUARE)
    page.locator("#looking").get_by_role("button", name="เสร็จ", exact=True).tap()
    area = abs(GEOD.polygon_area_perimeter(*zip(*SQUARE, strict=True))[0])
    assert m2(page) == pytest.approx(area, rel=0.02)
    expect(page.locator(".measure-large")).to_contain_text("ไร่")
    assert violations(page) == []
    page.locator("#looking").get_by_role("button", name="วัดใหม่", exact=True).tap()
    expect(page.locator(".measure-large")).to_contain_text("0")
    # The buttons do all of it, too: for those who cannot tap exactly.
    page.locator("#looking").get_by_role("button", name="เพิ่มจุด", exact=True).tap()
    page.locator("#looking").get_by_role("button", name="เลิกทำ", exact=True).tap()
    expect(page.locator("#looking").get_by_role("button", name="เลิกทำ", exact=True)).to_be_disabled()


def test_by_keyboard_alone(bench_of: OpenBench) -> None:
    page = bench_of("amphoe01", AT).page
    page.locator("#looking-button").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="วัดระยะและพื้นที่").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".editor-crosshair")).to_have_count(1)
    page.keyboard.press("Enter")
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("f")
    # 120 pixels of zoom 17.
    metres = 120 * 40_075_016.7 / 256 / 2**17 * 0.9598
    assert figure(page) == pytest.approx(metres, rel=0.01)
    expect(page.locator("#looking").get_by_role("button", name="วัดใหม่", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#looking")).to_be_hidden()


def test_an_edge_that_crosses_is_refused(bench_of: OpenBench) -> None:
    page = bench_of("amphoe01", AT).page
    start(page, "พื้นที่")
    a, b, c, d = SQUARE
    pen(page).points(a, b, d)
    before = page.locator(".leaflet-editor-lines-pane .editor-node").count()
    # From the fourth corner across the first edge.
    pen(page).point((a[0] + b[0]) / 2, a[1] - 0.0003)
    expect(page.locator("#status")).to_contain_text("ตัดกับ")
    assert page.locator(".leaflet-editor-lines-pane .editor-node").count() == before
    assert c not in (a, b, d)
