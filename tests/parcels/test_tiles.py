"""The pyramid of counts agrees with the table, whatever is written, rolled back, or written by many at once."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from typing import Any

import psycopg2
import pytest
from django.db import connection

from parcels.models import Applicant, Application
from parcels.tiles import fold
from tests.cluster import Cluster
from tests.parcels.land import TELL

Open = Callable[[], Any]
TAMBONS = ("670101", "670114", "670505", "670302")

# The same figures twice: what folded and unfolded rows say, and what the table says.
HELD = """
    SELECT area, z, x, y, cell, state, fy, model, sum(parcels), sum(area_m2), sum(sum_lon), sum(sum_lat)
    FROM (
        SELECT area, z::int, x, y, cell::int, state, fy, model, parcels, area_m2, sum_lon, sum_lat FROM tile_cluster
        UNION ALL
        SELECT left(amphoe, len), z, x >> (13 - z), y >> (13 - z),
               ((y >> (11 - z)) & 3) * 4 + ((x >> (11 - z)) & 3), state, fy, model, parcels, area_m2, sum_lon, sum_lat
        FROM tile_change, generate_series(0, 11) z, (VALUES (0), (2), (4)) scope (len)
    ) both_parts
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(parcels) <> 0 OR sum(area_m2) <> 0 OR sum(sum_lon) <> 0
    ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
"""
# Written differently on purpose: from degrees to the tile by its own formula at each zoom.
TRUE = """
    WITH placed AS (
        SELECT amphoe, coalesce(state, '') state, coalesce(fy, 0) fy, coalesce(model, '') model, area_calc_m2 m2,
               (ST_XMin(geom) + ST_XMax(geom)) / 2 lon, (ST_YMin(geom) + ST_YMax(geom)) / 2 lat
        FROM parcel WHERE geom IS NOT NULL AND withdrawn_at IS NULL
    ), gridded AS (
        SELECT *, floor((lon + 180) / 360 * 4 * 2 ^ z)::int gx,
               floor((1 - ln(tan(radians(lat)) + 1 / cos(radians(lat))) / pi()) / 2 * 4 * 2 ^ z)::int gy
        FROM placed, generate_series(0, 11) z
    )
    SELECT left(amphoe, len), z, gx / 4, gy / 4, (gy % 4) * 4 + gx % 4, state, fy, model, count(*), sum(m2),
           sum(round(lon * 1e7))::bigint, sum(round(lat * 1e7))::bigint
    FROM gridded, (VALUES (0), (2), (4)) scope (len)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
"""


def rows(one: Any, query: str) -> list[tuple[Any, ...]]:
    with one.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def assert_right(one: Any) -> None:
    held, true = rows(one, HELD), rows(one, TRUE)
    assert held == true


class Writer:
    """Random changes by plain SQL, each on land of its own column, so that overlaps never refuse them."""

    def __init__(self, one: Any, seed: int) -> None:
        self.one = one
        self.random = random.Random(seed)
        self.column = seed

    def run(self, transactions: int) -> None:
        for _ in range(transactions):
            with self.one.cursor() as cursor:
                cursor.execute(TELL)
                for _ in range(self.random.randint(1, 3)):
                    self._change(cursor)
                if self.random.random() < 0.3:
                    self.one.rollback()
                else:
                    self.one.commit()

    def _change(self, cursor: Any) -> None:
        kind = self.random.choice(("insert", "insert", "move", "state", "withdraw", "name", "savepoint"))
        if kind == "savepoint":
            cursor.execute("SAVEPOINT s")
            self._insert(cursor)
            cursor.execute("ROLLBACK TO s")
        elif kind == "insert":
            self._insert(cursor)
        else:
            cursor.execute(CHANGES[kind], {"name": f"w{self.column}", "dy": self.random.randint(1, 400) * 0.001})

    def _insert(self, cursor: Any, tambon: str = "") -> None:
        south = 15.5 + self.random.randint(0, 1000) * 0.001
        west = 100.8 + self.column * 0.03
        cursor.execute(INSERT, {
            "tambon": tambon or self.random.choice(TAMBONS), "name": f"w{self.column}", "west": west, "south": south,
            "applications": self.random.choice((0, 1)),
        })  # fmt: skip


# Three parcels in a row, of one application or of none.
INSERT = """
    INSERT INTO parcel (uid, tambon, name, land_class, joined_area_m2, joined_is_estimate, geom, application)
    SELECT gen_random_uuid(), %(tambon)s, %(name)s, 'UNKNOWN', 0, false,
           ST_Multi(ST_MakeEnvelope(%(west)s, y, %(west)s + 0.0005, y + 0.0005, 4326)),
           (SELECT id FROM application WHERE left(tambon, 4) = left(%(tambon)s, 4)
            ORDER BY random() LIMIT %(applications)s)
    FROM (SELECT %(south)s + n * 0.001 AS y FROM generate_series(0, 2) n) placed
"""
CHANGES = {
    "move": "UPDATE parcel SET geom = ST_Translate(geom, 0.0003, %(dy)s - 0.2) WHERE id IN (SELECT id FROM parcel"
    " WHERE name = %(name)s ORDER BY random() LIMIT 2)",
    "state": "UPDATE application a SET state = (SELECT to_state FROM plaeng_private.move WHERE from_state = a.state"
    " AND to_state IN ('APPLIED', 'RETURNED', 'DOCS_OK', 'SURVEYED') ORDER BY random() LIMIT 1) WHERE id IN (SELECT application FROM parcel WHERE name = %(name)s"
    " AND application IS NOT NULL ORDER BY random() LIMIT 1)",
    "withdraw": "UPDATE parcel SET withdrawn_at = CASE WHEN withdrawn_at IS NULL THEN now() END WHERE id IN"
    " (SELECT id FROM parcel WHERE name = %(name)s ORDER BY random() LIMIT 2)",
    "name": "UPDATE parcel SET land_class = 'PRIVATE' WHERE name = %(name)s",
}


@pytest.fixture
def applications(own_database: str) -> None:
    """Applications of three amphoe, three years and two models, without parcels."""
    for n in range(18):
        home = ("670101", "670505", "670302")[n // 6]
        who = Applicant.objects.create(kind_id="PERSON", sector_id="PEOPLE", name_th="x", tambon_id=home)
        Application.objects.create(no=f"n{n}", fy=2564 + n % 3, applicant=who, model_id=("HLM", "LC")[n % 2])


def test_random_writes_and_rollbacks_leave_the_pyramid_right(plain_sql: Open, applications: None) -> None:
    writer = Writer(plain_sql(), seed=1)
    for turn in range(6):
        writer.run(12)
        assert_right(plain_sql())
        if turn % 2:
            assert fold() is not None
            assert_right(plain_sql())
    assert rows(plain_sql(), "SELECT count(*) FROM tile_cluster WHERE parcels > 0")[0][0] > 100


def test_many_writers_and_a_folder_at_once_leave_it_right(plain_sql: Open, applications: None) -> None:
    writers = [Writer(plain_sql(), seed) for seed in range(2, 6)]
    faults: list[BaseException] = []
    is_done = threading.Event()
    folder = plain_sql()
    folder.autocommit = True

    def work(writer: Writer) -> None:
        try:
            writer.run(15)
        except psycopg2.Error as exc:
            # One that ends within a savepoint keeps the locks from before it, and the others would wait.
            writer.one.rollback()
            faults.append(exc)

    def keep_folding() -> None:
        while not is_done.is_set():
            rows(folder, "SELECT fold_tiles()")

    threads = [threading.Thread(target=work, args=[writer]) for writer in writers]
    threads.append(threading.Thread(target=keep_folding))
    for thread in threads:
        thread.start()
    for thread in threads[:-1]:
        thread.join()
    is_done.set()
    threads[-1].join()
    # Land that moves waits for its neighbours (lock_land): a deadlock there is not the tiles' doing.
    assert [exc for exc in faults if getattr(exc, "pgcode", "") not in {"40P01", "55P03"}] == []
    assert_right(plain_sql())


def test_a_writer_waits_for_nobody_who_holds_his_counts(plain_sql: Open) -> None:
    slow, quick = Writer(plain_sql(), 1), Writer(plain_sql(), 2)
    with slow.one.cursor() as held, quick.one.cursor() as cursor:
        slow._insert(held, TAMBONS[0])
        held.execute("SELECT fold_tiles()")
        cursor.execute("SET lock_timeout = '100ms'")
        quick._insert(cursor, TAMBONS[1])
        cursor.execute("SELECT fold_tiles()")
        assert cursor.fetchone() == (None,)
        quick.one.commit()
        slow.one.rollback()
    assert_right(plain_sql())


def test_changes_are_folded_by_themselves(cluster: Cluster, own_database: str, plain_sql: Open) -> None:
    owner = psycopg2.connect(cluster.url(own_database), options="-c search_path=plaeng_private,plaeng,public")
    rows(owner, "SELECT setval(pg_get_serial_sequence('tile_change', 'id'), 995)")
    owner.close()
    one = plain_sql()
    with one.cursor() as cursor:
        for _ in range(6):
            Writer(one, 7)._insert(cursor)
    one.commit()
    assert rows(one, "SELECT count(*) > 0 FROM tile_cluster") == [(True,)]
    assert_right(one)


def test_truncating_and_replica_sessions_count_too(cluster: Cluster, own_database: str, plain_sql: Open) -> None:
    Writer(plain_sql(), 3).run(5)
    owner = psycopg2.connect(cluster.url(own_database), options="-c search_path=plaeng_private,plaeng,public")
    with owner.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "INSERT INTO parcel (code, name, tambon, amphoe, village_code, land_class, geom, joined_area_m2,"
            " joined_is_estimate, source_crs, crs_operation, area_calc_m2) VALUES ('x', '', '670101', '6701', '',"
            " 'UNKNOWN', ST_Multi(ST_MakeEnvelope(101, 16, 101.001, 16.001, 4326)), 0, false, '', '', 11800)"
        )
        owner.commit()
        assert_right(owner)
        assert rows(owner, "SELECT sum(parcels) FROM tile_change WHERE amphoe = '6701'")[0][0] >= 1
        cursor.execute("TRUNCATE parcel CASCADE")
        owner.commit()
    assert rows(owner, HELD) == []
    owner.close()


@pytest.mark.django_db
def test_the_application_may_not_write_the_pyramid() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t, p, has_table_privilege('plaeng_app', t, p) FROM unnest(ARRAY['tile_cluster', 'tile_change']) t,"
            " unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) p"
        )
        assert [row for row in cursor.fetchall() if row[2]] == []
        cursor.execute("SELECT has_function_privilege('plaeng_app', 'rebuild_tiles()', 'EXECUTE')")
        assert cursor.fetchone() == (False,)
