"""In the field: an area taken along, surveys and pictures without a network, corners by satellite."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from itertools import chain
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser import Server
from tests.frontend.desk import Desk
from tests.frontend.drawing import Bench, Client
from tests.frontend.test_accessibility import violations
from tests.frontend.viewing import places
from tests.register.test_attachments import jpeg

Sql = Callable[..., list[tuple[Any, ...]]]
Installed = Callable[..., Page]
TAMBON = "670114"


def test_a_tambon_that_was_taken_along_opens_without_a_network(installed: Installed, sql: Sql) -> None:
    place = places(sql, "tambon = %s", TAMBON)[0]
    page = installed("amphoe01", path="/outbox")
    page.get_by_label("Tambon").select_option(TAMBON)
    expect(page.locator(".taking")).to_contain_text(re.compile(r"\d+ parcels, \d+ zones, about"))
    page.get_by_role("button", name="Take along").click()
    expect(page.locator(".taking-list li")).to_contain_text("parcels")
    page.context.set_offline(True)
    page.goto(f"/?area={TAMBON}&at={place.lat:.6f},{place.lon:.6f},17")
    row = page.locator("#rows .row").first
    expect(row).to_be_visible()
    box = page.locator("#map").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#parcel h2")).to_contain_text(place.code)
    page.goto("/outbox")
    page.get_by_role("button", name=re.compile("^Put .* away$")).click()
    expect(page.locator(".taking-list li")).to_have_count(0)


def test_a28_a_survey_and_pictures_without_a_network_arrive_once_beside_an_edit_of_another(
    installed: Installed, page_as: Callable[..., Page], sql: Sql
) -> None:
    page = installed("amphoe01", path="/outbox")
    case = Desk(page).case()
    page.goto(case.path)
    expect(page.locator("#survey")).to_be_visible()
    page.context.set_offline(True)
    page.reload()
    survey = page.locator("#survey")
    survey.get_by_role("button", name="Add a survey").click()
    survey.get_by_label("Is the land ready?").select_option("yes")
    survey.get_by_label("Place (latitude, longitude)").fill("16.4005, 101.1505")
    survey.get_by_label("Reasons").fill(f"seen {case.no}")
    survey.get_by_role("button", name="Save").click()
    expect(survey).to_contain_text("waits to be sent")
    page.locator("#papers").get_by_label("Kind of paper").select_option("SITE_PHOTO")
    photo = FilePayload(name="land.jpg", mimeType="image/jpeg", buffer=jpeg(3000, 2000, exif=True))
    page.locator('#papers input[type="file"]').first.set_input_files([photo])
    expect(page.locator("#outbox-link")).to_have_accessible_name(re.compile("2 items wait"))
    kept = page.evaluate(
        """async () => {
          const db = await new Promise((done) => { const r = indexedDB.open('plaeng'); r.onsuccess = () => done(r.result) })
          const rows = await new Promise((done) => {
            const r = db.transaction('outbox').objectStore('outbox').getAll(); r.onsuccess = () => done(r.result)
          })
          const { blob, sha256 } = rows.find(({ kind }) => kind === 'photo')
          return [[...new Uint8Array(await blob.arrayBuffer())], sha256]
        }"""
    )
    assert sha256(bytes(kept[0])).hexdigest() == kept[1]
    assert len(kept[0]) < len(photo["buffer"])
    about = {"remark": f"rung up about {case.no}"}
    Desk(page_as("province", path="/healthz")).send(
        "PATCH", f"/api/applications/{case.uid}", about, **{"If-Match": '"1"'}
    )
    page.context.set_offline(False)
    expect(page.locator("#outbox-link")).to_be_hidden()
    assert sql("SELECT remark FROM application WHERE uid = %s", case.uid) == [(about["remark"],)]
    mine = "application = (SELECT id FROM application WHERE uid = %s)"
    assert sql(f"SELECT reasons FROM survey WHERE {mine}", case.uid) == [(f"seen {case.no}",)]
    found = sql(
        "SELECT encode(sha256, 'hex'), round(ST_X(location)::numeric, 5)::text, round(ST_Y(location)::numeric, 5)::text"
        f" FROM attachment WHERE {mine}",
        case.uid,
    )
    assert found == [(kept[1], "101.15050", "16.40050")]


@pytest.fixture
def client(page_as: Callable[..., Page], server: Server) -> Client:
    return Client(page_as("amphoe01"), server.url)


def stand(page: Page, lon: float, lat: float, accuracy: float) -> None:
    page.context.set_geolocation({"longitude": lon, "latitude": lat, "accuracy": accuracy})


FIXES = """async () => {
  const db = await new Promise((done) => { const r = indexedDB.open('plaeng'); r.onsuccess = () => done(r.result) })
  const rows = await new Promise((done) => {
    const r = db.transaction('fixes').objectStore('fixes').getAll(); r.onsuccess = () => done(r.result)
  })
  db.close()
  return rows.map(({ lon, lat, accuracy }) => [lon, lat, accuracy])
}"""
HEARD = f"""async (before) => {{
  for (let tries = 0; tries < 200; tries += 1) {{
    if ((await ({FIXES})()).length > before) return
    await new Promise((done) => {{ setTimeout(done, 50) }})
  }}
  throw new Error('no fix came')
}}"""


def stand_still(bench: Bench, lon: float, lat: float) -> None:
    """Three fixes at a place, each one on the disk before the next."""
    for step in (-1e-6, 0, 1e-6):
        before = len(bench.page.evaluate(FIXES))
        stand(bench.page, lon + step, lat + step, 3)
        bench.page.evaluate(HEARD, before)
    expect(bench.panel.get_by_role("button", name="Corner here")).to_be_enabled()


def test_corners_are_walked_to(page_as: Callable[..., Page], server: Server, client: Client, sql: Sql) -> None:
    land = client.free_land()
    page = page_as("amphoe01", touch=True)
    page.context.grant_permissions(["geolocation"])
    bench = Bench(page, server.url, touch=True)
    bench.open(land)
    stand(page, land.west, land.south, 30)
    bench.start("Draw parcel")
    bench.press("Walk along the border by GPS")
    expect(bench.panel.get_by_text("too far for a corner")).to_be_visible()
    here = bench.panel.get_by_role("button", name="Corner here")
    expect(here).to_be_disabled()
    assert violations(page) == []
    corners = [(land.west, land.south), (land.east, land.south), (land.east, land.north), (land.west, land.north)]
    for lon, lat in corners:
        stand_still(bench, lon, lat)
        here.click()
    assert violations(page) == []
    bench.press("Pause")
    expect(bench.panel.get_by_role("button", name="Go on walking")).to_be_visible()
    assert violations(page) == []
    bench.press("Finish")
    uid = bench.save_parcel()
    rows = sql("SELECT capture_method, ST_NPoints(geom) FROM parcel WHERE uid = %s", uid)
    assert rows == [("GNSS_PHONE", 5)]


# How far the farthest of four places is from the nearest corner of a parcel, in metres.
FARTHEST = """
    SELECT max(ST_Distance(d.geom::geography, ST_SetSRID(ST_Point(c.lon, c.lat), 4326)::geography))
    FROM (VALUES (%s, %s), (%s, %s), (%s, %s), (%s, %s)) c (lon, lat), LATERAL (
        SELECT n.geom FROM parcel p, ST_DumpPoints(p.geom) n WHERE p.uid = %s
        ORDER BY n.geom <-> ST_SetSRID(ST_Point(c.lon, c.lat), 4326) LIMIT 1) d
"""


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "touch"])
def test_a_walk_goes_on_after_the_tab_was_closed(
    page_as: Callable[..., Page], server: Server, client: Client, sql: Sql, touch: bool
) -> None:
    """The screen goes off at the third corner, whose fixes are there but not yet taken; the browser ends the tab."""
    land = client.free_land()
    first = page_as("amphoe01", touch=touch)
    context = first.context
    context.grant_permissions(["geolocation"])
    bench = Bench(first, server.url, touch=touch)
    bench.open(land)
    corners = [(land.west, land.south), (land.east, land.south), (land.east, land.north), (land.west, land.north)]
    stand(first, *corners[0], 3)
    bench.start("Draw parcel")
    bench.press("Walk along the border by GPS")
    for corner in corners[:2]:
        stand_still(bench, *corner)
        bench.press("Corner here")
    stand_still(bench, *corners[2])
    gathered = first.evaluate(FIXES)
    assert len(gathered) >= 9
    first.close()
    page = context.new_page()
    bench = Bench(page, server.url, touch=touch)
    bench.open(land)
    page.get_by_role("region", name="Kept drawings").get_by_role("button", name="Continue").click()
    kept = re.compile(r"^Kept from before: ±[\d.]+ m, mean of 3 fixes")
    expect(bench.panel.locator(".walk-state")).to_have_text(kept)
    assert page.evaluate(FIXES) == gathered
    bench.press("Corner here")
    bench.press("Go on walking")
    stand_still(bench, *corners[3])
    bench.press("Corner here")
    bench.press("Pause")
    bench.press("Finish")
    uid = bench.save_parcel()
    assert sql("SELECT capture_method, ST_NPoints(geom) FROM parcel WHERE uid = %s", uid) == [("GNSS_PHONE", 5)]
    assert sql(FARTHEST, *chain(*corners), uid)[0][0] < 0.5


def test_a_corner_is_found_on_the_land(page_as: Callable[..., Page], server: Server, client: Client) -> None:
    land, uid = client.own_parcel()
    page = page_as("amphoe01", touch=True)
    page.context.grant_permissions(["geolocation"])
    bench = Bench(page, server.url, touch=True)
    bench.open(land, uid)
    stand(page, land.west, land.south - 0.001, 4)
    page.get_by_text("Find a corner on the land").click()
    words = page.locator(".stake-words")
    expect(words).to_contain_text(re.compile(r"111\.\d m north|111 m north"))
    assert violations(page) == []
    stand(page, land.west, land.south, 4)
    expect(words).to_contain_text("Here, as well as this device can say")
    assert violations(page) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(words).to_be_visible()
    assert violations(page) == []


def test_strong_contrast_stays_when_it_was_chosen(page_as: Callable[..., Page]) -> None:
    page = page_as("amphoe01", path="/")
    page.locator("#account-button").click()
    page.get_by_role("button", name="โหมดกลางแดด").click()
    expect(page.locator("html")).to_have_attribute("data-sunlight", "")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-sunlight", "")
