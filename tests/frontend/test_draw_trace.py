"""A new parcel takes a neighbour's winding border by tracing it, with mouse, fingers and keys."""

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
COMMON = """
    SELECT ST_Area(ST_Intersection(a.geom, b.geom)::geography), ST_Dimension(ST_Intersection(a.geom, b.geom)),
        ST_Touches(a.geom, b.geom)
    FROM parcel a, parcel b WHERE a.uid = %s AND b.uid = %s
"""


@pytest.fixture
def client(page_as: OpenPage, server: Server) -> Client:
    return Client(page_as("amphoe01"), server.url)


def winding(client: Client) -> tuple[Land, list[Position]]:
    """Free land whose neighbour at the west has a border that winds: its nodes from south to north."""
    land = client.free_land()
    east, west = round(land.west + 0.00006, 8), round(land.west - 0.00005, 8)
    bends = [(east, land.south + 0.00015), (west, land.south + 0.0003), (east, land.south + 0.00045)]
    border = [(land.west, land.south), *((x, round(y, 8)) for x, y in bends), (land.west, land.north)]
    far = round(land.west - 0.0008, 8)
    ring = [(far, land.south), *border, (far, land.north)]
    shape = {"type": "MultiPolygon", "coordinates": [[[*ring, ring[0]]]]}
    client.send("PATCH", f"collections/parcels/items/{land.neighbour}", {"geometry": shape}, version=1)
    return land, border


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "touch"])
def test_the_border_of_a_neighbour_is_traced_node_by_node(
    page_as: OpenPage, server: Server, client: Client, sql: Sql, touch: bool
) -> None:
    land, border = winding(client)
    bench = Bench(page_as("amphoe01", touch=touch), server.url, touch=touch)
    bench.open(land)
    bench.start("Draw parcel")
    trace = bench.panel.get_by_role("button", name="Trace the border")
    expect(trace).to_be_disabled()
    bench.point(land.west, land.south, dx=4, dy=-3)
    bench.press("Trace the border")
    expect(trace).to_have_attribute("aria-pressed", "true")
    bench.point(land.east, land.north)
    expect(bench.panel.get_by_role("alert")).to_contain_text(
        "This place is not on the border of the parcel. Catch a corner or an edge"
    )
    assert bench.errors == []  # before axe puts its own styles in
    assert violations(bench.page) == []
    bench.point(land.west, land.north, dx=3, dy=4)
    corners = bench.page.locator("path.editor-node")
    expect(corners).to_have_count(len(border))
    bench.press("The other way")
    expect(corners).to_have_count(4)
    bench.press("The other way")
    expect(corners).to_have_count(len(border))
    bench.press("Undo")
    expect(corners).to_have_count(4)
    bench.press("Undo")
    expect(corners).to_have_count(len(border))
    bench.points((land.east, land.north), (land.east, land.south))
    bench.press("Finish")
    uid = bench.save_parcel()
    assert nodes(sql, "parcel", uid) & nodes(sql, "parcel", land.neighbour) == set(border)
    assert sql(COMMON, uid, land.neighbour) == [(0.0, 1, True)]


def test_keys_trace_a_border_and_turn_it_round(page_as: OpenPage, server: Server, client: Client) -> None:
    land, border = winding(client)
    bench = Bench(page_as("amphoe01"), server.url)
    bench.open(land)
    bench.start("Draw parcel")
    keys, corners = bench.page.keyboard, bench.page.locator("path.editor-node")
    keys.press("t")
    expect(bench.panel.get_by_role("alert")).to_contain_text("not on the border of a neighbour")
    bench.point(land.west, land.south, dx=4)
    keys.press("t")
    keys.press("r")
    expect(bench.panel.get_by_role("alert")).to_contain_text("longer way")
    bench.point(land.west, land.north, dx=4)
    expect(corners).to_have_count(4)
    keys.press("r")
    expect(corners).to_have_count(len(border))
    keys.press("Backspace")
    keys.press("Backspace")
    expect(corners).to_have_count(1)
