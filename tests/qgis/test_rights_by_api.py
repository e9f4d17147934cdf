"""The API and the database asked side by side, by the same people: what the one lets them do, the other does.

Every role, each kind of area, each action and column, on land from one's own village to another province. The API is asked
with validate=true and the database in transactions that are rolled back: nothing is stored.

bin/test tests/qgis/test_rights_by_api.py -s      prints who may do what
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import psycopg2
import pytest
from django.test import Client

from api.collections import COLLECTIONS
from parcels import policies
from parcels.history import PERSONAL
from parcels.permissions import access
from parcels.rights import CREATE, DELETE, READ, RIGHTS, UPDATE
from tests.parcels.land import applied, run, walk
from tests.qgis.conftest import Desk, Session
from tests.qgis.sides import PLACES, Land, land_at, may, people_of
from tests.qgis.test_rights import worked

# What each column is changed to, by the API and by SQL; the API names an application by its uid.
NEW: dict[str, dict[str, Any]] = {
    "parcels": {
        "name": "x", "tambon": "670102", "village_code": "67010102", "land_class": "PRIVATE", "joined_area_m2": 5,
        "joined_is_estimate": True, "capture_method": "SCREEN", "source_crs": "x", "crs_operation": "x",
        "positional_accuracy_m": 3, "application": None,
    },
    "zones": {"parcel": None, "zone_type": "khok", "stage": "BUILT", "depth_m": 2, "side_slope": 1, "note": "x"},
}  # fmt: skip
# By hand nobody writes these, by whatever way.
DERIVED: dict[str, dict[str, str]] = {
    "parcels": {
        "id": "id + 1000000", "uid": "gen_random_uuid()", "created_at": "now()", "updated_at": "now()",
        "created_by_id": "9", "updated_by_id": "9", "code": "'X'", "amphoe": "'6702'", "state": "'APPROVED'", "fy": "2570",
        "model": "'HLM'", "area_calc_m2": "1", "shape_text": "'x'", "own_text": "'x'",
    },
    "zones": {
        "id": "id + 1000000", "uid": "gen_random_uuid()", "created_at": "now()", "updated_at": "now()",
        "created_by_id": "9", "updated_by_id": "9", "tambon": "'670102'", "area_calc_m2": "1",
    },
}  # fmt: skip
MOVED = "ST_Translate(geom, 1e-6, 0)"


@dataclass
class World:
    desk: Desk
    people: dict[str, tuple[Session, Client]]
    land: dict[str, Land]
    # In the village too, and far enough in the programme for zones that are built.
    developing: Land


@pytest.fixture(scope="module")
def world(room: Desk) -> World:
    land = {place: land_at(room, n, *PLACES[place]) for n, place in enumerate(PLACES)}
    developing = land_at(room, len(PLACES), *PLACES["village"])
    _develop(room, developing)
    return World(room, people_of(room), land, developing)


def _develop(room: Desk, of: Land) -> None:
    db = psycopg2.connect(room.cluster.url(room.database), options="-c search_path=plaeng_private,plaeng,public")
    _, application = applied(db, "2565-6701-9002")
    run(db, "UPDATE parcel SET application = %s WHERE id = %s", application, of.ids["parcels"])
    walk(db, application, "DEVELOPING")
    db.commit()
    db.close()


def shape(kind: str, x: float, y: float, size: float = 0.0002) -> dict[str, Any]:
    ring = [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]
    ring = [[round(a, 8), round(b, 8)] for a, b in ring]
    return (
        {"type": "MultiPolygon", "coordinates": [[ring]]}
        if kind == "parcels"
        else {"type": "Polygon", "coordinates": [ring]}
    )


def new_row(kind: str, place: str, land: Land) -> tuple[dict[str, Any], dict[str, Any]]:
    """The same new row for the API and for SQL."""
    tambon, village = PLACES[place]
    if kind == "parcels":
        return ({"name": "new", "tambon": tambon, "village_code": village},) * 2
    return {"zone_type": "khok", "parcel": land.uids["parcels"]}, {"zone_type": "khok", "parcel": land.ids["parcels"]}


def by_api(client: Client, kind: str, place: str, land: Land) -> dict[str, bool]:
    path = f"/api/collections/{kind}/items"
    item, feature = f"{path}/{land.uids[kind]}", {"type": "Feature"}
    body = {
        **feature,
        "geometry": shape(kind, land.x + 0.0006, land.y + 0.0006),
        "properties": new_row(kind, place, land)[0],
    }
    if kind == "parcels":
        body["geometry"] = shape(kind, land.x + 0.005, land.y)
    a, b = (0, 0.001) if kind == "parcels" else (0.0002, 0.0002)
    moved = {**feature, "geometry": shape(kind, land.x + a + 1e-6, land.y + a, b)}
    return {
        READ: client.get(item).status_code == 200,
        CREATE: may(client, "post", path, body),
        UPDATE: may(client, "patch", item, {**feature, "properties": {"name" if kind == "parcels" else "note": "x"}}),
        "update geom": may(client, "patch", item, moved),
        DELETE: may(client, "delete", item),
    }


def by_sql(session: Session, kind: str, place: str, land: Land) -> dict[str, bool]:
    table, key = policies.TABLES[kind], land.ids[kind]
    values = new_row(kind, place, land)[1]
    at = (land.x + 0.005, land.y) if kind == "parcels" else (land.x + 0.0006, land.y + 0.0006)
    update = f"UPDATE {table} SET {{}}, version = 2 WHERE id = %s"
    insert = f"INSERT INTO {table} ({', '.join(values)}, geom) SELECT {', '.join(['%s'] * len(values))}, ST_SetSRID(ST_GeomFromGeoJSON(%s), 4326)"
    return {
        READ: worked(session, f"SELECT 1 FROM {table} WHERE id = %s", key),
        CREATE: worked(session, insert, *values.values(), json.dumps(shape(kind, *at))),
        UPDATE: worked(session, update.format("name = 'x'" if kind == "parcels" else "note = 'x'"), key),
        "update geom": worked(session, update.format(f"geom = {MOVED}"), key),
        # A zone goes on the web alone: a login deletes no row, and only parcels are withdrawn.
        DELETE: kind == "parcels" and worked(session, update.format("withdrawn_at = now()"), key),
    }


def test_a_login_does_on_every_land_what_the_api_does(world: World) -> None:
    wrong, lines = [], []
    for who, (session, client) in world.people.items():
        can = access(session.officer.user)
        for kind in policies.TABLES:
            for place, land in world.land.items():
                said, done = by_api(client, kind, place, land), by_sql(session, kind, place, land)
                if kind == "zones":
                    said[DELETE] = False
                lines.append(
                    f"{who:24}{kind:9}{place:15}" + " ".join(f"{n}:{'yes' if v else '-'}" for n, v in done.items())
                )
                tambon, village = PLACES[place]
                reads = can.may(READ, kind) and can.holds(tambon=tambon, village_code=village)
                if said != done or done[READ] != reads:
                    wrong.append((who, kind, place, {"api": said, "sql": done}))
    print("", *lines, sep="\n")
    assert wrong == []


def test_a_login_changes_the_columns_that_the_api_changes_and_no_other(world: World) -> None:
    wrong = []
    for who, (session, client) in world.people.items():
        for kind, table in policies.TABLES.items():
            land = world.developing if kind == "zones" else world.land["village"]
            update = f"UPDATE {table} SET {{}}, version = 2 WHERE id = %s"
            for column, value in values_of(world, kind).items():
                said = may(
                    client, "patch", f"/api/collections/{kind}/items/{land.uids[kind]}", _patch(column, value[0])
                )
                also = ", village_code = ''" if column == "tambon" else ""
                done = worked(session, update.format(f"{column} = %s{also}"), value[1], land.ids[kind])
                if said != done:
                    wrong.append((who, kind, column, said, done))
            wrong += [
                (who, kind, column, "derived")
                for column, value in DERIVED[kind].items()
                if _is_written(session, update.format(f"{column} = {value}"), land.ids[kind])
            ]
            # The version is named by every edit, and only the next one.
            if _is_written(session, f"UPDATE {table} SET version = 9 WHERE id = %s", land.ids[kind]):
                wrong.append((who, kind, "version", "forged"))
    assert wrong == []


def _patch(column: str, value: Any) -> dict[str, Any]:
    also = {"village_code": ""} if column == "tambon" else {}
    return {"type": "Feature", "properties": {column: value, **also}}


def _is_written(session: Session, statement: str, key: int) -> bool:
    try:
        return worked(session, statement, key)
    except psycopg2.errors.GeneratedAlways:
        return False


def values_of(world: World, kind: str) -> dict[str, tuple[Any, Any]]:
    """Column -> what the API and what SQL is sent."""
    found = {column: (value, value) for column, value in NEW[kind].items()}
    if kind == "parcels":
        found["application"] = _application(world)
    else:
        # Back into its own parcel: the row is asked for, and the zone may lie nowhere else.
        found["parcel"] = (world.developing.uids["parcels"], world.developing.ids["parcels"])
    return found


def _application(world: World) -> tuple[str, int]:
    """One in the village, made once."""
    query = "SELECT uid::text, id FROM application WHERE no = '2565-6701-9001'"
    if not world.desk.owner(query):
        world.desk.owner(
            "WITH who AS (INSERT INTO applicant (kind, sector, name_th, org_reg_no, phone, village_code, tambon, deceased)"
            " VALUES ('PERSON', 'PEOPLE', 'สมมติ', '', '', '67010101', '670101', false) RETURNING id)"
            " INSERT INTO application (no, fy, applicant_id, model, state, remark, tambon)"
            " SELECT '2565-6701-9001', 2565, id, 'HLM', 'DRAFT', '', '670101' FROM who"
        )
    ((uid, key),) = world.desk.owner(query)
    return uid, key


def test_no_column_is_left_out(world: World) -> None:
    """Each column of a published table is one that the API writes, or nobody, or means something of its own here."""
    for kind, table in policies.TABLES.items():
        columns = {name for (name,) in world.desk.owner(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped", f"plaeng.{table}"
        )}  # fmt: skip
        writable = {name for name, one in COLLECTIONS[kind].properties.items() if one.is_writable}
        assert set(NEW[kind]) == writable
        own = {"geom", "version", "seen_version"} | ({"withdrawn_at"} if kind == "parcels" else set())
        assert columns == writable | set(DERIVED[kind]) | own
        people = {name for name, one in COLLECTIONS[kind].properties.items() if one.names_people}
        assert not columns & (people | set(PERSONAL))


def test_every_role_was_asked(world: World) -> None:
    assert {who.split()[0] for who in world.people} | {"HOUSEHOLD"} == set(RIGHTS)
