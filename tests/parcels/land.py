"""Land, people and papers through plain SQL, for tests of what changes of them set off."""

from __future__ import annotations

import json
from collections import deque
from typing import Any

from psycopg2.extensions import connection as Connection  # noqa: N812 # a class with a small name

from tests.api.shapes import MUEANG, square

PARCEL = """
    INSERT INTO parcel (tambon, village_code, geom, application)
    VALUES (%s, %s, ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(%s), 4326)), %s) RETURNING id
"""
ZONE = """
    INSERT INTO zone (parcel, zone_type, geom)
    VALUES (%s, 'nong', ST_SetSRID(ST_GeomFromGeoJSON(%s), 4326)) RETURNING id
"""
APPLICANT = """
    INSERT INTO applicant (kind, sector, name_th, org_reg_no, phone, village_code, tambon, deceased)
    VALUES ('PERSON', 'PEOPLE', 'สมมติ', '', '', '', '670101', false) RETURNING id
"""
APPLICATION = """
    INSERT INTO application (no, fy, applicant_id, model, state, remark)
    VALUES (%s, 2565, %s, 'HLM', 'APPLIED', '') RETURNING id
"""
APPLICATION_THERE = """
    INSERT INTO application (no, fy, applicant_id, model, state, remark, tambon)
    VALUES (%s, 2565, %s, 'HLM', 'APPLIED', '', %s) RETURNING id
"""
CONSENT = """
    INSERT INTO consent (application, kind, given_by, signed_on, text_version)
    VALUES (%s, %s, 'สมมติ', '2021-12-02', '2565-1') RETURNING id
"""
# One for each tambon, closed, so that their land may go from one to another.
CLOSED = """
    INSERT INTO application (no, fy, applicant_id, model, state, remark, tambon)
    SELECT left(%s || tambon, 20), 2565, %s, 'HLM', 'WITHDRAWN', '', tambon FROM unnest(%s) tambon
"""
# To a tambon and into the application that the same person has in its amphoe.
MOVE = """
    UPDATE parcel p SET tambon = wanted.tambon, village_code = wanted.village, application = there.id
    FROM (VALUES (%s, %s, %s::bigint)) wanted (tambon, village, id)
    JOIN parcel old USING (id) JOIN application here ON here.id = old.application
    JOIN application there ON there.applicant_id = here.applicant_id AND left(there.tambon, 4) = left(wanted.tambon, 4)
    WHERE p.id = wanted.id AND p.withdrawn_at IS NULL
"""
# What is told with a move that needs a reason; a rank or a day is told in the same way.
TELL = """SELECT set_config('plaeng.move', '{"reason": "test"}', true)"""
DOCUMENT = """
    INSERT INTO land_document (parcel, doc_type, doc_no, map_sheet, land_no, survey_page, book, page, land_office,
                               area_deed_wah, holder_name)
    VALUES (%s, 'NS4', '', '', '', '', '', '', '', 4000, '') RETURNING id
"""


def run(db: Connection, statement: str, *values: Any) -> Any:
    """The first value of a statement, or None."""
    with db.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None


def parcel(db: Connection, tambon: str = MUEANG, village: str = "", application: int | None = None, **at: float) -> int:
    return int(run(db, PARCEL, tambon, village, json.dumps(square(**at)), application))


def zone(db: Connection, of: int, **at: float) -> int:
    return int(run(db, ZONE, of, json.dumps(square(size=0.0005, **at))))


def applied(db: Connection, no: str = "2565-6701-0001") -> tuple[int, int]:
    """A new applicant and his application."""
    applicant = int(run(db, APPLICANT))
    return applicant, int(run(db, APPLICATION, no, applicant))


def closed_in(db: Connection, no: str, *tambons: str) -> dict[str, int]:
    """A new applicant with an application in each tambon, all withdrawn, by tambon. Their numbers begin with `no`."""
    applicant = run(db, APPLICANT)
    run(db, CLOSED, no, applicant, list(tambons))
    with db.cursor() as cursor:
        cursor.execute("SELECT tambon, id FROM application WHERE applicant_id = %s", [applicant])
        return dict(cursor.fetchall())


def walk(db: Connection, application: int, to: str) -> None:
    """Move an application on to a state, the shortest way that the table of moves allows."""
    for state in _way(db, str(run(db, "SELECT state FROM application WHERE id = %s", application)), to):
        if state == "DEVELOPING":
            run(db, CONSENT, application, "DIG")
        run(db, TELL)
        run(db, "UPDATE application SET state = %s WHERE id = %s", state, application)


def _way(db: Connection, here: str, to: str) -> list[str]:
    with db.cursor() as cursor:
        cursor.execute("SELECT from_state, to_state FROM plaeng_private.move ORDER BY 1, 2")
        pairs = cursor.fetchall()
    ways: dict[str, list[str]] = {here: []}
    waiting = deque([here])
    while waiting:
        at = waiting.popleft()
        for follows in (t for f, t in pairs if f == at and t not in ways):
            ways[follows] = [*ways[at], follows]
            waiting.append(follows)
    return ways[to]
