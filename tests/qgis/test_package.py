"""A tambon for QField: asked for as a job, opened by real QGIS, with nothing in it that the asker may not read."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from parcels.models import Job
from parcels.qgis import rewriting
from parcels.qgis.fields import TITLES
from tests.conftest import make_officer
from tests.qgis.conftest import PYTHON, Desk

IN_QGIS = Path(__file__).with_name("package.py")
EXPORTS = "/api/exports"
ZONE = """INSERT INTO plaeng.zone (parcel, zone_type, geom, stage, note)
    SELECT id, %s, ST_Buffer(ST_Centroid(geom), 0.0002, 2), 'PLANNED', '' FROM plaeng.parcel WHERE id = %s"""


@pytest.fixture(scope="module")
def land(room: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Two tambons with zones, a person with an application, and a project in the database."""
    for tambon, village, x, name in (
        ("670101", "67010101", 101.15, "นาลุง"), ("670101", "67010102", 101.152, "สวนป้า"), ("670102", "", 101.154, "ข้างบ้าน"),
    ):  # fmt: skip
        parcel = room.parcel(tambon, x, 16.4, village=village, name=name)
        room.owner(ZONE, "nong" if name == "นาลุง" else "khok", parcel)
    outline = "UPDATE plaeng.area SET geom = ST_Multi(ST_MakeEnvelope(101.14, 16.39, 101.17, 16.41, 4326)) WHERE code = '670101'"
    room.owner(outline)
    call_command("qgis_publish", python=PYTHON)
    return room


def client_of(desk: Desk, role: str, area: str) -> Client:
    client = Client()
    user = make_officer(f"{desk.tag}.{uuid.uuid4().hex}", role, area)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def ask(client: Client, **more: Any) -> Any:
    wish = {"collection": "parcels", "f": "qgis", "params": {"tambon": "670101"}, **more}
    return client.post(EXPORTS, json.dumps(wish), content_type="application/json")


def fetched(client: Client, folder: Path) -> Path:
    """The package, by its own name, as a browser saves it."""
    answer = ask(client)
    assert answer.status_code == 202, answer.content
    call_command("work", once=True)
    job = client.get(f"{EXPORTS}/{answer.json()['jobID']}").json()
    assert job["status"] == "successful", job
    link = next(one for one in job["links"] if one["rel"] == "result")
    assert link["type"] == "application/geopackage+sqlite3"
    file = client.get(f"{EXPORTS}/{job['jobID']}/file")
    path = folder / re.findall('filename="([^"]+)"', file["Content-Disposition"])[0]
    path.write_bytes(b"".join(file.streaming_content))  # type: ignore[attr-defined]
    return path


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as file:
        return file.execute(query).fetchall()


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.JOB_FOLDER = tmp_path / "jobs"
    return tmp_path


def opened(path: Path) -> dict[str, Any]:
    quiet = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(path.parent), "XDG_RUNTIME_DIR": str(path.parent)}
    env = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(
        [PYTHON, str(IN_QGIS), str(path), str(path.with_suffix(".png"))], env={**env, **quiet},
        text=True, capture_output=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_qgis_opens_the_project_in_the_package(land: Desk, folder: Path) -> None:
    path = fetched(client_of(land, "AMPHOE_OFFICER", "6701"), folder)
    found = opened(path)
    print(found)
    gone = {"seen_case", "amphoe", "case_kind", "case_state"}
    assert found["layers"] == {title: True for name, title in TITLES.items() if name not in gone}
    assert all(source.startswith(f"{path}|layername=") for source in found["sources"])
    assert found["title"].startswith("แปลงโคก หนอง นา ต.")
    assert found["legend"][:2] == found["bare legend"][:2] == ["ร่าง", "รับสมัครแล้ว"]
    assert set(found["themes"]) == {"ตามสถานะ", "โซนในแปลง"}
    assert (found["aliases"]["name"], found["aliases"]["uid"]) == ("ชื่อแปลง", "รหัสประจำแถว (UUID)")
    assert found["tambon"][0] == "ตำบล"
    assert found["tambon"][1] == found["title"].partition("ต.")[2]
    assert found["zone"] == ["ชนิดโซน", "หนอง"]
    assert found["counts"] == [2, 2]
    assert found["area"].count("-") == 2
    assert found["parcel of a zone"] == [1, [1, 2]]
    assert found["work"] == ["670101", True, "เปลี่ยนแล้ว", True, 1, 1]
    assert not [line for line in found["said"] if "service=" in line or "not valid" in line], found["said"]
    assert path.with_suffix(".png").stat().st_size > 5_000


def test_nothing_of_others_and_nobody_stands_in_it(land: Desk, folder: Path) -> None:
    client = client_of(land, "PROVINCE", "67")
    path = fetched(client, folder)
    assert rows(path, "SELECT DISTINCT tambon FROM parcel") == [("670101",)]
    assert rows(path, "SELECT DISTINCT tambon FROM zone") == [("670101",)]
    assert rows(path, "SELECT code FROM area") == [("670101",)]
    assert rows(path, "SELECT name FROM parcel ORDER BY name") == [("นาลุง",), ("สวนป้า",)]
    uids = {str(uid) for (uid,) in land.owner("SELECT uid FROM plaeng.parcel WHERE tambon = '670101'")}
    assert {uid for (uid,) in rows(path, "SELECT uid FROM parcel")} == uids
    tables = {name for (name,) in rows(path, "SELECT table_name FROM gpkg_contents")}
    assert tables == {*rewriting.TABLES, "layer_styles"}
    columns = {name for table in ("parcel", "zone") for _n, name, *_ in rows(path, f"PRAGMA table_info({table})")}
    assert not columns & {"application", "created_by_id", "updated_by_id", "own_text", "shape_text", "seen_version"}
    content = bytes.fromhex(rows(path, "SELECT content FROM qgis_projects")[0][0])
    assert content.startswith(b"PK")
    (style,) = rows(path, "SELECT styleQML FROM layer_styles WHERE f_table_name = 'parcel' AND useAsDefault")[0]
    assert "service=" not in style
    said = rows(path, "SELECT metadata FROM gpkg_metadata")[0][0]
    assert "attribution" in said
    assert "Plaeng" in rows(path, "SELECT description FROM gpkg_contents WHERE table_name = 'parcel'")[0][0]


def test_a_village_sees_its_own_land(land: Desk, folder: Path) -> None:
    path = fetched(client_of(land, "VOLUNTEER", "67010102"), folder)
    assert rows(path, "SELECT name FROM parcel") == [("สวนป้า",)]
    assert rows(path, "SELECT zone_type FROM zone") == [("khok",)]


def test_who_works_elsewhere_gets_none(land: Desk, folder: Path) -> None:
    for role, area in (("VIEWER", "64"), ("AMPHOE_OFFICER", "6705"), ("VOLUNTEER", "67010201")):
        answer = ask(client_of(land, role, area))
        assert (answer.status_code, answer.json()["code"]) == (403, "not_in_your_area")
    assert ask(Client()).status_code == 401
    assert not Job.objects.filter(asked__f="qgis", state=Job.QUEUED).exists()


def test_what_is_asked_wrongly_is_said(land: Desk, folder: Path) -> None:
    client = client_of(land, "PROVINCE", "67")
    for more, path in (
        ({"params": {}}, "/params/tambon"), ({"params": {"tambon": "6701"}}, "/params/tambon"),
        ({"params": {"tambon": "670199"}}, "/params/tambon"), ({"collection": "zones"}, "/collection"),
        ({"params": {"tambon": "670101", "fy": "2565"}}, "/params/fy"),
    ):  # fmt: skip
        answer = ask(client, **more)
        assert (answer.status_code, answer.json()["findings"][0]["path"]) == (422, path)


def test_the_command_writes_it_too(land: Desk, tmp_path: Path) -> None:
    path = tmp_path / "ตำบล.gpkg"
    call_command("qgis_package", "670101", out=path)
    assert rows(path, "SELECT count(*) FROM parcel") == [(2,)]
    assert all(opened(path)["layers"].values())
    with pytest.raises(CommandError, match="is there already"):
        call_command("qgis_package", "670101", out=path)
    with pytest.raises(CommandError, match="no tambon"):
        call_command("qgis_package", "679999", out=tmp_path / "x.gpkg")


def test_without_a_project_it_says_who_makes_one(land: Desk) -> None:
    stored = land.owner("SELECT name, metadata::text, content FROM plaeng.qgis_projects")
    land.owner("DELETE FROM plaeng.qgis_projects")
    answer = ask(client_of(land, "PROVINCE", "67"))
    assert (answer.status_code, answer.json()["code"]) == (409, "package_not_published")
    for row in stored:
        land.owner("INSERT INTO plaeng.qgis_projects VALUES (%s, %s::jsonb, %s)", *row)
