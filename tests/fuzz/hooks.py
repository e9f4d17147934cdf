"""What schemathesis is told beside the document: how to sign in, and values that lead to land which is there.

Only input that was made to be good is touched, and half of it stays as it was made: the refusals are tried too.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

import requests
import schemathesis

NAME = os.environ.get("FUZZ_USER", "amphoe01")
TAMBON = "670101"
FILTERS = [
    "state = 'DRAFT' AND area_calc_m2 > 1600",
    "version IN (1, 2) OR tambon LIKE '67%'",
    "S_INTERSECTS(geom, BBOX(101.1, 16.3, 101.3, 16.5))",
    "updated_at >= TIMESTAMP('2025-01-31T00:00:00Z')",
]


@dataclass
class Officer:
    """One signed-in browser of a demonstration officer."""

    base: str
    http: requests.Session = field(default_factory=requests.Session)

    def sign_in(self) -> Officer:
        """Raises HTTPError when it is refused."""
        address = f"{self.base}/session"
        self.http.headers["X-CSRFToken"] = self.http.get(address).json()["csrf"]
        self.http.post(address, json={"username": NAME, "password": "plaeng-demo"}).raise_for_status()
        self.http.headers["X-CSRFToken"] = self.http.get(address).json()["csrf"]
        return self

    def cookies(self) -> dict[str, str]:
        return {cookie.name: cookie.value or "" for cookie in self.http.cookies}

    def uids(self, collection: str) -> list[str]:
        """Some identities that the officer sees."""
        found = self.http.get(f"{self.base}/collections/{collection}/items", params={"limit": 20}).json()
        return [feature["id"] for feature in found["features"]]


SIGNED_IN: dict[str, Officer] = {}


@schemathesis.auth(refresh_interval=None)
class Session:
    """The cookie and the CSRF token of an officer; signing out gets a session of its own, or all would end with it."""

    def get(self, case: Any, ctx: Any) -> Officer:
        base = _base(case)
        if base not in SIGNED_IN:
            SIGNED_IN[base] = Officer(base).sign_in()
        return SIGNED_IN[base]

    def set(self, case: Any, data: Officer, ctx: Any) -> None:
        officer = Officer(data.base).sign_in() if case.operation.label == "DELETE /session" else data
        case.cookies = {**(case.cookies or {}), **officer.cookies()}
        case.headers["X-CSRFToken"] = officer.http.headers["X-CSRFToken"]


def _base(case: Any) -> str:
    return str(case.operation.schema.get_base_url()).rstrip("/")


KNOWN: dict[str, list[str]] = {}


def _uid(case: Any, collection: str) -> str:
    if collection not in KNOWN:
        KNOWN[collection] = Session().get(case, None).uids(collection)
    known = KNOWN[collection]
    return known[_dice(case) % len(known)]


def _dice(case: Any) -> int:
    """A number that the same input always gets, so that a seed leads to the same run."""
    return sum(repr((case.body, case.query, case.path_parameters)).encode())


@schemathesis.hook
def map_case(context: Any, case: Any) -> Any:
    """Lead half of the good input to what exists."""
    is_good = case.meta is None or not case.meta.generation.mode.is_negative
    if is_good and _dice(case) % 2 and "/collections/" in case.operation.path:
        _lead(case, case.operation.path.split("/")[2])
    return case


def _lead(case: Any, collection: str) -> None:
    if "{uid}" in case.operation.path and collection != "areas":
        case.path_parameters["uid"] = _uid(case, collection)
        if "If-Match" in (case.headers or {}):
            case.headers["If-Match"] = "*"
    if (case.query or {}).get("filter") and case.query.get("filter-lang") != "cql2-json":
        case.query["filter"] = FILTERS[_dice(case) % len(FILTERS)]
    if isinstance(case.body, dict) and isinstance(case.body.get("properties"), dict):
        _place(case, collection, case.body)


def _place(case: Any, collection: str, feature: dict[str, Any]) -> None:
    """Land of the officer's own amphoe, without the shapes that nobody could have drawn there."""
    feature.pop("id", None)
    if collection == "parcels":
        feature["properties"] |= {"tambon": TAMBON, "village_code": "", "joined_area_m2": 0}
        feature["geometry"] = None
    elif "parcel" in feature["properties"]:
        feature["properties"]["parcel"] = _uid(case, "parcels")
