"""Undo and redo of everything: typed fields, corners, pens, zones and designs, without end and after a reload."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import Server
from tests.frontend.drawing import Bench, Client, Land, rectangle
from tests.frontend.test_draw_nothing_lost import cut_in_two

Sql = Callable[..., list[tuple[Any, ...]]]
OpenPage = Callable[..., Page]
SIZES = pytest.mark.parametrize("touch", [False, True], ids=["desktop", "phone"])
STORED = "SELECT name, land_class, version, ST_Equals(geom, ST_GeomFromText(%s, 4326)) FROM parcel WHERE uid = %s"


@pytest.fixture
def client(page_as: OpenPage, server: Server) -> Client:
    return Client(page_as("amphoe01"), server.url)


@pytest.fixture
def bench_of_size(page_as: OpenPage, server: Server) -> Callable[[bool], Bench]:
    return lambda touch: Bench(page_as("amphoe01", touch=touch), server.url, touch=touch)


def name(bench: Bench) -> Locator:
    return bench.panel.get_by_label("Name")


def drag_corner(bench: Bench) -> None:
    """The south-eastern one, which no neighbour shares."""
    bench.drag(bench.page.get_by_role("button", name="Corner 2 of 4"), -25, -15)
    expect(bench.panel.get_by_role("button", name="Undo")).to_be_enabled()


def area(bench: Bench) -> str:
    return bench.panel.locator(".editor-metres").inner_text()


def shape(sql: Sql, uid: str) -> str:
    return str(sql("SELECT ST_AsText(geom) FROM parcel WHERE uid = %s", uid)[0][0])


def again(bench: Bench) -> None:
    """Reload the page, and go on with what it has kept."""
    bench.page.reload()
    bench.page.get_by_role("region", name="Kept drawings").get_by_role("button", name="Continue").click()
    expect(bench.panel.get_by_role("heading", level=2)).to_be_visible()


def edit(bench: Bench, client: Client) -> tuple[Land, str]:
    land, parcel = client.own_parcel()
    bench.open(land, parcel)
    bench.start("Edit shape")
    return land, parcel


@SIZES
def test_what_was_typed_is_a_step_between_those_of_the_shape(
    bench_of_size: Callable[[bool], Bench], client: Client, sql: Sql, touch: bool
) -> None:
    bench = bench_of_size(touch)
    _land, parcel = edit(bench, client)
    before = shape(sql, parcel)
    whole = area(bench)
    drag_corner(bench)
    moved = area(bench)
    assert moved != whole
    name(bench).press_sequentially("Suan Yai")
    bench.panel.get_by_label("Land class").select_option("TEMPLE")

    bench.press("Undo")
    expect(bench.panel.get_by_label("Land class")).not_to_have_value("TEMPLE")
    expect(name(bench)).to_have_value("Suan Yai")
    bench.press("Undo")
    expect(name(bench)).to_have_value("")
    assert area(bench) == moved, "typing took the corner along"
    bench.press("Undo")
    expect(bench.panel.locator(".editor-metres")).to_have_text(whole)
    expect(bench.panel.get_by_role("button", name="Undo")).to_be_disabled()
    for _ in range(3):
        bench.press("Redo")
    expect(bench.panel.get_by_role("button", name="Redo")).to_be_disabled()
    expect(name(bench)).to_have_value("Suan Yai")
    expect(bench.panel.get_by_label("Land class")).to_have_value("TEMPLE")
    assert area(bench) == moved
    bench.press("Save")
    expect(bench.panel).to_be_empty()
    assert sql(STORED, before, parcel) == [("Suan Yai", "TEMPLE", 2, False)]


def test_undoing_the_shape_leaves_what_was_typed_before(
    bench_of_size: Callable[[bool], Bench], client: Client, sql: Sql
) -> None:
    bench = bench_of_size(False)
    _land, parcel = edit(bench, client)
    before = shape(sql, parcel)
    name(bench).fill("Typed first")
    expect(bench.page.locator("#tools").get_by_role("button", name="Undo")).to_be_enabled()
    drag_corner(bench)
    bench.press("Undo")
    expect(name(bench)).to_have_value("Typed first")
    bench.press("Save")
    expect(bench.panel).to_be_empty()
    assert sql(STORED, before, parcel) == [("Typed first", "UNKNOWN", 2, True)]


@SIZES
def test_what_was_undone_comes_back_after_a_reload(
    bench_of_size: Callable[[bool], Bench], client: Client, sql: Sql, touch: bool
) -> None:
    bench = bench_of_size(touch)
    _land, parcel = edit(bench, client)
    drag_corner(bench)
    moved = area(bench)
    name(bench).fill("Kept")
    bench.press("Undo")
    again(bench)
    expect(name(bench)).to_have_value("")
    bench.press("Redo")
    expect(name(bench)).to_have_value("Kept")
    bench.press("Undo")
    bench.press("Undo")
    name(bench).fill("Another way")
    expect(bench.panel.get_by_role("button", name="Redo"), "what was undone is behind another step").to_be_disabled()
    again(bench)
    expect(name(bench)).to_have_value("Another way")
    assert area(bench) != moved
    bench.press("Save")
    expect(bench.panel).to_be_empty()
    assert sql("SELECT name, version FROM parcel WHERE uid = %s", parcel) == [("Another way", 2)]


def test_the_tambon_that_was_found_stays_when_the_shape_goes_back(
    bench_of_size: Callable[[bool], Bench], client: Client
) -> None:
    """It was found after a corner had been dragged: no state before has it."""
    bench = bench_of_size(False)
    land = client.free_land()
    bench.open(land)
    bench.start("Draw parcel")
    late: list[Any] = []
    bench.page.route(re.compile("/api/areas/at"), lambda route: late.append(route))
    bench.draw_beside(land)
    drag_corner(bench)
    for route in late:
        route.continue_()
    expect(bench.panel.get_by_label("Tambon")).not_to_have_value("")
    bench.press("Undo")
    expect(bench.panel.get_by_label("Tambon")).not_to_have_value("")


@SIZES
def test_points_come_back_one_by_one(bench_of_size: Callable[[bool], Bench], client: Client, touch: bool) -> None:
    bench = bench_of_size(touch)
    land = client.free_land()
    bench.open(land)
    bench.start("Draw parcel")
    bench.points(*rectangle(land)[:3])
    corners = bench.page.locator("path.editor-node")
    expect(corners).to_have_count(3)
    for left in (2, 1):
        bench.press("Undo")
        expect(corners).to_have_count(left)
    again(bench)
    for there in (2, 3):
        bench.press("Redo")
        expect(corners).to_have_count(there)
    bench.point(land.west, land.north)
    expect(bench.panel.get_by_role("button", name="Redo")).to_have_count(0)
    bench.press("Finish")
    expect(bench.panel.get_by_label("Tambon")).to_be_visible()


@SIZES
def test_zones_come_back_with_their_types(
    bench_of_size: Callable[[bool], Bench], client: Client, sql: Sql, touch: bool
) -> None:
    bench = bench_of_size(touch)
    land, parcel = client.own_parcel()
    bench.open(land, parcel)
    bench.start("Draw zones")
    cut_in_two(bench, land)
    types = bench.panel.get_by_role("combobox", name=re.compile("Zone type of part"))
    undo, redo = (bench.panel.get_by_role("button", name=step) for step in ("Undo", "Redo"))
    undo.click()
    expect(types.nth(1)).to_have_value("")
    again(bench)
    undo.click()
    expect(types.nth(0)).to_have_value("")
    redo.click()
    redo.click()
    expect(redo).to_be_disabled()
    expect(types.nth(0)).to_have_value("khok")
    expect(types.nth(1)).to_have_value("na")
    bench.press("Save zones")
    expect(bench.panel).to_be_empty()
    found = sql(
        "SELECT zone_type FROM zone WHERE parcel = (SELECT id FROM parcel WHERE uid = %s) ORDER BY 1",
        parcel,
    )
    assert [one for (one,) in found] == ["khok", "na"]


def test_a_design_turns_back(bench_of_size: Callable[[bool], Bench], client: Client) -> None:
    bench = bench_of_size(False)
    land, parcel = client.own_parcel()
    bench.open(land, parcel)
    bench.start("Draw zones")
    bench.press("Standard design")
    bearing = bench.panel.get_by_label("Direction of the long side, degrees from north")
    expect(bearing).not_to_have_value("")
    bearing.fill("30")
    bench.panel.get_by_label("The other way round: living first").check()
    bench.press("Undo")
    expect(bench.panel.get_by_label("The other way round: living first")).not_to_be_checked()
    expect(bearing).to_have_value("30")
    bench.press("Undo")
    expect(bearing).not_to_have_value("30")
    bench.press("Redo")
    expect(bearing).to_have_value("30")
    expect(bench.panel.get_by_role("button", name="Take this design")).to_be_enabled()


def test_which_parcel_stays_after_a_merge_goes_back(bench_of_size: Callable[[bool], Bench], client: Client) -> None:
    bench = bench_of_size(False)
    land, parcel = client.own_parcel()
    bench.open(land, parcel)
    bench.start("Merge")
    bench.panel.get_by_role("button", name=re.compile(re.escape(land.code))).click()
    theirs = bench.panel.get_by_role("radio", name=re.compile(re.escape(land.code)))
    expect(theirs).not_to_be_checked()
    theirs.check()
    expect(bench.panel.get_by_role("alert")).to_have_text("")
    steps = bench.page.locator("#tools")
    steps.get_by_role("button", name="Undo").click()
    expect(theirs).not_to_be_checked()
    expect(bench.panel.get_by_role("button", name="Save as one parcel")).to_be_visible()
    steps.get_by_role("button", name="Redo").click()
    expect(theirs).to_be_checked()
    assert bench.errors == []
