"""Officers who get logins from the page of officers."""

from __future__ import annotations

from typing import Any

from django.test import Client

from parcels import logins
from parcels.models import Officer
from tests.conftest import make_officer
from tests.qgis.conftest import Desk


def officer_of(desk: Desk, name: str, role: str, area: str) -> Officer:
    user = make_officer(f"{desk.tag}.{name}", role, area)
    desk.made.append(logins.name_for(user.username))
    return Officer.objects.get(user=user)


def give(client: Client, to: Officer, status: int = 201, **headers: str) -> dict[str, Any]:
    answer = client.post(f"/api/officers/{to.uid}/login", headers=headers)
    assert answer.status_code == status, answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    return dict(answer.json())
