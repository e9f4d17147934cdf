"""Thai first; English by one switch, at the same place."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.frontend.viewing import Bench, Place

THAI = re.compile("[ก-๛]")


def test_the_switch_keeps_place_filters_and_selection(bench_of: Callable[..., Bench], zoned: Place) -> None:
    bench = bench_of("amphoe01", f"{zoned.near()}&parcel={zoned.uid}&state=process,returned&colour=zone")
    before = bench.page.url
    bench.page.get_by_role("button", name="บัญชีของฉัน").click()
    bench.page.locator("#account").get_by_role("button", name="English").click()
    expect(bench.title).to_have_text(f"Parcel {zoned.code}")
    assert bench.page.url == before
    expect(bench.page.locator("html")).to_have_attribute("lang", "en")


def test_english_pages_have_no_thai_words_of_ours(bench_of: Callable[..., Bench], zoned: Place) -> None:
    bench = bench_of("viewer", f"{zoned.near()}&parcel={zoned.uid}")
    bench.page.context.add_cookies([{"name": "django_language", "value": "en", "url": bench.page.url}])
    bench.page.reload()
    expect(bench.title).to_have_text(f"Parcel {zoned.code}")
    for part in (".tools", ".legend", ".chips", ".list-head", ".shares-table", ".actions", ".area-table", ".tabs"):
        text = " ".join(bench.page.locator(part).all_text_contents())
        assert not THAI.search(text), (part, text)


def test_problems_come_in_the_language_of_the_page(bench_of: Callable[..., Bench]) -> None:
    bench = bench_of("amphoe01")
    bench.page.context.add_cookies([{"name": "django_language", "value": "en", "url": bench.page.url}])
    bench.page.reload()
    bench.settle()
    with bench.page.expect_response("**/api/collections/parcels/items?*") as waited:
        bench.page.get_by_label("Search parcels").fill("nothing like this")
    assert waited.value.request.headers["accept-language"] == "en"
    expect(bench.page.locator("#list-end")).to_contain_text("Without the search there would be")
