"""Split, merge, fit, trace and designs over random parcels like real ones: area kept, no overlap, no gap."""

from __future__ import annotations

import json
import math
from itertools import pairwise

import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from spatial.editing import Refused
from spatial.editing.datum import displacement
from spatial.editing.designing import place
from spatial.editing.fitting import fit
from spatial.editing.frame import Frame
from spatial.editing.merging import merge
from spatial.editing.moving import move
from spatial.editing.nodes import Rings, Shape, insert_in, nodes_of, polygon_of, rings_from, rounded, shapely_of, turned
from spatial.editing.splitting import split
from spatial.editing.tracing import trace
from spatial.geodesy import area_m2
from spatial.rules import Place
from tests.conftest import shared
from tests.soak.geometry import KEPT_M2
from tests.soak.land import is_coverage, planar_m2

HOME = (101.16, 16.32)
STEP = 0.0006  # 64 m
CORNERS = 4


def lattice(shifts: list[tuple[int, int]]) -> list[Shape]:
    """Nine crooked parcels that share their borders node for node: the corners of a lattice, each moved by metres."""

    def corner(i: int, j: int) -> Place:
        dx, dy = shifts[i * CORNERS + j]
        return rounded((HOME[0] + i * STEP + dx * 1e-6, HOME[1] + j * STEP + dy * 1e-6))

    found = []
    for i in range(CORNERS - 1):
        for j in range(CORNERS - 1):
            ring = [corner(i, j), corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1), corner(i, j)]
            found.append([[ring]])
    return found


SHIFTS = st.lists(st.tuples(st.integers(-150, 150), st.integers(-150, 150)), min_size=16, max_size=16)
PLACES = st.tuples(st.floats(-0.3, 1.3), st.floats(-0.3, 1.3))
ANYWHERE = st.floats(0, 0.999)


def at(cell: tuple[float, float]) -> Place:
    """A place in or around the middle parcel, by shares of the lattice's cell."""
    return rounded((HOME[0] + (1 + cell[0]) * STEP, HOME[1] + (1 + cell[1]) * STEP))


def area(one: Shape | list[Rings]) -> float:
    return sum(area_m2(polygon_of(rings)) for rings in one)


def plain_m2(shapes: list[Shape]) -> float:
    """In the frame of the place, counted in whole units of the grid: nothing is lost in adding up."""
    return planar_m2(shapes, Frame.at(HOME))


def is_kept(before: float, after: float) -> bool:
    """A node on a long edge changes its geodesic area, since the edge is a chord in degrees (GEOMETRY.md 1)."""
    return abs(before - after) <= max(0.3, before * 1e-4)


@settings(deadline=None, max_examples=60)
@given(SHIFTS, st.lists(PLACES, min_size=2, max_size=4))
def test_pieces_and_neighbours_stay_one_coverage_and_merge_back(
    shifts: list[tuple[int, int]], drawn: list[tuple[float, float]]
) -> None:
    shapes = lattice(shifts)
    assume(is_coverage(shapes))
    middle, others = shapes[4], [*shapes[:4], *shapes[5:]]
    try:
        done = split(middle, [at(one) for one in drawn], others)
    except Refused as refused:
        expect(refused, "line_too_short", "line_crosses_itself", "line_does_not_cross", "sliver")
        return
    assert is_kept(area(middle), area(done.pieces))
    around = [done.neighbours.get(n, one) for n, one in enumerate(others)]
    assert is_coverage([*([piece] for piece in done.pieces), *around])
    # What a rounded cut node gives the parcel it takes from the neighbour; the noded parcel is its pieces exactly.
    assert abs(plain_m2([*([piece] for piece in done.pieces), *around]) - plain_m2(shapes)) <= KEPT_M2
    noded = insert_in(middle, done.nodes, Frame.at(middle[0][0][0]))
    assert abs(plain_m2([[piece] for piece in done.pieces]) - plain_m2([noded])) <= KEPT_M2
    if len(done.pieces) == 2:
        whole = merge([done.pieces[0]], [done.pieces[1]], others)
        assert nodes_of([whole]) == nodes_of([middle])
        assert shapely_of(whole).equals(shapely_of(middle))


@settings(deadline=None, max_examples=50)
@given(SHIFTS, st.integers(0, 8), st.integers(0, 8))
def test_merged_parcels_stay_in_the_coverage(shifts: list[tuple[int, int]], one: int, other: int) -> None:
    shapes = lattice(shifts)
    assume(is_coverage(shapes) and one != other)
    rest = [shape for n, shape in enumerate(shapes) if n not in (one, other)]
    are_beside = len(nodes_of([shapes[one]]) & nodes_of([shapes[other]])) >= 2
    if not are_beside:
        with pytest.raises(Refused, match="not_contiguous"):
            merge(shapes[one], shapes[other], rest)
        return
    merged = merge(shapes[one], shapes[other], rest)
    assert abs(plain_m2([merged]) - plain_m2([shapes[one], shapes[other]])) <= KEPT_M2
    assert is_coverage([merged, *rest])


@settings(deadline=None, max_examples=60)
@given(SHIFTS, ANYWHERE, ANYWHERE, st.sampled_from(["counterclockwise", "clockwise"]))
def test_a_traced_way_and_the_way_round_close_the_ring(
    shifts: list[tuple[int, int]], first: float, second: float, direction: str
) -> None:
    shape = turned(lattice(shifts)[4])
    ring = shape[0][0]
    start, end = along(ring, first), along(ring, second)
    assume(math.dist(start, end) > 1e-6)
    way = trace(shape, start, end, direction)  # type: ignore[arg-type]
    back = trace(shape, end, start, direction)  # type: ignore[arg-type]
    assert (way[0], way[-1]) == (back[-1], back[0])
    assert set(ring) <= {*way, *back}
    # The two ends are put outward, at most 1.5 mm beside an edge of at most 100 m; corners are copied.
    both: Shape = [[[*way, *back[1:]]]]
    assert -KEPT_M2 <= plain_m2([both]) - plain_m2([shape]) <= 2 * 0.0015 * 100 / 2
    corners = [ring[int(share * (len(ring) - 1))] for share in (first, second)]
    if corners[0] != corners[1]:
        there = trace(shape, corners[0], corners[1], direction)  # type: ignore[arg-type]
        on = trace(shape, corners[1], corners[0], direction)  # type: ignore[arg-type]
        assert plain_m2([[[[*there, *on[1:]]]]]) == plain_m2([shape])
    reverse = trace(shape, end, start, "clockwise" if direction == "counterclockwise" else "counterclockwise")
    assert reverse == way[::-1]


def along(ring: list[Place], share: float) -> Place:
    """A place on the ring, between two nodes, on the grid."""
    edges = list(pairwise(ring))
    a, b = edges[int(share * len(edges))]
    part = share * len(edges) % 1
    return rounded((a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])))


@settings(deadline=None, max_examples=50)
@given(SHIFTS, st.lists(st.tuples(st.integers(-60, 60), st.integers(-60, 60)), min_size=4, max_size=4))
def test_a_shape_drawn_beside_its_corners_fits_its_neighbours_exactly(
    shifts: list[tuple[int, int]], errors: list[tuple[int, int]]
) -> None:
    """Each corner is off by up to 0.9 m; the neighbours hold all the corners, and never change."""
    shapes = lattice(shifts)
    assume(is_coverage(shapes))
    true = shapes[4][0][0]
    off = [rounded((x + dx * 1e-7, y + dy * 1e-7)) for (x, y), (dx, dy) in zip(true[:-1], errors, strict=True)]
    done = fit([[[*off, off[0]]]], [*shapes[:4], *shapes[5:]])
    assert nodes_of([done.shape]) == nodes_of([shapes[4]])
    assert done.overlaps == []
    assert abs(plain_m2([done.shape]) - plain_m2([shapes[4]])) <= KEPT_M2
    assert is_coverage([*shapes[:4], done.shape, *shapes[5:]])


@settings(deadline=None, max_examples=50)
@given(SHIFTS, st.integers(0, 15), st.integers(-80, 80), st.integers(-80, 80))
def test_a_moved_node_moves_in_all_that_hold_it(shifts: list[tuple[int, int]], which: int, dx: int, dy: int) -> None:
    shapes = lattice(shifts)
    assume(is_coverage(shapes))
    node = sorted(nodes_of(shapes))[which]
    to = rounded((node[0] + dx * 1e-7, node[1] + dy * 1e-7))
    assume(to != node)
    changed = move(shapes, {node: to})
    assert list(changed) == [n for n, shape in enumerate(shapes) if node in nodes_of([shape])]
    after = [changed.get(n, shape) for n, shape in enumerate(shapes)]
    assert node not in nodes_of(after)
    assert is_coverage(after)
    assert is_kept(
        area([rings for one in shapes for rings in one]), area([rings for one in after for rings in one])
    ) or (len(changed) < 4)


@settings(deadline=None, max_examples=8)
@given(SHIFTS, st.sampled_from([1, 2, 3]), st.sampled_from([1, 3, 5]))
def test_a_design_lies_in_its_parcel_and_has_its_shares(shifts: list[tuple[int, int]], ratio: int, rai: int) -> None:
    shape = lattice(shifts)[4]
    try:
        design = place(shape, rai, ratio)
    except Refused as refused:
        expect(refused, "design_too_small")
        return
    assert shapely_of(shape).covers(shapely_of(design.zones))
    whole = area(design.zones)
    assert 0 < design.scale <= 1
    assert whole == pytest.approx(design.scale * rai * 1600, rel=1e-4)
    assert [area([zone]) / whole for zone in design.zones] == pytest.approx([0.3, 0.3, 0.3, 0.1], abs=1e-4)
    assert is_coverage([[zone] for zone in design.zones])


def expect(refused: Refused, *codes: str) -> None:
    assert refused.code in codes


def real_parcels() -> list[Shape]:
    file = shared("data/parcels/phetchabun_namron_dol_parcels_98_rtsd.geojson")
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    found = []
    for feature in features:
        polygons = shapely.from_geojson(json.dumps(feature["geometry"]))
        on_grid = shapely.transform(polygons, lambda places: [rounded(one) for one in places])
        found.append([rings_from(part) for part in shapely.get_parts(on_grid)])
    return found


def test_the_98_real_parcels_are_cut_and_merged_back_without_a_gap() -> None:
    """One cut through the middle of each, along its short side; then the pieces are one again."""
    parcels = real_parcels()
    cut, back = 0, 0
    for n, parcel in enumerate(parcels):
        box = shapely_of(parcel).minimum_rotated_rectangle
        corners = list(box.exterior.coords)
        a, b, c, d = corners[:4]
        long_first = math.dist(a, b) >= math.dist(b, c)
        p, q, r, s = (a, b, c, d) if long_first else (b, c, d, a)
        ends = [((p[0] + q[0]) / 2, (p[1] + q[1]) / 2), ((r[0] + s[0]) / 2, (r[1] + s[1]) / 2)]
        line = [stretched(ends[0], ends[1]), stretched(ends[1], ends[0])]
        others = [one for m, one in enumerate(parcels) if m != n]
        try:
            done = split(parcel, line, others)
        except Refused as refused:
            expect(refused, "sliver", "line_does_not_cross")
            continue
        cut += 1
        assert is_kept(area(parcel), area(done.pieces))
        around = list(done.neighbours.values())
        frame = Frame.at(parcel[0][0][0])
        assert is_coverage([[piece] for piece in done.pieces])
        for neighbour in around:
            assert all(shapely_of([piece]).relate_pattern(shapely_of(neighbour), "F********") for piece in done.pieces)
        if len(done.pieces) == 2:
            whole = merge([done.pieces[0]], [done.pieces[1]], others)
            back += nodes_of([whole]) == nodes_of([insert_in(parcel, [], frame)])
    assert cut > 90
    assert back > 85


def stretched(from_: Place, to: Place) -> Place:
    """A little beyond `to`."""
    return rounded((to[0] + (to[0] - from_[0]) * 0.2, to[1] + (to[1] - from_[1]) * 0.2))


def test_very_many_equal_lots_say_nothing_about_the_datum_and_are_not_counted_out() -> None:
    lot = [(0.0, 0.0), (1e-5, 0.0), (1e-5, 1e-5), (0.0, 1e-5), (0.0, 0.0)]
    lots = [[[[(101 + n * 1e-5 + x, 16 + y) for x, y in lot]]] for n in range(80)]
    assert displacement(lots, lots).is_displaced is None
