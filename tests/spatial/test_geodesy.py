"""Areas on the ellipsoid against Karney's, computed outside the project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape

from spatial.geodesy import area_m2, distance_m

SHARED = Path(__file__).resolve().parent.parent.parent.parent / "shared"
PARCELS = SHARED / "data" / "parcels" / "phetchabun_namron_dol_parcels_98_rtsd.geojson"
AREAS = SHARED / "cases" / "namron_areas.json"


@pytest.mark.skipif(not (PARCELS.exists() and AREAS.exists()), reason="the shared data are not beside the project")
def test_the_98_real_parcels_have_their_areas() -> None:
    features = json.loads(PARCELS.read_text(encoding="utf-8"))["features"]
    expected = {case["index"]: case["area_m2"] for case in json.loads(AREAS.read_text(encoding="utf-8"))}
    assert {n: area_m2(shape(f["geometry"])) for n, f in enumerate(features)} == pytest.approx(expected, abs=0.01)


def test_the_turn_of_a_ring_does_not_matter_and_holes_are_subtracted() -> None:
    shell, hole = shapely.box(101, 16, 101.1, 16.1), shapely.box(101.04, 16.04, 101.06, 16.06)
    ring = shapely.Polygon(shell.exterior.coords, [hole.exterior.coords])
    assert area_m2(ring) == pytest.approx(area_m2(shell) - area_m2(hole), abs=1e-6)
    assert area_m2(shapely.reverse(ring)) == pytest.approx(area_m2(ring), abs=1e-6)
    assert area_m2(shapely.MultiPolygon([hole, shapely.box(102, 16, 102.1, 16.1)])) > area_m2(shell)


def test_a_minute_of_latitude_is_about_a_nautical_mile() -> None:
    assert distance_m((101, 16), (101, 16 + 1 / 60)) == pytest.approx(1844.3, abs=0.5)
