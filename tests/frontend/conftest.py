"""The bench of a demonstration account in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import DESKTOP, PHONE, Server, sign_in
from tests.frontend.modules import Modules
from tests.frontend.viewing import Bench, Place, Sql, places

expect.set_options(timeout=20_000)  # a state may come late where several workers share two cores


@pytest.fixture
def bench_of(page_as: Callable[..., Page]) -> Callable[..., Bench]:
    """Opens the bench as somebody: bench_of("amphoe01", "/?area=670114", touch=True)."""

    def open_bench(name: str, path: str = "/", *, touch: bool = False) -> Bench:
        page = page_as(name, touch=touch, path="/healthz")
        return Bench(page).open(path)

    return open_bench


@pytest.fixture
def zoned(sql: Sql) -> Place:
    """The largest parcel of amphoe Mueang that has zones and takes part."""
    return places(sql, "amphoe = '6701' AND state IS NOT NULL AND id IN (SELECT parcel FROM zone)")[0]


@pytest.fixture
def elsewhere(sql: Sql) -> Place:
    """A parcel of amphoe Wichian Buri."""
    return places(sql, "amphoe = '6705'")[0]


@pytest.fixture(scope="module")
def modules(browser: Browser) -> Iterator[Modules]:
    """The map's modules, loaded in a page of their own."""
    loaded = Modules(browser)
    yield loaded
    loaded.page.close()


@pytest.fixture
def installed(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """A page with the service worker in charge: installed("amphoe01", touch=True)."""
    contexts = []

    def open_page(name: str, *, touch: bool = False, path: str = "/") -> Page:
        context = browser.new_context(
            base_url=server.url, viewport=PHONE if touch else DESKTOP, has_touch=touch, is_mobile=touch, locale="th-TH"
        )
        contexts.append(context)
        sign_in(context, server, name)
        context.add_cookies([{"name": "django_language", "value": "en", "url": server.url}])
        page = context.new_page()
        page.goto(path)
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        page.reload()
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        return page

    yield open_page
    for context in contexts:
        context.close()
