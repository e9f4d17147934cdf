"""Pages in both directions, chosen properties, and times."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.api.shapes import feature, square
from tests.api.test_items import PARCELS, stored

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


def links(page: dict[str, Any]) -> dict[str, str]:
    return {link["rel"]: link["href"].removeprefix("http://127.0.0.1:8000") for link in page["links"]}


@pytest.mark.parametrize("order", ["", "sortby=-area_calc_m2", "sortby=state", "sortby=-code", "filter=fy IS NULL"])
def test_pages_lead_there_and_back(client_of: As, officer: User, order: str) -> None:
    client = client_of(officer)
    batch = [feature(square(x=2 * n, size=0.001 - 0.0001 * (n % 3))) for n in range(7)]
    stored(client, {"type": "FeatureCollection", "features": batch})
    page = client.get(f"{PARCELS}?limit=3&{order}").json()
    assert "prev" not in links(page)
    there = [[f["id"] for f in page["features"]]]
    while "next" in links(page):
        page = client.get(links(page)["next"]).json()
        there.append([f["id"] for f in page["features"]])
    assert [len(ids) for ids in there] == [3, 3, 1]
    back = [there[-1]]
    while "prev" in links(page):
        page = client.get(links(page)["prev"]).json()
        assert page["numberMatched"] == 7
        back.insert(0, [f["id"] for f in page["features"]])
    assert back == there
    assert [f["id"] for f in client.get(links(page)["next"]).json()["features"]] == there[1]


def test_a_place_belongs_to_its_order(client_of: As, officer: User) -> None:
    client = client_of(officer)
    stored(client, {"type": "FeatureCollection", "features": [feature(square(x=2 * n)) for n in range(3)]})
    following = links(client.get(f"{PARCELS}?limit=1&sortby=code").json())["next"]
    place = following.split("after=")[1]
    for query in (f"after={place}", f"after={place}&before={place}&sortby=code", f"before={place[:-2]}&sortby=code"):
        assert client.get(f"{PARCELS}?{query}").status_code == 400, query


def test_only_the_properties_that_are_asked_for(client_of: As, officer: User) -> None:
    client = client_of(officer)
    there = f"{PARCELS}/{stored(client)['id']}"
    for path in (PARCELS, there):
        body = client.get(path, {"properties": "code,area,tambon"}).json()
        found = body["features"][0] if path == PARCELS else body
        assert set(found["properties"]) == {"code", "area", "tambon"}
        assert client.get(path, {"properties": "colour"}).json()["code"] == "bad_parameter"
    assert client.get(PARCELS, {"properties": ""}).json()["features"][0]["properties"] == {}


DAY = "2024-05-06"


@pytest.mark.parametrize(
    ("datetime", "matches"),
    [
        ("2024-05-06T07:08:09.5Z", True),
        ("2024-05-06T07:08:09.6Z", False),
        ("2024-05-06T07:08:09Z", True),
        ("2024-05-06T07:08:10Z", False),
        ("2024-05-06T14:08:09+07:00", True),
        ("2024-05-06T23:38:09+16:30", True),  # more than PostgreSQL takes as an offset
        (DAY, True),
        ("2024-05-05", False),
        (f"{DAY}/..", True),
        (f"../{DAY}", True),
        (f"{DAY}/", True),
        (f"/{DAY}", True),
        ("../..", True),
        ("2024-05-06T07:08:10Z/..", False),
        ("../2024-05-06T07:08:09.4Z", False),
        ("../2024-05-06T07:08:09.5Z", True),
        ("2024-05-06T07:08:09Z/9999-12-31T00:00:00Z", True),
        ("0001-01-01T00:00:00Z/..", True),
    ],
)
def test_times(client_of: As, officer: User, datetime: str, matches: bool) -> None:
    from spatial.areas.models import Area

    Area.objects.filter(code="670114").update(updated_at="2024-05-06T07:08:09.5Z")
    page = client_of(officer).get("/api/collections/areas/items", {"datetime": datetime, "code": "670114"}).json()
    assert page["numberMatched"] == int(matches)


@pytest.mark.parametrize(
    "datetime", ["", "..", "/", "now", "2024-05-06T07:08:09", "2024-13-01", "a/b/c", "2025-01-01/2024-01-01", "../x"]
)
def test_what_is_no_time_is_refused(client_of: As, officer: User, datetime: str) -> None:
    answer = client_of(officer).get(PARCELS, {"datetime": datetime})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_parameter")
    assert "The parameter datetime " in answer.json()["detail"]
