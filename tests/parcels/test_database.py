"""The database by itself, through plain SQL: versions, history, grid, rights of the application's login, rivals."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812 # a class with a small name
from shapely.geometry import shape

from tests.api.shapes import MUEANG, square
from tests.parcels.test_zones_sql import GEOD, PARCEL, insert

Open = Callable[[], Connection]


def rows(db: Connection, query: str, *values: Any) -> list[tuple[Any, ...]]:
    with db.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def refused(db: Connection, statement: str, *values: Any) -> str:
    """The name of the rule that refuses a statement."""
    with pytest.raises(psycopg2.Error) as refusal, db.cursor() as cursor:
        cursor.execute(statement, values)
    db.rollback()
    return str(refusal.value.diag.constraint_name or refusal.value.pgcode)


def test_what_a_writer_may_not_set_is_overwritten(plain_sql: Open) -> None:
    db = plain_sql()
    parcel = insert(db, PARCEL, MUEANG, square())
    db.commit()
    with db.cursor() as cursor:
        cursor.execute(
            "UPDATE parcel SET version = 99, area_calc_m2 = 1, code = 'x', amphoe = '9999' WHERE id = %s", [parcel]
        )
    found = rows(db, "SELECT version, round(area_calc_m2), code, amphoe FROM parcel WHERE id = %s", parcel)
    # 11,823 m²: Karney's geodesic on the square, by GeographicLib.
    assert found == [(2, pytest.approx(11823, abs=5), "670101-0001", "6701")]
    assert refused(db, "UPDATE parcel SET uid = gen_random_uuid() WHERE id = %s", parcel) == "uid_is_fixed"


def test_nodes_are_rounded_to_the_decimal_not_to_a_multiple(plain_sql: Open) -> None:
    db = plain_sql()
    fine = square()
    fine["coordinates"][0][1] = [101.15100000123456, 16.40000000678]
    parcel = insert(db, PARCEL, MUEANG, fine)
    found = rows(db, "SELECT ST_AsGeoJSON(geom, 15) FROM parcel WHERE id = %s", parcel)[0][0]
    assert [round(101.15100000123456, 8), round(16.40000000678, 8)] in json.loads(found)["coordinates"][0][0]


@pytest.mark.parametrize(
    ("wkt", "rule"),
    [
        ("MULTIPOLYGON(((101.1 16, 101.2 16.1, 101.2 16, 101.1 16.1, 101.1 16)))", "shape_is_valid"),
        ("MULTIPOLYGON(((16 101.1, 16 101.2, 16.1 101.2, 16 101.1)))", "shape_in_country"),
        ("MULTIPOLYGON(((101.1 16, 101.2 16, 1e150 16.1, 101.1 16)))", "shape_in_country"),
        ("MULTIPOLYGON EMPTY", "shape_not_empty"),
    ],
)
def test_a_bad_shape_is_refused_with_a_name(plain_sql: Open, wkt: str, rule: str) -> None:
    statement = "INSERT INTO parcel (tambon, geom) VALUES (%s, ST_GeomFromText(%s, 4326))"
    assert refused(plain_sql(), statement, MUEANG, wkt) == rule


def test_a_star_of_2001_positions_is_refused(plain_sql: Open) -> None:
    circle = "ST_Multi(ST_Buffer(ST_SetSRID(ST_MakePoint(101.1, 16.3), 4326), 0.01, 500))"
    assert rows(plain_sql(), f"SELECT ST_NPoints({circle})") == [(2001,)]
    statement = f"INSERT INTO parcel (tambon, geom) VALUES (%s, {circle})"
    assert refused(plain_sql(), statement, MUEANG) == "shape_within_limits"


def test_history_holds_what_changed_and_who_did_it(plain_sql: Open) -> None:
    db = plain_sql()
    parcel = insert(db, PARCEL, MUEANG, square())
    with db.cursor() as cursor:
        cursor.execute("UPDATE parcel SET name = 'นาลุง' WHERE id = %s", [parcel])
    first, second = rows(
        db, "SELECT operation, version, before, after, login FROM history WHERE table_name = 'parcel' ORDER BY id"
    )
    assert (first[0], first[1], first[2]) == ("INSERT", 1, None)
    assert first[3]["geom"]["type"] == "MultiPolygon"
    assert (second[0], second[1]) == ("UPDATE", 2)
    assert (second[2]["name"], second[3]["name"]) == ("", "นาลุง")
    assert set(second[3]) <= {"name", "version", "updated_at", "updated_by_id"}
    assert second[4]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM parcel",
        "DELETE FROM application",
        "DELETE FROM officer",
        "DELETE FROM office",
        "DELETE FROM invitation",
        "UPDATE history SET version = 0",
        "DELETE FROM history",
        "INSERT INTO history (table_name) VALUES ('x')",
        "TRUNCATE zone",
        "CREATE TABLE plaeng.mine (id int)",
        "CREATE TABLE public.mine (id int)",
        "ALTER TABLE parcel DISABLE TRIGGER ALL",
        "DROP TABLE zone",
    ],
)
def test_the_application_may_not(plain_sql: Open, statement: str) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege), plain_sql().cursor() as cursor:
        cursor.execute(statement)


def test_of_two_rivals_for_one_place_the_second_sees_the_first(plain_sql: Open) -> None:
    """Two overlapping inserts at once: without the locks both would commit without a case."""
    one, two = plain_sql(), plain_sql()
    insert(one, PARCEL, MUEANG, square())
    done = threading.Event()

    def rival() -> None:
        with two.cursor() as cursor:
            cursor.execute("SET lock_timeout = '20s'; SET statement_timeout = '20s'")
        insert(two, PARCEL, MUEANG, square(x=0.5))
        two.commit()
        done.set()

    thread = threading.Thread(target=rival)
    thread.start()
    assert not done.wait(0.5), "the rival did not wait for the land"
    one.commit()
    thread.join(20)
    assert done.is_set()
    assert rows(one, 'SELECT count(*) FROM "case" WHERE closed_at IS NULL') == [(1,)]


def test_zones_may_not_be_laid_over_each_other_by_rivals(plain_sql: Open) -> None:
    from tests.parcels.test_zones_sql import ZONE

    one, two = plain_sql(), plain_sql()
    parcel = insert(one, PARCEL, MUEANG, square())
    one.commit()
    insert(one, ZONE, parcel, "nong", square(size=0.0005))
    results: list[str] = []

    def rival() -> None:
        with two.cursor() as cursor:
            cursor.execute("SET lock_timeout = '20s'; SET statement_timeout = '20s'")
        try:
            insert(two, ZONE, parcel, "na", square(size=0.0006))
            results.append("stored")
        except psycopg2.Error as exc:
            results.append(str(exc.diag.constraint_name))

    thread = threading.Thread(target=rival)
    thread.start()
    thread.join(0.5)
    assert thread.is_alive()
    one.commit()
    thread.join(20)
    assert results == ["zone_no_overlap"]


def applied(db: Connection) -> int:
    """An application of an invented person."""
    applicant = insert(
        db,
        "INSERT INTO applicant (kind, sector, name_th, org_reg_no, phone, village_code, tambon, deceased)"
        " VALUES ('PERSON', 'PEOPLE', 'สมมติ', '', '', '', %s, false) RETURNING id",
        MUEANG,
    )
    return insert(
        db,
        "INSERT INTO application (no, fy, applicant_id, model, state, remark)"
        " VALUES ('2565-6701-0001', 2565, %s, 'HLM', 'APPLIED', '') RETURNING id",
        applicant,
    )


def test_whoever_attaches_a_parcel_waits_for_a_change_of_state_that_is_under_way(plain_sql: Open) -> None:
    one, two = plain_sql(), plain_sql()
    parcel, application = insert(one, PARCEL, MUEANG, square()), applied(one)
    one.commit()
    with one.cursor() as cursor:
        cursor.execute("UPDATE application SET state = 'DOCS_OK' WHERE id = %s", [application])

    def attach() -> None:
        with two.cursor() as cursor:
            cursor.execute("SET lock_timeout = '20s'; SET statement_timeout = '20s'")
            cursor.execute("UPDATE parcel SET application = %s WHERE id = %s", [application, parcel])
        two.commit()

    thread = threading.Thread(target=attach)
    thread.start()
    thread.join(0.5)
    one.commit()
    thread.join(20)
    assert rows(one, "SELECT application, state FROM parcel") == [(application, "DOCS_OK")]


def test_a_shape_that_comes_back_as_it_is_stored_keeps_the_area_of_the_one_that_was_given(plain_sql: Open) -> None:
    db = plain_sql()
    fine = square()
    fine["coordinates"][0][1][0] += 4e-9
    parcel = insert(db, PARCEL, MUEANG, fine)
    area = "SELECT area_calc_m2, round(ST_Area(geom::geography)::numeric, 4) FROM parcel"
    given, of_stored = rows(db, area)[0]
    assert abs(float(given) - abs(GEOD.geometry_area_perimeter(shape(fine))[0])) < 0.001  # m²
    assert abs(given - of_stored) > Decimal("0.01")
    with db.cursor() as cursor:
        cursor.execute("UPDATE parcel SET geom = ST_GeomFromText(ST_AsText(geom, 15), 4326), name = 'x'")
        assert rows(db, area) == [(given, of_stored)]
        moved = "ST_MakeEnvelope(101.15, 16.4, 101.151, 16.401, 4326)"
        cursor.execute(f"UPDATE parcel SET geom = ST_Multi({moved}) WHERE id = %s", [parcel])
    given, of_stored = rows(db, area)[0]
    assert given == of_stored


def test_a_parcel_takes_state_year_and_model_from_its_application(plain_sql: Open) -> None:
    db = plain_sql()
    parcel, application = insert(db, PARCEL, MUEANG, square()), applied(db)
    with db.cursor() as cursor:
        cursor.execute("UPDATE parcel SET application = %s, state = 'DECLARED' WHERE id = %s", [application, parcel])
    assert rows(db, "SELECT state, fy, model FROM parcel") == [("APPLIED", 2565, "HLM")]
    with db.cursor() as cursor:
        cursor.execute("UPDATE application SET state = 'DOCS_OK' WHERE id = %s", [application])
    assert rows(db, "SELECT state FROM parcel") == [("DOCS_OK",)]
