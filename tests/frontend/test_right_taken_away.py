"""A right is taken away while somebody draws: the drawing stays on the device, and can be saved as a file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Server, sign_in
from tests.frontend.drawing import Bench, Client
from tests.frontend.test_accessibility import violations
from tests.frontend.test_draw_nothing_lost import cut_in_two

Sql = Callable[..., list[tuple[Any, ...]]]
OpenPage = Callable[..., Page]
OF = "FROM auth_user u WHERE u.id = officer.user_id AND u.username = 'amphoe01'"
MOVED = f"UPDATE officer SET area = '6705' {OF}"
VIEWER = f"UPDATE officer SET role = 'VIEWER' {OF}"
SUSPENDED = f"UPDATE officer SET suspended_at = now() {OF}"
CLOSED = "UPDATE auth_user SET is_active = false WHERE username = 'amphoe01'"
RESTORED = (
    f"UPDATE officer SET role = 'AMPHOE_OFFICER', area = '6701', suspended_at = NULL {OF};"
    "UPDATE auth_user SET is_active = true WHERE username = 'amphoe01'"
)


@pytest.fixture
def client(page_as: OpenPage, server: Server) -> Client:
    return Client(page_as("amphoe01b"), server.url)


@pytest.fixture
def take(sql: Sql) -> Iterator[Callable[[str], object]]:
    """Take a right of amphoe01; after the test it has all again."""
    yield sql
    sql(RESTORED)


def saved(bench: Bench, name: str) -> Any:
    """What the file holds that the panel offers."""
    with bench.page.expect_download() as download:
        bench.press("Save as GeoJSON file")
    assert download.value.suggested_filename == name
    found = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert found["type"] == "FeatureCollection"
    return found["features"]


def refused(bench: Bench) -> None:
    offer = bench.panel.get_by_role("alert").get_by_role("button", name="Save as GeoJSON file")
    expect(offer).to_be_visible()
    expect(bench.page.locator("#outbox-link")).to_be_hidden()


def drafts(page: Page) -> int:
    return int(
        page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('plaeng.draft.amphoe01.')).length")
    )


@pytest.mark.parametrize(
    ("right", "touch"), [(VIEWER, False), (SUSPENDED, True)], ids=["a viewer, desktop", "suspended, phone"]
)
def test_a_new_parcel(
    page_as: OpenPage, server: Server, client: Client, sql: Sql, take: Callable[[str], object], right: str, touch: bool
) -> None:
    bench = Bench(page_as("amphoe01", touch=touch), server.url, touch=touch)
    land = client.free_land()
    bench.open(land)
    bench.start("Draw parcel")
    bench.draw_beside(land)
    expect(bench.panel.get_by_label("Tambon")).not_to_have_value("")
    bench.panel.get_by_label("Name").fill(f"Lost {land.west}")
    take(right)
    bench.press("Save")
    refused(bench)
    assert violations(bench.page) == []
    [parcel] = saved(bench, f"parcel-Lost_{str(land.west).replace('.', '_')}.geojson")
    assert parcel["properties"]["name"] == f"Lost {land.west}"
    [ring] = parcel["geometry"]["coordinates"][0]
    assert [land.west, land.south] in ring
    assert sql("SELECT count(*) FROM parcel WHERE uid = %s", parcel["id"]) == [(0,)]
    assert drafts(bench.page) == 1
    # With the right come back, the same draft is saved.
    take(RESTORED)
    bench.press("Save")
    expect(bench.panel).to_be_empty()
    assert sql("SELECT count(*) FROM parcel WHERE uid = %s", parcel["id"]) == [(1,)]


def test_a_border_in_an_area_that_is_not_his_any_more(
    page_as: OpenPage, server: Server, client: Client, sql: Sql, take: Callable[[str], object]
) -> None:
    bench = Bench(page_as("amphoe01"), server.url)
    land, uid = client.own_parcel()
    bench.open(land, uid)
    bench.start("Edit shape")
    bench.drag(bench.page.get_by_role("button", name="Corner 4 of 4"), 20, 15)  # the neighbour's too
    expect(bench.panel.get_by_role("button", name="Undo")).to_be_enabled()
    before = sql("SELECT ST_AsText(geom), version FROM parcel WHERE uid = %s", uid)
    take(MOVED)
    bench.press("Save")
    refused(bench)
    [parcel] = saved(bench, f"parcel-{client.get(f'collections/parcels/items/{uid}')['properties']['code']}.geojson")
    assert parcel["id"] == uid
    assert [land.west, land.north] not in parcel["geometry"]["coordinates"][0][0]
    assert sql("SELECT ST_AsText(geom), version FROM parcel WHERE uid = %s", uid) == before
    assert drafts(bench.page) == 1


def test_zones_in_an_area_that_is_not_his_any_more(
    page_as: OpenPage, server: Server, client: Client, sql: Sql, take: Callable[[str], object]
) -> None:
    bench = Bench(page_as("amphoe01"), server.url)
    land, uid = client.own_parcel()
    bench.open(land, uid)
    bench.start("Draw zones")
    cut_in_two(bench, land)
    take(MOVED)
    bench.press("Save zones")
    refused(bench)
    zones = saved(bench, f"zones-{client.get(f'collections/parcels/items/{uid}')['properties']['code']}.geojson")
    assert sorted(zone["properties"]["zone_type"] for zone in zones) == ["khok", "na"]
    assert {zone["properties"]["parcel"] for zone in zones} == {uid}
    assert {zone["geometry"]["type"] for zone in zones} == {"Polygon"}
    assert sql("SELECT count(*) FROM zone WHERE parcel = (SELECT id FROM parcel WHERE uid = %s)", uid) == [(0,)]


def test_pieces_of_a_mere_viewer(
    page_as: OpenPage, server: Server, client: Client, sql: Sql, take: Callable[[str], object]
) -> None:
    bench = Bench(page_as("amphoe01"), server.url)
    land, uid = client.own_parcel()
    bench.open(land, uid)
    bench.start("Split")
    middle = land.south + land.height / 2
    bench.point(land.west, middle, dx=-20)
    bench.point(land.east, middle, dx=20)
    bench.press("Finish")
    expect(bench.panel.get_by_role("button", name="Save the pieces")).to_be_visible()
    take(VIEWER)
    bench.press("Save the pieces")
    refused(bench)
    pieces = saved(bench, f"parcel-{client.get(f'collections/parcels/items/{uid}')['properties']['code']}.geojson")
    assert uid in {piece["id"] for piece in pieces}
    assert len([piece for piece in pieces if piece["properties"]["action"] == "create"]) == 1
    assert sql("SELECT version FROM parcel WHERE uid = %s", uid) == [(1,)]


def test_the_draft_of_a_closed_account_waits_for_it(
    page_as: OpenPage, server: Server, client: Client, sql: Sql, take: Callable[[str], object]
) -> None:
    bench = Bench(page_as("amphoe01"), server.url)
    land, uid = client.own_parcel()
    bench.open(land, uid)
    bench.start("Edit shape")
    bench.panel.get_by_label("Name").fill("Closed")
    take(CLOSED)
    bench.press("Save")
    bench.page.wait_for_url(re.compile("/sign-in"))
    assert drafts(bench.page) == 1
    assert sql("SELECT name, version FROM parcel WHERE uid = %s", uid) == [("", 1)]
    take(RESTORED)
    sign_in(bench.page.context, server, "amphoe01")
    bench.page.goto("/")
    bench.page.get_by_role("region", name="Kept drawings").get_by_role("button", name="Continue").click()
    expect(bench.panel.get_by_label("Name")).to_have_value("Closed")
    bench.press("Save")
    expect(bench.panel).to_be_empty()
    assert sql("SELECT name, version FROM parcel WHERE uid = %s", uid) == [("Closed", 2)]


def test_the_outbox_of_a_closed_account_tells_and_waits(
    page_as: OpenPage, server: Server, client: Client, sql: Sql, take: Callable[[str], object]
) -> None:
    bench = Bench(page_as("amphoe01"), server.url)
    land, uid = client.own_parcel()
    bench.open(land, uid)
    bench.start("Edit shape")
    bench.page.context.set_offline(True)
    bench.panel.get_by_label("Name").fill("Closed in the field")
    bench.press("Save")
    expect(bench.page.get_by_role("link", name="1 change waits to be sent")).to_be_visible()
    take(CLOSED)
    bench.page.context.set_offline(False)
    expect(bench.page.locator("#outbox-link")).to_have_accessible_name(re.compile("Sign in to send"))
    assert sql("SELECT name, version FROM parcel WHERE uid = %s", uid) == [("", 1)]
    sign_in(bench.page.context, server, "amphoe01b")
    bench.page.goto("/outbox")
    expect(bench.page.get_by_text("1 item of somebody else is on this device too.")).to_be_visible()
    assert sql("SELECT name, version FROM parcel WHERE uid = %s", uid) == [("", 1)]
    take(RESTORED)
    bench.page.context.clear_cookies(name="sessionid")
    sign_in(bench.page.context, server, "amphoe01")
    bench.page.goto("/outbox")
    expect(bench.page.locator("li[data-state=sent]")).to_have_count(1)
    assert sql("SELECT name, version FROM parcel WHERE uid = %s", uid) == [("Closed in the field", 2)]
