"""The short form of `bin/soak qgis`: some seconds at each of three desks."""

from __future__ import annotations

from typing import Any

from tests.browser import start_server
from tests.qgis.conftest import desk_on
from tests.soak import desks


def test_nothing_that_was_stored_is_lost_between_qgis_and_the_web(
    cluster: Any, own_database: str, worker_id: str, tmp_path: Any
) -> None:
    process, url = start_server(cluster.url(own_database), tmp_path, WEB_CONCURRENCY="2")
    try:
        with desk_on(cluster, own_database, worker_id) as desk:
            run = desks.soak(desk, url, 8)
    finally:
        process.terminate()
        process.wait(30)
    print(*run.results, *run.faults, sep="\n")
    assert run.faults == []
    assert {edit.via for edit in run.edits} == {"qgis", "web"}
    assert run.counts["qgis: refused, stale"] > 0
