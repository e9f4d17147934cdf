"""Looking at the bench as an officer does, and what it asks the API for."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, expect

from tests.frontend.drawing import mercator

# The colour of the only pixel of a picture.
PIXEL = """async (data) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))
    const canvas = new OffscreenCanvas(1, 1).getContext('2d')
    canvas.drawImage(await createImageBitmap(new Blob([bytes])), 0, 0)
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)
}"""
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
        page.on("request", lambda r: self.asked.append(r) if "/items?" in r.url or "/tiles/" in r.url else None)
        page.on("console", self._hear)
        page.on("pageerror", lambda e: self.faults.append(str(e)))

    def _hear(self, message: ConsoleMessage) -> None:
        """Browsers ask for an icon of the bare page that comes before the bench; tests/browser.py lets no worker in."""
        is_ours = not message.location["url"].endswith("/favicon.ico") and "blocked by Playwright" not in message.text
        if message.type in {"error", "warning"} and is_ours:
            self.faults.append(message.text)

    def open(self, path: str = "/") -> Bench:
        self.page.goto(path)
        expect(self.page.locator("#count")).to_have_text(re.compile(r"\d"))
        self.page.wait_for_load_state("networkidle")
        self.drawn()
        return self

    def drawn(self) -> None:
        """Wait until every tile in view is there."""
        expect(self.page.locator("#map")).to_have_attribute("aria-busy", "false")

    @property
    def tiles(self) -> set[tuple[int, int, int]]:
        """z, x, y of the tiles of parcels that were asked for."""
        found = [re.search(r"/parcels/tiles/WebMercatorQuad/(\d+)/(\d+)/(\d+)", r.url) for r in self.asked]
        return {(int(m[1]), int(m[3]), int(m[2])) for m in found if m}

    @property
    def tile_params(self) -> dict[str, str]:
        """The parameters of the newest request for a tile of parcels."""
        newest = next(r for r in reversed(self.asked) if "/parcels/tiles/" in r.url)
        return {name: values[0] for name, values in parse_qs(urlsplit(newest.url).query).items()}

    def colour_at(self, lon: float, lat: float) -> tuple[int, int, int]:
        """The colour on the screen at a place near the middle of the map."""
        box = self.page.locator("#map").bounding_box()
        found = re.search(r"at=([-\d.]+),([-\d.]+),([\d.]+)", self.page.url)
        assert box
        assert found
        scale = 256 * 2 ** float(found[3])
        (x, y), (x0, y0) = mercator(lon, lat), mercator(float(found[2]), float(found[1]))
        at = (box["x"] + box["width"] / 2 + (x - x0) * scale, box["y"] + box["height"] / 2 + (y - y0) * scale)
        png = self.page.screenshot(clip={"x": at[0], "y": at[1], "width": 1, "height": 1})
        red, green, blue = self.page.evaluate(PIXEL, base64.b64encode(png).decode())
        return red, green, blue

    def comes_to_show(self, lon: float, lat: float, is_right: Callable[[tuple[int, int, int]], bool]) -> None:
        """Wait until the colour at a place is right: what is painted is on the screen a frame or two later."""
        ends = time.monotonic() + 20
        while not is_right(colour := self.colour_at(lon, lat)):
            assert time.monotonic() < ends, colour
            self.page.wait_for_timeout(100)

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
