"""A standard design laid into a parcel: shown by the server, turned, taken in one step, stored with its shares."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import Server
from tests.frontend.drawing import Bench, Client, Land
from tests.frontend.test_accessibility import SIZES, violations

Sql = Callable[..., list[tuple[Any, ...]]]
OpenPage = Callable[..., Page]
STORED = """
    SELECT z.zone_type, round(100 * z.area_calc_m2 / sum(z.area_calc_m2) OVER (), 1)::float, ST_CoveredBy(z.geom, p.geom),
        degrees(ST_Azimuth(ST_PointN(ST_ExteriorRing(z.geom), 2)::geography, ST_PointN(ST_ExteriorRing(z.geom), 3)::geography))
    FROM zone z JOIN parcel p ON p.id = z.parcel WHERE p.uid = %s ORDER BY z.zone_type
"""
FROM_LIVING = """
    SELECT round(degrees(ST_Azimuth(ST_Centroid(a.geom)::geography, ST_Centroid(b.geom)::geography)))
    FROM zone a JOIN zone b ON a.parcel = b.parcel JOIN parcel p ON p.id = a.parcel
    WHERE p.uid = %s AND a.zone_type = 'house' AND b.zone_type = 'khok'
"""
OVERLAPS = """
    SELECT count(*) FROM zone a JOIN zone b ON a.parcel = b.parcel AND a.id < b.id JOIN parcel p ON p.id = a.parcel
    WHERE p.uid = %s AND ST_Relate(a.geom, b.geom, 'T********')
"""


@pytest.fixture
def client(page_as: OpenPage, server: Server) -> Client:
    return Client(page_as("amphoe01"), server.url)


@pytest.fixture
def begun(page_as: OpenPage, server: Server, client: Client) -> Callable[[bool], tuple[Bench, Land, str]]:
    """The zone tool on a parcel of 3 rai, with the standard designs open."""

    def begin(touch: bool) -> tuple[Bench, Land, str]:
        land, parcel = client.own_parcel()
        bench = Bench(page_as("amphoe01", touch=touch), server.url, touch=touch)
        bench.open(land, parcel)
        bench.start("Draw zones")
        bench.press("Standard design")
        return bench, land, parcel

    return begin


Begun = Callable[[bool], tuple[Bench, Land, str]]


def result(bench: Bench) -> Locator:
    return bench.panel.locator(".editor-result")


def share_of(bench: Bench, group: str) -> Locator:
    row = bench.panel.get_by_role("row").filter(has=bench.page.get_by_role("rowheader", name=group, exact=True))
    return row.get_by_role("cell").first


@SIZES
def test_a_plan_is_shown_taken_in_one_step_and_stored(begun: Begun, sql: Sql, touch: bool) -> None:
    bench, _land, parcel = begun(touch)
    expect(result(bench)).to_have_text(
        re.compile(r"^Does not fit whole: scaled to \d\d %, [\d,]+ m² \(\d-\d-\d\d\.\d\)\.$")
    )
    bench.panel.get_by_label("Plan", exact=True).select_option(label="1 rai, 1 : 2")
    expect(result(bench)).to_have_text("Fits whole: 1,600 m² (1-0-00.0).")
    expect(share_of(bench, "Water")).to_have_text(re.compile(r"^9\.[67] %$"))
    expect(share_of(bench, "Not zoned")).to_have_text(re.compile(r"^67\.[789] %$"))
    assert violations(bench.page) == []
    bench.press("Take this design")
    types = bench.panel.get_by_role("combobox", name=re.compile("Zone type of part"))
    expect(types).to_have_count(5)
    bench.press("Undo")
    expect(result(bench)).to_have_text("Fits whole: 1,600 m² (1-0-00.0).")
    bench.press("Take this design")
    bench.press("Save zones")
    expect(bench.panel).to_be_empty()
    found = sql(STORED, parcel)
    assert [row[:3] for row in found] == [("house", 10, True), ("khok", 30, True), ("na", 30, True), ("nong", 30, True)]
    assert sql(OVERLAPS, parcel) == [(0,)]


@SIZES
def test_it_is_turned_by_a_slider_a_number_and_the_other_way_round(begun: Begun, sql: Sql, touch: bool) -> None:
    bench, _land, parcel = begun(touch)
    bench.panel.get_by_label("Plan", exact=True).select_option(label="1 rai, 1 : 3")
    expect(bench.panel.get_by_label(re.compile("Direction of the long side"))).to_have_value("90")
    bench.panel.get_by_label("Turn the design").press("Home")
    expect(bench.panel.get_by_label(re.compile("Direction of the long side"))).to_have_value("0")
    # Where on the grid the land of this run lies moves the last digit.
    expect(result(bench)).to_have_text(
        re.compile(r"^Does not fit whole: scaled to 91 %, 1,469 m² \(0-3-67\.[23]\)\.$"), timeout=15_000
    )
    bench.panel.get_by_label(re.compile("Direction of the long side")).fill("30")
    expect(bench.panel.get_by_label("Turn the design")).to_have_value("30")
    expect(result(bench)).to_have_text(
        re.compile(r"^Does not fit whole: scaled to 86 %, 1,37[78] m² \(0-3-44\.[345]\)\.$")
    )
    bench.panel.get_by_label("The other way round: living first").check()
    bench.press("Take this design")
    bench.press("Save zones")
    expect(bench.panel).to_be_empty()
    found = sql(STORED, parcel)
    assert [row[0] for row in found] == ["house", "khok", "na", "nong"]
    assert [row[3] % 180 for row in found] == pytest.approx([30] * 4, abs=0.2)
    assert sql(FROM_LIVING, parcel) == [(210.0,)]


def test_keys_on_the_map_turn_it_mirror_it_and_take_it(begun: Begun) -> None:
    bench, _land, _parcel = begun(False)
    bench.panel.get_by_label("Plan", exact=True).select_option(label="1 rai, 1 : 1")
    expect(result(bench)).to_contain_text("Fits whole")
    bearing = bench.panel.get_by_label(re.compile("Direction of the long side"))
    before = float(bearing.input_value())
    bench.map.focus()
    bench.page.keyboard.press("Shift+ArrowRight")
    bench.page.keyboard.press("ArrowLeft")
    expect(bearing).to_have_value(str(round(before + 9) % 180))
    bench.page.keyboard.press("m")
    expect(bench.panel.get_by_label("The other way round: living first")).to_be_checked()
    expect(bench.panel.get_by_role("button", name="Take this design")).to_be_enabled()
    bench.map.focus()
    bench.page.keyboard.press("Enter")
    expect(bench.panel.get_by_role("button", name="Save zones")).to_be_enabled()


def test_own_shares_a_free_size_and_what_cannot_be_laid(begun: Begun) -> None:
    bench, _land, _parcel = begun(False)
    bench.panel.get_by_label("Plan", exact=True).select_option(label="Free size")
    bench.panel.get_by_label("Size, rai").fill("0.5")
    expect(result(bench)).to_contain_text("Fits whole: 800 m²")
    bench.panel.get_by_label("Shares", exact=True).select_option(label="Own shares")
    bench.panel.get_by_label("Water %").fill("50")
    expect(bench.panel.get_by_role("alert")).to_contain_text("The shares must be whole numbers that add to 100.")
    expect(bench.panel.get_by_role("button", name="Take this design")).to_be_disabled()
    bench.panel.get_by_label("Paddy %").fill("10")
    expect(share_of(bench, "Water")).to_have_text("8.1 %")
    expect(bench.panel.get_by_role("alert")).to_be_empty()
    bench.panel.get_by_label("Size, rai").fill("0")
    expect(bench.panel.get_by_role("alert")).to_contain_text("Type a size between 0.1 and 100 rai.")


def test_land_that_holds_no_bed_is_said_in_words(page_as: OpenPage, server: Server, client: Client) -> None:
    land = client.free_land()
    east, north = round(land.west + 0.00005, 8), round(land.south + 0.00005, 8)
    parcel = client.new_parcel([(land.west, land.south), (east, land.south), (east, north), (land.west, north)])
    bench = Bench(page_as("amphoe01"), server.url)
    bench.open(land, parcel)
    bench.start("Draw zones")
    bench.press("Standard design")
    expect(bench.panel.get_by_role("alert")).to_contain_text("Not even a small bed fits into this parcel.")
    bench.panel.get_by_label("Turn the design").press("ArrowRight")
    expect(bench.panel.get_by_role("alert")).to_contain_text("Another direction may leave more room: try Best fit.")
    expect(bench.panel.get_by_role("button", name="Take this design")).to_be_disabled()


def test_words_of_beds_keep_out_of_each_other_and_come_when_one_zooms_in(begun: Begun) -> None:
    bench, _land, _parcel = begun(False)
    bench.panel.get_by_label("Plan", exact=True).select_option(label="1 rai, 1 : 2")
    expect(result(bench)).to_have_text("Fits whole: 1,600 m² (1-0-00.0).")
    words = bench.page.locator(".editor-label span")
    assert not overlapping(words)
    for _ in range(2):
        bench.page.get_by_role("button", name="Zoom in").click()
    expect(words.first).to_be_visible()
    assert not overlapping(words)


def overlapping(words: Locator) -> list[tuple[int, int]]:
    """Which of them cover each other, by a pixel at least."""
    boxes = [box for word in words.all() if (box := word.bounding_box())]
    shared = [
        (min(a["x"] + a["width"], b["x"] + b["width"]) - max(a["x"], b["x"]),
         min(a["y"] + a["height"], b["y"] + b["height"]) - max(a["y"], b["y"]), i, j)
        for i, a in enumerate(boxes) for j, b in enumerate(boxes) if i < j
    ]  # fmt: skip
    return [(i, j) for width, height, i, j in shared if width > 1 and height > 1]
