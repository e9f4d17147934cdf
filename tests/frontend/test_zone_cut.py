"""Zones cut from a parcel: the server's corners go into zones, parcel and neighbour, and the zones cover all of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import Server
from tests.frontend.drawing import Bench, Client, Land
from tests.frontend.test_accessibility import SIZES, violations
from tests.frontend.test_draw_nothing_lost import lose, sent

Sql = Callable[..., list[tuple[Any, ...]]]
OpenPage = Callable[..., Page]
COVER = """
    SELECT count(*), bool_and(ST_CoveredBy(z.geom, p.geom)), ST_Equals(ST_Union(z.geom), p.geom),
        ST_AsText(ST_SymDifference(ST_Union(z.geom), p.geom))
    FROM zone z JOIN parcel p ON p.id = z.parcel WHERE p.uid = %s GROUP BY p.id
"""
OVERLAPS = """
    SELECT count(*) FROM zone a JOIN zone b ON a.parcel = b.parcel AND a.id < b.id JOIN parcel p ON p.id = a.parcel
    WHERE p.uid = %s AND ST_Relate(a.geom, b.geom, 'T********')
"""
CORNERS = "SELECT ST_NPoints(geom), version FROM parcel WHERE uid = %s"
COMMON = """
    SELECT count(*) FROM (
        SELECT d.geom FROM parcel p, ST_DumpPoints(p.geom) d WHERE p.uid = %s
        INTERSECT SELECT d.geom FROM parcel p, ST_DumpPoints(p.geom) d WHERE p.uid = %s) AS shared
"""


@pytest.fixture
def client(page_as: OpenPage, server: Server) -> Client:
    return Client(page_as("amphoe01"), server.url)


@pytest.fixture
def bench(page_as: OpenPage, server: Server) -> Bench:
    return Bench(page_as("amphoe01"), server.url)


def types(bench: Bench) -> Locator:
    return bench.panel.get_by_role("combobox", name=re.compile("Zone type of part"))


def effects(bench: Bench) -> Locator:
    return bench.panel.get_by_role("list", name="What else changes")


def cut_aslant(bench: Bench, land: Land) -> None:
    """From the west to the east, a little downhill."""
    bench.point(land.west, land.south + land.height * 0.55, dx=-12)
    bench.point(land.east, land.south + land.height * 0.4, dx=12)
    bench.press("Finish")


def cut_upwards(bench: Bench, land: Land) -> None:
    """Through the larger, northern part."""
    bench.point(land.west + land.width * 0.4, land.south + land.height * 0.35)
    bench.point(land.west + land.width * 0.55, land.north, dy=-12)
    bench.press("Finish")


@SIZES
def test_cuts_are_the_servers_and_cover_the_parcel(
    page_as: OpenPage, server: Server, client: Client, sql: Sql, touch: bool
) -> None:
    land, parcel = client.own_parcel()
    bench = Bench(page_as("amphoe01", touch=touch), server.url, touch=touch)
    bench.open(land, parcel)
    bench.start("Draw zones")
    cut_aslant(bench, land)
    expect(types(bench)).to_have_count(2)
    expect(effects(bench)).to_contain_text("1 neighbour gets the new corners, so that the border stays shared.")
    bench.panel.get_by_role("radio", name="Cut part 1").check()
    cut_upwards(bench, land)
    expect(types(bench)).to_have_count(3)
    expect(effects(bench)).to_be_visible()
    assert bench.errors == []  # before axe puts its own styles in
    assert violations(bench.page) == []
    for n, kind in enumerate(("nong", "khok", "na")):
        types(bench).nth(n).select_option(kind)
    bench.press("Save zones")
    expect(bench.panel).to_be_empty()
    assert sql(COVER, parcel) == [(3, True, True, "POLYGON EMPTY")]
    assert sql(OVERLAPS, parcel) == [(0,)]
    # Two corners of the first cut and one of the second; the first one lies on the neighbour's border too.
    assert sql(CORNERS, parcel) == [(8, 2)]
    assert sql(CORNERS, land.neighbour) == [(6, 2)]
    assert sql(COMMON, parcel, land.neighbour) == [(3,)]


def test_a_later_cut_goes_into_the_zones_that_are_stored(bench: Bench, client: Client, sql: Sql) -> None:
    land, parcel = client.own_parcel()
    bench.open(land, parcel)
    bench.start("Draw zones")
    cut_aslant(bench, land)
    expect(effects(bench)).to_be_visible()
    for n, kind in enumerate(("nong", "khok")):
        types(bench).nth(n).select_option(kind)
    bench.press("Save zones")
    expect(bench.panel).to_be_empty()
    before = {
        z["id"]: z["properties"]["version"] for z in client.get(f"collections/zones/items?parcel={parcel}")["features"]
    }
    bench.start("Draw zones")
    cut_upwards(bench, land)
    expect(types(bench)).to_have_count(3)
    bench.press("Save zones")
    expect(bench.panel).to_be_empty()
    after = {
        z["id"]: z["properties"]["version"] for z in client.get(f"collections/zones/items?parcel={parcel}")["features"]
    }
    assert {uid: after[uid] for uid in before} == dict.fromkeys(before, 2)
    assert sql(COVER, parcel) == [(3, True, True, "POLYGON EMPTY")]


def test_a_cut_without_the_server_waits_for_saving(bench: Bench, client: Client, sql: Sql) -> None:
    land, parcel = client.own_parcel()
    bench.open(land, parcel)
    bench.start("Draw zones")
    bench.page.route("**/api/geometry/pieces", lambda route: route.abort())
    cut_aslant(bench, land)
    expect(types(bench)).to_have_count(2)
    types(bench).nth(0).select_option("nong")
    types(bench).nth(1).select_option("khok")
    bench.page.unroute_all()
    bench.press("Save zones")
    expect(bench.panel).to_be_empty()
    assert sql(COVER, parcel) == [(2, True, True, "POLYGON EMPTY")]


def test_an_answer_to_zones_that_is_lost_stores_them_once(bench: Bench, client: Client, sql: Sql) -> None:
    land, parcel = client.own_parcel()
    bench.open(land, parcel)
    bench.start("Draw zones")
    cut_aslant(bench, land)
    types(bench).nth(0).select_option("nong")
    types(bench).nth(1).select_option("khok")
    bench.page.route("**/api/geometry/save", lose)
    bench.press("Save zones")
    expect(bench.page.get_by_role("link", name="1 change waits to be sent")).to_be_visible()
    bench.page.unroute_all(behavior="wait")
    sent(bench)
    assert sql(COVER, parcel) == [(2, True, True, "POLYGON EMPTY")]
    assert sql(CORNERS, parcel)[0][1] == 2


def test_where_the_server_refuses_the_piece_is_whole_again(bench: Bench, client: Client) -> None:
    land, parcel = client.own_parcel()
    bench.open(land, parcel)
    bench.start("Draw zones")
    problem = {"title": "Too small", "status": 422, "code": "sliver", "detail": "A piece would be too small."}
    bench.page.route(
        "**/api/geometry/pieces",
        lambda route: route.fulfill(status=422, json=problem, content_type="application/problem+json"),
    )
    cut_aslant(bench, land)
    expect(bench.panel.get_by_role("alert")).to_contain_text("A piece would be too small.")
    expect(types(bench)).to_have_count(1)
