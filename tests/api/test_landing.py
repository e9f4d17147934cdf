"""What clients read first is complete, true and linked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


def test_the_landing_page_links_what_clients_need(client: Client) -> None:
    links = {link["rel"]: link["href"] for link in client.get("/api/").json()["links"]}
    assert {"self", "service-desc", "conformance", "data"} <= set(links)
    for href in (links["service-desc"], links["conformance"]):
        assert client.get(href.removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_the_limit_of_a_page_stands_where_qgis_looks_for_it(client: Client) -> None:
    document = client.get("/api/openapi.json").json()
    assert document["components"]["parameters"]["limit"]["schema"]["maximum"] == 10_000


def test_every_reference_of_the_document_leads_somewhere(client: Client) -> None:
    document = client.get("/api/openapi.json").json()

    def references(node: object) -> list[str]:
        if isinstance(node, dict):
            own = [str(node["$ref"])] if "$ref" in node else []
            return own + [r for child in node.values() for r in references(child)]
        return [r for child in node for r in references(child)] if isinstance(node, list) else []

    found = references(document)
    assert len(found) > 30
    for reference in found:
        node = document
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]


def test_collections_describe_themselves(client_of: As, officer: User) -> None:
    client = client_of(officer)
    listed = client.get("/api/collections").json()["collections"]
    assert [c["id"] for c in listed] == ["parcels", "zones", "areas", "area-summary", "cases"]
    for collection in listed:
        for link in collection["links"]:
            assert client.get(link["href"].removeprefix("http://127.0.0.1:8000")).status_code == 200, link


def test_queryables_are_the_filters_that_work(client_of: As, officer: User, viewer: User) -> None:
    client = client_of(officer)
    names = client.get("/api/collections/parcels/queryables").json()["properties"]
    assert {"code", "state", "tambon", "fy"} <= set(names)
    assert names.pop("geom")["x-ogc-role"] == "primary-geometry"
    for name in names:
        assert client.get(f"/api/collections/parcels/items?{name}=1").json().get("code") != "unknown_parameter"
    assert "applicant_name" in client.get("/api/collections/parcels/schema").json()["properties"]
    for document in ("schema", "queryables"):
        assert (
            "applicant_name" not in client_of(viewer).get(f"/api/collections/parcels/{document}").json()["properties"]
        )


def test_areas_are_found_by_level_and_parent(client_of: As, officer: User) -> None:
    items = client_of(officer).get("/api/collections/areas/items?parent=67&limit=20").json()
    assert items["numberMatched"] == 11
    one = client_of(officer).get("/api/collections/areas/items/670114").json()
    assert (one["id"], one["properties"]["name_th"], one["geometry"]) == ("670114", "น้ำร้อน", None)


def test_code_lists_come_in_both_languages(client_of: As, officer: User) -> None:
    client = client_of(officer)
    zones = client.get("/api/codes/zone_type").json()
    assert {"code": "nong", "name_th": "หนอง", "group_id": "WATER"}.items() <= next(
        z for z in zones if z["code"] == "nong"
    ).items()
    assert len(client.get("/api/codes").json()) >= 20


def test_figures_need_a_year(client_of: As, officer: User) -> None:
    client = client_of(officer)
    assert client.get("/api/reports/summary").status_code == 400
    assert client.get("/api/reports/summary?fy=2565").json()["people"]["applicants"] == 0
    assert client.get("/api/reports/summary?fy=2565&area=6705").json()["people"]["applicants"] == 0
    assert client.get("/api/reports/states?area=abc").status_code == 400


def test_the_tambon_at_a_place(client_of: As, officer: User) -> None:
    client = client_of(officer)
    assert client.get("/api/areas/at?lon=101.17&lat=16.31").status_code == 404
    for bad in ("lon=x&lat=1", "lon=1", "lon=nan&lat=1", "lon=181&lat=1"):
        assert client.get(f"/api/areas/at?{bad}").status_code == 400
