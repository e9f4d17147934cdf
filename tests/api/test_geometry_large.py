"""Shapes of more than 500 corners over HTTP: done by a process of their own, or stopped and said so.

On databases of their own: within the transaction of a usual test the database would end the session that waits so long.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from spatial.editing import apart
from spatial.editing.apart import Limits
from tests.api.shapes import feature
from tests.api.test_geometry_cases import ask
from tests.api.test_items import post, stored
from tests.conftest import make_officer
from tests.spatial.test_apart import ACROSS, comb, round_shape

As = Callable[[User], Client]


@pytest.fixture
def client(own_database: str, client_of: As) -> Client:
    return client_of(make_officer("desk", "AMPHOE_OFFICER", "6701"))


def drawn(shape: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": shape[0]}


def test_a_parcel_of_many_corners_is_split(client: Client) -> None:
    uid = stored(client, feature(drawn(round_shape(900))))["id"]
    line = {"type": "LineString", "coordinates": ACROSS}
    answer = ask(client, "split", {"parcel": uid, "line": line})
    assert answer.status_code == 200, answer.content.decode()
    assert [one["action"] for one in answer.json()["changes"]] == ["update", "create"]
    moved = ask(client, "trace", {"parcel": uid, "start": ACROSS[0], "end": ACROSS[1]})
    assert moved.json()["code"] == "too_large_to_edit", "what is done here stays small"


def test_a_hostile_comb_is_told_in_both_languages_what_to_do(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LIMITS", Limits(cpu_s=2, wall_s=60))
    stored(client, feature(drawn(comb(400))))
    body = {"geometry": drawn(comb(400, is_turned=True))}
    answer = ask(client, "fit", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "edit_too_slow")
    assert "fewer corners" in answer.json()["detail"]
    thai = post(client, "/api/geometry/fit", body, **{"accept-language": "th"})
    assert "ลดจำนวนมุม" in thai.json()["detail"]
