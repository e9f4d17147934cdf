"""Change counters, as plain SQL and other sessions see them: they move with the commit, for old and new scopes."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812 # a class with a small name

from parcels.counters import FIRST_CELL, Scope, read_counter
from tests.cluster import Cluster
from tests.parcels import land
from tests.parcels.land import run

Open = Callable[[], Connection]
MUEANG, WICHIAN = Scope.area("6701"), Scope.area("6705")


def counts(*scopes: Scope) -> list[str]:
    """The counters as the web process reads them, on its own connection."""
    return [read_counter(scope) for scope in scopes]


def moves(db: Connection, scope: Scope, statement: str, *values: object) -> bool:
    """Whether a committed statement moves the counter of a scope."""
    before = read_counter(scope)
    run(db, statement, *values)
    db.commit()
    return read_counter(scope) != before


def test_a_counter_moves_with_the_commit_and_not_with_a_rollback(plain_sql: Open) -> None:
    db = plain_sql()
    before = counts(MUEANG, WICHIAN)
    land.parcel(db)
    assert counts(MUEANG, WICHIAN) == before
    db.rollback()
    assert counts(MUEANG, WICHIAN) == before
    land.parcel(db)
    db.commit()
    after = counts(MUEANG, WICHIAN)
    assert (after[0] != before[0], after[1] == before[1]) == (True, True)


def test_an_update_of_nothing_moves_nothing(plain_sql: Open) -> None:
    db = plain_sql()
    land.parcel(db)
    db.commit()
    assert not moves(db, Scope.area(""), "UPDATE parcel SET name = 'x' WHERE id = 0")


def test_a_parcel_that_moves_counts_where_it_was_and_where_it_is(plain_sql: Open) -> None:
    db = plain_sql()
    row = land.parcel(db)
    land.zone(db, row)
    db.commit()
    before = counts(MUEANG, WICHIAN)
    run(db, "UPDATE parcel SET tambon = '670501' WHERE id = %s", row)
    db.commit()
    assert all(a != b for a, b in zip(before, counts(MUEANG, WICHIAN), strict=True))


def test_a_shape_that_moves_counts_in_the_cells_of_both_boxes(plain_sql: Open) -> None:
    db = plain_sql()
    row = land.parcel(db)
    db.commit()
    here, there = Scope.box(101.15, 16.4, 101.151, 16.401), Scope.box(101.95, 16.4, 101.951, 16.401)
    far = Scope.box(99.1, 14.1, 99.2, 14.2)
    before = counts(here, there, far)
    run(db, "UPDATE parcel SET geom = ST_Translate(geom, 0.8, 0) WHERE id = %s", row)
    db.commit()
    after = counts(here, there, far)
    assert [a != b for a, b in zip(before, after, strict=True)] == [True, True, False]


def test_python_and_sql_have_the_same_cells(plain_sql: Open) -> None:
    db = plain_sql()
    for _ in range(200):
        lon, lat = random.uniform(97, 106), random.uniform(5, 21)
        scope = Scope.box(lon, lat, lon, lat)
        cell = run(db, "SELECT 1000000 + cell_x(%s) * 1024 + cell_y(%s)", lon, lat)
        assert scope.ranges == ((cell, cell),)
    # Phetchabun in the tile 10/800/464, by the formula of OpenStreetMap's wiki (Slippy map tilenames).
    assert Scope.box(101.4, 16.4, 101.4, 16.4).ranges == ((FIRST_CELL + 800 * 1024 + 464,) * 2,)


def test_a_tile_looks_beyond_its_edge_and_a_large_box_at_the_whole_area() -> None:
    inside = Scope.tile(10, 800, 464).ranges
    assert {low - FIRST_CELL for low, _ in inside} == {x * 1024 + 463 for x in (799, 800, 801)}
    assert {high - low for low, high in inside} == {2}
    assert Scope.box(97, 5, 106, 21, within="67") == Scope.area("67") == Scope(((6700, 6799),))


def test_a_transaction_takes_one_shard_and_again_after_a_savepoint(plain_sql: Open) -> None:
    db = plain_sql()
    row = land.parcel(db)
    db.commit()
    before = run(db, "SELECT sum(n) FROM change_shard WHERE scope = 6701")
    run(db, "SAVEPOINT a")
    run(db, "UPDATE parcel SET name = 'x' WHERE id = %s", row)
    run(db, "ROLLBACK TO a")
    for n in range(10):
        run(db, "UPDATE parcel SET name = %s WHERE id = %s", str(n), row)
    db.commit()
    assert run(db, "SELECT sum(n) FROM change_shard WHERE scope = 6701") == before + 1


def test_writers_of_one_amphoe_do_not_wait_for_each_other(plain_sql: Open) -> None:
    setup = plain_sql()
    rows = [land.parcel(setup, x=50 * n) for n in range(5)]
    setup.commit()
    writers = [plain_sql() for _ in rows]
    for db, row in zip(writers, rows, strict=True):
        run(db, "SET lock_timeout = '1ms'")
        run(db, "UPDATE parcel SET name = 'x' WHERE id = %s", row)
    for db in writers:
        db.commit()
    assert run(setup, "SELECT count(*) FROM change_shard WHERE scope = 6701") == 5


def test_what_a_parcel_shows_of_others_counts(plain_sql: Open) -> None:
    db = plain_sql()
    applicant, application = land.applied(db)
    row = land.parcel(db, application=application)
    db.commit()
    assert moves(db, MUEANG, "UPDATE applicant SET name_th = 'อื่น' WHERE id = %s", applicant)
    assert not moves(db, MUEANG, "UPDATE applicant SET phone = '1' WHERE id = %s", applicant)
    assert moves(db, MUEANG, "UPDATE application SET state = 'DOCS_OK' WHERE id = %s", application)
    assert not moves(db, MUEANG, "UPDATE application SET remark = 'x' WHERE id = %s", application)
    assert moves(db, MUEANG, land.DOCUMENT, row)
    assert moves(db, MUEANG, "UPDATE land_document SET area_deed_wah = 5000")
    assert moves(db, MUEANG, "DELETE FROM land_document")
    land.zone(db, row)
    db.commit()
    assert moves(db, MUEANG, "UPDATE zone SET note = 'x'")
    assert moves(db, MUEANG, "DELETE FROM zone")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE officer SET area = '6702'",
        "UPDATE state SET name_th = name_th || '!' WHERE code = 'DRAFT'",
        "UPDATE area SET name_th = 'ใหม่' WHERE code = '670101'",
        "UPDATE auth_user SET username = 'renamed'",
        "UPDATE zone_type SET \"group\" = (SELECT max(code) FROM zone_group) WHERE code = 'nong'",
    ],
)
def test_rights_lists_and_names_count_for_everybody(plain_sql: Open, statement: str) -> None:
    from tests.conftest import make_officer

    make_officer("someone", "VIEWER", "67")
    assert moves(plain_sql(), WICHIAN, statement)


def test_signing_in_counts_for_nobody(plain_sql: Open) -> None:
    from tests.conftest import make_officer

    make_officer("someone", "VIEWER", "67")
    assert not moves(plain_sql(), WICHIAN, "UPDATE auth_user SET last_login = now()")


def test_a_move_at_the_same_time_is_waited_for_and_its_new_place_counts(plain_sql: Open) -> None:
    """The applicant is renamed while the parcel moves: without the lock its new amphoe would keep the old name.

    Only land whose application was closed goes to another amphoe, with another application.
    """
    mover, namer = plain_sql(), plain_sql()
    applicant, application = land.applied(mover)
    row = land.parcel(mover, application=application)
    land.walk(mover, application, "WITHDRAWN")
    again = run(mover, land.APPLICATION_THERE, "2565-6705-0001", applicant, "670501")
    mover.commit()
    run(mover, "UPDATE parcel SET tambon = '670501', application = %s WHERE id = %s", again, row)
    done = threading.Event()

    def rename() -> None:
        run(namer, "SET lock_timeout = '20s'; SET statement_timeout = '20s'")
        run(namer, "UPDATE applicant SET name_th = 'อื่น' WHERE id = %s", applicant)
        done.set()

    thread = threading.Thread(target=rename)
    thread.start()
    assert not done.wait(0.5), "the new name did not wait for the move"
    mover.commit()
    thread.join(20)
    moved = read_counter(WICHIAN)
    namer.commit()
    assert read_counter(WICHIAN) != moved


def test_a_link_and_a_new_name_at_the_same_time_see_each_other(plain_sql: Open) -> None:
    linker, namer = plain_sql(), plain_sql()
    applicant, application = land.applied(linker)
    row = land.parcel(linker)
    linker.commit()
    run(linker, "UPDATE parcel SET application = %s WHERE id = %s", application, row)
    run(namer, "SET lock_timeout = '200ms'")
    with pytest.raises(psycopg2.errors.LockNotAvailable):
        run(namer, "UPDATE applicant SET name_th = 'อื่น' WHERE id = %s", applicant)


def test_a_link_waits_for_a_change_of_its_application_and_takes_the_new_state(plain_sql: Open) -> None:
    linker, clerk = plain_sql(), plain_sql()
    _, application = land.applied(linker)
    row = land.parcel(linker)
    linker.commit()
    run(clerk, "UPDATE application SET state = 'DOCS_OK' WHERE id = %s", application)
    done = threading.Event()

    def link() -> None:
        run(linker, "SET lock_timeout = '20s'; SET statement_timeout = '20s'")
        run(linker, "UPDATE parcel SET application = %s WHERE id = %s", application, row)
        linker.commit()
        done.set()

    thread = threading.Thread(target=link)
    thread.start()
    assert not done.wait(0.5), "the link did not wait"
    clerk.commit()
    thread.join(20)
    assert run(clerk, "SELECT state FROM parcel WHERE id = %s", row) == "DOCS_OK"


def test_sessions_of_replication_and_truncate_count(plain_sql: Open, own_database: str, cluster: Cluster) -> None:
    db = plain_sql()
    _, application = land.applied(db)
    row = land.parcel(db, application=application)
    db.commit()
    admin = psycopg2.connect(cluster.url(own_database), options="-c search_path=plaeng_private,plaeng,public")
    run(admin, "SET session_replication_role = replica")
    assert moves(admin, MUEANG, "UPDATE parcel SET name = 'x' WHERE id = %s", row)
    assert moves(admin, MUEANG, "UPDATE application SET no = 'x' WHERE id = %s", application)
    assert moves(admin, WICHIAN, "TRUNCATE zone")
    admin.close()


def test_a_mark_of_another_table_means_nothing(plain_sql: Open, own_database: str, cluster: Cluster) -> None:
    """After a restore the rows hold transaction numbers that the new server gives out once more."""
    db = plain_sql()
    row = land.parcel(db)
    db.commit()
    admin = psycopg2.connect(cluster.url(own_database), options="-c search_path=plaeng_private,plaeng,public")
    before = run(admin, "SELECT sum(n) FROM change_shard WHERE scope = 6701")
    run(admin, "UPDATE change_shard SET tx = pg_current_xact_id(), born = 1")
    run(admin, "UPDATE parcel SET name = 'x' WHERE id = %s", row)
    assert run(admin, "SELECT sum(n) FROM change_shard WHERE scope = 6701") == before + 1
    admin.close()


def test_the_application_cannot_turn_counters(plain_sql: Open) -> None:
    for table in ("change_shard", "change_epoch", "change_log"):
        db = plain_sql()
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            run(db, f"DELETE FROM {table}")


def test_figures_and_cases_count_wherever_the_land_lies(plain_sql: Open) -> None:
    db = plain_sql()
    _, papers = land.applied(db)
    mine, other = land.parcel(db, application=papers), land.parcel(db, tambon="670505", x=3)
    db.commit()
    assert moves(db, Scope.figures(), "UPDATE application SET state = 'DOCS_OK'")
    assert not moves(db, Scope.figures(), "UPDATE parcel SET name = 'x' WHERE id = %s", mine)
    # The neighbour's land comes over: a case for the reader of 6701, though nothing that is filed there has changed.
    over = "UPDATE parcel SET geom = ST_Translate(geom, %s, 0) WHERE id = %s"
    before = counts(MUEANG)
    assert moves(db, Scope.cases(), over, -0.0025, other)
    assert counts(MUEANG) == before
    assert not moves(db, Scope.cases(), "UPDATE parcel SET name = 'x' WHERE id = %s", other)
    assert moves(db, Scope.cases(), over, 0.0025, other)
