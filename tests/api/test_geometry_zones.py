"""Zones on the server: pieces with common corners, what the borders get for them, and what a pond holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from parcels.models import Parcel, Zone
from tests.api.shapes import feature, square
from tests.api.test_geometry_cases import told
from tests.api.test_items import ZONES, post, stored

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
Json = dict[str, Any]
ASLANT = {"type": "LineString", "coordinates": [[101.1495, 16.40061], [101.1515, 16.40047]]}


@pytest.fixture
def editor(client_of: As, province: User) -> Client:
    return client_of(province)


def test_a_cut_goes_into_parcel_neighbour_and_zones_and_is_saved_in_one_batch(editor: Client) -> None:
    parcel, east = (stored(editor, feature(square(x)))["id"] for x in (0, 1))
    zone = stored(editor, feature(square(), None, parcel=parcel, zone_type="nong"), ZONES)["id"]
    cut = told(editor, "pieces", {"parcel": parcel, "pieces": [square()], "cut": {"piece": 0, "line": ASLANT}})
    assert cut["of"] == [0, 0]
    assert cut["pieces_m2"] == sorted(cut["pieces_m2"], reverse=True)
    assert {one["id"] for one in cut["changes"]} == {parcel, east, zone}
    larger, smaller = cut["pieces"]
    alongside = [one for one in cut["changes"] if one["id"] != zone]
    own = [
        {"action": "update", "collection": "zones", "id": zone, "version": 1, "geometry": larger},
        {"action": "create", "collection": "zones", "id": "a2a0cbd1-2f1c-4c7e-9a4e-4d0ae1b4a001", "geometry": smaller,
         "properties": {"parcel": parcel, "zone_type": "khok", "stage": "PLANNED"}},
    ]  # fmt: skip
    told(editor, "save", {"changes": [*alongside, *own]})
    land = Parcel.objects.get(uid=parcel).geom
    zones = [row.geom for row in Zone.objects.filter(parcel__uid=parcel)]
    assert all(land.covers(one) for one in zones)
    assert zones[0].union(zones[1]).sym_difference(land).empty
    again = told(editor, "pieces", {"parcel": parcel, "pieces": [larger, smaller]})
    assert (again["pieces"], again["changes"], again["of"]) == ([larger, smaller], [], [0, 1])


def test_a_pond_is_estimated_with_what_it_is_made_from(editor: Client) -> None:
    found = told(editor, "pond", {"geometry": square(), "depth_m": 4, "side_slope": 1.5})
    area, perimeter = found["area_m2"], found["perimeter_m"]
    assert found["volume_m3"] == pytest.approx(area * 4 - perimeter * 12 + 4 * 2.25 * 64 / 3, abs=0.05)
    assert found["volume_m3"] - found["kept_m3"] == pytest.approx(area * 3 - perimeter * 6.75 + 81, abs=0.05)


def test_sides_that_meet_are_refused(editor: Client) -> None:
    small = {"geometry": square(size=0.0001), "depth_m": 4, "side_slope": 1.5}
    answer = post(editor, "/api/geometry/pond", small)
    assert (answer.status_code, answer.json()["code"]) == (422, "pond_too_steep")
