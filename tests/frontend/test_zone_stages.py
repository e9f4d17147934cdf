"""Zones as planned and as built lie over one another: each parcel is coloured by one of the two, on the map and on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Server
from tests.cluster import Cluster
from tests.frontend.drawing import Bench, Client, Land
from tests.frontend.test_draw_zones import begin_building
from tests.frontend.test_zone_compare import add_zone
from tests.frontend.viewing import Bench as View

Sql = Callable[..., list[tuple[Any, ...]]]
OpenPage = Callable[..., Page]
OWNER = """
    UPDATE application SET applicant_id =
        (SELECT h.id FROM applicant h JOIN auth_user u ON u.id = h.user_id WHERE u.username = 'household')
    WHERE id = (SELECT application FROM parcel WHERE uid = %s)
"""


@pytest.fixture
def client(page_as: OpenPage, server: Server) -> Client:
    return Client(page_as("amphoe01"), server.url)


def planned_and_built(client: Client, cluster: Cluster, server: Server, no: str) -> tuple[Land, str]:
    """A pond planned on six tenths from the west, of which three tenths were built."""
    land, parcel = client.own_parcel()
    add_zone(client, land, parcel, "PLANNED", 0.6)
    begin_building(cluster, server, parcel, no)
    add_zone(client, land, parcel, "BUILT", 0.3)
    return land, parcel


def place(land: Land, part: float) -> tuple[float, float]:
    return land.west + land.width * part, land.south + land.height / 2


def path(land: Land) -> str:
    lon, lat = place(land, 0.5)
    return f"/?at={lat:.6f},{lon:.6f},18&colour=zone&hide=labels,grid,outlines"


def differ(view: View, land: Land) -> tuple[bool, bool]:
    """Whether built land, and land that was only planned, look otherwise than land without a zone."""
    built, planned, none = (view.colour_at(*place(land, part)) for part in (0.15, 0.45, 0.8))
    return built != none, planned != none


def test_an_officers_map_shows_what_was_built_in_place_of_the_plan(
    page_as: OpenPage, server: Server, cluster: Cluster, client: Client
) -> None:
    land, parcel = planned_and_built(client, cluster, server, "2565-6701-7101")
    view = View(page_as("amphoe01", path="/healthz")).open(path(land))
    assert differ(view, land) == (True, False)
    # The reader of one parcel may look at its plan: white land lies under it, nothing is seen through.
    bench = Bench(view.page, server.url)
    view.open(f"{path(land)}&parcel={parcel}")
    bench.page.get_by_role("button", name="As planned").click()
    expect(bench.page.get_by_role("button", name="As planned")).to_have_attribute("aria-pressed", "true")
    water = view.colour_at(*place(land, 0.15))
    assert view.colour_at(*place(land, 0.45)) == water
    bench.page.get_by_role("button", name="As built", exact=True).click()
    assert differ(view, land) == (True, False)


def test_a_plan_is_shown_until_something_is_built(page_as: OpenPage, client: Client) -> None:
    land, parcel = client.own_parcel()
    add_zone(client, land, parcel, "PLANNED", 0.6)
    view = View(page_as("amphoe01", path="/healthz")).open(path(land))
    assert differ(view, land) == (True, True)


def test_a_households_map_shows_one_of_the_two(
    page_as: OpenPage, server: Server, cluster: Cluster, client: Client, sql: Sql
) -> None:
    land, parcel = planned_and_built(client, cluster, server, "2565-6701-7102")
    ((before,),) = sql("SELECT applicant_id FROM application WHERE no = '2565-6701-7102'")
    sql(OWNER, parcel)
    view = View(page_as("household", path="/healthz")).open(path(land))
    assert differ(view, land) == (True, False)
    sql("UPDATE application SET applicant_id = %s WHERE no = '2565-6701-7102'", before)


def test_a_sheet_shows_one_of_the_two_and_no_zone_of_a_parcel_that_is_filtered_out(
    page_as: OpenPage, server: Server, cluster: Cluster, client: Client
) -> None:
    land, parcel = client.own_parcel()
    add_zone(client, land, parcel, "PLANNED", 0.6)
    begin_building(cluster, server, parcel, "2565-6701-7103")
    bench = Bench(page_as("amphoe01", path="/healthz"), server.url)
    lon, lat = place(land, 1.2)  # at 1:500 the paper begins east of what was built
    address = f"/?at={lat:.6f},{lon:.6f},19&colour=zone&hide=labels,grid,outlines"
    assert shapes(bench, address) == ["is-water"]
    add_zone(client, land, parcel, "BUILT", 0.05)
    assert shapes(bench, address) == []
    assert shapes(bench, path(land)) == ["is-water"]
    assert shapes(bench, f"{path(land)}&state=closed") == []


def shapes(bench: Bench, address: str) -> list[str]:
    """The swatches of zones in the legend of a sheet; as many zones are drawn."""
    page = bench.page
    page.goto(address)
    expect(page.locator("#map")).to_have_attribute("aria-busy", "false")
    page.get_by_role("button", name="Looking: colours, layers, tools").click()
    page.get_by_role("button", name="Print to scale").click()
    expect(page.locator(".print-preview")).to_have_attribute("aria-busy", "false")
    page.locator("#print-scale").select_option("500")
    expect(page.locator(".print-preview .sheet")).to_have_attribute("data-scale", "500")
    expect(page.locator(".print-preview")).to_have_attribute("aria-busy", "false")
    fill = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--zone-water-fill').trim()")
    drawn = page.locator(f'.print-preview .sheet-map path[fill="{fill}"]').count()
    classes = [
        str(one)
        for one in page.locator(".print-preview .sheet-swatch").evaluate_all(
            "all => all.map((one) => [...one.classList].at(-1))"
        )
    ]
    found = [one for one in classes if one == "is-water"]
    assert len(found) == min(drawn, 1)
    assert drawn <= 1
    return found
