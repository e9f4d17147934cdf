"""Zones: free-drawn, cut from others, changed by two officers at once."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

import psycopg2
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import Server
from tests.cluster import Cluster
from tests.frontend.drawing import Bench, Client, Land, rectangle
from tests.parcels.land import applied, run, walk

Sql = Callable[..., list[tuple[Any, ...]]]
OpenPage = Callable[..., Page]
NODES = "SELECT ST_X(d.geom), ST_Y(d.geom) FROM zone z, ST_DumpPoints(z.geom) d WHERE z.uid = %s"


@pytest.fixture
def client(page_as: OpenPage, server: Server) -> Client:
    return Client(page_as("amphoe01"), server.url)


@pytest.fixture
def bench(page_as: OpenPage, server: Server) -> Bench:
    return Bench(page_as("amphoe01"), server.url)


def add_west_zone(client: Client, land: Land, parcel: str) -> str:
    """The western half of the parcel as a paddy."""
    middle = round(land.west + land.width / 2, 8)
    ring = [(land.west, land.south), (middle, land.south), (middle, land.north), (land.west, land.north)]
    uid = str(uuid.uuid4())
    properties = {"parcel": parcel, "zone_type": "na", "stage": "PLANNED"}
    shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    client.send(
        "POST", "collections/zones/items", {"type": "Feature", "id": uid, "geometry": shape, "properties": properties}
    )
    return uid


def types(bench: Bench) -> Locator:
    return bench.panel.get_by_role("combobox", name=re.compile("Zone type of part"))


def share_of(bench: Bench, group: str) -> Locator:
    return (
        bench.panel.get_by_role("row")
        .filter(has=bench.page.get_by_role("rowheader", name=group, exact=True))
        .get_by_role("cell")
        .first
    )


def draw_zone(bench: Bench, *places: tuple[float, float]) -> None:
    bench.press("Draw a zone")
    bench.panel.get_by_label("Zone type", exact=True).select_option("nong")
    bench.points(*places)
    bench.press("Finish")


def test_a_free_zone_takes_the_corners_of_the_parcel_and_of_its_neighbour_zone(
    bench: Bench, client: Client, sql: Sql
) -> None:
    land, parcel = client.own_parcel()
    west = add_west_zone(client, land, parcel)
    bench.open(land, parcel)
    bench.start("Draw zones")
    expect(types(bench)).to_have_count(2)
    middle = round(land.west + land.width / 2, 8)
    draw_zone(bench, (middle, land.south), (land.east, land.south), (land.east, land.north), (middle, land.north))
    expect(share_of(bench, "Water")).to_have_text("50.0 %")
    expect(types(bench)).to_have_count(2)
    bench.press("Save zones")
    expect(bench.panel).to_be_empty()
    zones = client.get(f"collections/zones/items?parcel={parcel}")["features"]
    (east,) = [z["id"] for z in zones if z["id"] != west]
    assert {(middle, land.south), (middle, land.north)} == set(sql(NODES, east)) & set(sql(NODES, west))
    assert set(sql(NODES, east)) <= {*rectangle(land), (middle, land.south), (middle, land.north)}


def test_the_shares_follow_the_pen(bench: Bench, client: Client) -> None:
    land, parcel = client.own_parcel()
    bench.open(land, parcel)
    bench.start("Draw zones")
    bench.press("Draw a zone")
    bench.panel.get_by_label("Zone type", exact=True).select_option("nong")
    bench.points((land.west, land.south), (land.east, land.south))
    bench.page.mouse.move(*bench.pixel(land.east, land.north))
    expect(share_of(bench, "Water")).to_have_text("50.0 %")
    expect(share_of(bench, "Not zoned")).to_have_text("50.0 %")


def test_a_zone_over_another_zone_is_refused_and_the_drawing_stays(bench: Bench, client: Client) -> None:
    land, parcel = client.own_parcel()
    add_west_zone(client, land, parcel)
    bench.open(land, parcel)
    bench.start("Draw zones")
    draw_zone(bench, (land.west, land.south), (land.east, land.south), (land.east, land.north))
    expect(bench.panel.get_by_role("alert")).to_contain_text("The zones overlap by")
    expect(bench.page.locator(".editor-finding")).to_be_visible()
    expect(bench.page.locator("path.editor-node")).to_have_count(3)


def test_a_zone_that_is_cut_keeps_its_identity_and_history(bench: Bench, client: Client, sql: Sql) -> None:
    land, parcel = client.own_parcel()
    west = add_west_zone(client, land, parcel)
    bench.open(land, parcel)
    bench.start("Draw zones")
    bench.panel.get_by_role("radio", name="Cut part 1").check()
    height = land.south + land.height / 3
    bench.point(land.west, height, dx=-15)
    bench.point(land.west + land.width / 2, height, dx=15)
    bench.press("Finish")
    expect(types(bench)).to_have_count(3)
    types(bench).nth(1).select_option("khok")
    bench.press("Save zones")
    expect(bench.panel).to_be_empty()
    zones = client.get(f"collections/zones/items?parcel={parcel}")["features"]
    found = {z["properties"]["zone_type"]: (z["id"] == west, z["properties"]["version"]) for z in zones}
    assert found == {"na": (True, 2), "khok": (False, 1)}
    one, other = (set(sql(NODES, z["id"])) for z in zones)
    assert len(one & other) == 2


def test_two_officers_at_the_zones_of_one_parcel(
    page_as: OpenPage, bench: Bench, client: Client, server: Server
) -> None:
    land, parcel = client.own_parcel()
    west = add_west_zone(client, land, parcel)
    other = Bench(page_as("amphoe01b"), server.url)
    for one in (bench, other):
        one.open(land, parcel)
        one.start("Draw zones")
    types(other).nth(0).select_option("khok")
    other.press("Save zones")
    expect(other.panel).to_be_empty()
    types(bench).nth(0).select_option("house")
    bench.press("Save zones")
    expect(bench.panel.get_by_role("heading", name=re.compile("was changed by someone else"))).to_be_visible()
    bench.panel.get_by_role("group", name="Zones", exact=True).get_by_role("radio", name=re.compile("Yours")).check()
    bench.press("Save zones")
    expect(bench.panel).to_be_empty()
    stored = client.get(f"collections/zones/items/{west}")["properties"]
    assert (stored["zone_type"], stored["version"]) == ("house", 3)


def test_a_zone_can_be_taken_away(bench: Bench, client: Client) -> None:
    land, parcel = client.own_parcel()
    add_west_zone(client, land, parcel)
    bench.open(land, parcel)
    bench.start("Draw zones")
    types(bench).nth(0).select_option("")
    bench.press("Join the free parts")
    expect(types(bench)).to_have_count(1)
    bench.press("Save zones")
    expect(bench.panel).to_be_empty()
    assert client.get(f"collections/zones/items?parcel={parcel}")["features"] == []


def begin_building(cluster: Cluster, server: Server, parcel: str, no: str = "2565-6701-7001") -> None:
    """The application of a parcel, which has none, is being carried out."""
    owner = psycopg2.connect(cluster.url(server.database), options="-c search_path=plaeng_private,plaeng,public")
    _applicant, application = applied(owner, no)
    run(owner, "UPDATE parcel SET application = %s WHERE uid = %s", application, parcel)
    walk(owner, application, "DEVELOPING")
    owner.commit()
    owner.close()


def shapes(zones: list[Any]) -> list[Any]:
    return sorted(zone["geometry"]["coordinates"] for zone in zones)


def test_zones_as_built_begin_as_planned_and_leave_the_plan_as_it_is(
    bench: Bench, client: Client, cluster: Cluster, server: Server
) -> None:
    land, parcel = client.own_parcel()
    add_west_zone(client, land, parcel)
    begin_building(cluster, server, parcel)
    zones = f"collections/zones/items?parcel={parcel}"
    (planned,) = client.get(zones)["features"]
    bench.open(land, parcel)
    bench.page.get_by_role("button", name="As built", exact=True).click()
    expect(bench.page.locator("#parcel")).to_contain_text("No zones drawn yet.")
    bench.start("Draw zones as built")
    expect(bench.panel.get_by_role("heading", level=2)).to_have_text(re.compile("^Zones of .* as built$"))
    expect(types(bench).first).to_have_value("na")
    types(bench).last.select_option("nong")
    bench.press("Save zones")
    expect(bench.panel).to_be_empty()
    stored = client.get(zones)["features"]
    built = [one for one in stored if one["properties"]["stage"] == "BUILT"]
    assert [one for one in stored if one not in built] == [planned]
    assert {one["properties"]["zone_type"] for one in built} == {"na", "nong"}
    assert planned["geometry"]["coordinates"] in shapes(built)
    # What was built is shown from now on; the plan is a press away, and the two are never added together.
    water = bench.page.locator("#parcel .shares-table tr", has_text="Water").locator("td").nth(1)
    expect(bench.page.get_by_role("button", name="As built", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(water).to_have_text("50.0%")
    bench.page.reload()
    expect(bench.page.get_by_role("button", name="As built", exact=True)).to_have_attribute("aria-pressed", "true")
    bench.page.get_by_role("button", name="As planned").click()
    expect(water).to_have_text("0.0%")
    assert not bench.errors


def test_a_plan_is_all_there_is_before_anything_is_built(bench: Bench, client: Client) -> None:
    land, parcel = client.own_parcel()
    bench.open(land, parcel)
    expect(bench.page.get_by_role("button", name="Draw zones", exact=True)).to_be_visible()
    expect(bench.page.get_by_role("button", name="As built", exact=True)).to_have_count(0)
