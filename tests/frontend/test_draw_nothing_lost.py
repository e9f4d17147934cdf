"""Drafts, dead networks, refusals and two officers at one parcel: nothing that was drawn is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import Server
from tests.frontend.drawing import Bench, Client, Land, rectangle

Sql = Callable[..., list[tuple[Any, ...]]]
OpenPage = Callable[..., Page]
ITEMS = re.compile(r"/api/collections/parcels/items")


@pytest.fixture
def client(page_as: OpenPage, server: Server) -> Client:
    return Client(page_as("amphoe01"), server.url)


@pytest.fixture
def bench(page_as: OpenPage, server: Server) -> Bench:
    return Bench(page_as("amphoe01"), server.url)


def begin(bench: Bench, client: Client) -> Land:
    land = client.free_land()
    bench.open(land)
    bench.start("Draw parcel")
    return land


def refuse_writes(page: Page, answer: Callable[[Route], None]) -> None:
    """Answer writes in the server's place; reading goes on."""
    page.route(ITEMS, lambda route: answer(route) if route.request.method != "GET" else route.continue_())


def test_a_draft_survives_a_reload_and_ends_with_the_answer_of_the_server(bench: Bench, client: Client) -> None:
    land = begin(bench, client)
    bench.points(*rectangle(land)[:2])
    expect(bench.page.locator("path.editor-node")).to_have_count(2)
    bench.page.reload()
    kept = bench.page.get_by_role("region", name="Kept drawings")
    expect(kept).to_contain_text("drawing kept from")
    kept.get_by_role("button", name="Continue").click()
    expect(bench.page.locator("path.editor-node")).to_have_count(2)
    bench.points(*rectangle(land)[2:])
    bench.press("Finish")
    bench.save_parcel()
    bench.page.reload()
    expect(bench.page.get_by_role("button", name="Draw zones")).to_be_visible()
    expect(kept).to_be_hidden()


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "touch"])
def test_every_step_can_be_undone_after_a_reload(
    page_as: OpenPage, server: Server, client: Client, touch: bool
) -> None:
    bench = Bench(page_as("amphoe01", touch=touch), server.url, touch=touch)
    land = begin(bench, client)
    bench.points(*rectangle(land))
    bench.press("Undo")
    kept = bench.page.get_by_role("region", name="Kept drawings").get_by_role("button", name="Continue")
    corners = bench.page.locator("path.editor-node")
    bench.page.reload()
    kept.click()
    expect(corners).to_have_count(3)
    bench.point(land.west, land.north)
    bench.press("Finish")
    bench.page.reload()
    kept.click()
    expect(bench.panel.get_by_label("Tambon")).to_be_visible()
    for left in (4, 3, 2, 1, 0):
        bench.press("Undo")
        expect(corners).to_have_count(left)
    expect(bench.panel.get_by_role("button", name="Undo")).to_be_disabled()


def test_a_long_drawing_keeps_as_many_steps_as_the_browser_has_room_for(bench: Bench, client: Client) -> None:
    """Another draft fills what the browser keeps for the site: the last steps stay, then the drawing alone."""
    land = begin(bench, client)
    bench.points(*rectangle(land)[:2])
    bench.page.evaluate("""() => {
      let size = 2 ** 22
      while (size >= 512) {
        try { localStorage.setItem(`filled ${size} ${localStorage.length}`, 'x'.repeat(size)) } catch { size /= 2 }
      }
    }""")
    bench.points(rectangle(land)[2])
    expect(bench.page.locator("path.editor-node")).to_have_count(3)
    kept = bench.page.evaluate(
        "() => JSON.parse(localStorage.getItem(Object.keys(localStorage).find((k) => k.startsWith('plaeng.draft.'))))"
    )
    assert len(kept["state"]["points"]) == 3


def test_a_draft_can_be_discarded(bench: Bench, client: Client) -> None:
    land = begin(bench, client)
    bench.point(land.west, land.south)
    bench.press("Cancel")
    kept = bench.page.get_by_role("region", name="Kept drawings")
    kept.get_by_role("button", name="Discard").click()
    expect(kept).to_be_hidden()
    bench.page.reload()
    expect(bench.map).to_be_visible()
    expect(kept).to_be_hidden()


@pytest.mark.parametrize("status", [0, 503], ids=["no network", "no database"])
def test_a_failed_save_waits_in_the_outbox_and_goes_later(bench: Bench, client: Client, sql: Sql, status: int) -> None:
    land = begin(bench, client)
    bench.draw_beside(land)
    bench.panel.get_by_label("Name").fill(f"later {land.west} {status}")
    away = {"type": "about:blank", "status": 503, "code": "database_away", "title": "x"}

    def fail(route: Route) -> None:
        if status:
            route.fulfill(status=status, json=away, content_type="application/problem+json")
        else:
            route.abort()

    refuse_writes(bench.page, fail)
    uid = save_kept(bench)
    bench.page.unroute_all(behavior="wait")
    sent(bench)
    assert sql("SELECT uid::text, version FROM parcel WHERE name = %s", f"later {land.west} {status}") == [(uid, 1)]


def save_kept(bench: Bench) -> str:
    """Save what cannot be sent: the page shows it as it will be."""
    expect(bench.panel.get_by_label("Tambon")).not_to_have_value("")
    bench.press("Save")
    expect(bench.page.get_by_role("link", name="1 change waits to be sent")).to_be_visible()
    found = re.search(r"parcel=([0-9a-f-]{36})", bench.page.url)
    assert found
    return found[1]


def sent(bench: Bench) -> None:
    """Come back to the page: what waits is tried at once."""
    bench.page.evaluate("dispatchEvent(new Event('focus'))")
    expect(bench.page.locator("#outbox-link")).to_be_hidden()


def lose(route: Route) -> None:
    """The server does the work, and nobody hears of it."""
    route.fetch()
    route.abort()


def test_an_answer_that_is_lost_does_not_store_the_parcel_twice(bench: Bench, client: Client, sql: Sql) -> None:
    land = begin(bench, client)
    bench.draw_beside(land)
    bench.panel.get_by_label("Name").fill(f"lost {land.west}")
    refuse_writes(bench.page, lose)
    save_kept(bench)
    assert sql("SELECT count(*) FROM parcel WHERE name = %s", f"lost {land.west}") == [(1,)]
    bench.page.unroute_all(behavior="wait")
    sent(bench)
    assert sql("SELECT count(*), max(version) FROM parcel WHERE name = %s", f"lost {land.west}") == [(1, 1)]


def test_what_was_changed_after_a_lost_answer_goes_on_top(bench: Bench, client: Client, sql: Sql) -> None:
    land = begin(bench, client)
    bench.draw_beside(land)
    refuse_writes(bench.page, lose)
    uid = save_kept(bench)
    bench.page.get_by_role("button", name="Edit shape").click()
    bench.panel.get_by_label("Name").fill("Changed since")
    bench.press("Save")
    expect(bench.page.get_by_role("link", name="2 changes wait to be sent")).to_be_visible()
    bench.page.unroute_all(behavior="wait")
    sent(bench)
    assert sql("SELECT name, version FROM parcel WHERE uid = %s", uid) == [("Changed since", 2)]


def test_what_the_server_refuses_stands_in_the_panel_and_on_the_map(bench: Bench, client: Client) -> None:
    """A colleague moves the parcel while its zones are drawn: they would lie outside."""
    land, uid = client.own_parcel()
    bench.open(land, uid)
    bench.start("Draw zones")
    cut_in_two(bench, land)
    moved = [(lon, round(lat + 0.0001, 8)) for lon, lat in rectangle(land)]
    shape = {"type": "MultiPolygon", "coordinates": [[[*moved, moved[0]]]]}
    client.send("PATCH", f"collections/parcels/items/{uid}", {"geometry": shape}, version=1)
    bench.press("Save zones")
    findings = bench.panel.get_by_role("alert").get_by_role("listitem")
    expect(findings).not_to_have_count(0)
    expect(bench.panel.get_by_role("button", name="Show on the map").first).to_be_visible()
    expect(bench.page.locator(".editor-finding").first).to_be_visible()
    assert client.get(f"collections/zones/items?parcel={uid}")["features"] == []
    types = bench.panel.get_by_role("combobox", name=re.compile("Zone type of part"))
    expect(types).to_have_count(2)
    expect(bench.page.locator("path.editor-theirs")).to_be_visible()
    bench.press("Begin again on the new border")
    expect(types).to_have_count(1)


def cut_in_two(bench: Bench, land: Land, *, is_answered: bool = True) -> None:
    middle = land.south + land.height / 2
    bench.point(land.west, middle, dx=-20)
    bench.point(land.east, middle, dx=20)
    # With the server's answer the list is drawn anew: a choice in the one that goes at that moment would be lost.
    with bench.page.expect_response("**/api/geometry/pieces") if is_answered else nullcontext():
        bench.press("Finish")
    types = bench.panel.get_by_role("combobox", name=re.compile("Zone type of part"))
    for number, kind in enumerate(("khok", "na")):
        bench.page.evaluate(
            "() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))"
        )
        types.nth(number).select_option(kind)
        expect(types.nth(number)).to_have_value(kind)


def test_two_officers_at_one_parcel_both_keep_their_work(
    page_as: OpenPage, server: Server, client: Client, sql: Sql
) -> None:
    land, uid = client.own_parcel()
    first = Bench(page_as("amphoe01"), server.url)
    second = Bench(page_as("amphoe01b"), server.url)
    for bench in (first, second):
        bench.open(land, uid)
        bench.start("Edit shape")
    edit(first, "ArrowRight", "First")
    first.panel.get_by_label("Land class").select_option("TEMPLE")
    first.press("Save")
    expect(first.panel).to_be_empty()
    edit(second, "ArrowUp", "Second")
    second.press("Save")

    expect(second.panel.get_by_role("heading", name=re.compile("was changed by someone else"))).to_be_visible()
    expect(second.page.locator("path.editor-mine")).to_be_visible()
    expect(second.page.locator("path.editor-theirs")).to_be_visible()
    expect(second.panel.get_by_text("Taken from theirs: Land class")).to_be_visible()
    expect(second.panel.get_by_role("button", name="2 choices left")).to_be_disabled()
    second.panel.get_by_role("group", name="Shape", exact=True).get_by_role("radio", name=re.compile("Yours")).check()
    second.panel.get_by_role("group", name="Name", exact=True).get_by_role("radio", name=re.compile("Theirs")).check()
    mine = sql("SELECT ST_AsText(geom) FROM parcel WHERE uid = %s", uid)
    second.press("Save as version 3")
    expect(second.panel).to_be_empty()

    stored = client.get(f"collections/parcels/items/{uid}")["properties"]
    assert (stored["name"], stored["land_class"], stored["version"]) == ("First", "TEMPLE", 3)
    assert sql("SELECT ST_AsText(geom) FROM parcel WHERE uid = %s", uid) != mine
    assert second.errors == [e for e in second.errors if "412" in e or "/api/geometry/move" in e]


def edit(bench: Bench, key: str, name: str) -> None:
    corner = bench.page.get_by_role("button", name="Corner 3 of 4")
    corner.focus()
    for _ in range(6):
        bench.page.keyboard.press(f"Shift+{key}")
    bench.panel.get_by_label("Name").fill(name)


def test_a_corner_may_not_be_moved_across_its_own_border(bench: Bench, client: Client) -> None:
    land, uid = client.own_parcel()
    bench.open(land, uid)
    bench.start("Edit shape")
    corner = bench.page.get_by_role("button", name="Corner 3 of 4")
    box = corner.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    left, bottom = bench.pixel(land.west, land.south)
    bench.page.mouse.move(x, y)
    bench.page.mouse.down()
    bench.page.mouse.move(left + 60, bottom + 60, steps=4)
    expect(bench.page.locator("path.editor-refused")).to_be_visible()
    bench.page.mouse.up()
    expect(bench.panel.get_by_role("alert")).to_have_text(
        "The border crosses itself here. Move the corner. The corner went back."
    )
    after = corner.bounding_box()
    assert after
    assert (after["x"], after["y"]) == pytest.approx((box["x"], box["y"]), abs=1)


def test_a_dragged_corner_takes_the_neighbours_corner(bench: Bench, client: Client, sql: Sql) -> None:
    land, uid = client.own_parcel()
    corners = [(round(land.west + 0.00004, 8), land.south), *rectangle(land)[1:]]
    shape = {"type": "MultiPolygon", "coordinates": [[[*corners, corners[0]]]]}
    client.send("PATCH", f"collections/parcels/items/{uid}", {"geometry": shape}, version=1)
    bench.open(land, uid)
    bench.start("Edit shape")
    box = bench.page.get_by_role("button", name="Corner 1 of 4").bounding_box()
    assert box
    bench.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    bench.page.mouse.down()
    x, y = bench.pixel(land.west, land.south)
    bench.page.mouse.move(x + 3, y + 2, steps=4)
    bench.page.mouse.up()
    bench.press("Save")
    expect(bench.panel).to_be_empty()
    found = sql("SELECT ST_X(d.geom), ST_Y(d.geom) FROM parcel p, ST_DumpPoints(p.geom) d WHERE p.uid = %s", uid)
    assert (land.west, land.south) in found
