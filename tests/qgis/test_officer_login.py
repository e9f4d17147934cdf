"""Logins by the page of officers: who gives them to whom, what they open, and until when."""

from __future__ import annotations

from collections.abc import Callable
from configparser import ConfigParser
from datetime import timedelta
from typing import Any

import psycopg2
import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from parcels import logins, tokens
from parcels.errors import NotAllowed
from parcels.models import Idempotency, Officer
from parcels.permissions import Access
from parcels.rights import RIGHTS, UPDATE, Rights
from tests.conftest import make_officer
from tests.qgis.conftest import Desk
from tests.qgis.giving import give, officer_of

As = Callable[[User], Client]


def suspend(client: Client, of: Officer, status: int = 200) -> dict[str, Any]:
    answer = client.post(f"/api/officers/{of.uid}/login/suspension")
    assert answer.status_code == status, answer.content.decode()
    return dict(answer.json())


def shown(client: Client, officer: Officer) -> dict[str, Any]:
    return dict(client.get(f"/api/officers/{officer.uid}").json())


def service(made: dict[str, Any]) -> dict[str, str]:
    parser = ConfigParser(interpolation=None)
    parser.read_string(made["service"])
    return dict(parser["plaeng"])


def count(db: Any) -> int:
    with db, db.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM parcel")
        return int(cursor.fetchone()[0])


def test_a_login_opens_the_area_until_it_is_suspended(desk: Desk, client_of: As, boss: User, her: Officer) -> None:
    desk.parcel("670101", 101.15, 16.4)
    desk.parcel("670501", 101.3, 15.6)
    client = client_of(boss)
    assert (shown(client, her)["login"], shown(client, her)["login_state"]) == (None, "none")
    made = give(client, her)
    assert made["login"] == f"qgis_{desk.tag}_somsri"
    assert made["service"] == logins.block_of(logins.Login(made["login"], made["password"]))
    block = service(made)
    assert (block["host"], block["dbname"], block["password"]) == ("127.0.0.1", desk.database, made["password"])
    db = desk.connect(block["user"], block["password"])
    assert count(db) == 1
    seen = shown(client, her)
    assert (seen["login"], seen["login_state"]) == (made["login"], "active")
    assert suspend(client, her)["login_state"] == "suspended"
    with pytest.raises(psycopg2.OperationalError), db.cursor() as cursor:
        cursor.execute("SELECT 1")
    with pytest.raises(psycopg2.OperationalError, match="not permitted to log in"):
        desk.connect(block["user"], block["password"])
    assert suspend(client, her, 409)["code"] == "no_login"
    again = give(client, her)
    assert again["login"] == made["login"]
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        desk.connect(made["login"], made["password"])
    assert count(desk.connect(again["login"], again["password"])) == 1


def test_the_login_has_no_right_besides(desk: Desk, client_of: As, boss: User, her: Officer) -> None:
    name = give(client_of(boss), her)["login"]
    role = (
        "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication, rolconnlimit FROM pg_roles"
    )
    assert desk.owner(f"{role} WHERE rolname = %s", name) == [(False, 5)]
    groups = "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = %s::regrole ORDER BY 1"
    assert desk.owner(groups, name) == [("plaeng_editor",), ("plaeng_viewer",)]
    limits = (
        "SELECT count(*) FROM pg_db_role_setting, unnest(setconfig) s WHERE setrole = %s::regrole AND s ~ 'timeout='"
    )
    assert desk.owner(limits, name) == [(3,)]


def test_from_another_machine_encryption_is_required(
    desk: Desk, client_of: As, boss: User, her: Officer, settings: Any
) -> None:
    settings.QGIS_HOST, settings.QGIS_PORT = "db.example.go.th", 5433
    block = service(give(client_of(boss), her))
    assert (block["host"], block["port"], block["sslmode"]) == ("db.example.go.th", "5433", "require")


def test_another_password_ends_the_old_one(desk: Desk, client_of: As, boss: User, her: Officer) -> None:
    client = client_of(boss)
    first, second = give(client, her), give(client, her)
    assert first["login"] == second["login"]
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        desk.connect(first["login"], first["password"])
    desk.connect(second["login"], second["password"])


def test_the_password_stands_in_one_answer_alone(desk: Desk, client_of: As, boss: User, her: Officer) -> None:
    client = client_of(boss)
    made = give(client, her, **{"Idempotency-Key": "login-of-somsri"})
    assert len(made["password"]) >= 32
    assert not Idempotency.objects.exists()
    for path in ("/api/officers", f"/api/officers/{her.uid}"):
        assert made["password"] not in client.get(path).content.decode()
    kept = desk.owner("SELECT count(*) FROM history h WHERE h::text LIKE %s", f"%{made['password']}%")
    assert kept == [(0,)]


def test_every_step_stands_in_the_history(desk: Desk, client_of: As, boss: User, her: Officer) -> None:
    client = client_of(boss)
    give(client, her)
    give(client, her)
    suspend(client, her)
    steps = desk.owner(
        "SELECT user_id, via, after ->> 'database_login', after ? 'login_set_at' FROM history"
        " WHERE uid = %s AND operation = 'UPDATE' ORDER BY id", str(her.uid),
    )  # fmt: skip
    name = f"qgis_{desk.tag}_somsri"
    me = (boss.pk, "web")
    assert steps == [(*me, name, False), (*me, None, True), (*me, None, True), (*me, None, False)]
    assert Officer.objects.get(pk=her.pk).held_login == name


def test_who_does_not_administrate_finds_nothing(desk: Desk, client_of: As, her: Officer) -> None:
    for role in RIGHTS.keys() - {"PROVINCE"}:
        client = client_of(make_officer(f"asker-{role}", role, "67"))
        assert give(client, her, 404)["code"] == "not_found"
        assert suspend(client, her, 404)["code"] == "not_found"
    assert Officer.objects.get(pk=her.pk).database_login is None


def test_hidden_and_absent_answer_the_same(desk: Desk, client_of: As, boss: User) -> None:
    client = client_of(boss)
    wide = officer_of(desk, "whole", "DEPARTMENT", "")
    other = officer_of(desk, "phichit", "AMPHOE_OFFICER", "6601")
    uids = (wide.uid, other.uid, "00000000-0000-4000-8000-000000000000", "nonsense")
    for way in ("login", "login/suspension"):
        answers = [client.post(f"/api/officers/{uid}/{way}") for uid in uids]
        assert {a.status_code for a in answers} == {404}
        assert len({a.json()["title"] for a in answers}) == 1
    assert not Officer.objects.exclude(database_login=None).exists()


def test_not_oneself_nor_a_household_nor_who_may_not_work(desk: Desk, client_of: As, boss: User, her: Officer) -> None:
    client = client_of(boss)
    assert give(client, Officer.objects.get(user=boss), 403)["code"] == "not_yourself"
    house = officer_of(desk, "ban", "HOUSEHOLD", "670101")
    assert give(client, house, 409)["code"] == "web_alone"
    assert shown(client, house)["login_state"] == "unavailable"
    for ends, pause in ((timezone.localdate() - timedelta(1), None), (None, timezone.now())):
        Officer.objects.filter(pk=her.pk).update(term_ends=ends, suspended_at=pause)
        assert give(client, her, 409)["code"] == "login_needs_work"
    assert desk.owner("SELECT count(*) FROM pg_roles WHERE rolname LIKE %s", f"qgis_{desk.tag}%") == [(0,)]


def test_a_suspended_officers_login_is_shown_as_closed(desk: Desk, client_of: As, boss: User, her: Officer) -> None:
    client = client_of(boss)
    made = give(client, her)
    now = {"suspended": True}
    client.patch(f"/api/officers/{her.uid}", now, content_type="application/json", headers={"if-match": "*"})
    assert shown(client, her)["login_state"] == "suspended"
    with pytest.raises(psycopg2.OperationalError, match="not permitted to log in"):
        desk.connect(made["login"], made["password"])


def test_a_role_above_ones_own(desk: Desk, boss: User, her: Officer) -> None:
    """Today nobody is above who administrates; the rule does not lean on that."""
    less = Access(Rights({"officers": (UPDATE,), "parcels": ("read",)}), "67", "PROVINCE", boss.pk)
    for way in (logins.hand_out, logins.suspend):
        with pytest.raises(NotAllowed, match="role_not_yours"):
            way(less, her)


def test_a_token_and_a_page_without_its_own_token_are_refused(desk: Desk, boss: User, her: Officer) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(boss, backend="django.contrib.auth.backends.ModelBackend")
    assert give(client, her, 403)["code"] == "csrf_failed"
    assert give(Client(), her, 401)["code"] == "sign_in_needed"
    _, secret = tokens.make(boss.pk, name="QGIS", scope="write", expires_at=timezone.now() + timedelta(1))
    assert give(Client(), her, 403, authorization=f"Bearer {secret}")["code"] == "person_needed"


def test_signs_in_names_neither_break_out_nor_meet_in_one_login(desk: Desk, client_of: As, boss: User) -> None:
    client = client_of(boss)
    names = ['x"; ALTER ROLE plaeng_app SUPERUSER; --', "x' superuser", "x.y", "x-y"]
    made = [give(client, officer_of(desk, name, "VIEWER", "67")) for name in names]
    desk.made.extend(one["login"] for one in made)
    assert len({one["login"] for one in made}) == len(names)
    roles = (
        "SELECT bool_or(rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication) FROM pg_roles WHERE rolname ~ %s"
    )
    assert desk.owner(roles, "^(plaeng_|qgis_)") == [(False,)]


def test_a_name_that_is_held_goes_to_nobody_else(desk: Desk, client_of: As, boss: User) -> None:
    client = client_of(boss)
    first, second = officer_of(desk, "x.y", "VIEWER", "67"), officer_of(desk, "x-y", "VIEWER", "6701")
    mine = give(client, first)["login"]
    suspend(client, first)
    other = give(client, second)["login"]
    desk.made.append(other)
    assert other != mine
    assert give(client, first)["login"] == mine
