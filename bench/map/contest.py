"""20,000 parcels in view: our tile canvas against Leaflet's canvas of GeoJSON, by turns in the same Chromium."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

from bench.map.browser import VIEW, serve_contest, signed_in
from bench.map.land import Tract

CONTESTANTS = ("tiles", "geojson")
# Steps of one drag in pixels; there and back, so that what is in view stays about the same.
DRAGS = ((-320, 0), (320, 0), (0, -220), (0, 220))
STEPS = 24


@dataclass(frozen=True)
class Seen:
    """Medians over the rounds: ms until all is painted, ms of the worst frame while the map is dragged."""

    parcels: int
    paint_ms: float
    frame_ms: float


def run(browser: Browser, url: str, tract: Tract, rounds: int, zoom: int) -> dict[str, Seen]:
    """Each contestant `rounds` times after one that warms up, each time in a new session with an empty cache."""
    lon, lat = tract.centre
    view = {"lon": lon, "lat": lat, "zoom": zoom}
    told: dict[str, list[dict[str, float]]] = {name: [] for name in CONTESTANTS}
    for turn in range(rounds + 1):
        for name in CONTESTANTS:
            found = _turn(browser, url, name, view)
            if turn:
                told[name].append(found)
    return {
        name: Seen(
            int(max(one["parcels"] for one in all_of)),
            median(one["ms"] for one in all_of),
            median(one["worst"] for one in all_of),
        )
        for name, all_of in told.items()
    }


def _turn(browser: Browser, url: str, name: str, view: dict[str, float]) -> dict[str, float]:
    with signed_in(browser, url, "province") as page:
        page.goto(serve_contest(page.context, url))
        page.wait_for_function("() => globalThis.bench")
        painted: dict[str, float] = page.evaluate(f"(view) => bench.{name}(view)", view)
        return {**painted, **_drag(page)}


def _drag(page: Page) -> dict[str, Any]:
    page.evaluate("() => bench.watch()")
    x, y = VIEW["width"] / 2, VIEW["height"] / 2
    for dx, dy in DRAGS:
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + dx, y + dy, steps=STEPS)
        page.mouse.up()
        page.evaluate("() => new Promise((resolve) => setTimeout(resolve, 200))")
    found: dict[str, Any] = page.evaluate("() => bench.seen()")
    return found


def text(seen: dict[str, Seen]) -> str:
    ours, theirs = seen["tiles"], seen["geojson"]
    return "\n".join(
        [
            f"{ours.parcels:,} parcels in our tiles, {theirs.parcels:,} in GeoJSON (those in view)",
            f"first paint of all:        ours {ours.paint_ms:8.0f} ms   GeoJSON canvas {theirs.paint_ms:8.0f} ms   "
            f"ratio {theirs.paint_ms / ours.paint_ms:.1f}",
            f"worst frame while dragged: ours {ours.frame_ms:8.0f} ms   GeoJSON canvas {theirs.frame_ms:8.0f} ms   "
            f"ratio {theirs.frame_ms / ours.frame_ms:.1f}",
        ]
    )
