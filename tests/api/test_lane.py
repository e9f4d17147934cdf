"""The short way of features, lists and tiles answers as the long way does, and lets nobody in whom that one refuses."""

from __future__ import annotations

import copy
import gzip
import re
from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.client import ClientHandler
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from api import lane, sessions
from parcels.counters import VALUE
from tests.conftest import make_officer
from tests.parcels import land
from tests.parcels.land import run

As = Callable[[User], Client]
ITEMS = "/api/collections/parcels/items"
TILES = "/api/collections/parcels/tiles/WebMercatorQuad"
LANE = "api.lane.Lane"
TOKEN = re.compile(rb"[A-Za-z0-9]{64}")


@pytest.fixture
def register(plain_sql: Callable[[], Any]) -> Iterator[Any]:
    """Plain SQL that commits each statement, beside the web process."""
    one = plain_sql()
    one.autocommit = True
    return one


@pytest.fixture
def user(register: Any) -> User:
    return make_officer("officer", "AMPHOE_OFFICER", "6701")


@pytest.fixture
def client(client_of: As, user: User) -> Client:
    """Signed in, and known to this process."""
    client = client_of(user)
    assert client.get(ITEMS).status_code == 200
    return client


def asks(client: Client, path: str, **headers: str) -> tuple[Any, list[str]]:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path, headers=headers)
    return answer, [query["sql"] for query in asked]


def by_long_way(client: Client, settings: Any) -> Client:
    """The same cookies, on a server without the short way."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != LANE]
    other = copy.copy(client)
    other.handler = ClientHandler(client.handler.enforce_csrf_checks)
    return other


def told(answer: Any) -> tuple[int, dict[str, Any], Any]:
    """Status, headers and body without what is new with every request."""
    headers = {name: value for name, value in answer.items() if name not in {"X-Request-Id", "ETag"}}
    policy = headers.get("Content-Security-Policy", "")
    headers["Content-Security-Policy"] = sorted(part.strip() for part in policy.split(";"))
    headers["Vary"] = sorted(part.strip() for part in headers["Vary"].split(","))
    kind = answer.get("Content-Type", "")
    body: Any = b"".join(answer)
    if kind.endswith("json") or kind.startswith("text/html"):  # the time in the one, a token for forms in the other
        headers.pop("Content-Length", None)
        body = gzip.decompress(body) if "Content-Encoding" in headers else body
        body = {**orjson.loads(body), "timeStamp": ""} if kind.endswith("json") else TOKEN.sub(b"", body)
    return answer.status_code, headers, body


PATHS = [
    ITEMS,
    f"{ITEMS}?limit=1",
    f"{ITEMS}?bbox=101.1,16.3,101.2,16.5",
    f"{ITEMS}?bbox=1,2",
    f"{ITEMS}?limit=0",
    f"{ITEMS}?filter=code%20%3D",
    f"{ITEMS}?%66=html",
    f"{ITEMS}?f=geojson",
    f"{ITEMS}/UID",
    f"{ITEMS}/UID?properties=code",
    f"{ITEMS}/UID?what=1",
    f"{ITEMS}/00000000-0000-4000-8000-000000000000",
    f"{ITEMS}/none",
    "/api/collections/areas/items?limit=2",
    "/api/collections/none/items",
    "/api/collections/areas/items/6701",
    f"{TILES}/14/7440/12794",
    f"{TILES}/14/7439/12794",
    f"{TILES}/14/1/1",
    f"{TILES}/14/7440/12794?state=NONE",
    f"{TILES}/11/930/1599",
    f"{TILES}/14/99999/1",
    f"{TILES}/a/1/1",
    "/api/collections/parcels/tiles/none/14/7440/12794",
]
HEADERS: list[dict[str, str]] = [
    {},
    {"accept-language": "en"},
    {"accept": "application/geo+json", "accept-encoding": "gzip"},
    {"accept": "text/html"},
    {"accept": "text/csv"},
    {"accept": "image/png"},
    {"host": "elsewhere.example"},
    {"authorization": "Bearer plaeng_wrong"},
]


@pytest.mark.parametrize("headers", HEADERS, ids=str)
def test_both_ways_answer_alike(client: Client, register: Any, settings: Any, headers: dict[str, str]) -> None:
    row = land.parcel(register)
    uid = str(run(register, "SELECT uid FROM parcel WHERE id = %s", row))
    paths = [path.replace("UID", uid) for path in PATHS]
    short = [client.get(path, headers=headers) for path in paths]
    other = by_long_way(client, settings)
    for path, answer in zip(paths, short, strict=True):
        expected = other.get(path, headers=headers)
        assert told(answer) == told(expected), path
        assert answer.get("ETag") == expected.get("ETag"), path
        if tag := answer.get("ETag"):
            held = {**headers, "if-none-match": tag}
            assert told(client.get(path, headers=held)) == told(other.get(path, headers=held)), path


@pytest.mark.parametrize("is_secure", [False, True])
def test_both_ways_say_the_same_behind_a_proxy(client: Client, settings: Any, is_secure: bool, register: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 60
    lane._standing.cache_clear()
    said = {"x-forwarded-proto": "https" if is_secure else "http"}
    answer = client.get(ITEMS, headers=said)
    expected = by_long_way(client, settings).get(ITEMS, headers=said)
    lane._standing.cache_clear()
    assert told(answer) == told(expected)
    assert ("Strict-Transport-Security" in answer) == is_secure


def test_it_asks_once_for_session_user_and_counter(client: Client, register: Any) -> None:
    uid = run(register, "SELECT uid FROM parcel WHERE id = %s", land.parcel(register))
    for path in (f"{ITEMS}/{uid}", f"{TILES}/14/7440/12794"):
        client.get(path)
        _, queries = asks(client, path)
        assert len(queries) == 1
        assert queries[0].startswith("EXECUTE")


CHANGES = [
    ("UPDATE officer SET suspended_at = now()", 404),
    ("UPDATE officer SET term_ends = current_date - 2", 404),
    ("SET ROLE NONE; DELETE FROM officer; SET ROLE plaeng_app", 404),
    ("UPDATE auth_user SET is_active = false", 401),
    ("UPDATE auth_user SET password = 'another'", 401),
    ("DELETE FROM django_session", 401),
    ("UPDATE django_session SET expire_date = now() - interval '1 second'", 401),
    ("UPDATE django_session SET session_data = session_data || 'x'", 401),
]


@pytest.mark.parametrize(("change", "status"), CHANGES)
def test_a_change_of_rights_acts_on_the_next_request(client: Client, register: Any, change: str, status: int) -> None:
    uid = run(register, "SELECT uid FROM parcel WHERE id = %s", land.parcel(register))
    paths = [ITEMS, f"{ITEMS}/{uid}", f"{TILES}/14/7440/12794"]
    tags = [client.get(path)["ETag"] for path in paths for _ in range(2)][::2]
    run(register, change)
    for path, tag in zip(paths, tags, strict=True):
        assert client.get(path, headers={"if-none-match": tag}).status_code == status


def test_who_becomes_a_household_sees_his_own_alone_from_the_next_request_on(client: Client, register: Any) -> None:
    """The list is there, without the land of others; the tile of a whole place is not."""
    uid = run(register, "SELECT uid FROM parcel WHERE id = %s", land.parcel(register))
    paths = [ITEMS, f"{ITEMS}/{uid}", f"{TILES}/14/7440/12794"]
    tags = [client.get(path)["ETag"] for path in paths for _ in range(2)][::2]
    run(register, "UPDATE officer SET role = 'HOUSEHOLD'")
    answers = [client.get(path, headers={"if-none-match": tag}) for path, tag in zip(paths, tags, strict=True)]
    assert [answer.status_code for answer in answers] == [200, 404, 404]
    assert answers[0].json()["features"] == []


def test_a_new_area_acts_on_the_next_request(client: Client, register: Any) -> None:
    """What was guessed of the reader is wrong now: neither his rows nor the counter may be those of before."""
    land.parcel(register)
    land.parcel(register, "670501", x=300)
    before = client.get(ITEMS)
    run(register, "UPDATE officer SET area = '6705'")
    after = client.get(ITEMS, headers={"if-none-match": before["ETag"]})
    assert [one["properties"]["amphoe"] for one in after.json()["features"]] == ["6705"]
    run(register, "UPDATE parcel SET name = 'ใหม่' WHERE tambon = '670501'")
    assert client.get(ITEMS).json()["features"][0]["properties"]["name"] == "ใหม่"


def test_a_restarted_database_is_found_again(client: Client, register: Any) -> None:
    """No question beforehand tells that the connection is gone: the first one that fails for it is asked again."""
    run(
        register,
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'plaeng'",
    )
    assert client.get(ITEMS).status_code == 200
    answer, queries = asks(client, f"{ITEMS}?limit=3")
    assert (answer.status_code, any(sql == "SELECT 1" for sql in queries)) == (200, False)


def test_two_sessions_are_kept_apart(client: Client, client_of: As, register: Any) -> None:
    land.parcel(register)
    neighbour = client_of(make_officer("neighbour", "AMPHOE_OFFICER", "6705"))
    for _ in range(3):
        assert (client.get(ITEMS).json()["numberMatched"], neighbour.get(ITEMS).json()["numberMatched"]) == (1, 0)
    neighbour.cookies["sessionid"] = client.cookies["sessionid"].value
    assert neighbour.get(ITEMS).json()["numberMatched"] == 1


def test_signing_out_ends_it(client: Client) -> None:
    key = client.cookies["sessionid"].value
    client.get(ITEMS)
    assert key in sessions._known
    client.logout()
    client.cookies["sessionid"] = key
    assert client.get(ITEMS).status_code == 401


def test_what_breaks_is_answered_as_ever(client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("api.query.read", broken)
    client.raise_request_exception = False
    answer = client.get(f"{ITEMS}?limit=7")
    assert told(answer) == told(by_long_way(client, settings).get(f"{ITEMS}?limit=7"))
    assert answer.json()["code"] == "server_error"


@pytest.mark.parametrize("path", [ITEMS, f"{ITEMS}/a", f"{TILES}/1/2/3"])
def test_its_addresses_are_those_of_the_long_way(path: str) -> None:
    kind, place = next((kind, found.groupdict()) for pattern, kind in lane.ROUTES if (found := pattern.fullmatch(path)))
    match = resolve(path)
    assert (match.func.view_class, match.kwargs) == (kind, place)  # type: ignore[attr-defined]


def test_the_epoch_in_the_counter_is_that_of_the_database(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {VALUE.format(low='%s', high='%s')}, current_epoch() || '.0'", [[], []])
        assert len(set(cursor.fetchone())) == 1
