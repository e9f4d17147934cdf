"""The table of rights walked over SQL: what the API allows a role, its database login can do, no more and no less.

bin/test tests/qgis/test_rights.py -s      prints the table
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import psycopg2
import pytest

from parcels import logins, policies
from parcels.qgis.fields import VIEWS
from parcels.rights import CREATE, DELETE, EVERY_COLUMN, READ, RIGHTS, UPDATE
from tests.qgis.conftest import Desk, Session

POLICIES = Path(policies.__file__).parent / "sql" / "policies.v1.sql"
AREAS = {"AMPHOE_HEAD": "6701", "AMPHOE_OFFICER": "6701", "VOLUNTEER": "67010101"}
ROLES = [role for role in RIGHTS if logins.may_have_one(role)]
INSIDE, OUTSIDE = ("670101", "67010101", 101.15, 16.4), ("640101", "64010101", 99.8, 17.0)


def test_the_policies_are_those_of_the_table_of_rights() -> None:
    assert POLICIES.read_text(encoding="utf-8") == policies.sql(), "python -m parcels.policies, and a migration"


def test_only_whose_rights_end_at_his_own_rows_has_no_login() -> None:
    assert set(RIGHTS) - set(ROLES) == {"HOUSEHOLD"}


@dataclass
class World:
    desk: Desk
    sessions: dict[str, Session]
    inside: int
    outside: int
    zone: int
    hidden_zone: int


@pytest.fixture(scope="module")
def world(room: Desk) -> World:
    ids = [room.parcel(tambon, x, y, village=village, name="land") for tambon, village, x, y in (INSIDE, OUTSIDE)]
    zone = """INSERT INTO plaeng.zone (parcel, zone_type, geom, stage, note)
        SELECT id, 'nong', ST_Buffer(ST_Centroid(geom), 0.0001, 2), 'PLANNED', '' FROM plaeng.parcel WHERE id = %s RETURNING id"""
    zones = [int(room.owner(zone, one)[0][0]) for one in ids]
    sessions = {role: room.login(role, AREAS.get(role, "67")) for role in ROLES}
    sessions |= {
        f"{role} *": room.login(role, "", f"all-{role.lower()}") for role in ("DEPARTMENT", "VIEWER", "ANALYST")
    }
    return World(room, sessions, *ids, *zones)


def worked(session: Session, statement: str, *values: object) -> bool:
    """True when the statement finds or changes a row, False when it is refused; nothing of it stays.

    A write that touches no row and says nothing would be shown as a success by QGIS: it fails the test.
    """
    try:
        with session.db.cursor() as cursor:
            cursor.execute(statement, values)
            is_found = bool(cursor.rowcount > 0)
            assert is_found or statement.startswith("SELECT"), f"passed over in silence: {statement} {values}"
            return is_found
    except psycopg2.Error as exc:
        if exc.pgcode not in {"PL422", "42501"}:
            raise
        return False
    finally:
        session.db.rollback()


NEW_PARCEL = """INSERT INTO parcel (tambon, village_code, name, geom)
    VALUES (%s, %s, 'new', ST_Multi(ST_MakeEnvelope(101.16, 16.5, 101.161, 16.501, 4326)))"""
NEW_ZONE = """INSERT INTO zone (parcel, zone_type, geom)
    SELECT %s, 'khok', ST_MakeEnvelope({0}, {1}, {0} + 0.0001, {1} + 0.0001, 4326)"""
SHAPE = "UPDATE {} SET geom = ST_Translate(geom, 1e-6, 0), version = 2 WHERE id = %s"


def can(world: World, session: Session, kind: str, place: str) -> dict[str, bool]:
    """What a login can do to parcels or zones, of its own area or of another."""
    tambon, village, x, y = INSIDE if place == "inside" else OUTSIDE
    parcel = world.inside if place == "inside" else world.outside
    zone = world.zone if place == "inside" else world.hidden_zone
    if kind == "parcels":
        return {
            READ: worked(session, "SELECT 1 FROM parcel WHERE id = %s", parcel),
            CREATE: worked(session, NEW_PARCEL, tambon, village),
            UPDATE: worked(session, "UPDATE parcel SET name = 'x', version = 2 WHERE id = %s", parcel),
            "update geom": worked(session, SHAPE.format("parcel"), parcel),
            DELETE: worked(session, "UPDATE parcel SET withdrawn_at = now(), version = 2 WHERE id = %s", parcel),
            "row gone": worked(session, "DELETE FROM parcel WHERE id = %s", parcel),
        }
    return {
        READ: worked(session, "SELECT 1 FROM zone WHERE id = %s", zone),
        CREATE: worked(session, NEW_ZONE.format(x, y), parcel),
        UPDATE: worked(session, "UPDATE zone SET note = 'x', version = 2 WHERE id = %s", zone),
        "update geom": worked(session, SHAPE.format("zone"), zone),
        "row gone": worked(session, "DELETE FROM zone WHERE id = %s", zone),
    }


def expected(role: str, kind: str, place: str) -> dict[str, bool]:
    rights = RIGHTS[role.removesuffix(" *")]
    actions = rights.actions.get(kind, ())
    is_here = place == "inside" or role.endswith("*")
    wanted = {
        READ: READ in actions,
        CREATE: CREATE in actions,
        UPDATE: UPDATE in actions and rights.columns is EVERY_COLUMN,
        "update geom": UPDATE in actions and ("geom" in rights.columns or rights.columns is EVERY_COLUMN),
    }
    if kind == "parcels":
        wanted[DELETE] = DELETE in actions
    # Logins delete nothing: a parcel is withdrawn, a zone goes on the web.
    return {**{name: is_here and one for name, one in wanted.items()}, "row gone": False}


def test_every_login_can_what_its_role_may(world: World) -> None:
    wrong, lines = [], []
    for role, session in world.sessions.items():
        for kind in policies.TABLES:
            for place in ("inside", "outside"):
                got, wanted = can(world, session, kind, place), expected(role, kind, place)
                lines.append(
                    f"{role:16}{kind:9}{place:9}" + " ".join(f"{n}:{'yes' if v else '-'}" for n, v in got.items())
                )
                if got != wanted:
                    wrong.append((role, kind, place, got, wanted))
    print("", *lines, sep="\n")
    assert wrong == []


def test_what_else_a_login_reads_is_the_same_for_all(world: World) -> None:
    """Code lists and areas; and no table besides those that are published."""
    published = {
        *policies.OPEN,
        *policies.TABLES.values(),
        *VIEWS.values(),
        "seen_case",
        "layer_styles",
        "qgis_projects",
    }
    names = [name for (name,) in world.desk.owner(
        "SELECT format('%%I.%%I', relnamespace::regnamespace, relname) FROM pg_class"
        " WHERE relkind IN ('r', 'v', 'm', 'p') AND relnamespace::regnamespace::text IN ('plaeng', 'plaeng_private')"
    )]  # fmt: skip
    assert len(names) > 70
    for role, session in world.sessions.items():
        for name in names:
            is_open = name.removeprefix("plaeng.").strip('"') in published
            try:
                session.rows(f"SELECT * FROM {name} LIMIT 1")
            except psycopg2.errors.InsufficientPrivilege:
                assert not is_open, (role, name)
            else:
                assert is_open, (role, name)


def test_cases_show_no_more_than_ones_own_side(world: World) -> None:
    desk = world.desk
    desk.parcel("670101", 101.7, 16.4, village="67010101", name="a")
    desk.parcel("670501", 101.7005, 16.4, name="b")
    case = "SELECT parcel_a_code IS NOT NULL, parcel_b_code IS NOT NULL, overlap_m2 > 0 FROM seen_case"
    assert world.sessions["AMPHOE_OFFICER"].rows(case) == [(True, False, True)]
    assert world.sessions["PROVINCE"].rows(case) == [(True, True, True)]
    assert desk.login("AMPHOE_OFFICER", "6705").rows(case) == [(False, True, True)]
    assert desk.login("AMPHOE_OFFICER", "6706").rows(case) == []
    assert world.sessions["VIEWER *"].rows(case) == [(True, True, True)]


def test_a_village_of_the_same_tambon_is_hidden(world: World) -> None:
    next_door = world.desk.parcel("670101", 101.17, 16.42, village="67010102")
    volunteer = world.sessions["VOLUNTEER"]
    assert volunteer.rows("SELECT count(*) FROM parcel WHERE id = %s", next_door) == [(0,)]
    move = "UPDATE parcel SET village_code = '67010102', version = 2 WHERE id = %s"
    assert volunteer.refused(move, world.inside).diag.constraint_name == "edit_in_area"


@pytest.mark.parametrize("kind", ["parcel", "zone"])
def test_an_update_that_finds_no_row_is_refused_aloud(world: World, kind: str) -> None:
    """Row security passes over rows of others in silence, and QGIS would report success."""
    column = {"parcel": "name", "zone": "note"}[kind]
    hidden = {"parcel": world.outside, "zone": world.hidden_zone}[kind]
    for key in (hidden, -1):
        refusal = world.sessions["AMPHOE_OFFICER"].refused(
            f"UPDATE {kind} SET {column} = 'x', version = 2 WHERE id = %s", key
        )
        assert refusal.diag.constraint_name == "edit_finds_row"
