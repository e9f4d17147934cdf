"""New parcels that wait in the outbox: on the map, dashed, with words, and to be opened like the others."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Server
from tests.frontend.drawing import Bench, Client, Land, rectangle
from tests.frontend.test_accessibility import SIZES, violations

Sql = Callable[..., list[tuple[Any, ...]]]
OpenPage = Callable[..., Page]
WRITES = re.compile(r"/api/collections/parcels/items")
LABEL = ".waiting-label"


@pytest.fixture
def client(page_as: OpenPage, server: Server) -> Client:
    return Client(page_as("amphoe01b"), server.url)


def draw_unsent(bench: Bench, land: Land) -> str:
    """A new parcel that the server does not get."""
    bench.open(land)
    bench.page.route(WRITES, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    bench.start("Draw parcel")
    bench.points(*rectangle(land))
    bench.press("Finish")
    return bench.save_parcel()


def open_it(bench: Bench, land: Land) -> None:
    """With nothing shown, pick the parcel on the map."""
    bench.open(land)
    expect(bench.page.locator("#inspector")).to_be_hidden()
    bench.settle()
    expect(bench.page.locator(LABEL)).to_be_visible()
    bench.point(land.west + land.width / 4, land.south + land.height / 4)
    expect(bench.page.locator("#parcel h2")).to_have_text("Parcel not sent yet")
    expect(bench.page.get_by_role("link", name="1 change waits to be sent")).to_be_visible()
    expect(bench.page.locator("#parcel")).not_to_contain_text("NaN")
    expect(bench.page.locator(".parcel-place")).to_have_text(re.compile(r"^tambon \D+$"))  # its name, not its code


@SIZES
def test_a_new_parcel_is_on_the_map_until_the_server_has_it(
    page_as: OpenPage, server: Server, client: Client, sql: Sql, touch: bool
) -> None:
    land = client.free_land()
    bench = Bench(page_as("amphoe01", touch=touch), server.url, touch=touch)
    uid = draw_unsent(bench, land)
    page = bench.page
    expect(page.locator(LABEL)).to_have_text("waiting to be sent")
    dashes = page.locator("path.waiting-parcel")
    expect(dashes).to_have_attribute("stroke-dasharray", "7 6")
    open_it(bench, land)
    assert violations(page) == []
    assert sql("SELECT count(*) FROM parcel WHERE uid = %s", uid) == [(0,)]
    page.unroute_all(behavior="wait")
    page.context.set_offline(True)
    page.context.set_offline(False)
    expect(page.locator(LABEL)).to_have_count(0)
    assert sql("SELECT count(*) FROM parcel WHERE uid = %s", uid) == [(1,)]
    expect(page.locator("#parcel h2")).to_have_text(re.compile(r"^Parcel \d{6}-\d+$"))


def test_its_words_stand_still_while_it_is_tried_again(page_as: OpenPage, server: Server, client: Client) -> None:
    """Each try to send changes the outbox: who reads with his ears would hear the same words with every one."""
    land = client.free_land()
    bench = Bench(page_as("amphoe01"), server.url)
    draw_unsent(bench, land)
    page = bench.page
    label = page.locator(LABEL)
    expect(label).to_have_count(1)
    label.evaluate("node => { node.dataset.first = 'yes' }")
    for _ in range(2):
        with page.expect_event("requestfailed", lambda request: request.method == "POST"):
            page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#outbox-link")).to_have_accessible_name("1 item waits")
    assert label.evaluate_all("nodes => nodes.map(({ dataset }) => dataset.first)") == ["yes"]


def test_a_tool_is_not_disturbed_by_what_waits(page_as: OpenPage, server: Server, client: Client) -> None:
    land = client.free_land()
    bench = Bench(page_as("amphoe01"), server.url)
    draw_unsent(bench, land)
    bench.open(land)
    bench.start("Draw parcel")
    bench.point(land.west + land.width / 4, land.south + land.height / 4)
    expect(bench.page.locator("path.editor-node")).to_have_count(1)
    expect(bench.panel.get_by_role("heading", level=2)).to_have_text("Draw a parcel")
