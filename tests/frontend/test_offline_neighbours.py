"""Land beside land without a network: what waits is there for the neighbours too, and all of it goes without a conflict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Server
from tests.frontend.drawing import Bench, Client, Land
from tests.frontend.test_draw import nodes
from tests.frontend.test_edit_border import COMMON_M2, SIZES, VERSION
from tests.frontend.test_offline_new_parcel import TAMBON, take_along

Sql = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def client(page_as: Callable[..., Page], server: Server) -> Client:
    return Client(page_as("amphoe01"), server.url)


def go_out(installed: Callable[..., Page], server: Server, *, touch: bool = False) -> Bench:
    """The tambon is taken along, and then there is no network."""
    page = installed("amphoe01", touch=touch, path="/outbox")
    take_along(page, TAMBON)
    page.context.set_offline(True)
    return Bench(page, server.url, touch=touch)


def come_back(bench: Bench) -> None:
    bench.page.context.set_offline(False)
    expect(bench.page.locator("#outbox-link")).to_be_hidden()


def test_a_shared_border_is_moved_from_both_sides(
    installed: Callable[..., Page], server: Server, client: Client, sql: Sql
) -> None:
    land, parcel = client.own_parcel()
    ((own, theirs, code),) = sql(
        "SELECT a.version, b.version, a.code FROM parcel a, parcel b WHERE a.uid = %s AND b.uid = %s",
        parcel,
        land.neighbour,
    )
    bench = go_out(installed, server)
    bench.open(land, parcel)
    bench.start("Edit shape")
    bench.drag(bench.page.get_by_role("button", name="Corner 4 of 4"), 30, 24)
    bench.press("Save")
    expect(bench.panel).to_be_empty()
    expect(bench.page.locator("path.waiting-parcel")).to_have_count(2)
    bench.open(Land(land.west, land.south, parcel, code), land.neighbour)
    expect(bench.page.get_by_role("link", name="1 change waits to be sent")).to_be_visible()
    bench.start("Edit shape")
    bench.drag(bench.page.get_by_role("button", name="Corner 3 of 4"), -12, -10)
    expect(bench.page.locator("path.editor-overlap")).to_have_count(0)
    bench.press("Save")
    expect(bench.panel).to_be_empty()
    expect(bench.page.locator("#outbox-link")).to_have_accessible_name("No network · 2 items wait")
    come_back(bench)
    assert [sql(VERSION, parcel), sql(VERSION, land.neighbour)] == [[(own + 2,)], [(theirs + 2,)]]
    shared = nodes(sql, "parcel", parcel) & nodes(sql, "parcel", land.neighbour)
    assert len(shared) == 2
    assert (land.west, land.north) not in shared
    assert sql(COMMON_M2, parcel, land.neighbour)[0][0] < 0.01
    expect(bench.page.locator("path.waiting-parcel")).to_have_count(0)


@SIZES
def test_two_new_parcels_side_by_side_share_their_corners(
    installed: Callable[..., Page], server: Server, client: Client, sql: Sql, touch: bool
) -> None:
    land = client.free_land()
    bench = go_out(installed, server, touch=touch)
    bench.open(land)
    bench.start("Draw parcel")
    bench.draw_beside(land)
    first = bench.save_parcel()
    beyond = Land(land.east, land.south, land.neighbour, land.code)
    bench.open(beyond)
    bench.start("Draw parcel")
    bench.draw_beside(beyond)
    second = bench.save_parcel()
    assert sql("SELECT count(*) FROM parcel WHERE uid IN (%s, %s)", first, second) == [(0,)]
    come_back(bench)
    assert len(nodes(sql, "parcel", land.neighbour) & nodes(sql, "parcel", first)) == 2
    assert len(nodes(sql, "parcel", first) & nodes(sql, "parcel", second)) == 2
    assert sql(COMMON_M2, first, second)[0][0] < 0.01
