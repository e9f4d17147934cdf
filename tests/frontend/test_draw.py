"""An officer draws a parcel and its zones in a real browser; the database holds the very nodes of the neighbours."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Server
from tests.frontend.drawing import Bench, Client, rectangle

NODES = """SELECT ST_X(d.geom), ST_Y(d.geom) FROM {} f, ST_DumpPoints(f.geom) d WHERE f.uid = %s"""
pytestmark = pytest.mark.usefixtures("server")
Sql = Callable[..., list[tuple[Any, ...]]]
OpenPage = Callable[..., Page]


@pytest.fixture(params=[False, True], ids=["mouse", "touch"])
def bench(request: pytest.FixtureRequest, page_as: OpenPage, server: Server) -> Bench:
    return Bench(page_as("amphoe01", touch=request.param), server.url, touch=request.param)


@pytest.fixture
def client(page_as: OpenPage, server: Server) -> Client:
    return Client(page_as("amphoe01"), server.url)


def nodes(sql: Sql, table: str, uid: str) -> set[tuple[float, float]]:
    return set(sql(NODES.format(table), uid))


def test_a_parcel_and_two_zones_share_their_nodes_with_what_is_there(bench: Bench, client: Client, sql: Sql) -> None:
    land = client.free_land()
    bench.open(land)
    bench.start("Draw parcel")
    bench.draw_beside(land)
    uid = bench.save_parcel()

    stored = client.get(f"collections/parcels/items/{uid}")
    shape = {tuple(node) for node in stored["geometry"]["coordinates"][0][0]}
    corners = {(land.west, land.south), (land.west, land.north)}
    assert corners < shape, "the neighbour's corners are not in the answer of the API"
    assert corners == nodes(sql, "parcel", uid) & nodes(sql, "parcel", land.neighbour)
    assert stored["properties"]["capture_method"] == "SCREEN"
    assert stored["properties"]["joined_area_m2"] == pytest.approx(stored["properties"]["area_calc_m2"], abs=0.1)

    draw_two_zones(bench, land)
    zones = client.get(f"collections/zones/items?parcel={uid}")["features"]
    assert {z["properties"]["zone_type"] for z in zones} == {"nong", "na"}
    assert {z["properties"]["stage"] for z in zones} == {"PLANNED"}
    one, other = (nodes(sql, "zone", z["id"]) for z in zones)
    assert len(one & other) == 2, "the cut has two nodes, the same in both zones"
    assert shape <= one | other, "every corner of the parcel is a corner of a zone"
    total = sql("SELECT sum(z.area_calc_m2) FROM zone z JOIN parcel p ON p.id = z.parcel WHERE p.uid = %s", uid)
    assert float(total[0][0]) == pytest.approx(stored["properties"]["area_calc_m2"], abs=0.3)
    assert bench.errors == []


def draw_two_zones(bench: Bench, land: Any) -> None:
    """Cut across the middle, from the west border to beyond the east one."""
    middle = land.south + land.height / 2
    bench.start("Draw zones")
    bench.point(land.west, middle, dx=3)
    bench.point(land.east, middle, dx=14, dy=9)
    bench.press("Finish")
    types = bench.panel.get_by_role("combobox", name=re.compile("Zone type of part"))
    expect(types).to_have_count(2)
    types.nth(0).select_option("nong")
    types.nth(1).select_option("na")
    bench.press("Save zones")
    expect(bench.panel).to_be_empty()


def test_an_edge_that_would_cross_is_refused_and_nothing_is_lost(bench: Bench, client: Client) -> None:
    land = client.free_land()
    bench.open(land)
    bench.start("Draw parcel")
    bench.points((land.west, land.south), (land.east, land.south), (land.east, land.north))
    bench.point((land.west + land.east) / 2, land.south, dy=25)
    expect(bench.panel.get_by_role("alert")).to_have_text(
        "The border crosses itself here. Move the corner. The point was not added."
    )
    expect(bench.page.locator("path.editor-node")).to_have_count(3)
    expect(bench.page.locator("path.editor-refused")).to_be_visible()
    bench.press("Finish")
    expect(bench.panel.get_by_label("Tambon")).to_be_visible()


def test_undo_and_redo_walk_through_all_steps(bench: Bench, client: Client) -> None:
    land = client.free_land()
    bench.open(land)
    bench.start("Draw parcel")
    corners = bench.page.locator("path.editor-node")
    bench.points(*rectangle(land))
    expect(corners).to_have_count(4)
    bench.press("Undo")
    expect(corners).to_have_count(3)
    bench.point(land.west, land.north)
    bench.press("Finish")
    expect(corners).to_have_count(0)
    for _ in range(5):
        bench.press("Undo")
    expect(corners).to_have_count(0)
    expect(bench.panel.get_by_role("button", name="Undo")).to_be_disabled()


def test_the_crosshair_adds_points_where_a_finger_is_too_wide(
    page_as: OpenPage, server: Server, client: Client
) -> None:
    land = client.free_land()
    bench = Bench(page_as("amphoe01", touch=True), server.url, touch=True)
    bench.open(land)
    bench.start("Draw parcel")
    bench.press("Add point")
    expect(bench.page.locator("path.editor-node")).to_have_count(1)
    for name in ("Add point", "Undo", "Finish", "Cancel"):
        box = bench.panel.get_by_role("button", name=name).bounding_box()
        assert box
        assert box["height"] >= 44, name


def test_the_keyboard_alone_draws_and_saves_a_parcel(
    page_as: OpenPage, server: Server, client: Client, sql: Sql
) -> None:
    bench = Bench(page_as("amphoe01"), server.url)
    bench.open(client.free_land())
    keys = bench.page.keyboard
    bench.page.get_by_role("button", name="Draw parcel").focus()
    keys.press("Enter")
    expect(bench.map).to_be_focused()
    for step in ("ArrowRight", "ArrowDown", "ArrowLeft"):
        for _ in range(9):
            keys.press(step)
        keys.press("Enter")
    expect(bench.page.locator("path.editor-node")).to_have_count(3)
    keys.press("Backspace")
    expect(bench.page.locator("path.editor-node")).to_have_count(2)
    keys.press("Shift+ArrowLeft")
    keys.press("Enter")
    keys.press("f")
    expect(bench.panel.get_by_label("Tambon")).to_be_visible()
    bench.panel.get_by_label("Tambon").select_option(index=1)
    tab_to(bench, "Save")
    keys.press("Enter")
    bench.page.wait_for_url(re.compile("parcel="))
    uid = bench.page.url.partition("parcel=")[2][:36]
    assert sql("SELECT ST_NPoints(geom) FROM parcel WHERE uid = %s", uid) == [(4,)]


def tab_to(bench: Bench, name: str) -> None:
    wanted = bench.panel.get_by_role("button", name=name, exact=True)
    for _ in range(80):
        bench.page.keyboard.press("Tab")
        if wanted.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"{name} is not reached by Tab")
