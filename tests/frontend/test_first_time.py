"""The first day of a community-development officer: signed in, the land found, drawn, zoned and sent in, in few actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import Server
from tests.frontend.desk import Case, Desk
from tests.frontend.drawing import Bench, Client, Land, rectangle
from tests.frontend.test_accessibility import violations

Sql = Callable[..., list[tuple[Any, ...]]]
OpenPage = Callable[..., Page]
MOST = 12
STORED = """
    SELECT p.state, a.state, p.capture_method, round(p.area_calc_m2)::int, p.geom IS NOT NULL
    FROM parcel p JOIN application a ON a.id = p.application WHERE p.uid = %s
"""
ZONES = """
    SELECT z.zone_type, round(100 * z.area_calc_m2 / sum(z.area_calc_m2) OVER ())::int, ST_CoveredBy(z.geom, p.geom)
    FROM zone z JOIN parcel p ON p.id = z.parcel WHERE p.uid = %s ORDER BY z.zone_type
"""


# Whether the middle of a thing at rest can be touched as the page stands: not off the screen, not under a bar.
IS_SEEN = """async node => {
  await Promise.allSettled(node.getAnimations({ subtree: true }).map((one) => one.finished))
  const { x, y, width, height } = node.getBoundingClientRect()
  const there = document.elementFromPoint(x + width / 2, y + height / 2)
  return there !== null && (node.contains(there) || there.contains(node))
}"""


class Beginner:
    """Somebody who sees the pages for the first time, in Thai, and everything that he does.

    One action is one thing that he decides and does: a tap or click that sets no corner, one field filled, or one
    outline drawn (all of its corners; the last one, on the first, closes it). Nothing else is done to the page: no key,
    no address, no scrolling to what is out of sight. Waiting is no action, looking is none.
    """

    def __init__(self, page: Page, url: str, *, touch: bool) -> None:
        self.bench = Bench(page, url, touch=touch)
        page.context.clear_cookies()  # of the language: the pages are as they come
        self.page = page
        self.actions: list[str] = []

    def _do(self, words: str) -> None:
        self.actions.append(words)
        assert len(self.actions) <= MOST, "\n".join(self.actions)

    def _sees(self, thing: Locator) -> None:
        """It comes to rest, as whatever carries it does, where it can be touched; it may be drawn anew meanwhile."""
        expect(thing).to_be_enabled()
        for _ in range(50):
            if thing.evaluate(IS_SEEN):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"has to be scrolled to: {thing}")

    def press(self, thing: Locator) -> None:
        self._sees(thing)
        self._do(f"press “{' '.join(thing.inner_text().split())}”")
        if self.bench.touch:
            thing.tap()
        else:
            thing.click()

    def type(self, field: Locator, text: str, *, hidden: bool = False) -> None:
        """Into a field that is there and ready: nobody has to put the cursor into it first."""
        self._sees(field)
        self._do(f"type {'the password' if hidden else text}")
        field.fill(text)

    def draw(self, *corners: tuple[float, float]) -> None:
        self._do(f"draw the outline, {len(corners)} corners")
        self.bench.points(*corners, corners[0])


def draft_without_shape(desk: Desk) -> tuple[Case, str, str]:
    """An application that a colleague wrote down at the counter, its land known by area only: the parcel's uid and code."""
    case = desk.case("670114")
    desk.consent(case, "DATA")
    land = {"tambon": "670114", "land_class": "PRIVATE", "joined_area_m2": 4966.5, "application": case.uid}
    made = desk.send(
        "POST", "/api/collections/parcels/items", {"type": "Feature", "geometry": None, "properties": land}
    )
    return case, made["id"], made["properties"]["code"]


def walk_the_path(one: Beginner, land: Land, code: str) -> None:
    page, bench = one.page, one.bench
    page.goto("/")
    one.type(page.get_by_label("ชื่อผู้ใช้"), "amphoe01")
    one.type(page.get_by_label("รหัสผ่าน"), "plaeng-demo", hidden=True)
    one.press(page.get_by_role("button", name="เข้าสู่ระบบ"))
    # Loaded, with all that says what is shown: before that there is nothing to see, and to the test there are two searches.
    page.wait_for_url(lambda url: "/sign-in" not in url)
    one.press(page.get_by_role("button", name="ค้นหาทุกอย่าง"))
    one.type(page.get_by_role("combobox", name="ค้นหาทุกอย่าง"), code)
    one.press(page.get_by_role("option").filter(has_text=code).first)
    one.type(page.get_by_label("พิกัดที่ดิน"), f"{land.south + land.height / 2:.6f}, {land.west + land.width / 2:.6f}")
    expect(page.locator(".place-finder")).to_contain_text("แผนที่อยู่ตรงนั้นแล้ว")
    one.press(page.get_by_role("button", name="วาดรูปแปลง"))
    expect(bench.map).to_have_attribute("aria-busy", "false")
    bench.settle()
    one.draw(*rectangle(land))
    one.press(bench.panel.get_by_role("button", name="บันทึก แล้วแบ่งโซน"))
    one.press(bench.panel.get_by_role("button", name="บันทึกแบบนี้"))
    one.press(page.get_by_role("button", name="ส่งใบสมัคร"))
    expect(page.locator("#parcel .pill")).to_have_text("รับสมัครแล้ว")


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "touch"])
def test_from_sign_in_to_sent_in_at_most_twelve_actions(
    page_as: OpenPage, server: Server, sql: Sql, touch: bool
) -> None:
    colleague = page_as("amphoe01b")
    land = Client(colleague, server.url).free_land()
    _case, parcel, code = draft_without_shape(Desk(colleague))
    one = Beginner(page_as(touch=touch), server.url, touch=touch)
    walk_the_path(one, land, code)
    print("\n".join(f"{n}. {words}" for n, words in enumerate(one.actions, 1)))  # what docs/officers.th.md lists
    assert len(one.actions) <= MOST
    ((of_parcel, of_application, method, area, is_drawn),) = sql(STORED, parcel)
    assert (of_parcel, of_application, method, is_drawn) == ("APPLIED", "APPLIED", "SCREEN", True)
    assert area == pytest.approx(4960, abs=60)
    zones = sql(ZONES, parcel)
    assert [kind for kind, *_rest in zones] == ["house", "khok", "na", "nong"]
    assert [share for _kind, share, _in in zones] == pytest.approx([10, 30, 30, 30], abs=1)
    assert all(is_inside for *_rest, is_inside in zones)
    assert not one.bench.errors
    assert violations(one.page) == []
