"""Vector tiles on the map: colours on the screen, what a click hits, counts in wide views, rights, own edits."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from spatial.tiles import Tile
from tests.browser import Server
from tests.frontend.drawing import Client
from tests.frontend.modules import Modules
from tests.frontend.test_colours import TOKENS
from tests.frontend.viewing import Bench, Place, Sql, places

OpenBench = Callable[..., Bench]
LAND = (233, 237, 228)  # --map-land


def token(name: str) -> tuple[int, ...]:
    found = re.search(rf"--{name}: #([0-9a-f]{{6}});", TOKENS)
    assert found
    return tuple(int(found[1][i : i + 2], 16) for i in (0, 2, 4))


def counts(page: Page) -> list[int]:
    words = page.locator(".cluster b").all_inner_texts()
    return [int(text.split()[0].replace(",", "")) for text in words]


def drawn(sql: Sql, condition: str = "true") -> int:
    return int(
        sql(f"SELECT count(*) FROM parcel WHERE geom IS NOT NULL AND withdrawn_at IS NULL AND {condition}")[0][0]
    )


@pytest.mark.parametrize("zoom", [15, 16.25, 18])
def test_a_parcel_has_the_colour_of_its_state(bench_of: OpenBench, sql: Sql, zoom: float) -> None:
    place = places(sql, "amphoe = '6701' AND state = 'SURVEYED'")[0]
    bench = bench_of("amphoe01", f"/?at={place.lat - 0.0003:.6f},{place.lon:.6f},{zoom}")
    seen = bench.colour_at(place.lon, place.lat)
    assert seen == pytest.approx(token("state-process-fill"), abs=3)


def test_a_filter_chosen_while_tiles_are_under_way_is_drawn(page_as: Callable[..., Page], sql: Sql) -> None:
    place = places(sql, "amphoe = '6701' AND state = 'SURVEYED'")[0]
    page = page_as("amphoe01", path="/healthz")
    # What is asked without a filter is never answered.
    page.route(
        "**/tiles/WebMercatorQuad/**", lambda route: route.continue_() if "state=" in route.request.url else None
    )
    page.goto(f"/?at={place.lat - 0.0002:.6f},{place.lon:.6f},18")
    bench = Bench(page)
    bench.chip("กำลังดำเนินการ").click()
    bench.drawn()
    assert bench.colour_at(place.lon, place.lat) == pytest.approx(token("state-process-fill"), abs=3)


def test_by_zone_the_zones_own_the_fill(bench_of: OpenBench, sql: Sql) -> None:
    [(lon, lat)] = sql(
        "SELECT ST_X(p), ST_Y(p) FROM (SELECT ST_PointOnSurface(z.geom) p FROM zone z JOIN zone_type t"
        " ON t.code = z.zone_type WHERE t.group = 'WATER' AND z.tambon BETWEEN '6701' AND '670199' ORDER BY z.area_calc_m2 DESC LIMIT 1) x"
    )
    bench = bench_of("amphoe01", f"/?at={lat:.6f},{lon:.6f},18.5&colour=zone")
    assert bench.colour_at(lon, lat) == pytest.approx(token("zone-water-fill"), abs=3)
    bench.page.get_by_role("button", name="สถานะ", exact=True).click()
    bench.drawn()
    assert bench.colour_at(lon, lat) != pytest.approx(token("zone-water-fill"), abs=3)


def test_at_zoom_13_a_dot_can_be_hit(bench_of: OpenBench, sql: Sql) -> None:
    place = places(sql, "amphoe = '6701' AND state = 'SURVEYED'")[0]
    bench = bench_of("amphoe01", place.near(13))
    bench.click_map(place)
    expect(bench.page.locator("#parcel h2")).to_contain_text("แปลง 67")


def test_wide_views_count_every_parcel_once(bench_of: OpenBench, sql: Sql) -> None:
    for zoom in (7, 8.5, 9):
        bench = bench_of("province", f"/?at=16.3,101.15,{zoom}")
        page = bench.page
        expect(page.locator(".cluster").first).to_be_visible()
        # All of the province is in view at zoom 7 and 8.5; at 9 its ends may be outside.
        whole = drawn(sql)
        assert sum(counts(page)) == whole if zoom < 9 else 0 < sum(counts(page)) <= whole
        assert page.locator(".cluster small").first.inner_text().endswith("ไร่")


def test_an_officer_counts_his_own_amphoe_only(bench_of: OpenBench, sql: Sql) -> None:
    page = bench_of("amphoe01", "/?at=16.3,101.15,8").page
    expect(page.locator(".cluster").first).to_be_visible()
    assert sum(counts(page)) == drawn(sql, "amphoe = '6701'")


def test_counts_follow_the_filter_and_the_search(bench_of: OpenBench, sql: Sql) -> None:
    bench = bench_of("province", "/?at=16.3,101.15,8&state=returned")
    expect(bench.page.locator(".cluster").first).to_be_visible()
    assert sum(counts(bench.page)) == drawn(sql, "state = 'RETURNED'")
    place = places(sql, "amphoe = '6705'")[0]
    bench = bench_of("province", f"/?at=16.3,101.15,8&q={place.code}")
    expect(bench.page.locator(".cluster").first).to_be_visible()
    assert counts(bench.page) == [bench.count] == [1]


def test_a_count_can_be_reached_by_keyboard_and_goes_nearer(bench_of: OpenBench) -> None:
    page = bench_of("province", "/?at=16.3,101.15,8").page
    cluster = page.get_by_role("button", name=re.compile(r"^[\d,]+ แปลง, [\d,.]+ ไร่$")).first
    cluster.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"at=[\d.]+,[\d.]+,10"))


def test_what_was_saved_is_on_the_map_at_once(
    bench_of: OpenBench, page_as: Callable[..., Page], server: Server, sql: Sql
) -> None:
    client = Client(page_as("amphoe01"), server.url)
    land, uid = client.own_parcel()
    middle = (land.west + land.width / 2, land.south + land.height / 2)
    bench = bench_of("amphoe01", f"/?at={middle[1]:.6f},{middle[0] + 0.0006:.6f},18&parcel={uid}")
    page = bench.page
    page.get_by_role("button", name="แก้มุม").click()
    expect(page.locator("#editor-panel").get_by_role("heading", level=2)).to_be_visible()
    sql("UPDATE parcel SET withdrawn_at = now() WHERE uid = %s", land.neighbour)
    neighbour = (land.west - 0.0004, middle[1])
    assert bench.colour_at(*neighbour) != LAND
    page.locator("#editor-panel").get_by_role("button", name="บันทึก").click()
    expect(page.locator("#editor-panel")).to_be_empty()
    page.wait_for_load_state("networkidle")
    bench.drawn()
    bench.comes_to_show(*neighbour, lambda colour: colour == LAND)


SCRIPT = """async (load, { data, name, places }) => {
    const { readLayers, featureAt } = await load('map/tiles/tile-data')
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)).buffer
    const { [name]: features } = readLayers(bytes, [name])
    return { count: features.length, uids: features.map(({ properties }) => properties.uid),
             hits: places.map(([x, y]) => featureAt(features, x, y, 4)?.properties.uid ?? null) }
}"""


def test_every_parcel_of_a_tile_is_hit_at_a_point_inside_it(
    modules: Modules, page_as: Callable[..., Page], server: Server, sql: Sql, zoned: Place
) -> None:
    tile = Tile.at(zoned.lon, zoned.lat, 14)
    west, south, east, north = tile.degrees
    answer = page_as("amphoe01").context.request.get(
        f"{server.url}/api/collections/parcels/tiles/WebMercatorQuad/14/{tile.y}/{tile.x}"
    )
    inside = sql(
        "SELECT uid::text, ST_X(p), ST_Y(p) FROM (SELECT uid, ST_PointOnSurface(geom) p FROM parcel WHERE geom @"
        " ST_MakeEnvelope(%s, %s, %s, %s, 4326) AND withdrawn_at IS NULL AND amphoe = '6701') x", west, south, east, north
    )  # fmt: skip
    units = [((lon - west) / (east - west) * 4096, (north - lat) / (north - south) * 4096) for _, lon, lat in inside]
    asked = {"data": base64.b64encode(answer.body()).decode(), "name": "parcels", "places": units}
    found: dict[str, Any] = modules.run(SCRIPT, asked)
    assert len(inside) > 0
    assert found["hits"] == [uid for uid, *_ in inside]
    assert found["count"] == len(set(found["uids"])) >= len(inside)


def test_merging_counts_loses_nothing(modules: Modules) -> None:
    clusters = [
        {"x": n % 7 * 30, "y": n // 7 * 20, "parcels": n + 1, "m2": 1600 * n, "states": {"DRAFT": 1, "NONE": n}}
        for n in range(50)
    ]
    placed = modules.call("map/tiles/clusters", "merged", clusters)
    assert 1 < len(placed) < 50
    assert sum(one["parcels"] for one in placed) == sum(one["parcels"] for one in clusters)
    assert sum(one["m2"] for one in placed) == sum(one["m2"] for one in clusters)
    assert sum(one["states"]["DRAFT"] for one in placed) == 50
    for one in placed:
        others = [o for o in placed if o is not one]
        assert all(abs(o["x"] - one["x"]) >= 104 or abs(o["y"] - one["y"]) >= 52 for o in others)


def test_the_edge_of_a_tile_is_no_border_of_a_parcel(modules: Modules) -> None:
    ring = [{"x": x, "y": y} for x, y in ((-64, 100), (200, 100), (200, 300), (-64, 300), (-64, 100))]
    lines = modules.call("map/tiles/tile-data", "borderInTile", {"rings": [ring]})
    assert [[(p["x"], p["y"]) for p in line] for line in lines] == [
        [(0, 100), (200, 100)], [(200, 100), (200, 300)], [(200, 300), (0, 300)],
    ]  # fmt: skip
