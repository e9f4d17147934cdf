"""Thousands of parcels in one view: all are drawn; what cannot be loaded for drawing is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.frontend.viewing import Bench, Sql

HERE = "/?at=16.920000,101.420000,15.5"
CROWD = """
    WITH made AS (
        SELECT n, 101.415 + mod(n, 60) * 0.0002 AS lon, 16.915 + (n / 60) * 0.0002 AS lat FROM generate_series(0, 2099) n
    )
    INSERT INTO parcel (uid, tambon, name, land_class, joined_area_m2, joined_is_estimate, capture_method, geom)
    SELECT gen_random_uuid(), '670407', 'crowd', 'UNKNOWN', 400, false, 'SCREEN',
           ST_Multi(ST_MakeEnvelope(lon, lat, lon + 0.00018, lat + 0.00018, 4326))
    FROM made
"""


@pytest.fixture(scope="module")
def crowd(sql: Sql) -> Iterator[None]:
    """2,100 small parcels in one view, gone afterwards."""
    sql(CROWD)
    yield
    sql("DELETE FROM parcel WHERE name = 'crowd'")


def test_a_crowd_is_drawn_whole(bench_of: Callable[..., Bench], crowd: None) -> None:
    bench = bench_of("province", HERE)
    expect(bench.page.locator("#notice")).to_be_empty()
    dot = pytest.approx((152, 163, 156), abs=8)  # of a parcel outside the programme that is hardly larger than it
    assert bench.colour_at(101.4201, 16.9145) != dot
    for column, row in ((12, 12), (37, 20), (5, 33)):
        middle = 101.415 + column * 0.0002 + 0.00009, 16.915 + row * 0.0002 + 0.00009
        bench.comes_to_show(*middle, lambda colour: colour == dot)
    assert not any("/items?" in r.url and "bbox=" in r.url and "/parcels/" in r.url for r in bench.asked)


def test_a_tool_says_when_not_all_corners_can_be_met(bench_of: Callable[..., Bench], crowd: None) -> None:
    page = bench_of("province", HERE).page
    page.get_by_role("button", name="วาดแปลง").click()
    expect(page.locator("#notice")).to_contain_text(re.compile(r"2,000 จาก 2,1\d\d แปลงในกรอบนี้"))
    for _ in range(3):
        page.get_by_role("button", name="ขยาย", exact=True).click()
        expect(page.locator(".leaflet-zoom-anim")).to_have_count(0)
    expect(page.locator("#notice")).not_to_contain_text("ในกรอบนี้")
