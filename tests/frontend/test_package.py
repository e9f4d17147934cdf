"""A tambon for QField, fetched from the page of what one takes along."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import ROOT, Server, run
from tests.cluster import Cluster
from tests.frontend.test_accessibility import violations
from tests.qgis.conftest import PYTHON

TAMBON = "670114"


@pytest.fixture
def worker(cluster: Cluster, server: Server) -> Iterator[None]:
    """The project in the database, and somebody who takes up jobs."""
    env = {"DATABASE_URL": cluster.url(server.database), "PLAENG_BASE_URL": server.url}
    run("qgis_publish", "--python", PYTHON, env=env)
    command = [sys.executable, "manage.py", "work", "--pause", "0.2"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **env})
    yield
    process.terminate()
    process.wait(30)


def test_an_officer_fetches_a_package(
    page_as: Callable[..., Page], sql: Callable[..., list[tuple[Any, ...]]], worker: None, tmp_path: Path
) -> None:
    for touch in (False, True):
        page = page_as("amphoe01", path="/outbox", touch=touch)
        button = page.get_by_role("button", name="สำหรับ QGIS และ QField")
        expect(button).to_be_disabled()
        page.get_by_label("ตำบล", exact=True).select_option(TAMBON)
        expect(button).to_be_enabled()
        assert violations(page) == []
        button.focus()
        with page.expect_download(timeout=60_000) as download:
            page.keyboard.press("Enter")
        expect(page.locator(".taking-form [role=status]")).to_have_text("ไฟล์อยู่ในรายการดาวน์โหลดของคุณแล้ว")
        name = download.value.suggested_filename
        assert re.fullmatch(rf"plaeng-{TAMBON}-\d{{8}}-\d{{6}}\.gpkg", name)
        path = tmp_path / name
        download.value.save_as(path)
        page.screenshot(path=tmp_path / f"{touch}.png")
        with closing(sqlite3.connect(path)) as file:
            count = file.execute("SELECT count(*) FROM parcel WHERE tambon = ?", [TAMBON]).fetchall()
        standing = "SELECT count(*) FROM parcel WHERE tambon = %s AND withdrawn_at IS NULL"
        assert count == sql(standing, TAMBON)


def test_a_refusal_is_said_in_its_place(page_as: Callable[..., Page]) -> None:
    page = page_as("amphoe01", path="/outbox")
    page.get_by_label("ตำบล", exact=True).select_option(TAMBON)
    page.route("**/api/exports", lambda route: route.abort())
    page.get_by_role("button", name="สำหรับ QGIS และ QField").click()
    expect(page.locator(".taking-form [role=status]")).to_have_text("ติดต่อเครื่องแม่ข่ายไม่ได้")
    expect(page.get_by_role("button", name="สำหรับ QGIS และ QField")).to_be_enabled()
