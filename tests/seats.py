"""Browsers' profiles and pages that outlive a test.

A new page fetches and compiles every module again, and a page in a new profile once more: most of what a page costs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Error, Page

DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
# A page of ours that costs nothing.
EMPTY = "/healthz"
STORED = "local_storage,indexeddb,cache_storage,service_workers,file_systems"
# What a page never forgets.
UNFORGOTTEN = ("add_init_script", "expose_function", "expose_binding")
AS_IT_IS: Any = "null"


class Seat:
    """One profile with a page at which tests sit, one after the other."""

    def __init__(self, context: BrowserContext, url: str, name: str, *, touch: bool) -> None:
        self.context, self.url, self.name, self.touch = context, url, name, touch
        self.heard: list[tuple[Any, str, Callable[..., Any]]] = []
        self.devtools: list[CDPSession] = []
        self._listen_in(context)
        self._attach = context.new_cdp_session
        context.new_cdp_session = self._remember  # type: ignore[method-assign]
        self.page = self._sit()

    def _sit(self) -> Page:
        page = self.context.new_page()
        self._listen_in(page)
        for name in UNFORGOTTEN:
            setattr(page, name, _refuse)
        page.goto(EMPTY)
        return page

    def _listen_in(self, to: Any) -> None:
        listen = to.on

        def remembered(event: str, hear: Callable[..., Any]) -> None:
            self.heard.append((to, event, hear))
            listen(event, hear)

        to.on = remembered

    def _remember(self, page: Any) -> CDPSession:
        self.devtools.append(self._attach(page))
        return self.devtools[-1]

    def leave(self) -> None:
        """Be as it was made, but for what it has of our files and for its session. Raises Error when that cannot be."""
        for page in self.context.pages:
            if page != self.page:
                page.close()
        for to, event, hear in self.heard:
            to.remove_listener(event, hear)
        self.heard.clear()
        self._leave_context()
        if self.page.is_closed():
            self.page = self._sit()
        else:
            self._leave_page()
        self._forget()

    def _leave_context(self) -> None:
        for devtools in self.devtools:
            with suppress(Error):  # the test has done it, or its page is gone
                devtools.detach()
        self.devtools.clear()
        self.context.unroute_all()
        self.context.set_offline(False)
        self.context.clear_permissions()
        self.context.set_geolocation(None)
        self.context.clear_cookies(name=re.compile("^(?!sessionid$)") if self.name else None)

    def _leave_page(self) -> None:
        page = self.page
        page.unroute_all()
        page.emulate_media(media=AS_IT_IS, color_scheme=AS_IT_IS, reduced_motion=AS_IT_IS, forced_colors=AS_IT_IS)
        page.set_viewport_size(PHONE if self.touch else DESKTOP)  # type: ignore[arg-type]
        page.goto(EMPTY)
        page.mouse.move(0, 0)
        page.evaluate("sessionStorage.clear()")

    def _forget(self) -> None:
        devtools = self._attach(self.page)
        devtools.send("Storage.clearDataForOrigin", {"origin": self.url, "storageTypes": STORED})
        devtools.detach()


def _refuse(*_: Any, **__: Any) -> None:
    raise AssertionError("The next test gets this page, which never forgets that: take a profile of your own.")
