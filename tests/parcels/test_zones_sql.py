"""Zones through plain SQL, as the application's login: the database refuses by itself (DOMAIN.md I5, I6, A13, A15)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812 # a class with a small name
from pyproj import Geod
from shapely.geometry import shape

from tests.api.shapes import MUEANG, square
from tests.parcels import namron

GEOD = Geod(ellps="WGS84")
PARCEL = """
    INSERT INTO parcel (tambon, geom) VALUES (%s, ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(%s), 4326))) RETURNING id
"""
ZONE = """
    INSERT INTO zone (parcel, zone_type, geom) VALUES (%s, %s, ST_SetSRID(ST_GeomFromGeoJSON(%s), 4326)) RETURNING id
"""


def insert(db: Connection, statement: str, *values: Any) -> int:
    """One row, with the rules that wait for the end of the transaction checked at once."""
    with db.cursor() as cursor:
        cursor.execute(statement, [json.dumps(v) if isinstance(v, dict) else v for v in values])
        row = int(cursor.fetchone()[0])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return row


@pytest.fixture
def db(plain_sql: Callable[[], Connection]) -> Connection:
    return plain_sql()


def expected(decimals: int) -> Counter[str]:
    """What shapely and Karney's geodesic say of the rounded zones: invalid ones, and I7 for tiny parcels."""
    results: Counter[str] = Counter()
    areas = [abs(GEOD.geometry_area_perimeter(shape(feature["geometry"]))[0]) for feature in namron.parcels()]
    taken = [0.0] * len(areas)
    for zone in namron.zones():
        polygon = shape(namron.rounded(zone["geometry"], decimals))
        index = zone["properties"]["parcel_index"]
        area = abs(GEOD.geometry_area_perimeter(polygon)[0])
        fits = taken[index] + area <= areas[index] * 1.005
        results["shape_is_valid" if not polygon.is_valid else "stored" if fits else "zones_within_area"] += 1
        taken[index] += area if polygon.is_valid and fits else 0
    return results


@pytest.mark.parametrize("decimals", [9, 7, 6])
def test_real_zones_are_stored_however_they_were_rounded(db: Connection, decimals: int) -> None:
    ids = [insert(db, PARCEL, namron.TAMBON, feature["geometry"]) for feature in namron.parcels()]
    results: Counter[str] = Counter()
    for zone in namron.zones():
        polygon = namron.rounded(zone["geometry"], decimals)
        with db.cursor() as cursor:
            cursor.execute("SAVEPOINT one")
        try:
            insert(db, ZONE, ids[zone["properties"]["parcel_index"]], zone["properties"]["zone_type"], polygon)
            results["stored"] += 1
        except psycopg2.Error as exc:
            results[str(exc.diag.constraint_name)] += 1
            with db.cursor() as cursor:
                cursor.execute("ROLLBACK TO one")
    print(f"{decimals} decimals: {dict(results)}")
    assert results == expected(decimals)
    assert results["zone_inside_parcel"] == results["zone_no_overlap"] == 0


def test_a13_a_zone_0_11_m_outside_is_refused_with_the_distance(db: Connection) -> None:
    parcel = insert(db, PARCEL, MUEANG, square())
    # 0.11 m to the east of the border: a degree of longitude is 106,842 m at 16.4 north.
    outside = square(size=0.0005)
    for corner in (1, 2):
        outside["coordinates"][0][corner][0] = 101.151 + 0.11 / 106_842
    with pytest.raises(psycopg2.Error) as refusal:
        insert(db, ZONE, parcel, "nong", outside)
    assert refusal.value.diag.constraint_name == "zone_inside_parcel"
    assert "0.11 ม." in str(refusal.value.diag.message_primary)
    detail = json.loads(str(refusal.value.diag.message_detail))
    assert detail["at"] == pytest.approx([101.151, 16.4], abs=6e-4)
    db.rollback()


def test_a_zone_0_09_m_outside_is_taken(db: Connection) -> None:
    parcel = insert(db, PARCEL, MUEANG, square())
    beside = square(size=0.0005)
    for corner in (1, 2):
        beside["coordinates"][0][corner][0] = 101.151 + 0.09 / 106_842
    assert insert(db, ZONE, parcel, "nong", beside)


def test_a15_zones_that_overlap_by_5_m2_are_refused_with_the_place(db: Connection) -> None:
    parcel = insert(db, PARCEL, MUEANG, square())
    insert(db, ZONE, parcel, "nong", square(size=0.0005))
    over = square(size=0.0005)
    # 55.3 m high: 5 m² are 0.0904 m wide.
    for corner in (0, 3, 4):
        over["coordinates"][0][corner][0] = 101.1505 - 0.0904 / 106_842
    for corner in (1, 2):
        over["coordinates"][0][corner][0] = 101.151
    with pytest.raises(psycopg2.Error) as refusal:
        insert(db, ZONE, parcel, "na", over)
    assert refusal.value.diag.constraint_name == "zone_no_overlap"
    detail = json.loads(str(refusal.value.diag.message_detail))
    assert detail["overlap_m2"] == pytest.approx(5, abs=0.1)
    assert detail["at"] == pytest.approx([101.1505, 16.40025], abs=1e-4)


def test_zones_of_the_two_stages_may_lie_over_each_other(db: Connection) -> None:
    parcel = insert(db, PARCEL, MUEANG, square())
    insert(db, ZONE, parcel, "nong", square(size=0.0005))
    with pytest.raises(psycopg2.Error) as refusal:
        insert(db, ZONE.replace("(parcel,", "(stage, parcel,").replace("(%s, %s,", "('BUILT', %s, %s,"),
               parcel, "nong", square(size=0.0005))  # fmt: skip
    assert refusal.value.diag.constraint_name == "zone_built_in_time"


def test_a_border_moves_with_its_zone_in_one_transaction_only(db: Connection) -> None:
    parcel = insert(db, PARCEL, MUEANG, square())
    zone = insert(db, ZONE, parcel, "nong", square())
    db.commit()
    smaller = json.dumps(square(size=0.0009))
    with db.cursor() as cursor:
        move = "UPDATE {} SET geom = {}(ST_SetSRID(ST_GeomFromGeoJSON(%s), 4326)) WHERE id = %s"
        cursor.execute(move.format("parcel", "ST_Multi"), [smaller, parcel])
        with pytest.raises(psycopg2.Error) as refusal:
            db.commit()
        assert refusal.value.diag.constraint_name == "zone_inside_parcel"
        cursor.execute(move.format("parcel", "ST_Multi"), [smaller, parcel])
        cursor.execute(move.format("zone", ""), [smaller, zone])
        db.commit()
        cursor.execute("SELECT version FROM zone WHERE id = %s", [zone])
        assert cursor.fetchone() == (2,)
