"""A shared border is moved on the map, with mouse and with fingers: whoever shares a corner goes along, or is said to stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Server
from tests.frontend.drawing import Bench, Client, Land, Position
from tests.frontend.test_accessibility import violations
from tests.frontend.test_draw import nodes

Sql = Callable[..., list[tuple[Any, ...]]]
OpenPage = Callable[..., Page]
SIZES = pytest.mark.parametrize("touch", [False, True], ids=["mouse", "touch"])
VERSION = "SELECT version FROM parcel WHERE uid = %s"
COMMON_M2 = """
    SELECT ST_Area(ST_Intersection(a.geom, b.geom)::geography) FROM parcel a, parcel b WHERE a.uid = %s AND b.uid = %s
"""


@pytest.fixture
def client(page_as: OpenPage, server: Server) -> Client:
    return Client(page_as("amphoe01"), server.url)


def editing(page_as: OpenPage, server: Server, land: Land, parcel: str, *, touch: bool = False) -> Bench:
    bench = Bench(page_as("amphoe01", touch=touch), server.url, touch=touch)
    bench.open(land, parcel)
    bench.start("Edit shape")
    return bench


def north_west(land: Land) -> Position:
    return land.west, land.north


@SIZES
def test_the_neighbour_moves_along_with_a_shared_corner(
    page_as: OpenPage, server: Server, client: Client, sql: Sql, touch: bool
) -> None:
    land, parcel = client.own_parcel()
    bench = editing(page_as, server, land, parcel, touch=touch)
    expect(bench.panel.get_by_label("Neighbours move along")).to_be_checked()
    told = bench.panel.get_by_role("list", name="What else changes")
    before = sql(VERSION, parcel), sql(VERSION, land.neighbour)

    bench.drag(bench.page.get_by_role("button", name="Corner 4 of 4"), 30, 24)
    expect(bench.page.locator("path.editor-neighbour")).to_be_visible()
    expect(bench.page.locator("path.editor-overlap")).to_have_count(0)
    expect(told).to_have_text("1 neighbour moves along.")
    assert bench.errors == []  # before axe puts its own styles in
    assert violations(bench.page) == []

    bench.press("Undo")
    expect(bench.page.locator("path.editor-neighbour")).to_have_count(0)
    expect(told).to_have_count(0)
    bench.press("Redo")
    expect(told).to_have_text("1 neighbour moves along.")
    assert (sql(VERSION, parcel), sql(VERSION, land.neighbour)) == before, "stored before it was saved"
    bench.press("Save")
    expect(bench.panel).to_be_empty()

    own, theirs = nodes(sql, "parcel", parcel), nodes(sql, "parcel", land.neighbour)
    assert north_west(land) not in own | theirs
    assert (land.west, land.south) in own & theirs
    assert len(own & theirs) == 2, "the moved corner is one node in both"
    assert sql(COMMON_M2, parcel, land.neighbour)[0][0] < 0.01
    assert [sql(VERSION, uid) for uid in (parcel, land.neighbour)] == [[(v + 1,)] for ((v,),) in before]


def test_a_whole_border_moves_with_the_keyboard(page_as: OpenPage, server: Server, client: Client, sql: Sql) -> None:
    land, parcel = client.own_parcel()
    bench = editing(page_as, server, land, parcel)
    keys = bench.page.keyboard
    for number in (1, 4):
        bench.page.get_by_role("button", name=f"Corner {number} of 4").focus()
        keys.press("Space")
    for _ in range(3):
        keys.press("Shift+ArrowRight")
    expect(bench.panel.get_by_role("list", name="What else changes")).to_have_text("1 neighbour moves along.")
    bench.press("Save")
    expect(bench.panel).to_be_empty()
    own, theirs = nodes(sql, "parcel", parcel), nodes(sql, "parcel", land.neighbour)
    assert len(own & theirs) == 2
    assert all(x > land.west for x, _ in own & theirs)
    assert sql(COMMON_M2, parcel, land.neighbour)[0][0] < 0.01


def test_the_neighbour_stays_where_one_says_so_and_the_draft_remembers(
    page_as: OpenPage, server: Server, client: Client, sql: Sql
) -> None:
    land, parcel = client.own_parcel()
    bench = editing(page_as, server, land, parcel)
    along = bench.panel.get_by_label("Neighbours move along")
    along.uncheck()
    bench.page.reload()
    bench.page.get_by_role("region", name="Kept drawings").get_by_role("button", name="Continue").click()
    expect(along).not_to_be_checked()
    corner = bench.page.get_by_role("button", name="Corner 4 of 4")
    corner.focus()
    for _ in range(4):
        bench.page.keyboard.press("Shift+ArrowRight")
    bench.page.keyboard.press("Shift+ArrowDown")
    expect(bench.page.locator("path.editor-neighbour")).to_have_count(0)
    bench.press("Save")
    expect(bench.panel).to_be_empty()
    assert north_west(land) in nodes(sql, "parcel", land.neighbour)
    assert north_west(land) not in nodes(sql, "parcel", parcel)
    assert sql(VERSION, land.neighbour) == [(1,)]


def test_neighbours_outside_one_s_area_stay_and_are_counted(
    page_as: OpenPage, server: Server, client: Client, sql: Sql
) -> None:
    land, parcel = client.own_parcel()
    strangers = [(land.east, land.south), (land.east + 0.0005, land.south), (land.east, land.north)]
    stranger = Client(page_as("province"), server.url).new_parcel(
        [(round(x, 8), y) for x, y in strangers], tambon="670501"
    )
    bench = editing(page_as, server, land, parcel)
    bench.drag(bench.page.get_by_role("button", name="Corner 3 of 4"), -30, 20)
    told = bench.panel.get_by_role("list", name="What else changes")
    expect(told).to_have_text("1 neighbour outside your area stays as it is.")
    bench.press("Save")
    expect(bench.panel).to_be_empty()
    assert (land.east, land.north) in nodes(sql, "parcel", stranger)
    assert (land.east, land.north) not in nodes(sql, "parcel", parcel)
    assert sql(VERSION, stranger) == [(1,)]


def test_a_neighbour_that_was_changed_meanwhile_is_moved_as_it_is_now(
    page_as: OpenPage, server: Server, client: Client, sql: Sql
) -> None:
    land, parcel = client.own_parcel()
    bench = editing(page_as, server, land, parcel)
    bench.drag(bench.page.get_by_role("button", name="Corner 4 of 4"), 30, 24)
    client.send("PATCH", f"collections/parcels/items/{land.neighbour}", {"properties": {"name": "เร็วกว่า"}}, version=1)
    bench.press("Save")
    expect(bench.panel).to_be_empty()
    assert len(nodes(sql, "parcel", parcel) & nodes(sql, "parcel", land.neighbour)) == 2
    assert sql("SELECT name, version FROM parcel WHERE uid = %s", land.neighbour) == [("เร็วกว่า", 3)]
