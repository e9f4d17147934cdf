"""The memory of a page in which an officer edits for an hour, by as many edits in less time."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Browser, CDPSession, Page, expect

from bench.map.browser import signed_in
from bench.map.heap import Held, held

# One edit in five seconds; a cycle opens a parcel, moves a corner ten times, takes one back, does it again and saves.
EDITS_AN_HOUR = 720
MOVES = 10
EDITS_A_CYCLE = MOVES + 2
HOUR = EDITS_AN_HOUR // EDITS_A_CYCLE
TWELFTH = 12
PATIENCE_MS = 60_000  # of a busy machine; what takes long is not what is measured here
MOST = 1.01  # of the objects that were held after the first twelfth
MOST_COUNTED = 1.02  # of its elements and listeners: what the map shows at that moment differs by as much
REST_S, LOOK_S = 1.5, 0.25  # the map shows what it will show when nothing has changed for so long
MIB = 1024 * 1024
PLACE = (103.30, 15.30)
ITEMS = "/api/collections/parcels/items"


@dataclass(frozen=True)
class Memory:
    """What is held after each part of the edits: what grows once is told from what grows with every edit."""

    edits: int
    held: tuple[Held, ...]

    def share(self, of: Callable[[Held], int]) -> float:
        """What is held after all, as a share of what was after the first part."""
        return of(self.held[-1]) / of(self.held[0])

    @property
    def is_kept(self) -> bool:
        """The page keeps nothing more of what it made: no object, no element, no listener."""
        counted = (lambda one: one.nodes, lambda one: one.listeners)
        return self.share(lambda one: one.objects) <= MOST and all(self.share(of) <= MOST_COUNTED for of in counted)


def run(browser: Browser, url: str, cycles: int = HOUR, looks: int = TWELFTH) -> Memory:
    """`cycles` is a multiple of `looks`, and so often it is measured."""
    with signed_in(browser, url, "province") as page:
        uid = _new_parcel(page, url)
        lon, lat = PLACE
        page.goto(f"{url}/?at={lat + 0.0003:.6f},{lon + 0.0003:.6f},18&parcel={uid}")
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        cdp = page.context.new_cdp_session(page)
        cdp.send("HeapProfiler.enable")
        after = []
        for cycle in range(cycles):
            _edit(page, "ArrowRight" if cycle % 2 else "ArrowLeft")
            if (cycle + 1) % (cycles // looks) == 0:
                _rest(page, cdp)
                after.append(held(cdp))
        _withdraw(page, url, uid)
        return Memory(cycles * EDITS_A_CYCLE, tuple(after))


def _rest(page: Page, cdp: CDPSession) -> None:
    """Wait until the page's elements and listeners stay as many as they are."""
    counted: dict[str, int] = {}
    since = 0.0
    for _ in range(int(PATIENCE_MS / 1_000 / LOOK_S)):
        now = cdp.send("Memory.getDOMCounters")
        since = since + LOOK_S if now == counted else 0.0
        if since >= REST_S:
            return
        counted = now
        page.wait_for_timeout(LOOK_S * 1_000)
    raise RuntimeError(f"the map does not come to rest: {counted}")


def _edit(page: Page, key: str) -> None:
    panel = page.locator("#editor-panel")
    page.get_by_role("button", name=re.compile("^Edit shape$")).click()
    expect(panel.get_by_role("heading", level=2)).to_be_visible()
    expect(page.get_by_role("application")).to_have_attribute("aria-busy", "false")
    corner = page.get_by_role("button", name="Corner 3 of 4")
    for _ in range(MOVES):
        corner.press(f"Shift+{key}")
    for name in ("Undo", "Redo"):
        panel.get_by_role("button", name=name, exact=True).click()
    panel.get_by_role("button", name="Save", exact=True).click()
    expect(panel).to_be_empty()


def _new_parcel(page: Page, url: str) -> str:
    uid, (west, south), side = str(uuid.uuid4()), PLACE, 0.0006
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]
    shape = {"type": "Polygon", "coordinates": [[[round(x, 8), round(y, 8)] for x, y in ring]]}
    feature = {"type": "Feature", "id": uid, "geometry": shape, "properties": {"tambon": "670101"}}
    kind = {"Content-Type": "application/geo+json"}
    answer = page.context.request.post(f"{url}{ITEMS}", data=json.dumps(feature), headers=_said(page, url) | kind)
    if not answer.ok:
        raise RuntimeError(answer.text())
    return uid


def _withdraw(page: Page, url: str, uid: str) -> None:
    """Leave the place to the next who is measured."""
    at = f"{url}{ITEMS}/{uid}"
    tag = page.context.request.get(at).headers["etag"]
    answer = page.context.request.delete(at, headers=_said(page, url) | {"If-Match": tag})
    if not answer.ok:
        raise RuntimeError(answer.text())


def _said(page: Page, url: str) -> dict[str, str]:
    """The headers of a change."""
    csrf = page.context.request.get(f"{url}/api/session").json()["csrf"]
    return {"X-CSRFToken": csrf, "Referer": url}


def text(memory: Memory) -> str:
    step = memory.edits // len(memory.held)
    lines = ["after edits   objects   compiled   browser   records of what we watch, MiB   elements   listeners"]
    for number, one in enumerate(memory.held, start=1):
        sizes = (one.objects / MIB, one.code / MIB, one.browser / MIB, one.watched / MIB)
        lines.append(
            f"{number * step:11,}"
            + "".join(f"{size:{width}.3f}" for size, width in zip(sizes, (10, 11, 10, 32), strict=True))
            + f"{one.nodes:11,}{one.listeners:12,}"
        )
    objects, whole = (memory.share(of) for of in (lambda one: one.objects, lambda one: one.total))
    lines.append(f"the last against the first: objects of the page {objects:.3f}; all but the records {whole:.3f}")
    return "\n".join(lines)
