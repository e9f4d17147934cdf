"""A new parcel drawn in the field without a network: it is filed in a tambon, waits, and goes once."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Server
from tests.frontend.drawing import Bench, Client, Land, rectangle
from tests.frontend.test_field import TAMBON, stand, stand_still

Sql = Callable[..., list[tuple[Any, ...]]]
Installed = Callable[..., Page]
FORGET = """async () => {
  localStorage.clear()
  for (const name of await caches.keys()) if (name === 'plaeng-kept') {
    const cache = await caches.open(name)
    for (const request of await cache.keys()) if (request.url.includes('/areas/')) await cache.delete(request)
  }
}"""


@pytest.fixture
def client(page_as: Callable[..., Page], server: Server) -> Client:
    return Client(page_as("amphoe01"), server.url)


@pytest.fixture
def field(installed: Installed, server: Server) -> Bench:
    """A phone with the service worker in charge."""
    return Bench(installed("amphoe01", touch=True, path="/outbox"), server.url, touch=True)


def take_along(page: Page, *tambons: str) -> None:
    for n, tambon in enumerate(tambons, start=1):
        page.get_by_label("Tambon").select_option(tambon)
        page.get_by_role("button", name="Take along").click()
        expect(page.locator(".taking-list li")).to_have_count(n)


def tambon_of(client: Client, land: Land) -> str:
    return str(client.get(f"areas/at?lon={land.west + land.width / 2}&lat={land.south + land.height / 2}")["tambon"])


def aim(bench: Bench, lon: float, lat: float) -> None:
    """Move the map until the place lies under the cross, some pixels off: a shorter way of a finger would be a tap."""
    cross = bench.page.locator(".editor-crosshair")
    for _ in range(4):
        bench.settle()
        box = cross.bounding_box()
        assert box
        at = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        x, y = bench.pixel(lon, lat)
        rest = math.hypot(at[0] - x, at[1] - y)
        if rest < 6:
            break
        way = (at[0] - x, at[1] - y) if rest > 40 else (60, 60)  # from further off it is a way again
        bench.slide(at, (at[0] + way[0], at[1] + way[1]))
    bench.settle()


def draw_by_cross(bench: Bench, land: Land) -> None:
    bench.start("Draw parcel")
    for n, corner in enumerate(rectangle(land), start=1):
        aim(bench, *corner)
        bench.press("Add point")
        expect(bench.page.locator("path.editor-node")).to_have_count(n)
    bench.press("Finish")


def come_back(bench: Bench, uid: str, sql: Sql) -> tuple[Any, ...]:
    """There is a network again: the parcel is sent. → its tambon, how it was captured, its corners, its versions."""
    assert sql("SELECT count(*) FROM parcel WHERE uid = %s", uid) == [(0,)]
    bench.page.context.set_offline(False)
    expect(bench.page.locator("#outbox-link")).to_be_hidden()
    (row,) = sql("SELECT tambon, capture_method, ST_NPoints(geom), version FROM parcel WHERE uid = %s", uid)
    return row


def test_a_parcel_is_drawn_by_the_cross_on_an_area_that_was_taken_along(field: Bench, client: Client, sql: Sql) -> None:
    land = client.free_land()
    there = tambon_of(client, land)
    take_along(field.page, *{TAMBON, there})
    field.page.evaluate(FORGET)
    field.page.context.set_offline(True)
    field.open(land)
    draw_by_cross(field, land)
    expect(field.panel.get_by_label("Tambon")).to_have_value(there)
    uid = field.save_parcel()
    assert come_back(field, uid, sql) == (there, "SCREEN", 5, 1)


def test_a_parcel_is_walked_around_without_a_network(field: Bench, client: Client, sql: Sql) -> None:
    land = client.free_land()
    page = field.page
    page.context.grant_permissions(["geolocation"])
    take_along(page, TAMBON)
    page.evaluate(FORGET)
    page.context.set_offline(True)
    field.open(land)
    corners = rectangle(land)
    stand(page, *corners[0], 3)
    field.start("Draw parcel")
    field.press("Walk along the border by GPS")
    for corner in corners:
        stand_still(field, *corner)
        field.press("Corner here")
    field.press("Pause")
    field.press("Finish")
    field.panel.get_by_label("Tambon").select_option(TAMBON)
    uid = field.save_parcel()
    assert come_back(field, uid, sql) == (TAMBON, "GNSS_PHONE", 5, 1)


def test_the_tambons_are_remembered_where_nothing_was_taken_along(field: Bench, client: Client, sql: Sql) -> None:
    land = client.free_land()
    field.open(land)
    field.page.wait_for_load_state("networkidle")
    field.page.context.set_offline(True)
    field.page.reload()
    field.start("Draw parcel")
    field.points(*rectangle(land))
    field.press("Finish")
    tambon = field.panel.get_by_label("Tambon")
    expect(tambon.locator(f'option[value="{TAMBON}"]')).to_have_count(1)
    tambon.select_option(TAMBON)
    uid = field.save_parcel()
    assert come_back(field, uid, sql)[0] == TAMBON


def test_with_no_tambon_known_the_parcel_waits_all_the_same(field: Bench, client: Client, sql: Sql) -> None:
    """Which tambon it is is asked for when there is a network again."""
    land = client.free_land()
    there = tambon_of(client, land)
    field.open(land)
    field.page.wait_for_load_state("networkidle")
    field.page.context.set_offline(True)
    field.page.evaluate(FORGET)
    field.page.reload()
    field.start("Draw parcel")
    field.points(*rectangle(land))
    field.press("Finish")
    tambon = field.panel.get_by_label("Tambon")
    expect(tambon.locator("option:checked")).to_have_text("Found when it is sent")
    uid = field.save_parcel()
    assert come_back(field, uid, sql)[0] == there


def test_a_new_parcel_that_was_not_taken_is_mended_and_sent_again(field: Bench, client: Client, sql: Sql) -> None:
    """A tambon that is none any more; what is changed then goes with the parcel, and does not wait behind it."""
    land = client.free_land()
    page = field.page
    field.open(land)
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.evaluate(FORGET)
    page.evaluate("localStorage.setItem('plaeng.tambons', JSON.stringify([{ code: '670199', name_en: 'Gone' }]))")
    field.start("Draw parcel")
    field.points(*rectangle(land))
    field.press("Finish")
    field.panel.get_by_label("Tambon").select_option("670199")
    uid = field.save_parcel()
    page.context.set_offline(False)
    expect(page.get_by_role("link", name="1 item needs you")).to_be_visible()
    field.open(land, uid)
    field.start("Edit shape")
    field.panel.get_by_label("Tambon").select_option(TAMBON)
    field.panel.get_by_label("Name").fill("mended")
    field.press("Save")
    expect(field.panel).to_be_empty()  # until then the phone hides the whole header
    expect(page.locator("#outbox-link")).to_be_hidden()
    assert sql("SELECT tambon, name, version FROM parcel WHERE uid = %s", uid) == [(TAMBON, "mended", 1)]
