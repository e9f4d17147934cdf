"""A selected parcel in words: areas side by side, shares that add up, and what one may do."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.frontend.viewing import Bench, Place, Sql


def test_area_is_said_in_rai_first_and_metres_second(bench_of: Callable[..., Bench], zoned: Place, sql: Sql) -> None:
    [(m2,)] = sql("SELECT area_calc_m2 FROM parcel WHERE uid = %s", zoned.uid)
    tenths = int(m2 / 4 * 10 + type(m2)("0.5"))
    rai, rest = divmod(tenths, 4000)
    ngan, wah = divmod(rest, 1000)
    page = bench_of("amphoe01", f"{zoned.near()}&parcel={zoned.uid}").page
    figures = page.locator(".area-large b")
    expect(figures).to_have_text([f"{rai:,}", str(ngan), f"{wah / 10:.1f}"])
    expect(page.locator(".area-metres")).to_contain_text(f"{round(m2):,} ตร.ม.")


def test_deed_drawn_and_joined_stand_beside_each_other(bench_of: Callable[..., Bench], sql: Sql) -> None:
    [(uid, deed, drawn)] = sql(
        "SELECT p.uid::text, d.area_deed_wah, p.area_calc_m2 FROM parcel p JOIN land_document d ON d.parcel = p.id "
        "WHERE p.amphoe = '6701' AND p.geom IS NOT NULL AND d.area_deed_wah > 0 AND p.withdrawn_at IS NULL "
        "AND (SELECT count(*) FROM land_document o WHERE o.parcel = p.id) = 1 LIMIT 1"
    )
    table = bench_of("amphoe01", f"/?parcel={uid}").page.locator(".area-table")
    expect(table.locator("th")).to_have_text(["ตามเอกสาร", "วัดจากรูป", "ต่างกัน", "เข้าร่วม"])
    expect(table.locator("td").first).to_have_text(re.compile(r"^\d[\d,]*-[0-3]-\d\d\.\d$"))
    difference = table.locator(".difference").inner_text()
    shown = float(re.sub(r"[^\d.−+-].*", "", difference).replace("−", "-"))
    assert abs(shown - float(drawn / 4 - deed)) <= 0.051


def test_zone_shares_add_to_a_hundred(bench_of: Callable[..., Bench], zoned: Place) -> None:
    page = bench_of("amphoe01", f"{zoned.near()}&parcel={zoned.uid}").page
    rows = page.locator(".shares-table tbody tr")
    expect(rows.last).to_contain_text("ยังไม่แบ่งโซน")
    shares = [round(float(text.rstrip("%")) * 10) for text in rows.locator("td:nth-child(3)").all_inner_texts()]
    assert len(shares) >= 5
    assert sum(shares) == 1000


def test_the_facts_name_applicant_and_application(bench_of: Callable[..., Bench], zoned: Place, sql: Sql) -> None:
    [(no, name)] = sql(
        "SELECT a.no, w.name_th FROM parcel p JOIN application a ON a.id = p.application "
        "JOIN applicant w ON w.id = a.applicant_id WHERE p.uid = %s",
        zoned.uid,
    )
    panel = bench_of("amphoe01", f"/?parcel={zoned.uid}").page.locator("#parcel")
    expect(panel).to_contain_text(no)
    expect(panel).to_contain_text(name)


def test_who_may_only_look_sees_the_actions_greyed_with_the_reason(
    bench_of: Callable[..., Bench], zoned: Place
) -> None:
    page = bench_of("viewer", f"{zoned.near()}&parcel={zoned.uid}").page
    actions = page.locator(".actions")
    for name in ("แก้รูปแปลง", "วาดโซน"):
        expect(actions.get_by_role("button", name=name)).to_have_attribute("aria-disabled", "true")
    expect(actions).to_contain_text("ผู้แก้ไขได้คือเจ้าหน้าที่อำเภอ")
    page.get_by_role("group", name="เครื่องมือวาด").get_by_role("button", name="วาดแปลง").click(force=True)
    expect(page.get_by_role("status").filter(has_text="วาดแปลงใหม่ไม่ได้")).to_be_visible()


def test_names_of_people_are_not_shown_to_who_may_not_see_them(
    bench_of: Callable[..., Bench], zoned: Place, sql: Sql
) -> None:
    [(name,)] = sql(
        "SELECT w.name_th FROM parcel p JOIN application a ON a.id = p.application "
        "JOIN applicant w ON w.id = a.applicant_id WHERE p.uid = %s",
        zoned.uid,
    )
    bench = bench_of("viewer", f"/?parcel={zoned.uid}&q={zoned.code}")
    expect(bench.title).to_have_text(f"แปลง {zoned.code}")
    assert name not in bench.page.locator("body").inner_text()


def test_an_officer_starts_a_tool_from_the_inspector(bench_of: Callable[..., Bench], zoned: Place) -> None:
    page = bench_of("amphoe01", f"{zoned.near()}&parcel={zoned.uid}").page
    page.locator(".actions").get_by_role("button", name="แก้รูปแปลง").click()
    tools = page.get_by_role("group", name="เครื่องมือวาด")
    expect(tools.get_by_role("button", name="แก้มุม")).to_have_attribute("aria-pressed", "true")
    tools.get_by_role("button", name="เลือก").click()
    expect(tools.get_by_role("button", name="เลือก")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#parcel h2")).to_be_visible()


def test_closing_leaves_nothing_selected(bench_of: Callable[..., Bench], zoned: Place) -> None:
    bench = bench_of("amphoe01", f"{zoned.near()}&parcel={zoned.uid}")
    bench.page.get_by_role("button", name="ปิดรายละเอียด").click()
    expect(bench.page.locator("#inspector")).to_be_hidden()
    assert "parcel=" not in bench.page.url
