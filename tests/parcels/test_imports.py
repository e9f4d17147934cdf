"""Parcels from a GeoJSON file: the gate, one outcome a row, nothing twice."""

from __future__ import annotations

import copy
import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pyproj import Geod
from shapely.geometry import shape

from parcels.imports import MAX_BYTES, FileRefused, import_features, read_features
from parcels.models import Applicant, Application, Case, History, Parcel
from spatial.grid import wkb_on_grid
from spatial.units import Rai
from tests.conftest import shared

NAMRON = "data/parcels/phetchabun_namron_dol_parcels_98_rtsd.geojson"
SQUARE = [[101.1, 16.3], [101.101, 16.3], [101.101, 16.301], [101.1, 16.301], [101.1, 16.3]]
EAST = [[lon + 0.001, lat] for lon, lat in SQUARE]
GEOD = Geod(ellps="WGS84")

pytestmark = pytest.mark.django_db


def feature(ring: list[list[float]], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def file_of(folder: Path, *features: object, **members: object) -> Path:
    path = folder / "parcels.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **members}), encoding="utf-8")
    return path


def run(*arguments: object) -> tuple[str, int]:
    """What the command printed, and its exit code."""
    out = StringIO()
    try:
        call_command("import_parcels", *map(str, arguments), stdout=out, stderr=out)
    except SystemExit as exc:
        return out.getvalue(), int(str(exc.code))
    return out.getvalue(), 0


def test_the_98_real_parcels_are_stored_with_their_areas() -> None:
    printed, code = run(shared(NAMRON), "--tambon", "670114")
    assert code == 0
    assert "98 rows: 98 stored, 0 already there, 0 refused. Computed area together: 425-0-12.4 rai" in printed
    assert not Case.objects.exists()


def test_the_computed_area_is_that_of_the_shape_in_the_file() -> None:
    printed, _ = run(shared(NAMRON), "--tambon", "670114")
    expected = [case["area_m2"] for case in json.loads(shared("cases/namron_areas.json").read_text())]
    said = [float(text.replace(",", "")) for text in re.findall(r"\(([\d,.]+) m²\)$", printed, re.MULTILINE)]
    stored = [float(m2) for m2 in Parcel.objects.order_by("id").values_list("area_calc_m2", flat=True)]
    assert len(said) == len(stored) == len(expected) == 98
    assert max(abs(m2 - case) for m2, case in zip(said, expected, strict=True)) < 0.01  # m²
    assert max(abs(m2 - case) for m2, case in zip(stored, expected, strict=True)) < 0.01  # m²


def test_the_stored_shape_is_on_the_grid_and_its_own_area_is_within_a_quarter_m2() -> None:
    run(shared(NAMRON), "--tambon", "670114")
    for parcel in Parcel.objects.order_by("id"):
        stored = shape(json.loads(parcel.geom.geojson))
        assert bytes(parcel.geom.wkb) == wkb_on_grid(parcel.geom.wkb)
        assert abs(float(parcel.area_calc_m2) - abs(GEOD.geometry_area_perimeter(stored)[0])) < 0.25  # m²


def test_a_second_run_stores_nothing_and_says_so_for_each_row() -> None:
    run(shared(NAMRON), "--tambon", "670114")
    before = list(Parcel.objects.order_by("id").values_list("uid", "version"))
    changes = History.objects.count()
    printed, code = run(shared(NAMRON), "--tambon", "670114")
    assert code == 0
    assert printed.count("already there as 670114-") == 98
    assert "98 rows: 0 stored, 98 already there, 0 refused. Computed area together: 425-0-12.4" in printed
    assert list(Parcel.objects.order_by("id").values_list("uid", "version")) == before
    assert History.objects.count() == changes


def test_a_dry_run_judges_and_stores_nothing() -> None:
    printed, code = run(shared(NAMRON), "--tambon", "670114", "--dry-run")
    assert (code, Parcel.objects.count()) == (0, 0)
    assert "98 could be stored" in printed


def test_each_bad_row_is_refused_with_its_code_and_place_and_the_good_one_stored() -> None:
    printed, code = run(shared("data/import_cases/derived_bowtie_and_friends.geojson"), "--tambon", "670114")
    assert code == 1
    said = {
        line.split(":")[0]: line.split("refused, ")[1].split(" (")[0]
        for line in printed.splitlines()
        if "refused," in line
    }
    assert said == {
        "row 1": "self_intersection at 101.16850000, 16.31450000",
        "row 3": "swapped_axes at 101.17200000, 16.31400000",
        "row 4": "not_closed at 101.17400000, 16.31500000",
        "row 5": "self_intersection at 101.17650000, 16.31700000",
        "row 6": "metres_not_degrees",
        "row 7": "not_a_polygon",
    }
    assert "row 2: stored as 670114-0001" in printed
    assert "7 rows: 1 stored, 0 already there, 6 refused." in printed
    assert "The border crosses itself here." in printed
    assert Parcel.objects.count() == 1


def test_what_the_file_tells_is_kept(tmp_path: Path) -> None:
    rows = [feature(SQUARE, name="แปลงลุงมี", datum_op="RTSD 206,837,295"), feature(EAST, shp_record=2833)]
    import_features(rows, tambon="670114", source="a file.geojson")
    first, second = Parcel.objects.order_by("id")
    assert (first.name, first.crs_operation, first.source_crs) == ("แปลงลุงมี", "RTSD 206,837,295", "EPSG:4326")
    assert (second.name, second.capture_method_id, second.land_class_id) == (
        "shp_record 2833",
        "FILE_IMPORT",
        "UNKNOWN",
    )
    assert set(History.objects.values_list("via", "request_id")) == {("import", "a file.geojson")}


def test_the_same_land_drawn_from_another_corner_or_the_other_way_is_the_same_parcel() -> None:
    turned = SQUARE[2:] + SQUARE[1:3]
    outcomes = import_features([feature(SQUARE), feature(turned), feature(SQUARE[::-1])], tambon="670114", source="f")
    assert [outcome.is_new for outcome in outcomes] == [True, False, False]
    assert len({outcome.code for outcome in outcomes}) == 1
    assert Parcel.objects.count() == 1


def test_the_same_shape_in_another_tambon_is_another_parcel() -> None:
    for tambon in ("670114", "670113"):
        assert import_features([feature(SQUARE)], tambon=tambon, source="f")[0].is_new


def test_a_row_on_approved_land_is_refused_by_the_trigger_and_the_others_stored() -> None:
    applicant = Applicant.objects.create(kind_id="PERSON", sector_id="PEOPLE", name_th="ทดสอบ", tambon_id="670114")
    approved = Application.objects.create(no="1", fy=2565, applicant=applicant, model_id="HLM", state_id="APPROVED")
    import_features([feature(SQUARE)], tambon="670114", source="f")
    Parcel.objects.update(application=approved)
    over = [[lon + 0.0002, lat + 0.0002] for lon, lat in SQUARE]
    far = [[lon + 0.1, lat] for lon, lat in SQUARE]
    outcomes = import_features([feature(far), feature(over), feature(EAST)], tambon="670114", source="f")
    assert [outcome.is_new for outcome in outcomes] == [True, False, True]
    (finding,) = outcomes[1].findings
    assert (finding.code, finding.path) == ("overlap", "/features/1/geometry")
    assert finding.at is not None
    assert Parcel.objects.count() == 3


def test_of_a_large_file_only_the_bad_rows_are_missing_and_codes_have_no_gap() -> None:
    rows = [feature([[lon + n * 0.001, lat] for lon, lat in SQUARE], name=f"n{n}") for n in range(40)]
    rows[7] = feature([[lon, lat + 0.0005] for lon, lat in SQUARE])  # over rows 1 and, a little later, nothing else
    rows[20]["geometry"]["coordinates"][0].pop()
    outcomes = import_features(rows, tambon="670114", source="f")
    assert [outcome.number for outcome in outcomes if outcome.findings] == [21]
    codes = [outcome.code for outcome in outcomes if not outcome.findings]
    assert codes == [f"670114-{n:04d}" for n in range(1, 40)]
    assert Case.objects.filter(closed_at=None).count() == 1


@pytest.mark.parametrize("name", ["a\\b", "\\N", "\\.", "\\t", "ก\u200bข", "\"x\", 'y'"])
def test_a_name_is_stored_as_it_is_written(name: str) -> None:
    import_features([feature(SQUARE, name=name)], tambon="670114", source="f")
    assert Parcel.objects.get().name == name


@pytest.mark.parametrize(
    ("row", "code", "path"),
    [
        ("text", "not_a_feature", "/features/0"),
        ({"type": "Polygon", "coordinates": [SQUARE]}, "not_a_feature", "/features/0"),
        (feature(SQUARE, name="a\0b"), "nul_character", "/features/0/properties/name"),
        (feature(SQUARE, name="a\u202eb"), "nul_character", "/features/0/properties/name"),
        (feature(SQUARE, name="x" * 201), "text_too_long", "/features/0/properties/name"),
        (feature([[0, 0], [1, 0], [1, 1], [0, 0]]), "out_of_country", "/features/0/geometry/coordinates/0/0"),
    ],
)
def test_a_row_that_is_none_is_refused_with_its_place(row: Any, code: str, path: str) -> None:
    (outcome,) = import_features([copy.deepcopy(row)], tambon="670114", source="f")
    assert [(finding.code, finding.path) for finding in outcome.findings] == [(code, path)]
    assert not Parcel.objects.exists()


@pytest.mark.parametrize(
    ("name", "is_read"),
    [
        ("urn:ogc:def:crs:OGC:1.3:CRS84", True),
        ("urn:ogc:def:crs:EPSG::4326", True),
        ("EPSG:4326", True),
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", True),
        ("urn:ogc:def:crs:EPSG::32647", False),
        ("urn:ogc:def:crs:EPSG::24047", False),
    ],
)
def test_only_wgs84_is_read(tmp_path: Path, name: str, is_read: bool) -> None:
    path = file_of(tmp_path, feature(SQUARE), crs={"type": "name", "properties": {"name": name}})
    if is_read:
        assert len(read_features(path)) == 1
    else:
        with pytest.raises(FileRefused, match="another reference system"):
            read_features(path)


@pytest.mark.parametrize("crs", [{}, {"properties": []}, {"properties": {"name": 4326}}, "EPSG:4326", None])
def test_a_crs_member_that_says_nothing_is_refused(tmp_path: Path, crs: object) -> None:
    with pytest.raises(FileRefused, match="another reference system"):
        read_features(file_of(tmp_path, crs=crs))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "not valid JSON"),
        ("[]", "not a GeoJSON"),
        ('{"type":"FeatureCollection"}', "no list"),
        ("[" * 3000, "JSON"),
    ],
)
def test_a_file_that_is_no_collection_is_refused_with_the_reason(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "odd.geojson"
    path.write_text(text)
    with pytest.raises(FileRefused, match=why):
        read_features(path)


def test_a_file_of_more_than_10_mib_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.geojson"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(FileRefused, match="at most 10,485,760"):
        read_features(path)


def test_a_missing_file_and_an_unknown_tambon_are_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path / "none.geojson", "--tambon", "670114")
    with pytest.raises(CommandError, match="no tambon 679999"):
        run(file_of(tmp_path), "--tambon", "679999")
    with pytest.raises(CommandError, match="6 digits"):
        run(file_of(tmp_path), "--tambon", "น้ำร้อน")


@pytest.mark.parametrize("written", ["670114", "TH670114", "67011400"])
def test_a_tambon_may_be_written_as_the_ministry_does(tmp_path: Path, written: str) -> None:
    printed, _ = run(file_of(tmp_path, feature(SQUARE)), "--tambon", written)
    assert "stored as 670114-0001" in printed


def test_when_someone_else_holds_the_land_nothing_is_stored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from parcels import imports
    from parcels.errors import Busy

    def busy(*_: object) -> None:
        raise Busy("busy")

    monkeypatch.setattr(imports, "check_now", busy)
    with pytest.raises(CommandError, match="Nothing was stored; try again"):
        run(file_of(tmp_path, feature(SQUARE)), "--tambon", "670114")
    assert not Parcel.objects.exists()


def test_totals_add_exact_areas_and_not_rounded_texts(tmp_path: Path) -> None:
    printed, _ = run(file_of(tmp_path, feature(SQUARE), feature(EAST)), "--tambon", "670114")
    total = sum(Parcel.objects.values_list("area_calc_m2", flat=True))
    assert f"{Rai(total)} rai-ngan-wah" in printed
