"""axe-core finds nothing, on every page and in every state, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.frontend.viewing import Bench, Place

Open = Callable[..., Bench]
SIZES = pytest.mark.parametrize("touch", [False, True], ids=["desk", "phone"])


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{v['id']}: {[n['target'] for n in v['nodes']]}" for v in found]


@SIZES
def test_sign_in(page_as: Callable[..., Page], touch: bool) -> None:
    page = page_as(touch=touch)
    page.goto("/sign-in")
    assert violations(page) == []
    page.get_by_role("button", name="เข้าสู่ระบบ").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page) == []


@SIZES
def test_not_found(page_as: Callable[..., Page], touch: bool) -> None:
    page = page_as(touch=touch)
    page.goto("/nowhere")
    assert violations(page) == []


@SIZES
@pytest.mark.parametrize(
    "query",
    ["", "colour=zone&at=16.3150,101.1716,16.5", "area=6705", "parcel=" + "0" * 8 + "-0000-0000-0000-" + "0" * 12],
)
def test_bench(bench_of: Open, touch: bool, query: str) -> None:
    page = bench_of("amphoe01", f"/?{query}", touch=touch).page
    assert violations(page) == []
    if touch:
        page.get_by_role("button", name="แปลง", exact=True).tap()
        assert violations(page) == []


@SIZES
@pytest.mark.parametrize("who", ["amphoe01", "viewer"])
def test_selected_parcel(bench_of: Open, zoned: Place, who: str, touch: bool) -> None:
    bench = bench_of(who, f"{zoned.near()}&parcel={zoned.uid}", touch=touch)
    expect(bench.title).to_be_visible()
    assert violations(bench.page) == []


@SIZES
def test_account_and_chooser(bench_of: Open, touch: bool) -> None:
    page = bench_of("amphoe01", touch=touch).page
    page.get_by_role("button", name="บัญชีของฉัน").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    if touch:
        page.get_by_role("button", name="แปลง", exact=True).tap()
    page.locator("#scope").click()
    expect(page.get_by_role("dialog").get_by_role("button", name="น้ำร้อน")).to_be_visible()
    assert violations(page) == []


@SIZES
def test_failure(bench_of: Open, touch: bool) -> None:
    page = bench_of("amphoe01", touch=touch).page
    page.route("**/api/**", lambda route: route.abort())
    page.reload()
    expect(page.locator("#list-end .box")).to_be_attached()
    assert violations(page) == []


@SIZES
def test_drawing(bench_of: Open, zoned: Place, touch: bool) -> None:
    bench = bench_of("amphoe01", f"{zoned.near()}&parcel={zoned.uid}", touch=touch)
    bench.page.locator(".actions").get_by_role("button", name="วาดโซน").click()
    expect(bench.page.locator("#editor-panel h2")).to_be_visible()
    assert violations(bench.page) == []
