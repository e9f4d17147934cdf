"""A file of the reader's own on the map: GPX, KML, GeoJSON; refusals in words; a polygon becomes a new parcel."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Server
from tests.frontend.drawing import Client, rectangle
from tests.frontend.test_accessibility import violations
from tests.frontend.test_looking import open_panel
from tests.frontend.viewing import Bench, Sql

OpenBench = Callable[..., Bench]
GPX = """<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="16.31" lon="101.17"><name>บ่อ</name></wpt>
<trk><name>แนวเขต</name><trkseg><trkpt lat="16.31" lon="101.17"/><trkpt lat="16.312" lon="101.172"/></trkseg></trk></gpx>"""
KML = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark>
<name>แปลงตัวอย่าง</name><Polygon><outerBoundaryIs><LinearRing><coordinates>
101.17,16.31,0 101.171,16.31,0 101.171,16.311,0 101.17,16.311,0 101.17,16.31,0
</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>"""
UTM = '{"type": "Point", "coordinates": [1, 2], "crs": {"properties": {"name": "EPSG:32647"}}}'


def polygon(ring: list[Any], name: str = "ก") -> str:
    geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "geometry": geometry, "properties": {"name": name}}],
        }
    )


def open_card(page: Page) -> None:
    open_panel(page)
    page.get_by_role("button", name="ไฟล์ของฉัน").click()


def give(page: Page, name: str, text: str | bytes) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    page.locator("#looking-file").set_input_files({"name": name, "mimeType": "text/plain", "buffer": data})


def shapes(page: Page) -> int:
    return page.locator(".leaflet-files-pane path").count()


@pytest.mark.parametrize(
    ("name", "text", "count"),
    [
        ("a.gpx", GPX, 2),
        ("a.kml", KML, 1),
        ("b.geojson", polygon([[101.17, 16.31], [101.171, 16.31], [101.171, 16.311]]), 1),
    ],
)
def test_a_file_is_a_layer_that_can_be_hidden_and_removed(
    bench_of: OpenBench, name: str, text: str, count: int
) -> None:
    bench = bench_of("amphoe01", "/?at=16.4,101.1,14")
    page = bench.page
    open_card(page)
    give(page, name, text)
    box = page.get_by_label(name, exact=True).first
    expect(box).to_be_visible()
    page.wait_for_url(re.compile(r"at=16\.31"))  # the map went to it
    assert shapes(page) == count
    page.get_by_role("checkbox", name=name).uncheck()
    assert shapes(page) == 0
    page.get_by_role("checkbox", name=name).check()
    assert shapes(page) == count
    assert bench.faults == []
    assert violations(page) == []
    page.get_by_role("button", name=f"เอาออก: {name}").click()
    assert shapes(page) == 0
    expect(page.get_by_role("checkbox", name=name)).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.shp", "x", "อ่านไฟล์ชนิดนี้ไม่ได้"),
        ("a.gpx", "<gpx", "เสียหาย"),
        ("a.gpx", '<!DOCTYPE gpx [<!ENTITY a "b">]><gpx/>', "เสียหาย"),
        ("a.kml", GPX, "เสียหาย"),
        ("a.gpx", "<gpx/>", "ไม่มีรูป"),
        ("a.geojson", "{", "เสียหาย"),
        ("a.geojson", polygon([[740000, 1800000], [740100, 1800000], [740100, 1800100]]), "ไม่ใช่องศา"),
        ("a.geojson", UTM, "ระบบพิกัดอื่น"),
        ("a.geojson", '{"type": "Polygon", "coordinates": [[["a", 2]]]}', "เสียหาย"),
        ("a.gpx", GPX.replace("บ่อ", "x").encode() + b"\xff", "ตัวอักษร"),
        ("a.geojson", b" " * (10 * 1024 * 1024 + 1), "ใหญ่เกิน 10 MB"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(bench_of: OpenBench, name: str, text: str, words: str) -> None:
    page = bench_of("amphoe01", "/?at=16.4,101.1,14").page
    open_card(page)
    give(page, name, text)
    expect(page.get_by_role("alert").filter(has_text=words)).to_be_visible()
    assert shapes(page) == 0


def test_a_file_can_be_dropped_on_the_map(bench_of: OpenBench) -> None:
    page = bench_of("amphoe01", "/?at=16.4,101.1,14").page
    page.evaluate(
        """(text) => {
            const dataTransfer = new DataTransfer()
            dataTransfer.items.add(new File([text], 'ไร่.kml'))
            const map = document.getElementById('map')
            for (const type of ['dragover', 'drop']) {
                map.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
            }
        }""",
        KML,
    )
    expect(page.get_by_role("checkbox", name="ไร่.kml")).to_be_checked()
    assert shapes(page) == 1


@pytest.mark.parametrize("touch", [False, True], ids=["desk", "phone"])
def test_a_polygon_of_a_file_becomes_a_parcel(
    bench_of: OpenBench, page_as: Callable[..., Page], server: Server, sql: Sql, touch: bool
) -> None:
    land = Client(page_as("amphoe01"), server.url).free_land()
    page = bench_of("amphoe01", f"/?at={land.south},{land.west},16", touch=touch).page
    open_card(page)
    give(page, "รังวัด.geojson", polygon([list(p) for p in rectangle(land)], "แปลงรังวัด"))
    page.get_by_role("button", name="ใช้เป็นแปลงใหม่: แปลงรังวัด").click()
    panel = page.locator("#editor-panel")
    expect(panel.locator(".editor-figures")).to_be_visible()
    panel.get_by_label("ตำบล").select_option("670114")
    panel.get_by_role("button", name="บันทึก", exact=True).click()
    page.wait_for_url(re.compile("parcel="))
    uid = re.search("parcel=([0-9a-f-]{36})", page.url)
    assert uid
    [(same,)] = sql(
        "SELECT ST_Equals(geom, ST_MakeEnvelope(%s, %s, %s, %s, 4326)) FROM parcel WHERE uid = %s",
        land.west, land.south, land.east, land.north, uid[1],
    )  # fmt: skip
    assert same


def test_who_may_not_draw_is_told_so(bench_of: OpenBench) -> None:
    page = bench_of("viewer", "/?at=16.4,101.1,14").page
    open_card(page)
    give(page, "a.kml", KML)
    take = page.get_by_role("button", name="ใช้เป็นแปลงใหม่: แปลงตัวอย่าง")
    expect(take).to_have_attribute("aria-disabled", "true")
    take.click(force=True)
    expect(page.locator("#status")).not_to_be_empty()
    expect(page.locator("#editor-panel")).to_be_empty()
