"""Many parcels in one statement: overlaps among them and with others, codes, history, and what a refusal leaves."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812 # a class with a small name

from tests.api.shapes import MUEANG, square
from tests.cluster import Cluster
from tests.parcels.land import applied, walk
from tests.parcels.test_database import refused, rows

Open = Callable[[], Connection]
NOW = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"
MANY = """
    INSERT INTO parcel (tambon, application, geom)
    SELECT tambon, application, ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(geom), 4326))
    FROM jsonb_to_recordset(%s) AS r (tambon text, application bigint, geom jsonb)
"""
CODES = "SELECT code FROM parcel ORDER BY id"


def many(*places: float, tambon: str = MUEANG, application: dict[float, int] | None = None) -> str:
    """Squares at these columns of the grid of tests, for MANY."""
    return json.dumps(
        [{"tambon": tambon, "geom": square(x), "application": (application or {}).get(x)} for x in places]
    )


def store(db: Connection, *places: float, tambon: str = MUEANG) -> None:
    with db.cursor() as cursor:
        cursor.execute(MANY, [many(*places, tambon=tambon)])
        cursor.execute(NOW)


def approved(db: Connection) -> int:
    papers = applied(db)[1]
    walk(db, papers, "APPROVED")
    return papers


def waits(db: Connection, work: Callable[[], None]) -> threading.Thread:
    """Work of another session, which has to wait for a lock; it goes on in its thread."""
    with db.cursor() as cursor:
        cursor.execute("SET lock_timeout = '20s'; SET statement_timeout = '20s'")
    thread = threading.Thread(target=work)
    thread.start()
    thread.join(0.5)
    assert thread.is_alive(), "it did not wait"
    return thread


def test_overlaps_within_a_statement_are_cases_once_each_with_their_areas(plain_sql: Open) -> None:
    db = plain_sql()
    store(db, 0, 0.5, 1, 3, 4)  # 0 and 1, 3 and 4 only touch
    a, b, c, *_ = [row[0] for row in rows(db, "SELECT id FROM parcel ORDER BY id")]
    half = pytest.approx(11823 / 2, abs=5)
    found = rows(db, 'SELECT parcel_a_id, parcel_b_id, overlap_m2, state FROM "case" ORDER BY 1, 2')
    assert [(*pair, float(m2), state) for *pair, m2, state in found] == [(a, b, half, "OPEN"), (b, c, half, "OPEN")]
    assert rows(db, "SELECT count(*) FROM history WHERE table_name = 'case'") == [(2,)]


def test_a_statement_meets_what_was_there_before_it(plain_sql: Open) -> None:
    db = plain_sql()
    store(db, 0)
    store(db, 0.5, 7)
    assert rows(db, 'SELECT count(*) FROM "case" WHERE closed_at IS NULL') == [(1,)]
    with db.cursor() as cursor:
        cursor.execute("UPDATE parcel SET geom = ST_Translate(geom, 0.02, 0) WHERE code = '670101-0002'")
        cursor.execute(NOW)
    assert rows(db, 'SELECT count(*) FROM "case" WHERE closed_at IS NULL') == [(0,)]


@pytest.mark.parametrize("places", [(0, 0.5), (0.5, 0)])
def test_land_over_land_that_is_approved_in_the_same_statement_is_refused(
    plain_sql: Open, places: tuple[float, ...]
) -> None:
    db = plain_sql()
    papers = approved(db)
    db.commit()
    with db.cursor() as cursor:
        cursor.execute(MANY, [many(*places, application={0: papers})])
    assert refused(db, "SET CONSTRAINTS ALL IMMEDIATE") == "parcel_overlap"


def test_a_row_over_approved_land_is_told_and_leaves_nothing_of_its_statement(plain_sql: Open) -> None:
    db = plain_sql()
    with db.cursor() as cursor:
        cursor.execute(MANY, [many(0, application={0: approved(db)})])
    db.commit()
    with db.cursor() as cursor:
        cursor.execute(MANY, [many(5, 0.5, 6)])
        uid = rows(db, "SELECT uid::text FROM parcel WHERE code = '670101-0003'")[0][0]
        with pytest.raises(psycopg2.Error) as refusal:
            cursor.execute(NOW)
    detail = json.loads(refusal.value.diag.message_detail)
    assert (refusal.value.diag.constraint_name, detail["row"], detail["parcel"]) == (
        "parcel_overlap",
        uid,
        "670101-0001",
    )
    db.rollback()
    store(db, 5, 6)
    assert rows(db, CODES) == [("670101-0001",), ("670101-0002",), ("670101-0003",)]
    assert rows(db, "SELECT count(*) FROM history WHERE table_name = 'parcel'") == [(3,)]


def test_a_statement_over_land_that_a_rival_is_approving_waits_and_is_refused(plain_sql: Open) -> None:
    one, two = plain_sql(), plain_sql()
    papers = approved(one)
    one.commit()
    with one.cursor() as cursor:
        cursor.execute(MANY, [many(0, application={0: papers})])
    said: list[str] = []

    def rival() -> None:
        try:
            store(two, 9, 0.5, tambon="670102")
        except psycopg2.Error as exc:
            said.append(str(exc.diag.constraint_name))

    thread = waits(two, rival)
    one.commit()
    thread.join(20)
    assert said == ["parcel_overlap"]


def test_nothing_waits_to_be_checked_after_the_check(plain_sql: Open, own_database: str, cluster: Cluster) -> None:
    db = plain_sql()
    store(db, 0, 0.5)
    db.commit()
    assert refused(db, "SELECT FROM overlap_due") == "42501"
    owner = psycopg2.connect(cluster.url(own_database), options="-c search_path=plaeng_private,plaeng,public")
    assert rows(owner, "SELECT count(*) FROM overlap_due") == [(0,)]
    owner.close()


def test_codes_run_on_over_statements_and_tambons(plain_sql: Open) -> None:
    db = plain_sql()
    store(db, 0, 1, 2)
    with db.cursor() as cursor:
        mixed = json.loads(many(3, 4)) + json.loads(many(5, 6, tambon="670102")) + json.loads(many(7))
        cursor.execute(MANY, [json.dumps(mixed)])
    store(db, 8, tambon="670102")
    numbers = ["0101-0001", "0101-0002", "0101-0003", "0101-0004", "0101-0005", "0102-0001", "0102-0002", "0101-0006",
               "0102-0003"]  # fmt: skip
    assert rows(db, CODES) == [(f"67{number}",) for number in numbers]


def test_rivals_get_codes_one_after_the_other(plain_sql: Open) -> None:
    one, two = plain_sql(), plain_sql()
    store(one, 0, 1, 2)
    thread = waits(two, lambda: store(two, 100, 101, 102))
    store(one, 3)
    one.commit()
    thread.join(20)
    two.commit()
    assert sorted(rows(one, CODES)) == [(f"670101-{n:04d}",) for n in range(1, 8)]


def test_two_inserts_in_one_statement_share_the_numbers(plain_sql: Open) -> None:
    db = plain_sql()
    rows(
        db,
        """WITH a AS (INSERT INTO parcel (tambon) SELECT '670101' FROM generate_series(1, 3) RETURNING id),
                b AS (INSERT INTO parcel (tambon) SELECT '670101' FROM generate_series(1, 3), a RETURNING id)
           SELECT count(*) FROM b""",
    )
    assert sorted(rows(db, CODES)) == [(f"670101-{n:04d}",) for n in range(1, 13)]


def test_a_savepoint_takes_its_numbers_back(plain_sql: Open) -> None:
    db = plain_sql()
    store(db, 0, 1)
    with db.cursor() as cursor:
        cursor.execute("SAVEPOINT s")
    store(db, 2, 3)
    with db.cursor() as cursor:
        cursor.execute("ROLLBACK TO s")
    store(db, 4)
    assert rows(db, CODES) == [("670101-0001",), ("670101-0002",), ("670101-0003",)]


def test_a_number_set_before_the_statement_does_not_count(plain_sql: Open) -> None:
    db = plain_sql()
    with db.cursor() as cursor:
        cursor.execute("SELECT set_config('plaeng.drawn', '670101:500', false)")
    store(db, 0)
    db.commit()
    store(db, 1)
    assert rows(db, CODES) == [("670101-0001",), ("670101-0002",)]


def test_a_new_parcel_larger_than_its_paper_is_refused_whichever_comes_first(plain_sql: Open) -> None:
    db = plain_sql()
    with db.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(
            """INSERT INTO land_document (parcel, doc_type, doc_no, map_sheet, land_no, survey_page, book, page,
                                          land_office, area_deed_wah, holder_name)
               VALUES (900, 'NS4', '', '', '', '', '', '', '', 100, '')"""
        )
        cursor.execute("SET CONSTRAINTS plaeng.m_joined_area IMMEDIATE")
        cursor.execute("INSERT INTO parcel (id, tambon, joined_area_m2) VALUES (900, '670101', 401)")
    assert refused(db, "SET CONSTRAINTS ALL IMMEDIATE") == "joined_within_deed"


def test_history_holds_the_row_as_json_with_its_shape(plain_sql: Open) -> None:
    db = plain_sql()
    store(db, 0)
    whole = "SELECT h.after = to_jsonb(p) - '{own_text,shape_text,seen_version}'::text[] FROM history h JOIN parcel p USING (uid) WHERE h.operation = 'INSERT'"
    assert rows(db, whole) == [(True,)]
    with db.cursor() as cursor:
        cursor.execute("UPDATE parcel SET geom = ST_Translate(geom, 0.01, 0), name = 'x'")
    (before, after) = rows(
        db, "SELECT before, after FROM history WHERE table_name = 'parcel' AND operation = 'UPDATE'"
    )[0]
    assert {"geom", "name", "version", "updated_at"} <= set(after) == set(before)
    assert rows(db, "SELECT geom::jsonb FROM parcel") == [(after["geom"],)]
