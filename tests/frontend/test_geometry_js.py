"""The browser's geometry against tables that were computed elsewhere."""

from __future__ import annotations

import json
import random
from itertools import pairwise
from typing import Any

import pytest

from spatial.ponds import outline
from tests.conftest import shared
from tests.frontend.modules import Modules

Position = list[float]


@pytest.fixture(scope="module")
def parcels() -> list[list[list[list[Position]]]]:
    """MultiPolygon coordinates of the 98 real parcels, on 8 decimals."""
    file = shared("data/parcels/phetchabun_namron_dol_parcels_98_rtsd.geojson")
    return [polygons_of(f["geometry"]) for f in json.loads(file.read_text())["features"]]


def polygons_of(geometry: dict[str, Any]) -> list[list[list[Position]]]:
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [[[[round(x, 8), round(y, 8)] for x, y in ring] for ring in rings] for rings in parts]


def operations(name: str) -> list[dict[str, Any]]:
    file = shared("cases/geometry_ops.json")
    return [case for case in json.loads(file.read_text()) if case["op"] == name]


def test_areas_are_within_a_tenth_of_a_square_metre_of_karney(modules: Modules) -> None:
    """On the file's own digits, as the table was computed: rounding to 8 decimals alone moves some by 0.15 m²."""
    features = json.loads(shared("data/parcels/phetchabun_namron_dol_parcels_98_rtsd.geojson").read_text())["features"]
    for row in json.loads(shared("cases/namron_areas.json").read_text()):
        area = modules.call("geometry/area", "geometryArea", features[row["index"]]["geometry"])
        assert area == pytest.approx(row["area_m2"], abs=0.1)


def test_rounding_gives_the_doubles_that_python_gives(modules: Modules) -> None:
    chosen = random.Random(8)
    degrees = [chosen.uniform(97, 106) for _ in range(20_000)]
    rounded = modules.run(
        "async (load, all) => { const m = await load('geometry/round'); return all.map(m.round8) }", degrees
    )
    assert rounded == [round(x, 8) for x in degrees]


def test_real_parcels_do_not_cross_themselves(modules: Modules, parcels: list[Any]) -> None:
    assert [i for i, p in enumerate(parcels) if modules.call("geometry/crossing", "polygonCrossings", p)] == []


def test_a_bow_tie_is_found_at_its_knot(modules: Modules) -> None:
    ring = [[101.0, 16.0], [101.002, 16.002], [101.002, 16.0], [101.0, 16.002], [101.0, 16.0]]
    assert modules.call("geometry/crossing", "ringCrossings", ring) == [[101.001, 16.001]]


@pytest.mark.parametrize(
    ("following", "crosses"),
    [
        pytest.param([101.0005, 15.9995], True, id="through the first edge"),
        pytest.param([101.0005, 16.0], True, id="onto the first edge"),
        pytest.param([101.002, 16.0005], True, id="back over the last edge"),
        pytest.param([101.0005, 16.0005], False, id="inside"),
    ],
)
def test_the_pen_may_not_cross_its_own_line(modules: Modules, following: Position, crosses: bool) -> None:
    line = [[101.0, 16.0], [101.002, 16.0], [101.002, 16.002]]
    assert (modules.call("geometry/crossing", "penCrossing", line, following) is not None) == crosses


def test_a_hole_that_leaves_its_shell_is_a_crossing(modules: Modules) -> None:
    shell = [[101, 16], [101.01, 16], [101.01, 16.01], [101, 16.01], [101, 16]]
    hole = [[101.005, 16.005], [101.005, 16.006], [101.02, 16.006], [101.02, 16.005], [101.005, 16.005]]
    assert len(modules.call("geometry/crossing", "polygonCrossings", [[shell, hole]])) == 2


def test_splits_give_the_tabled_pieces(modules: Modules) -> None:
    for case in operations("split"):
        answer = modules.try_call(
            "geometry/split", "split", polygons_of(case["input"]["parcel"]), case["input"]["line"]["coordinates"]
        )
        if "refused" in case["expect"]:
            assert answer.get("refused") == case["expect"]["refused"], case["id"]
            assert answer["at"], case["id"]
        else:
            check_split(modules, case, answer["value"])


def check_split(modules: Modules, case: dict[str, Any], answer: dict[str, Any]) -> None:
    expect = case["expect"]
    areas = sorted(modules.call("geometry/area", "polygonArea", piece) for piece in answer["pieces"])
    # 0.01 m² is the table's tolerance; the browser's equal-area shoelace adds at most 0.1 m² (GEOMETRY.md 10)
    assert areas == pytest.approx(expect["areas_m2"], abs=0.11), case["id"]
    nodes = {tuple(node) for node in answer["nodes"]}
    assert {tuple(node) for node in expect["cut_nodes"]} <= nodes, case["id"]
    added = [count_inserted(modules, neighbour, answer["nodes"]) for neighbour in case["input"]["neighbours"]]
    assert added == expect["nodes_added_to_neighbours"], case["id"]


def count_inserted(modules: Modules, neighbour: dict[str, Any], nodes: list[Position]) -> int:
    script = """async (load, [polygons, nodes]) => {
      const { insertInPolygon } = await load('geometry/insert')
      const { Frame } = await load('geometry/frame')
      const frame = new Frame(polygons[0][0][0])
      const count = (shape) => shape.flat(2).length
      return count(polygons.map((rings) => insertInPolygon(rings, nodes, frame))) - count(polygons)
    }"""
    return int(modules.run(script, [polygons_of(neighbour), nodes]))


def test_pieces_of_random_cuts_are_a_coverage(modules: Modules, parcels: list[Any]) -> None:
    shapely = pytest.importorskip("shapely", minversion="2.1")
    chosen = random.Random(3)
    cut = 0
    for polygons in parcels:
        answer = modules.try_call("geometry/split", "split", polygons, random_line(chosen, polygons))
        if "refused" in answer:
            assert answer["refused"] in {"line_does_not_cross", "sliver"}
            continue
        cut += 1
        pieces = [shapely.Polygon(shell, holes) for shell, *holes in answer["value"]["pieces"]]
        assert shapely.coverage_is_valid(pieces)
        assert sum(p.area for p in pieces) == pytest.approx(
            shapely.area(shapely.geometry.shape({"type": "MultiPolygon", "coordinates": polygons})), rel=1e-4
        )
    assert cut > 60


def random_line(chosen: random.Random, polygons: list[Any]) -> list[Position]:
    """A long line through the middle of a parcel."""
    nodes = polygons[0][0]
    x, y = (sum(n[i] for n in nodes) / len(nodes) for i in (0, 1))
    dx, dy = chosen.uniform(-1, 1), chosen.uniform(-1, 1)
    return [[x - dx, y - dy], [x + dx, y + dy]]


def test_what_real_zones_leave_free_is_found(modules: Modules, parcels: list[Any]) -> None:
    """One zone left out at a time: the rest is that zone, within the rounding of its border."""
    file = shared("data/parcels/namron_zones_cut.geojson")
    zones = json.loads(file.read_text())["features"]
    for index, polygons in enumerate(parcels):
        own = [polygons_of(z["geometry"])[0] for z in zones if z["properties"]["parcel_index"] == index]
        rest = modules.call("geometry/rest", "unzoned", polygons, own[1:])
        free = modules.call("geometry/area", "multiPolygonArea", rest)
        assert free == pytest.approx(modules.call("geometry/area", "polygonArea", own[0]), abs=1), index


@pytest.mark.parametrize(("east", "refused"), [(9e-7, None), (1.03e-6, "zone_outside"), (5e-6, "zone_outside")])
def test_a_zone_may_leave_its_parcel_by_a_tenth_of_a_metre(modules: Modules, east: float, refused: str | None) -> None:
    parcel = [[[101.0, 16.0], [101.001, 16.0], [101.001, 16.001], [101.0, 16.001], [101.0, 16.0]]]
    edge = round(101.001 + east, 8)  # 1e-6° of longitude is 0.107 m at 16° N
    zone = [[[101.0005, 16.0], [edge, 16.0], [edge, 16.001], [101.0005, 16.001], [101.0005, 16.0]]]
    assert modules.try_call("geometry/rest", "fitZone", zone, [parcel], []).get("refused") == refused


def test_a_zone_over_another_zone_is_refused_with_a_place(modules: Modules) -> None:
    parcel = [[[101.0, 16.0], [101.001, 16.0], [101.001, 16.001], [101.0, 16.001], [101.0, 16.0]]]
    west = [[[101.0, 16.0], [101.0006, 16.0], [101.0006, 16.001], [101.0, 16.001], [101.0, 16.0]]]
    east = [[[101.0005, 16.0], [101.001, 16.0], [101.001, 16.001], [101.0005, 16.001], [101.0005, 16.0]]]
    answer = modules.try_call("geometry/rest", "fitZone", east, [parcel], [west])
    assert answer["refused"] == "zone_overlap"
    assert 101.0005 < answer["at"][0] < 101.0006


def test_a14_the_founding_plot_has_the_shares_of_the_guide(modules: Modules) -> None:
    """DOMAIN.md A14: 1,440 / 1,440 / 1,440 / 480 m² of 3 rai."""
    zones = [
        {"group": g, "area_m2": a} for g, a in (("WATER", 1440), ("PADDY", 1440), ("MOUND", 1440), ("LIVING", 480))
    ]
    rows = {r["code"]: r["share"] for r in modules.call("geometry/share", "zoneShares", zones, 4800)}
    assert rows == {"MOUND": 30, "WATER": 30, "PADDY": 30, "LIVING": 10, "NONE": 0, "UNZONED": 0}


def test_shares_are_of_the_participating_area(modules: Modules) -> None:
    """DOMAIN.md 2.1: not of the drawn parcel, of which only a part may take part."""
    assert modules.call("geometry/share", "participatingArea", {"joined_area_m2": 4800}, 16000) == 4800
    assert modules.call("geometry/share", "participatingArea", {"joined_area_m2": 0}, 16000) == 16000


def test_shares_always_add_to_a_hundred(modules: Modules) -> None:
    chosen = random.Random(5)
    for _ in range(200):
        groups = chosen.choices(["MOUND", "WATER", "PADDY", "LIVING", "NONE"], k=chosen.randint(0, 6))
        zones = [{"group": g, "area_m2": chosen.uniform(0.1, 9000)} for g in groups]
        rows = modules.call("geometry/share", "zoneShares", zones, chosen.uniform(1, 30000))
        assert sum(round(r["share"] * 10) for r in rows) == 1000


def test_undo_and_redo_have_no_end_and_a_new_step_ends_redo(modules: Modules) -> None:
    script = """async (load) => {
      const { History } = await load('geometry/history')
      const history = new History(0)
      for (let n = 1; n <= 500; n += 1) history.push(n)
      for (let n = 0; n < 300; n += 1) history.undo()
      const undone = history.current
      history.redo()
      history.push(-1)
      return [undone, history.current, history.canRedo, history.undo()]
    }"""
    assert modules.run(script) == [200, -1, False, 201]


def snap(modules: Modules, shapes: list[Any], position: Position, reach: float) -> dict[str, Any]:
    script = """async (load, [shapes, position, reach]) => {
      const { Snapper } = await load('geometry/snap')
      return new Snapper(shapes).snap(position, reach)
    }"""
    return dict(modules.run(script, [shapes, position, reach]))


def test_a_corner_is_copied_bit_for_bit(modules: Modules, parcels: list[Any]) -> None:
    shapes = [{"name": str(i), "polygons": p} for i, p in enumerate(parcels)]
    corner = parcels[79][0][0][2]
    found = snap(modules, shapes, [corner[0] + 1.23456789e-6, corner[1] - 2e-6], 2)
    assert (found["kind"], found["point"]) == ("corner", corner)


def test_a_place_on_a_border_is_never_on_the_neighbours_land(modules: Modules, parcels: list[Any]) -> None:
    """Exactly, by fractions: the rounded node is beside the edge or on it, not inside (GEOMETRY.md 4)."""
    from fractions import Fraction

    for index, polygons in enumerate(parcels[:40]):
        ring = polygons[0][0]
        a, b = max(pairwise(ring), key=lambda e: (e[0][0] - e[1][0]) ** 2 + (e[0][1] - e[1][1]) ** 2)
        middle = [(a[0] + b[0]) / 2 + 3e-7, (a[1] + b[1]) / 2 - 3e-7]
        found = snap(modules, [{"name": "n", "polygons": polygons}], middle, 1)
        assert found["kind"] == "edge", index
        (ax, ay), (bx, by), (px, py) = ([Fraction(str(v)) for v in node] for node in (a, b, found["point"]))
        side = (bx - ax) * (py - ay) - (by - ay) * (px - ax)
        assert side * signed_area(ring) <= 0, index
        assert found["point"] == [round(v, 8) for v in found["point"]]


def signed_area(ring: list[Position]) -> float:
    x0, y0 = ring[0]
    return sum((a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0) for a, b in pairwise(ring))


def test_the_merge_asks_only_what_both_changed(modules: Modules) -> None:
    base = {"name": "a", "land_class": "PRIVATE", "polygons": [1]}
    mine = {"name": "b", "land_class": "PRIVATE", "polygons": [2]}
    theirs = {"name": "c", "land_class": "TEMPLE", "polygons": [1]}
    asked = modules.call("map/editor/conflict-merge", "compare", base, mine, theirs)
    assert asked == {"asked": ["name"], "taken": ["land_class"], "kept": ["polygons"]}
    merged = modules.call("map/editor/conflict-merge", "merge", mine, theirs, asked, {"name": "theirs"})
    assert merged == {"name": "c", "land_class": "TEMPLE", "polygons": [2]}


def test_ponds_hold_what_the_server_says(modules: Modules) -> None:
    """The same cases as spatial/ponds.py, and outlines that both measure."""
    for pond in json.loads(shared("cases/ponds.json").read_text()):
        length, width = pond["length_m"], pond["width_m"]
        outline = {"area_m2": length * width, "perimeter_m": 2 * (length + width), "half_m": min(length, width) / 2}
        answer = modules.try_call("geometry/pond", "pondVolume", outline, pond["depth_m"], pond["side_slope"])
        if "refused" in pond:
            assert answer["refused"] == "pond_too_steep"
        else:
            assert answer["value"] == pytest.approx(pond["volume_m3"], abs=0.005)
    rectangle = {"area_m2": 1200, "perimeter_m": 140, "half_m": 15}
    assert modules.call("geometry/pond", "pondKept", rectangle, 4, 1) == pytest.approx(759.33, abs=0.005)


def test_outlines_of_ponds_are_measured_as_by_the_server(modules: Modules, parcels: list[Any]) -> None:
    for polygons in parcels[:25]:
        ours = modules.call("geometry/pond", "pondOutline", polygons[0])
        theirs = outline([[(x, y) for x, y in ring] for ring in polygons[0]])
        assert ours["area_m2"] == pytest.approx(theirs.area_m2, abs=0.11)
        assert ours["perimeter_m"] == pytest.approx(theirs.perimeter_m, abs=0.001)
        assert ours["half_m"] == pytest.approx(theirs.half_m, abs=0.05)
