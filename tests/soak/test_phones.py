"""The short form of `bin/soak phones`: a dozen actions on each of three phones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import pytest
from playwright.sync_api import Browser

from tests.browser import start_server
from tests.cluster import Cluster
from tests.soak import phones


@pytest.fixture
def rows(cluster: Cluster, own_database: str) -> Iterator[Callable[..., Any]]:
    db = psycopg2.connect(cluster.url(own_database), options="-c search_path=plaeng_private,plaeng,public")
    db.autocommit = True

    def query(text: str, *params: Any) -> Any:
        with db.cursor() as cursor:
            cursor.execute(text, params)
            return cursor.fetchall()

    yield query
    db.close()


def test_what_was_saved_on_three_phones_is_there_once(
    cluster: Cluster, own_database: str, static_root: Path, browser: Browser, rows: Callable[..., Any]
) -> None:
    def start() -> tuple[Any, int]:
        process, url = start_server(cluster.url(own_database), static_root)
        return process, int(urlsplit(url).port or 0)

    run = phones.soak(start, browser, static_root, rows, 12)
    print(dict(run.counts), *run.results, sep="\n")
    assert run.faults == []
    assert min(run.counts[name] for name in ("network lost", "answers lost", "tabs killed", "server restarted")) > 0
