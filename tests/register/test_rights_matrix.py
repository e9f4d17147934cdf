"""Every endpoint of the document by every role, held against the table of rights (parcels/rights.py).

bin/test tests/register/test_rights_matrix.py -s      prints the table
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from api.collections import COLLECTIONS
from api.register.records import RECORDS
from parcels.changes import check_now
from parcels.models import Applicant, AttachmentContent, Case, Officer
from parcels.rights import CREATE, DELETE, PUBLIC, READ, RIGHTS, UPDATE, Rights
from tests.api.shapes import square
from tests.conftest import make_officer
from tests.register.conftest import Story

pytestmark = pytest.mark.django_db

AREAS = {"AMPHOE_HEAD": "6701", "AMPHOE_OFFICER": "6701", "VOLUNTEER": "67010101", "HOUSEHOLD": "670101"}
ACTION = {"get": READ, "options": READ, "post": CREATE, "put": UPDATE, "patch": UPDATE, "delete": DELETE}
SEEN, FORBIDDEN, HIDDEN, SIGN_IN = "yes", "403", "404", "401"
# For everybody, and for every account whatever its office.
OPEN = re.compile(r"/(|conformance|openapi\.json|docs|collections|session)")
PERSONAL = re.compile(r"/(me|tokens.*|exports.*|codes.*|notices|filters.*|session/.*)")


# What belongs to one account, and a place in outlines that are not loaded here.
ONES_OWN = ("/tokens/", "/exports/", "/filters/", "/session", "/areas/at", "/invitations/")


READS = {
    "/search": "parcels", "/work": "applications", "/applications/figures": "applications", "/reports/summary": "reports",
    "/reports/states": "reports", "/sheets/{number}": "reports", "/changes": "changes",
}  # fmt: skip


@dataclass(frozen=True)
class Endpoint:
    method: str
    path: str

    @property
    def needs(self) -> tuple[str, str] | None:
        """The kind of object and the action that the table is asked for; None where any account will do."""
        parts = self.path.split("/")
        if self.path in READS:
            return READS[self.path], READ
        if parts[1] in {"officers", "offices"}:
            return parts[1], ACTION[self.method]
        if parts[1] == "geometry":
            return "parcels", UPDATE
        if parts[1] == "cases":
            return ("cases", READ) if self.method == "get" else ("disputes", UPDATE)
        if parts[1] == "collections":
            return "tiles" if "tiles" in parts else parts[2], self._of_feature(parts)
        if self.path.endswith("/identity/readings"):
            return "identities", READ
        if self.path.endswith("/identity"):
            return "identities", CREATE
        if parts[1] in RECORDS:
            is_move = self.method == "post" and parts[-1] in {"transitions", "moves", "rotation"}
            return parts[1], UPDATE if is_move else ACTION[self.method]
        return None

    def _of_feature(self, parts: list[str]) -> str:
        return UPDATE if parts[-1] in {"restore", "history", "compare"} else ACTION[self.method]


def expected(endpoint: Endpoint, rights: Rights | None) -> str:
    """What the table says. `rights` is None for who has not signed in."""
    if OPEN.fullmatch(endpoint.path) and endpoint.method in {"get", "options"}:
        return SEEN
    if rights is None:
        is_open = "/area-summary" in endpoint.path
        return SEEN if is_open and endpoint.method in {"get", "options"} else SIGN_IN
    if PERSONAL.fullmatch(endpoint.path) or endpoint.needs is None:
        return SEEN
    kind, action = endpoint.needs
    if endpoint.path.split("/")[-1] in {"restore", "history", "compare"} and endpoint.path.startswith("/collections"):
        return SEEN if action in rights.actions.get(kind, ()) else HIDDEN
    shown = {"identities": "applicants", "disputes": "cases"}.get(kind, kind)
    if READ not in rights.actions.get(shown, ()) or (
        kind == "tiles" and READ not in rights.actions.get(endpoint.path.split("/")[2], ())
    ):
        return HIDDEN
    return SEEN if action in rights.actions.get(kind, ()) else FORBIDDEN


@dataclass
class World:
    """One application with everything that belongs to it, and an account of each role that may see it."""

    uids: dict[str, str]
    people: dict[str, User | None]


@pytest.fixture
def world(story: Story) -> World:
    story.until("APPLIED")
    parcel = story.parcels[0]
    story.patch("officer", f"collections/parcels/items/{parcel}", {"properties": {"village_code": "67010101"}})
    zone = {
        "type": "Feature",
        "geometry": square(0.2, 0.2, 0.0005),
        "properties": {"zone_type": "nong", "parcel": parcel},
    }
    story.land(shape=square(0.9, 0), application=None)
    check_now()
    photo = story.paper("SITE_PHOTO")
    AttachmentContent.objects.filter(pk=photo.pk).update(thumbnail=b"x")
    about = {"application": story.uid}
    uids = {
        "parcels": parcel,
        "zones": story.post("officer", "collections/zones/items", zone)["id"],
        "areas": "670101",
        "area-summary": story.client("viewer").get("/api/collections/area-summary/items").json()["features"][0]["id"],
        "cases": str(Case.objects.get().uid),
        "applications": story.uid,
        "applicants": story.applicant,
        "documents": story.post("officer", "documents", {"parcel": parcel, "doc_type": "NS4", "area_deed_wah": 1200})[
            "uid"
        ],
        "consents": story.consent("DIG")["uid"],
        "surveys": story.survey()["uid"],
        "designs": story.post(
            "officer", "designs", {**about, "size_rai": 3, "ratio": "1:2", "soil": "CLAY", "approved_on": "2022-01-01"}
        )["uid"],
        "works": story.post("officer", "works", {**about, "kind": "ขุด"})["uid"],
        "comments": story.post("officer", "comments", {**about, "text": "ดู"})["uid"],
        "attachments": str(photo.uid),
    }
    identity = {"national_id": "1234567890121"}
    answer = story.client("officer").put(
        f"/api/applicants/{story.applicant}/identity", identity, content_type="application/json"
    )
    assert answer.status_code == 200
    people: dict[str, User | None] = {
        role: make_officer(f"of-{role.lower()}", role, AREAS.get(role, "67")) for role in RIGHTS
    }
    Applicant.objects.filter(uid=story.applicant).update(user=people["HOUSEHOLD"])
    uids["officers"] = str(Officer.objects.get(user__username="of-viewer").uid)
    people["no office"] = User.objects.create(username="nobody")
    people["not signed in"] = None
    return World(uids, people)


def endpoints(document: dict[str, Any]) -> Iterator[Endpoint]:
    for path, item in document["paths"].items():
        yield from (Endpoint(method, path) for method in item if method in ACTION)


def filled(path: str, uids: dict[str, str]) -> str | None:
    """An address with what stands there in this world; None for things that belong to one account alone."""
    parts = path.split("/")
    kind = parts[-1] if len(parts) < 3 else parts[2] if parts[1] == "collections" else parts[1]
    known = {
        "{uid}": uids.get(kind),
        "{tileMatrix}": "14",
        "{tileRow}": "7000",
        "{tileCol}": "12000",
        "{number}": "5241 IV 3204",
        "{amphoe}": "6701",
    }
    known["{list}"] = "state"
    found = "/".join(str(known.get(part, part)) for part in parts)
    return None if "None" in found or path.startswith(ONES_OWN) else found


QUERY = {"/reports/summary": "fy=2565"}


def signed_in(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def answered(client: Client, endpoint: Endpoint, address: str) -> str:
    """How a request ends; nothing of it stays."""
    with transaction.atomic():
        send = {"content_type": "application/json"} if endpoint.method not in {"get", "options"} else {}
        query = QUERY.get(endpoint.path, "")
        if endpoint.path == "/attachments" and endpoint.method == "post":
            query = "kind=PLAN&application=" + address.rsplit("/", 1)[-1]
        body = (
            {"data": {"purpose": "สอบทานข้อมูล"}} if endpoint.path.endswith("readings") else {"data": {}} if send else {}
        )
        where = f"/api{address}" + (f"?{query}" if query else "")
        answer = getattr(client, endpoint.method)(where, **body, **send, headers={"if-match": "*"})
        transaction.set_rollback(True)
    return {401: SIGN_IN, 403: FORBIDDEN, 404: HIDDEN}.get(answer.status_code, SEEN)


def test_every_endpoint_by_every_role_is_as_the_table_says(world: World, client: Client) -> None:
    document = client.get("/api/openapi.json").json()
    clients = {role: signed_in(user) for role, user in world.people.items()}
    rows, wrong = [], []
    for endpoint in endpoints(document):
        address = filled(endpoint.path, world.uids)
        if address is None:
            continue
        said = []
        for role, one in clients.items():
            rights = RIGHTS.get(role, PUBLIC if world.people[role] else None)
            got, wanted = answered(one, endpoint, address), expected(endpoint, rights)
            said.append(got)
            if got != wanted:
                wrong.append((endpoint.method, endpoint.path, role, got, wanted))
        rows.append((f"{endpoint.method.upper():6} {endpoint.path}", said))
    print(table([*world.people], rows))
    assert len(rows) > 90
    assert wrong == []
    walked = " ".join(name for name, _said in rows)
    assert all(f"/{name}" in walked for name in (*COLLECTIONS, *RECORDS))


def table(roles: list[str], rows: list[tuple[str, list[str]]]) -> str:
    width = max(len(name) for name, _said in rows)
    head = " " * width + "".join(f"{role[:14]:>16}" for role in roles)
    return "\n".join(["", head, *(f"{name:{width}}" + "".join(f"{one:>16}" for one in said) for name, said in rows)])
