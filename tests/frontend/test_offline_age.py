"""How old the land is that is shown without a network, and that what waits is asked to be kept for good."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Server
from tests.frontend.drawing import Bench, Client
from tests.frontend.test_accessibility import SIZES, violations
from tests.frontend.test_draw_nothing_lost import edit
from tests.frontend.test_offline_new_parcel import TAMBON, take_along

AGED = """async (days) => {
  const db = await new Promise((done) => { const r = indexedDB.open('plaeng'); r.onsuccess = () => done(r.result) })
  const rows = db.transaction('taken', 'readwrite').objectStore('taken')
  const all = await new Promise((done) => { const r = rows.getAll(); r.onsuccess = () => done(r.result) })
  for (const row of all) rows.put({ ...row, taken_at: Date.now() - days * 86400000 })
  await new Promise((done) => { rows.transaction.oncomplete = done })
  db.close()
}"""
COUNTED = """() => {
  const { storage } = navigator
  const persist = storage.persist.bind(storage)
  globalThis.asked = 0
  storage.persist = () => { globalThis.asked += 1; return persist() }
}"""


@pytest.fixture
def client(page_as: Callable[..., Page], server: Server) -> Client:
    return Client(page_as("amphoe01"), server.url)


@SIZES
def test_the_map_says_how_old_it_is(
    installed: Callable[..., Page], server: Server, client: Client, touch: bool
) -> None:
    land = client.free_land()
    page = installed("amphoe01", touch=touch, path="/outbox")
    take_along(page, TAMBON)
    bench = Bench(page, server.url, touch=touch)
    said = page.locator("#notice").get_by_text("No network: as of")
    page.context.set_offline(True)
    bench.open(land)
    expect(said).to_have_text(re.compile(r"as of \d+ \w+ \d{4} \d\d:\d\d\.$"))
    page.evaluate(AGED, 8)
    page.wait_for_timeout(5100)  # the service worker looks again
    bench.open(land)
    expect(said).to_contain_text("8 days ago. Others may have changed it since")
    expect(page.locator("#notice .is-warn")).to_be_visible()
    assert violations(page) == []
    page.context.set_offline(False)
    bench.open(land)
    expect(said).to_have_count(0)


def test_the_browser_is_asked_to_keep_what_waits(page_as: Callable[..., Page], server: Server, client: Client) -> None:
    land, uid = client.own_parcel()
    bench = Bench(page_as("amphoe01"), server.url)
    bench.open(land, uid)
    bench.page.evaluate(COUNTED)
    bench.start("Edit shape")
    bench.page.context.set_offline(True)
    edit(bench, "ArrowRight", "kept")
    assert bench.page.evaluate("globalThis.asked") == 0
    bench.press("Save")
    expect(bench.panel).to_be_empty()
    assert bench.page.evaluate("globalThis.asked") == 1
