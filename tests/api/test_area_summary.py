"""Participation by area: the one collection that needs no sign-in, with all that the other collections can."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils import timezone

from spatial.areas.models import Area
from tests.api.test_pages import links
from tests.parcels.test_public_figures import settle

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
ITEMS = "/api/collections/area-summary/items"
OUTLINE = "ST_Multi(ST_MakeEnvelope(%s, 16, %s, 16.5, 4326))"


@pytest.fixture
def land(db: None) -> None:
    """40 people in 6701, 30 in 6703 and 3 in 6709; two amphoe have outlines, 6701 west of 6703."""
    settle("670101", 40)
    settle("670301", 30, "SENT")
    settle("670901", 3)
    settle("670501", 7, fy=2566)
    with connection.cursor() as cursor:
        for code, west in (("6701", 101.0), ("6703", 101.5)):
            cursor.execute(f"UPDATE area SET geom = {OUTLINE} WHERE code = %s", [west, west + 0.4, code])


def figures(client: Client, query: str = "") -> dict[str, tuple[Any, ...]]:
    answer = client.get(f"{ITEMS}?limit=1000{query}")
    assert answer.status_code == 200, answer.content
    names = ("applicants", "applicants_class", "joined_area_m2")
    return {f["id"]: tuple(f["properties"][name] for name in names) for f in answer.json()["features"]}


def test_everybody_reads_it_and_finds_it_on_the_way(client: Client, land: None) -> None:
    found = links(client.get("/api/").json())
    listed = client.get(found["data"]).json()["collections"]
    assert [one["id"] for one in listed] == ["area-summary"]
    for href in links(listed[0]).values():
        for accept in ("application/json", "application/geo+json", "text/html", "application/schema+json"):
            if accept != "text/html" or ("schema" not in href and "queryables" not in href):
                assert client.get(href, headers={"accept": accept}).status_code == 200, href
    for f in ("json", "html"):
        assert client.get(f"{ITEMS}/6701-2565", {"f": f}).status_code == 200
        for path in ("/api/", "/api/collections", "/api/collections/area-summary", ITEMS):
            assert client.get(path, {"f": f}).status_code == 200, path


@pytest.mark.parametrize("name", ["parcels", "zones", "areas", "cases", "plots"])
@pytest.mark.parametrize("rest", ["", "/schema", "/queryables", "/items", "/items/6701", "/items?f=csv", "/tiles"])
def test_all_else_needs_a_sign_in(client: Client, name: str, rest: str) -> None:
    answer = client.get(f"/api/collections/{name}{rest}")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_needed")


@pytest.mark.parametrize("path", ["reports/summary?fy=2565", "changes", "me", "codes", "exports", "tokens", "areas/at"])
def test_so_does_what_is_no_collection(client: Client, path: str) -> None:
    assert client.get(f"/api/{path}").status_code == 401


def test_the_public_sees_no_small_number(client: Client, land: None) -> None:
    found = figures(client)
    assert found["67-2565"] == (73, "10+", 73 * 1600)
    assert found["6709-2565"] == (None, "1–4", None)
    assert found["6701-2565"] == (40, "10+", 64_000)
    assert found["6703-2565"] == (None, None, None)
    assert found["670101-2565"] == (None, "10+", None)
    assert found["67-2565-SENT"] == (30, "10+", 48_000)
    assert found["67-2566"] == (7, "5–9", 11_200)
    one = client.get(f"{ITEMS}/6709-2565").json()["properties"]
    assert (one["applicants"], one["joined_area_m2"], one["joined_area"]) == (None, None, None)
    assert client.get(f"{ITEMS}/6709-2565-APPLIED").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["applicants=3", "filter=applicants < 5 AND applicants > 0", "filter=joined_area_m2 = 4800", "joined_area_m2=4800"],
)
def test_nor_does_a_filter_find_it(client: Client, province_client: Client, land: None, query: str) -> None:
    assert figures(client, f"&{query}") == {}
    assert "6709-2565" in figures(province_client, f"&{query}")


@pytest.fixture
def province_client(client_of: As, province: User) -> Client:
    return client_of(province)


def test_the_office_sees_numbers_of_its_area_and_of_others_what_the_public_sees(
    client: Client, client_of: As, officer: User, viewer: User, land: None
) -> None:
    public, own, all_of_it = figures(client), figures(client_of(officer)), figures(client_of(viewer))
    assert all_of_it["6709-2565"] == (3, "1–4", 4800)
    assert all_of_it["6703-2565-SENT"] == (30, "10+", 48_000)
    for key, row in own.items():
        assert row == (all_of_it if key.startswith("6701") else public)[key]
    assert own["670101-2565"] == (40, "10+", 64_000)


def test_without_an_office_one_is_the_public(client: Client, client_of: As, officer: User, land: None) -> None:
    officer.officer.suspended_at = timezone.now()
    officer.officer.save()
    gone = client_of(officer)
    assert figures(gone) == figures(client)
    assert [one["id"] for one in gone.get("/api/collections").json()["collections"]] == ["area-summary"]
    assert gone.get("/api/collections/parcels").status_code == 404


def test_caches_may_keep_what_everybody_sees_and_nothing_else(
    client: Client, client_of: As, officer: User, land: None
) -> None:
    for path in (ITEMS, f"{ITEMS}/6701-2565"):
        answer, inside = client.get(path), client_of(officer).get(path)
        assert (answer.status_code, inside.status_code) == (200, 200), (answer.content, inside.content)
        assert answer["Cache-Control"] == "public, max-age=60"
        assert {"Cookie", "Authorization", "Accept", "Accept-Language"} <= {*answer["Vary"].split(", ")}
        assert inside["Cache-Control"] == "private, no-cache"
        again = client.get(path, headers={"if-none-match": answer["ETag"]})
        assert (again.status_code, again["Cache-Control"]) == (304, "public, max-age=60")
    assert client.get(ITEMS)["ETag"] != client_of(officer).get(ITEMS)["ETag"]


def test_nobody_writes_it(client: Client, province_client: Client, land: None) -> None:
    body = json.dumps({"type": "Feature", "geometry": None, "properties": {}})
    for who in (client, province_client):
        for path in (ITEMS, f"{ITEMS}/6701-2565"):
            offered = who.options(path)
            assert (offered.status_code, offered["Allow"]) == (204, "GET, HEAD, OPTIONS")
            for method in (who.post, who.put, who.patch, who.delete):
                answer = method(path, body, content_type="application/geo+json")
                assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS"), method
        assert who.options(f"{ITEMS}/nothing").status_code == 404


def test_pages_lead_there_and_back_in_every_order(client: Client, land: None) -> None:
    for order in ("", "sortby=-applicants", "sortby=fy", "sortby=name_th", "sortby=-joined_area_m2"):
        page = client.get(f"{ITEMS}?limit=100&{order}").json()
        ids = [f["id"] for f in page["features"]]
        while "next" in links(page):
            page = client.get(links(page)["next"]).json()
            ids += [f["id"] for f in page["features"]]
        assert len(ids) == len({*ids}) == page["numberMatched"] > 250


def test_it_takes_the_parameters_of_a_list(client: Client, land: None) -> None:
    assert [*figures(client, "&bbox=101,16,101.1,16.1")] == ["6701-2565", "6701-2566"]
    assert [*figures(client, "&bbox=101,16,102,17&fy=2565&sortby=-code")] == ["6703-2565", "6701-2565"]
    assert {*figures(client, "&level=PROVINCE&state=NONE")} == {"67-2565", "67-2566"}
    assert [*figures(client, "&state=SENT")] == ["67-2565-SENT"]
    assert [*figures(client, "&filter=applicants > 50")] == ["67-2565"]
    assert [*figures(client, "&q=เพชรบูรณ์&level=PROVINCE&fy=2566&state=NONE")] == ["67-2566"]
    one = client.get(ITEMS, {"code": "6701", "fy": "2565", "properties": "code,applicants"}).json()
    assert one["features"][0]["properties"] == {"code": "6701", "applicants": 40}
    metres = client.get(ITEMS, {"code": "6701", "crs": "http://www.opengis.net/def/crs/EPSG/0/32647"})
    assert metres.json()["features"][0]["geometry"]["coordinates"][0][0][0][0] > 100_000
    assert client.get(ITEMS, {"skipGeometry": "true", "limit": 1}).json()["features"][0]["geometry"] is None
    for query in ("colour=1", "datetime=2565-01-01", "sortby=parent", "is_public=false", "filter=is_public = false"):
        assert client.get(f"{ITEMS}?{query}").status_code == 400, query


@pytest.mark.parametrize("f", ["csv", "geojsonseq", "gpkg", "fgb", "shp", "kml", "xlsx", "csvm"])
def test_it_comes_in_every_format_without_a_sign_in(client: Client, land: None, f: str) -> None:
    answer = client.get(ITEMS, {"f": f})
    assert answer.status_code == 200
    assert len(b"".join(answer.streaming_content) if answer.streaming else answer.content) > 200


def test_files_hide_what_pages_hide(client: Client, land: None) -> None:
    text = b"".join(client.get(ITEMS, {"f": "csv", "code": "6709"}).streaming_content).decode()
    assert "1–4" in text
    assert "4800" not in text
    assert Area.objects.filter(code="6709").exists()


def test_schema_and_queryables_say_what_there_is(client: Client, province_client: Client) -> None:
    for who in (client, province_client):
        schema = who.get("/api/collections/area-summary/schema").json()["properties"]
        assert {"applicants", "fy", "state", "joined_area", "geometry"} <= {*schema}
        assert "is_public" not in schema
        names = who.get("/api/collections/area-summary/queryables").json()["properties"]
        assert {*names} == {*schema} - {"id", "geometry", "joined_area"} | {"geom"}
        assert "DECLARED" in names["state"]["enum"]
    assert client.get("/api/collections/area-summary/tiles").status_code == 401
    assert province_client.get("/api/collections/area-summary/tiles").status_code == 404
