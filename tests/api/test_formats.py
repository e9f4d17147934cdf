"""Every format is read back by stock GDAL (or by what its readers use) and holds the same rows, shapes and Thai."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parcels.models import Applicant, Application, Parcel, ReadLog
from tests.api.shapes import feature, square
from tests.api.test_items import PARCELS, post

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
THAI = "แปลงลุงน้ำฝน ที่ ๑ <&>"
UTM_47 = "http://www.opengis.net/def/crs/EPSG/0/32647"
INDIAN_47 = "http://www.opengis.net/def/crs/EPSG/0/24047"
HOLE = [[101.1502, 16.4002], [101.1502, 16.4004], [101.1504, 16.4004], [101.1504, 16.4002], [101.1502, 16.4002]]


@pytest.fixture
def land(client_of: As, officer: User) -> Client:
    """Seven parcels of the officer: one with a hole, one without a shape, one with a formula for a name."""
    client = client_of(officer)
    first = square()
    first["coordinates"].append(HOLE)
    features = [feature(first, name=THAI, joined_area_m2=1600, joined_is_estimate=True)]
    features += [
        feature(square(x=n), name=name) for n, name in enumerate(["=1+1", "-5", "", 'b,"c"\nd', "＝sum(1)"], 2)
    ]
    features.append(feature(None, name="ไม่มีรูป"))
    answer = post(client, PARCELS, {"type": "FeatureCollection", "features": features})
    assert answer.status_code == 201, answer.content
    return client


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def download(client: Client, f: str, query: str = "") -> bytes:
    answer = client.get(f"{PARCELS}?f={f}{query}")
    assert answer.status_code == 200, answer.content
    assert answer["Content-Disposition"].startswith("attachment")
    return body_of(answer)


def shapes_of(client: Client) -> dict[str, shapely.Geometry | None]:
    """The shapes as the API's pages give them, by id: what every file has to hold."""
    features = client.get(f"{PARCELS}?limit=1000").json()["features"]
    return {
        f["id"]: None if f["geometry"] is None else shapely.from_geojson(json.dumps(f["geometry"])) for f in features
    }


def table(path: Path, **options: Any) -> dict[str, dict[str, Any]]:
    """The features of a file by their id, as GDAL reads them; the shape stands under `geometry`."""
    meta, _fids, shapes, columns = pyogrio.raw.read(path, **options)
    names = list(meta["fields"])
    rows = [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
    geometries = [None] * len(rows) if shapes is None else [None if s is None else shapely.from_wkb(s) for s in shapes]
    ids = "id" if "id" in names else "ogr_id"
    return {row[ids]: {**row, "geometry": shape} for row, shape in zip(rows, geometries, strict=True)}


@pytest.mark.parametrize("f", ["fgb", "gpkg", "kml", "geojsonseq"])
def test_gdal_reads_back_what_was_stored(land: Client, tmp_path: Path, f: str) -> None:
    path = tmp_path / f"x.{f}"
    path.write_bytes(download(land, f))
    found, wanted = table(path), shapes_of(land)
    assert set(found) == set(wanted)
    for uid, shape in wanted.items():
        same = found[uid]["geometry"]
        assert (same is None) == (shape is None)
        if shape is not None:
            assert shapely.equals_exact(shapely.normalize(same), shapely.normalize(shape), tolerance=1e-9)
    if f == "kml":  # GDAL shows the placemark's name, which begins with the code, in place of the column
        names = {row["Name"].removeprefix(row["code"]).strip() for row in found.values()}
    else:
        names = {row["name"] for row in found.values()}
    assert {THAI, "=1+1", "-5", "＝sum(1)"} <= names


def test_geopackage_keeps_types_and_says_what_it_is(land: Client, tmp_path: Path) -> None:
    path = tmp_path / "x.gpkg"
    path.write_bytes(download(land, "gpkg", "&name=" + THAI.replace("&", "%26")))
    (row,) = table(path).values()
    assert (row["joined_area_m2"], bool(row["joined_is_estimate"]), row["joined_area"]) == (1600.0, True, "1-0-00.0")
    assert str(row["created_at"]).startswith("20")
    info = pyogrio.read_info(path, layer="parcels")
    assert (info["crs"], info["geometry_type"], info["features"]) == ("EPSG:4326", "MultiPolygon", 1)
    assert {"attribution", "license", "retrieved", "filter", "crs"} <= set(info["layer_metadata"])
    with sqlite3.connect(path) as db:
        (text,) = db.execute("SELECT metadata FROM gpkg_metadata").fetchone()
        (description,) = db.execute("SELECT description FROM gpkg_contents").fetchone()
    assert "แปลง Plaeng" in text
    assert f"name={THAI}" in description


def test_a_shapefile_has_short_names_and_its_companions(land: Client, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(download(land, "shp"))
    with zipfile.ZipFile(path) as archive:
        assert {Path(n).suffix for n in archive.namelist()} == {".shp", ".shx", ".dbf", ".prj", ".cpg", ".txt"}
        assert archive.read("parcels.cpg") == b"UTF-8"
        explanation = archive.read("parcels.txt").decode("utf-8-sig")
    assert "แปลง Plaeng" in explanation
    found, wanted = table(path), shapes_of(land)
    names = [n for n in next(iter(found.values())) if n != "geometry"]
    assert all(n.isascii() and len(n) <= 10 for n in names)
    assert len({n.lower() for n in names}) == len(names)
    assert all(name in explanation for name in names)
    assert set(found) == set(wanted)
    for uid, shape in wanted.items():
        same = found[uid]["geometry"]
        assert (same is None) == (shape is None)
        assert shape is None or shapely.equals_exact(
            shapely.normalize(same),
            shapely.normalize(shapely.MultiPolygon(shape).geoms[0] if same.geom_type == "Polygon" else shape),
            tolerance=1e-9,
        )
    assert THAI in {row["name"] for row in found.values()}


def test_long_thai_is_cut_between_characters_in_a_shapefile(
    land: Client, client_of: As, officer: User, tmp_path: Path
) -> None:
    post(land, PARCELS, feature(square(x=20), name="น้ำ" * 60))
    path = tmp_path / "x.zip"
    path.write_bytes(download(land, "shp"))
    (name,) = [row["name"] for row in table(path).values() if str(row["name"]).startswith("น้ำน้ำ")]
    assert ("น้ำ" * 60).startswith(name)
    assert 250 <= len(name.encode()) <= 254


def test_gpx_has_a_track_with_the_border_of_each_parcel(land: Client, tmp_path: Path) -> None:
    path = tmp_path / "x.gpx"
    path.write_bytes(download(land, "gpx"))
    found = table(path, layer="tracks")
    wanted = {uid: shape for uid, shape in shapes_of(land).items() if shape is not None}
    assert set(found) == set(wanted)
    for uid, shape in wanted.items():
        lines = list(found[uid]["geometry"].geoms)
        rings = [ring for part in shape.geoms for ring in (part.exterior, *part.interiors)]
        assert [list(line.coords) for line in lines] == [list(ring.coords) for ring in rings]
    assert any(THAI in row["name"] for row in found.values())
    text = path.read_text(encoding="utf-8")
    assert "<copyright author=" in text
    assert "โคก หนอง นา" in text.split("</metadata>")[0]


def test_kml_says_who_made_it(land: Client) -> None:
    head = download(land, "kml").decode().split("<Placemark")[0]
    assert "<atom:author>" in head
    assert "ใช้ในราชการ" in head


def rows_of_csv(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def test_csv_holds_wkt_and_thai_that_excel_reads(land: Client) -> None:
    raw = download(land, "csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    rows, wanted = rows_of_csv(raw), shapes_of(land)
    assert {row["id"] for row in rows} == set(wanted)
    for row in rows:
        shape = wanted[row["id"]]
        assert (row["wkt"] == "") == (shape is None)
        if shape is not None:
            assert shapely.equals_exact(shapely.from_wkt(row["wkt"]), shape, tolerance=1e-9)
    assert THAI in {row["name"] for row in rows}


@pytest.mark.parametrize("f", ["csv", "xlsx"])
def test_no_cell_becomes_a_formula(land: Client, tmp_path: Path, f: str) -> None:
    raw = download(land, f)
    path = tmp_path / f"x.{f}"
    path.write_bytes(raw)
    names = {
        row["name"]
        for row in (rows_of_csv(raw) if f == "csv" else table(path, layer="parcels" if f == "xlsx" else 0).values())
    }
    assert {"'=1+1", "'＝sum(1)", "-5"} <= {str(name) for name in names}
    if f == "xlsx":
        with zipfile.ZipFile(path) as book:
            sheets = [book.read(n) for n in book.namelist() if n.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 2
        assert not any(b"<f>" in sheet for sheet in sheets)


def test_a_workbook_holds_features_and_their_terms(land: Client, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(download(land, "xlsx"))
    found, wanted = table(path, layer="parcels"), shapes_of(land)
    assert set(found) == set(wanted)
    for uid, shape in wanted.items():
        assert shape is None or shapely.equals_exact(shapely.from_wkt(found[uid]["wkt"]), shape, tolerance=1e-9)
    assert THAI in {row["name"] for row in found.values()}
    assert 1600 in {row["joined_area_m2"] for row in found.values()}
    _meta, _fids, _shapes, columns = pyogrio.raw.read(path, layer="About")
    assert any("ใช้ในราชการ" in str(value) for column in columns for value in column)


def test_a_sequence_is_one_feature_a_record(land: Client) -> None:
    answer = land.get(PARCELS, headers={"accept": "application/geo+json-seq"})
    assert answer["Content-Type"] == "application/geo+json-seq"
    records = body_of(answer).split(b"\x1e")
    assert records[0] == b""
    features = [json.loads(record) for record in records[1:]]
    assert all(record.endswith(b"\n") and record.count(b"\n") == 1 for record in records[1:])
    page = land.get(f"{PARCELS}?limit=1000").json()["features"]
    assert features == page


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/csv", "text/csv"),
        ("application/geopackage+sqlite3;q=0.9, application/json;q=0.5", "application/geopackage"),
        ("application/json, text/csv", "application/geo+json"),
        ("text/csv, */*", "text/csv"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("text/csv;q=0, application/json", "application/geo+json"),
        ("text/csv;q=0", "application/problem+json"),
        ("text/csv;q=x", "application/geo+json"),
    ],
)
def test_accept_chooses_the_format(land: Client, accept: str, media: str) -> None:
    assert land.get(PARCELS, headers={"accept": accept})["Content-Type"].startswith(media)


def test_filters_order_columns_and_limit_hold_in_files(land: Client) -> None:
    rows = rows_of_csv(download(land, "csv", "&filter=name LIKE '%25ลุง%25'&properties=code,name&skipGeometry=true"))
    assert [list(row) for row in rows] == [["id", "code", "name"]]
    codes = [row["code"] for row in rows_of_csv(download(land, "csv", "&sortby=-code&limit=3"))]
    assert codes == ["670101-0007", "670101-0006", "670101-0005"]
    assert len(rows_of_csv(download(land, "csv", "&bbox=101.1495,16.3995,101.1505,16.4005"))) == 1


@pytest.mark.parametrize(("uri", "epsg"), [(UTM_47, 32647), (INDIAN_47, 24047)])
def test_files_come_in_other_systems(land: Client, tmp_path: Path, uri: str, epsg: int) -> None:
    path = tmp_path / "x.gpkg"
    path.write_bytes(download(land, "gpkg", f"&crs={uri}"))
    assert pyogrio.read_info(path)["crs"] == f"EPSG:{epsg}"
    page = land.get(f"{PARCELS}?crs={uri}").json()["features"]
    wanted = {f["id"]: shapely.from_geojson(json.dumps(f["geometry"])) for f in page if f["geometry"]}
    found = table(path)
    for uid, shape in wanted.items():
        assert shapely.equals_exact(found[uid]["geometry"], shape, tolerance=1e-4)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("f=zip", "f"), ("f=kml&crs=" + UTM_47, "crs"), ("f=csv&after=x", "after"), ("f=csv&limit=0", "limit"),
        ("f=csv&limit=²", "limit"), ("f=gpx&skipGeometry=true", "skipGeometry"), ("f=csv&purpose=" + "x" * 201, "purpose"),
        ("f=csv&crs=x", "crs"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_refused(land: Client, query: str, name: str) -> None:
    answer = land.get(f"{PARCELS}?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_parameter")
    assert f" {name} " in answer.json()["detail"]


@pytest.mark.parametrize("f", ["csv", "geojsonseq", "fgb", "gpkg", "shp", "kml", "gpx", "xlsx"])
def test_nobody_exports_what_he_may_not_see(land: Client, client_of: As, neighbour_officer: User, f: str) -> None:
    stranger = client_of(neighbour_officer)
    raw = download(stranger, f)
    assert THAI.encode() not in raw
    assert b"670101-0001" not in raw
    assert Client().get(f"{PARCELS}?f={f}").status_code == 401


@pytest.fixture
def person(land: Client) -> str:
    """The name of the applicant of the first parcel."""
    applicant = Applicant.objects.create(
        name_th="สมหญิง ตัวอย่าง", tambon_id="670101", kind_id="PERSON", sector_id="PEOPLE"
    )
    application = Application.objects.create(no="2565-6701-0001", fy=2565, applicant=applicant, model_id="HLM")
    Parcel.objects.filter(code="670101-0001").update(application=application)
    return applicant.name_th


def test_names_leave_only_with_the_right_to_read_them_and_are_logged(
    land: Client, person: str, client_of: As, viewer: User, officer: User
) -> None:
    raw = download(land, "csv", "&purpose=รายงานเดือน&q=670101")
    assert person.encode() in raw
    (line,) = ReadLog.objects.all()
    assert (line.user_id, line.collection, line.format, line.columns) == (
        officer.pk,
        "parcels",
        "csv",
        ["applicant_name"],
    )
    assert (line.rows, line.purpose, line.parameters, line.via) == (7, "รายงานเดือน", ["q"], "web")
    assert person.encode() not in download(client_of(viewer), "csv")
    assert client_of(viewer).get(f"{PARCELS}?f=csv&properties=applicant_name").status_code == 400
    download(land, "csv", "&properties=code")
    assert ReadLog.objects.count() == 1


def test_the_rows_of_a_file_are_counted_once(land: Client, person: str) -> None:
    """A count after the file was written has no more the time that a file has, and may count other rows."""
    with CaptureQueriesContext(connection) as asked:
        download(land, "csv")
    assert sum("COUNT(*)" in query["sql"] for query in asked) == 1


def test_the_log_of_reading_cannot_be_changed(plain_sql: Callable[[], Any]) -> None:
    import psycopg2

    for statement in ("UPDATE read_log SET purpose = 'x'", "DELETE FROM read_log", "TRUNCATE read_log"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege), plain_sql().cursor() as cursor:
            cursor.execute(statement)


def test_too_many_features_point_to_jobs(land: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from spatial.exports import FORMATS

    monkeypatch.setitem(FORMATS, "gpkg", replace(FORMATS["gpkg"], at_once=6))
    answer = land.get(f"{PARCELS}?f=gpkg")
    assert (answer.status_code, answer.json()["code"]) == (413, "export_too_large")
    assert "/api/exports" in answer.json()["detail"]
    assert land.get(f"{PARCELS}?f=gpkg&limit=6").status_code == 200


def test_the_description_of_a_csv_names_its_columns_and_terms(land: Client) -> None:
    answer = land.get(f"{PARCELS}?f=csv&properties=code,joined_area_m2")
    href = answer["Link"].split("<")[2].split(">")[0]
    about = land.get(href.removeprefix("http://127.0.0.1:8000")).json()
    assert [c["name"] for c in about["tableSchema"]["columns"]] == list(rows_of_csv(body_of(answer))[0])
    assert about["tableSchema"]["columns"][2]["datatype"] == "double"
    assert "โคก หนอง นา" in about["dc:publisher"]


@pytest.mark.parametrize("f", ["csv", "gpkg", "shp", "kml", "gpx", "xlsx", "fgb", "geojsonseq"])
def test_an_empty_list_and_other_collections_are_files_too(land: Client, f: str) -> None:
    assert len(download(land, f, "&code=none")) > 0 or f == "geojsonseq"
    for collection in ("zones", "areas"):
        assert land.get(f"/api/collections/{collection}/items?f={f}&limit=5").status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_rows(land: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(14, connection=connection):
        download(land, "xlsx")


@pytest.mark.parametrize("f", ["csv", "geojsonseq", "kml"])
def test_a_list_that_takes_too_long_is_a_problem_and_no_half_file(
    land: Client, monkeypatch: pytest.MonkeyPatch, f: str
) -> None:
    monkeypatch.setattr("api.exports.answer.AT_ONCE_S", 0.001)
    # Sorted, so that the first row needs all of them.
    answer = land.get(f"/api/collections/areas/items?f={f}&sortby=name_th")
    assert (answer.status_code, answer.json()["code"]) == (400, "list_too_slow")
    assert land.get(PARCELS).status_code == 200
