"""Who asks the device for less motion gets none: pages without transitions, a map that moves and zooms at once."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Server
from tests.frontend.drawing import Bench, Client

OpenPage = Callable[..., Page]
MOVING = """() => [...document.querySelectorAll('*')].filter((node) => {
  const { transitionDuration, animationName } = getComputedStyle(node)
  return animationName !== 'none' || transitionDuration.split(',').some((length) => parseFloat(length) > 0)
}).map((node) => node.outerHTML.slice(0, 120))"""
# Which motions of the map begin from now on.
WATCH = """() => {
  globalThis.motions = new Set()
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      for (const name of ['leaflet-pan-anim', 'leaflet-zoom-anim']) if (target.classList.contains(name)) motions.add(name)
    }
  }).observe(document.getElementById('map'), { attributeFilter: ['class'], subtree: true })
}"""


def open_with(page_as: OpenPage, motion: str, path: str, *, touch: bool = False) -> Page:
    page = page_as("amphoe01", touch=touch, path="/healthz")
    page.emulate_media(reduced_motion=motion)  # type: ignore[arg-type]
    page.goto(path)
    return page


@pytest.mark.parametrize(("motion", "seen"), [("reduce", 0), ("no-preference", 2)])
def test_the_map_moves_and_zooms_at_once(page_as: OpenPage, motion: str, seen: int) -> None:
    page = open_with(page_as, motion, "/?at=16.315,101.17,16")
    plan = page.locator("#map")
    expect(plan).to_have_attribute("aria-busy", "false")
    page.evaluate(WATCH)
    plan.focus()
    page.keyboard.press("ArrowRight")
    expect(page).not_to_have_url(re.compile("101.170000"))
    page.keyboard.press("+")
    expect(page).to_have_url(re.compile(r",1[67]\.?\d*$"))
    expect(page).not_to_have_url(re.compile(",16$"))
    expect(plan).to_have_attribute("aria-busy", "false")
    assert page.evaluate("motions.size") == seen


@pytest.mark.parametrize("touch", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("path", ["/?at=16.315,101.17,16", "/applications", "/outbox", "/sign-in"])
def test_nothing_on_a_page_moves_by_itself(page_as: OpenPage, path: str, touch: bool) -> None:
    page = open_with(page_as, "reduce", path, touch=touch)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(MOVING) == []


def test_nothing_moves_while_somebody_draws(page_as: OpenPage, server: Server) -> None:
    page = open_with(page_as, "reduce", "/healthz")
    bench = Bench(page, server.url)
    land, uid = Client(page, server.url).own_parcel()
    bench.open(land, uid)
    bench.start("Edit shape")
    assert page.evaluate(MOVING) == []
