"""Kept answers and ETags: the same bytes while nothing changed, new ones after the next commit, never another's."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from api.caching import STORE, Answer, Store
from tests.api.test_items import PARCELS, patch
from tests.conftest import make_officer
from tests.parcels import land
from tests.parcels.land import run

Open = Callable[[], Any]
As = Callable[[User], Client]


@pytest.fixture
def register(plain_sql: Open) -> Iterator[Any]:
    """Plain SQL that commits each statement, as from QGIS, beside the web process."""
    one = plain_sql()
    one.autocommit = True
    return one


@pytest.fixture
def client(register: Any, client_of: As) -> Client:
    return client_of(make_officer("officer", "AMPHOE_OFFICER", "6701"))


def asks_for_parcels(client: Client, path: str, **headers: str) -> tuple[Any, bool]:
    """The answer, and whether the table of parcels was asked for it."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path, headers=headers)
    return answer, any('"parcel"' in query["sql"] for query in asked)


@pytest.mark.parametrize("more", ["", "?bbox=101.1,16.3,101.2,16.5", "?amphoe=6701&state=NONE"])
def test_an_answer_is_kept_until_the_next_commit(client: Client, register: Any, more: str) -> None:
    row = land.parcel(register)
    first, was_read = asks_for_parcels(client, PARCELS + more)
    again, was_read_again = asks_for_parcels(client, PARCELS + more)
    assert (was_read, was_read_again, again.content) == (True, False, first.content)
    run(register, "UPDATE parcel SET name = 'ใหม่' WHERE id = %s", row)
    assert client.get(PARCELS + more).json()["features"][0]["properties"]["name"] == "ใหม่"


def test_a_list_is_not_modified_until_it_is(client: Client, register: Any) -> None:
    row = land.parcel(register)
    tag = client.get(PARCELS)["ETag"]
    STORE.clear()
    answer, was_read = asks_for_parcels(client, PARCELS, if_none_match=tag)
    assert (answer.status_code, answer.content, answer["ETag"], was_read) == (304, b"", tag, False)
    assert client.get(f"{PARCELS}?limit=5", headers={"if-none-match": tag}).status_code == 200
    run(register, "UPDATE parcel SET name = 'ใหม่' WHERE id = %s", row)
    assert client.get(PARCELS, headers={"if-none-match": tag}).status_code == 200


def test_a_change_elsewhere_keeps_it(client: Client, register: Any) -> None:
    land.parcel(register)
    client.get(PARCELS)
    land.parcel(register, "670501", x=300)
    assert not asks_for_parcels(client, PARCELS)[1]


def test_a_joined_name_changes_the_etag_of_a_feature_and_not_its_version(client: Client, register: Any) -> None:
    applicant, application = land.applied(register)
    row = land.parcel(register, application=application)
    path = f"{PARCELS}/{run(register, 'SELECT uid::text FROM parcel WHERE id = %s', row)}"
    first = client.get(path)
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    run(register, "UPDATE applicant SET name_th = 'นามใหม่' WHERE id = %s", applicant)
    second = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (second.status_code, second.json()["properties"]["applicant_name"]) == (200, "นามใหม่")
    assert second["ETag"].split("-")[0] == first["ETag"].split("-")[0] == '"1'
    assert second["ETag"] != first["ETag"]
    # If-Match asks for the version alone, with or without the digest.
    changed = patch(client, path, {"properties": {"name": "ก"}}, if_match=first["ETag"])
    assert (changed.status_code, client.get(path)["ETag"]) == (200, changed["ETag"])
    assert patch(client, path, {"properties": {"name": "ข"}}, if_match='"2"').status_code == 200
    assert patch(client, path, {"properties": {"name": "ค"}}, if_match=changed["ETag"]).status_code == 412


def test_an_etag_tells_systems_and_properties_apart(client: Client, register: Any) -> None:
    row = land.parcel(register)
    path = f"{PARCELS}/{run(register, 'SELECT uid::text FROM parcel WHERE id = %s', row)}"
    addresses = [path, f"{path}?properties=code", f"{path}?crs=http://www.opengis.net/def/crs/EPSG/0/32647"]
    assert len({client.get(address)["ETag"] for address in addresses}) == 3


def test_others_get_their_own_answers(client: Client, client_of: As, register: Any) -> None:
    _, application = land.applied(register)
    land.parcel(register, application=application)
    mine = client.get(PARCELS)
    assert mine.json()["features"][0]["properties"]["applicant_name"] == "สมมติ"
    viewer = client_of(make_officer("viewer", "VIEWER", "6701"))
    neighbour = client_of(make_officer("neighbour", "AMPHOE_OFFICER", "6705"))
    theirs = viewer.get(PARCELS, headers={"if-none-match": mine["ETag"]})
    assert "applicant_name" not in theirs.json()["features"][0]["properties"]
    assert neighbour.get(PARCELS, headers={"if-none-match": mine["ETag"]}).json()["numberMatched"] == 0


def test_a_field_that_a_page_left_empty_says_nothing_to_a_program(client: Client, register: Any) -> None:
    """Forms send empty fields, which pages leave out; in JSON `state=` asks for an empty text."""
    uid = run(register, "SELECT uid FROM parcel WHERE id = %s", land.parcel(register))
    for path in (f"{PARCELS}?state=", f"{PARCELS}/{uid}?properties="):
        page = client.get(path, headers={"accept": "text/html"}).content.decode()
        data = client.get(path, headers={"accept-language": "th"}).json()
        assert str(uid) in page
        assert (data.get("features"), data.get("properties")) in [([], None), (None, {})]


def test_a_closed_account_gets_nothing_of_what_was_kept(client: Client, register: Any) -> None:
    land.parcel(register)
    tag = client.get(PARCELS)["ETag"]
    run(register, "UPDATE officer SET suspended_at = now()")
    assert client.get(PARCELS, headers={"if-none-match": tag}).status_code == 404


def test_headers_let_a_browser_keep_it_for_its_user_alone(client: Client, register: Any) -> None:
    land.parcel(register)
    row = client.get(PARCELS).json()["features"][0]["id"]
    for path in (PARCELS, f"{PARCELS}/{row}"):
        answer = client.get(path)
        assert answer["Cache-Control"] == "private, no-cache"
        assert {"Cookie", "Accept-Language", "Accept-Encoding"} <= set(answer["Vary"].split(", "))
    assert client.get(f"{PARCELS}?limit=0")["Cache-Control"] == "no-store"


def test_it_is_compressed_for_those_who_take_it(client: Client, register: Any) -> None:
    for n in range(5):
        land.parcel(register, x=2 * n)
    packed = client.get(PARCELS, headers={"accept-encoding": "br, gzip"})
    plain = client.get(PARCELS, headers={"accept-encoding": "gzip;q=0"})
    assert (packed["Content-Encoding"], plain.headers.get("Content-Encoding")) == ("gzip", None)
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 3


def test_the_extent_follows_what_one_may_see(client: Client, register: Any) -> None:
    def extent() -> list[float]:
        box: list[float] = client.get("/api/collections/parcels").json()["extent"]["spatial"]["bbox"][0]
        return box

    assert extent() == [97.3, 5.6, 105.7, 20.5]
    land.parcel(register)
    assert extent() == pytest.approx([101.15, 16.4, 101.151, 16.401])
    assert not asks_for_parcels(client, "/api/collections/parcels")[1]


@pytest.mark.django_db
def test_nothing_is_kept_inside_a_transaction(client_of: As, officer: User) -> None:
    """What is seen there may never be committed, and the next transaction comes to the same number."""
    STORE.clear()
    client_of(officer).get(PARCELS)
    assert STORE.size == 0


def test_the_store_keeps_what_was_used_last_within_its_bytes() -> None:
    store = Store(100_000)
    for n in range(10):
        store.put((f"k{n}",), "1", Answer(b"x" * 20_000, "text/plain"))
        store.get(("k0",), "1")
    assert store.size <= 100_000
    assert [n for n in range(10) if store.get((f"k{n}",), "1")] == [0, 7, 8, 9]
    store.put(("big",), "1", Answer(b"x" * 90_000, "text/plain"))
    assert store.get(("big",), "1") is None
    assert store.get(("k9",), "2") is None
