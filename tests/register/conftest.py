"""An application in the making, through the API: what a test needs of it, step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from parcels.models import Application, Attachment, AttachmentContent, LandDocument, Parcel
from tests.api.shapes import feature, square
from tests.conftest import make_officer

As = Callable[[User], Client]
PERSON = {
    "kind": "PERSON",
    "sector": "PEOPLE",
    "name_th": "นายทดลอง มั่นนา",
    "tambon": "670101",
    "village_code": "67010101",
}
TEMPLE = {"kind": "TEMPLE", "sector": "RELIGIOUS", "name_th": "วัดทดลอง", "tambon": "670101"}


@dataclass
class Story:
    """One application and the people who move it."""

    client_of: As
    people: dict[str, User]
    uid: str = ""
    applicant: str = ""
    parcels: list[str] = field(default_factory=list)

    def client(self, who: str) -> Client:
        return self.client_of(self.people[who])

    def post(self, who: str, path: str, data: Any, status: int = 201, *, match: str = "") -> dict[str, Any]:
        """`match` is the ETag that one saw, or * for any, where the address wants one."""
        headers = {"if-match": match} if match else {}
        answer = self.client(who).post(f"/api/{path}", data, content_type="application/json", headers=headers)
        assert answer.status_code == status, answer.content.decode()
        return dict(answer.json())

    def patch(self, who: str, path: str, data: Any, status: int = 200) -> dict[str, Any]:
        answer = self.client(who).patch(
            f"/api/{path}", data, content_type="application/json", headers={"if-match": "*"}
        )
        assert answer.status_code == status, answer.content.decode()
        return dict(answer.json())

    def apply(self, who: str = "officer", applicant: dict[str, Any] = PERSON, **more: Any) -> str:
        """An applicant and his DRAFT."""
        self.applicant = self.post(who, "applicants", applicant)["uid"]
        made = self.post(
            who, "applications", {"applicant": self.applicant, "model": "HLM", "size_target_rai": 3, **more}
        )
        self.uid = made["uid"]
        return self.uid

    def land(self, who: str = "officer", place: float = 0, shape: Any = None, **more: Any) -> str:
        """A parcel of the application."""
        drawn = square(place) if shape is None else shape
        joined = {"joined_area_m2": 4800, "application": self.uid, **more}
        self.parcels.append(self.post(who, "collections/parcels/items", feature(drawn, **joined))["id"])
        return self.parcels[-1]

    def consent(self, kind: str, who: str = "officer", **more: Any) -> dict[str, Any]:
        given = {"application": self.uid, "kind": kind, "given_by": "นายทดลอง มั่นนา", "signed_on": "2021-12-02"}
        return self.post(who, "consents", {**given, "text_version": "2565-1", **more})

    def paper(self, kind: str, **more: Any) -> Attachment:
        """A scan; the way of the file itself is tried in test_attachments."""
        data = f"{kind} {self.uid}".encode()
        row = Attachment.objects.create(
            application=Application.objects.get(uid=self.uid), kind_id=kind, file_name=f"{kind}.pdf",
            media_type="application/pdf", size_bytes=len(data), sha256=sha256(data).digest(), **more,
        )  # fmt: skip
        AttachmentContent.objects.create(attachment=row, data=data)
        return row

    def deed(self, doc_type: str = "NS4", **more: Any) -> None:
        """A land document for each parcel."""
        for uid in self.parcels:
            parcel = Parcel.objects.get(uid=uid)
            LandDocument.objects.create(parcel=parcel, doc_type_id=doc_type, area_deed_wah=Decimal(2000), **more)

    def papers(self) -> None:
        """All that a person has to bring."""
        self.paper("ID_CARD", masked=True)
        self.paper("HOUSE_REG")
        self.paper("LAND_DOC")
        self.deed()

    def survey(self, who: str = "officer", **more: Any) -> dict[str, Any]:
        place = {"type": "Point", "coordinates": [101.1505, 16.4005]}
        seen = {"visited_on": "9 ธ.ค. 2564", "visited_by": "พัฒนากร", "location": place, "ready": True}
        return self.post(who, "surveys", {"application": self.uid, **seen, **more})

    def move(self, to: str, who: str = "officer", status: int = 200, **told: Any) -> dict[str, Any]:
        return self.post(who, f"applications/{self.uid}/transitions", {"to": to, **told}, status)

    def moves(self, who: str = "officer") -> dict[str, dict[str, Any]]:
        answer = self.client(who).get(f"/api/applications/{self.uid}/transitions").json()
        return {one["to"]: one for one in answer["moves"]}

    def until(self, state: str) -> None:
        """Everything that comes before a state, by the people whose work it is."""
        steps: list[tuple[str, Callable[[], Any]]] = [
            ("DRAFT", lambda: (self.apply(), self.land())),
            ("APPLIED", lambda: (self.consent("DATA"), self.move("APPLIED"))),
            ("DOCS_OK", lambda: (self.papers(), self.move("DOCS_OK", "colleague"))),
            ("SURVEYED", lambda: (self.survey(), self.move("SURVEYED"))),
            ("SENT", lambda: (self.consent("DIG"), self.consent("LEARNING_CENTRE"), self.move("SENT", "head"))),
            ("APPROVED", lambda: self.move("APPROVED", "province")),
        ]
        for name, step in steps:
            step()
            if name == state:
                return


@pytest.fixture
def story(client_of: As, officer: User, province: User, neighbour_officer: User, viewer: User) -> Story:
    people = {
        "officer": officer,
        "colleague": make_officer("colleague", "AMPHOE_OFFICER", "6701"),
        "head": make_officer("head", "AMPHOE_HEAD", "6701"),
        "province": province,
        "neighbour": neighbour_officer,
        "viewer": viewer,
    }
    return Story(client_of, people)
