"""The same 399 zones through the API, and the refusals of DOMAIN.md A13 and A15 as problems."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.api.shapes import feature, square
from tests.api.test_items import PARCELS, ZONES, post, stored
from tests.parcels import namron

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.mark.parametrize("decimals", [9, 7, 6])
def test_real_zones_parcel_by_parcel(client_of: As, officer: User, decimals: int) -> None:
    """All zones of a parcel go as one batch; a batch with a zone that rounding spoilt is refused whole."""
    from tests.parcels.test_zones_sql import expected

    client = client_of(officer)
    drawn = [feature(f["geometry"], namron.TAMBON) for f in namron.parcels()]
    parcels: list[Any] = []
    for start in range(0, len(drawn), 10):  # all at once take a loaded machine longer than a request may
        answer = post(client, PARCELS, {"type": "FeatureCollection", "features": drawn[start : start + 10]})
        assert answer.status_code == 201, answer.content
        parcels += answer.json()["features"]
    of_parcel: dict[int, list[Any]] = defaultdict(list)
    for zone in namron.zones():
        index, kind = zone["properties"]["parcel_index"], zone["properties"]["zone_type"]
        shape = namron.rounded(zone["geometry"], decimals)
        of_parcel[index].append(feature(shape, None, parcel=parcels[index]["id"], zone_type=kind))
    answers = [post(client, ZONES, {"type": "FeatureCollection", "features": some}) for some in of_parcel.values()]
    codes = Counter(a.json().get("code", "stored") for a in answers)
    print(f"{decimals} decimals, {len(answers)} batches: {dict(codes)}")
    spoilt = expected(decimals)
    assert codes["self_intersection"] == spoilt["shape_is_valid"]
    assert codes["zones_exceed_parcel"] == spoilt["zones_within_area"]
    assert codes["stored"] == len(answers) - spoilt["shape_is_valid"] - spoilt["zones_within_area"]


def test_a13_as_a_problem(client_of: As, officer: User) -> None:
    client = client_of(officer)
    parcel = stored(client)
    outside = square(size=0.0005)
    for corner in (1, 2):
        outside["coordinates"][0][corner][0] = round(101.151 + 0.11 / 106_842, 8)
    zone = feature(outside, None, parcel=parcel["id"], zone_type="nong")
    answer = client.post(
        ZONES, json.dumps(zone), content_type="application/geo+json", headers={"accept-language": "th"}
    )
    found = answer.json()["findings"][0]
    assert (answer.status_code, found["code"], found["overshoot_m"]) == (422, "zone_outside", 0.11)
    assert found["at"] == pytest.approx([101.151, 16.4], abs=6e-4)
    assert "0.11 ม." in found["message"]


def test_a15_as_a_problem_of_the_second_feature(client_of: As, officer: User) -> None:
    client = client_of(officer)
    parcel = stored(client)
    over = square(size=0.0005)
    for corner in (0, 3, 4):
        over["coordinates"][0][corner][0] = round(101.1505 - 0.0904 / 106_842, 8)
    for corner in (1, 2):
        over["coordinates"][0][corner][0] = 101.151
    zones = [feature(s, None, parcel=parcel["id"], zone_type="na") for s in (square(size=0.0005), over)]
    answer = post(client, ZONES, {"type": "FeatureCollection", "features": zones})
    found = answer.json()["findings"][0]
    assert (answer.status_code, found["code"]) == (422, "zone_overlap")
    assert found["overlap_m2"] == pytest.approx(5, abs=0.1)
    assert found["path"] in {"/features/0/geometry", "/features/1/geometry"}
    assert client.get(ZONES).json()["numberMatched"] == 0
