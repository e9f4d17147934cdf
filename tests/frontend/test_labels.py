"""Words on the parcels: code and area, never one over the other, the same for the same view, and readable."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.frontend.test_colours import STATES, contrast, token
from tests.frontend.viewing import Bench, Sql

OpenBench = Callable[..., Bench]
# What stands where, to the pixel.
SEEN = """() => [...document.querySelectorAll('.map-label.is-parcel')].map((node) => {
    const box = node.getBoundingClientRect()
    return { text: node.innerText, left: box.left, top: box.top, right: box.right, bottom: box.bottom }
})"""


def seen(page: Page) -> list[dict[str, Any]]:
    """The labels once they have settled: they come shortly after the tiles."""
    expect(page.locator("#map")).to_have_attribute("aria-busy", "false")
    seen: list[list[dict[str, Any]]] = []
    while len(seen) < 3 or not seen[-1] or any(one != seen[-1] for one in seen[-3:]):
        page.wait_for_timeout(400)
        seen.append(page.evaluate(SEEN))
    return sorted(seen[-1], key=lambda one: (one["left"], one["top"]))


@pytest.mark.parametrize("zoom", [15.75, 16.5, 18])
def test_no_label_lies_over_another(bench_of: OpenBench, zoom: float) -> None:
    labels = seen(bench_of("amphoe01", f"/?at=16.3150,101.1700,{zoom}").page)
    assert len(labels) > 3
    for a, b in combinations(labels, 2):
        wide = min(a["right"], b["right"]) - max(a["left"], b["left"])
        high = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
        assert wide <= 1 or high <= 1, (a, b)


def test_the_same_view_has_the_same_labels(bench_of: OpenBench) -> None:
    page = bench_of("amphoe01", "/?at=16.3150,101.1700,16.5").page
    first = seen(page)
    page.reload()
    assert seen(page) == first


def test_where_there_is_room_the_area_is_said(bench_of: OpenBench, sql: Sql) -> None:
    [(code, m2)] = sql(
        "SELECT code, area_calc_m2 FROM parcel WHERE tambon = '670114' AND geom IS NOT NULL AND withdrawn_at IS NULL"
        " ORDER BY area_calc_m2 DESC LIMIT 1"
    )
    page = bench_of("amphoe01", "/?at=16.3180,101.1650,16.5").page
    wah = math.floor(float(m2) / 4 + 0.5)
    area = f"{wah // 400}-{wah % 400 // 100}-{wah % 100:02d}"
    [label] = [one["text"].split() for one in seen(page) if code in one["text"]]
    assert label == [code, area]


@pytest.mark.parametrize("state", [*STATES, "none"])
def test_words_on_a_parcel_can_be_read(state: str) -> None:
    assert contrast(token(f"state-{state}-fill"), token("color-ink")) >= 4.5
