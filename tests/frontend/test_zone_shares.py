"""The share bar moves with everything that changes zones, and says in words what is not zoned yet."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import Server
from tests.frontend.drawing import Bench, Client
from tests.frontend.test_accessibility import SIZES
from tests.frontend.test_zone_cut import cut_aslant, types

OpenPage = Callable[..., Page]


@pytest.fixture
def client(page_as: OpenPage, server: Server) -> Client:
    return Client(page_as("amphoe01"), server.url)


def rest(bench: Bench) -> Locator:
    return bench.panel.locator(".editor-rest")


def widths(bench: Bench) -> list[str]:
    """Of the parts of the bar, as they grow."""
    found: list[str] = bench.panel.locator(".editor-share").evaluate_all(
        "parts => parts.map((part) => part.style.flexGrow)"
    )
    return found


@SIZES
def test_cut_type_draw_and_design_move_the_bar(page_as: OpenPage, server: Server, client: Client, touch: bool) -> None:
    land, parcel = client.own_parcel()
    bench = Bench(page_as("amphoe01", touch=touch), server.url, touch=touch)
    bench.open(land, parcel)
    bench.start("Draw zones")
    expect(rest(bench)).to_have_text("Not zoned yet: 3 rai 0 ngan 41.6 sq wah, 100.0 %")
    cut_aslant(bench, land)
    expect(types(bench)).to_have_count(2)
    assert widths(bench) == ["100"]
    types(bench).nth(0).select_option("nong")
    expect(rest(bench)).to_have_text(re.compile(r"^Not zoned yet: 1 rai \d ngan [\d.]+ sq wah, 4\d\.\d %$"))
    assert len(widths(bench)) == 2
    types(bench).nth(1).select_option("khok")
    expect(rest(bench)).to_have_text("All land is zoned.")
    types(bench).nth(1).select_option("")
    bench.press("Draw a zone")
    bench.panel.get_by_label("Zone type", exact=True).select_option("na")
    before = rest(bench).inner_text()
    # A triangle in the south-east: with the last corner only aimed at by a mouse, or added by a finger.
    bench.points((land.east, land.south), (land.east, land.south + land.height * 0.3))
    corner = (land.west + land.width * 0.4, land.south)
    if touch:
        bench.points(corner)
        bench.press("Finish")
    else:
        bench.page.mouse.move(*bench.pixel(*corner))
    expect(rest(bench)).not_to_have_text(before)
    assert len(widths(bench)) == 3
    bench.press("Standard design")
    bench.panel.get_by_label("Plan", exact=True).select_option(label="1 rai, 1 : 1")
    expect(rest(bench)).to_have_text("Not zoned yet: 2 rai 0 ngan 41.6 sq wah, 67.8 %")
    assert len(widths(bench)) == 5
