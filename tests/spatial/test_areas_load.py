"""Names and outlines of areas from the real files, and from small shapefiles and GeoPackages written here."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from django.core.management import CommandError, call_command
from django.db import connection

from parcels.patience import take_time
from spatial.areas.lookup import tambon_at
from spatial.areas.models import Area
from spatial.areas.names import load_names
from spatial.reference import from_wgs84
from tests.conftest import shared

pytestmark = pytest.mark.django_db

TAMBON = "data/admin/phetchabun_tambon_medium.geojson"
# Four squares of one degree hundredth that share edges: two tambon of 6701 and two of 6702.
CODES = ["670101", "670102", "670201", "670202"]


def load(*arguments: str | Path) -> str:
    """What the command printed."""
    out = io.StringIO()
    call_command("load_areas", *map(str, arguments), stdout=out)
    return out.getvalue()


def square(n: int, *, width: float = 0.01) -> shapely.Polygon:
    return shapely.box(round(101 + n * 0.01, 8), 16, round(101 + n * 0.01 + width, 8), 16.01)


def write(
    file: Path, shapes: list[Any], codes: list[Any], *, column: str = "ADM3_PCODE", crs: str | None = "EPSG:4326"
) -> Path:
    """A file of outlines in the format that its suffix says; with a name column in Thai and a number beside."""
    pyogrio.raw.write(
        file,
        shapely.to_wkb(shapes),
        [np.array(codes, dtype=object), np.array(["ตำบล"] * len(codes), dtype=object), np.arange(len(codes)) + 10.5],
        [column, "name", "size"],
        geometry_type="Unknown" if file.suffix != ".shp" else "Polygon",
        crs=crs,
        encoding="CP874" if file.suffix == ".shp" else None,
    )
    return file


def stored(code: str) -> shapely.MultiPolygon:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ST_AsBinary(geom, 'NDR') FROM area WHERE code = %s AND geom IS NOT NULL", [code])
        (wkb,) = cursor.fetchone()
    return shapely.from_wkb(bytes(wkb))


def test_names_of_all_thailand_are_there_and_loading_them_again_changes_nothing() -> None:
    levels = {level: Area.objects.filter(level=level).count() for level in ("PROVINCE", "AMPHOE", "TAMBON")}
    assert levels == {"PROVINCE": 77, "AMPHOE": 928, "TAMBON": 7436}
    assert "8441 names: 0 added, 0 changed." in load("--names")


def test_names_of_phetchabun_are_the_official_ones() -> None:
    lines = shared("data/admin/phetchabun_admin_codes.csv").read_text(encoding="utf-8").splitlines()[1:]
    official = {line.split(",")[0]: tuple(line.split(",")[i] for i in (1, 2, 4, 5, 6)) for line in lines}
    rows = Area.objects.filter(level="TAMBON", code__startswith="67").select_related("parent")
    assert official == {
        a.code: (a.name_th, a.name_en, a.parent.code, a.parent.name_th, a.parent.name_en) for a in rows if a.parent
    }


def test_a_changed_name_is_set_right_and_an_unknown_code_is_said() -> None:
    Area.objects.filter(code="670114").update(name_th="น้ำร้อนน")
    Area.objects.create(code="670199", level="TAMBON", name_th="ใหม่", name_en="New", parent_id="6701")
    loaded = load_names()
    assert (loaded.added, loaded.changed, loaded.unknown) == ([], ["670114"], ["670199"])
    assert Area.objects.get(code="670114").name_th == "น้ำร้อน"


def test_the_tambon_of_phetchabun_get_their_outlines_once() -> None:
    file = shared(TAMBON)
    first = load(file)
    assert "117 rows of level TAMBON, codes in ADM3_PCODE" in first
    assert "Outlines: 129 changed." in first  # 117 tambon, 11 amphoe, 1 province
    assert "Outlines: 0 changed." in load(file)


def test_outlines_above_are_the_exact_union_of_those_below() -> None:
    load(shared(TAMBON))
    for code, length in (("6705", 6), ("67", 4)):
        children = Area.objects.filter(code__startswith=code, geom__isnull=False)
        parts = [stored(child) for child in children.values_list("code", flat=True) if len(child) == length]
        nodes = {tuple(xy) for part in parts for xy in shapely.get_coordinates(part)}
        whole = stored(code)
        assert {tuple(xy) for xy in shapely.get_coordinates(whole)} <= nodes
        assert whole.area == pytest.approx(sum(part.area for part in parts), rel=1e-12)


def test_outlines_stand_on_the_grid() -> None:
    load(shared(TAMBON))
    numbers = [x for code in ("670114", "6701", "67") for x in shapely.get_coordinates(stored(code)).ravel().tolist()]
    assert all(x == round(x, 8) for x in numbers)


def test_a_place_has_a_tambon_where_outlines_are() -> None:
    assert tambon_at(101.169903, 16.315607) is None
    load(shared(TAMBON))
    found = tambon_at(101.169903, 16.315607)  # a corner of a real parcel of Nam Ron
    assert found is not None
    assert (found.code, found.parent_id, found.parent.parent_id) == ("670114", "6701", "67")
    assert tambon_at(100.5, 13.75) is None


def test_an_amphoe_file_does_not_replace_what_is_built_from_tambon() -> None:
    load(shared("data/admin/phetchabun_amphoe_fullres.geojson"))
    assert shapely.get_num_coordinates(stored("6701")) > 5_000
    assert Area.objects.get(code="67").source == "11 of 11 AMPHOE"
    load(shared(TAMBON))
    coarse = stored("6701")
    said = load(shared("data/admin/phetchabun_amphoe_fullres.geojson"))
    assert "11 kept as built from below" in said
    assert "Outlines: 0 changed." in said
    assert stored("6701").equals_exact(coarse)


def test_all_thailand_loads_and_says_what_does_not_match() -> None:
    take_time()
    said = load(shared("data/admin/tha_tambon_medium.geojson"))
    assert "row 2788 (380101) refused: the outline crosses itself at 103.606605, 18.306065." in said
    assert "3 in the file but not in the table: 104701, 105001, 530306." in said
    assert "15 in the table, still without outline: 100910" in said
    assert "3801 (11 of 12)" in said
    assert Area.objects.filter(level="TAMBON", geom__isnull=False).count() == 7421


@pytest.mark.parametrize("name", ["areas.geojson", "areas.shp", "areas.gpkg"])
def test_each_format_is_read(name: str, tmp_path: Path) -> None:
    file = write(tmp_path / name, [square(n) for n in range(4)], [f"TH{code}" for code in CODES])
    assert "Outlines: 7 changed." in load(file)  # 4 tambon, 2 amphoe, 1 province
    assert stored("670102").equals(shapely.MultiPolygon([square(1)]))
    assert stored("67").equals(shapely.box(101, 16, 101.04, 16.01))


def test_a_zipped_shapefile_is_read(tmp_path: Path) -> None:
    write(tmp_path / "areas.shp", [square(0)], ["670101"])
    with zipfile.ZipFile(tmp_path / "areas.zip", "w") as archive:
        for part in tmp_path.glob("areas.[dsp]*"):
            archive.write(part, part.name)
    assert "Outlines: 3 changed." in load(tmp_path / "areas.zip")


@pytest.mark.parametrize(
    "codes", [["670101", "670102"], [670101, 670102], ["67010100", "67010200"], ["th670101", " 670102 "]]
)
def test_codes_are_known_in_all_their_spellings(codes: list[Any], tmp_path: Path) -> None:
    assert "Outlines: 4 changed." in load(write(tmp_path / "a.geojson", [square(0), square(1)], codes, column="รหัส"))


def test_the_code_column_can_be_named(tmp_path: Path) -> None:
    file = write(tmp_path / "a.gpkg", [square(n) for n in range(4)], CODES, column="A")
    assert "codes in A" in load(file, "--code-column", "A", "--level", "tambon")
    with pytest.raises(CommandError, match="no column B; the file has A, name, size"):
        load(file, "--code-column", "B")
    with pytest.raises(CommandError, match="No column holds codes"):
        load(file, "--level", "amphoe")


def test_indian_1975_is_shifted_as_the_survey_department_says(tmp_path: Path) -> None:
    e, n = from_wgs84(*np.array(square(0).exterior.coords).T, target=24047)
    file = write(tmp_path / "a.shp", [shapely.Polygon(np.column_stack([e, n]))], ["670101"], crs="EPSG:24047")
    load(file)
    assert shapely.hausdorff_distance(stored("670101"), square(0)) < 1e-7  # a centimetre; the default is 188 m off


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_file_without_reference_system_is_not_guessed(tmp_path: Path) -> None:
    file = write(tmp_path / "a.shp", [square(0)], ["670101"], crs=None)
    with pytest.raises(CommandError, match="does not say its reference system"):
        load(file)
    assert "Outlines: 3 changed." in load(file, "--crs", "4326")


def test_a_reference_system_without_a_pinned_way_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path / "a.gpkg", [square(0)], ["670101"], crs="EPSG:3395")
    with pytest.raises(CommandError, match="World Mercator: outlines may be in EPSG:4326"):
        load(file)
    with pytest.raises(CommandError, match="The file says EPSG:4326, not EPSG:24047"):
        load(write(tmp_path / "b.gpkg", [square(0)], ["670101"]), "--crs", "24047")


def test_bad_rows_are_refused_with_their_reason_and_place_and_the_others_load(tmp_path: Path) -> None:
    bow_tie = shapely.Polygon([(101.01, 16), (101.02, 16.01), (101.02, 16), (101.01, 16.01)])
    far_away = shapely.box(10, 50, 11, 51)
    rows = [
        ("670101", square(0)),
        ("670102", bow_tie),
        ("670103", far_away),
        ("670104", shapely.Point(101, 16)),
        ("670105", None),
        ("670201", square(2)),
        ("670201", square(3)),
        ("6701", square(4)),
        ("679999", square(5)),
        ("670202", square(6)),
        ("670203", square(7)),
        ("670204", square(8)),
        ("670106", square(9)),
    ]
    said = load(write(tmp_path / "a.geojson", [shape for _, shape in rows], [code for code, _ in rows]))
    for line in (
        "row 2 (670102) refused: the outline crosses itself at 101.015000, 16.005000.",
        "row 3 (670103) refused: a coordinate is outside Thailand at 11.000000, 50.000000.",
        "row 4 (670104) refused: not a polygon.",
        "row 5 (670105) refused: no outline.",
        "row 6 (670201) refused: the code stands in more than one row.",
        "row 8 (without code) refused: no code of this level in the code column.",
        "1 in the file but not in the table: 679999.",
        "6701 (2 of 17), 6702 (3 of 9)",
    ):
        assert line in said
    assert Area.objects.filter(level="TAMBON", geom__isnull=False).count() == 5


def test_overlaps_and_slivers_between_tambon_are_said_with_a_place(tmp_path: Path) -> None:
    overlapping = write(tmp_path / "a.geojson", [square(0, width=0.011), square(1)], CODES[:2])
    assert "1 built, but borders don't fit: 6701 at 101.0" in load(overlapping)
    sliver = write(tmp_path / "b.geojson", [square(0, width=0.00995), square(1)], CODES[:2])
    assert "1 built, but borders don't fit: 6701 at 101.0" in load(sliver)
    assert shapely.is_valid(stored("6701"))


def test_a_corrected_file_changes_only_what_it_corrects(tmp_path: Path) -> None:
    load(write(tmp_path / "a.geojson", [square(n) for n in range(4)], CODES))
    taller = shapely.box(101.03, 16, 101.04, 16.02)
    file = write(tmp_path / "b.geojson", [square(0), square(1), square(2), taller], CODES)
    assert "Outlines: 3 changed." in load(file)  # 670202, 6702 and 67
    assert Area.objects.get(code="670202").source == "b.geojson"
    assert Area.objects.get(code="670201").source == "a.geojson"


def test_files_that_cannot_be_loaded_say_why(tmp_path: Path) -> None:
    (tmp_path / "broken.geojson").write_text('{"type": "FeatureCollection", "features": [', encoding="utf-8")
    (tmp_path / "empty.geojson").write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    (tmp_path / "areas.xlsx").write_bytes(b"PK")
    stranger = write(tmp_path / "strangers.geojson", [square(0)], ["1"])
    for file, why in (
        (tmp_path / "broken.geojson", "cannot be read"),
        (tmp_path / "empty.geojson", "holds no outlines"),
        (tmp_path / "areas.xlsx", "give a file that ends in"),
        (tmp_path / "missing.geojson", "There is no file"),
        (stranger, "No column holds codes"),
    ):
        with pytest.raises(CommandError, match=why):
            load(file)
    with pytest.raises(CommandError, match="Give --names"):
        load()


def test_without_names_the_command_says_what_to_do_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spatial.areas.management.commands.load_areas.known_codes", dict)
    with pytest.raises(CommandError, match="Run load_areas --names first"):
        load(write(tmp_path / "a.geojson", [square(0)], ["670101"]))


def test_a_layer_must_be_chosen_when_there_are_several(tmp_path: Path) -> None:
    file = write(tmp_path / "a.gpkg", [square(0)], ["670101"])
    pyogrio.raw.write(
        file, shapely.to_wkb([square(1)]), [np.array(["670102"], dtype=object)], ["code"],
        layer="other", append=True, geometry_type="Polygon", crs="EPSG:4326",
    )  # fmt: skip
    with pytest.raises(CommandError, match="choose one with --layer: a, other"):
        load(file)
    assert "Outlines: 3 changed." in load(file, "--layer", "other")
