"""What tables keep ready as text says the same as the properties one by one, and follows every change elsewhere."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from psycopg2.extensions import connection as Connection  # noqa: N812 # a class with a small name

from api.collections import COLLECTIONS, PARCELS
from api.query import read
from parcels.models import Parcel
from parcels.permissions import RIGHTS, Access
from spatial.features import Rendering, Share, lookup, render
from tests.parcels import land
from tests.parcels.land import run

Open = Callable[[], Connection]
HEAD = Access(RIGHTS["PROVINCE"], "", "PROVINCE")
VIEWER = Access(RIGHTS["VIEWER"], "", "VIEWER")
HOSTILE = [
    "", " ", "null", '"', "\\", '\\"', "'", "''", "%", "%s", "%%", "{}", "{0}", "}},{", "\n", "\r\n", "\t", "\x01", "\x1f",
    "\x7f", "\u0085", "\u2028", "\u200b", "\ufeff", "แปลงนาน้ำร้อน", "ก็ำ่", "🌾", "é", "</script>", "a" * 200, ",", '","x":"y',
]  # fmt: skip
TIMES = [
    "2026-11-26 03:24:29.123456+00", "2026-11-26 03:24:29.12+07", "2026-11-26 03:24:29+00", "2026-02-28 23:59:59.9+07",
    "1900-01-01 00:00:00+00", "12026-01-01 00:00+00", "0001-01-01 00:00+00", "0044-03-15 12:00+00 BC", "infinity",
    "-infinity",
]  # fmt: skip


def rendering(can: Access, **params: str) -> Rendering:
    return read(PARCELS, can, params).rendering


def features(how: Rendering) -> list[dict[str, Any]]:
    return [json.loads(text) for text in render(Parcel.objects.all(), how, 100_000).features]


def live(how: Rendering) -> Rendering:
    """The same of single properties, none of them kept."""
    return replace(how, shares=(), kept_shape=None)


def assert_same(how: Rendering) -> list[dict[str, Any]]:
    kept, made = features(how), features(live(how))
    assert any(isinstance(piece, Share) for piece in how.pieces)
    assert kept == made
    assert [list(one["properties"]) for one in kept] == [list(how.properties)] * len(kept)
    return kept


@pytest.mark.parametrize("collection", COLLECTIONS.values(), ids=COLLECTIONS)
def test_shares_hold_neighbouring_properties_in_their_order(collection: Any) -> None:
    names = list(collection.properties)
    for number, share in enumerate(collection.shares):
        start = names.index(share.names[0])
        assert tuple(names[start : start + len(share.names)]) == share.names
        assert (start == 0) == (number == 0)


def test_all_of_a_demonstration_reads_the_same(plain_sql: Open) -> None:
    call_command("seed_demo", verbosity=0)
    for can in (HEAD, VIEWER):
        found = assert_same(rendering(can))
        assert len(found) > 200
    deeds = [one["properties"]["area_deed_m2"] for one in found]
    assert None in deeds
    assert any(deeds)


@pytest.mark.parametrize(
    "params",
    [
        {"properties": "code,tambon_th,tambon_en,amphoe_th,amphoe_en,area_deed"},
        {"properties": "application,application_no,state_since,updated_by,area_deed_m2,area_deed"},
        {"properties": "applicant_name"},
        {"skipGeometry": "true"},
        {"crs": "http://www.opengis.net/def/crs/EPSG/0/4326"},
        {"crs": "http://www.opengis.net/def/crs/EPSG/0/32647"},
        {"sortby": "-updated_at"},
    ],
    ids=str,
)
def test_any_selection_reads_the_same(own_database: str, plain_sql: Open, params: dict[str, str]) -> None:
    db = plain_sql()
    land.parcel(db, application=land.applied(db)[1])
    run(db, land.DOCUMENT, land.parcel(db, x=5))
    db.commit()
    how = rendering(HEAD, **params)
    assert features(how) == features(live(how))


def force(db: Connection, statement: str, *values: Any) -> None:
    """Past the guards of an application, which would refuse such numbers and times."""
    run(db, "SET ROLE NONE; SET session_replication_role = replica")
    run(db, statement, *values)
    run(db, "SET session_replication_role = origin; SET ROLE plaeng_app")


def test_hostile_texts_and_times_read_the_same(own_database: str, plain_sql: Open) -> None:
    db = plain_sql()
    run(db, "SET TimeZone = 'Asia/Bangkok'; SET DateStyle = 'German'; SET extra_float_digits = 0; SET lc_numeric = 'C'")
    for number, text in enumerate(HOSTILE):
        who, papers = land.applied(db, f"2565-6701-{number:04}")
        run(db, "UPDATE applicant SET name_th = %s WHERE id = %s", text, who)
        force(db, "UPDATE application SET no = %s, state_since = %s WHERE id = %s",
              text[:16] + str(number), TIMES[number % len(TIMES)], papers)  # fmt: skip
        values = (text, text, text, number / 7, number % 2 == 0, papers)
        run(
            db,
            "INSERT INTO parcel (tambon, name, source_crs, crs_operation, joined_area_m2, joined_is_estimate, application,"
            " positional_accuracy_m) VALUES ('670101', %s, %s, %s, %s, %s, %s, 0.5)",
            *values,
        )
    run(db, "INSERT INTO parcel (tambon, capture_method) VALUES ('670102', 'GNSS_RTK')")
    db.commit()
    found = assert_same(rendering(HEAD))
    assert [one["properties"]["name"] for one in found] == [*HOSTILE, ""]
    assert {one["properties"]["state_since"] for one in found} >= {"infinity", "2026-11-25T20:24:29.12+00:00"}


def test_a_single_feature_reads_as_in_the_list(own_database: str, plain_sql: Open) -> None:
    db = plain_sql()
    land.parcel(db, application=land.applied(db)[1])
    db.commit()
    how = rendering(HEAD)
    (only,) = features(how)
    row = lookup(Parcel.objects.all(), how, "uid", only["id"]).row(only["id"])
    assert row is not None
    assert json.loads(row[0]) == only


def test_names_of_areas_follow_those_above_them(own_database: str, plain_sql: Open) -> None:
    db = plain_sql()
    land.parcel(db)
    run(db, "UPDATE area SET name_th = 'ก' WHERE code = '6701'; UPDATE area SET name_en = 'B' WHERE code = '670101'")
    run(db, "INSERT INTO area (code, level, name_th, name_en, parent, source)"
            " VALUES ('990101', 'TAMBON', 'ล่าง', 'Below', '9901', ''), ('9901', 'AMPHOE', 'บน', 'Above', NULL, '')")  # fmt: skip
    land.parcel(db, tambon="990101", x=5)
    db.commit()
    old, new = (one["properties"] for one in assert_same(rendering(HEAD)))
    assert (old["amphoe_th"], old["tambon_en"]) == ("ก", "B")
    assert (new["amphoe_th"], new["tambon_en"]) == ("บน", "Below")
    assert run(db, "SELECT count(*) FROM area a LEFT JOIN area b ON b.code = a.parent"
                   " WHERE a.names_text <> plaeng.names_text(a.name_th, a.name_en, b.name_th, b.name_en)") == 0  # fmt: skip


def test_deeds_follow_their_papers(own_database: str, plain_sql: Open) -> None:
    db = plain_sql()
    one, other = land.parcel(db), land.parcel(db, x=5)

    def deeds() -> list[float | None]:
        db.commit()
        return [feature["properties"]["area_deed_m2"] for feature in assert_same(rendering(VIEWER))]

    first, second = run(db, land.DOCUMENT, one), run(db, land.DOCUMENT, one)
    assert deeds() == [32_000, None]
    run(db, "UPDATE land_document SET area_deed_wah = 1.25 WHERE id = %s", first)
    run(db, "UPDATE land_document SET parcel = %s WHERE id = %s", other, second)
    assert deeds() == [5, 16_000]
    run(db, "DELETE FROM land_document WHERE id = %s", first)
    assert deeds() == [None, 16_000]


def test_papers_of_two_sessions_are_both_counted(own_database: str, plain_sql: Open) -> None:
    db, other = plain_sql(), plain_sql()
    parcel = land.parcel(db)
    db.commit()
    run(db, land.DOCUMENT, parcel)
    run(other, "SET lock_timeout = '20s'")
    second = threading.Thread(target=lambda: (run(other, land.DOCUMENT, parcel), other.commit()))
    second.start()
    second.join(0.5)
    assert second.is_alive()
    db.commit()
    second.join(20)
    assert [one["properties"]["area_deed_m2"] for one in assert_same(rendering(VIEWER))] == [32_000]


def test_nobody_but_the_database_writes_what_is_kept(own_database: str, plain_sql: Open) -> None:
    db = plain_sql()
    parcel = land.parcel(db)
    db.commit()
    for statement in (
        "UPDATE parcel SET own_text = 'x'", "UPDATE parcel SET shape_text = 'x'", "INSERT INTO deed VALUES (1, 1)",
        "SELECT sum_deeds(ARRAY[1])",
    ):  # fmt: skip
        with pytest.raises(Exception, match=r"can only be updated to DEFAULT|permission denied"):
            run(db, statement)
        db.rollback()
    run(db, "UPDATE area SET names_text = 'x' WHERE code = '670101'")
    run(db, "UPDATE parcel SET name = 'y' WHERE id = %s", parcel)
    db.commit()
    assert [one["properties"]["name"] for one in assert_same(rendering(HEAD))] == ["y"]


def test_a_large_shape_is_kept_beside_its_row(own_database: str, plain_sql: Open) -> None:
    db = plain_sql()
    circle = "ST_Multi(ST_Buffer(ST_SetSRID(ST_MakePoint(101.16, 16.41), 4326), 0.001, 400))"
    run(db, f"INSERT INTO parcel (tambon, geom) VALUES ('670101', {circle})")
    db.commit()
    (only,) = assert_same(rendering(HEAD))
    assert len(only["geometry"]["coordinates"][0][0]) == 1_601


def test_history_leaves_out_what_is_kept(own_database: str, plain_sql: Open) -> None:
    db = plain_sql()
    land.parcel(db, application=land.applied(db)[1])
    db.commit()
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT jsonb_object_keys(after) FROM history")
        assert not {"own_text", "shape_text"} & {name for (name,) in cursor.fetchall()}
