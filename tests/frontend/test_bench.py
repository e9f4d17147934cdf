"""The list is the map, the address holds the view, and nothing outside the view is loaded."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from spatial.tiles import Tile
from tests.frontend.viewing import Bench, Place, Sql, places


def test_figures_of_the_founding_year_stand_apart(bench_of: Callable[..., Bench]) -> None:
    page = bench_of("province", "/?fy=2565").page
    strip = page.locator(".header [data-summary]")
    expect(strip).to_contain_text(re.compile(r"232\s*ราย\s*727-0-00\.0\s*ไร่"))
    expect(strip).to_contain_text(re.compile("ประมาณ"))
    expect(strip).to_contain_text("แยกต่างหาก")


def test_a_wide_view_shows_areas_and_counts_and_loads_no_parcels(bench_of: Callable[..., Bench], sql: Sql) -> None:
    if not sql("SELECT 1 FROM area WHERE level = 'AMPHOE' AND geom IS NOT NULL LIMIT 1"):
        pytest.skip("no outlines of areas are at hand")
    bench = bench_of("province")
    expect(bench.page.locator(".map-area")).to_have_count(11)
    # A name gives way to a count where both do not fit.
    expect(bench.page.locator(".map-label.is-area").nth(5)).to_be_visible()
    expect(bench.page.locator(".cluster").first).to_be_visible()
    assert bench.params("parcels", with_box=True) == {}
    bench.page.get_by_text("ขยายแผนที่หรือเลือกพื้นที่เพื่อดูแปลง").wait_for()


def test_only_the_tiles_in_view_are_asked_for(bench_of: Callable[..., Bench], zoned: Place) -> None:
    bench = bench_of("amphoe01", zoned.near(18))
    # 1,053 x 836 CSS pixels: a tile of 512 pixels at zoom 18 is that of zoom 17 of the grid.
    here = Tile.at(zoned.lon, zoned.lat, 17)
    assert (here.z, here.x, here.y) in bench.tiles
    assert len(bench.tiles) <= 12
    assert all(z == 17 and abs(x - here.x) <= 2 and abs(y - here.y) <= 2 for z, x, y in bench.tiles)


def test_list_and_map_ask_the_same_question(bench_of: Callable[..., Bench], zoned: Place) -> None:
    bench = bench_of("amphoe01", zoned.near())
    bench.chip("ส่งกลับแก้ไข").click()
    bench.chip("กำลังดำเนินการ").click()
    with bench.page.expect_request(lambda r: "/tiles/" in r.url and "q=6701" in r.url):
        bench.page.get_by_label("ค้นหาแปลง").fill("6701")
    listed, mapped = bench.params("parcels", with_box=False), bench.tile_params
    assert listed["state"] == mapped["state"] == "APPLIED,RETURNED,DOCS_OK,SURVEYED,SENT,RESERVE"
    assert listed["q"] == mapped["q"] == "6701"


def test_what_is_typed_before_the_page_is_ready_is_searched(page_as: Callable[..., Page]) -> None:
    page = page_as("amphoe01", path="/healthz")
    held: list[Route] = []
    page.route("**/filters*.js", lambda route: held.append(route))
    with page.expect_request("**/filters*.js"):
        page.goto("/", wait_until="commit")
    page.get_by_label("ค้นหาแปลง").fill("nothing like this")
    held[0].continue_()
    expect(page.locator("#list-end")).to_contain_text("ไม่พบแปลงตามเงื่อนไข")
    assert "q=nothing" in page.url


def test_a_parcel_that_the_filter_hides_is_not_on_the_map(bench_of: Callable[..., Bench], zoned: Place) -> None:
    bench = bench_of("amphoe01", f"{zoned.near()}&state=none")
    bench.click_map(zoned)
    expect(bench.page.locator("#inspector")).to_be_hidden()


def test_a_click_on_the_map_selects_and_the_list_follows(bench_of: Callable[..., Bench], zoned: Place) -> None:
    bench = bench_of("amphoe01", f"{zoned.near()}&q={zoned.code}")
    bench.click_map(zoned)
    expect(bench.title).to_have_text(f"แปลง {zoned.code}")
    expect(bench.row(zoned.code)).to_have_attribute("aria-current", "true")
    assert f"parcel={zoned.uid}" in bench.page.url


def test_hovering_one_lights_the_other(bench_of: Callable[..., Bench], zoned: Place) -> None:
    bench = bench_of("amphoe01", f"{zoned.near()}&q={zoned.code}")
    lit = bench.page.locator(".leaflet-marks-pane path")
    bench.row(zoned.code).hover()
    expect(lit).to_have_count(1)
    box = bench.page.locator("#map").bounding_box()
    assert box
    bench.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(bench.row(zoned.code)).to_have_class(re.compile("is-lit"))


def test_the_address_holds_the_view(bench_of: Callable[..., Bench], zoned: Place) -> None:
    bench = bench_of("amphoe01", zoned.near(16))
    page = bench.page
    bench.chip("กำลังดำเนินการ").click()
    page.get_by_label("เรียงตาม").select_option("code")
    page.get_by_role("button", name="โซน", exact=True).click()
    bench.rows.first.click()
    expect(bench.title).to_be_visible()
    bench.settle()
    url, title = page.url, bench.title.inner_text()
    page.reload()
    expect(bench.title).to_have_text(title)
    expect(bench.chip("กำลังดำเนินการ")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_label("เรียงตาม")).to_have_value("code")
    expect(page.get_by_role("button", name="โซน", exact=True)).to_have_attribute("aria-pressed", "true")
    assert page.url == url


def test_back_takes_one_choice_back(bench_of: Callable[..., Bench], zoned: Place) -> None:
    bench = bench_of("amphoe01", zoned.near())
    before = bench.count
    bench.chip("ส่งกลับแก้ไข").click()
    expect(bench.page.locator("#count")).not_to_have_text(f"{before} แปลง")
    bench.page.go_back()
    expect(bench.page.locator("#count")).to_have_text(f"{before} แปลง")
    expect(bench.chip("ส่งกลับแก้ไข")).to_have_attribute("aria-pressed", "false")


def test_the_list_goes_on_as_it_is_scrolled(bench_of: Callable[..., Bench], sql: Sql) -> None:
    [(whole,)] = sql("SELECT count(*) FROM parcel WHERE amphoe = '6701' AND withdrawn_at IS NULL")
    assert whole > 50
    bench = bench_of("amphoe01", "/?sort=code")
    expect(bench.rows).to_have_count(50)
    while bench.rows.count() < whole:
        seen = bench.rows.count()
        bench.rows.last.scroll_into_view_if_needed()
        expect(bench.rows).not_to_have_count(seen)
    assert bench.count == whole
    codes = [text.split()[0] for text in bench.page.locator("#rows .row-title").all_inner_texts()]
    assert codes == sorted(set(codes))


def test_chips_count_what_the_list_would_show(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of("amphoe01")
    chip = bench.chip("กำลังดำเนินการ")
    counted = int(chip.locator("b").inner_text())
    chip.click()
    expect(bench.page.locator("#count")).to_have_text(f"{counted} แปลง")


def test_choosing_an_area_narrows_list_and_map(bench_of: Callable[..., Bench], sql: Sql) -> None:
    [(tambon, name, inside)] = sql(
        "SELECT p.tambon, a.name_th, count(*) FROM parcel p JOIN area a ON a.code = p.tambon "
        "WHERE amphoe = '6701' AND withdrawn_at IS NULL GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 1"
    )
    bench = bench_of("amphoe01")
    bench.page.locator("#scope").click()
    bench.page.get_by_role("dialog").get_by_role("button", name=name, exact=True).click()
    expect(bench.page.locator("#count")).to_have_text(f"{inside} แปลง")
    expect(bench.page.locator("#scope-path b")).to_have_text(name)
    assert f"area={tambon}" in bench.page.url


def test_a_colleague_of_another_amphoe_finds_no_such_parcel(bench_of: Callable[..., Bench], elsewhere: Place) -> None:
    bench = bench_of("amphoe01", f"/?parcel={elsewhere.uid}")
    expect(bench.page.locator("#parcel")).to_contain_text("ไม่พบแปลงนี้")
    assert elsewhere.code not in bench.page.locator("body").inner_text()


def test_coordinates_follow_the_mouse(bench_of: Callable[..., Bench], zoned: Place) -> None:
    bench = bench_of("amphoe01", zoned.near(18))
    box = bench.page.locator("#map").bounding_box()
    assert box
    bench.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    text = bench.page.locator("#coordinates").inner_text()
    lat, lon = (float(n) for n in re.findall(r"[\d.]+(?=°)", text))
    assert abs(lat - zoned.lat) < 2e-5
    assert abs(lon - zoned.lon) < 2e-5


def test_the_console_stays_silent(bench_of: Callable[..., Bench], zoned: Place) -> None:
    bench = bench_of("amphoe01", f"{zoned.near()}&parcel={zoned.uid}&colour=zone")
    bench.page.locator("#scope").click()
    bench.page.keyboard.press("Escape")
    bench.page.get_by_role("button", name="สถานะ", exact=True).click()
    bench.settle()
    assert bench.faults == []


def test_undrawn_parcels_say_so(bench_of: Callable[..., Bench], sql: Sql) -> None:
    found = sql("SELECT uid::text FROM parcel WHERE geom IS NULL AND amphoe = '6701' AND withdrawn_at IS NULL LIMIT 1")
    uid = found[0][0] if found else new_undrawn(sql)
    page: Page = bench_of("amphoe01", f"/?parcel={uid}").page
    expect(page.locator("#parcel")).to_contain_text("ยังไม่วาดรูปแปลง")
    expect(page.get_by_role("button", name="วาดรูปแปลง")).to_be_enabled()
    expect(page.locator(".actions").get_by_role("button", name="วาดโซน")).to_have_attribute("aria-disabled", "true")


def new_undrawn(sql: Sql) -> str:
    """A registered parcel without a shape."""
    return str(
        sql(
            "INSERT INTO parcel (uid, tambon, name, land_class, joined_area_m2, joined_is_estimate, capture_method) "
            "SELECT gen_random_uuid(), tambon, 'ยังไม่วาด', land_class, 4800, true, capture_method FROM parcel "
            "WHERE amphoe = '6701' LIMIT 1 RETURNING uid::text"
        )[0][0]
    )


def test_some_parcels_take_part_and_some_do_not(sql: Sql) -> None:
    """The tests above are worth nothing on a database where all parcels are alike."""
    assert len(places(sql, "amphoe = '6701' AND state = 'RETURNED'")) > 0
    assert len(places(sql, "amphoe = '6701' AND state = 'SURVEYED'")) > 0
    assert len(places(sql, "amphoe = '6701' AND state IS NULL")) > 0


def test_a_household_sees_its_own_parcels_and_no_figures_of_others(bench_of: Callable[..., Bench], sql: Sql) -> None:
    own = sql(
        "SELECT p.uid::text, p.code FROM parcel p JOIN application a ON a.id = p.application JOIN applicant h"
        " ON h.id = a.applicant_id JOIN auth_user u ON u.id = h.user_id WHERE u.username = 'household'"
        " AND p.geom IS NOT NULL AND p.withdrawn_at IS NULL ORDER BY p.area_calc_m2 DESC"
    )
    bench = bench_of("household")
    expect(bench.rows).to_have_count(len(own))
    shapes = bench.page.locator(".leaflet-overlay-pane path.leaflet-interactive")
    expect(shapes).to_have_count(len(own))
    expect(bench.page.locator("[data-summary]").first).to_be_hidden()
    shapes.first.click()
    expect(bench.title).to_contain_text(own[0][1] if len(own) == 1 else re.compile("|".join(code for _, code in own)))
    bench.page.get_by_role("button", name="โซน", exact=True).click()
    bench.drawn()
    expect(bench.page.locator("#notice")).to_be_hidden()
    assert bench.tiles == set()
    assert bench.faults == []
