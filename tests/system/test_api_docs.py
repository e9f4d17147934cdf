"""The examples of docs/api.md, copied and pasted into a shell, on a running platform."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyogrio
import pytest

from tests.browser import ROOT, Server, start_server
from tests.cluster import Cluster

DOCS = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = {
    title: re.findall(r"```sh\n(.*?)```", text, re.S)
    for title, text in re.findall(r"^##+ (.+?)\n(.*?)(?=^##|\Z)", DOCS, re.S | re.M)
}
Shell = Callable[..., str]


@pytest.fixture(scope="module")
def jobs_server(
    cluster: Cluster, demo_database: str, static_root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A web process and a worker that share a folder."""
    folder = {"PLAENG_JOB_FOLDER": str(tmp_path_factory.mktemp("jobs"))}
    web, url = start_server(cluster.url(demo_database), static_root, **folder)
    env = {**os.environ, **folder, "DATABASE_URL": cluster.url(demo_database)}
    worker = subprocess.Popen([sys.executable, "manage.py", "work", "--pause", "0.1"], cwd=ROOT, env=env)
    yield Server(url, demo_database)
    for process in (worker, web):
        process.terminate()
        process.wait(30)


@pytest.fixture
def shell(jobs_server: Server, tmp_path: Path) -> Shell:
    """Runs what stands under headings, in one shell, after the sign-in."""

    def run(*titles: str) -> str:
        lines = [block for title in ("Sign in", *titles) for block in EXAMPLES[title]]
        script = "\n".join(lines).replace("http://127.0.0.1:8000", jobs_server.url)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def test_every_example_of_the_page_is_tried_here() -> None:
    assert {title for title, blocks in EXAMPLES.items() if blocks} == {
        "Sign in",
        "Tokens, for programs",
        "Files",
        "Jobs",
        "Participation by area, open to everybody",
    }


def test_signing_in_and_tokens(shell: Shell) -> None:
    out = shell("Tokens, for programs")
    assert out.count('"type":"FeatureCollection"') == 2
    assert '"name":"report script"' in out
    assert "plaeng_" not in out


def test_files(shell: Shell, tmp_path: Path, sql: Callable[..., Any]) -> None:
    out = shell("Files")
    assert "id,code,area,wkt" in out
    ((wanted,),) = sql("SELECT count(*) FROM parcel WHERE tambon = '670101' AND withdrawn_at IS NULL")
    assert pyogrio.read_info(tmp_path / "parcels.gpkg")["features"] == wanted
    assert pyogrio.read_info(tmp_path / "parcels.zip")["crs"] == "EPSG:24047"


def test_what_is_open_to_everybody(shell: Shell) -> None:
    out = shell("Participation by area, open to everybody")
    features = json.loads(out[out.rindex('{"type":"FeatureCollection"') :])["features"]
    assert len(features) == 11
    assert all(f["properties"]["level"] == "AMPHOE" and f["geometry"] is None for f in features)


def test_jobs(shell: Shell, tmp_path: Path, sql: Callable[..., Any]) -> None:
    shell("Jobs")
    ((wanted,),) = sql("SELECT count(*) FROM parcel WHERE amphoe = '6701' AND fy = 2565 AND withdrawn_at IS NULL")
    assert wanted > 0
    assert pyogrio.read_info(tmp_path / "parcels.xlsx", layer="parcels")["features"] == wanted
    ((columns, purpose),) = sql("SELECT columns, purpose FROM read_log WHERE via = 'job' ORDER BY id DESC LIMIT 1")
    assert (columns, purpose) == (["applicant_name"], "monthly report")
