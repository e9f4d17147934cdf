"""The view on paper: page sizes, true lengths in millimetres, what a map needs; and as a link."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from pyproj import Geod

from tests.browser import Server
from tests.frontend.drawing import Client
from tests.frontend.test_accessibility import violations
from tests.frontend.test_looking import open_panel
from tests.frontend.viewing import Bench

OpenBench = Callable[..., Bench]
POINT_MM = 25.4 / 72
GEOD = Geod(ellps="WGS84")
AT = "/?at=16.3150,101.1700,16"


def open_dialog(page: Page) -> None:
    open_panel(page)
    page.get_by_role("button", name="พิมพ์ตามมาตราส่วน").click()
    drawn(page)


def drawn(page: Page) -> None:
    expect(page.locator(".print-preview")).to_have_attribute("aria-busy", "false")


def choose(page: Page, **choices: str) -> None:
    for name, value in choices.items():
        page.locator(f"#print-{name}").select_option(value)
        drawn(page)


def pdf(page: Page) -> PdfReader:
    return PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))


def boxes(reader: PdfReader) -> list[tuple[float, float]]:
    """Width and height in mm of every rectangle of four straight edges that the page fills."""
    found: list[tuple[float, float]] = []
    path: list[tuple[float, float]] = []

    def on(operator: bytes, operands: list[Any], matrix: list[float], _: Any) -> None:
        if operator == b"m":
            path.clear()
        if operator in {b"m", b"l"}:
            x, y = (float(n) for n in operands)
            path.append((matrix[0] * x + matrix[2] * y, matrix[1] * x + matrix[3] * y))
        if operator == b"re":
            w, h = (float(n) for n in operands[2:])
            found.append((abs(matrix[0] * w) * POINT_MM, abs(matrix[3] * h) * POINT_MM))
        if operator in {b"h", b"f", b"f*"} and len(path) in {4, 5}:
            xs, ys = [x for x, _ in path], [y for _, y in path]
            found.append(((max(xs) - min(xs)) * POINT_MM, (max(ys) - min(ys)) * POINT_MM))
            path.clear()

    reader.pages[0].extract_text(visitor_operand_before=on)
    return found


@pytest.mark.parametrize(
    ("paper", "direction", "size"),
    [("a4", "1", (297, 210)), ("a4", "", (210, 297)), ("a3", "1", (420, 297)), ("a3", "", (297, 420))],
)
def test_the_page_has_the_size_of_the_paper(
    bench_of: OpenBench, paper: str, direction: str, size: tuple[int, int]
) -> None:
    page = bench_of("amphoe01", AT).page
    open_dialog(page)
    choose(page, paper=paper, direction=direction)
    reader = pdf(page)
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (float(box.width) * POINT_MM, float(box.height) * POINT_MM) == pytest.approx(size, abs=0.3)


@pytest.mark.parametrize(("scale", "metres", "mm"), [("1000", 50, 50), ("5000", 200, 40), ("20000", 1000, 50)])
def test_the_bar_measures_right_on_paper(bench_of: OpenBench, scale: str, metres: int, mm: float) -> None:
    """Each of the bar's four parts is drawn by itself."""
    page = bench_of("amphoe01", AT).page
    open_dialog(page)
    choose(page, scale=scale)
    assert page.locator(".print-preview .sheet-scale").get_attribute("data-metres") == str(metres)
    part = (pytest.approx(mm / 4, abs=0.05), pytest.approx(1.6, abs=0.05))
    assert sum(box == part for box in boxes(pdf(page))) >= 4


def test_a_parcel_measures_right_on_paper(bench_of: OpenBench, page_as: Callable[..., Page], server: Server) -> None:
    client = Client(page_as("amphoe01"), server.url)
    land, uid = client.own_parcel()
    page = bench_of("amphoe01", f"/?at={land.south},{land.west},18&hide=labels").page
    open_dialog(page)
    choose(page, scale="1000")
    wide = GEOD.inv(land.west, land.south, land.east, land.south)[2]
    high = GEOD.inv(land.west, land.south, land.west, land.north)[2]
    wanted = (pytest.approx(wide, abs=0.2), pytest.approx(high, abs=0.2))  # 1 m is 1 mm
    assert any((w, h) == wanted for w, h in boxes(pdf(page))), uid


def test_the_sheet_has_what_a_map_needs(bench_of: OpenBench) -> None:
    page = bench_of("amphoe01", f"{AT}&colour=lacks").page
    open_dialog(page)
    title = page.get_by_label("ชื่อแผนที่")
    title.fill("แปลงตำบลนาป่า")
    title.press("Tab")
    drawn(page)
    sheet = page.locator(".print-preview .sheet")
    now = datetime.now(ZoneInfo("Asia/Bangkok"))
    for words in (
        "แปลงตำบลนาป่า",
        "มาตราส่วน 1:",
        "คำอธิบายสัญลักษณ์",
        str(now.year + 543),
        "WGS 84",
        "แปลง Plaeng",
        "″N",
        "″E",
    ):
        expect(sheet).to_contain_text(words)
    expect(sheet.locator(".sheet-north")).to_have_text("N")
    assert sheet.locator(".sheet-swatch").count() >= 1
    assert violations(page) == []
    text = pdf(page).pages[0].extract_text()
    assert "1:" in text
    page.keyboard.press("Escape")
    expect(page.locator(".print-sheet")).to_have_count(0)


def test_the_nearest_scale_at_which_the_view_fits_is_offered(bench_of: OpenBench) -> None:
    page = bench_of("amphoe01", AT).page
    open_dialog(page)
    found = page.locator(".print-preview .sheet").get_attribute("data-scale")
    # 812 pixels of zoom 16 are 1.86 km from south to north, on 142 mm: 1:13,100.
    assert found == "20000"
    choose(page, paper="a3")
    assert page.locator(".print-preview .sheet").get_attribute("data-scale") == "10000"


def test_on_a_phone_the_sheet_fits_the_screen(bench_of: OpenBench) -> None:
    page = bench_of("amphoe01", AT, touch=True).page
    open_dialog(page)
    box = page.locator(".print-preview .sheet").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] + box["height"] <= 844
    assert violations(page) == []


def test_the_link_is_the_view(bench_of: OpenBench) -> None:
    page = bench_of("amphoe01", f"{AT}&colour=land&fill=50").page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_panel(page)
    page.get_by_role("button", name="แบ่งปันมุมมองนี้").click()
    expect(page.get_by_label("ลิงก์ของมุมมองนี้")).to_have_value(re.compile("colour=land&fill=50"))
    page.get_by_role("button", name="คัดลอกลิงก์").click()
    expect(page.locator("#status")).to_have_text("คัดลอกลิงก์แล้ว")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    assert violations(page) == []


def test_a_sheet_that_cannot_be_drawn_says_why_and_is_tried_again(bench_of: OpenBench) -> None:
    page = bench_of("amphoe01", AT).page
    page.route("**/api/collections/parcels/items?**", lambda route: route.abort())
    open_panel(page)
    page.get_by_role("button", name="พิมพ์ตามมาตราส่วน").click()
    box = page.locator(".print-preview").get_by_role("alert")
    expect(box.locator(".box-title")).to_have_text("ติดต่อเครื่องแม่ข่ายไม่ได้")
    expect(page.locator(".print-preview")).to_have_attribute("aria-busy", "false")
    expect(page.get_by_role("button", name="พิมพ์", exact=True)).to_be_disabled()
    assert violations(page) == []
    page.unroute_all(behavior="wait")
    box.get_by_role("button").click()
    drawn(page)
    expect(page.get_by_role("button", name="พิมพ์", exact=True)).to_be_enabled()
