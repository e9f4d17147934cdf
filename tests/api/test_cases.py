"""Overlap cases: seen by whoever sees one of the two parcels, without a word about the one that he does not see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from parcels.models import Parcel
from tests.api.shapes import feature, square
from tests.api.test_items import PARCELS, patch, stored
from tests.api.test_pages import links
from tests.conftest import make_officer

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
CASES = "/api/collections/cases/items"
VILLAGE = "67010101"


def settled() -> None:
    """What the database checks at COMMIT, now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def pair(client_of: As, officer: User, neighbour_officer: User) -> tuple[dict[str, Any], dict[str, Any]]:
    """A parcel of 6701 and one of 6705 half over it."""
    mine = stored(client_of(officer), feature(square(), village_code=VILLAGE))
    other = stored(client_of(neighbour_officer), feature(square(x=0.5), tambon="670505"))
    settled()
    return mine, other


def only(client: Client, query: str = "") -> dict[str, Any]:
    found = client.get(f"{CASES}?{query}").json()
    assert found["numberMatched"] == len(found["features"]) == 1
    return dict(found["features"][0])


def count(client: Client, query: str) -> int:
    answer = client.get(f"{CASES}?{query}")
    assert answer.status_code == 200, answer.content
    return int(answer.json()["numberMatched"])


def test_who_sees_both_parcels_reads_all_of_it(client_of: As, viewer: User, pair: Any) -> None:
    mine, other = pair
    case = only(client_of(viewer))
    said = case["properties"]
    assert (said["kind"], said["state"], said["closed_at"]) == ("OVERLAP", "OPEN", None)
    assert (said["parcel_a"], said["parcel_a_code"]) == (mine["id"], mine["properties"]["code"])
    assert (said["parcel_b"], said["parcel_b_code"]) == (other["id"], other["properties"]["code"])
    # Half of the square of 11,823.08 m².
    assert said["overlap_m2"] == pytest.approx(5911.5, abs=3)
    ring = case["geometry"]["coordinates"][0][0]
    assert case["geometry"]["type"] == "MultiPolygon"
    assert {tuple(at) for at in ring} == {(x, y) for x in (101.1505, 101.151) for y in (16.4, 16.401)}
    assert client_of(viewer).get(f"{CASES}/{case['id']}").json() == case


@pytest.mark.parametrize("is_mine", [True, False])
def test_who_sees_one_parcel_learns_nothing_of_the_other(
    client_of: As, officer: User, neighbour_officer: User, pair: Any, is_mine: bool
) -> None:
    seen, hidden = pair if is_mine else pair[::-1]
    client = client_of(officer if is_mine else neighbour_officer)
    case = only(client)
    text = client.get(f"{CASES}/{case['id']}").content.decode() + str(case)
    assert seen["id"] in text
    for secret in (hidden["id"], hidden["properties"]["code"], hidden["properties"]["tambon"]):
        assert secret not in text
    side = "b" if is_mine else "a"
    assert case["properties"][f"parcel_{side}"] is case["properties"][f"parcel_{side}_code"] is None
    for name, value in ((f"parcel_{side}", hidden["id"]), (f"parcel_{side}_code", hidden["properties"]["code"])):
        assert count(client, f"{name}={value}") == 0
        assert count(client, f"filter={name} = '{value}'") == 0
        assert count(client, f"{name}=NONE") == 1
    assert count(client, f"q={hidden['properties']['code']}") == 0
    for f in ("csv", "xlsx", "gpkg", "geojsonseq"):
        answer = client.get(CASES, {"f": f})
        whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert hidden["id"].encode() not in whole
    for page in (client.get(CASES, {"f": "html"}), client.get(f"{CASES}/{case['id']}", {"f": "html"})):
        assert page.status_code == 200
        assert hidden["properties"]["code"] not in page.content.decode()


def test_who_sees_neither_finds_no_case(client: Client, client_of: As, viewer: User, pair: Any) -> None:
    case = only(client_of(viewer))
    for who in (
        make_officer("far", "AMPHOE_OFFICER", "6703"),
        make_officer("next", "VOLUNTEER", "67010102"),
        make_officer("suspended", "PROVINCE", "76"),
    ):
        assert count(client_of(who), "") == 0
        assert client_of(who).get(f"{CASES}/{case['id']}").status_code == 404
        assert client_of(who).options(f"{CASES}/{case['id']}").status_code == 404
    assert count(client_of(make_officer("here", "VOLUNTEER", VILLAGE)), "") == 1
    assert client.get(CASES).status_code == 401


def test_a_withdrawn_parcel_is_seen_by_nobody(client_of: As, viewer: User, pair: Any) -> None:
    mine, other = pair
    client = client_of(viewer)
    assert client.delete(f"{PARCELS}/{other['id']}").status_code in {403, 428}
    Parcel.objects.filter(uid=other["id"]).update(withdrawn_at="2026-01-01T00:00:00Z")
    settled()
    case = only(client)
    assert case["properties"]["closed_at"] is not None
    assert (case["properties"]["parcel_a"], case["properties"]["parcel_b"]) == (mine["id"], None)
    Parcel.objects.filter(uid=mine["id"]).update(withdrawn_at="2026-01-01T00:00:00Z")
    assert count(client, "") == 0


def test_a_case_follows_its_parcels_and_keeps_its_place_when_it_closes(
    client_of: As, officer: User, viewer: User, pair: Any
) -> None:
    before = only(client_of(viewer))
    with connection.cursor() as cursor:  # both together: as many m² as before
        cursor.execute("UPDATE parcel SET geom = ST_Translate(geom, 0.003, 0)")
    settled()
    moved = only(client_of(viewer))
    assert moved["properties"]["overlap_m2"] == pytest.approx(before["properties"]["overlap_m2"], abs=0.01)
    west = min(x for x, _ in moved["geometry"]["coordinates"][0][0])
    assert west == pytest.approx(101.1535, abs=1e-8)
    assert moved["properties"]["version"] > before["properties"]["version"]
    mine = client_of(officer).get(f"{PARCELS}/{pair[0]['id']}")
    away = patch(client_of(officer), f"{PARCELS}/{pair[0]['id']}", {"geometry": square(x=-5)}, if_match=mine["ETag"])
    assert away.status_code == 200, away.content
    settled()
    closed = only(client_of(viewer))
    assert closed["properties"]["closed_at"] is not None
    assert closed["geometry"] == moved["geometry"]


def test_shapes_too_detailed_to_cut_are_listed_without_a_place(client_of: As, viewer: User, pair: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE parcel SET geom = ST_Multi(ST_Segmentize(geom, 0.000003)) WHERE uid = %s", [pair[0]["id"]]
        )
        cursor.execute("SELECT ST_NPoints(geom) FROM parcel WHERE uid = %s", [pair[0]["id"]])
        assert cursor.fetchone()[0] > 1000
    settled()
    case = only(client_of(viewer))
    assert case["properties"]["overlap_m2"] is None
    assert case["geometry"] is None


def test_it_takes_the_parameters_of_a_list(client_of: As, officer: User, viewer: User) -> None:
    made = client_of(officer)
    for n in range(7):
        stored(made, feature(square(x=0, y=3 * n)))
        stored(made, feature(square(x=0.1 + 0.1 * n, y=3 * n)))
    settled()
    client = client_of(viewer)
    assert count(client, "") == 7
    for order in ("", "sortby=-overlap_m2", "sortby=opened_at", "sortby=state"):
        page = client.get(f"{CASES}?limit=3&{order}").json()
        ids = [f["id"] for f in page["features"]]
        while "next" in links(page):
            page = client.get(links(page)["next"]).json()
            ids += [f["id"] for f in page["features"]]
        assert len(ids) == len({*ids}) == 7
    areas = [f["properties"]["overlap_m2"] for f in client.get(f"{CASES}?sortby=overlap_m2").json()["features"]]
    assert areas == sorted(areas)
    assert count(client, "bbox=101.15,16.4,101.152,16.4005") == 1
    assert count(client, "state=OPEN&kind=OVERLAP&closed_at=NONE") == 7
    assert count(client, "filter=overlap_m2 > 5000") == 5
    assert count(client, "filter=S_INTERSECTS(geom,POINT(101.1508 16.4035))") == 1
    assert count(client, "datetime=2000-01-01/..") == 7
    assert count(client, "datetime=../2000-01-01") == 0
    for query in ("seen=a", "a_tambon=670101", "filter=a_tambon = '670101'", "reason=x", "properties=seen"):
        assert client.get(f"{CASES}?{query}").status_code == 400, query
    names = client.get("/api/collections/cases/queryables").json()["properties"]
    assert {"overlap_m2", "parcel_a_code", "geom", "closed_at"} <= {*names}
    box = client.get("/api/collections/cases").json()["extent"]["spatial"]["bbox"][0]
    assert box == pytest.approx([101.1501, 16.4, 101.151, 16.419], abs=1e-6)


def test_nobody_writes_it(client_of: As, province: User, pair: Any) -> None:
    client = client_of(province)
    path = f"{CASES}/{only(client)['id']}"
    for address in (CASES, path):
        assert client.options(address)["Allow"] == "GET, HEAD, OPTIONS"
        for method in (client.post, client.put, client.patch, client.delete):
            assert method(address, "{}", content_type="application/geo+json").status_code == 405
