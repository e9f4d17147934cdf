"""The same people at the API and at the database, and land that both are asked about."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from parcels.models import Parcel, Zone
from tests.qgis.conftest import Desk, Session
from tests.qgis.test_rights import ROLES

# Tambon and village of land, from where everybody sits outward.
PLACES = {
    "village": ("670101", "67010101"), "next village": ("670101", "67010102"), "next tambon": ("670102", "67010201"),
    "next amphoe": ("670501", "67050101"), "next province": ("640101", "64010101"),
}  # fmt: skip
AREAS = {"AMPHOE_HEAD": "6701", "AMPHOE_OFFICER": "6701", "VOLUNTEER": "67010101"}
WIDER = [
    ("DEPARTMENT", ""), ("VIEWER", ""), ("ANALYST", ""), ("ANALYST", "6701"), ("VIEWER", "670101"), ("VIEWER", "6701"),
]  # fmt: skip
# What is not there for whoever may not see it.
HIDDEN = {("does_not_exist", "/properties/parcel"), ("does_not_exist", "/properties/application")}


@dataclass(frozen=True)
class Land:
    x: float
    y: float
    ids: dict[str, int]
    uids: dict[str, str]


def people_of(room: Desk) -> dict[str, tuple[Session, Client]]:
    """Every role with its login and its session of the web, by role and area."""
    people = {}
    for role, area in [*((role, AREAS.get(role, "67")) for role in ROLES), *WIDER]:
        session = room.login(role, area, f"by-{role.lower()}")
        client = Client(headers={"accept-language": "en"})
        client.force_login(session.officer.user, backend="django.contrib.auth.backends.ModelBackend")
        people[f"{role} {area or 'all'}"] = (session, client)
    return people


def land_at(room: Desk, n: int, tambon: str, village: str) -> Land:
    x, y = 101.15 + 0.01 * n, 16.4
    parcel = room.parcel(tambon, x, y, village=village, name="land")
    zone = room.owner(
        "INSERT INTO plaeng.zone (parcel, zone_type, geom, stage, note) VALUES (%s, 'nong',"
        " ST_MakeEnvelope(%s, %s, %s, %s, 4326), 'PLANNED', '') RETURNING id",
        parcel, x + 0.0002, y + 0.0002, x + 0.0004, y + 0.0004,
    )[0][0]  # fmt: skip
    uids = {"parcels": str(Parcel.objects.get(pk=parcel).uid), "zones": str(Zone.objects.get(pk=zone).uid)}
    return Land(x, y, {"parcels": parcel, "zones": int(zone)}, uids)


def may(client: Client, method: str, path: str, body: Any = None) -> bool:
    """True when the API would do it. What it refuses is for want of rights: the land itself is in order."""
    answer = getattr(client, method)(
        f"{path}?validate=true", json.dumps(body) if body else None, content_type="application/json",
        headers={"if-match": '"1"'},
    )  # fmt: skip
    if answer.status_code in {200, 201, 204}:
        return True
    hidden = [one for one in answer.json()["findings"] if (one["code"], one["path"]) in HIDDEN]
    assert answer.status_code in {403, 404} or hidden, (path, body, answer.content)
    return False
