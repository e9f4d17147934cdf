"""Zones as planned against zones as built: shares beside each other, differences, the plan dashed over what was built."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Server
from tests.cluster import Cluster
from tests.frontend.drawing import Bench, Client, Land
from tests.frontend.test_accessibility import SIZES, violations
from tests.frontend.test_draw_zones import begin_building

Sql = Callable[..., list[tuple[Any, ...]]]
OpenPage = Callable[..., Page]
BUILT_LESS = """
    SELECT p.area_calc_m2::float - b.area_calc_m2::float FROM zone p, zone b
    WHERE p.uid = %s AND b.uid = %s
"""


@pytest.fixture
def client(page_as: OpenPage, server: Server) -> Client:
    return Client(page_as("amphoe01"), server.url)


def add_zone(client: Client, land: Land, parcel: str, stage: str, part: float) -> str:
    """The western part of the parcel as a pond."""
    east = round(land.west + land.width * part, 8)
    ring = [(land.west, land.south), (east, land.south), (east, land.north), (land.west, land.north)]
    feature = {
        "type": "Feature",
        "id": str(uuid.uuid4()),
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
        "properties": {"parcel": parcel, "zone_type": "nong", "stage": stage},
    }
    client.send("POST", "collections/zones/items", feature)
    return str(feature["id"])


def short(m2: float) -> str:
    """Rai-ngan-wah, as spatial/units.py rounds it."""
    tenths = round(m2 * 2.5)
    return f"{tenths // 4000}-{tenths % 4000 // 1000}-{tenths % 1000 / 10:04.1f}"


@SIZES
def test_the_plan_beside_and_over_what_was_built(
    page_as: OpenPage, server: Server, cluster: Cluster, client: Client, sql: Sql, touch: bool
) -> None:
    land, parcel = client.own_parcel()
    planned = add_zone(client, land, parcel, "PLANNED", 0.5)
    begin_building(cluster, server, parcel, "2565-6701-7012" if touch else "2565-6701-7011")
    bench = Bench(page_as("amphoe01", touch=touch), server.url, touch=touch)
    bench.open(land, parcel)
    both = bench.page.get_by_role("button", name="Both", exact=True)
    expect(both).to_have_count(0)  # nothing is built yet
    built = add_zone(client, land, parcel, "BUILT", 0.3)
    bench.page.reload()
    expect(both).to_be_visible()
    expect(bench.page.locator("path.plan-line")).to_have_count(0)
    both.press("Enter")
    expect(both).to_have_attribute("aria-pressed", "true")
    expect(both).to_be_focused()
    section = bench.page.locator("#parcel .compare")
    expect(section.get_by_role("img", name="Water 50.0%")).to_be_visible()
    expect(section.get_by_role("img", name="Water 30.0%")).to_be_visible()
    ((less,),) = sql(BUILT_LESS, planned, built)
    water = section.get_by_role("row").filter(has=bench.page.get_by_role("rowheader", name="Water"))
    expect(water.get_by_role("cell").last).to_have_text(f"−{short(less)}")
    mound = section.get_by_role("row").filter(has=bench.page.get_by_role("rowheader", name="Mound"))
    expect(mound.get_by_role("cell").last).to_have_text("as planned")
    expect(bench.page.locator("path.plan-line")).to_have_count(2)
    assert bench.errors == []  # before axe puts its own styles in
    assert violations(bench.page) == []
    # What is worked on then is what was built.
    bench.start("Draw zones as built")
    expect(bench.panel.get_by_role("heading", level=2)).to_contain_text("as built")
    bench.press("Cancel")
    bench.page.get_by_role("button", name="As planned").click()
    expect(bench.page.locator("path.plan-line")).to_have_count(0)
