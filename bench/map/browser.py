"""Chromium for measurements, and pages of ours in it that are signed in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from parcels.demo.accounts import PASSWORD

HERE = Path(__file__).resolve().parent
STATIC = HERE.parent.parent / "frontend" / "static"
VIEW = {"width": 1440, "height": 900}
TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html"}


# V8 compiles what runs often once more, and faster code is longer. Without it there is one form of each function.
COMPILED_ONCE = "--js-flags=--no-opt --no-maglev --no-sparkplug --no-regexp-tier-up"


@contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["PLAENG_TEST_CHROMIUM"], args=["--no-sandbox", "--disable-gpu", *flags]
        )
        yield browser
        browser.close()


@contextmanager
def signed_in(browser: Browser, url: str, user: str) -> Iterator[Page]:
    """A page in English in a session and a cache of its own."""
    context = browser.new_context(base_url=url, viewport=VIEW)
    context.add_cookies([{"name": "django_language", "value": "en", "url": url}])
    csrf = context.request.get(f"{url}/api/session").json()["csrf"]
    answer = context.request.post(
        f"{url}/api/session", data={"username": user, "password": PASSWORD},
        headers={"X-CSRFToken": csrf, "Referer": url},
    )  # fmt: skip
    if not answer.ok:
        raise RuntimeError(f"{user} may not sign in: {answer.status}")
    yield context.new_page()
    context.close()


def serve_contest(context: BrowserContext, url: str) -> str:
    """The bare map of the contest under the site's own address, with the modules as they stand here; its address."""
    root = f"{url}/bench-map"

    def serve(route: Route) -> None:
        name = route.request.url.removeprefix(f"{root}/").partition("?")[0]
        path = HERE / name if "/" not in name else STATIC / name
        if path.is_file():
            route.fulfill(path=path, content_type=TYPES.get(path.suffix))
        else:
            route.fulfill(status=404, body="")

    context.route(f"{root}/**", serve)
    return f"{root}/contest.html"
