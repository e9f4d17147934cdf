"""The bench of a demonstration account in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.frontend.viewing import Bench, Place, Sql, places


@pytest.fixture
def bench_of(page_as: Callable[..., Page]) -> Callable[..., Bench]:
    """Opens the bench as somebody: bench_of("amphoe01", "/?area=670114", touch=True)."""

    def open_bench(name: str, path: str = "/", *, touch: bool = False) -> Bench:
        page = page_as(name, touch=touch, path="/healthz")
        return Bench(page).open(path)

    return open_bench


@pytest.fixture
def zoned(sql: Sql) -> Place:
    """The largest parcel of amphoe Mueang that has zones and takes part."""
    return places(sql, "amphoe = '6701' AND state IS NOT NULL AND id IN (SELECT parcel FROM zone)")[0]


@pytest.fixture
def elsewhere(sql: Sql) -> Place:
    """A parcel of amphoe Wichian Buri."""
    return places(sql, "amphoe = '6705'")[0]
