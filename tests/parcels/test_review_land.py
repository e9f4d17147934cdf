"""Land by plain SQL: shapes that go, borders beside approved land, locks of a large batch."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable

from psycopg2.extensions import connection as Connection  # noqa: N812 # a class with a small name

from tests.api.shapes import MUEANG, square
from tests.parcels.land import walk
from tests.parcels.test_database import refused, rows
from tests.parcels.test_zones_sql import PARCEL, insert

Open = Callable[[], Connection]
ZONE = """
    INSERT INTO zone (parcel, zone_type, geom) VALUES (%s, 'nong', ST_GeomFromGeoJSON(%s)) RETURNING id
"""

OVER = "UPDATE parcel SET geom = ST_Multi(ST_GeomFromGeoJSON(%s)) WHERE id = %s"


def do(db: Connection, statement: str, *values: object) -> None:
    with db.cursor() as cursor:
        cursor.execute(statement, values)


def join(db: Connection, parcel: int, state: str) -> int:
    """Put a parcel into an application of FY2565."""
    who = rows(
        db,
        """INSERT INTO applicant (kind, sector, name_th, org_reg_no, phone, village_code, deceased, tambon)
           VALUES ('PERSON', 'PEOPLE', 'นายสมมติ', '', '', '', false, %s) RETURNING id""",
        MUEANG,
    )[0][0]
    papers = int(
        rows(
            db,
            """INSERT INTO application (no, fy, applicant_id, model, state, remark)
               VALUES (%s, 2565, %s, 'HLM', %s, '') RETURNING id""",
            uuid.uuid4().hex[:20], who, state,
        )[0][0]
    )  # fmt: skip
    do(db, "UPDATE parcel SET application = %s WHERE id = %s", papers, parcel)
    return papers


def test_a_parcel_with_zones_keeps_a_shape(plain_sql: Open) -> None:
    db = plain_sql()
    parcel = insert(db, PARCEL, MUEANG, square())
    do(db, ZONE, parcel, json.dumps(square(size=0.0005)))
    db.commit()
    do(db, "UPDATE parcel SET geom = NULL WHERE id = %s", parcel)
    assert refused(db, "SET CONSTRAINTS ALL IMMEDIATE") == "parcel_keeps_shape"
    do(db, "DELETE FROM zone WHERE parcel = %s", parcel)
    do(db, "UPDATE parcel SET geom = NULL WHERE id = %s", parcel)
    db.commit()


def test_papers_move_on_while_a_dispute_with_approved_land_is_open(plain_sql: Open) -> None:
    """Only land that is drawn, or approved, over approved land is refused; its papers may be sent back."""
    db = plain_sql()
    first, second = insert(db, PARCEL, MUEANG, square()), insert(db, PARCEL, MUEANG, square(x=2))
    older, younger = join(db, first, "APPLIED"), join(db, second, "APPLIED")
    walk(db, older, "SENT")
    walk(db, younger, "SENT")
    # Both were sent before the dispute arose.
    do(db, OVER, json.dumps(square(x=0.5)), second)
    db.commit()
    walk(db, older, "APPROVED")
    db.commit()
    walk(db, younger, "APPROVED")
    assert refused(db, "SET CONSTRAINTS ALL IMMEDIATE") == "parcel_overlap"
    walk(db, younger, "RETURNED")
    db.commit()
    assert rows(db, 'SELECT state, closed_at FROM "case"') == [("OPEN", None)]
    do(db, OVER, json.dumps(square(x=0.6)), second)
    assert refused(db, "SET CONSTRAINTS ALL IMMEDIATE") == "parcel_overlap"


def test_a_withdrawn_parcel_does_not_come_back_onto_approved_land(plain_sql: Open) -> None:
    db = plain_sql()
    first, second = insert(db, PARCEL, MUEANG, square()), insert(db, PARCEL, MUEANG, square(x=0.5))
    papers = join(db, first, "APPLIED")
    do(db, "UPDATE parcel SET withdrawn_at = now() WHERE id = %s", second)
    db.commit()
    walk(db, papers, "APPROVED")
    db.commit()
    do(db, "UPDATE parcel SET withdrawn_at = NULL WHERE id = %s", second)
    assert refused(db, "SET CONSTRAINTS ALL IMMEDIATE") == "parcel_overlap"


def test_a_batch_over_wide_land_does_not_use_up_the_locks_of_the_server(plain_sql: Open) -> None:
    db = plain_sql()
    for n in range(40):
        west, south = 98 + n % 8 * 0.2, 6 + n // 8 * 0.2
        box = "ST_MakeEnvelope(%s, %s, %s, %s, 4326)"
        do(db, f"SELECT plaeng_private.lock_land({box})", west, south, west + 0.18, south + 0.18)
    assert rows(db, "SELECT count(*) < 600 FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()") == [
        (True,)
    ]


def test_a_village_of_another_tambon_is_refused(plain_sql: Open) -> None:
    statement = "INSERT INTO parcel (tambon, village_code) VALUES (%s, '67050501')"
    assert refused(plain_sql(), statement, MUEANG) == "parcel_village_code"
