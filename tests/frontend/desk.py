"""The desk of an officer: applications made through the API, and the two pages on which they are worked on."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Case:
    """An application that a test made: its id, its number and its applicant's name, which nobody else has."""

    uid: str
    no: str
    name: str

    @property
    def path(self) -> str:
        return f"/applications/{self.uid}"


class Desk:
    """The API in the name of who is signed in on a page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def send(self, method: str, path: str, body: Any, **headers: str) -> Any:
        request = self.page.context.request
        token = request.get("/api/session").json()["csrf"]
        answer = request.fetch(path, method=method, data=body, headers={"X-CSRFToken": token, **headers})
        assert answer.ok, answer.text()
        return answer.json()

    def case(self, tambon: str = "670101", **more: Any) -> Case:
        """A draft without consent or land."""
        name = f"นางทดสอบ เลขที่{next(NUMBERS)}"
        applicant = self.send(
            "POST", "/api/applicants", {"kind": "PERSON", "sector": "PEOPLE", "name_th": name, "tambon": tambon}
        )
        wish = {"applicant": applicant["uid"], "model": "HLM", "relation": "HOLDER", **more}
        made = self.send("POST", "/api/applications", wish)
        return Case(made["uid"], made["no"], name)

    def ready_case(self) -> Case:
        """A draft that may be sent in."""
        case = self.case()
        self.consent(case, "DATA")
        land = {"tambon": "670101", "land_class": "PRIVATE", "joined_area_m2": 1600, "application": case.uid}
        feature = {"type": "Feature", "geometry": None, "properties": land}
        self.send("POST", "/api/collections/parcels/items", feature)
        return case

    def consent(self, case: Case, kind: str) -> dict[str, Any]:
        about = {"application": case.uid, "kind": kind, "given_by": case.name, "signed_on": "2026-11-02"}
        given: dict[str, Any] = self.send("POST", "/api/consents", {**about, "text_version": "1"})
        return given

    def withdraw_consent(self, consent: dict[str, Any]) -> None:
        self.send("PATCH", f"/api/consents/{consent['uid']}", {"withdrawn_on": "2026-11-03"}, **{"If-Match": '"1"'})

    def move(self, case: Case, to: str, **told: Any) -> None:
        self.send("POST", f"/api/applications/{case.uid}/transitions", {"to": to, **told})

    def state(self, case: Case) -> str:
        return str(self.page.context.request.get(f"/api/applications/{case.uid}").json()["state"])


def open_list(page: Page, query: str = "") -> Page:
    page.goto(f"/applications{query}")
    expect(page.locator("#list")).to_have_attribute("aria-busy", "false")
    return page


def row(page: Page, case: Case) -> Locator:
    return page.locator(f'[data-uid="{case.uid}"]')


def box(page: Page, case: Case) -> Locator:
    return page.get_by_role("checkbox", name=f"เลือก {case.no}")


def open_case(page: Page, case: Case) -> Page:
    page.goto(case.path)
    expect(page.locator("#application")).to_have_attribute("aria-busy", "false")
    return page
