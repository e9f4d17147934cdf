"""A real dump, put back under a running server: nothing that was kept before is given out again."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from tests.browser import start_server
from tests.cluster import Cluster
from tests.conftest import use
from tests.parcels import land
from tests.parcels.land import run
from tests.soak.people import Person

LIST = "/api/collections/parcels/items?properties=name&limit=10"


@pytest.fixture
def address(cluster: Cluster, base_database: str, own_database: str, worker_id: str) -> Iterator[str]:
    """A database of its own, as a superuser reaches it."""
    with cluster.copy(base_database, f"{cluster.template}_{worker_id}_restored") as name:
        use(name)
        yield cluster.url(name)
        use(own_database)


@pytest.fixture
def server(address: str, static_root: Path) -> Iterator[str]:
    process, url = start_server(address, static_root)
    yield url
    process.terminate()
    process.wait(30)


def tool(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr


def test_what_was_kept_before_a_restore_is_never_given_out(address: str, server: str, tmp_path: Path) -> None:
    def change(name: str) -> None:
        with psycopg2.connect(address, options="-c search_path=plaeng,plaeng_private,public") as db:
            db.autocommit = True
            run(db, "UPDATE parcel SET name = %s", name)
        db.close()

    def names(etag: str = "") -> tuple[int, str, list[Any]]:
        reply = person.get(LIST, **({"If_None_Match": etag} if etag else {}))
        found = reply.body["features"] if reply.body else []
        return reply.status, reply.etag, [one["properties"]["name"] for one in found]

    with psycopg2.connect(address, options="-c search_path=plaeng,plaeng_private,public") as db:
        db.autocommit = True
        land.parcel(db)
    db.close()
    person = Person(server, "AMPHOE_OFFICER", "6701")
    change("before")
    assert names()[2] == ["before"]
    tool("pg_dump", "-Fc", "-f", str(tmp_path / "dump"), address)
    change("after")
    _, etag, found = names()
    assert found == ["after"]
    assert names(etag)[0] == 304
    place = person.get("/api/changes").body["links"][0]["href"]

    tool("pg_restore", "-d", address, "--clean", "--if-exists", str(tmp_path / "dump"))
    assert names(etag)[::2] == (200, ["before"])
    change("other")  # the counters stand where they stood when `etag` was given out
    assert names(etag)[::2] == (200, ["other"])
    assert person.follow(place).status == 410
