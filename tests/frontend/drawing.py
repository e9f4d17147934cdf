"""Drawing on the bench as an officer does: places on the map, pointers, and what the server then holds."""

from __future__ import annotations

import math
import re
import uuid
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

Position = tuple[float, float]
PLACES = iter(range(400))  # no test looks again at land that another has taken
TILE = 256  # Leaflet's world is 256 pixels wide at zoom 0


def mercator(lon: float, lat: float) -> Position:
    """Shares of the world's width, from its north-west."""
    return (lon + 180) / 360, 0.5 - math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)


@dataclass(frozen=True)
class Land:
    """A rectangle of free land and the parcel of a neighbour that ends at its west; sides of about 60 to 75 m."""

    west: float
    south: float
    neighbour: str = ""
    code: str = ""
    width = 0.0007
    height = 0.0006

    @property
    def east(self) -> float:
        return round(self.west + self.width, 8)

    @property
    def north(self) -> float:
        return round(self.south + self.height, 8)


class Bench:
    """One page of one officer, in English: msgids do not move when a translation is improved."""

    def __init__(self, page: Page, server_url: str, *, touch: bool = False) -> None:
        self.page = page
        self.url = server_url
        self.touch = touch
        self.errors: list[str] = []
        page.on("console", lambda m: self.errors.append(f"{m.text} {m.location['url']}") if m.type == "error" else None)
        page.on("pageerror", lambda e: self.errors.append(str(e)))
        page.context.add_cookies([{"name": "django_language", "value": "en", "url": server_url}])

    def open(self, land: Land, parcel: str = "") -> None:
        """The bench with the land in the part that the panel leaves free."""
        lat = land.south + land.height / 2 - (0.0006 if self.touch else 0)
        wanted = f"&parcel={parcel}" if parcel else ""
        self.page.goto(f"{self.url}/?at={lat:.6f},{land.west:.6f},{17.5 if self.touch else 18}{wanted}")
        loaded = self.page.locator(".map-label", has_text=land.code[-4:])
        expect(loaded, "the neighbour is on the map").not_to_have_count(0)
        if parcel:
            expect(self.page.get_by_role("button", name="Draw zones")).to_be_visible()

    @property
    def map(self) -> Locator:
        return self.page.get_by_role("application")

    @property
    def panel(self) -> Locator:
        return self.page.locator("#editor-panel")

    def start(self, tool: str) -> None:
        """By the buttons that phone and desktop have: 'Draw parcel', 'Draw zones' or 'Edit shape'."""
        names = r"Draw (a new )?parcel" if tool == "Draw parcel" else tool
        self.page.get_by_role("button", name=re.compile(f"^{names}$")).click()
        expect(self.panel.get_by_role("heading", level=2)).to_be_visible()
        # The neighbours' corners come when the tool has started: until then nothing can be met.
        expect(self.map).to_have_attribute("aria-busy", "false")
        self.settle()

    def settle(self) -> None:
        """Wait until the map stands still: a panel that opens gives it another size, and the address follows."""
        seen: list[Any] = []
        while len(seen) < 3 or any(look != seen[-1] for look in seen[-3:]):
            assert len(seen) < 100, "the map never stands still"
            seen.append((self.page.url, self.map.bounding_box()))
            self.page.wait_for_timeout(100)

    def pixel(self, lon: float, lat: float) -> Position:
        """Where a place lies on the page; the address says where the map stands."""
        found = re.search(r"at=([-\d.]+),([-\d.]+),([\d.]+)", self.page.url)
        assert found, self.page.url
        centre = mercator(float(found[2]), float(found[1]))
        x, y = mercator(lon, lat)
        scale = TILE * 2 ** float(found[3])
        box = self.map.bounding_box()
        assert box
        return box["x"] + box["width"] / 2 + (x - centre[0]) * scale, box["y"] + box["height"] / 2 + (
            y - centre[1]
        ) * scale

    def point(self, lon: float, lat: float, dx: float = 0, dy: float = 0) -> None:
        """Click or tap a place, some pixels off."""
        x, y = self.pixel(lon, lat)
        if self.touch:
            self.page.touchscreen.tap(x + dx, y + dy)
        else:
            self.page.mouse.click(x + dx, y + dy)

    def points(self, *places: Position) -> None:
        for lon, lat in places:
            self.point(lon, lat)

    def drag(self, handle: Locator, dx: float, dy: float) -> None:
        """Drag a handle by some pixels, with the mouse or with a finger."""
        box = handle.bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.slide((x, y), (x + dx, y + dy))

    def slide(self, start: Position, end: Position) -> None:
        """A pointer that is put down at one place of the page, moved and lifted at another."""
        (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
        way = [(x + dx * part / 4, y + dy * part / 4) for part in range(5)]
        if self.touch:
            self._slide(way)
            return
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        for place in way[1:]:
            self.page.mouse.move(*place)
        self.page.mouse.up()

    def _slide(self, way: list[Position]) -> None:
        """A finger that is put down, moved and lifted; Playwright itself can only tap."""
        devtools = self.page.context.new_cdp_session(self.page)
        for n, (x, y) in enumerate(way):
            kind = "touchMove" if n else "touchStart"
            devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        devtools.detach()

    def press(self, name: str) -> None:
        self.panel.get_by_role("button", name=name, exact=True).click()

    def draw_beside(self, land: Land) -> None:
        """A parcel that takes two corners of the neighbour, clicked some pixels beside them."""
        self.point(land.west, land.south, dx=4, dy=-3)
        self.points((land.east, land.south), (land.east, land.north))
        self.point(land.west, land.north, dx=3, dy=5)
        self.press("Finish")
        expect(self.panel.get_by_label("Tambon")).to_be_visible()

    def save_parcel(self) -> str:
        """Save and give back the uid that the page then shows as selected."""
        tambon = self.panel.get_by_label("Tambon")
        expect(tambon.locator('option:not([value=""])')).not_to_have_count(0)  # "Choose…" is there before the tambons
        if not tambon.input_value():
            tambon.select_option(index=1)
        self.press("Save")
        self.page.wait_for_url(re.compile(r"parcel="))
        expect(self.panel).to_be_empty()
        found = re.search(r"parcel=([0-9a-f-]{36})", self.page.url)
        assert found
        return found[1]


class Client:
    """The API with the session of a page."""

    def __init__(self, page: Page, server_url: str) -> None:
        self.request = page.context.request
        self.root = f"{server_url}/api"

    def get(self, path: str) -> Any:
        answer = self.request.get(f"{self.root}/{path}")
        assert answer.ok, answer.text()
        return answer.json()

    def send(self, method: str, path: str, data: Any, version: int | None = None) -> Any:
        token = self.get("session")["csrf"]
        headers = {"X-CSRFToken": token, "Referer": self.root} | ({"If-Match": f'"{version}"'} if version else {})
        answer = self.request.fetch(f"{self.root}/{path}", method=method, data=data, headers=headers)
        assert answer.ok, answer.text()
        return answer.json() if answer.body() else None

    def new_parcel(self, ring: list[Position], name: str = "", tambon: str = "670114") -> str:
        uid = str(uuid.uuid4())
        properties = {"tambon": tambon, "joined_area_m2": 4966.5, "name": name}
        geometry = {"type": "MultiPolygon", "coordinates": [[[*ring, ring[0]]]]}
        self.send(
            "POST",
            "collections/parcels/items",
            {"type": "Feature", "id": uid, "geometry": geometry, "properties": properties},
        )
        return uid

    def free_land(self) -> Land:
        """Land in amphoe Mueang that no parcel touches, with a neighbour put at its west."""
        for step in PLACES:
            west, south = round(101.13 + 0.0025 * (step % 20), 8), round(16.33 + 0.0025 * (step // 20), 8)
            box = f"{west - 0.0011},{south - 0.0004},{west + 0.0011},{south + 0.0010}"
            if not self.get(f"collections/parcels/items?limit=1&bbox={box}")["features"]:
                uid = self.new_parcel(beside(Land(west, south)))
                code = self.get(f"collections/parcels/items/{uid}")["properties"]["code"]
                return Land(west, south, uid, code)
        raise AssertionError("no free land is left")

    def own_parcel(self) -> tuple[Land, str]:
        """Free land with a parcel on all of it."""
        land = self.free_land()
        return land, self.new_parcel(rectangle(land))


def rectangle(land: Land) -> list[Position]:
    return [(land.west, land.south), (land.east, land.south), (land.east, land.north), (land.west, land.north)]


def beside(land: Land) -> list[Position]:
    """The neighbour at the west: its two eastern corners are the land's western ones."""
    far = round(land.west - 0.0008, 8)
    return [(far, land.south), (land.west, land.south), (land.west, land.north), (far, land.north)]
