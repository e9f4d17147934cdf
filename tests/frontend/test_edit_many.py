"""Several corners, the whole shape and its holes, with mouse, fingers and keys: what the database holds then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Server
from tests.frontend.drawing import Bench, Client, Land, Position, rectangle
from tests.frontend.test_accessibility import violations
from tests.frontend.test_draw import nodes

Sql = Callable[..., list[tuple[Any, ...]]]
OpenPage = Callable[..., Page]
SIZES = pytest.mark.parametrize("touch", [False, True], ids=["mouse", "touch"])
AREA = "SELECT ST_Area(geom::geography), ST_Perimeter(geom::geography) FROM parcel WHERE uid = %s"
HOLES = "SELECT sum(ST_NumInteriorRings(d.geom)) FROM parcel p, ST_Dump(p.geom) d WHERE p.uid = %s"
MIDDLE = """
    SELECT ST_Distance(ST_SetSRID(ST_MakePoint(%s, %s), 4326)::geography, ST_Centroid(geom)::geography) FROM parcel WHERE uid = %s
"""


@pytest.fixture
def client(page_as: OpenPage, server: Server) -> Client:
    return Client(page_as("amphoe01"), server.url)


def alone(client: Client) -> tuple[Land, str]:
    """A parcel that begins ten metres after the neighbour."""
    free = client.free_land()
    land = Land(round(free.west + 0.0001, 8), free.south, free.neighbour, free.code)
    return land, client.new_parcel(rectangle(land))


def editing(page_as: OpenPage, server: Server, land: Land, parcel: str, *, touch: bool = False) -> Bench:
    bench = Bench(page_as("amphoe01", touch=touch), server.url, touch=touch)
    bench.open(land, parcel)
    bench.start("Edit shape")
    return bench


def corner(bench: Bench, number: int, count: int = 4) -> Any:
    return bench.page.get_by_role("button", name=f"Corner {number} of {count}", exact=True)


def save(bench: Bench) -> None:
    bench.press("Save")
    expect(bench.panel).to_be_empty()


@SIZES
def test_a_rectangle_chooses_corners_that_are_dragged_together(
    page_as: OpenPage, server: Server, client: Client, sql: Sql, touch: bool
) -> None:
    land, parcel = alone(client)
    before = nodes(sql, "parcel", parcel)
    bench = editing(page_as, server, land, parcel, touch=touch)
    bench.press("Choose corners")
    (left, top), (right, bottom) = bench.pixel(land.east, land.north), bench.pixel(land.east, land.south)
    bench.slide((left - 28, top - 25), (right + 28, bottom + 25))
    expect(bench.panel.get_by_text("2 corners chosen")).to_be_visible()
    expect(corner(bench, 2)).to_have_attribute("aria-pressed", "true")
    expect(corner(bench, 1)).to_have_attribute("aria-pressed", "false")
    assert bench.errors == []  # before axe puts its own styles in
    assert violations(bench.page) == []
    bench.drag(corner(bench, 2), -30, 12)
    save(bench)
    after = nodes(sql, "parcel", parcel)
    assert {(x, y) for x, y in before if x == land.west} < after, "the western corners stay"
    ((one, south), (other, north)) = sorted(after - before, key=lambda node: node[1])
    assert one == pytest.approx(other, abs=1.1e-8)
    assert one < land.east
    assert north - south == pytest.approx(land.north - land.south, abs=2e-8)


def test_keys_choose_nudge_and_delete_corners(page_as: OpenPage, server: Server, client: Client, sql: Sql) -> None:
    land = client.free_land()
    west, middle = round(land.west + 0.0001, 8), round(land.west + 0.0004, 8)
    ring: list[Position] = [
        (west, land.south), (middle, land.south), (land.east, land.south), (land.east, land.north),
        (middle, land.north), (west, land.north),
    ]  # fmt: skip
    parcel = client.new_parcel(ring)
    bench = editing(page_as, server, land, parcel)
    keys = bench.page.keyboard
    for number in (2, 5):
        corner(bench, number, 6).focus()
        keys.press("Space")
    expect(bench.panel.get_by_text("2 corners chosen")).to_be_visible()
    for _ in range(3):
        keys.press("Shift+ArrowRight")
    expect(corner(bench, 5, 6)).to_be_focused()
    keys.press("Delete")
    expect(corner(bench, 4, 4)).to_be_visible()
    bench.press("Undo")
    save(bench)
    after = nodes(sql, "parcel", parcel)
    assert {(x, y) for x, y in ring if x != middle} < after
    assert len(after) == 6
    ((one, _), (other, _)) = after - set(ring)
    assert one == pytest.approx(other, abs=1.1e-8)
    assert one > middle


def test_shift_and_a_press_choose_and_three_corners_must_stay(
    page_as: OpenPage, server: Server, client: Client
) -> None:
    land, parcel = alone(client)
    bench = editing(page_as, server, land, parcel)
    for number in (2, 3):
        corner(bench, number).click(modifiers=["Shift"])
    expect(bench.panel.get_by_text("2 corners chosen")).to_be_visible()
    bench.press("Delete corners")
    expect(bench.panel.get_by_role("alert")).to_contain_text("at least three points")
    expect(corner(bench, 4)).to_be_visible()
    corner(bench, 3).click(modifiers=["Shift"])
    bench.press("Delete corners")
    expect(corner(bench, 3, 3)).to_be_visible()


def test_the_whole_shape_is_moved_turned_and_offset_by_typed_numbers(
    page_as: OpenPage, server: Server, client: Client, sql: Sql
) -> None:
    land, parcel = alone(client)
    middle = sql("SELECT ST_X(ST_Centroid(geom)), ST_Y(ST_Centroid(geom)) FROM parcel WHERE uid = %s", parcel)[0]
    ((area, around),) = sql(AREA, parcel)
    bench = editing(page_as, server, land, parcel)
    bench.press("Whole shape and holes")
    panel = bench.panel
    panel.get_by_label("East (m)").fill("3")
    panel.get_by_label("North (m)").fill("-4")
    bench.press("Move")
    panel.get_by_label("Degrees clockwise").fill("30")
    panel.get_by_label("Degrees clockwise").press("Enter")
    panel.get_by_label("Metres outward").fill("-500")
    bench.press("Offset")
    expect(panel.get_by_role("alert")).to_contain_text("no room")
    panel.get_by_label("Metres outward").fill("สอง")
    bench.press("Offset")
    expect(panel.get_by_role("alert")).to_contain_text("not a number")
    panel.get_by_label("Metres outward").fill("2")
    bench.press("Offset")
    assert violations(bench.page) == []
    save(bench)
    assert sql(MIDDLE, *middle, parcel)[0][0] == pytest.approx(5, abs=0.02)
    ((larger, _),) = sql(AREA, parcel)
    assert larger == pytest.approx(area + 2 * around + 16, abs=0.5)


@SIZES
def test_handles_move_and_turn_the_whole_shape(
    page_as: OpenPage, server: Server, client: Client, sql: Sql, touch: bool
) -> None:
    land, parcel = alone(client)
    before, ((area, _),) = nodes(sql, "parcel", parcel), sql(AREA, parcel)
    bench = editing(page_as, server, land, parcel, touch=touch)
    bench.press("Whole shape and holes")
    bench.drag(bench.page.get_by_role("button", name="Move the whole shape"), 24, 16)
    expect(bench.panel.get_by_role("button", name="Undo")).to_be_enabled()
    bench.drag(bench.page.get_by_role("button", name="Turn the whole shape"), 30, 10)
    bench.page.get_by_role("button", name="Turn the whole shape").focus()
    bench.page.keyboard.press("Shift+ArrowRight")
    expect(bench.page.get_by_role("button", name="Turn the whole shape")).to_be_focused()
    save(bench)
    assert not nodes(sql, "parcel", parcel) & before
    assert sql(AREA, parcel)[0][0] == pytest.approx(area, abs=1)


@SIZES
def test_a_hole_is_cut_and_filled(page_as: OpenPage, server: Server, client: Client, sql: Sql, touch: bool) -> None:
    land, parcel = alone(client)
    ((area, _),) = sql(AREA, parcel)
    bench = editing(page_as, server, land, parcel, touch=touch)
    bench.press("Whole shape and holes")
    bench.press("Cut a hole")
    bench.press("Cancel")
    bench.press("Cut a hole")
    x, y = land.west + 0.0002, land.south + 0.00015
    hole = [(x, y), (x + 0.0003, y), (x + 0.0003, y + 0.0003)]
    drawn = bench.page.locator("path.editor-node")
    for count, place in enumerate([*hole[:2], (land.east + 0.0001, land.north + 0.00005)], 1):
        bench.points(place)
        expect(drawn).to_have_count(count)
    bench.press("Finish")
    expect(bench.panel.get_by_role("alert")).to_contain_text("A hole lies inside the shape")
    bench.press("Undo")
    bench.points(hole[2])
    bench.press("Finish")
    fill = bench.panel.get_by_role("button", name="Fill hole 1")
    expect(fill).to_be_visible()
    save(bench)
    assert sql(HOLES, parcel) == [(1,)]
    assert sql(AREA, parcel)[0][0] < area - 400

    bench.open(land, parcel)
    bench.start("Edit shape")
    bench.press("Whole shape and holes")
    fill.click()
    save(bench)
    assert sql(HOLES, parcel) == [(0,)]
    assert sql(AREA, parcel)[0][0] == pytest.approx(area, abs=0.01)
