"""Stock GDAL reads our collections as OGC API Features, over more pages than one."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import Server

pytestmark = pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="ogrinfo (gdal-bin) is not installed")


def ogrinfo(server: Server, cookie: str, *arguments: str) -> str:
    command = ["ogrinfo", "-ro", "--config", "GDAL_HTTP_COOKIE", f"sessionid={cookie}", f"OAPIF:{server.url}/api/"]
    result = subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture
def cookie(page_as: Callable[..., Page]) -> str:
    page = page_as("province")
    return next(str(c["value"]) for c in page.context.cookies() if c["name"] == "sessionid")


def test_every_collection_is_listed(server: Server, cookie: str) -> None:
    listed = ogrinfo(server, cookie)
    assert {"parcels", "zones", "areas"} <= set(re.findall(r": (\w+)", listed))


def test_all_features_arrive_over_many_pages(server: Server, cookie: str, sql: Callable[..., Any]) -> None:
    (wanted,) = sql("SELECT count(*) FROM parcel WHERE withdrawn_at IS NULL")[0]
    assert wanted > 100
    summary = ogrinfo(server, cookie, "-so", "parcels", "-oo", "PAGE_SIZE=50")
    assert f"Feature Count: {wanted}" in summary
    print(re.findall(r"(?:Feature Count|Extent|Geometry).*", summary))
    everything = ogrinfo(server, cookie, "-q", "parcels", "-oo", "PAGE_SIZE=50", "-geom=NO", "-fields=YES")
    codes = re.findall(r"^  code \(String\) = (\S+)", everything, re.M)
    assert len(codes) == len(set(codes)) == wanted


def test_a_box_finds_what_sql_finds(server: Server, cookie: str, sql: Callable[..., Any]) -> None:
    box = (101.1, 16.3, 101.3, 16.5)
    (wanted,) = sql(
        "SELECT count(*) FROM parcel WHERE withdrawn_at IS NULL AND ST_Intersects(geom, ST_MakeEnvelope(%s,%s,%s,%s,4326))",
        *box,
    )[0]
    found = ogrinfo(server, cookie, "-so", "parcels", "-spat", *map(str, box))
    assert f"Feature Count: {wanted}" in found
