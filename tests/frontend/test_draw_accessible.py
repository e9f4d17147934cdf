"""axe-core finds nothing while a parcel or a zone is drawn, nor when two officers meet."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Server
from tests.frontend.drawing import Bench, Client, rectangle
from tests.frontend.test_accessibility import SIZES, violations

OpenPage = Callable[..., Page]


@pytest.fixture
def client(page_as: OpenPage, server: Server) -> Client:
    return Client(page_as("amphoe01"), server.url)


@SIZES
def test_a_parcel_is_drawn_kept_and_filled_in(page_as: OpenPage, server: Server, client: Client, touch: bool) -> None:
    land = client.free_land()
    bench = Bench(page_as("amphoe01", touch=touch), server.url, touch=touch)
    bench.open(land)
    bench.start("Draw parcel")
    bench.points(*rectangle(land)[:3])
    bench.point((land.west + land.east) / 2, land.south, dy=15)
    expect(bench.panel.get_by_role("alert")).not_to_be_empty()
    assert violations(bench.page) == []
    bench.press("Cancel")
    expect(bench.page.get_by_role("region", name="Kept drawings")).to_be_visible()
    assert violations(bench.page) == []
    bench.page.get_by_role("button", name="Continue").click()
    bench.press("Finish")
    expect(bench.panel.get_by_label("Tambon")).to_be_visible()
    assert violations(bench.page) == []


@SIZES
def test_zones_and_a_conflict(page_as: OpenPage, server: Server, client: Client, touch: bool) -> None:
    land, parcel = client.own_parcel()
    bench = Bench(page_as("amphoe01", touch=touch), server.url, touch=touch)
    bench.open(land, parcel)
    bench.start("Draw zones")
    bench.press("Draw a zone")
    assert violations(bench.page) == []
    bench.press("Cancel")
    bench.start("Edit shape")
    client.send("PATCH", f"collections/parcels/items/{parcel}", {"properties": {"name": "Theirs"}}, version=1)
    bench.panel.get_by_label("Name").fill("Mine")
    bench.press("Save")
    expect(bench.panel.get_by_role("heading", name=re.compile("was changed by someone else"))).to_be_visible()
    assert violations(bench.page) == []
