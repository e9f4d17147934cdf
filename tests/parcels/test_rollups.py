"""The sums of the reports agree with a live count, whatever is written, rolled back, or written by many at once."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.db import connection

from parcels.permissions import Access
from parcels.reports import UNSURVEYED, summary
from parcels.rights import RIGHTS
from parcels.rollups import fold
from tests.cluster import Cluster
from tests.parcels.land import TELL

Open = Callable[[], Any]
# How the report was counted before there were sums: every application and parcel of the year.
LIVE = (Path(__file__).parent / "live_summary.sql").read_text(encoding="utf-8")
YEARS = (2564, 2565)
AREAS = ("", "67", "6701", "6705", "670101", "670114", "67010101", "67010102")
LEVELS = {0: "PROVINCE", 2: "AMPHOE", 4: "TAMBON", 6: "TAMBON", 8: "TAMBON"}
EVERYWHERE = Access(RIGHTS["PROVINCE"], "", "PROVINCE")


def live(area: str, fy: int) -> Any:
    values = {"fy": fy, "lo": area[:6], "hi": area[:6] + ":", "level": LEVELS[len(area)], "unsurveyed": UNSURVEYED,
              "village": area if len(area) == 8 else "", "uncounted": ["DRAFT", "REJECTED", "WITHDRAWN"]}  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(LIVE, values)
        return {"fy": fy, "area": area, **cursor.fetchone()[0]}


def assert_right() -> None:
    for fy in YEARS:
        for area in AREAS:
            assert summary(EVERYWHERE, fy, area) == live(area, fy)


def run(one: Any, query: str, **values: Any) -> Any:
    with one.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone() if cursor.description else None


TAMBON = "(ARRAY['670101', '670114', '670505', '670302'])[1 + floor(random() * 4)]"
APPLICANT = f"""
    INSERT INTO applicant (kind, sector, name_th, org_reg_no, phone, village_code, tambon, deceased)
    SELECT (ARRAY['PERSON', 'PERSON', 'TEMPLE'])[1 + floor(random() * 3)], 'PEOPLE', 'x', '', '',
           (ARRAY['', '67010101', '67050502'])[1 + floor(random() * 3)], {TAMBON}, false
"""
APPLICATION = """
    WITH made AS (
        INSERT INTO application (no, fy, applicant_id, model, state, remark)
        SELECT gen_random_uuid()::text::varchar(20), 2564 + floor(random() * 2)::int, id,
               (ARRAY['HLM', 'LC'])[1 + floor(random() * 2)], (SELECT code FROM state ORDER BY random() LIMIT 1), ''
        FROM (SELECT id FROM applicant ORDER BY random() LIMIT 2) chosen
        RETURNING id
    )
    INSERT INTO consent (application, kind, given_by, signed_on, text_version)
    SELECT id, 'DIG', 'x', '2021-12-02', 'x' FROM made
"""
# An application of the amphoe that a parcel lies in.
NEAR = "(SELECT a.id FROM application a WHERE left(a.tambon, 4) = left({}, 4) ORDER BY random() LIMIT {})"
PARCEL = f"""
    INSERT INTO parcel (tambon, village_code, joined_area_m2, joined_is_estimate, application)
    SELECT tambon, CASE WHEN random() < 0.5 THEN tambon || '0' || (1 + floor(random() * 2)) ELSE '' END,
           floor(random() * 5000), random() < 0.3, {NEAR.format("made.tambon", "floor(random() * 2)")}
    FROM (SELECT {TAMBON} AS tambon FROM generate_series(1, 2) OFFSET 0) made
"""
SOME = "WHERE id IN (SELECT id FROM {} ORDER BY random() LIMIT 2)"
CHANGES = {
    "applicant": APPLICANT,
    "application": APPLICATION,
    "parcel": PARCEL,
    "state": "UPDATE application a SET state = coalesce((SELECT to_state FROM plaeng_private.move WHERE from_state = a.state"
    # Land in dispute is not sent to the province.
    " AND (to_state <> 'SENT' OR NOT EXISTS (SELECT FROM parcel p JOIN \"case\" c ON p.id IN (c.parcel_a_id, c.parcel_b_id)"
    " WHERE p.application = a.id AND c.closed_at IS NULL))"
    " ORDER BY to_state IN ('REJECTED', 'WITHDRAWN') AND random() < 0.9, random() LIMIT 1), a.state) " + SOME.format("application"),
    "holder": "UPDATE application SET applicant_id = (SELECT id FROM applicant ORDER BY random() LIMIT 1) "
    + SOME.format("application"),
    # Land of an application that goes on leaves it first, and not for another amphoe.
    "attach": f"UPDATE parcel p SET application = {NEAR.format('p.tambon', 1)} WHERE (application IS NULL OR EXISTS"
    " (SELECT FROM application c WHERE c.id = p.application AND c.state IN ('REJECTED', 'WITHDRAWN')))"
    " AND id IN (SELECT id FROM parcel ORDER BY random() LIMIT 4)",
    "detach": "UPDATE parcel SET application = NULL WHERE application IN (SELECT id FROM application"
    " WHERE state IN ('DRAFT', 'APPLIED', 'RETURNED', 'REJECTED', 'WITHDRAWN') ORDER BY random() LIMIT 1 FOR UPDATE)",
    "move": f"UPDATE parcel p SET village_code = '', tambon = CASE WHEN application IS NULL THEN {TAMBON} ELSE (SELECT t FROM"
    " unnest(ARRAY['670101', '670114', '670505', '670302']) t WHERE left(t, 4) = left(p.tambon, 4) ORDER BY random()"
    " LIMIT 1) END " + SOME.format("parcel"),
    "area": "UPDATE parcel SET joined_area_m2 = floor(random() * 900), joined_is_estimate = NOT joined_is_estimate "
    + SOME.format("parcel"),
    "withdraw": "UPDATE parcel SET withdrawn_at = CASE WHEN withdrawn_at IS NULL THEN now() END " + SOME.format("parcel"),
    "dispute": "INSERT INTO \"case\" (kind, state, parcel_a_id, parcel_b_id, reason) SELECT 'DUPLICATE_DEED', 'OPEN', min(id), max(id), ''"
    " FROM (SELECT id FROM parcel ORDER BY random() LIMIT 2) two HAVING min(id) < max(id) ON CONFLICT DO NOTHING",
    "settle": "UPDATE \"case\" SET closed_at = CASE WHEN closed_at IS NULL THEN now() END " + SOME.format('"case"'),
    "home": f"UPDATE applicant SET village_code = '', tambon = {TAMBON} " + SOME.format("applicant"),
    "kind": "UPDATE applicant SET kind = (SELECT code FROM applicant_kind ORDER BY random() LIMIT 1) "
    + SOME.format("applicant"),
}  # fmt: skip


def write(one: Any, transactions: int, seed: int) -> list[str]:
    """Random transactions, some rolled back, some with a savepoint that is; the rule or the state that ended the others."""
    chance, ended = random.Random(seed), []
    for _ in range(transactions):
        try:
            for name in chance.choices([*CHANGES], k=chance.randint(1, 4)):
                is_undone = chance.random() < 0.2
                run(one, "SAVEPOINT s")
                run(one, TELL)
                run(one, CHANGES[name])
                run(one, "ROLLBACK TO s" if is_undone else "RELEASE s")
            (one.rollback if chance.random() < 0.25 else one.commit)()
        except psycopg2.Error as exc:
            one.rollback()
            ended.append(exc.diag.constraint_name or str(exc.pgcode))
    return ended


@pytest.fixture
def people(plain_sql: Open) -> Any:
    """Thirty applicants with land in two years, by plain SQL."""
    one = plain_sql()
    for _ in range(30):
        run(one, APPLICANT)
        run(one, APPLICATION)
        run(one, PARCEL)
    one.commit()
    return one


def test_random_writes_and_rollbacks_leave_the_sums_right(people: Any) -> None:
    for turn in range(8):
        assert write(people, 12, turn) == []
        assert_right()
        if turn % 2:
            assert fold() is not None
            assert run(people, "SELECT count(*) FROM rollup_due") == (0,)
            assert_right()
    figures = summary(EVERYWHERE, 2565)
    assert figures["people"]["applicants"] + figures["institutions"]["sites"] > 0


def test_within_a_transaction_its_own_changes_count_and_after_rollback_do_not(own_database: str, people: Any) -> None:
    before = run(people, "SELECT sum(joined_m2) FROM rollup_now WHERE digits = 2")
    run(people, "UPDATE parcel SET joined_area_m2 = joined_area_m2 + 7 WHERE application IS NOT NULL")
    run(people, "SELECT fold_rollups()")
    inside = run(people, "SELECT sum(joined_m2) FROM rollup_now WHERE digits = 2")
    assert inside > before
    people.rollback()
    assert run(people, "SELECT sum(joined_m2) FROM rollup_now WHERE digits = 2") == before
    assert_right()


def test_many_writers_and_a_folder_at_once_leave_it_right(plain_sql: Open, people: Any) -> None:
    ended: list[str] = []
    is_done = threading.Event()
    folder = plain_sql()
    folder.autocommit = True

    def work(one: Any, seed: int) -> None:
        ended.extend(write(one, 25, seed))

    def keep_folding() -> None:
        while not is_done.is_set():
            run(folder, "SELECT fold_rollups()")

    threads = [threading.Thread(target=work, args=[plain_sql(), seed]) for seed in range(2, 5)]
    threads.append(threading.Thread(target=keep_folding))
    for thread in threads:
        thread.start()
    for thread in threads[:-1]:
        thread.join()
    is_done.set()
    threads[-1].join()
    # Random rows in random order deadlock among themselves, and a dispute that one opens refuses the other's sending.
    assert {*ended} <= {"40P01", "55P03", "application_case_open"}
    assert len(ended) < 40
    assert_right()


def test_land_that_two_writers_add_for_one_applicant_is_placed_once(plain_sql: Open) -> None:
    """Neither sees the other's parcel, and the one that lies first comes last. He applied in two amphoe."""
    one, other = plain_sql(), plain_sql()
    run(one, APPLICANT)
    run(one, "INSERT INTO application (no, fy, applicant_id, model, state, remark, tambon)"
        " SELECT t, 2565, id, 'HLM', 'APPLIED', '', t FROM applicant, unnest(ARRAY['670101', '670505']) t")  # fmt: skip
    run(one, "UPDATE applicant SET kind = 'PERSON'")
    one.commit()
    add = "INSERT INTO parcel (tambon, joined_area_m2, application) SELECT %(tambon)s, %(m2)s, id FROM application WHERE tambon = %(tambon)s"
    run(one, add, tambon="670101", m2=400)
    run(other, add, tambon="670505", m2=800)
    other.commit()
    assert fold() is not None
    assert_right()
    one.commit()
    assert_right()
    found = {row["code"]: row["joined_area_m2"] for row in summary(EVERYWHERE, 2565, "67")["rows"] if row["applicants"]}
    assert found == {"6701": 1200}


def test_writers_wait_for_nobody_who_folds(plain_sql: Open, people: Any) -> None:
    slow, quick = plain_sql(), plain_sql()
    run(slow, PARCEL)
    run(
        slow,
        "UPDATE parcel SET joined_area_m2 = 1 WHERE id = (SELECT min(id) FROM parcel WHERE application IS NOT NULL)",
    )
    run(slow, "SELECT fold_rollups()")
    run(quick, "SET lock_timeout = '100ms'")
    run(
        quick,
        "UPDATE parcel SET joined_area_m2 = 2 WHERE id = (SELECT max(id) FROM parcel WHERE application IS NOT NULL)",
    )
    assert run(quick, "SELECT fold_rollups()") == (None,)
    quick.commit()
    slow.rollback()
    assert_right()


def test_changes_are_folded_by_themselves(people: Any) -> None:
    run(people, TELL)
    run(people, "INSERT INTO application (no, fy, applicant_id, model, state, remark)"
        " SELECT 'n', 2565, min(id), 'HLM', 'APPLIED', '' FROM applicant")  # fmt: skip
    for _ in range(110):
        run(people, "UPDATE application SET state = CASE state WHEN 'APPLIED' THEN 'RETURNED' ELSE 'APPLIED' END"
            " WHERE no = 'n'")  # fmt: skip
    people.commit()
    assert run(people, "SELECT count(*) < 110 FROM rollup_due") == (True,)
    assert_right()


def test_a_change_that_moves_no_figure_leaves_no_note(people: Any) -> None:
    fold()
    run(people, "UPDATE parcel SET name = 'y'")
    run(people, "UPDATE applicant SET name_th = 'y'")
    run(people, "INSERT INTO parcel (tambon) VALUES ('670101')")
    people.commit()
    assert run(people, "SELECT count(*) FROM rollup_due") == (0,)


def test_kinds_bulk_copies_truncating_and_replica_sessions_count_too(
    cluster: Cluster, own_database: str, people: Any
) -> None:
    owner = psycopg2.connect(cluster.url(own_database), options="-c search_path=plaeng_private,plaeng,public")
    run(owner, "UPDATE applicant_kind SET line = 'institutions' WHERE code = 'PERSON'")
    owner.commit()
    assert_right()
    run(owner, "SET session_replication_role = replica")
    run(owner, "UPDATE parcel SET joined_area_m2 = 5, village_code = ''")
    owner.commit()
    assert_right()
    run(owner, "UPDATE application SET fy = 5129 - fy WHERE id %% 3 = 0")
    owner.commit()
    assert_right()
    run(owner, "SELECT rebuild_rollups()")
    owner.commit()
    assert_right()
    run(owner, "TRUNCATE parcel CASCADE")
    owner.commit()
    assert_right()
    assert run(owner, "SELECT coalesce(sum(parcels), 0) FROM rollup_now") == (0,)
    owner.close()


@pytest.mark.django_db
def test_the_application_may_not_write_the_sums() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t, p FROM unnest(ARRAY['rollup', 'rollup_part', 'rollup_due']) t,"
            " unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) p WHERE has_table_privilege('plaeng_app', t, p)"
        )
        assert cursor.fetchall() == []
        cursor.execute("SELECT has_function_privilege('plaeng_app', 'rebuild_rollups()', 'EXECUTE')")
        assert cursor.fetchone() == (False,)
