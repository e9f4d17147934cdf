"""A border that was moved without a network arrives on both sides of it, or somebody is asked: it is never torn."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import DESKTOP, PHONE, Server
from tests.frontend.drawing import Bench, Client, Land, beside, rectangle
from tests.frontend.test_accessibility import violations
from tests.frontend.test_draw import nodes
from tests.frontend.test_edit_border import COMMON_M2, VERSION, north_west

Sql = Callable[..., list[tuple[Any, ...]]]
OpenPage = Callable[..., Page]
FOLDER = os.environ.get("PICTURES", "")


@pytest.fixture
def client(page_as: OpenPage, server: Server) -> Client:
    return Client(page_as("amphoe01b"), server.url)


@pytest.fixture
def bench(page_as: OpenPage, server: Server) -> Bench:
    return Bench(page_as("amphoe01"), server.url)


def moved_without_a_network(bench: Bench, client: Client) -> tuple[Land, str]:
    """The north-western corner goes some metres to the south-east, in both parcels that have it."""
    land, parcel = client.own_parcel()
    bench.open(land, parcel)
    bench.start("Edit shape")
    bench.page.context.set_offline(True)
    bench.drag(bench.page.get_by_role("button", name="Corner 4 of 4"), 30, 24)
    bench.press("Save")
    expect(bench.page.get_by_role("link", name="1 change waits to be sent")).to_be_visible()
    return land, parcel


def patch(client: Client, uid: str, **members: Any) -> None:
    client.send("PATCH", f"collections/parcels/items/{uid}", members, version=1)


def redrawn(client: Client, uid: str, ring: list[tuple[float, float]], **properties: Any) -> None:
    shape = {"type": "MultiPolygon", "coordinates": [[[*ring, ring[0]]]]}
    patch(client, uid, geometry=shape, properties=properties)


def one_border(sql: Sql, land: Land, parcel: str) -> None:
    own, theirs = nodes(sql, "parcel", parcel), nodes(sql, "parcel", land.neighbour)
    assert len(own & theirs) == 2
    assert sql(COMMON_M2, parcel, land.neighbour)[0][0] < 0.01


def conflict_of(page: Page) -> None:
    expect(page.get_by_role("link", name="1 item needs you")).to_be_visible()
    page.goto("/outbox")
    expect(page.locator("li[data-state]")).to_have_attribute("data-state", "conflict")


def sent(page: Page) -> None:
    expect(page.locator("li[data-state]")).to_have_attribute("data-state", "sent")


def looked_at(page: Page, server: Server, name: str) -> None:
    """At both sizes, in Thai where people look (PICTURES=FOLDER); axe finds nothing."""
    for size, suffix in ((DESKTOP, "desktop"), (PHONE, "phone")):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        if FOLDER:
            page.context.add_cookies([{"name": "django_language", "value": "th", "url": server.url}])
            page.reload()
            expect(page.locator(".outbox-conflict")).to_be_visible()
            page.screenshot(path=Path(FOLDER) / f"{name}-{suffix}.png", full_page=suffix == "phone")
            page.context.add_cookies([{"name": "django_language", "value": "en", "url": server.url}])
            page.reload()
        expect(page.locator(".outbox-conflict")).to_be_visible()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


def test_a_neighbour_that_got_another_name_gets_the_border_too(bench: Bench, client: Client, sql: Sql) -> None:
    land, parcel = moved_without_a_network(bench, client)
    patch(client, land.neighbour, properties={"name": "Renamed"})
    bench.page.context.set_offline(False)
    expect(bench.page.locator("#outbox-link")).to_be_hidden()
    assert sql("SELECT name, version FROM parcel WHERE uid = %s", land.neighbour) == [("Renamed", 3)]
    assert sql(VERSION, parcel) == [(2,)]
    assert north_west(land) not in nodes(sql, "parcel", parcel) | nodes(sql, "parcel", land.neighbour)
    one_border(sql, land, parcel)


@pytest.mark.parametrize("choice", ["Yours", "Theirs"])
def test_a_border_that_was_moved_on_the_other_side_too_is_asked_for_both(
    bench: Bench, client: Client, server: Server, sql: Sql, choice: str
) -> None:
    """The neighbour has drawn back from the very corner: nothing is stored before somebody chooses, then both or none."""
    land, parcel = moved_without_a_network(bench, client)
    far_south, south, north, far_north = beside(land)
    back = (round(north[0] - 0.00005, 8), north[1])
    redrawn(client, land.neighbour, [far_south, south, back, far_north], name="Drawn back")
    before = nodes(sql, "parcel", parcel), nodes(sql, "parcel", land.neighbour)
    bench.page.context.set_offline(False)
    page = bench.page
    conflict_of(page)
    expect(page.get_by_text(f"somebody else has changed {land.code}")).to_be_visible()
    assert sql(VERSION, parcel) == [(1,)]
    assert (nodes(sql, "parcel", parcel), nodes(sql, "parcel", land.neighbour)) == before
    if choice == "Yours":
        looked_at(page, server, "border")
    page.get_by_role("group", name="Shape", exact=True).get_by_role("radio", name=re.compile(choice)).check()
    page.locator("#resolve").click()
    sent(page)
    if choice == "Theirs":
        assert (nodes(sql, "parcel", parcel), nodes(sql, "parcel", land.neighbour)) == before
        return
    assert sql("SELECT name, version FROM parcel WHERE uid = %s", land.neighbour) == [("Drawn back", 3)]
    one_border(sql, land, parcel)


def test_the_shape_of_one_s_own_parcel_is_asked_with_its_border(bench: Bench, client: Client, sql: Sql) -> None:
    """A colleague has moved the same corner of the parcel, and named it: mine goes back on both sides, the name stays."""
    land, parcel = moved_without_a_network(bench, client)
    south_west, south_east, north_east, north = rectangle(land)
    other = (north[0], round(north[1] - 0.00003, 8))
    redrawn(client, parcel, [south_west, south_east, north_east, other], name="Theirs")
    bench.page.context.set_offline(False)
    page = bench.page
    conflict_of(page)
    expect(page.get_by_text("Taken from theirs: Name")).to_be_visible()
    page.get_by_role("group", name="Shape", exact=True).get_by_role("radio", name=re.compile("Yours")).check()
    page.get_by_role("button", name="Save as version 3").click()
    sent(page)
    assert sql("SELECT name, version FROM parcel WHERE uid = %s", parcel) == [("Theirs", 3)]
    one_border(sql, land, parcel)
