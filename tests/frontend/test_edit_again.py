"""Who edits a parcel right after saving it goes on from what was saved, however slow the network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser import Server
from tests.frontend.drawing import Bench, Client

VERSION = "SELECT version FROM parcel WHERE uid = %s"


def test_the_second_edit_begins_from_the_first(
    page_as: Callable[..., Page], server: Server, sql: Callable[..., list[tuple[Any, ...]]]
) -> None:
    land, parcel = Client(page_as("amphoe01"), server.url).own_parcel()
    bench = Bench(page_as("amphoe01"), server.url)
    bench.open(land, parcel)
    ((before,),) = sql(VERSION, parcel)
    bench.start("Edit shape")
    bench.drag(bench.page.get_by_role("button", name="Corner 3 of 4"), -10, 8)

    held: list[Route] = []
    slow = True
    bench.page.route(
        f"**/collections/parcels/items/{parcel}**",
        lambda route: held.append(route) if slow and route.request.method == "GET" else route.continue_(),
    )
    with bench.page.expect_request(lambda request: request.method == "GET" and parcel in request.url):
        bench.press("Save")
    bench.page.get_by_role("button", name="Edit shape", exact=True).click()
    slow = False
    for route in held:
        route.continue_()
    expect(bench.panel.get_by_role("heading", level=2)).to_contain_text("Edit parcel")
    bench.drag(bench.page.get_by_role("button", name="Corner 3 of 4"), -10, 8)
    bench.press("Save")
    expect(bench.panel).to_be_empty()
    assert sql(VERSION, parcel) == [(before + 2,)]
