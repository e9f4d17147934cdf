"""What the pen computes, against tables that were computed elsewhere and against the server's own operations."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import pytest

from spatial.editing import tracing, traverse
from spatial.editing.frame import Frame
from tests.frontend.modules import Modules
from tests.frontend.test_geometry_js import Position, operations, parcels, polygons_of

__all__ = ["parcels"]  # a fixture


def test_traces_give_the_tabled_ways(modules: Modules) -> None:
    cases = operations("trace")
    assert cases
    for case in cases:
        given, wanted = case["input"], case["expect"]
        asked = [polygons_of(given["parcel"]), given["start"], given["end"], given["direction"]]
        answer = modules.try_call("geometry/trace", "trace", *asked)
        if "refused" in wanted:
            assert (answer.get("refused"), answer["at"]) == (wanted["refused"], given["end"]), case["id"]
        else:
            assert answer["value"] == wanted["path"], case["id"]
            length = modules.call("geometry/trace", "wayLength", answer["value"])
            assert length == pytest.approx(wanted["length_m"], abs=0.002), case["id"]


def test_traces_of_real_borders_are_those_of_the_server(modules: Modules, parcels: list[Any]) -> None:
    """From the middle of one edge to that of another, both ways; the nodes between them bit for bit."""
    chosen = random.Random(5)
    for polygons in parcels:
        shape = [[[(x, y) for x, y in ring] for ring in rings] for rings in polygons]
        start, end = (middle_of_edge(edge) for edge in chosen.sample([*pairwise(polygons[0][0])], 2))
        for way in ("counterclockwise", "clockwise"):
            theirs = tracing.trace(shape, tuple(start), tuple(end), way)  # type: ignore[arg-type]
            ours = modules.call("geometry/trace", "trace", polygons, start, end, way)
            assert [tuple(node) for node in ours[1:-1]] == theirs[1:-1]
            for mine, other in ((ours[0], theirs[0]), (ours[-1], theirs[-1])):
                assert mine == pytest.approx(other, abs=1.1e-8)


def middle_of_edge(edge: tuple[Position, Position]) -> Position:
    return [round((a + b) / 2, 8) for a, b in zip(*edge, strict=True)]


def test_traverses_close_as_the_table_says(modules: Modules) -> None:
    cases = operations("traverse")
    assert cases
    for case in cases:
        given, wanted = case["input"], case["expect"]
        places = modules.call("geometry/survey", "walk", given["start_utm47"], given["legs_bearing_deg_distance_m"])
        found = modules.call("geometry/survey", "close", places, given["min_ratio"])
        if "refused" in wanted:
            assert found["isTooLarge"], case["id"]
            continue
        assert not found["isTooLarge"], case["id"]
        assert found["closure_m"] == pytest.approx(wanted["closure_m"], abs=1e-4), case["id"]
        assert found["ratio"] == pytest.approx(wanted["ratio"], rel=1e-3), case["id"]
        for corner, tabled in zip(found["corners"], wanted["corners_utm47"], strict=True):
            assert corner == pytest.approx(tabled, abs=wanted["corner_tolerance_m"]), case["id"]
        theirs = traverse.close(tuple(given["start_utm47"]), [(b, d) for b, d in given["legs_bearing_deg_distance_m"]])
        for mine, other in zip(found["corrections"], theirs.corrections, strict=True):
            assert mine == pytest.approx(other, abs=1e-9), case["id"]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        pytest.param("1795572.390\t743630.658\n1795522.364\t743720.027", "plain", id="tabs"),
        pytest.param("1,795,572.390\t743,630.658\n1,795,522.364\t743,720.027", "plain", id="thousands"),
        pytest.param("1795572.390,743630.658\n\n1795522.364,743720.027\n", "plain", id="commas"),
        pytest.param("1795572.390, 743630.658\r\n1795522.364, 743720.027", "plain", id="commas and blanks"),
        pytest.param(
            "หมุด\tเหนือ\tตะวันออก\nก1\t1795572.390\t743630.658\n2\t1795522.364\t743720.027", "plain", id="a head"
        ),
        pytest.param("๑ ๑๗๙๕๕๗๒.๓๙๐ ๗๔๓๖๓๐.๖๕๘\n2;1795522.364;743720.027", "plain", id="Thai digits"),
        pytest.param("1795572.390\t743630.658\nเสีย\t1", "row", id="a row of words"),
        pytest.param("1795572.390", "row", id="one number"),
        pytest.param("1\t2\t3\t4", "row", id="four numbers"),
        pytest.param(" \n ", "empty", id="nothing"),
    ],
)
def test_tables_are_read_as_they_are_pasted(modules: Modules, text: str, pairs: str) -> None:
    answer = modules.try_call("geometry/typed", "parseRows", text)
    plain = [[1795572.39, 743630.658], [1795522.364, 743720.027]]
    assert answer.get("value", answer.get("refused")) == (plain if pairs == "plain" else pairs)


@pytest.mark.parametrize(
    ("text", "degrees"),
    [("119.2389", 119.2389), ("119-14-20.04", 119.2389), ("119°14′20.04″", 119.2389), ("๑๑๙-๓๐", 119.5), ("7", 7)],
)
def test_angles_are_read_in_degrees_minutes_and_seconds(modules: Modules, text: str, degrees: float) -> None:
    assert modules.call("geometry/typed", "parseAngle", text) == pytest.approx(degrees, abs=1e-9)
    assert modules.try_call("geometry/typed", "parseAngle", f"{text}-99-99")["refused"] == "angle"


def in_metres(polygons: list[Any], frame: Frame) -> Any:
    shapely = pytest.importorskip("shapely", minversion="2.1")
    places = [[[frame.metres((x, y)) for x, y in ring] for ring in rings] for rings in polygons]
    return shapely.MultiPolygon([(shell, holes) for shell, *holes in places])


@pytest.mark.parametrize("metres", [1.5, -1.5])
def test_offsets_of_real_parcels_are_between_sharp_and_blunt_buffers(
    modules: Modules, parcels: list[Any], metres: float
) -> None:
    done = 0
    for polygons in parcels:
        answer = modules.try_call("geometry/offset", "offset", polygons, metres)
        if "refused" in answer:
            assert answer["refused"] == "offset_failed"
            assert answer["at"]
            continue
        frame = Frame.at(tuple(polygons[0][0][0]))
        done += 1
        before, ours = in_metres(polygons, frame), in_metres(answer["value"], frame)
        assert ours.is_valid
        areas = [before.buffer(metres, join_style=join, mitre_limit=4).area for join in ("mitre", "bevel")]
        assert min(areas) * 0.998 <= ours.area <= max(areas) * 1.002
    assert done > 80


def test_a_shape_is_moved_and_turned_in_metres(modules: Modules) -> None:
    ring = [[101.0, 16.0], [101.001, 16.0], [101.001, 16.001], [101.0, 16.001], [101.0, 16.0]]
    frame = Frame.at((101.0, 16.0))
    moved = modules.call("geometry/affine", "shifted", [[ring]], [10, -5])
    assert frame.metres(tuple(moved[0][0][0])) == pytest.approx((10, -5), abs=0.002)
    centre = modules.call("geometry/affine", "middleOfBox", [[ring]])
    turned = modules.call("geometry/affine", "turnedBy", [[ring]], 90, centre)
    before, after = in_metres([[ring]], frame), in_metres(turned, frame)
    assert after.area == pytest.approx(before.area, rel=1e-4)
    west, south, east, north = before.bounds
    assert after.bounds[2] - after.bounds[0] == pytest.approx(north - south, abs=0.01)
    assert after.bounds[3] - after.bounds[1] == pytest.approx(east - west, abs=0.01)
    once = modules.call("geometry/affine", "turnedBy", [[ring]], 30, [101.0, 16.0])
    x, y = frame.metres(tuple(once[0][0][1]))
    assert (x > 0, y < 0) == (True, True), "clockwise: the eastern corner goes south"


def test_a_hole_lies_inside_and_apart_from_others(modules: Modules) -> None:
    shell = [[101, 16], [101.01, 16], [101.01, 16.01], [101, 16.01], [101, 16]]

    def square(west: float, south: float, size: float) -> list[Position]:
        east, north = round(west + size, 8), round(south + size, 8)
        return [[west, south], [east, south], [east, north], [west, north]]

    cut = modules.call("geometry/holes", "withHole", [[shell]], square(101.002, 16.002, 0.002))
    assert [len(rings) for rings in cut] == [2]
    for nodes in (
        square(101.009, 16.009, 0.002), square(101.003, 16.003, 0.002), square(101.001, 16.001, 0.006),
        square(101.0025, 16.0025, 0.0005),
    ):  # fmt: skip
        assert modules.try_call("geometry/holes", "withHole", cut, nodes)["refused"] == "hole_outside"


def test_corners_are_followed_from_where_they_were_first(modules: Modules) -> None:
    a, b, c, d = [101.0, 16.0], [101.1, 16.0], [101.2, 16.0], [101.3, 16.0]
    once = modules.call("geometry/moves", "followed", [], [[a, b], [c, d]])
    twice = modules.call("geometry/moves", "followed", once, [[b, c]])
    assert twice == [[a, c], [c, d]]
    back = modules.call("geometry/moves", "followed", twice, [[c, a]])
    assert modules.call("geometry/moves", "standing", back, [[[a, c]]], [[[a, d]]]) == [[c, d]], "back where it was"
    assert modules.call("geometry/moves", "standing", twice, [[[a, c]]], [[[c]]]) == [[a, c]]


def test_a_corner_put_into_an_edge_begins_on_the_border_as_it_was_loaded(modules: Modules) -> None:
    a, b, far = [101.0, 16.0], [101.0, 16.001], [101.001, 16.0]
    before = [[[a, far, b, a]]]
    place, to = [101.0, 16.0005], [101.00003, 16.0005]
    assert modules.call("geometry/moves", "opening", [b, a], [], []) == {"from": place, "ahead": [], "behind": []}
    again = modules.call("geometry/moves", "opening", [to, a], [[place, to]], [])
    assert again["from"] == [101.0, 16.00025], "on the stored border, not on the edge that is drawn"
    moves = modules.call("geometry/moves", "standing", [[place, to], [far, far], [[101.1, 16.0], to]], before, [[[to]]])
    assert moves == [[place, to]]

    south, north, west = [101.0, 15.999], [101.0, 16.002], [100.999, 16.0]
    longer = modules.call("geometry/moves", "movedAlong", [[[south, north, west, south]]], moves, before)
    assert longer == [[[south, a, to, b, north, west, south]]], "the ends of the edge are corners of the neighbour too"
    elsewhere = [[[west, [100.999, 16.001], [100.998, 16.0], west]]]
    assert modules.call("geometry/moves", "movedAlong", elsewhere, moves, before) == elsewhere


def test_corners_of_neighbours_on_an_edge_are_kept_and_one_in_its_middle_is_the_new_one(modules: Modules) -> None:
    a, b, quarter, middle = [101.0, 16.0], [101.0, 16.001], [101.0, 16.00025], [101.0, 16.0005]
    theirs = [[[[quarter, middle, [100.999, 16.0], quarter]]]]
    found = modules.call("geometry/moves", "opening", [a, b], [], theirs)
    assert found == {"from": middle, "ahead": [quarter], "behind": []}
