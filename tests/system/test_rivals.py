"""Many requests at once against a real server: one effect under one key, one winner for one version."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page

from tests.api.shapes import feature, square
from tests.browser import Server

PARCELS = "/api/collections/parcels/items"
RIVALS = 8


@pytest.fixture
def send(page_as: Callable[..., Page], server: Server) -> Callable[..., tuple[int, dict[str, Any]]]:
    """One request of amphoe01, on a connection of its own."""
    context = page_as("amphoe01").context
    cookies = "; ".join(f"{c['name']}={c['value']}" for c in context.cookies())
    csrf = context.request.get("/api/session").json()["csrf"]
    cookies = "; ".join(f"{c['name']}={c['value']}" for c in context.cookies())
    headers = {"Cookie": cookies, "X-CSRFToken": csrf, "Content-Type": "application/json", "Accept-Language": "en"}

    def request(method: str, path: str, body: Any, **more: str) -> tuple[int, dict[str, Any]]:
        extra = {name.replace("_", "-"): value for name, value in more.items()}
        asked = Request(server.url + path, json.dumps(body).encode(), {**headers, **extra}, method=method)
        try:
            with urlopen(asked, timeout=30) as answer:  # our own address
                return answer.status, json.load(answer)
        except HTTPError as problem:
            return problem.code, json.load(problem)

    return request


def at_once(work: Callable[[int], Any]) -> list[Any]:
    with ThreadPoolExecutor(RIVALS) as pool:
        return list(pool.map(work, range(RIVALS)))


def test_a_request_sent_many_times_at_once_has_one_effect(send: Callable[..., Any], sql: Callable[..., Any]) -> None:
    uid, key = str(uuid.uuid4()), f"rivals-{uuid.uuid4()}"
    body = {**feature(square(x=-300, y=-300)), "id": uid}
    answers = at_once(lambda _: send("POST", PARCELS, body, Idempotency_Key=key))
    # A rival that waits for longer than lock_timeout is told to come again.
    assert {status for status, _ in answers} <= {201, 409}
    first = [answer for status, answer in answers if status == 201]
    assert first
    assert all(answer == first[0] for answer in first)
    assert sql("SELECT count(*) FROM parcel WHERE uid = %s", uid) == [(1,)]
    assert sql("SELECT count(*) FROM history WHERE uid = %s", uid) == [(1,)]


def test_of_many_changes_to_one_version_one_wins(send: Callable[..., Any], sql: Callable[..., Any]) -> None:
    uid = str(uuid.uuid4())
    status, _ = send("POST", PARCELS, {**feature(square(x=-310, y=-300)), "id": uid})
    assert status == 201
    path = f"{PARCELS}/{uid}"
    answers = at_once(lambda n: send("PATCH", path, {"properties": {"name": f"คนที่ {n}"}}, If_Match='"1"'))
    won = [answer for status, answer in answers if status == 200]
    lost = [answer for status, answer in answers if status == 412]
    assert (len(won), len(lost)) == (1, RIVALS - 1)
    name = won[0]["properties"]["name"]
    assert all(problem["current"]["properties"]["name"] == name for problem in lost)
    assert sql("SELECT version, name FROM parcel WHERE uid = %s", uid) == [(2, name)]
