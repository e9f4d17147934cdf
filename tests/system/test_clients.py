"""Stock clients read every collection over more pages than one: QGIS, GDAL's SQL, geopandas, OWSLib."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import geopandas
import pytest
from owslib.ogcapi.features import Features
from playwright.sync_api import Page

from tests.browser import RESTED, Server

QGIS_READ = Path(__file__).with_name("qgis_read.py")
QGIS_PYTHON = os.environ.get("PLAENG_TEST_QGIS_PYTHON", "/usr/bin/python3")
COLLECTIONS = ("parcels", "zones", "areas", "area-summary", "cases")
BOX = (101.1, 16.3, 101.3, 16.5)
TABLES = {
    "parcels": "parcel WHERE withdrawn_at IS NULL", "zones": "zone", "areas": "area",
    "area-summary": "area_summary WHERE NOT is_public", "cases": '"case"',
}  # fmt: skip
KEYS = {"parcels": "uid", "zones": "uid", "areas": "code", "area-summary": "row_key", "cases": "uid"}

Sql = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def overlaps(sql: Sql) -> Iterator[None]:
    """A row of 120 parcels in which each lies over the next: 119 cases. They are gone afterwards."""
    place = "ST_Multi(ST_MakeEnvelope(100.9, 16 + n * 0.001, 100.901, 16.0012 + n * 0.001, 4326))"
    sql(f"INSERT INTO parcel (tambon, name, geom) SELECT '670101', 'overlap', {place} FROM generate_series(1, 120) n")
    yield
    ours = "(SELECT id FROM parcel WHERE name = 'overlap')"
    sql(f'DELETE FROM "case" WHERE parcel_a_id IN {ours} OR parcel_b_id IN {ours}')
    sql("DELETE FROM parcel WHERE name = 'overlap'")


@pytest.fixture(scope="module")
def wanted(sql: Sql, overlaps: None) -> dict[str, set[str]]:
    """The ids that each collection holds, by SQL; all of them on more than one page of 50."""
    found = {n: {str(k) for (k,) in sql(f"SELECT {KEYS[n]}::text FROM {t}")} for n, t in TABLES.items()}
    assert all(len(ids) > 100 for ids in found.values())
    return found


@pytest.fixture
def token(page_as: Callable[..., Page], server: Server, sql: Sql) -> Iterator[str]:
    """A token of the province, to read with; made as on the page of tokens, and revoked, since an account has 20 at most."""
    sql(RESTED)
    request = page_as("province").context.request
    csrf = request.get("/api/session").json()["csrf"]
    wish = {"name": "clients", "scope": "read"}
    made = request.post("/api/tokens", data=wish, headers={"X-CSRFToken": csrf, "Referer": server.url})
    assert made.status == 201, made.text()
    yield str(made.json()["token"])
    gone = request.delete(f"/api/tokens/{made.json()['id']}", headers={"X-CSRFToken": csrf, "Referer": server.url})
    assert gone.status == 204, gone.text()


@pytest.fixture
def gdal(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """GDAL, in this process and in those that it starts, brings the token."""
    monkeypatch.setenv("GDAL_HTTP_HEADERS", f"Authorization: Bearer {token}")  # Debian's
    monkeypatch.setenv("GDAL_HTTP_AUTH", "BEARER")  # that of pyogrio
    monkeypatch.setenv("GDAL_HTTP_BEARER", token)


def ogrinfo(server: Server, *arguments: str) -> str:
    command = ["ogrinfo", "-ro", f"OAPIF:{server.url}/api/", "-oo", "PAGE_SIZE=50", *arguments]
    said = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert said.returncode == 0, said.stderr
    return said.stdout


def test_qgis_reads_all_features_a_box_and_an_interval(
    server: Server, token: str, sql: Sql, wanted: dict[str, set[str]], tmp_path: Path
) -> None:
    (middle,) = sql(
        "SELECT to_char(percentile_disc(0.5) WITHIN GROUP (ORDER BY updated_at) AT TIME ZONE 'UTC',"
        ' \'YYYY-MM-DD"T"HH24:MI:SS"Z"\') FROM parcel'
    )[0]
    command = [QGIS_PYTHON, str(QGIS_READ), f"{server.url}/api", "province", token, ",".join(map(str, BOX)), middle]
    quiet = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    # Our own packages, which PYTHONPATH leads to, are not for the system's Python.
    env = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    said = subprocess.run(command, capture_output=True, text=True, timeout=180, env={**env, **quiet}, check=False)
    assert said.returncode == 0, said.stderr
    found = json.loads(said.stdout.splitlines()[-1])
    for name in COLLECTIONS:
        assert found[name]["is_valid"], name
        assert found[name]["count"] == len(found[name]["ids"]) == len(wanted[name])
        assert set(found[name]["ids"]) == wanted[name]
    assert set(found["box"]) == inside(sql)
    assert set(found["interval"]) == {
        uid for (uid,) in sql("SELECT uid::text FROM parcel WHERE withdrawn_at IS NULL AND updated_at >= %s", middle)
    }
    print({name: found[name]["count"] for name in COLLECTIONS}, len(found["box"]), len(found["interval"]))


def inside(sql: Sql) -> set[str]:
    box = "ST_MakeEnvelope(%s, %s, %s, %s, 4326)"
    rows = sql(f"SELECT uid::text FROM parcel WHERE withdrawn_at IS NULL AND ST_Intersects(geom, {box})", *BOX)
    return {uid for (uid,) in rows}


@pytest.mark.usefixtures("gdal")
def test_gdal_sql_adds_up_what_the_table_holds(server: Server, sql: Sql) -> None:
    query = "SELECT count(*) AS n, sum(area_calc_m2) AS m2 FROM parcels WHERE tambon_en = 'Nai Mueang'"
    said = ogrinfo(server, "-q", "-dialect", "SQLite", "-sql", query)
    figures = {line.split(" (")[0].strip(): line.split(" = ")[1] for line in said.splitlines() if " = " in line}
    rows, m2 = sql(
        "SELECT count(*), sum(area_calc_m2) FROM parcel p JOIN area a ON a.code = p.tambon"
        " WHERE withdrawn_at IS NULL AND a.name_en = 'Nai Mueang'"
    )[0]
    assert int(figures["n"]) == rows > 0
    assert float(figures["m2"]) == pytest.approx(float(m2), abs=0.01)


@pytest.mark.usefixtures("gdal")
def test_gdal_takes_an_interval(server: Server, wanted: dict[str, set[str]]) -> None:
    later = ogrinfo(server, "-so", "parcels", "-where", "updated_at >= '2100/01/01 00:00:00'")
    assert "Feature Count: 0" in later
    since = ogrinfo(server, "-so", "parcels", "-where", "updated_at >= '2020/01/01 00:00:00'")
    assert f"Feature Count: {len(wanted['parcels'])}" in since


@pytest.mark.parametrize("name", COLLECTIONS)
@pytest.mark.usefixtures("gdal")
def test_geopandas_reads_every_page(server: Server, wanted: dict[str, set[str]], name: str) -> None:
    found = geopandas.read_file(f"OAPIF:{server.url}/api/", layer=name, PAGE_SIZE="50")
    assert set(found["id"]) == wanted[name]
    drawn = found[~found.geometry.is_empty & found.geometry.notna()]
    assert drawn.crs.to_authority() == ("OGC", "CRS84")
    assert drawn.geometry.is_valid.all()


def test_gdal_reads_the_public_collection_without_a_token(server: Server, sql: Sql) -> None:
    """More features than a page, and none of the small numbers."""
    public = sql("SELECT row_key, applicants FROM area_summary WHERE is_public")
    assert len(public) > 100
    found = geopandas.read_file(f"OAPIF:{server.url}/api/", layer="area-summary", PAGE_SIZE="50")
    assert set(found["id"]) == {key for key, _ in public}
    assert found["applicants"].sum() == sum(n for _, n in public if n)
    assert not found["applicants"].between(1, 4).any()
    assert found["applicants_class"].isin(["1–4"]).any()
    assert "Layer name: parcels" not in ogrinfo(server, "-al", "-so")


def test_a_stock_ogc_client_finds_its_way(server: Server, token: str, wanted: dict[str, set[str]]) -> None:
    client = Features(f"{server.url}/api/", headers={"Authorization": f"Bearer {token}"})
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in client.conformance()["conformsTo"]
    assert {*COLLECTIONS} <= set(client.feature_collections())
    for name in COLLECTIONS:
        assert client.collection_queryables(name)["properties"]
        page = client.collection_items(name, limit=50)
        assert page["numberMatched"] == len(wanted[name])
        assert page["numberReturned"] == 50
        one = client.collection_item(name, page["features"][0]["id"])
        assert one["properties"] == page["features"][0]["properties"]
    boxed = client.collection_items("parcels", bbox=[*BOX], limit=1)
    assert 0 < boxed["numberMatched"] < len(wanted["parcels"])
    filtered = client.collection_items("parcels", filter="tambon_en = 'Nai Mueang'", limit=1)
    assert 0 < filtered["numberMatched"] < len(wanted["parcels"])
