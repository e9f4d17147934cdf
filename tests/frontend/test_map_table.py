"""The table under the map: chosen in the table or on the map, edited together, each row saved by itself."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Server
from tests.frontend.drawing import Client, Land
from tests.frontend.test_accessibility import violations
from tests.frontend.test_looking import open_panel
from tests.frontend.test_measure import pen
from tests.frontend.viewing import Bench, Sql

OpenBench = Callable[..., Bench]


def open_table(page: Page) -> None:
    open_panel(page)
    page.get_by_role("button", name="ตาราง", exact=True).click()
    loaded(page)


def loaded(page: Page) -> None:
    expect(page.locator("#map-table")).to_have_attribute("aria-busy", "false")


def settle(page: Page) -> None:
    """The map has become smaller: wait until it stands, and the table has what is in view now."""
    pen(page).settle()
    loaded(page)
    page.wait_for_load_state("networkidle")


@pytest.fixture
def land(page_as: Callable[..., Page], server: Server) -> tuple[Land, str]:
    return Client(page_as("amphoe01"), server.url).own_parcel()


def classes(sql: Sql, *uids: str) -> set[str]:
    return {row[0] for row in sql("SELECT land_class FROM parcel WHERE uid::text = ANY (%s)", list(uids))}


@pytest.mark.parametrize("touch", [False, True], ids=["desk", "phone"])
def test_a_rectangle_on_the_map_chooses_and_all_are_edited_together(
    bench_of: OpenBench, sql: Sql, land: tuple[Land, str], touch: bool
) -> None:
    place, uid = land
    lat = place.south + (-0.0012 if touch else 0.0003)
    bench = bench_of("amphoe01", f"/?at={lat},{place.west},17", touch=touch)
    page = bench.page
    open_table(page)
    settle(page)
    page.get_by_role("button", name="เลือกบนแผนที่").click()
    pen(page, touch=touch).points(
        (place.west - 0.0009, place.north + 0.0001), (place.east + 0.0001, place.south - 0.0001)
    )
    expect(page.locator(".table-count")).to_have_text("เลือก 2 แปลง")
    expect(page.locator("path.chosen-mark")).to_have_count(2)
    page.get_by_role("button", name="แก้ไขพร้อมกัน").click()
    dialog = page.get_by_role("dialog", name="แก้ไข 2 แปลง")
    dialog.get_by_role("checkbox", name="ประเภทที่ดิน").check()
    dialog.get_by_role("combobox", name="ประเภทที่ดิน").select_option("LAND_REFORM")
    expect(dialog).to_contain_text("เปลี่ยน 2 แปลง คงเดิม 0 แปลง")
    expect(dialog.get_by_role("listitem")).to_have_count(2)
    assert bench.faults == []
    assert violations(page) == []
    assert classes(sql, uid, place.neighbour) == {"UNKNOWN"}, "nothing is saved before it is wanted"
    dialog.get_by_role("button", name="บันทึก").click()
    expect(page.get_by_role("heading", name="บันทึกแล้ว 2 ถูกปฏิเสธ 0")).to_be_visible()
    assert classes(sql, uid, place.neighbour) == {"LAND_REFORM"}
    page.get_by_role("button", name="ปิด", exact=True).click()
    expect(page.locator("path.chosen-mark")).to_have_count(0)
    assert violations(page) == []
    page.get_by_role("button", name="ปิดตาราง").click()
    expect(page.locator("#map-table")).to_be_hidden()


def test_what_somebody_else_changed_is_not_overwritten(
    bench_of: OpenBench, page_as: Callable[..., Page], server: Server, sql: Sql, land: tuple[Land, str]
) -> None:
    place, uid = land
    bench = bench_of("amphoe01", f"/?at={place.south},{place.west},17")
    page = bench.page
    open_table(page)
    settle(page)
    for one in (uid, place.neighbour):
        page.locator(f'tr[data-uid="{one}"] input').check()
    Client(page_as("amphoe01"), server.url).send(
        "PATCH", f"collections/parcels/items/{uid}", {"properties": {"land_class": "TEMPLE"}}, 1
    )
    page.get_by_role("button", name="แก้ไขพร้อมกัน").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("checkbox", name="ประเภทที่ดิน").check()
    dialog.get_by_role("combobox", name="ประเภทที่ดิน").select_option("FOREST")
    dialog.get_by_role("button", name="บันทึก").click()
    expect(page.get_by_role("heading", name="บันทึกแล้ว 1 ถูกปฏิเสธ 1")).to_be_visible()
    refused = page.locator(".edit-rows .is-refused")
    expect(refused).to_contain_text("มีผู้อื่นแก้ไขไปก่อนแล้ว")
    assert classes(sql, uid) == {"TEMPLE"}
    assert classes(sql, place.neighbour) == {"FOREST"}
    page.get_by_role("button", name="ปิด", exact=True).click()
    expect(page.locator(".table-count")).to_have_text("เลือก 1 แปลง")


def test_by_keyboard(bench_of: OpenBench, land: tuple[Land, str]) -> None:
    place, _ = land
    page = bench_of("amphoe01", f"/?at={place.south},{place.west},17").page
    open_table(page)
    settle(page)
    first = page.locator("#map-table [data-choose]").first
    first.focus()
    page.keyboard.press("Space")
    expect(page.locator(".table-count")).to_have_text("เลือก 1 แปลง")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator(".table-count")).to_have_text("เลือก 2 แปลง")
    page.get_by_role("button", name="เลือกบนแผนที่").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".editor-crosshair")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".editor-crosshair")).to_have_count(0)
    expect(page.locator("#map-table")).to_be_visible()


def test_the_table_follows_the_map_and_its_order(bench_of: OpenBench) -> None:
    page = bench_of("amphoe01", "/?at=16.3150,101.1700,16").page
    open_table(page)
    settle(page)
    count = page.locator("#map-table tbody tr").count()
    assert count > 10
    page.get_by_role("button", name="เนื้อที่ที่วาด").or_(page.locator("thead button").nth(1)).first.click()
    loaded(page)
    page.wait_for_load_state("networkidle")
    areas = page.locator("#map-table .table-drawn").all_inner_texts()
    sizes = [int(a) * 400 + int(b) * 100 + float(c) for a, b, c in (text.split("-") for text in areas if text != "–")]
    assert sizes == sorted(sizes)
    page.locator("#zoom-in").click()
    page.locator("#zoom-in").click()
    settle(page)
    assert page.locator("#map-table tbody tr").count() < count


def test_who_may_not_edit_is_told_so(bench_of: OpenBench) -> None:
    page = bench_of("viewer", "/?at=16.3150,101.1700,16").page
    open_table(page)
    settle(page)
    page.locator("#map-table [data-choose]").first.check()
    edit = page.get_by_role("button", name="แก้ไขพร้อมกัน")
    expect(edit).to_have_attribute("aria-disabled", "true")
    edit.click(force=True)
    expect(page.locator("#status")).to_have_text(re.compile("แก้ไข"))
