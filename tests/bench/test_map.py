"""The short form of bin/bench --map: few parcels and few edits, so that it stays able to run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bench.map import contest, land, memory
from tests.browser import start_server
from tests.cluster import Cluster
from tests.conftest import use

FEW = land.Tract(12, 10)


@pytest.fixture
def url(cluster: Cluster, demo_database: str, worker_id: str, static_root: Path, own_database: str) -> Iterator[str]:
    """A server on a copy of the demonstration, so that no other test meets the tract."""
    with cluster.copy(demo_database, f"{cluster.template}_{worker_id}_map") as name:
        use(name)
        land.fill(FEW)
        process, url = start_server(cluster.url(name), static_root)
        yield url
        process.terminate()
        process.wait(30)
        use(own_database)


def test_both_draw_the_same_parcels_and_are_measured(browser: Browser, url: str) -> None:
    seen = contest.run(browser, url, FEW, rounds=1, zoom=16)
    assert {one.parcels for one in seen.values()} == {FEW.count}
    assert all(one.paint_ms > 0 and one.frame_ms > 0 for one in seen.values())
    assert "ratio" in contest.text(seen)


def test_memory_is_measured_after_each_part(browser: Browser, url: str) -> None:
    seen = memory.run(browser, url, cycles=6, looks=3)
    assert seen.edits == 6 * memory.EDITS_A_CYCLE
    assert len(seen.held) == 3
    assert min(seen.held[0].objects, seen.held[0].code, seen.held[0].browser) > 100_000
    assert min(seen.held[0].watched, seen.held[0].nodes, seen.held[0].listeners) > 100
    assert seen.share(lambda one: one.objects) < 1.1, memory.text(seen)
