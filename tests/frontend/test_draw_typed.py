"""Corners are typed from a deed: places, bearings and tables; the database holds what the deed says."""

from __future__ import annotations

import re
from collections.abc import Callable
from math import atan2, degrees, hypot
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from spatial.reference import INDIAN_1975_47N, UTM_47N, from_wgs84
from tests.browser import Server
from tests.frontend.drawing import Bench, Client, Land, Position, rectangle
from tests.frontend.test_accessibility import violations
from tests.frontend.test_draw import nodes

Sql = Callable[..., list[tuple[Any, ...]]]
OpenPage = Callable[..., Page]


@pytest.fixture
def client(page_as: OpenPage, server: Server) -> Client:
    return Client(page_as("amphoe01"), server.url)


def metres(places: list[Position], epsg: int) -> list[Position]:
    """East and north."""
    return [(float(e), float(n)) for e, n in zip(*from_wgs84(*zip(*places, strict=True), target=epsg), strict=True)]


def typing(page_as: OpenPage, server: Server, land: Land, kind: str, *, touch: bool = False) -> Bench:
    bench = Bench(page_as("amphoe01", touch=touch), server.url, touch=touch)
    bench.open(land)
    bench.start("Draw parcel")
    bench.press("Type corners")
    choose(bench, kind)
    return bench


def choose(bench: Bench, kind: str) -> None:
    bench.panel.get_by_label("What is typed").select_option(label=kind)


def corners(bench: Bench, count: int) -> None:
    expect(bench.page.locator("path.editor-node")).to_have_count(count)


def near(found: set[Position], wanted: list[Position]) -> bool:
    """Each wanted place within two millimetres of a found one, and no other."""
    return len(found) == len(wanted) and all(
        any(abs(x - a) < 2e-8 and abs(y - b) < 2e-8 for x, y in found) for a, b in wanted
    )


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "touch"])
def test_places_and_bearings_are_typed_one_by_one(
    page_as: OpenPage, server: Server, client: Client, sql: Sql, touch: bool
) -> None:
    land = client.free_land()
    bench = typing(page_as, server, land, "A place", touch=touch)
    one, two, three, four = rectangle(land)
    panel = bench.panel
    panel.get_by_label("Latitude").fill(str(one[1]))
    panel.get_by_label("Longitude").fill(str(one[0]))
    bench.press("Add this corner")
    corners(bench, 1)
    for epsg, system, place in ((UTM_47N, "WGS 84, UTM 47N", two), (INDIAN_1975_47N, "Indian 1975, UTM 47N", three)):
        panel.get_by_label("Reference system").select_option(label=system)
        ((east, north),) = metres([place], epsg)
        panel.get_by_label("North (m)").fill(f"{north:,.4f}")
        panel.get_by_label("East (m)").fill(f"{east:.4f}")
        panel.get_by_label("East (m)").press("Enter")
    corners(bench, 3)
    choose(bench, "A bearing and a distance")
    (e1, n1), (e2, n2) = metres([three, four], UTM_47N)
    panel.get_by_label("Bearing").fill(f"{degrees(atan2(e2 - e1, n2 - n1)) % 360:.7f}")
    panel.get_by_label("Distance (m)").fill(f"{hypot(e2 - e1, n2 - n1):.4f}")
    bench.press("Add this corner")
    corners(bench, 4)
    assert bench.errors == []  # before axe puts its own styles in
    assert violations(bench.page) == []
    bench.press("Finish")
    uid = bench.save_parcel()
    assert near(nodes(sql, "parcel", uid), rectangle(land))


def arrived(bench: Bench, waiting: list[Route], count: int) -> Route:
    for _ in range(200):
        if len(waiting) == count:
            return waiting[-1]
        bench.page.wait_for_timeout(50)
    raise AssertionError(f"{len(waiting)} requests came, not {count}")


def test_a_corner_typed_while_another_is_being_read_comes_after_it(
    page_as: OpenPage, server: Server, client: Client
) -> None:
    land = client.free_land()
    bench = typing(page_as, server, land, "A place")
    waiting: list[Route] = []
    bench.page.route("**/api/geometry/transform", lambda route: waiting.append(route))
    bench.panel.get_by_label("Reference system").select_option(label="WGS 84, UTM 47N")
    for place in rectangle(land)[:2]:
        ((east, north),) = metres([place], UTM_47N)
        bench.panel.get_by_label("North (m)").fill(f"{north:.4f}")
        bench.panel.get_by_label("East (m)").fill(f"{east:.4f}")
        for _ in range(2):
            bench.panel.get_by_label("East (m)").press("Enter")
    expect(bench.panel.get_by_label("East (m)")).to_have_value(f"{east:.4f}")
    for count in (1, 2):
        arrived(bench, waiting, count).continue_()
        corners(bench, count)
    assert len(waiting) == 2
    expect(bench.panel.get_by_label("East (m)")).to_have_value("")


def test_a_table_of_a_deed_is_shown_with_its_misclosure_and_taken(
    page_as: OpenPage, server: Server, client: Client, sql: Sql
) -> None:
    land = client.free_land()
    bench = typing(page_as, server, land, "A table of corners")
    bench.panel.get_by_label("Reference system").select_option(label="Indian 1975, UTM 47N")
    places = metres(rectangle(land), INDIAN_1975_47N)
    rows = [f"{n}\t{north:.3f}\t{east:.3f}" for n, (east, north) in enumerate([*places, places[0]], 1)]
    table = bench.panel.get_by_label("Rows")
    table.fill("\n".join(rows))
    bench.press("Read the table")
    expect(bench.panel.get_by_role("status")).to_contain_text("Misclosure 0.000 m")
    expect(bench.panel.get_by_role("status")).to_contain_text("4 corners are read.")
    bench.panel.get_by_label("Order", exact=True).select_option(label="East, North")
    bench.press("Read the table")
    expect(bench.panel.get_by_role("alert")).to_contain_text("other order")
    bench.panel.get_by_label("Order", exact=True).select_option(label="North, East")
    bench.panel.get_by_label("The last row is the first corner again").check()
    off = rows[-1].split("\t")
    table.fill("\n".join([*rows[:-1], f"{off[0]}\t{float(off[1]) + 3:.3f}\t{off[2]}"]))
    bench.press("Read the table")
    expect(bench.panel.get_by_role("status")).to_contain_text(re.compile(r"misses the first by 3\.000 m, 1 : \d+"))
    expect(bench.panel.get_by_role("button", name="Add these corners")).to_have_count(0)
    table.fill("\n".join([*rows[:2], "3\tสาม\t5"]))
    bench.press("Read the table")
    expect(bench.panel.get_by_role("alert")).to_contain_text("Row 3 cannot be read")
    table.fill("\n".join(rows))
    bench.press("Read the table")
    expect(bench.page.locator("path.editor-rubber")).to_be_visible()
    assert violations(bench.page) == []
    bench.press("Add these corners")
    corners(bench, 4)
    bench.press("Undo")
    corners(bench, 0)
    table.fill("\n".join(rows))
    bench.press("Read the table")
    bench.press("Add these corners")
    bench.press("Finish")
    uid = bench.save_parcel()
    assert near(nodes(sql, "parcel", uid), rectangle(land))


def test_bearings_and_distances_go_round_and_their_error_is_shared_out(
    page_as: OpenPage, server: Server, client: Client
) -> None:
    land = client.free_land()
    bench = typing(page_as, server, land, "A table of bearings and distances")
    table = bench.panel.get_by_label("Rows")
    table.fill("90\t60\n0\t50")
    bench.press("Read the table")
    expect(bench.panel.get_by_role("alert")).to_contain_text("Put a first corner")
    bench.point(land.west, land.south, dx=6)
    table.fill("1 90-00-00 60.00\n2 0-00-00 50.00\n3 270-00-00 60.03\n4 180-00-00 50.00")
    bench.press("Read the table")
    expect(bench.panel.get_by_role("status")).to_contain_text("Misclosure 0.030 m, 1 : 7,334, shared out by Bowditch")
    bench.panel.get_by_text("shared out by Bowditch").click()
    expect(bench.panel.get_by_text("Leg 1: east +0.008 m, north +0.000 m")).to_be_visible()
    bench.press("Add these corners")
    corners(bench, 4)


def test_the_keyboard_types_and_a_place_outside_the_country_is_refused(
    page_as: OpenPage, server: Server, client: Client
) -> None:
    bench = Bench(page_as("amphoe01"), server.url)
    bench.open(client.free_land())
    bench.start("Draw parcel")
    bench.page.keyboard.press("c")
    expect(bench.panel.get_by_label("What is typed")).to_be_focused()
    bench.panel.get_by_label("Latitude").fill("สิบหก")
    bench.panel.get_by_label("Longitude").fill("101")
    bench.page.keyboard.press("Enter")
    expect(bench.panel.get_by_role("alert")).to_contain_text("not an angle")
    bench.panel.get_by_label("Latitude").fill("51.5")
    bench.page.keyboard.press("Enter")
    expect(bench.panel.get_by_role("alert")).to_contain_text("outside Thailand")
    corners(bench, 0)
