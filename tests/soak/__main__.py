"""`bin/soak stale 180` or `bin/soak feed 180`: a database and a server of its own, then the run and its figures.

`bin/soak geometry 500` tries the editing operations on so many random lands; it needs neither.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
import psycopg2

django.setup()

from django.conf import settings  # noqa: E402 # after django.setup()
from django.db import connections  # noqa: E402

from tests.browser import run as manage  # noqa: E402
from tests.browser import start_server  # noqa: E402
from tests.cluster import Cluster  # noqa: E402
from tests.conftest import use  # noqa: E402
from tests.soak import feed, geometry, stale  # noqa: E402

KINDS: dict[str, Callable[..., Any]] = {"stale": stale.soak, "feed": feed.soak}


def main(kind: str, seconds: float) -> int:
    cluster = Cluster(os.environ["PLAENG_TEST_SUPERUSER_URL"], template=str(settings.DATABASES["default"]["NAME"]))
    with (
        cluster.copy(cluster.template, f"{cluster.template}_soak_{kind}") as name,
        tempfile.TemporaryDirectory() as root,
    ):
        manage("load_codes", env={"DATABASE_URL": cluster.url(name)})
        manage("load_areas", "--names", env={"DATABASE_URL": cluster.url(name)})
        use(name)
        process, url = start_server(cluster.url(name), Path(root), WEB_CONCURRENCY="2")
        try:
            world = KINDS[kind](url, lambda: psycopg2.connect(cluster.url(name), options=cluster.app_options), seconds)
        finally:
            process.terminate()
            process.wait(30)
            connections.close_all()
    print(f"{kind}, {seconds:g} s: {dict(world.counts)}")
    for line in getattr(world, "results", []):
        print("mirror and API:", line)
    for fault in world.faults[:20]:
        print("FAULT", fault)
    print(f"{len(world.faults)} faults")
    return 1 if world.faults else 0


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in {*KINDS, "geometry"}:
        sys.exit("usage: bin/soak stale|feed SECONDS, or bin/soak geometry EXAMPLES")
    if sys.argv[1] == "geometry":
        sys.exit(geometry.main(int(sys.argv[2])))
    sys.exit(main(sys.argv[1], float(sys.argv[2])))
