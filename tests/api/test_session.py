"""Signing in: errors are alike for unknown names, ten wrong passwords lock a name, signing out ends the session."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import User
from django.test import Client

SESSION = "/api/session"
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def known(officer: User) -> User:
    officer.set_password("plaeng-demo")
    officer.save()
    return officer


def sign_in(client: Client, name: str, password: str) -> tuple[int, dict[str, object]]:
    body = json.dumps({"username": name, "password": password})
    answer = client.post(SESSION, body, content_type="application/json", headers=ENGLISH)
    return answer.status_code, answer.json()


def test_signing_in_and_out(client: Client, known: User) -> None:
    assert client.get(SESSION).json()["user"] is None
    status, body = sign_in(client, "officer", "plaeng-demo")
    assert status == 200
    user = body["user"]
    assert isinstance(user, dict)
    assert (user["username"], user["role"]["code"], user["area"]["code"]) == ("officer", "AMPHOE_OFFICER", "6701")
    assert user["rights"]["parcels"] == ["read", "create", "update", "delete"]
    assert client.get("/api/me").status_code == 200
    key = client.cookies["sessionid"].value
    assert client.delete(SESSION).status_code == 204
    client.cookies["sessionid"] = key
    assert client.get("/api/me").status_code == 401


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client: Client, known: User) -> None:
    assert sign_in(client, "officer", "wrong-password") == sign_in(client, "nobody", "wrong-password")


def test_ten_wrong_passwords_lock_the_name(client: Client, known: User) -> None:
    statuses = [sign_in(client, "officer", f"wrong-{n}")[0] for n in range(11)]
    assert statuses[:9] == [401] * 9
    assert statuses[-1] == 429
    assert sign_in(client, "officer", "plaeng-demo")[1]["code"] == "sign_in_locked"


@pytest.mark.parametrize("body", ["[]", '{"username": "x"}', '{"username": "x", "password": "a\\u0000b"}', "{"])
def test_a_bad_body_is_no_error_of_ours(client: Client, db: None, body: str) -> None:
    assert 400 <= client.post(SESSION, body, content_type="application/json").status_code < 500


def test_an_unsafe_request_needs_the_csrf_token(officer: User) -> None:
    client = Client(enforce_csrf_checks=True, headers=ENGLISH)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post("/api/collections/parcels/items", "{}", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")
    answer = Client(enforce_csrf_checks=True).post(SESSION, "{}", content_type="application/json")
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
