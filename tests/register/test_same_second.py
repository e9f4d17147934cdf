"""A11: two officers press the same button in the same second."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import psycopg2


def test_a11_two_officers_take_the_same_land(plain_sql: Callable[[], Any]) -> None:
    """Both commit in the same second: one has it, the other is told by whose application."""
    first, second = plain_sql(), plain_sql()
    ids = []
    for n in (1, 2):
        with first.cursor() as cursor:
            cursor.execute(
                "WITH who AS (INSERT INTO applicant (kind, sector, name_th, org_reg_no, phone, village_code, tambon, deceased)"
                " VALUES ('PERSON', 'PEOPLE', %s, '', '', '', '670101', false) RETURNING id)"
                " INSERT INTO application (fy, applicant_id, model, state, remark)"
                " SELECT 2565, id, 'HLM', 'APPLIED', '' FROM who RETURNING id",
                [f"คนที่ {n}"],
            )
            ids.append(cursor.fetchone()[0])
    with first.cursor() as cursor:
        cursor.execute("INSERT INTO parcel (tambon, name) VALUES ('670101', 'x') RETURNING id")
        (parcel,) = cursor.fetchone()
    first.commit()
    said: list[str] = []

    def take() -> None:
        try:
            with second.cursor() as cursor:
                cursor.execute("SET lock_timeout = '10s'")
                cursor.execute("UPDATE parcel SET application = %s WHERE id = %s", [ids[1], parcel])
            second.commit()
        except psycopg2.Error as exc:
            said.append(str(exc.diag.constraint_name))

    with first.cursor() as cursor:
        cursor.execute("UPDATE parcel SET application = %s WHERE id = %s", [ids[0], parcel])
    rival = threading.Thread(target=take)
    rival.start()
    rival.join(0.5)
    assert rival.is_alive()
    first.commit()
    rival.join(10)
    assert said == ["parcel_taken"]
    with first.cursor() as cursor:
        cursor.execute("SELECT application FROM parcel WHERE id = %s", [parcel])
        assert cursor.fetchone() == (ids[0],)
