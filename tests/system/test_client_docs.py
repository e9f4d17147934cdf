"""The examples of docs/clients.md, each run in the program that it is written for, on a running platform."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import RESTED, ROOT, Server

TEXT = (ROOT / "docs" / "clients.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```(\w+)\n(.*?)```", TEXT, re.S)
QGIS_PYTHON = os.environ.get("PLAENG_TEST_QGIS_PYTHON", "/usr/bin/python3")
IN_QGIS = """
import os, sys
from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
application = QgsApplication([], False)
application.initQgis()
{}
sys.stdout.flush()
os._exit(0)  # QGIS 3.22 may crash while it takes itself apart
"""

Sql = Callable[..., list[tuple[Any, ...]]]
Example = Callable[[str, int], str]


@pytest.fixture
def example(page_as: Callable[..., Page], server: Server, sql: Sql) -> Example:
    """The text of an example of a language, with tokens of the province and this server's address."""
    sql(RESTED)
    request = page_as("province").context.request
    csrf = request.get("/api/session").json()["csrf"]

    def token(scope: str) -> str:
        wish = {"name": f"docs {scope}", "scope": scope}
        made = request.post("/api/tokens", data=wish, headers={"X-CSRFToken": csrf, "Referer": server.url})
        assert made.status == 201, made.text()
        return str(made.json()["token"])

    def of(language: str, number: int) -> str:
        text = [code for kind, code in EXAMPLES if kind == language][number]
        text = text.replace("http://127.0.0.1:8000", server.url)
        return text.replace("WRITETOKEN", token("write")).replace("TOKEN", token("read"))

    return of


@pytest.fixture
def parcels(sql: Sql) -> int:
    return int(sql("SELECT count(*) FROM parcel WHERE withdrawn_at IS NULL")[0][0])


def run(folder: Path, *command: str) -> str:
    """What a program printed. Our own packages, which PYTHONPATH leads to, are not for the system's programs."""
    quiet = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    env = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    said = subprocess.run(command, cwd=folder, env={**env, **quiet}, capture_output=True, text=True, timeout=120)
    assert said.returncode == 0, said.stdout + said.stderr
    return said.stdout


def test_every_example_is_run_here() -> None:
    assert [kind for kind, _ in EXAMPLES] == ["qgis", "sh", "python", "python", "r", "js"]


def test_qgis(example: Example, parcels: int, tmp_path: Path) -> None:
    said = run(tmp_path, QGIS_PYTHON, "-c", IN_QGIS.format(example("qgis", 0)))
    assert said.splitlines()[-1] == str(parcels)


def test_gdal(example: Example, parcels: int, tmp_path: Path) -> None:
    said = run(tmp_path, "bash", "-euo", "pipefail", "-c", example("sh", 0))
    assert f"Feature Count: {parcels}" in said
    assert sum(int(n) for n in re.findall(r"parcels \(Integer.*?\) = (\d+)", said)) == parcels
    assert (tmp_path / "mueang.gpkg").stat().st_size > 50_000


def test_python(example: Example, sql: Sql, tmp_path: Path) -> None:
    said = run(tmp_path, sys.executable, "-c", example("python", 0))
    applied = "withdrawn_at IS NULL AND state IN ('APPLIED', 'DOCS_OK')"
    (m2,) = sql(f"SELECT sum(area_calc_m2) FROM parcel WHERE {applied}")[0]
    assert said.splitlines()[-1] == f"{round(float(m2) / 1600, 1)} rai"
    changed = run(tmp_path, sys.executable, "-c", example("python", 1))
    assert re.fullmatch(r'"\d+-[0-9a-f]{16}"', changed.strip())
    assert sql("SELECT count(*) FROM parcel WHERE name = 'แปลงตัวอย่าง'") == [(1,)]


def test_r(example: Example, parcels: int, tmp_path: Path) -> None:
    said = run(tmp_path, "Rscript", "-e", example("r", 0))
    assert f"[1] {parcels}\n" in said
    assert "Mueang Phetchabun" in said


def test_javascript(example: Example, page_as: Callable[..., Page], parcels: int) -> None:
    """In a page of the same site, signed out, so that the token alone opens it."""
    page = page_as(path="/healthz")
    page.goto("/healthz")
    code = example("js", 0).replace("console.log(parcels.length)", "return parcels.length")
    assert page.evaluate(f"async () => {{ {code} }}") == parcels
