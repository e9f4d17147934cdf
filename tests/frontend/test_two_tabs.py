"""Two tabs of one browser share an outbox: each item reaches the server once, whichever tab is closed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser import Server
from tests.frontend.drawing import Bench, Client

Sql = Callable[..., list[tuple[Any, ...]]]
OpenPage = Callable[..., Page]
STORED = "SELECT name, version FROM parcel WHERE uid = %s"
SENDERS = """async () => {
  const { held, pending } = await navigator.locks.query()
  return [held, pending].map((all) => all.filter(({ name }) => name === 'plaeng-outbox-sender').length)
}"""


@pytest.fixture
def client(page_as: OpenPage, server: Server) -> Client:
    return Client(page_as("amphoe01b"), server.url)


@pytest.fixture
def first(page_as: OpenPage, server: Server) -> Bench:
    return Bench(page_as("amphoe01"), server.url)


def listen(page: Page) -> Counter[str]:
    """How many answers came for each key, to all tabs of the browser."""
    keys: Counter[str] = Counter()

    def hear(answer: Response) -> None:
        key = answer.request.headers.get("idempotency-key")
        if key:
            keys[key] += 1

    page.context.on("response", hear)
    return keys


def test_two_tabs_send_each_item_once(first: Bench, server: Server, client: Client, sql: Sql) -> None:
    second = Bench(first.page.context.new_page(), server.url)
    land, one = client.own_parcel()
    second.open(land, one)
    keys = listen(first.page)
    first.open(land, one)
    assert first.page.evaluate(SENDERS) == [1, 1], "one tab sends, the other stands by"
    first.start("Edit shape")
    first.page.context.set_offline(True)
    first.panel.get_by_label("Name").fill("First of two tabs")
    first.press("Save")
    second.start("Edit shape")
    second.panel.get_by_label("Land class").select_option("TEMPLE")
    second.press("Save")
    for bench in (first, second):
        expect(bench.page.locator("#outbox-link")).to_have_accessible_name(re.compile("2 items wait"))
    first.page.context.set_offline(False)
    for bench in (first, second):
        expect(bench.page.locator("#outbox-link")).to_be_hidden()
    assert len(keys) == 2
    assert set(keys.values()) == {1}
    stored = client.get(f"collections/parcels/items/{one}")["properties"]
    assert (stored["name"], stored["land_class"], stored["version"]) == ("First of two tabs", "TEMPLE", 3)


def test_the_other_tab_goes_on_when_the_sending_one_is_closed(
    first: Bench, server: Server, client: Client, sql: Sql
) -> None:
    land, uid = client.own_parcel()
    keys = listen(first.page)
    first.open(land, uid)
    second = Bench(first.page.context.new_page(), server.url)
    second.open(land, uid)
    assert second.page.evaluate(SENDERS) == [1, 1]
    first.start("Edit shape")
    first.page.context.set_offline(True)
    first.panel.get_by_label("Name").fill("Left to the other")
    first.press("Save")
    expect(second.page.locator("#outbox-link")).to_have_accessible_name(re.compile("1 item waits"))
    first.page.close()
    second.page.context.set_offline(False)
    expect(second.page.locator("#outbox-link")).to_be_hidden()
    assert second.page.evaluate(SENDERS) == [1, 0]
    assert list(keys.values()) == [1]
    assert sql(STORED, uid) == [("Left to the other", 2)]


def test_a_tab_that_is_closed_before_its_answer_leaves_one_row(
    first: Bench, server: Server, client: Client, sql: Sql
) -> None:
    """The server has stored it, the tab is gone before it heard: the other one sends the same key again."""
    land, uid = client.own_parcel()
    first.open(land, uid)
    second = Bench(first.page.context.new_page(), server.url)
    second.open(land, uid)
    asked: list[str] = []
    first.page.context.on("request", lambda r: asked.append(r.headers.get("idempotency-key", "")))
    first.start("Edit shape")
    first.page.context.set_offline(True)
    first.panel.get_by_label("Name").fill("Stored unheard")
    first.press("Save")
    expect(second.page.locator("#outbox-link")).to_have_accessible_name(re.compile("1 item waits"))
    held: list[Any] = []

    def hold(route: Any) -> None:
        if route.request.method == "PATCH":
            route.fetch()  # stored, and no answer goes to the page
            held.append(route)
        else:
            route.continue_()

    first.page.route(re.compile("/api/collections/parcels/items/"), hold)
    asked.clear()
    first.page.context.set_offline(False)
    for _ in range(200):
        if sql(STORED, uid) == [("Stored unheard", 2)] and held:
            break
        first.page.wait_for_timeout(100)
    first.page.close()
    expect(second.page.locator("#outbox-link")).to_be_hidden()
    keys = [key for key in asked if key]
    assert len(keys) >= 2
    assert len(set(keys)) == 1
    assert sql(STORED, uid) == [("Stored unheard", 2)]
