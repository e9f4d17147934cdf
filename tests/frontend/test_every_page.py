"""Every page that there is, found by its address: at both sizes and in both languages nothing complains or is cut off.

With PICTURES=FOLDER (bin/pictures FOLDER) a picture of each is left there.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from frontend.urls import urlpatterns
from tests.browser import Server
from tests.frontend.test_accessibility import violations

FOLDER = os.environ.get("PICTURES", "")
NO_PAGES = {"language", "catalogue", "service-worker", "web-manifest", "shell"}
# Who looks: nobody is signed in, or another than the officer of an amphoe.
OTHERS = {"sign-in": "", "invitation": "", "officers": "province"}
# Pages that say that something is not there: a request of theirs finds nothing.
ABSENT = {"not-found", "invitation"}
# Where the uid in an address comes from: the newest row of a list.
EXAMPLES = {
    "application": "/api/applications?limit=1",
    "register-on": "/api/applications?limit=1&state=DRAFT",
    "applicant": "/api/applicants?limit=1",
    "parcel-history": "/api/collections/parcels/items?limit=1&state=APPLIED",
}
PAGES = {str(one.name): str(one.pattern) for one in urlpatterns if one.name not in NO_PAGES} | {"not-found": "nowhere"}
# English words are longer: they are cut off on a phone, if anywhere.
LOOKS = [(False, "th"), (True, "th"), (True, "en"), *([(False, "en")] if FOLDER else [])]


def example(page: Page, name: str) -> str:
    """The uid of a row that a page can show."""
    answer = page.context.request.get(EXAMPLES[name], headers={"accept": "application/json"}).json()
    first = (answer.get("items") or answer["features"])[0]
    return str(first.get("uid") or first["id"])


def address(page: Page, name: str) -> str:
    path = PAGES[name].replace("<str:secret>", "x" * 43)
    return "/" + (path.replace("<uuid:uid>", example(page, name)) if "<uuid:uid>" in path else path)


@pytest.mark.parametrize(("touch", "language"), LOOKS, ids=lambda v: {False: "desk", True: "phone"}.get(v, v))
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole(page_as: Callable[..., Page], server: Server, name: str, touch: bool, language: str) -> None:
    page = page_as(OTHERS.get(name, "amphoe01"), touch=touch, path="about:blank")
    faults: list[str] = []
    page.context.add_cookies([{"name": "django_language", "value": language, "url": server.url}])
    page.on("pageerror", lambda e: faults.append(str(e)))
    page.on("console", lambda m: faults.append(f"{m.text} {m.location}") if m.type == "error" else None)
    page.goto(address(page, name))
    page.wait_for_load_state("networkidle")
    page.wait_for_function("!document.querySelector('[aria-busy=true]')")
    if FOLDER:
        Path(FOLDER).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{FOLDER}/{name}-{'phone' if touch else 'desk'}-{language}.png")
    assert page.locator("html").get_attribute("lang") == language
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not [fault for fault in faults if "404" not in fault or name not in ABSENT]
    # What each page holds in its states is looked at in the tests of the page.
    assert (touch, language) != LOOKS[0] or violations(page) == []
