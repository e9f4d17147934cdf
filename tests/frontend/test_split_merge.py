"""Split and merge on the map, with mouse and with fingers: what the database holds then."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Server
from tests.frontend.drawing import Bench, Client, Land
from tests.frontend.test_accessibility import violations

Sql = Callable[..., list[tuple[Any, ...]]]
OpenPage = Callable[..., Page]
SIZES = pytest.mark.parametrize("touch", [False, True], ids=["mouse", "touch"])
EDGES = """
    SELECT least(ST_AsText(a.geom, 8), ST_AsText(b.geom, 8)), greatest(ST_AsText(a.geom, 8), ST_AsText(b.geom, 8))
    FROM parcel p, ST_DumpPoints(p.geom) a, ST_DumpPoints(p.geom) b
    WHERE p.uid = %s AND b.path[1:2] = a.path[1:2] AND b.path[3] = a.path[3] + 1 ORDER BY 1, 2
"""
PIECES = "SELECT uid::text, code FROM parcel WHERE withdrawn_at IS NULL AND ST_Intersects(geom, ST_MakeEnvelope(%s, %s, %s, %s, 4326))"


@pytest.fixture
def client(page_as: OpenPage, server: Server) -> Client:
    return Client(page_as("amphoe01"), server.url)


def pieces(sql: Sql, land: Land) -> list[tuple[str, str]]:
    inside = (land.west + 1e-5, land.south + 1e-5, land.east - 1e-5, land.north - 1e-5)
    return [(uid, code) for uid, code in sql(PIECES, *inside)]


@SIZES
def test_a_parcel_is_split_by_a_line_and_merged_again_to_the_same_vertices(
    page_as: OpenPage, server: Server, client: Client, sql: Sql, touch: bool
) -> None:
    land, parcel = client.own_parcel()
    first = sql(EDGES, parcel)
    bench = Bench(page_as("amphoe01", touch=touch), server.url, touch=touch)
    bench.open(land, parcel)
    bench.start("Split")
    middle = land.south + land.height / 2
    bench.points((land.west - 0.0001, middle), (land.east + 0.0001, middle))
    bench.press("Finish")
    listed = bench.panel.get_by_role("list", name="Pieces").get_by_role("listitem")
    expect(listed).to_have_count(2)
    expect(bench.panel.get_by_role("list", name="What else changes")).to_contain_text(
        "1 neighbour gets the new corners"
    )
    assert bench.errors == []  # before axe puts its own styles in
    assert violations(bench.page) == []
    assert len(pieces(sql, land)) == 1
    bench.press("Save the pieces")
    expect(bench.panel).to_be_empty()
    found = dict(pieces(sql, land))
    assert len(found) == 2
    (new,) = found.keys() - {parcel}
    assert sql(
        "SELECT ST_Touches(a.geom, b.geom) FROM parcel a, parcel b WHERE a.uid = %s AND b.uid = %s", parcel, new
    )[0][0]

    bench.start("Merge")
    bench.panel.get_by_role("button", name=re.compile(re.escape(found[new]))).click()
    expect(bench.panel.get_by_role("radio")).to_have_count(2)
    assert violations(bench.page) == []
    bench.press("Save as one parcel")
    expect(bench.panel).to_be_empty()
    assert [uid for uid, _code in pieces(sql, land)] == [parcel]
    with_neighbour = {node for edge in sql(EDGES, parcel) for node in edge} - {node for edge in first for node in edge}
    assert len(with_neighbour) <= 1  # the neighbour holds the node by now, and keeps it


def test_a_line_that_cuts_nothing_is_refused_at_once_and_a_faster_officer_is_told(
    page_as: OpenPage, server: Server, client: Client, sql: Sql
) -> None:
    land, parcel = client.own_parcel()
    bench = Bench(page_as("amphoe01"), server.url)
    bench.open(land, parcel)
    bench.start("Split")
    middle = land.south + land.height / 2
    bench.points((land.west + 0.0001, middle), (land.east - 0.0001, middle))
    bench.press("Finish")
    expect(bench.panel.get_by_role("alert")).to_contain_text("does not cut")
    bench.press("Undo")
    bench.press("Undo")
    bench.points((land.west - 0.0001, middle), (land.east + 0.0001, middle))
    bench.press("Finish")
    expect(bench.panel.get_by_role("button", name="Save the pieces")).to_be_visible()
    client.send("PATCH", f"collections/parcels/items/{parcel}", {"properties": {"name": "เร็วกว่า"}}, version=1)
    bench.press("Save the pieces")
    bench.press("Compute again")
    expect(bench.panel.get_by_role("alert")).to_be_empty()
    bench.press("Save the pieces")
    expect(bench.panel).to_be_empty()
    assert len(pieces(sql, land)) == 2


def test_who_may_not_split_is_told_why(page_as: OpenPage, server: Server, client: Client) -> None:
    land, parcel = client.own_parcel()
    bench = Bench(page_as("viewer"), server.url)
    bench.open(land, parcel)
    split = bench.page.get_by_role("button", name="Split", exact=True)
    expect(split).to_have_attribute("aria-disabled", "true")
    split.click(force=True)
    expect(bench.page.locator("#status")).to_contain_text("may not split")


def test_a_border_drawn_beside_the_neighbour_s_is_fitted_and_undo_takes_it_back(
    page_as: OpenPage, server: Server, client: Client, sql: Sql
) -> None:
    land = client.free_land()
    off = 0.000008  # under a metre
    parcel = client.new_parcel(
        [
            (land.west + off, land.south + off),
            (land.east, land.south),
            (land.east, land.north),
            (land.west + off, land.north),
        ]
    )
    bench = Bench(page_as("amphoe01"), server.url)
    bench.open(land, parcel)
    bench.start("Edit shape")
    bench.press("Fit to neighbours")
    expect(bench.panel.get_by_role("alert")).to_contain_text("Undo takes it back")
    bench.press("Undo")
    bench.press("Fit to neighbours")
    expect(bench.panel.get_by_role("alert")).to_contain_text("Undo takes it back")
    bench.press("Save")
    expect(bench.panel).to_be_empty()
    shared = (
        "SELECT count(DISTINCT d.geom) FROM parcel p, ST_DumpPoints(p.geom) d WHERE p.uid = %s AND ST_X(d.geom) = %s"
    )
    assert sql(shared, parcel, land.west)[0][0] == 2
