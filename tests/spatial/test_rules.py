"""The gate for geometry: what passes, what is refused, with which code, pointer and place, and how fast."""

from __future__ import annotations

import json
import math
import time
from pathlib import Path
from typing import Any

import orjson
import pytest

from spatial.rules import MAX_POSITIONS, Finding, GeometryRefused, check

SHARED = Path(__file__).resolve().parent.parent.parent.parent / "shared"
LIMIT_S = 1.5

SQUARE = [[101.0, 16.0], [101.1, 16.0], [101.1, 16.1], [101.0, 16.1], [101.0, 16.0]]


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def multi(*polygons: Any) -> dict[str, Any]:
    return {"type": "MultiPolygon", "coordinates": list(polygons)}


def with_last(*positions: Any) -> dict[str, Any]:
    """The square with other positions put in before its last one."""
    return polygon([*SQUARE[:-1], *positions, SQUARE[-1]])


def circle(n: int, step: int = 1, *, lon: float = 101.1, radius: float = 0.01) -> list[list[float]]:
    """A closed ring of n + 1 positions on a circle; with a step it is a star polygon that crosses itself."""
    turns = [2 * math.pi * i * step / n for i in range(n)]
    ring = [[lon + radius * math.cos(a), 16.4 + radius * math.sin(a)] for a in turns]
    return [*ring, ring[0]]


def spiky(n: int) -> list[list[float]]:
    """A valid star whose spikes nearly meet in the middle: the dearest valid outline."""
    ring = []
    for i in range(n):
        radius = 0.01 if i % 2 else 0.00001
        angle = 2 * math.pi * i / n
        ring.append([101.1 + radius * math.cos(angle), 16.4 + radius * math.sin(angle)])
    return [*ring, ring[0]]


def deep(levels: int) -> list[Any]:
    nest: list[Any] = [101.0, 16.0]
    for _ in range(levels):
        nest = [nest]
    return nest


def refusal(geometry: Any, **options: Any) -> list[Finding]:
    """The findings, after asserting that they came in time."""
    started = time.process_time()
    with pytest.raises(GeometryRefused) as refused:
        check(geometry, **options)
    assert time.process_time() - started < LIMIT_S
    return refused.value.findings


BAD: dict[str, tuple[Any, str, str]] = {
    "text": ("POLYGON((101 16, 101 17, 102 17, 101 16))", "not_a_polygon", "/geometry"),
    "ewkt": ("SRID=32647;POLYGON((0 0,1 0,1 1,0 0))", "not_a_polygon", "/geometry"),
    "hex_wkb": ("0103000020E6100000", "not_a_polygon", "/geometry"),
    "null": (None, "not_a_polygon", "/geometry"),
    "list": ([SQUARE], "not_a_polygon", "/geometry"),
    "point": ({"type": "Point", "coordinates": [101, 16]}, "not_a_polygon", "/geometry/type"),
    "collection": ({"type": "GeometryCollection", "geometries": []}, "unknown_member", "/geometry"),
    "type_is_a_list": ({"type": ["Polygon"], "coordinates": [SQUARE]}, "not_a_polygon", "/geometry/type"),
    "type_with_nul": ({"type": "Polygon\0", "coordinates": [SQUARE]}, "nul_character", "/geometry/type"),
    "no_type": ({"coordinates": [SQUARE]}, "not_a_polygon", "/geometry/type"),
    "no_coordinates": ({"type": "Polygon"}, "not_a_polygon", "/geometry"),
    "coordinates_text": ({"type": "Polygon", "coordinates": "0 0"}, "not_a_polygon", "/geometry/coordinates"),
    "coordinates_object": ({"type": "Polygon", "coordinates": {}}, "not_a_polygon", "/geometry/coordinates"),
    "crs": (polygon(SQUARE) | {"crs": {"type": "name"}}, "crs_member", "/geometry/crs"),
    "bbox": (polygon(SQUARE) | {"bbox": [0, 0, 1, 1]}, "unknown_member", "/geometry"),
    "member_with_nul": (polygon(SQUARE) | {"a\0": 1}, "nul_character", "/geometry"),
    "no_rings": (polygon(), "empty", "/geometry/coordinates"),
    "no_parts": (multi(), "empty", "/geometry/coordinates"),
    "part_without_rings": (multi([SQUARE], []), "empty", "/geometry/coordinates/1"),
    "empty_ring": (polygon([]), "empty", "/geometry/coordinates/0"),
    "ring_is_a_number": (polygon(7), "not_a_polygon", "/geometry/coordinates/0"),
    "ring_of_two": (polygon([SQUARE[0], SQUARE[1], SQUARE[0]]), "empty", "/geometry/coordinates/0"),
    "one_place_only": (polygon([SQUARE[0]] * 5), "empty", "/geometry/coordinates/0"),
    "position_is_a_number": (polygon([101, 16, 101, 16]), "bad_position", "/geometry/coordinates/0/0"),
    "one_ordinate": (with_last([101]), "bad_position", "/geometry/coordinates/0/4"),
    "four_ordinates": (with_last([101, 16, 1, 2]), "bad_position", "/geometry/coordinates/0/4"),
    "true": (with_last([True, 16]), "not_finite", "/geometry/coordinates/0/4"),
    "numbers_as_text": (with_last(["101", "16"]), "not_finite", "/geometry/coordinates/0/4"),
    "null_ordinate": (with_last([101, None]), "not_finite", "/geometry/coordinates/0/4"),
    "nan": (with_last([math.nan, 16]), "not_finite", "/geometry/coordinates/0/4"),
    "infinity": (with_last([101, -math.inf]), "not_finite", "/geometry/coordinates/0/4"),
    "huge_integer": (with_last([10**400, 16]), "not_finite", "/geometry/coordinates/0/4"),
    "height_is_nan": (with_last([101, 16, math.nan]), "not_finite", "/geometry/coordinates/0/4"),
    "1e308": (with_last([1e308, 16]), "metres_not_degrees", "/geometry/coordinates/0/4"),
    "1e150": (with_last([101, 1e150]), "metres_not_degrees", "/geometry/coordinates/0/4"),
    "too_deep_by_one": (polygon([SQUARE]), "too_deep", "/geometry/coordinates/0/0"),
    "polygon_as_multi": ({"type": "MultiPolygon", "coordinates": [SQUARE]}, "bad_position", "/geometry/coordinates/0/0/0"),
    "depth_2000": (polygon(deep(2_000)), "too_deep", "/geometry/coordinates/0/0"),
    "position_holds_an_object": (with_last([{}, 16]), "too_deep", "/geometry/coordinates/0/4"),
    "2001_positions": (polygon(circle(MAX_POSITIONS)), "too_many_positions", "/geometry/coordinates"),
    "51_rings": (polygon(*[SQUARE] * 51), "too_many_rings", "/geometry/coordinates"),
    "21_parts": (multi(*[[SQUARE]] * 21), "too_many_parts", "/geometry/coordinates"),
    "swapped": (polygon([p[::-1] for p in SQUARE]), "swapped_axes", "/geometry/coordinates/0/0"),
    "metres": (with_last([732174.6, 1804776.7]), "metres_not_degrees", "/geometry/coordinates/0/4"),
    "elsewhere": (with_last([0, 0]), "out_of_country", "/geometry/coordinates/0/4"),
    "just_outside": (with_last([106.00000001, 16]), "out_of_country", "/geometry/coordinates/0/4"),
    "open": (polygon(SQUARE[:-1]), "not_closed", "/geometry/coordinates/0/3"),
    "bow_tie": (polygon([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]), "self_intersection", "/geometry/coordinates/0"),
    "spike": (with_last([101.0, 16.1], [101.0, 16.3], [101.0, 16.1]), "self_intersection", "/geometry/coordinates/0"),
    "hole_outside": (polygon(SQUARE, circle(8, lon=102)), "self_intersection", "/geometry/coordinates/1"),
    "same_part_twice": (multi([SQUARE], [SQUARE]), "self_intersection", "/geometry/coordinates/0/0"),
    "no_area": (polygon([[101, 16], [101.1, 16], [101.2, 16], [101, 16]]), "self_intersection", "/geometry/coordinates/0"),
    "star_polygon": (polygon(circle(1_999, 999)), "self_intersection", "/geometry/coordinates/0"),
}  # fmt: skip


@pytest.mark.parametrize(("geometry", "code", "path"), BAD.values(), ids=BAD)
def test_bad_geometry_is_refused_with_code_and_pointer(geometry: Any, code: str, path: str) -> None:
    findings = refusal(geometry)
    assert [(finding.code, finding.path) for finding in findings] == [(code, path)]


def test_a_bow_tie_is_refused_at_its_crossing() -> None:
    (finding,) = refusal(polygon([[101, 16], [101.1, 16.1], [101.1, 16], [101, 16.1], [101, 16]]))
    assert finding.at == pytest.approx((101.05, 16.05), abs=1e-9)
    assert finding.data["reason"] == "crossing"


def test_an_open_ring_says_where_and_how_wide_the_gap_is() -> None:
    (finding,) = refusal(polygon([*SQUARE[:-1], [101.0, 16.001]]))
    assert finding.at == (101.0, 16.001)
    assert finding.data["gap_m"] == pytest.approx(110.65, abs=0.1)  # one thousandth of a degree of latitude at 16° N


def test_swapped_axes_point_to_the_place_that_was_meant() -> None:
    (finding,) = refusal(polygon([p[::-1] for p in SQUARE]))
    assert finding.at == (101.0, 16.0)
    assert finding.data["count"] == 5


def test_different_faults_are_all_reported() -> None:
    codes = {finding.code for finding in refusal(with_last([True, 16], [16, 101], [732174.6, 1804776.7], [0, 0]))}
    assert codes == {"not_finite", "swapped_axes", "metres_not_degrees", "out_of_country"}


def test_pointers_begin_where_the_caller_says() -> None:
    (finding,) = refusal(polygon(SQUARE[:-1]), path="/features/3/geometry")
    assert finding.path == "/features/3/geometry/coordinates/0/3"


def test_a_zone_has_one_part() -> None:
    (finding,) = refusal(multi([SQUARE], [circle(8, lon=102)]), kind="Polygon")
    assert finding.code == "too_many_parts"


def test_a_polygon_becomes_a_multipolygon_and_one_part_a_polygon() -> None:
    assert check(polygon(SQUARE)).geojson == check(multi([SQUARE])).geojson
    assert check(multi([SQUARE]), kind="Polygon").geojson["type"] == "Polygon"


def test_positions_are_rounded_heights_dropped_and_repetitions_removed() -> None:
    ring = [
        [101, 16, 120.5],
        [101.1, 16, 0],
        [101.1000000012, 16.0000000049, 1],
        [101.1, 16.123456789, 2],
        [101, 16, 3],
    ]
    assert check(polygon(ring), kind="Polygon").geojson == polygon(
        [(101.0, 16.0), (101.1, 16.0), (101.1, 16.12345679), (101.0, 16.0)]
    )


def test_a_ring_is_closed_when_its_ends_round_to_one_place() -> None:
    assert check(polygon([*SQUARE[:-1], [101.000000001, 16.0]])).parts[0][0][-1] == (101.0, 16.0)


@pytest.mark.parametrize("ring", [circle(MAX_POSITIONS - 1), spiky(MAX_POSITIONS - 2)], ids=["circle", "spikes"])
def test_the_largest_valid_outlines_pass_in_time(ring: list[list[float]]) -> None:
    started = time.process_time()
    assert check(polygon(ring)).geos.srid == 4326
    assert time.process_time() - started < LIMIT_S


def test_the_caps_themselves_pass() -> None:
    parts = [[circle(8, lon=98 + n * 0.3)] for n in range(20)]
    assert len(check(multi(*parts)).parts) == 20
    holes = [
        [[101.001 + n * 0.002 + dx, 16.05 + dy] for dx, dy in ((0, 0), (1e-3, 0), (0, 1e-3), (0, 0))] for n in range(49)
    ]
    assert len(check(polygon(SQUARE, *holes)).parts[0]) == 50


@pytest.mark.parametrize("text", ['{"a": 1e400}', '{"a": NaN}', '{"a": Infinity}', "[" * 2_000 + "]" * 2_000])
def test_the_parser_refuses_what_the_gate_then_never_sees(text: str) -> None:
    with pytest.raises(orjson.JSONDecodeError):
        orjson.loads(text)


def shared_features(name: str) -> list[dict[str, Any]]:
    file = SHARED / "data" / name
    if not file.exists():
        pytest.skip(f"{name} is not beside the project")
    return list(json.loads(file.read_text(encoding="utf-8"))["features"])


def test_the_98_real_parcels_pass() -> None:
    features = shared_features("parcels/phetchabun_namron_dol_parcels_98_rtsd.geojson")
    assert sum(check(feature["geometry"]).kind == "MultiPolygon" for feature in features) == 98


def test_the_real_bad_ones_are_refused() -> None:
    verdicts = []
    for feature in shared_features("import_cases/derived_bowtie_and_friends.geojson"):
        try:
            verdicts.append(check(feature["geometry"]).kind)
        except GeometryRefused as refused:
            verdicts.append(refused.findings[0].code)
    assert verdicts == [
        "self_intersection",
        "MultiPolygon",
        "swapped_axes",
        "not_closed",
        "self_intersection",
        "metres_not_degrees",
        "not_a_polygon",
    ]
