"""What somebody may try on purpose as a database login: refused, or worth nothing."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg2
import pytest

from tests.qgis.conftest import Desk
from tests.qgis.staff import EDIT, World, staffed, version


@pytest.fixture(scope="module")
def world(room: Desk) -> World:
    return staffed(room)


@pytest.fixture(autouse=True)
def untouched(world: World) -> Iterator[None]:
    """Land of others is after each test what it was before, and nothing is left half done."""
    with world.unharmed():
        yield


@pytest.mark.parametrize("statement", [
    "DELETE FROM parcel", "DELETE FROM zone", "TRUNCATE parcel", "SELECT * FROM applicant", "SELECT * FROM application",
    "SELECT * FROM land_document", 'SELECT * FROM "case"', "SELECT * FROM plaeng_private.history",
    "SELECT * FROM plaeng_private.officer", "SELECT plaeng_private.login_low('parcels', 'read')",
    "SELECT plaeng_private.fit_login('qgis_me')", "UPDATE area SET name_th = 'x'", "INSERT INTO state VALUES ('x')",
    "CREATE TABLE plaeng.mine (id int)", "CREATE TABLE public.mine (id int)", "CREATE TEMP TABLE mine (id int)",
    "ALTER TABLE parcel DISABLE ROW LEVEL SECURITY", "DROP POLICY login_reads ON parcel",
    "CREATE TRIGGER x BEFORE UPDATE ON parcel EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "COPY parcel TO '/tmp/parcels'", "COPY parcel TO PROGRAM 'cat'", "COPY parcel FROM '/etc/passwd'",
    "SELECT pg_read_file('/etc/passwd')", "SELECT lo_create(0)", "SELECT pg_advisory_lock(674, 0)",
    "SELECT ST_EstimatedExtent('plaeng', 'parcel', 'geom')", "SET ROLE plaeng_app", "SET ROLE plaeng_owner",
    "SET ROLE plaeng_country", "SET SESSION AUTHORIZATION plaeng_app", "SET session_replication_role = replica",
    "SELECT nextval('parcel_id_seq')", "CREATE FUNCTION pg_temp.leak(text) RETURNS bool LANGUAGE sql AS 'SELECT true'",
])  # fmt: skip
def test_the_server_refuses(world: World, statement: str) -> None:
    assert isinstance(world.officer.refused(statement), psycopg2.errors.InsufficientPrivilege)
    world.officer.db.rollback()


def test_row_security_is_not_switched_off(world: World) -> None:
    world.officer.db.rollback()
    with world.officer.db, world.officer.db.cursor() as cursor:
        cursor.execute("SET LOCAL row_security = off")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("SELECT count(*) FROM parcel")
        world.officer.db.rollback()


def test_another_of_his_groups_changes_nothing(world: World) -> None:
    """session_user decides, whatever role is set."""
    with world.officer.db, world.officer.db.cursor() as cursor:
        for group in ("plaeng_viewer", "plaeng_editor"):
            cursor.execute(f"SET LOCAL ROLE {group}")
            cursor.execute("SELECT count(*) FROM parcel WHERE tambon >= '6702'")
            assert cursor.fetchone() == (0,)
        cursor.execute(EDIT, ("as a group", version(world), world.mine))
    assert world.desk.owner("SELECT login FROM history ORDER BY id DESC LIMIT 1") == [(world.officer.name,)]


def test_a_forged_setting_is_worth_nothing(world: World) -> None:
    forged = "set_config('plaeng.user_id', '424242', true), set_config('plaeng.via', 'web', true), set_config('plaeng.request_id', 'x', true)"
    with world.officer.db, world.officer.db.cursor() as cursor:
        cursor.execute(
            f"SELECT {forged}, set_config('plaeng.area', '67', true), set_config('application_name', 'web', true)"
        )
        cursor.execute(
            "UPDATE parcel SET name = left(set_config('plaeng.user_id', '424242', true), 3), version = %s + 1"
            f" WHERE id = %s RETURNING {forged}", (version(world), world.mine),
        )  # fmt: skip
        cursor.execute("SELECT count(*) FROM parcel WHERE tambon >= '6702'")
        assert cursor.fetchone() == (0,)
    me = world.officer.officer.user_id
    last = world.desk.owner("SELECT user_id, via, request_id, login FROM history ORDER BY id DESC LIMIT 1")
    assert last == [(me, "qgis", "", world.officer.name)]
    assert world.desk.owner("SELECT updated_by_id FROM parcel WHERE id = %s", world.mine) == [(me,)]


def test_copy_and_leaky_casts_show_nothing_of_others(world: World) -> None:
    with world.officer.db, world.officer.db.cursor() as cursor:
        lines: list[str] = []
        cursor.copy_expert(
            "COPY (SELECT name FROM parcel WHERE tambon >= '6702') TO STDOUT",
            type("W", (), {"write": lambda s, x: lines.append(x)})(),
        )
        assert lines == []
        with pytest.raises(psycopg2.Error, match="COPY FROM not supported with row-level security"):
            cursor.copy_expert("COPY parcel (tambon) FROM STDIN", type("R", (), {"read": lambda s, n=0: ""})())
        world.officer.db.rollback()
    for leak in (
        "name::integer > 0",
        "ST_GeomFromText(name) IS NOT NULL",
        "name ~ '('",
        "1 / length(name) > 0 AND tambon > '6702'",
    ):
        said = ""
        try:
            world.officer.rows(f"SELECT id FROM parcel WHERE {leak}")
        except psycopg2.Error as exc:
            said = str(exc)
        assert "ลับ" not in said


def test_explain_tells_no_value(world: World) -> None:
    plan = "\n".join(
        line for (line,) in world.officer.rows("EXPLAIN (ANALYZE, VERBOSE) SELECT * FROM parcel WHERE name > 'ล'")
    )
    assert "ลับ" not in plan
    assert "login_low" in plan
