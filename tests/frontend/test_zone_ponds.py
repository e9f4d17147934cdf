"""Depth and side slope of a zone of water: what it holds is said while they are typed, and both are stored."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from spatial.ponds import kept_m3, outline, volume_m3
from tests.browser import Server
from tests.frontend.drawing import Bench, Client
from tests.frontend.test_accessibility import SIZES, violations
from tests.frontend.test_draw_zones import add_west_zone

Sql = Callable[..., list[tuple[Any, ...]]]
OpenPage = Callable[..., Page]
STORED = "SELECT zone_type, depth_m::float, side_slope::float, version FROM zone WHERE uid = %s"


@pytest.fixture
def client(page_as: OpenPage, server: Server) -> Client:
    return Client(page_as("amphoe01"), server.url)


def numbers(words: str) -> list[float]:
    return [float(one.replace(",", "")) for one in re.findall(r"[\d,]+\.\d\d", words)]


def kind(bench: Bench) -> Locator:
    return bench.panel.get_by_role("combobox", name="Zone type of part 1")


@SIZES
def test_a_pond_says_what_it_holds_and_is_stored(
    page_as: OpenPage, server: Server, client: Client, sql: Sql, touch: bool
) -> None:
    land, parcel = client.own_parcel()
    zone = add_west_zone(client, land, parcel)
    bench = Bench(page_as("amphoe01", touch=touch), server.url, touch=touch)
    bench.open(land, parcel)
    bench.start("Draw zones")
    expect(bench.panel.get_by_role("group", name="Water of part 1")).to_have_count(0)
    kind(bench).select_option("nong")
    water = bench.panel.get_by_role("group", name="Water of part 1")
    expect(water).to_contain_text("With depth and side slope, the water that it holds is estimated.")
    water.get_by_label("Depth, m").fill("4")
    water.get_by_label("Side slope, 1 : …").fill("1.5")
    (corners,) = client.get(f"collections/zones/items/{zone}")["geometry"]["coordinates"]
    pond = outline([[(x, y) for x, y in corners]])
    full, kept = volume_m3(pond, 4, 1.5), kept_m3(pond, 4, 1.5)
    said = water.locator(".editor-pond-words").inner_text()
    assert numbers(said) == pytest.approx([full, kept], rel=1e-4), said
    water.get_by_label("Depth, m").fill("3")
    expect(water).to_contain_text("Under 4 m deep, hardly any water is left.")
    water.get_by_label("Side slope, 1 : …").fill("9")
    expect(water).to_contain_text("The sides would meet: the pond is")
    water.get_by_label("Depth, m").fill("4.25")
    water.get_by_label("Side slope, 1 : …").fill("1.5")
    assert violations(bench.page) == []
    bench.press("Save zones")
    expect(bench.panel).to_be_empty()
    assert sql(STORED, zone) == [("nong", 4.25, 1.5, 2)]
    shown = bench.page.locator("#parcel .water")
    expect(shown).to_be_attached()
    wanted = [volume_m3(pond, 4.25, 1.5), kept_m3(pond, 4.25, 1.5), 4966.5 / 1.6]
    assert numbers(shown.text_content() or "") == pytest.approx(wanted, rel=1e-4)


def test_typing_is_one_step_and_no_other_zone_keeps_a_depth(
    page_as: OpenPage, server: Server, client: Client, sql: Sql
) -> None:
    land, parcel = client.own_parcel()
    zone = add_west_zone(client, land, parcel)
    bench = Bench(page_as("amphoe01"), server.url)
    bench.open(land, parcel)
    bench.start("Draw zones")
    kind(bench).select_option("nong")
    depth = bench.panel.get_by_label("Depth, m")
    depth.press_sequentially("12.5")
    expect(depth).to_have_value("12.5")
    bench.press("Undo")
    expect(kind(bench)).to_have_value("nong")
    expect(depth).to_have_value("")
    depth.fill("3")
    bench.press("Save zones")
    expect(bench.panel).to_be_empty()
    assert sql(STORED, zone) == [("nong", 3.0, None, 2)]
    bench.start("Draw zones")
    expect(depth).to_have_value("3")
    kind(bench).select_option("khok")
    bench.press("Save zones")
    expect(bench.panel).to_be_empty()
    assert sql(STORED, zone) == [("khok", None, None, 3)]
