"""While a shape is edited the rules speak at once, in the server's words: listed in the panel, marked on the map."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Server
from tests.cluster import Cluster
from tests.frontend.drawing import Bench, Client
from tests.frontend.test_accessibility import SIZES, violations
from tests.frontend.test_draw_zones import begin_building

OpenPage = Callable[..., Page]
OVERLAP = re.compile(r"Overlaps approved land by ([\d.,]+) m²\. Move the border to meet the neighbour's\.")


@pytest.fixture
def client(page_as: OpenPage, server: Server) -> Client:
    return Client(page_as("amphoe01"), server.url)


@SIZES
def test_approved_land_is_not_drawn_over_in_silence(
    page_as: OpenPage, server: Server, client: Client, cluster: Cluster, touch: bool
) -> None:
    land, parcel = client.own_parcel()
    begin_building(cluster, server, land.neighbour, "2565-6701-7022" if touch else "2565-6701-7021")
    bench = Bench(page_as("amphoe01", touch=touch), server.url, touch=touch)
    bench.open(land, parcel)
    bench.start("Edit shape")
    bench.panel.get_by_label("Neighbours move along").uncheck()
    here = bench.panel.locator(".editor-area .editor-findings li")
    expect(here).to_have_count(0)
    bench.drag(bench.page.get_by_role("button", name="Corner 4 of 4"), -40, 0)
    expect(here).to_have_text(re.compile(OVERLAP.pattern + "Show on the map"))
    expect(bench.page.locator(".editor-finding")).to_have_count(1)
    assert violations(bench.page) == []
    said = OVERLAP.search(here.inner_text())
    bench.press("Save")
    server_says = bench.panel.get_by_role("alert")
    expect(server_says).to_contain_text(OVERLAP)
    answer = OVERLAP.search(server_says.inner_text())
    assert said
    assert answer
    assert float(said[1]) == pytest.approx(float(answer[1].replace(",", "")), rel=0.02)
    bench.press("Undo")
    expect(here).to_have_count(0)


def test_an_odd_size_is_wondered_at_before_it_is_saved(page_as: OpenPage, server: Server, client: Client) -> None:
    land = client.free_land()
    east, north = round(land.west + 0.00001, 8), round(land.south + 0.00001, 8)
    parcel = client.new_parcel([(land.west, land.south), (east, land.south), (east, north), (land.west, north)])
    bench = Bench(page_as("amphoe01"), server.url)
    bench.open(land, parcel)
    bench.start("Edit shape")
    words = re.compile(r"The drawn area is 1\.\d m², less than one square wah\. Is it drawn whole\?")
    expect(bench.panel.locator(".editor-area .editor-findings li")).to_have_text(words)
    assert bench.errors == []
