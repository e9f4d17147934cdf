"""bin/plaeng qgis_login: makes, rotates, suspends and removes a login, and prints what QGIS needs."""

from __future__ import annotations

from configparser import ConfigParser
from io import StringIO
from typing import Any

import psycopg2
import pytest
from django.core.management import CommandError, call_command

from parcels import logins
from parcels.models import Officer
from tests.qgis.conftest import Desk


def command(desk: Desk, name: str, *args: str) -> tuple[str, dict[str, str]]:
    """What was said, and the service block if there was one."""
    out = StringIO()
    call_command("qgis_login", f"{desk.tag}.{name}", *args, stdout=out)
    said, _, block = out.getvalue().partition("[plaeng]")
    desk.made.append(logins.name_for(f"{desk.tag}.{name}"))
    parser = ConfigParser(interpolation=None)
    parser.read_string("[plaeng]" + block)
    return said, dict(parser["plaeng"])


def connect(desk: Desk, block: dict[str, str]) -> Any:
    return desk.connect(block["user"], block["password"])


def test_the_block_that_is_printed_opens_the_officers_area(desk: Desk) -> None:
    desk.parcel("670101", 101.15, 16.4)
    desk.parcel("670501", 101.3, 15.6)
    said, block = command(desk, "som.sri", "--role", "analyst", "--area", "6701")
    assert f"qgis_{desk.tag}_som_sri: ANALYST, 6701, active." in said
    assert (block["host"], block["dbname"], block["port"]) == ("127.0.0.1", desk.database, str(desk.port))
    with connect(desk, block).cursor() as cursor:
        cursor.execute("SELECT count(*) FROM parcel")
        assert cursor.fetchone() == (1,)


def test_from_another_machine_encryption_is_required(desk: Desk) -> None:
    _, block = command(desk, "somsri", "--role", "VIEWER", "--area", "67", "--host", "db.example.go.th")
    assert (block["host"], block["sslmode"]) == ("db.example.go.th", "require")


def test_a_rotated_password_replaces_the_old_one(desk: Desk) -> None:
    _, first = command(desk, "somsri", "--role", "VIEWER", "--area", "67")
    assert "password" not in command(desk, "somsri")[1]
    _, second = command(desk, "somsri", "--rotate")
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        connect(desk, first)
    connect(desk, second)


def test_a_suspension_ends_open_sessions_and_refuses_new_ones(desk: Desk) -> None:
    _, block = command(desk, "somsri", "--role", "VIEWER", "--area", "67")
    open_one = connect(desk, block)
    said, _ = command(desk, "somsri", "--suspend")
    assert "suspended" in said
    with pytest.raises(psycopg2.OperationalError), open_one.cursor() as cursor:
        cursor.execute("SELECT 1")
    with pytest.raises(psycopg2.OperationalError, match="not permitted to log in"):
        connect(desk, block)
    command(desk, "somsri", "--restore")
    connect(desk, block)


def test_a_removed_login_is_closed_and_the_account_stays(desk: Desk) -> None:
    _, block = command(desk, "somsri", "--role", "VIEWER", "--area", "67")
    command(desk, "somsri", "--remove")
    with pytest.raises(psycopg2.OperationalError, match="not permitted to log in"):
        connect(desk, block)
    assert Officer.objects.get(user__username=f"{desk.tag}.somsri").database_login is None
    assert not Officer.objects.get(user__username=f"{desk.tag}.somsri").user.has_usable_password()


def test_another_role_or_area_acts_on_the_open_session(desk: Desk) -> None:
    desk.parcel("670101", 101.15, 16.4)
    desk.parcel("670501", 101.3, 15.6)
    _, block = command(desk, "somsri", "--role", "VIEWER", "--area", "")
    db = connect(desk, block)

    def count() -> int:
        with db, db.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM parcel")
            return int(cursor.fetchone()[0])

    assert count() == 2
    command(desk, "somsri", "--area", "6705")
    assert count() == 1
    command(desk, "somsri", "--area", "6706")
    assert count() == 0


def test_a_household_has_no_login(desk: Desk) -> None:
    with pytest.raises(CommandError, match="web alone"):
        command(desk, "ban", "--role", "HOUSEHOLD", "--area", "670101")
    assert desk.owner("SELECT count(*) FROM pg_roles WHERE rolname = %s", f"qgis_{desk.tag}_ban") == [(0,)]


def test_a_login_has_no_right_besides(desk: Desk) -> None:
    command(desk, "somsri", "--role", "AMPHOE_OFFICER", "--area", "6701")
    name = f"qgis_{desk.tag}_somsri"
    role = desk.owner(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolcanlogin, rolconnlimit,"
        " rolpassword LIKE 'SCRAM-SHA-256$%%' FROM pg_authid WHERE rolname = %s",
        name,
    )
    assert role == [(False, False, False, False, False, True, 5, True)]
    groups = "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = %s::regrole ORDER BY 1"
    assert desk.owner(groups, name) == [("plaeng_editor",), ("plaeng_viewer",)]
    settings = desk.owner("SELECT unnest(setconfig) FROM pg_db_role_setting WHERE setrole = %s::regrole", name)
    assert {s for (s,) in settings} == {
        "statement_timeout=30s", "lock_timeout=5s", "idle_in_transaction_session_timeout=60s", "search_path=plaeng, public",
    }  # fmt: skip
