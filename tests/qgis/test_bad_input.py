"""What an analyst may do by mistake: refused in words that he can read, or harmless."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg2
import pytest

from tests.qgis.conftest import Desk
from tests.qgis.staff import BOW_TIE, BOX, EDIT, OUTSIDE, World, sentence, staffed, version


@pytest.fixture(scope="module")
def world(room: Desk) -> World:
    return staffed(room)


@pytest.fixture(autouse=True)
def untouched(world: World) -> Iterator[None]:
    """Land of others is after each test what it was before, and nothing is left half done."""
    with world.unharmed():
        yield


def test_an_edit_outside_the_area_is_no_silent_success(world: World) -> None:
    refusal = world.officer.refused(EDIT, "x", 1, world.theirs)
    assert OUTSIDE in sentence(refusal, "edit_finds_row")


def test_land_does_not_move_out_of_the_area(world: World) -> None:
    move = "UPDATE parcel SET tambon = '670501', village_code = '', version = %s + 1 WHERE id = %s"
    refusal = world.officer.refused(move, version(world), world.mine)
    assert OUTSIDE in sentence(refusal, "edit_in_area")
    new = f"INSERT INTO parcel (tambon, geom) VALUES ('670501', {BOX.format(101.31, 15.61)})"
    assert OUTSIDE in sentence(world.officer.refused(new), "edit_in_area")


def test_a_stale_edit_says_both_versions(world: World) -> None:
    now = version(world)
    world.officer.rows(EDIT, "one", now, world.mine)
    refusal = world.officer.refused(EDIT, "two", now, world.mine)
    assert "มีผู้แก้รูปนี้หลังจากที่คุณเปิดดู" in sentence(refusal, "edit_says_version")
    world.officer.rows(EDIT, "one", now + 1, world.mine)
    refusal = world.officer.refused(EDIT, "two", now, world.mine)
    assert f"คุณเห็นรุ่น {now} ตอนนี้เป็นรุ่น {now + 2}" in sentence(refusal, "edit_is_fresh")
    assert "โหลดชั้นข้อมูลใหม่" in refusal.diag.message_hint
    assert world.desk.owner("SELECT name FROM parcel WHERE id = %s", world.mine) == [("one",)]


@pytest.mark.parametrize("forged", [99, 0, -1])
def test_a_version_is_not_forged(world: World, forged: int) -> None:
    refusal = world.officer.refused("UPDATE parcel SET name = 'x', version = %s WHERE id = %s", forged, world.mine)
    assert f"คุณเห็นรุ่น {forged - 1} ตอนนี้เป็นรุ่น {version(world)}" in sentence(refusal, "edit_is_fresh")


@pytest.mark.parametrize("seen", [99, None])
def test_what_the_platform_says_of_the_version_is_not_forged(world: World, seen: int | None) -> None:
    now = version(world)
    world.officer.rows(
        "UPDATE parcel_edit SET version = %s, seen_version = %s WHERE id = %s", now + 1, seen, world.mine
    )
    stored = "SELECT version, seen_version FROM parcel WHERE id = %s"
    assert world.desk.owner(stored, world.mine) == [(now + 1, now + 1)]


@pytest.mark.parametrize("table", ["parcel", "parcel_edit"])
def test_a_layer_without_the_style_cannot_save(world: World, table: str) -> None:
    refusal = world.officer.refused(f"UPDATE {table} SET name = 'x' WHERE id = %s", world.mine)
    assert "สไตล์" in sentence(refusal, "edit_says_version")
    assert "โครงการ plaeng" in refusal.diag.message_hint


def paste(world: World, shapes: list[str]) -> None:
    """As QGIS pastes: one transaction, each row with every column, NULL where nothing was copied."""
    statement = """INSERT INTO parcel (id, uid, version, created_at, updated_at, code, name, village_code, geom, joined_area_m2,
        joined_is_estimate, area_calc_m2, source_crs, crs_operation, positional_accuracy_m, amphoe, fy, withdrawn_at,
        application, capture_method, land_class, tambon, model, state, seen_version)
        VALUES (%s, %s, 7, NULL, NULL, '670101-0001', NULL, NULL, {}, NULL, NULL, 5, NULL, NULL, NULL, NULL, 2500, NULL, NULL,
        NULL, NULL, '670101', NULL, 'APPROVED', 7)"""
    uid = world.desk.owner("SELECT uid::text FROM parcel WHERE id = %s", world.mine)[0][0]
    db = world.officer.db
    with db, db.cursor() as cursor:
        for shape in shapes:
            cursor.execute(statement.format(shape), (world.mine, uid))


def test_a_paste_of_1000_with_a_bow_tie_is_refused_as_a_whole(world: World) -> None:
    count = "SELECT count(*), max(version), min(state) FROM parcel WHERE tambon = '670101' AND name = ''"
    before = world.desk.owner(count)
    shapes = [BOX.format(101.2 + n % 40 * 0.001, 16.3 + n // 40 * 0.001) for n in range(1000)]
    with pytest.raises(psycopg2.Error) as refusal:
        paste(world, [*shapes[:700], BOW_TIE, *shapes[701:]])
    assert "เส้นขอบตัดกันเอง" in sentence(refusal.value, "shape_is_valid")
    assert refusal.value.diag.message_detail == "ที่ 101.20050000, 16.30050000"
    assert world.desk.owner(count) == before
    paste(world, shapes)
    stored = world.desk.owner(
        "SELECT count(*), count(DISTINCT uid), count(DISTINCT code), max(version), count(state), min(area_calc_m2) > 2000"
        " FROM parcel WHERE ST_X(ST_Centroid(geom)) > 101.19 AND tambon = '670101'"
    )
    assert stored == [(1000, 1000, 1000, 1, 0, True)]


@pytest.mark.parametrize("column", ["area_calc_m2 = 1", "code = 'x'", "state = 'APPROVED'", "fy = 2500",
                                    "amphoe = '6705'", "created_by_id = 1", "updated_at = now()"])  # fmt: skip
def test_what_the_platform_writes_is_not_forged(world: World, column: str) -> None:
    refusal = world.officer.refused(
        f"UPDATE parcel SET {column}, version = %s + 1 WHERE id = %s", version(world), world.mine
    )
    assert column.split(" ")[0] in sentence(refusal, "column_by_hand")


@pytest.mark.parametrize("identity", ["id = 4711", "uid = gen_random_uuid()"])
def test_an_identity_is_not_forged(world: World, identity: str) -> None:
    refusal = world.officer.refused(
        f"UPDATE parcel SET {identity}, version = %s + 1 WHERE id = %s", version(world), world.mine
    )
    sentence(refusal, "column_by_hand")


def test_an_analyst_mends_shapes_and_nothing_else(world: World) -> None:
    refusal = world.analyst.refused(EDIT, "x", version(world), world.mine)
    assert "แก้คอลัมน์ name ไม่ได้" in sentence(refusal, "column_of_role")
    refusal = world.analyst.refused(f"INSERT INTO parcel (tambon, geom) VALUES ('670101', {BOX.format(101.4, 16.4)})")
    assert "เพิ่มรูปใหม่" in sentence(refusal, "login_may")
    refusal = world.analyst.refused(
        "UPDATE parcel SET withdrawn_at = now(), version = %s + 1 WHERE id = %s", version(world), world.mine
    )
    sentence(refusal, "column_of_role")
    world.analyst.rows(
        "UPDATE parcel SET geom = ST_Translate(geom, 0, 1e-5), version = %s + 1 WHERE id = %s",
        version(world),
        world.mine,
    )


def test_a_viewer_changes_nothing(world: World) -> None:
    for statement in (
        EDIT.replace("%s", "NULL"),
        "INSERT INTO parcel (tambon) VALUES ('670101')",
        "INSERT INTO zone (parcel) VALUES (1)",
    ):
        assert isinstance(world.viewer.refused(statement), psycopg2.errors.InsufficientPrivilege)


def test_a_code_that_is_in_no_list_is_named(world: World) -> None:
    refusal = world.officer.refused(
        "UPDATE parcel SET land_class = 'GOLD', version = %s + 1 WHERE id = %s", version(world), world.mine
    )
    assert '"GOLD"' in sentence(refusal, "code_is_known")


def test_land_in_an_application_is_not_withdrawn_and_free_land_is(world: World) -> None:
    withdraw = "UPDATE parcel SET withdrawn_at = '2000-01-01', version = 2 WHERE id = %s"
    free = world.desk.parcel("670101", 101.5, 16.4)
    world.officer.rows(withdraw, free)
    assert world.desk.owner("SELECT withdrawn_at > now() - interval '1 minute' FROM parcel WHERE id = %s", free) == [
        (True,)
    ]
    assert world.viewer.rows("SELECT id FROM parcel WHERE id = %s", free) == []
    world.officer.rows("UPDATE parcel SET withdrawn_at = NULL, version = 3 WHERE id = %s", free)
    assert world.viewer.rows("SELECT id FROM parcel WHERE id = %s", free) == [(free,)]


def test_a_zone_is_not_put_on_hidden_land(world: World) -> None:
    zone = "INSERT INTO zone (parcel, zone_type, geom) VALUES (%s, 'nong', ST_MakeEnvelope(101.3, 15.6, 101.3005, 15.6005, 4326))"
    assert OUTSIDE in sentence(world.officer.refused(zone, world.theirs), "edit_in_area")


def test_a_zone_outside_its_parcel_is_refused_at_once(world: World) -> None:
    """Not at COMMIT, where QGIS shows no text."""
    zone = "INSERT INTO zone (parcel, zone_type, geom) VALUES (%s, 'nong', ST_MakeEnvelope(101.1, 16.4, 101.1505, 16.4005, 4326))"
    db = world.officer.db
    with db.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        with pytest.raises(psycopg2.Error) as refusal:
            cursor.execute(zone, (world.mine,))
    db.rollback()
    assert "โซนเลยขอบแปลง" in sentence(refusal.value, "zone_inside_parcel")
