"""Every case of geometry_ops.json, computed outside the project, by the operations themselves."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pyproj
import pytest
import shapely

from spatial.editing import Refused, traverse
from spatial.editing.datum import displacement
from spatial.editing.designing import SHARES, place
from spatial.editing.fitting import fit
from spatial.editing.merging import merge
from spatial.editing.moving import move, standing
from spatial.editing.nodes import Rings, Shape, nodes_of, polygon_of, shapely_of
from spatial.editing.quality import report
from spatial.editing.splitting import split
from spatial.editing.tracing import trace
from spatial.editing.zoning import check_zones, cut_one, cut_zones, settle
from spatial.geodesy import area_m2, distance_m
from spatial.grid import on_grid
from tests.conftest import SHARED

FILE = SHARED / "cases" / "geometry_ops.json"
CASES: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else []
Case = dict[str, Any]


def shape(geometry: Case) -> Shape:
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[[(on_grid(x), on_grid(y)) for x, y in ring] for ring in rings] for rings in parts]


def shapes(geometries: list[Case]) -> list[Shape]:
    return [shape(one) for one in geometries]


def line(geometry: Case) -> list[list[float]]:
    found: list[list[float]] = geometry["coordinates"]
    return found


def areas(pieces: list[Rings]) -> list[float]:
    return sorted(area_m2(polygon_of(piece)) for piece in pieces)


def area(one: Shape) -> float:
    return sum(areas(one))


def place_of(position: list[float]) -> tuple[float, float]:
    return on_grid(position[0]), on_grid(position[1])


def added(before: list[Shape], after: dict[int, Shape]) -> list[int]:
    return [len(nodes_of([after.get(n, one)]) - nodes_of([one])) for n, one in enumerate(before)]


def test_split(given: Case, wanted: Case) -> None:
    neighbours = shapes(given["neighbours"])
    rules = {"snap_m": given["snap_m"], "min_width_m": given["min_width_m"], "min_area_m2": given["min_area_m2"]}
    done = split(shape(given["parcel"]), line(given["line"]), neighbours, **rules)
    assert len(done.pieces) == wanted["pieces"]
    assert areas(done.pieces) == pytest.approx(sorted(wanted["areas_m2"]), abs=0.01)
    assert done.nodes == sorted(map(place_of, wanted["cut_nodes"]))
    assert added(neighbours, done.neighbours) == wanted["nodes_added_to_neighbours"]
    if "nodes_shared_by_the_pieces" in wanted:
        one, other = ({node for ring in piece for node in ring} for piece in done.pieces)
        assert len(one & other) == wanted["nodes_shared_by_the_pieces"]


def test_merge(given: Case, wanted: Case) -> None:
    one, other = shapes(given["parcels"])
    others = shapes(given["others"])
    merged = merge(one, other, others, straight_m=given["straight_m"])
    assert len(merged) == wanted["pieces"]
    assert area(merged) == pytest.approx(wanted["area_m2"], abs=wanted.get("tolerance_m2", 0.01))
    assert len(merged[0]) - 1 == wanted["holes"]
    nodes = nodes_of([merged])
    assert len(nodes) == wanted.get("positions", len(nodes))
    assert "kept_node" not in wanted or place_of(wanted["kept_node"]) in nodes
    assert len(nodes & nodes_of(others)) == wanted.get("nodes_shared_with_others", len(nodes & nodes_of(others)))


def test_trace(given: Case, wanted: Case) -> None:
    way = trace(shape(given["parcel"]), place_of(given["start"]), place_of(given["end"]), given["direction"])
    assert way == list(map(place_of, wanted["path"]))
    assert sum(distance_m(a, b) for a, b in pairwise(way)) == pytest.approx(wanted["length_m"], abs=0.001)


def test_fit(given: Case, wanted: Case) -> None:
    neighbours = shapes(given["neighbours"])
    done = fit(shape(given["parcel"]), neighbours, given["tolerance_m"])
    close = wanted.get("tolerance_m2", 0.01)
    assert sum(one.area_m2 for one in done.overlaps) == pytest.approx(wanted["overlap_m2"], abs=close)
    assert area(done.shape) == pytest.approx(wanted["area_m2"], abs=close)
    assert bool(done.overlaps) == (wanted.get("reported") == "overlap")
    shared = nodes_of([done.shape]) & nodes_of(neighbours)
    assert len(shared) == wanted.get("nodes_shared", len(shared))


def test_move_node(given: Case, wanted: Case) -> None:
    parcels, zones = shapes(given["parcels"]), shapes(given.get("zones", []))
    nodes = {place_of(given["node"]): place_of(given["to"])}
    changed, moved = move(parcels, nodes), move(zones, nodes)
    assert list(changed) == wanted["changed"]
    assert [area(one) for one in changed.values()] == pytest.approx(wanted["areas_m2"], abs=0.01)
    assert sum(overlap.area_m2 for _, overlap in standing(parcels, changed)) == pytest.approx(wanted["overlap_m2"])
    assert list(moved) == wanted.get("zones_changed", [])
    assert [area(one) for one in moved.values()] == pytest.approx(wanted.get("zone_areas_m2", []), abs=0.01)


def test_zone_check(given: Case, wanted: Case) -> None:
    zones = shapes(given["zones"])
    rules = {"outside_m": given["tolerance_m"], "overlap_m2": given["max_sibling_overlap_m2"]}
    overlap = check_zones(shape(given["parcel"]), zones, **rules)
    assert wanted["accepted"]
    assert overlap == pytest.approx(wanted.get("overlap_m2", 0), abs=0.01)
    assert [area(zone) for zone in zones] == pytest.approx(wanted.get("areas_m2", list(map(area, zones))), abs=0.01)


def test_zone_split(given: Case, wanted: Case) -> None:
    parcel = shape(given["parcel"])
    rules = {"snap_m": given["snap_m"], "min_width_m": given["min_width_m"], "min_area_m2": given["min_area_m2"]}
    pieces, noded = cut_zones(parcel, list(map(line, given["lines"])), **rules)
    assert areas(pieces) == pytest.approx(sorted(wanted["areas_m2"]), abs=0.01)
    assert len(nodes_of([noded]) - nodes_of([parcel])) == wanted["nodes_added_to_parcel"]
    assert all(place_of(wanted["node_common_to_all"]) in piece[0] for piece in pieces)


def test_design(given: Case, wanted: Case) -> None:
    parcel = shape(given["parcel"])
    design = place(parcel, given["size_rai"], given["ratio"])
    assert wanted["scale_min"] <= design.scale <= wanted.get("scale_max", 1)
    whole = area(design.zones)
    assert whole == pytest.approx(wanted.get("area_m2", whole), abs=wanted.get("area_tolerance_m2", 0))
    assert len(design.zones) == wanted["zones"]
    shares = [area([zone]) / whole for zone in design.zones]
    assert shares == pytest.approx(wanted["zone_shares"], abs=wanted["share_tolerance"])
    assert pytest.approx(1) == sum(SHARES)
    assert shapely_of(parcel).covers(shapely_of(design.zones))
    assert check_zones(parcel, [[zone] for zone in design.zones]) == 0


def test_datum(given: Case, wanted: Case) -> None:
    found = displacement(shapes(given["imported"]), shapes(given["stored"]), given["within_m"])
    assert found.is_displaced is wanted["displaced"]
    if wanted["displaced"]:
        assert found.offset_m == pytest.approx(wanted["offset_m"], abs=wanted["offset_tolerance_m"])
        assert found.matched == wanted["matched"]


def test_quality(given: Case, wanted: Case) -> None:
    found = report(shapes(given["parcels"]), near_m=given["node_tolerance_m"])
    assert len(found.overlaps) == wanted["overlaps"]
    assert sum(gap.area_m2 for gap in found.gaps) == pytest.approx(wanted["gap_m2"], abs=wanted["gap_tolerance_m2"])
    assert place_of(wanted["has_missing_node"]) in found.missing_nodes
    assert tuple(sorted(map(place_of, wanted["has_near_nodes"]))) in found.near_nodes


def test_traverse(given: Case, wanted: Case) -> None:
    start = (given["start_utm47"][0], given["start_utm47"][1])
    legs = [(bearing, metres) for bearing, metres in given["legs_bearing_deg_distance_m"]]
    done = traverse.close(start, legs, min_ratio=given["min_ratio"])
    assert done.closure_m == pytest.approx(wanted["closure_m"], abs=0.0001)
    assert done.ratio == pytest.approx(wanted["ratio"], rel=0.001)
    for corner, expected in zip(done.corners, wanted["corners_utm47"], strict=True):
        assert math.dist(corner, expected) <= wanted["corner_tolerance_m"]
    degrees = pyproj.Transformer.from_crs(32647, 4326, always_xy=True)
    ring = [place_of(list(degrees.transform(*corner))) for corner in done.corners]
    assert area([[[*ring, ring[0]]]]) == pytest.approx(wanted["geodesic_area_m2"], abs=wanted["area_tolerance_m2"])


def test_area(given: Case, wanted: Case) -> None:
    assert area(shape(given["parcel"])) == pytest.approx(wanted["area_m2"], abs=wanted["tolerance_m2"])


RUNS: dict[str, Callable[[Case, Case], None]] = {
    name.removeprefix("test_"): run for name, run in list(globals().items()) if name.startswith("test_")
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each test gets the cases of its operation; without the table it is skipped, with the reason."""
    operation = metafunc.function.__name__.removeprefix("test_")
    if operation not in RUNS:
        return
    cases = [case for case in CASES if case["op"] == operation and "refused" not in case["expect"]]
    missing = pytest.mark.skip(reason="../shared/cases/geometry_ops.json is not here")
    rows: list[Any] = [pytest.param(c["input"], c["expect"], id=c["id"]) for c in cases]
    metafunc.parametrize(("given", "wanted"), rows or [pytest.param({}, {}, marks=missing)])


@pytest.mark.parametrize("case", [pytest.param(c, id=c["id"]) for c in CASES if "refused" in c["expect"]])
def test_refusals(case: Case) -> None:
    with pytest.raises(Refused) as refused:
        RUNS[case["op"]](case["input"], {})
    assert refused.value.code == case["expect"]["refused"]
    assert refused.value.at is not None
    if "overshoot_m" in case["expect"]:
        assert refused.value.data["overshoot_m"] == pytest.approx(case["expect"]["overshoot_m"], abs=0.005)
    if "overlap_m2" in case["expect"]:
        assert refused.value.data["overlap_m2"] == pytest.approx(case["expect"]["overlap_m2"], abs=0.01)


def test_every_operation_of_the_table_is_tried() -> None:
    if not CASES:
        pytest.skip("../shared/cases/geometry_ops.json is not here")
    assert {case["op"] for case in CASES} == set(RUNS)


LAND: Shape = [[[(101.0, 16.0), (101.0007, 16.0), (101.0007, 16.0006), (101.0, 16.0006), (101.0, 16.0)]]]


def test_a_design_that_fits_is_whole_and_lies_along_the_longest_edge() -> None:
    design = place(LAND, 1, 2)
    assert (design.scale, design.angle) == (1, 90)
    assert area(design.zones) == pytest.approx(1600, abs=0.07)


def test_a_design_is_turned_shared_out_and_mirrored_as_asked() -> None:
    straight = place(LAND, 0.5, 2, shares=(0.45, 0.45, 0, 0.1), angle_deg=30)
    assert (straight.parts, straight.angle) == ([0, 1, 3], pytest.approx(30))
    assert areas(straight.zones) == pytest.approx([80, 360, 360], abs=0.1)
    mirrored = place(LAND, 0.5, 2, shares=(0.45, 0.45, 0, 0.1), angle_deg=30, is_mirrored=True)
    assert mirrored.parts == [3, 1, 0]
    assert shapely_of(LAND).covers(shapely_of(mirrored.zones))


def test_later_cuts_go_into_pieces_and_parcel_of_before() -> None:
    pieces: list[Rings] = list(LAND)
    for number, line in (
        (0, [(100.9999, 16.00037), (101.0008, 16.00023)]),
        (0, [(101.0003, 15.9999), (101.00041, 16.0007)]),
    ):
        pieces = [piece for piece, _ in cut_one(pieces, number, line)]
        pieces, noded = settle(LAND, pieces)
    assert len(pieces) == 3
    assert all(shapely_of(noded).covers(polygon_of(piece)) for piece in pieces)
    assert shapely.union_all([polygon_of(piece) for piece in pieces]).equals(shapely_of(noded))
    assert shapely.coverage_is_valid([polygon_of(piece) for piece in pieces])
