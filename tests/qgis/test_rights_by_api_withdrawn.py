"""Withdrawn land, the API and the database asked side by side: nobody changes it, and the same people bring it back.

bin/test tests/qgis/test_rights_by_api_withdrawn.py -s      prints who may do what
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client

from parcels.rights import DELETE, READ, UPDATE
from tests.qgis.conftest import Desk, Session
from tests.qgis.sides import PLACES, Land, land_at, may, people_of
from tests.qgis.staff import sentence
from tests.qgis.test_rights import worked

RESTORE = "restore"
WITHDRAWN = 2  # the version of land that was made and then withdrawn
# From logins of the whole country nothing is hidden (docs/operators.md): row security tests nothing for them.
SEES_MORE = {"VIEWER all", "DEPARTMENT all"}
SET = "UPDATE {} SET {}, version = {} + 1 WHERE id = %s"
CHANGES = {
    UPDATE: "name = 'x'", "update geom": "geom = ST_Translate(geom, 1e-6, 0)", DELETE: "withdrawn_at = now()",
    RESTORE: "withdrawn_at = NULL",
}  # fmt: skip


@dataclass
class World:
    desk: Desk
    people: dict[str, tuple[Session, Client]]
    land: dict[str, Land]


@pytest.fixture(scope="module")
def world(room: Desk) -> World:
    land = {place: land_at(room, n, *PLACES[place]) for n, place in enumerate(PLACES)}
    room.owner(
        "UPDATE plaeng.parcel SET withdrawn_at = now() WHERE id = ANY (%s)",
        [one.ids["parcels"] for one in land.values()],
    )
    return World(room, people_of(room), land)


def by_api(client: Client, kind: str, land: Land) -> dict[str, bool]:
    item, feature = f"/api/collections/{kind}/items/{land.uids[kind]}", {"type": "Feature"}
    ring = [[land.x + a, land.y + b] for a, b in ((0, 0), (0.001, 0), (0.001, 0.0009), (0, 0))]
    moved = (
        {"type": "MultiPolygon", "coordinates": [[ring]]}
        if kind == "parcels"
        else {"type": "Polygon", "coordinates": [ring]}
    )
    assert client.get(item).status_code == 404
    return {
        # It is shown to nobody; who may bring it back reads its history.
        READ: client.get(f"{item}/history").status_code == 200,
        UPDATE: may(client, "patch", item, {**feature, "properties": {"name" if kind == "parcels" else "note": "x"}}),
        "update geom": may(client, "patch", item, {**feature, "geometry": moved}),
        DELETE: may(client, "delete", item),
        RESTORE: may(client, "post", f"{item}/restore", {"version": WITHDRAWN if kind == "parcels" else 1}),
    }


def by_sql(session: Session, kind: str, land: Land) -> dict[str, bool]:
    table, key = kind.removesuffix("s"), land.ids[kind]
    found = {READ: worked(session, f"SELECT 1 FROM {table} WHERE id = %s", key)}
    for action, change in CHANGES.items():
        if kind == "parcels":
            found[action] = worked(session, SET.format(table, change, WITHDRAWN), key)
        else:
            change = "note = 'x'" if action != "update geom" else change
            found[action] = worked(session, SET.format(table, change, 1), key)
    return found


@pytest.mark.parametrize("kind", ["parcels", "zones"])
def test_a_login_does_to_withdrawn_land_what_the_api_does(world: World, kind: str) -> None:
    wrong, lines = [], []
    for who, (session, client) in world.people.items():
        for place, land in world.land.items():
            said, done = by_api(client, kind, land), by_sql(session, kind, land)
            lines.append(
                f"{who:24}{kind:9}{place:15}" + " ".join(f"{n}:{'yes' if v else '-'}" for n, v in done.items())
            )
            if who in SEES_MORE or (kind == "zones" and who == "ANALYST all"):
                assert done.pop(READ)
                assert not said.pop(READ)
            if said != done:
                wrong.append((who, kind, place, {"api": said, "sql": done}))
    print("", *lines, sep="\n")
    assert wrong == []


def test_somebody_was_let_and_somebody_was_not(world: World) -> None:
    """Else the comparison above could be one of nothing with nothing."""
    land = world.land["village"]
    officer, viewer = world.people["AMPHOE_OFFICER 6701"][0], world.people["VIEWER 67"][0]
    assert by_sql(officer, "parcels", land) == {
        READ: True, UPDATE: False, "update geom": False, DELETE: False, RESTORE: True,
    }  # fmt: skip
    assert set(by_sql(viewer, "parcels", land).values()) == {False}


@pytest.mark.parametrize("action", [UPDATE, "update geom", DELETE])
def test_the_officer_reads_why_and_how_it_comes_back(world: World, action: str) -> None:
    officer = world.people["AMPHOE_OFFICER 6701"][0]
    refusal = officer.refused(SET.format("parcel", CHANGES[action], WITHDRAWN), world.land["village"].ids["parcels"])
    assert "ถอนไปแล้ว" in sentence(refusal, "withdrawn_is_closed")
    assert "ถอนแปลงเมื่อ" in refusal.diag.message_hint


def test_what_is_brought_back_is_changed_again_and_leaves_its_trace(world: World) -> None:
    officer = world.people["AMPHOE_OFFICER 6701"][0]
    key = land_at(world.desk, 7, *PLACES["village"]).ids["parcels"]
    steps = ("withdrawn_at = now()", "withdrawn_at = NULL", "name = 'กลับมา'")
    for version, change in enumerate(steps, start=1):
        officer.rows(SET.format("parcel", change, version), key)
    stored = "SELECT name, withdrawn_at, version FROM parcel WHERE id = %s"
    assert world.desk.owner(stored, key) == [("กลับมา", None, 4)]
    trace = (
        "SELECT h.after ? 'withdrawn_at', h.login FROM history h JOIN parcel p USING (uid) WHERE p.id = %s"
        " AND operation = 'UPDATE' ORDER BY h.id"
    )
    assert world.desk.owner(trace, key) == [(True, officer.name), (True, officer.name), (False, officer.name)]
