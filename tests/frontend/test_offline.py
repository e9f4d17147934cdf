"""Without a network: the page opens, what is saved waits, and goes once when there is a network again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Server
from tests.frontend.drawing import Bench, Client
from tests.frontend.test_draw_nothing_lost import edit

Sql = Callable[..., list[tuple[Any, ...]]]
OpenPage = Callable[..., Page]


@pytest.fixture
def client(page_as: OpenPage, server: Server) -> Client:
    return Client(page_as("amphoe01"), server.url)


def test_the_page_opens_without_a_network(installed: Callable[..., Page]) -> None:
    page = installed("amphoe01")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("link", name="No network")).to_be_visible()
    expect(page.get_by_role("application")).to_be_visible()
    page.goto("/outbox")
    expect(page.get_by_text("Everything is sent")).to_be_visible()


def test_a_parcel_changed_without_a_network_goes_when_there_is_one(
    installed: Callable[..., Page], server: Server, client: Client, sql: Sql
) -> None:
    land, uid = client.own_parcel()
    page = installed("amphoe01")
    bench = Bench(page, server.url)
    bench.open(land, uid)
    page.context.set_offline(True)
    bench.start("Edit shape")
    edit(bench, "ArrowRight", f"offline {uid}")
    bench.press("Save")
    expect(bench.panel).to_be_empty()
    expect(page.get_by_role("link", name=re.compile("1 change waits"))).to_be_visible()
    expect(page.locator("#outbox-link")).to_contain_text("No network")
    page.goto("/outbox")
    expect(page.locator("li[data-state]")).to_have_count(1)
    assert sql("SELECT version FROM parcel WHERE uid = %s", uid) == [(1,)]
    page.context.set_offline(False)
    expect(page.get_by_role("list", name="Items").get_by_role("listitem")).to_contain_text("receipt")
    assert sql("SELECT name, version FROM parcel WHERE uid = %s", uid) == [(f"offline {uid}", 2)]
