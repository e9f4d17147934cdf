"""How often one may ask: counted in the database, so that all web processes count together."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from api import limits
from parcels import tokens
from parcels.pace import Limit, forget
from tests.api.test_items import PARCELS

As = Callable[[User], Client]


@pytest.mark.django_db
def test_a_whole_period_may_be_used_at_once_and_fills_again_evenly() -> None:
    limit = Limit("test", 3, 30)
    assert [limit.turn("a") for _ in range(3)] == [0, 0, 0]
    assert 9 <= limit.turn("a") <= 10  # a third of 30 s for each
    assert limit.turn("b") == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE rate SET free_at = free_at - interval '10 seconds' WHERE key = 'test a'")
    assert [limit.turn("a"), limit.turn("a") > 0] == [0, True]


@pytest.mark.django_db
def test_looking_counts_nothing_and_the_rested_are_forgotten() -> None:
    limit = Limit("test", 1, 60)
    assert [limit.wait("a") <= 0, limit.wait("a") <= 0, limit.turn("a")] == [True, True, 0]
    assert 59 <= limit.wait("a") <= 60
    with connection.cursor() as cursor:
        cursor.execute("UPDATE rate SET free_at = now() - interval '2 hours'")
        forget()
        cursor.execute("SELECT count(*) FROM rate")
        assert cursor.fetchone() == (0,)


def test_rivals_on_other_connections_count_on_from_each_other(own_database: str) -> None:
    limit, given = Limit("rivals", 10, 3600), []

    def ask() -> None:
        given.extend(limit.turn("same") for _ in range(5))
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(given), given.count(0)) == (30, 10)


@pytest.mark.django_db
def test_exports_of_an_account_are_limited_with_a_time_to_wait(client_of: As, officer: User, viewer: User) -> None:
    client = client_of(officer)
    assert client.get(f"{PARCELS}?f=csv").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM rate")
    run_out(limits.EXPORT, f"user {officer.pk}")
    answer = client.get(f"{PARCELS}?f=csv")
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_requests")
    assert 30 <= int(answer["Retry-After"]) <= 62
    assert client.get(PARCELS).status_code == 200
    assert client_of(viewer).get(f"{PARCELS}?f=csv").status_code == 200


def run_out(limit: Limit, who: str) -> None:
    """As if all turns of a whole period had just been taken, and those of the next minute, so that no machine is too slow."""
    with connection.cursor() as cursor:
        free_at = "clock_timestamp() + make_interval(secs => %s)"
        cursor.execute(f"INSERT INTO rate VALUES (%s, {free_at})", [f"{limit.name} {who}", limit.seconds + 60])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("limit", "method", "path", "body"),
    [
        (limits.FILTER, "get", f"{PARCELS}?filter=fy=2565", None),
        (limits.TOKEN, "post", "/api/tokens", {"name": "x", "scope": "read"}),
        (limits.JOB, "post", "/api/exports", {"collection": "parcels", "f": "csv"}),
        (limits.IMPORT, "post", PARCELS, {"type": "FeatureCollection", "features": [{}] * 101}),
    ],
    ids=["filter", "token", "job", "import"],
)
def test_what_costs_much_is_limited(
    client_of: As, officer: User, limit: Limit, method: str, path: str, body: Any
) -> None:
    run_out(limit, f"user {officer.pk}")
    send: dict[str, Any] = {"data": json.dumps(body), "content_type": "application/json"} if body else {}
    assert getattr(client_of(officer), method)(path, **send).status_code == 429


@pytest.mark.django_db
def test_an_address_that_exports_for_many_accounts_is_limited(client_of: As, officer: User) -> None:
    run_out(limits.EXPORT.times(limits.OFFICE), "address 10.1.2.3")
    assert client_of(officer).get(f"{PARCELS}?f=csv", REMOTE_ADDR="10.1.2.3").status_code == 429
    assert client_of(officer).get(f"{PARCELS}?f=csv", REMOTE_ADDR="10.1.2.4").status_code == 200


def sign_in(client: Client, **environment: str) -> int:
    body = json.dumps({"username": "officer", "password": "plaeng-demo"})
    return client.post("/api/session", body, content_type="application/json", **environment).status_code


@pytest.mark.django_db
def test_wrong_guesses_of_an_address_end_its_guessing(client: Client, officer: User) -> None:
    officer.set_password("plaeng-demo")
    officer.save()
    for n in range(limits.TOKEN_GUESS.count):
        client.get("/api/me", headers={"authorization": f"Bearer plaeng_{n}"}, REMOTE_ADDR="10.1.2.3")
    answer = client.get("/api/me", headers={"authorization": "Bearer plaeng_x"}, REMOTE_ADDR="10.1.2.3")
    assert (answer.status_code, int(answer["Retry-After"]) > 0) == (429, True)
    # One program with an old token draws a hundred tiles: that must not lock the whole office out.
    assert sign_in(client, REMOTE_ADDR="10.1.2.3") == 200
    run_out(limits.GUESS, "10.1.2.3")
    assert sign_in(client, REMOTE_ADDR="10.1.2.3") == 429
    # What a client writes into a header changes nothing.
    assert sign_in(client, REMOTE_ADDR="10.1.2.3", HTTP_X_FORWARDED_FOR="10.9.9.9", HTTP_X_REAL_IP="10.9.9.9") == 429
    assert sign_in(client, REMOTE_ADDR="10.1.2.4") == 200
    _token, right = tokens.make(officer.pk, name="x", scope="read", expires_at=timezone.now() + tokens.LIFE)
    assert (
        client.get("/api/me", headers={"authorization": f"Bearer {right}"}, REMOTE_ADDR="10.1.2.3").status_code == 200
    )


@pytest.mark.django_db
def test_behind_a_proxy_the_address_is_what_the_proxy_says(client: Client, officer: User, settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    officer.set_password("plaeng-demo")
    officer.save()
    run_out(limits.GUESS, "10.1.2.3")
    run_out(limits.GUESS, "127.0.0.1")
    assert sign_in(client, HTTP_X_REAL_IP="10.1.2.3") == 429
    assert sign_in(client, HTTP_X_REAL_IP="10.1.2.4") == 200
    assert sign_in(client) == 200
