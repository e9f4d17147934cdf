"""Zones at a corner that is moved without a network go along, or it is said beforehand that they cannot."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Server
from tests.frontend.drawing import Bench, Client, Land, Position, beside, rectangle
from tests.frontend.test_accessibility import violations
from tests.frontend.test_draw import nodes
from tests.frontend.test_edit_border import SIZES

Sql = Callable[..., list[tuple[Any, ...]]]
OpenPage = Callable[..., Page]
TAMBON = "670114"
INSIDE = """
    SELECT bool_and(ST_CoveredBy(z.geom, p.geom)), count(*) FROM zone z JOIN parcel p ON p.id = z.parcel WHERE p.uid = %s
"""


@pytest.fixture
def client(page_as: OpenPage, server: Server) -> Client:
    return Client(page_as("amphoe01b"), server.url)


def zone_of(client: Client, parcel: str, ring: list[Position]) -> str:
    """A zone on all of a parcel: its corners are the parcel's."""
    uid = str(uuid.uuid4())
    properties = {"parcel": parcel, "zone_type": "na", "stage": "PLANNED"}
    geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    body = {"type": "Feature", "id": uid, "geometry": geometry, "properties": properties}
    client.send("POST", "collections/zones/items", body)
    return uid


def zoned(client: Client) -> tuple[Land, str, str, str]:
    """A parcel and its neighbour with a zone on all of each."""
    land, parcel = client.own_parcel()
    return land, parcel, zone_of(client, parcel, rectangle(land)), zone_of(client, land.neighbour, beside(land))


def waits(page: Page) -> None:
    expect(page.get_by_role("link", name=re.compile("1 change waits"))).to_be_visible()


def arrived(page: Page) -> None:
    page.context.set_offline(False)
    expect(page.locator("#outbox-link")).to_be_hidden()


def corner_is_one(sql: Sql, land: Land, parcel: str, *zones: str) -> None:
    """All hold the corner where it is now, nobody where it was, and the zones lie in their parcels."""
    held = [nodes(sql, "parcel", uid) for uid in (parcel, land.neighbour)] + [nodes(sql, "zone", uid) for uid in zones]
    assert all((land.west, land.north) not in one for one in held)
    assert len(set.intersection(*held)) == (2 if len(held) > 2 else 1)
    for uid in (parcel, land.neighbour):
        assert sql(INSIDE, uid) == [(True, 1)]


@SIZES
def test_the_zones_of_all_that_moves_are_taken_along_without_a_network(
    installed: Callable[..., Page], server: Server, client: Client, sql: Sql, touch: bool
) -> None:
    land, parcel, *zones = zoned(client)
    page = installed("amphoe01", path="/outbox", touch=touch)
    page.get_by_label("Tambon").select_option(TAMBON)
    page.get_by_role("button", name="Take along").click()
    expect(page.locator(".taking-list li")).to_contain_text("parcels")
    bench = Bench(page, server.url, touch=touch)
    page.context.set_offline(True)
    bench.open(land, parcel)
    bench.start("Edit shape")
    bench.drag(page.get_by_role("button", name="Corner 4 of 4"), 30, 24)
    told = bench.panel.get_by_role("list", name="What else changes")
    expect(told.get_by_role("listitem")).to_have_text(["1 neighbour moves along.", "2 zones go along."])
    bench.press("Save")
    expect(bench.panel).to_be_empty()
    waits(page)
    arrived(page)
    corner_is_one(sql, land, parcel, *zones)


def test_a_corner_put_into_the_border_without_a_network_is_everybody_s(
    page_as: OpenPage, server: Server, client: Client, sql: Sql
) -> None:
    """The network goes while the parcel is edited: its own zones are here already, the neighbour has none."""
    land, parcel = client.own_parcel()
    zone = zone_of(client, parcel, rectangle(land))
    bench = Bench(page_as("amphoe01"), server.url)
    bench.open(land, parcel)
    with bench.page.expect_response(re.compile(rf"zones/items\?parcel={parcel}")):
        bench.start("Edit shape")
    bench.page.wait_for_load_state("networkidle")
    bench.page.context.set_offline(True)
    bench.drag(bench.page.get_by_role("button", name="New corner after corner 4", exact=True), 14, 4)
    expect(bench.panel.get_by_role("listitem").filter(has_text="zone")).to_have_text("1 zone goes along.")
    bench.press("Save")
    waits(bench.page)
    arrived(bench.page)
    own, theirs = nodes(sql, "parcel", parcel), nodes(sql, "parcel", land.neighbour)
    assert len(own & theirs & nodes(sql, "zone", zone)) == 3
    assert sql(INSIDE, parcel) == [(True, 1)]


def test_zones_that_are_not_here_are_named_before_it_is_saved(
    page_as: OpenPage, server: Server, client: Client
) -> None:
    land, parcel, *_ = zoned(client)
    bench = Bench(page_as("amphoe01"), server.url)
    bench.open(land, parcel)
    with bench.page.expect_response(re.compile(rf"zones/items\?parcel={parcel}")):
        bench.start("Edit shape")
    bench.page.wait_for_load_state("networkidle")
    bench.page.context.set_offline(True)
    bench.drag(bench.page.get_by_role("button", name="Corner 4 of 4"), 30, 24)
    warning = bench.panel.get_by_role("alert").filter(has_text="not on this device")
    expect(warning).to_contain_text("The zones of 1 parcel at this border are not on this device.")
    assert violations(bench.page) == []
    bench.drag(bench.page.get_by_role("button", name="New corner after corner 2", exact=True), 14, 4)
    expect(bench.page.get_by_role("button", name="Corner 5 of 5")).to_be_visible()
    expect(warning).to_be_visible()
    for _ in range(2):
        bench.press("Undo")
    expect(warning).to_have_count(0)
