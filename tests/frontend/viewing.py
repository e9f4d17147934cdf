"""Looking at the bench as an officer does, and what it asks the API for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, Request, expect

Sql = Callable[..., list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Place:
    """A drawn parcel: its id, code, state ('' outside the programme) and a point inside it."""

    uid: str
    code: str
    state: str
    lon: float
    lat: float

    def near(self, zoom: float = 17.5) -> str:
        return f"/?at={self.lat:.6f},{self.lon:.6f},{zoom}"


def places(sql: Sql, condition: str, *params: Any) -> list[Place]:
    """Drawn parcels, the largest first."""
    rows = sql(
        "SELECT uid::text, code, coalesce(state, ''), ST_X(ST_PointOnSurface(geom)), ST_Y(ST_PointOnSurface(geom)) "
        f"FROM parcel WHERE geom IS NOT NULL AND withdrawn_at IS NULL AND {condition} ORDER BY area_calc_m2 DESC",
        *params,
    )
    return [Place(*row) for row in rows]


class Bench:
    """One page of the bench; `asked` are the requests for features so far, `faults` what the console complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[Request] = []
        self.faults: list[str] = []
        page.on("request", lambda r: self.asked.append(r) if "/items?" in r.url else None)
        page.on("console", lambda m: self.faults.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda e: self.faults.append(str(e)))

    def open(self, path: str = "/") -> Bench:
        self.page.goto(path)
        expect(self.page.locator("#count")).to_have_text(re.compile(r"\d"))
        self.page.wait_for_load_state("networkidle")
        return self

    @property
    def rows(self) -> Locator:
        return self.page.locator("#rows .row")

    def row(self, code: str) -> Locator:
        return self.rows.filter(has_text=code)

    @property
    def title(self) -> Locator:
        return self.page.locator("#parcel h2")

    @property
    def count(self) -> int:
        text = self.page.locator("#count").inner_text()
        return int(text.split()[0].replace(",", ""))

    def chip(self, name: str) -> Locator:
        return self.page.get_by_role("group", name="กรองตามสถานะ").get_by_role("button", name=name)

    def settle(self) -> None:
        """Wait until the map has stopped moving."""
        expect(self.page.locator(".leaflet-pan-anim, .leaflet-zoom-anim")).to_have_count(0)

    def params(self, collection: str, *, with_box: bool) -> dict[str, str]:
        """The parameters of the last request for the features of a collection, for the map or for the list."""
        for request in reversed(self.asked):
            query = {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}
            if f"/{collection}/" in request.url and ("bbox" in query) == with_box:
                return query
        return {}

    def click_map(self, where: Place) -> None:
        """Click the middle of the map, where the place is, with nothing in the way."""
        box = self.page.locator("#map").bounding_box()
        assert box
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
