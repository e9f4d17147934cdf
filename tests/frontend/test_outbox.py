"""The outbox: conflicts are asked and not dropped, refusals say why, and everything belongs to whoever made it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import DESKTOP, PHONE, Server, sign_in
from tests.frontend.drawing import Bench, Client, Land, rectangle
from tests.frontend.test_accessibility import violations
from tests.frontend.test_draw_nothing_lost import cut_in_two, edit

Sql = Callable[..., list[tuple[Any, ...]]]
OpenPage = Callable[..., Page]
FOLDER = os.environ.get("PICTURES", "")


@pytest.fixture
def client(page_as: OpenPage, server: Server) -> Client:
    return Client(page_as("amphoe01b"), server.url)


@pytest.fixture
def bench(page_as: OpenPage, server: Server) -> Bench:
    return Bench(page_as("amphoe01"), server.url)


def go_offline(page: Page, is_offline: bool) -> None:
    page.context.set_offline(is_offline)


def items(page: Page) -> Any:
    return page.get_by_role("list", name=re.compile("Items|รายการ"), exact=False).locator("li[data-state]")


def kept_edit(bench: Bench, land: Land, uid: str, name: str) -> None:
    """Change shape and name without a network."""
    bench.open(land, uid)
    bench.start("Edit shape")
    go_offline(bench.page, True)
    edit(bench, "ArrowUp", name)
    bench.press("Save")
    expect(bench.page.get_by_role("link", name=re.compile("waits? to be sent"))).to_be_visible()


def theirs(client: Client, land: Land, uid: str, **properties: Any) -> None:
    moved = [(lon, lat) for lon, lat in rectangle(land)]
    moved[2] = (moved[2][0], round(moved[2][1] - 0.00004, 8))
    shape = {"type": "MultiPolygon", "coordinates": [[[*moved, moved[0]]]]}
    client.send("PATCH", f"collections/parcels/items/{uid}", {"geometry": shape, "properties": properties}, version=1)


def picture(page: Page, name: str) -> None:
    """Looked at by people (PICTURES=FOLDER), at both sizes; axe finds nothing at either."""
    for size, suffix in ((DESKTOP, "desktop"), (PHONE, "phone")):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.wait_for_timeout(300)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if FOLDER:
            page.screenshot(path=Path(FOLDER) / f"{name}-{suffix}.png", full_page=suffix == "phone")
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


def test_a28b_a_conflict_is_shown_with_both_and_what_is_chosen_is_saved(
    bench: Bench, client: Client, server: Server, sql: Sql
) -> None:
    land, uid = client.own_parcel()
    kept_edit(bench, land, uid, "Mine")
    theirs(client, land, uid, name="Theirs", land_class="TEMPLE")
    go_offline(bench.page, False)
    page = bench.page
    expect(page.get_by_role("link", name="1 item needs you")).to_be_visible()
    page.goto("/outbox")
    expect(items(page)).to_have_attribute("data-state", "conflict")
    expect(page.get_by_text("Taken from theirs: Land class")).to_be_visible()
    save = page.get_by_role("button", name="Save as version 3")
    expect(save).to_be_disabled()
    expect(page.get_by_role("status").get_by_text("2 choices left")).to_be_visible()
    if FOLDER:
        page.context.add_cookies([{"name": "django_language", "value": "th", "url": server.url}])
        page.reload()
        picture(page, "conflict")
        page.context.add_cookies([{"name": "django_language", "value": "en", "url": server.url}])
        page.reload()
    else:
        picture(page, "conflict")
    page.get_by_role("group", name="Shape", exact=True).get_by_role("radio", name=re.compile("Yours")).check()
    page.get_by_role("group", name="Name").get_by_role("radio", name=re.compile("Theirs")).check()
    shape = sql("SELECT ST_AsText(geom) FROM parcel WHERE uid = %s", uid)
    save.click()
    expect(items(page)).to_have_attribute("data-state", "sent")
    stored = client.get(f"collections/parcels/items/{uid}")["properties"]
    assert (stored["name"], stored["land_class"], stored["version"]) == ("Theirs", "TEMPLE", 3)
    assert sql("SELECT ST_AsText(geom) FROM parcel WHERE uid = %s", uid) != shape


def test_changes_of_different_fields_need_no_choice(bench: Bench, client: Client) -> None:
    land, uid = client.own_parcel()
    kept_edit(bench, land, uid, "Mine")
    client.send("PATCH", f"collections/parcels/items/{uid}", {"properties": {"land_class": "TEMPLE"}}, version=1)
    go_offline(bench.page, False)
    expect(bench.page.locator("#outbox-link")).to_be_hidden()
    stored = client.get(f"collections/parcels/items/{uid}")["properties"]
    assert (stored["name"], stored["land_class"], stored["version"]) == ("Mine", "TEMPLE", 3)


def test_zones_and_a_new_shape_wait_in_their_order(bench: Bench, client: Client, sql: Sql) -> None:
    land, uid = client.own_parcel()
    bench.open(land, uid)
    bench.start("Draw zones")
    go_offline(bench.page, True)
    cut_in_two(bench, land, is_answered=False)
    bench.press("Save zones")
    expect(bench.page.get_by_role("link", name="1 change waits to be sent")).to_be_visible()
    go_offline(bench.page, False)
    expect(bench.page.locator("#outbox-link")).to_be_hidden()
    rows = sql("SELECT zone_type FROM zone WHERE parcel = (SELECT id FROM parcel WHERE uid = %s) ORDER BY 1", uid)
    assert rows == [("khok",), ("na",)]


def test_what_the_server_does_not_take_says_why_and_can_be_saved_as_a_file(
    bench: Bench, client: Client, sql: Sql
) -> None:
    """A parcel that is withdrawn meanwhile, as one whose officer has moved: it is not there for him any more."""
    land, uid = client.own_parcel()
    kept_edit(bench, land, uid, "Too late")
    client.send("DELETE", f"collections/parcels/items/{uid}", None, version=1)
    go_offline(bench.page, False)
    page = bench.page
    expect(page.get_by_role("link", name="1 item needs you")).to_be_visible()
    page.goto("/outbox")
    expect(items(page)).to_have_attribute("data-state", "refused")
    picture(page, "refused")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as GeoJSON").click()
    text = Path(download.value.path()).read_text("utf-8")
    assert '"Too late"' in text
    assert '"MultiPolygon"' in text
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Throw away").click()
    expect(page.get_by_text("Everything is sent")).to_be_visible()
    picture(page, "empty")


def test_items_stay_through_signing_out_and_nobody_else_sends_them(
    bench: Bench, client: Client, server: Server, sql: Sql
) -> None:
    land, uid = client.own_parcel()
    page = bench.page
    kept_edit(bench, land, uid, "Still mine")
    refused = re.compile(r"/api/collections/parcels/items")
    page.route(refused, lambda route: route.abort() if route.request.method == "PATCH" else route.continue_())
    go_offline(page, False)
    page.locator("#account-button").click()
    page.get_by_role("button", name="Sign out").click()
    leaving = page.get_by_role("dialog", name="1 item is not sent yet")
    expect(leaving.get_by_role("listitem")).to_contain_text("Parcel")
    leaving.get_by_role("button", name="Sign out all the same").click()
    page.wait_for_url(re.compile("/sign-in"))
    page.unroute_all(behavior="wait")
    sign_in(page.context, server, "amphoe01b")
    page.goto("/outbox")
    expect(page.get_by_text("1 item of somebody else is on this device too.")).to_be_visible()
    page.wait_for_timeout(1000)
    assert sql("SELECT version FROM parcel WHERE uid = %s", uid) == [(1,)]
    page.context.clear_cookies(name="sessionid")
    sign_in(page.context, server, "amphoe01")
    page.goto("/outbox")
    expect(items(page)).to_have_attribute("data-state", "sent")
    assert sql("SELECT name, version FROM parcel WHERE uid = %s", uid) == [("Still mine", 2)]
