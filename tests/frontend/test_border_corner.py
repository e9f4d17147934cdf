"""A corner that is put into a shared edge is the neighbour's too, with mouse, fingers and keys, or stays one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Server
from tests.frontend.drawing import Bench, Client, Land
from tests.frontend.test_accessibility import violations
from tests.frontend.test_draw import nodes
from tests.frontend.test_edit_border import SIZES, VERSION, editing

Sql = Callable[..., list[tuple[Any, ...]]]
OpenPage = Callable[..., Page]
# Land in common, and land of the two together that neither has any more, in m²: the outer border has not moved.
TOGETHER = """
    SELECT ST_Area(ST_Intersection(a.geom, b.geom)::geography),
           ST_Area(ST_SymDifference(ST_Union(a.geom, b.geom), ST_Envelope(ST_Union(a.geom, b.geom)))::geography)
    FROM parcel a, parcel b WHERE a.uid = %s AND b.uid = %s
"""


@pytest.fixture
def client(page_as: OpenPage, server: Server) -> Client:
    return Client(page_as("amphoe01"), server.url)


def midpoint(bench: Bench, number: int) -> Any:
    return bench.page.get_by_role("button", name=f"New corner after corner {number}", exact=True)


def corner_of(bench: Bench, number: int, count: int) -> Any:
    return bench.page.get_by_role("button", name=f"Corner {number} of {count}", exact=True)


def shared(sql: Sql, land: Land, parcel: str, count: int) -> set[tuple[float, float]]:
    """The border that both have, corner by corner: nobody has another corner there, nobody more land, and none is left."""
    own, theirs = nodes(sql, "parcel", parcel), nodes(sql, "parcel", land.neighbour)
    assert len(own & theirs) == count
    assert {(land.west, land.south), (land.west, land.north)} <= own & theirs
    assert len(theirs) == 2 + count, "the neighbour has no other corner than its far ones"
    ((common, lost),) = sql(TOGETHER, parcel, land.neighbour)
    assert (common, lost) == (pytest.approx(0, abs=0.01), pytest.approx(0, abs=0.01))
    return own & theirs - {(land.west, land.south), (land.west, land.north)}


@SIZES
def test_a_corner_put_into_a_shared_edge_is_the_neighbour_s_too(
    page_as: OpenPage, server: Server, client: Client, sql: Sql, touch: bool
) -> None:
    land, parcel = client.own_parcel()
    bench = editing(page_as, server, land, parcel, touch=touch)
    told = bench.panel.get_by_role("list", name="What else changes")
    # Some 3 m, nearer to the old border than the pen catches; a finger has to go farther before it drags at all.
    bench.drag(midpoint(bench, 4), 20 if touch else 6, 0)
    expect(corner_of(bench, 5, 5)).to_be_visible()
    expect(bench.page.locator("path.editor-neighbour")).to_be_visible()
    expect(bench.page.locator("path.editor-overlap")).to_have_count(0)
    expect(told).to_have_text("1 neighbour moves along.")
    assert bench.errors == []
    assert violations(bench.page) == []

    bench.press("Undo")
    expect(told).to_have_count(0)
    bench.press("Redo")
    expect(told).to_have_text("1 neighbour moves along.")
    bench.press("Save")
    expect(bench.panel).to_be_empty()
    ((lon, _lat),) = shared(sql, land, parcel, 3)
    assert 0.00002 < lon - land.west < 0.0004
    assert sql(VERSION, land.neighbour) == [(2,)]


@SIZES
def test_one_corner_after_another_and_outward_too(
    page_as: OpenPage, server: Server, client: Client, sql: Sql, touch: bool
) -> None:
    """The second lies in an edge that begins at the first: on the stored border there is a place for it too."""
    land, parcel = client.own_parcel()
    bench = editing(page_as, server, land, parcel, touch=touch)
    bench.drag(midpoint(bench, 4), -30, 0)
    bench.drag(midpoint(bench, 5), 28, 0)
    expect(corner_of(bench, 6, 6)).to_be_visible()
    corner_of(bench, 5, 6).focus()
    for key in ("Shift+ArrowRight", "Shift+ArrowRight", "ArrowDown"):
        bench.page.keyboard.press(key)
    expect(bench.page.locator("path.editor-overlap")).to_have_count(0)
    bench.press("Save")
    expect(bench.panel).to_be_empty()
    assert len(shared(sql, land, parcel, 4)) == 2
    assert sql(VERSION, land.neighbour) == [(2,)]


def test_the_keyboard_puts_a_corner_in_and_moves_it(
    page_as: OpenPage, server: Server, client: Client, sql: Sql
) -> None:
    land, parcel = client.own_parcel()
    bench = editing(page_as, server, land, parcel)
    midpoint(bench, 4).focus()
    bench.page.keyboard.press("Enter")
    corner_of(bench, 5, 5).focus()
    bench.page.keyboard.press("Shift+ArrowRight")
    bench.page.keyboard.press("ArrowRight")
    expect(bench.panel.get_by_role("list", name="What else changes")).to_have_text("1 neighbour moves along.")
    bench.press("Save")
    expect(bench.panel).to_be_empty()
    ((lon, _lat),) = shared(sql, land, parcel, 3)
    assert lon > land.west + 0.00004


def test_a_corner_in_the_middle_of_the_border_is_both_s_before_it_goes_anywhere(
    page_as: OpenPage, server: Server, client: Client, sql: Sql
) -> None:
    land, parcel = client.own_parcel()
    bench = editing(page_as, server, land, parcel)
    midpoint(bench, 4).focus()
    bench.page.keyboard.press("Enter")
    bench.press("Save")
    expect(bench.panel).to_be_empty()
    assert len(shared(sql, land, parcel, 3)) == 1


def test_the_neighbour_gets_no_corner_where_one_says_so(
    page_as: OpenPage, server: Server, client: Client, sql: Sql
) -> None:
    land, parcel = client.own_parcel()
    bench = editing(page_as, server, land, parcel)
    bench.panel.get_by_label("Neighbours move along").uncheck()
    bench.drag(midpoint(bench, 4), 30, 0)
    expect(bench.page.locator("path.editor-neighbour")).to_have_count(0)
    bench.press("Save")
    expect(bench.panel).to_be_empty()
    assert len(nodes(sql, "parcel", parcel)) == 5
    assert len(nodes(sql, "parcel", land.neighbour)) == 4
    assert sql(VERSION, land.neighbour) == [(1,)]


def test_a_neighbour_along_a_part_of_the_edge_keeps_its_corner_there(
    page_as: OpenPage, server: Server, client: Client, sql: Sql
) -> None:
    """At the east two neighbours meet in the middle of one edge: the new corner there moves in both."""
    land, parcel = client.own_parcel()
    middle, far = round(land.south + land.height / 2, 8), round(land.east + 0.0006, 8)
    both = [
        client.new_parcel([(land.east, south), (far, south), (far, north), (land.east, north)])
        for south, north in ((land.south, middle), (middle, land.north))
    ]
    bench = editing(page_as, server, land, parcel)
    bench.drag(midpoint(bench, 2), -40, 0)
    expect(bench.panel.get_by_role("list", name="What else changes")).to_have_text("2 neighbours move along.")
    expect(bench.page.locator("path.editor-overlap")).to_have_count(0)
    bench.press("Save")
    expect(bench.panel).to_be_empty()
    own = nodes(sql, "parcel", parcel)
    (moved,) = own - {(x, y) for x in (land.west, land.east) for y in (land.south, land.north)}
    assert moved[0] < land.east
    for uid in both:
        assert len(nodes(sql, "parcel", uid)) == 4
        assert moved in nodes(sql, "parcel", uid)
