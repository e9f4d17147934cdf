"""How row security lets the server find what a map asks for (SECURITY.md 26): by the range of the area, or by the place.

Twenty thousand parcels over the country, as the planner chooses by itself: nothing is switched off.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.qgis.conftest import Desk, Session

# What QGIS asks for a canvas a few hundred metres wide.
CANVAS = """EXPLAIN (FORMAT JSON) SELECT st_asbinary(geom, 'NDR'), id, version FROM plaeng.{}_edit
    WHERE geom && st_makeenvelope(101.2, 16.4, 101.204, 16.404, 4326)"""
ROWS = 20_000
# One parcel and one zone are made by the rules; the rest are copies of them elsewhere, each zone on a parcel of its own.
COPY = """
    SET session_replication_role = replica;
    INSERT INTO plaeng.parcel ({parcel})
    WITH tambons AS MATERIALIZED (
        SELECT code, row_number() OVER (ORDER BY code) - 1 AS place, count(*) OVER () AS many
        FROM plaeng.area WHERE level = 'TAMBON'
    )
    SELECT {of_parcel} FROM plaeng.parcel p, generate_series(1, {rows}) n JOIN tambons t ON t.place = n %% t.many
    WHERE p.id = %s;
    INSERT INTO plaeng.zone ({zone})
    SELECT {of_zone} FROM plaeng.zone z, plaeng.parcel p WHERE z.id = %s AND p.id > 1000000;
    ANALYZE plaeng.parcel;
    ANALYZE plaeng.zone;
"""
PLACE = "(n %% 200) * 0.005, (n / 200) * 0.005"
OF_PARCEL = {
    "id": "1000000 + n", "uid": "gen_random_uuid()", "tambon": "t.code", "amphoe": "left(t.code, 4)",
    "code": "t.code || '-' || n", "geom": f"ST_Translate(p.geom, {PLACE})",
}  # fmt: skip
OF_ZONE = {
    "id": "p.id", "uid": "gen_random_uuid()", "tambon": "p.tambon", "parcel": "p.id",
    "geom": "ST_Translate(z.geom, ((p.id - 1000000) %% 200) * 0.005, ((p.id - 1000000) / 200) * 0.005)",
}  # fmt: skip


def columns(desk: Desk, table: str, changed: dict[str, str], source: str) -> tuple[str, str]:
    """All that are written, and what a copy has in each."""
    names = [name for (name,) in desk.owner(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
        " AND attgenerated = ''", f"plaeng.{table}",
    )]  # fmt: skip
    return ", ".join(names), ", ".join(changed.get(name, f"{source}.{name}") for name in names)


@pytest.fixture(scope="module")
def country(room: Desk) -> Desk:
    parcel = room.parcel("670101", 101.0, 16.0, village="")
    ((zone,),) = room.owner(
        "INSERT INTO plaeng.zone (parcel, zone_type, geom, stage, note) SELECT id, 'nong',"
        " ST_Buffer(ST_Centroid(geom), 0.0001, 2), 'PLANNED', '' FROM plaeng.parcel WHERE id = %s RETURNING id",
        parcel,
    )
    parcels, zones = columns(room, "parcel", OF_PARCEL, "p"), columns(room, "zone", OF_ZONE, "z")
    room.owner(
        COPY.format(parcel=parcels[0], of_parcel=parcels[1], zone=zones[0], of_zone=zones[1], rows=ROWS), parcel, zone
    )
    assert room.owner("SELECT count(*) FROM plaeng.parcel") == [(ROWS + 1,)]
    return room


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(one for child in plan.get("Plans", ()) for one in nodes(child))]


def reading(session: Session, table: str) -> list[dict[str, Any]]:
    """How the plan reads that table: the nodes with an index or without one."""
    ((plan,),) = session.rows(CANVAS.format(table))
    return [
        one for one in nodes(plan[0]["Plan"])
        if (one.get("Relation Name") == table and one["Node Type"] != "Bitmap Heap Scan") or "Bitmap Index" in one["Node Type"]
    ]  # fmt: skip


def plan_of(session: Session, table: str) -> tuple[set[str], str]:
    """Kinds of access, and the conditions that an index answers."""
    found = reading(session, table)
    print(*found, sep="\n")
    return {one["Node Type"] for one in found}, " ".join(one.get("Index Cond", "") for one in found)


@pytest.mark.parametrize("table", ["parcel", "zone"])
@pytest.mark.parametrize(("role", "area"), [("AMPHOE_OFFICER", "6701"), ("ANALYST", "6705"), ("VIEWER", "670101")])
def test_a_scoped_login_goes_by_the_range_of_its_area(country: Desk, role: str, area: str, table: str) -> None:
    ways, condition = plan_of(country.login(role, area, f"plan-{role}-{table}".lower()), table)
    assert "Seq Scan" not in ways
    assert "tambon" in condition
    assert ">=" in condition
    assert "<" in condition.replace("<=", "")


@pytest.mark.parametrize("table", ["parcel", "zone"])
def test_in_a_large_area_one_index_answers_for_place_and_area(country: Desk, table: str) -> None:
    """Else all that lies in the area is read for a canvas that shows a little of it."""
    _, condition = plan_of(country.login("ANALYST", "67", f"plan-large-{table}"), table)
    assert "geom &&" in condition
    assert "tambon" in condition


# Boxes around a parcel of another area, and around none.
HIDDEN, NOTHING = (
    "st_makeenvelope(101.0049, 15.9999, 101.0059, 16.0009, 4326)",
    "st_makeenvelope(99, 10, 99.001, 10.001, 4326)",
)
QUESTIONS = (
    "geom && {0}", "{0} && geom", "geom && {0} AND id > 0", "geom && {0} OR geom && st_translate({0}, 0.00001, 0)",
    "st_intersects(geom, {0})", "geom @ {0}", "geom ~ {0}", "geom && ANY (ARRAY[{0}, {0}])",
    "EXISTS (SELECT FROM (VALUES ({0}), ({0})) v (box) WHERE geom && box)",
    "true ORDER BY geom <-> st_centroid({0}) LIMIT 1",
)  # fmt: skip
WAYS = ("seqscan", "indexscan", "bitmapscan", "nestloop", "hashjoin", "mergejoin")


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("table", ["parcel", "zone"])
def test_what_was_left_out_does_not_tell_where_hidden_land_lies(country: Desk, table: str, question: str) -> None:
    """EXPLAIN ANALYZE counts rows that were read and not shown: as many for a box over hidden land as for an empty one."""
    login = country.login("AMPHOE_OFFICER", "6701", f"plan-told-{table}-{QUESTIONS.index(question)}")
    assert login.rows(f"SELECT count(*) FROM plaeng.{table} WHERE geom && {HIDDEN}") == [(0,)]
    assert country.owner(f"SELECT count(*) > 0 FROM plaeng.{table} WHERE geom && {HIDDEN}") == [(True,)]
    for off in ("", *WAYS):
        told = []
        for box in (HIDDEN, NOTHING):
            setting = f"SET enable_{off} = off; " if off else ""
            ((plan,),) = login.rows(
                f"{setting}EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF, COSTS OFF, SUMMARY OFF, BUFFERS OFF)"
                f" SELECT * FROM plaeng.{table} WHERE {question.format(box)}"
            )
            told.append([(one["Node Type"], one["Actual Rows"], one.get("Rows Removed by Filter"))
                         for one in nodes(plan[0]["Plan"])])  # fmt: skip
        login.rows(f"RESET enable_{off or 'seqscan'}; SELECT 1")
        assert told[0] == told[1], off


@pytest.mark.parametrize("table", ["parcel", "zone"])
@pytest.mark.parametrize("role", ["DEPARTMENT", "ANALYST"])
def test_a_login_of_the_whole_country_goes_by_the_place(country: Desk, role: str, table: str) -> None:
    ways, condition = plan_of(country.login(role, "", f"plan-{role}-{table}".lower()), table)
    assert "Seq Scan" not in ways
    assert "geom &&" in condition
    assert "tambon" not in condition
