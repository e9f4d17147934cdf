"""`bin/soak stale 180`, `bin/soak feed 180`, `bin/soak qgis 300` or `bin/soak phones 200`: a database and a server of its
own, then the run and its figures. Phones are counted in actions, the others in seconds.

`bin/soak geometry 500` tries the editing operations on so many random lands; it needs neither.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
import psycopg2
from playwright.sync_api import sync_playwright

django.setup()

from django.conf import settings  # noqa: E402 # after django.setup()
from django.db import connections  # noqa: E402

from tests.browser import run as manage  # noqa: E402
from tests.browser import start_server  # noqa: E402
from tests.cluster import Cluster  # noqa: E402
from tests.conftest import use  # noqa: E402
from tests.qgis.conftest import desk_on  # noqa: E402
from tests.soak import desks, feed, geometry, phones, stale  # noqa: E402

KINDS: dict[str, Callable[..., Any]] = {"stale": stale.soak, "feed": feed.soak}


def in_the_field(database_url: str, connect: Callable[[], Any], actions: float) -> Any:
    """Phones need a browser, and a server that can be started anew."""
    static_root = Path(os.environ["PLAENG_STATIC_ROOT"])

    def start() -> tuple[Any, int]:
        process, url = start_server(database_url, static_root)
        return process, int(urlsplit(url).port or 0)

    def rows(text: str, *params: Any) -> list[tuple[Any, ...]]:
        with connect() as db, db.cursor() as cursor:
            cursor.execute(text, params)
            return list(cursor.fetchall())

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["PLAENG_TEST_CHROMIUM"], args=["--no-sandbox"])
        return phones.soak(start, browser, static_root, rows, int(actions))


def main(kind: str, seconds: float) -> int:
    cluster = Cluster(os.environ["PLAENG_TEST_SUPERUSER_URL"], template=str(settings.DATABASES["default"]["NAME"]))
    with (
        cluster.copy(cluster.template, f"{cluster.template}_soak_{kind}") as name,
        tempfile.TemporaryDirectory() as root,
    ):
        manage("load_codes", env={"DATABASE_URL": cluster.url(name)})
        manage("load_areas", "--names", env={"DATABASE_URL": cluster.url(name)})
        use(name)
        try:
            world = _run(kind, seconds, cluster, name, Path(root))
        finally:
            connections.close_all()
    print(f"{kind}, {seconds:g}: {dict(world.counts)}")
    for line in getattr(world, "results", []):
        print(line)
    for fault in world.faults[:20]:
        print("FAULT", fault)
    print(f"{len(world.faults)} faults")
    return 1 if world.faults else 0


def _run(kind: str, seconds: float, cluster: Cluster, name: str, root: Path) -> Any:
    database_url = cluster.url(name)
    if kind == "phones":
        search = "-c search_path=plaeng_private,plaeng,public"
        return in_the_field(database_url, lambda: psycopg2.connect(database_url, options=search), seconds)
    process, url = start_server(database_url, root, WEB_CONCURRENCY="2")
    try:
        if kind == "qgis":
            with desk_on(cluster, name, "soak") as desk:
                return desks.soak(desk, url, seconds)
        return KINDS[kind](url, lambda: psycopg2.connect(database_url, options=cluster.app_options), seconds)
    finally:
        process.terminate()
        process.wait(30)


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in {*KINDS, "qgis", "phones", "geometry"}:
        sys.exit("usage: bin/soak stale|feed|qgis SECONDS, bin/soak phones ACTIONS, bin/soak geometry EXAMPLES")
    if sys.argv[1] == "geometry":
        sys.exit(geometry.main(int(sys.argv[2])))
    sys.exit(main(sys.argv[1], float(sys.argv[2])))
