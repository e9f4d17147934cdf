"""Tokens of programs: shown once, kept as a digest, limited in scope and time, revoked at once."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils import timezone

from parcels import tokens
from parcels.models import History, Officer, Token
from tests.api.shapes import feature, square
from tests.api.test_items import PARCELS, post

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
TOKENS = "/api/tokens"


def make(client: Client, **wish: Any) -> dict[str, Any]:
    body = {"name": "QGIS ที่บ้าน", "scope": "read", **wish}
    answer = client.post(TOKENS, json.dumps(body), content_type="application/json")
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def program(token: dict[str, Any] | str) -> Client:
    """A client without cookies that brings a token."""
    text = token if isinstance(token, str) else token["token"]
    return Client(enforce_csrf_checks=True, headers={"authorization": f"Bearer {text}", "accept-language": "en"})


def test_a_token_reads_as_its_owner(client_of: As, officer: User, neighbour_officer: User) -> None:
    stored = post(client_of(officer), PARCELS, feature(square())).json()
    mine, other = program(make(client_of(officer))), program(make(client_of(neighbour_officer)))
    assert [f["id"] for f in mine.get(PARCELS).json()["features"]] == [stored["id"]]
    assert other.get(PARCELS).json()["features"] == []
    assert mine.get("/api/me").json()["username"] == "officer"


def basic(user: str, password: str) -> Client:
    """A client that signs in with each request, as QGIS does."""
    text = base64.b64encode(f"{user}:{password}".encode()).decode()
    return Client(enforce_csrf_checks=True, headers={"authorization": f"Basic {text}"})


def test_a_token_is_the_password_of_programs_that_ask_for_one(client_of: As, officer: User) -> None:
    token = make(client_of(officer))["token"]
    assert basic("whoever", token).get("/api/me").json()["username"] == "officer"
    for hopeless in (basic("officer", "plaeng-demo"), basic("officer", "")):
        assert hopeless.get("/api/me").status_code == 401
    for broken in ("Basic", "Basic ???", "Basic /////w==", "Basic OnNlY3JldA=="):
        assert Client(headers={"authorization": broken}).get("/api/me").status_code == 401


def test_the_secret_is_shown_once_and_kept_as_a_digest(client_of: As, officer: User) -> None:
    client = client_of(officer)
    made = make(client)
    assert made["token"].startswith("plaeng_")
    assert len(made["token"]) >= len("plaeng_") + 43  # 256 bits in base64
    assert made["token"] not in client.get(TOKENS).content.decode()
    (shown,) = client.get(TOKENS).json()["tokens"]
    assert (shown["name"], shown["scope"], shown["last_used"]) == ("QGIS ที่บ้าน", "read", None)
    assert made["token"].endswith(shown["hint"].removeprefix("…"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text, digest FROM token t")
        row, digest = cursor.fetchone()
    assert made["token"] not in row
    assert bytes(digest) == hashlib.sha256(made["token"].encode()).digest()


def test_a_reading_token_changes_nothing_and_says_why(client_of: As, officer: User) -> None:
    reader = program(make(client_of(officer)))
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(reader, method)(f"{PARCELS}/x", "{}", content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (403, "token_reads_only")
        assert "scope write" in answer.json()["detail"]


def test_a_writing_token_writes_without_a_cookie_and_leaves_its_trace(client_of: As, officer: User) -> None:
    answer = post(program(make(client_of(officer), scope="write")), PARCELS, feature(square()))
    assert answer.status_code == 201
    trace = History.objects.get(uid=answer.json()["id"])
    assert (trace.user_id, trace.via) == (officer.pk, "api")


def wrong(text: str) -> None:
    answer = program(text).get("/api/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "token_invalid")
    assert answer["WWW-Authenticate"] == 'Bearer error="invalid_token"'


@pytest.mark.parametrize("text", ["", "x", "plaeng_", "plaeng_" + "A" * 43, "plaeng_น้ำ", "x" * 5000])
def test_a_wrong_token_is_401_even_beside_a_good_cookie(client_of: As, officer: User, text: str) -> None:
    wrong(text.encode().decode("latin-1"))
    answer = client_of(officer).get("/api/me", headers={"authorization": f"Bearer {text.encode().decode('latin-1')}"})
    assert answer.status_code == 401


def test_without_any_token_both_ways_are_named(client: Client) -> None:
    assert client.get("/api/me")["WWW-Authenticate"] == 'Session, Bearer realm="plaeng"'


def test_expired_revoked_and_closed_accounts_are_wrong(client_of: As, officer: User) -> None:
    client = client_of(officer)
    made, second, third = make(client), make(client), make(client)
    Token.objects.filter(uid=made["id"]).update(expires_at=timezone.now())
    wrong(made["token"])
    assert client.delete(f"{TOKENS}/{second['id']}").status_code == 204
    wrong(second["token"])
    assert [t["is_expired"] for t in client.get(TOKENS).json()["tokens"]] == [False, True]
    User.objects.filter(pk=officer.pk).update(is_active=False)
    wrong(third["token"])


def test_a_suspended_officer_sees_nothing_by_token_either(client_of: As, officer: User) -> None:
    reader = program(make(client_of(officer)))
    Officer.objects.filter(user=officer).update(suspended_at=timezone.now())
    assert reader.get(PARCELS).status_code == 404


def test_tokens_neither_make_nor_see_nor_revoke_tokens(client_of: As, officer: User) -> None:
    made = make(client_of(officer), scope="write")
    writer = program(made)
    answers = [
        writer.post(TOKENS, json.dumps({"name": "x", "scope": "read"}), content_type="application/json"),
        writer.get(TOKENS),
        writer.get(f"{TOKENS}/{made['id']}"),
        writer.delete(f"{TOKENS}/{made['id']}"),
    ]
    assert [(a.status_code, a.json()["code"]) for a in answers] == [(403, "token_needs_person")] * 4


def test_tokens_of_others_do_not_exist(client_of: As, officer: User, neighbour_officer: User) -> None:
    made = make(client_of(officer))
    stranger = client_of(neighbour_officer)
    assert stranger.get(TOKENS).json()["tokens"] == []
    for uid in (made["id"], "x", "00000000-0000-0000-0000-000000000000"):
        assert stranger.get(f"{TOKENS}/{uid}").status_code == 404
        assert stranger.delete(f"{TOKENS}/{uid}").status_code == 404
    assert program(made).get("/api/me").status_code == 200


def test_last_use_is_kept_coarsely(client_of: As, officer: User) -> None:
    reader = program(make(client_of(officer)))
    reader.get("/api/me")
    first = Token.objects.get().used_at
    reader.get("/api/me")
    assert first is not None
    assert Token.objects.get().used_at == first
    Token.objects.update(used_at=first - tokens.COARSE)
    reader.get("/api/me")
    used = Token.objects.get().used_at
    assert used is not None
    assert used >= first


@pytest.mark.parametrize(
    ("wish", "path"),
    [
        ({"name": ""}, "/name"), ({"name": "x" * 81}, "/name"), ({"name": None}, "/name"), ({"scope": "admin"}, "/scope"),
        ({"expires": "tomorrow"}, "/expires"), ({"expires": "2001-01-01T00:00:00Z"}, "/expires"),
        ({"expires": "2999-01-01T00:00:00Z"}, "/expires"), ({"user": 1}, "/user"),
    ],
)  # fmt: skip
def test_a_bad_wish_is_refused_with_its_place(client_of: As, officer: User, wish: dict[str, Any], path: str) -> None:
    body = {"name": "x", "scope": "read", **wish}
    answer = client_of(officer).post(TOKENS, json.dumps(body), content_type="application/json")
    assert (answer.status_code, answer.json()["findings"][0]["path"]) == (422, path)


@pytest.mark.parametrize("body", ["[]", "1", "{", '{"name": "a\\u0000", "scope": "read"}'])
def test_a_bad_body_is_no_error_of_ours(client_of: As, officer: User, body: str) -> None:
    assert 400 <= client_of(officer).post(TOKENS, body, content_type="application/json").status_code < 500


def test_a_life_is_ninety_days_or_as_asked(client_of: As, officer: User) -> None:
    client = client_of(officer)
    now = timezone.now()
    make(client)
    assert abs(Token.objects.get().expires_at - now - tokens.LIFE) < timedelta(minutes=1)
    asked = (now + timedelta(days=7)).replace(microsecond=0)
    assert make(client, expires=asked.isoformat())["expires"] == asked.isoformat()


def test_twenty_tokens_are_enough(client_of: As, officer: User) -> None:
    expires = timezone.now() + timedelta(days=1)
    for n in range(tokens.MOST):
        tokens.make(officer.pk, name=str(n), scope="read", expires_at=expires)
    answer = client_of(officer).post(TOKENS, '{"name": "x", "scope": "read"}', content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_tokens")


def test_making_a_token_needs_the_csrf_token_of_the_page(officer: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(TOKENS, '{"name": "x", "scope": "read"}', content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")
