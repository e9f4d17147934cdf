"""One box in the header of every page: by name, number, parcel and place, with mouse, keyboard and thumb."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.frontend.desk import Case, Desk
from tests.frontend.test_accessibility import violations

Open = Callable[..., Page]


@pytest.fixture
def page(page_as: Open) -> Page:
    return page_as("amphoe01", path="/healthz")


@pytest.fixture
def case(page: Page) -> Case:
    return Desk(page).ready_case()


def found(page: Page) -> Locator:
    return page.locator("#found").get_by_role("option")


def search(page: Page, text: str) -> Locator:
    page.get_by_role("button", name="ค้นหาทุกอย่าง").click()
    page.locator("#everything").fill(text)
    return found(page)


@pytest.mark.parametrize("path", ["/", "/work", "/applications"])
def test_a_number_is_found_on_every_page(page: Page, case: Case, path: str) -> None:
    page.goto(path)
    one = search(page, case.no)
    expect(one).to_have_count(1)
    expect(one).to_contain_text(case.name)
    if path != "/":
        assert violations(page) == []
    one.click()
    expect(page).to_have_url(re.compile(case.uid))


def test_a_name_is_found_by_the_keyboard_alone(page: Page, case: Case) -> None:
    page.goto("/applications")
    first = search(page, case.name.replace("นาง", "")).first
    expect(first).to_contain_text(case.no)
    expect(page.locator("#everything")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    assert page.locator("#everything").get_attribute("aria-activedescendant") == first.get_attribute("id")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(case.uid))


def test_parcels_and_places_lead_to_the_map(page: Page) -> None:
    code = page.context.request.get("/api/collections/parcels/items?limit=1&amphoe=6701").json()["features"][0]
    page.goto("/work")
    search(page, code["properties"]["code"]).first.click()
    expect(page).to_have_url(re.compile(f"parcel={code['id']}"))
    page.goto("/work")
    search(page, "น้ำร้อน").filter(has_text="670114").first.click()
    expect(page).to_have_url(re.compile("area=670114"))


def test_nothing_found_is_said_and_escape_closes(page: Page) -> None:
    page.goto("/work")
    expect(search(page, "ไม่มีใครชื่อนี้แน่นอน")).to_have_count(0)
    expect(page.locator("#found-note")).to_contain_text("ไม่พบ")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("#search-box")).to_be_hidden()


def test_what_is_typed_before_the_page_is_ready_is_searched_when_it_is(page: Page, case: Case) -> None:
    held: list[Route] = []
    page.route("**/header/search-box*.js", lambda route: held.append(route))
    with page.expect_request("**/header/search-box*.js"):
        page.goto("/work", wait_until="commit")
    page.get_by_role("button", name="ค้นหาทุกอย่าง").click()
    page.locator("#everything").fill(case.no)
    expect(found(page)).to_have_count(0)
    for route in held:
        route.continue_()
    expect(found(page)).to_have_count(1)


def test_on_a_phone_the_box_has_the_width_of_the_screen(page_as: Open, case: Case) -> None:
    phone = page_as("amphoe01", touch=True, path="/healthz")
    phone.goto("/work")
    expect(search(phone, case.no)).to_have_count(1)
    box = phone.locator("#search-box").bounding_box()
    assert box
    assert box["width"] == phone.viewport_size["width"]  # type: ignore[index]
    assert violations(phone) == []


def test_a_viewer_finds_parcels_and_no_people(page_as: Open, case: Case) -> None:
    page = page_as("viewer", path="/healthz")
    page.goto("/")
    expect(search(page, case.name)).to_have_count(0)
    expect(page.locator("#found-note")).to_contain_text("ไม่พบ")
