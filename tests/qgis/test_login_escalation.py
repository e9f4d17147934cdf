"""What somebody may try on purpose where logins are given: past the pages and the rules of Python, as the application's login
and as a login for QGIS."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg2
import pytest
from django.contrib.auth.models import User
from django.db import Error, connection
from django.test import Client
from django.utils import timezone
from psycopg2.extensions import encrypt_password  # type: ignore[import-untyped]

from parcels import logins
from parcels.changes import acting
from parcels.models import Officer
from parcels.rights import RIGHTS, UPDATE
from tests.conftest import make_officer
from tests.qgis.conftest import Desk
from tests.qgis.giving import give, officer_of

As = Callable[[User], Client]
SET = "SELECT plaeng_private.set_login_password(%s, %s)"


def verifier(name: str = "qgis_x") -> str:
    """Of the password "guessed"."""
    connection.ensure_connection()
    raw = connection.connection
    return str(encrypt_password("guessed", name, scope=raw, algorithm="scram-sha-256"))


def as_app(desk: Desk, statement: str, *values: Any, by: int | None = None) -> psycopg2.Error:
    """How the server refuses it to plaeng_app when `by` asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("plaeng_app",)
        with pytest.raises(Error) as refusal, acting(by, "web"):
            cursor.execute(statement, values)
    cause = refusal.value.__cause__
    assert isinstance(cause, psycopg2.Error)
    return cause


NOT_OURS = (
    "postgres", "plaeng_app", "plaeng_owner", "plaeng_migrate", "plaeng_viewer", "pg_read_server_files", "QGIS_X", "qgis_",
    "qgis_x; DROP ROLE plaeng_app", 'qgis_x" SUPERUSER --', "qgis_x\nSUPERUSER", "qgis_é", "qgis_" + "x" * 51,
)  # fmt: skip


def test_no_other_name_can_be_stored(desk: Desk, her: Officer) -> None:
    for name in NOT_OURS:
        for column in ("database_login", "held_login"):
            refusal = as_app(desk, f"UPDATE officer SET {column} = %s WHERE id = %s", name, her.pk)
            assert refusal.diag.constraint_name == "officer_login_name", name


BEYOND_THE_APPLICATION = (
    "SELECT plaeng_private.fit_login('qgis_mine', 'SCRAM-SHA-256$x')", "SELECT plaeng_private.may_give_login(1, NULL)",
    "CREATE ROLE qgis_mine LOGIN", "ALTER ROLE plaeng_viewer LOGIN", "GRANT plaeng_owner TO plaeng_app",
    "ALTER TABLE officer DROP CONSTRAINT officer_login_name", "DROP TRIGGER n_login ON officer",
    "ALTER FUNCTION plaeng_private.set_login_password(bigint, text) SECURITY INVOKER",
    "INSERT INTO login_right VALUES ('VIEWER', 'parcels', 'delete', NULL)",
)  # fmt: skip


def test_the_application_itself_may_not(desk: Desk) -> None:
    for statement in BEYOND_THE_APPLICATION:
        assert isinstance(as_app(desk, statement), psycopg2.errors.InsufficientPrivilege), statement


NO_VERIFIERS = (
    "guessed", "", None, "SCRAM-SHA-256$x", "md5" + "0" * 32, "SCRAM-SHA-256$4096:x' SUPERUSER VALID UNTIL 'infinity",
    "SCRAM-SHA-256$4096:" + "A" * 24 + "$" + "A" * 43 + "=:" + "A" * 43 + "=' SUPERUSER --",
)  # fmt: skip


def test_only_a_whole_verifier_is_stored(desk: Desk, her: Officer) -> None:
    logins.give(her)
    for password in NO_VERIFIERS:
        assert "SCRAM-SHA-256 verifier" in str(as_app(desk, SET, her.pk, password)), password


def test_the_server_asks_who_asks(desk: Desk, boss: User, her: Officer) -> None:
    """A view that forgot to ask would be refused here."""
    logins.give(her)
    make_officer("head", "AMPHOE_HEAD", "6701")
    make_officer("phichit", "PROVINCE", "66")
    late, gone = make_officer("late", "PROVINCE", "67"), make_officer("gone", "PROVINCE", "67")
    Officer.objects.filter(user=late).update(term_ends=timezone.localdate() - timedelta(1))
    Officer.objects.filter(user=gone).update(suspended_at=timezone.now())
    askers = ["head", "phichit", "late", "gone", her.user.username]
    for pk in (*User.objects.filter(username__in=askers).values_list("pk", flat=True), 2**31 - 1):
        assert as_app(desk, SET, her.pk, verifier(), by=pk).diag.constraint_name == "login_giver"
    wide = officer_of(desk, "whole", "DEPARTMENT", "")
    logins.give(wide)
    assert as_app(desk, SET, wide.pk, verifier(), by=boss.pk).diag.constraint_name == "login_giver"
    with acting(boss.pk, "web"), connection.cursor() as cursor:
        cursor.execute(SET, [her.pk, verifier()])


def test_the_server_and_the_table_of_rights_know_the_same_who_administrate() -> None:
    assert [role for role, rights in RIGHTS.items() if UPDATE in rights.actions.get("officers", ())] == ["PROVINCE"]


def test_who_has_no_login_gets_no_password(desk: Desk, her: Officer) -> None:
    for pk in (her.pk, 0, -1):
        assert "no database login" in str(as_app(desk, SET, pk, verifier()))


OTHER_RIGHTS = (
    "SUPERUSER",
    "REPLICATION",
    "CREATEROLE",
    "BYPASSRLS",
    "IN ROLE pg_read_server_files",
    "IN ROLE plaeng_owner",
)


def test_a_role_with_other_rights_is_never_taken_over(desk: Desk, client_of: As, boss: User, her: Officer) -> None:
    """Somebody made a role of that name by hand."""
    name = f"qgis_{desk.tag}_somsri"
    client = client_of(boss)
    for more in OTHER_RIGHTS:
        desk.owner(f'CREATE ROLE "{name}" LOGIN {more}')
        answer = client.post(f"/api/officers/{her.uid}/login")
        assert (answer.status_code, answer.json()["code"]) == (409, "login_name_taken")
        assert desk.owner("SELECT rolpassword FROM pg_authid WHERE rolname = %s", name) == [(None,)]
        assert Officer.objects.get(pk=her.pk).database_login is None
        desk.owner(f'DROP ROLE "{name}"')


BEYOND_A_LOGIN = (
    "SELECT plaeng_private.set_login_password(1, 'x')", "SELECT plaeng_private.fit_login('qgis_me')",
    "SELECT plaeng_private.may_give_login(1, NULL)", "UPDATE plaeng_private.officer SET area = ''",
    "ALTER ROLE plaeng_app PASSWORD 'x'", "CREATE ROLE qgis_mine LOGIN",
)  # fmt: skip


def test_a_login_gives_no_logins(desk: Desk, client_of: As, boss: User) -> None:
    colleague = officer_of(desk, "colleague", "PROVINCE", "67")
    made = give(client_of(boss), colleague)
    db = desk.connect(made["login"], made["password"])
    for statement in BEYOND_A_LOGIN:
        with pytest.raises(psycopg2.errors.InsufficientPrivilege), db, db.cursor() as cursor:
            cursor.execute(statement)
