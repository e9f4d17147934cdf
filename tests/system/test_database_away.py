"""When the database is away: 503 for machines and for people, and alive all the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from django.contrib.auth.models import User
from playwright.sync_api import APIRequestContext, Playwright
from psycopg2 import sql

from tests.browser import start_server
from tests.cluster import Cluster
from tests.conftest import make_officer


@pytest.fixture
def lonely(
    cluster: Cluster, own_database: str, static_root: Path, playwright: Playwright
) -> Iterator[APIRequestContext]:
    """A signed-in client of a server whose database goes away."""
    user: User = make_officer("lonely", "VIEWER", "67")
    user.set_password("plaeng-demo")
    user.save()
    process, url = start_server(cluster.url(own_database), static_root)
    client = playwright.request.new_context(base_url=url)
    csrf = client.get("/api/session").json()["csrf"]
    answer = client.post(
        "/api/session",
        data={"username": "lonely", "password": "plaeng-demo"},
        headers={"X-CSRFToken": csrf, "Referer": url},
    )
    assert answer.ok, answer.text()
    assert client.get("/readyz").ok
    yield client
    client.dispose()
    process.terminate()
    process.wait(10)


def shut(cluster: Cluster, database: str) -> None:
    """Nobody may connect any more, and who is connected is thrown out."""
    connection = psycopg2.connect(cluster.url("postgres"))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(sql.Identifier(database)))
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database])
    connection.close()


def test_503_says_so_and_nothing_is_lost(lonely: APIRequestContext, cluster: Cluster, own_database: str) -> None:
    shut(cluster, own_database)
    answer = lonely.get("/api/collections/parcels/items", headers={"Accept-Language": "en"})
    assert (answer.status, answer.json()["code"]) == (503, "database_away")
    assert "Nothing was stored" in answer.json()["detail"]
    assert answer.headers["retry-after"]
    page = lonely.get("/")
    assert page.status == 503
    assert "<html" in page.text()
    assert lonely.get("/readyz").status == 503
    assert lonely.get("/healthz").status == 200
