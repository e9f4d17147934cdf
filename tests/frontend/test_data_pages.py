"""The API's pages in a real browser: axe finds nothing, nothing overflows, the map draws, the form filters."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.frontend.test_accessibility import SIZES, violations

ITEMS = "/api/collections/parcels/items"
Open = Callable[..., Page]


def complaints(page: Page) -> list[str]:
    """What the console says, above all of the content security policy; gathered from now on."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    return said


@SIZES
@pytest.mark.parametrize(
    "path",
    ["/api/", "/api/conformance", "/api/collections", "/api/collections/parcels", f"{ITEMS}?limit=20"],
)
def test_pages_are_accessible_and_fit(page_as: Open, path: str, touch: bool) -> None:
    page = page_as("amphoe01", touch=touch, path=path)
    said = complaints(page)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert said == []
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@SIZES
@pytest.mark.parametrize(
    ("user", "path"),
    [
        (None, "/api/collections"),
        (None, "/api/collections/area-summary/items?level=AMPHOE&state=NONE&skipGeometry=true"),
        ("amphoe01", "/api/collections/cases/items"),
    ],
)
def test_what_is_open_to_everybody_and_cases_are_accessible(
    page_as: Open, user: str | None, path: str, touch: bool
) -> None:
    page = page_as(*([user] if user else []), touch=touch)
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_a_map_the_first_rows_are_in_sight(page_as: Open) -> None:
    page = page_as()
    page.goto("/api/collections/area-summary/items?level=AMPHOE&state=NONE&skipGeometry=true")
    expect(page.locator(".paper-map")).to_have_count(0)
    expect(page.locator("tbody tr").nth(3)).to_be_in_viewport()


@SIZES
def test_a_refusal_leads_to_the_sign_in(page_as: Open, touch: bool) -> None:
    page = page_as(touch=touch)
    page.goto(ITEMS)
    assert violations(page) == []
    page.get_by_role("link", name="เข้าสู่ระบบ").click()
    expect(page).to_have_url(re.compile(r"/sign-in\?next="))


@SIZES
def test_a_list_can_be_filtered_and_a_row_opened(page_as: Open, touch: bool) -> None:
    page = page_as("amphoe01", touch=touch, path=f"{ITEMS}?limit=20")
    expect(page.locator(".leaflet-parcels-pane path").first).to_be_attached()
    page.locator("select[name=state]").select_option("DRAFT")
    page.get_by_role("button", name="แสดง", exact=True).click()
    expect(page.locator("select[name=state]")).to_have_value("DRAFT")
    code = page.locator("tbody a").first.inner_text()
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(code)
    assert violations(page) == []


# Opens every fold, and leaves of the operations of each method, and of the schemas, the largest: the template is the same.
LARGEST = """() => {
    const kindOf = (fold) => fold.querySelector('.docs-method')?.textContent ?? 'schema'
    const largest = {}
    for (const fold of document.querySelectorAll('.docs-operation')) {
        fold.open = true
        const kind = kindOf(fold)
        if (!(largest[kind]?.innerHTML.length >= fold.innerHTML.length)) largest[kind] = fold
    }
    const kept = Object.values(largest)
    const isWide = document.documentElement.scrollWidth > innerWidth
    for (const fold of document.querySelectorAll('.docs-operation')) if (!kept.includes(fold)) fold.remove()
    return [isWide, Object.keys(largest).sort()]
}"""


@SIZES
def test_the_documentation_is_accessible_with_its_folds_open(page_as: Open, touch: bool) -> None:
    page = page_as(touch=touch)
    said = complaints(page)
    page.goto("/api/docs")
    expect(page.locator("#createParcels")).to_contain_text("application/geo+json")
    assert page.evaluate(LARGEST) == [False, ["DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT", "schema"]]
    assert said == []
    assert violations(page) == []
