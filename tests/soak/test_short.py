"""A few seconds of each soak run, so that it stays able to run, and fails when something is badly wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser import start_server
from tests.cluster import Cluster
from tests.soak import feed, geometry, stale


@pytest.fixture
def server(cluster: Cluster, own_database: str, tmp_path: Any) -> Iterator[str]:
    """Two processes, each with its own kept answers."""
    process, url = start_server(cluster.url(own_database), tmp_path, WEB_CONCURRENCY="2")
    yield url
    process.terminate()
    process.wait(30)


def test_no_answer_is_older_than_the_last_commit(server: str, plain_sql: Callable[[], Any]) -> None:
    world = stale.soak(server, plain_sql, 4)
    print(dict(world.counts))
    assert world.faults == []
    assert world.counts["writes"] >= 200
    assert min(world.counts[name] for name in ("rollbacks", "kept", "304", "made anew")) > 0


def test_mirrors_end_equal(server: str, plain_sql: Callable[[], Any]) -> None:
    world = feed.soak(server, plain_sql, 3)
    print(dict(world.counts), *world.results, sep="\n")
    assert world.faults == []
    assert min(world.counts[name] for name in ("commits", "rollbacks")) > 0


def test_editing_keeps_land_to_the_unit_of_the_grid() -> None:
    run = geometry.soak(40)
    print(*geometry.report(run), sep="\n")
    assert run.faults == []
    wanted = ("split without gap or overlap", "merged without gap or overlap", "fitted without gap or overlap")
    assert min(run.counts[what] for what in (*wanted, "traced without losing a corner")) > 0
