"""Base maps of the operator's setting: tiles, WMS and PMTiles of another site, and nothing of any other."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from config import basemaps
from config.env import BadSetting
from tests.browser import DESKTOP, Server, sign_in, start_server
from tests.cluster import Cluster
from tests.frontend.rasters import TILES, WMS, rasters
from tests.frontend.test_accessibility import violations
from tests.frontend.test_looking import open_panel
from tests.frontend.viewing import Bench

AT = "/?at=16.3100,101.1700,14&hide=labels,grid&fill=0"
EMPTY = (16.3080, 101.1660)


def maps(origin: str) -> list[dict[str, object]]:
    common = {"attribution": "© กรมตัวอย่าง"}
    return [
        {"id": "t", "kind": "xyz", "url": f"{origin}/tiles/{{z}}/{{x}}/{{y}}.png", "title_th": "ภาพถ่าย", **common},
        {"id": "w", "kind": "wms", "url": f"{origin}/wms", "layers": "roads,names", "title_th": "ถนน", **common},
        {"id": "p", "kind": "pmtiles", "url": f"{origin}/flat.pmtiles", "title_th": "ไฟล์", "max_zoom": 15, **common},
        {"id": "q", "kind": "pmtiles", "url": f"{origin}/leaves.pmtiles", "title_th": "ใบ", "max_zoom": 15, **common},
        {"id": "gone", "kind": "xyz", "url": f"{origin}/none/{{z}}/{{x}}/{{y}}.png", "title_th": "หาย", **common},
    ]


@dataclass(frozen=True)
class Site:
    url: str
    asked: list[str]
    database: str


@pytest.fixture(scope="module")
def site(cluster: Cluster, demo_database: str, static_root: Path) -> Iterator[Site]:
    """Plaeng with the base maps of another site."""
    with rasters() as (origin, asked):
        setting = json.dumps(maps(origin), ensure_ascii=False)
        process, url = start_server(cluster.url(demo_database), static_root, PLAENG_BASE_MAPS=setting)
        yield Site(url, asked, demo_database)
        process.terminate()
        process.wait(60)


@pytest.fixture
def open_at(browser: Browser, site: Site) -> Iterator[Callable[[str], Bench]]:
    contexts = []

    def open_page(path: str) -> Bench:
        context = browser.new_context(base_url=site.url, viewport=DESKTOP, locale="th-TH")
        contexts.append(context)
        sign_in(context, Server(site.url, site.database), "amphoe01")
        return Bench(context.new_page()).open(path)

    yield open_page
    for context in contexts:
        context.close()


def choose(page: Page, title: str) -> None:
    open_panel(page)
    page.get_by_role("group", name="แผนที่ฐาน").get_by_label(title).check()
    page.keyboard.press("Escape")
    tiles = page.locator(".leaflet-base-pane .leaflet-tile")
    expect(tiles.first).to_be_attached()
    page.wait_for_load_state("networkidle")
    for tile in tiles.all():  # Leaflet fades them in
        expect(tile).to_have_css("opacity", "1")


@pytest.mark.parametrize(("title", "colour"), [("ภาพถ่าย", TILES), ("ถนน", WMS)])
def test_a_base_map_lies_under_the_parcels(
    open_at: Callable[[str], Bench], title: str, colour: tuple[int, int, int]
) -> None:
    bench = open_at(AT)
    choose(bench.page, title)
    assert bench.colour_at(EMPTY[1], EMPTY[0]) == pytest.approx(colour, abs=3)
    expect(bench.page.locator(".map-attribution")).to_have_text("© กรมตัวอย่าง")
    assert bench.faults == []
    bench.page.reload()
    expect(bench.page.locator(".leaflet-base-pane .leaflet-tile-loaded").first).to_be_attached()
    open_panel(bench.page)
    assert violations(bench.page) == []
    bench.page.get_by_label("ไม่มี", exact=True).check()
    expect(bench.page.locator(".map-attribution")).to_be_hidden()


@pytest.mark.parametrize("title", ["ไฟล์", "ใบ"])
def test_a_pmtiles_file_shows_each_tile_at_its_place(open_at: Callable[[str], Bench], title: str) -> None:
    """The files are made by the reference library; the colours say zoom, column and row of the tile."""
    from spatial.tiles import Tile

    bench = open_at(AT)
    choose(bench.page, title)
    for lat, lon in (EMPTY, (16.3130, 101.1780), (16.3000, 101.1690)):
        tile = Tile.at(lon, lat, 14)
        wanted = (14 * 16, tile.x % 4 * 60, tile.y % 4 * 60)
        assert bench.colour_at(lon, lat) == pytest.approx(wanted, abs=4), (lat, lon)
    assert bench.faults == []


def test_a_base_map_that_does_not_answer_is_said_and_the_parcels_stay(open_at: Callable[[str], Bench]) -> None:
    page = open_at(f"{AT}&base=gone").page
    expect(page.locator("#notice")).to_contain_text("โหลดแผนที่ฐาน “หาย” ไม่ได้")
    expect(page.locator(".map-tile").first).to_be_attached()


def test_the_policy_lets_in_the_origins_that_were_set_and_no_other(open_at: Callable[[str], Bench], site: Site) -> None:
    page = open_at(AT).page
    answer = page.request.get(f"{site.url}/")
    parts = [part.split() for part in answer.headers["content-security-policy"].split(";") if part.strip()]
    policy = {name: set(values) for name, *values in parts}
    (origin,) = policy["img-src"] - {"'self'", "data:", "blob:"}
    assert policy["connect-src"] == {"'self'", origin}
    other = "http://127.0.0.1:9/x.png"
    blocked = page.evaluate(
        """(url) => new Promise((done) => {
            document.addEventListener('securitypolicyviolation', (event) => done(event.blockedURI), { once: true })
            new Image().src = url
        })""",
        other,
    )
    assert blocked == other


def test_without_the_setting_there_is_no_choice(bench_of: Callable[..., Bench]) -> None:
    page = bench_of("amphoe01", AT).page
    open_panel(page)
    expect(page.get_by_role("group", name="แผนที่ฐาน")).to_have_count(0)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("{", "neither"),
        ("[1]", "not an object"),
        ('[{"id": "a"}]', "missing"),
        ('[{"id": "a", "kind": "xyz", "url": "https://x/{z}", "title_th": "a", "attribution": "b"}]', "holds"),
        ('[{"id": "a", "kind": "wms", "url": "https://x/", "title_th": "a", "attribution": "b"}]', "layers"),
        ('[{"id": "a", "kind": "tms", "url": "https://x/", "title_th": "a", "attribution": "b"}]', "kind is one of"),
        ('[{"id": "a", "kind": "pmtiles", "url": "ftp://x/", "title_th": "a", "attribution": "b"}]', "url begins"),
        ('[{"id": "a b", "kind": "pmtiles", "url": "/x", "title_th": "a", "attribution": "b"}]', "id has"),
        (
            '[{"id": "a", "kind": "pmtiles", "url": "/x", "title_th": "a", "attribution": "b", "k": 1}]',
            "nobody knows k",
        ),
        ('[{"id": "a", "kind": "pmtiles", "url": "/x", "title_th": "a", "attribution": 3}]', "wrong type"),
    ],
)
def test_a_setting_that_cannot_be_used_says_why(value: str, words: str) -> None:
    with pytest.raises(BadSetting, match=words):
        basemaps.read(value)


def test_a_file_of_this_site_is_no_other_origin(tmp_path: Path) -> None:
    path = tmp_path / "maps.json"
    path.write_text(
        '[{"id": "a", "kind": "pmtiles", "url": "/basemaps/x.pmtiles", "title_th": "ก", "attribution": "ข"}]', "utf-8"
    )
    [one] = basemaps.read(str(path))
    assert (one["title_en"], one["max_zoom"]) == ("ก", 19)
    assert basemaps.origins([one], "pmtiles") == []


def sheet_of(page: Page) -> str:
    """Open the print dialog, wait for the sheet, and give back what the dialog says of it."""
    open_panel(page)
    page.get_by_role("button", name="พิมพ์ตามมาตราส่วน").click()
    expect(page.locator(".print-preview")).to_have_attribute("aria-busy", "false")
    expect(page.locator(".print-preview .sheet")).to_be_visible()
    expect(page.get_by_role("button", name="พิมพ์", exact=True)).to_be_enabled()
    return page.locator(".print-dialog [role=status]").inner_text()


@pytest.mark.parametrize(("base", "address"), [("p", "**/flat.pmtiles"), ("w", "**/wms**"), ("t", "**/tiles/**")])
def test_a_sheet_is_printed_without_a_base_map_that_does_not_answer(
    open_at: Callable[[str], Bench], base: str, address: str
) -> None:
    page = open_at(f"{AT}&base={base}").page
    page.route(address, lambda route: route.abort())
    assert "แผ่นนี้จึงไม่มีแผนที่ฐาน" in sheet_of(page)
    expect(page.locator(".print-sheet image")).to_have_count(0)
    expect(page.locator(".print-sheet")).not_to_contain_text("© กรมตัวอย่าง")
    assert violations(page) == []
    page.unroute_all(behavior="wait")
    page.get_by_label("กระดาษ", exact=True).select_option("a3")
    expect(page.locator(".print-dialog [role=status]")).not_to_contain_text("แผนที่ฐาน")
    expect(page.locator(".print-sheet image").first).to_be_attached()
    expect(page.locator(".print-sheet")).to_contain_text("© กรมตัวอย่าง")


def test_a_sheet_with_parts_of_a_base_map_says_so(open_at: Callable[[str], Bench]) -> None:
    page = open_at(f"{AT}&base=t").page
    page.route(re.compile(r"/tiles/\d+/\d*[02468]/"), lambda route: route.abort())
    assert "โหลดแผนที่ฐาน “ภาพถ่าย” ได้ไม่ครบ" in sheet_of(page)
    expect(page.locator(".print-sheet image").first).to_be_attached()
