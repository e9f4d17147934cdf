"""Filters over parcels and zones, against uids found by SQL written by hand; and what a role may ask about."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import F
from django.test import Client

from api.cql2 import Queryable, condition
from spatial.crs import OFFERED
from tests.api.shapes import MUEANG, feature, square
from tests.api.test_items import PARCELS, ZONES, stored
from tests.conftest import shared

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
DOCS = Path(__file__).resolve().parent.parent.parent / "docs" / "api.md"
PARCELS_KNOWN = {
    name: Queryable(kind, F(column))
    for name, kind, column in (("geom", "geometry", "geom"), ("tambon", "text", "tambon_id"), ("code", "text", "code"))
}
UTM = "http://www.opengis.net/def/crs/EPSG/0/32647"
LAT_LON = "http://www.opengis.net/def/crs/EPSG/0/4326"


@pytest.fixture
def land(client_of: As, officer: User) -> Client:
    """Six parcels in a row, two of them in applications, and three zones; the client of their officer."""
    from parcels.models import Applicant, Application, Parcel

    client = client_of(officer)
    names = ["สวนลุงดำ", "น้ำร้อน", "นำร่อง", "Café 100%", "café_x", ""]
    batch = [
        feature(square(x=3 * n, size=0.001 + 0.0002 * n), name=name, joined_area_m2=1600 * n, joined_is_estimate=n > 3)
        for n, name in enumerate(names)
    ]
    made = stored(client, {"type": "FeatureCollection", "features": batch})["features"]
    for n, who in ((1, "ดำ สมมติ"), (2, "แดง สมมติ")):
        applicant = Applicant.objects.create(kind_id="PERSON", sector_id="PEOPLE", name_th=who, tambon_id=MUEANG)
        application = Application.objects.create(no=f"2565-6701-000{n}", fy=2565, applicant=applicant, model_id="HLM")
        Parcel.objects.filter(uid=made[n]["id"]).update(application=application)
    for kind, depth in (("nong", 3), ("na", None), ("khok", 1.5)):
        x, parcel = (9, made[3]["id"]) if kind == "nong" else (0 if kind == "na" else 0.4, made[0]["id"])
        shape = square(x=x, size=0.0003)
        stored(client, feature(shape, None, parcel=parcel, zone_type=kind, depth_m=depth), ZONES)
    return client


def found(client: Client, path: str, text: Any, **params: str) -> set[str]:
    """The uids that a filter finds, over pages of two."""
    asked = {"filter": text if isinstance(text, str) else json.dumps(text), "limit": "2", **params}
    if not isinstance(text, str):
        asked["filter-lang"] = "cql2-json"
    seen: list[str] = []
    answer = client.get(path, asked)
    while True:
        assert answer.status_code == 200, answer.content.decode()
        page = answer.json()
        seen += [f["id"] for f in page["features"]]
        following = [link["href"] for link in page["links"] if link["rel"] == "next"]
        if not following:
            break
        answer = client.get(following[0].removeprefix("http://127.0.0.1:8000"))
    assert len(seen) == len(set(seen)) == page["numberMatched"]
    return set(seen)


def by_sql(table: str, condition: str) -> set[str]:
    query = f"""SELECT t.uid::text FROM {table} t LEFT JOIN application a ON {"a.id = t.application" if table == "parcel" else "false"}
        LEFT JOIN applicant p ON p.id = a.applicant_id WHERE {condition}"""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {uid for (uid,) in cursor.fetchall()}


BOX = "ST_MakeEnvelope(101.1525, 16.3995, 101.1575, 16.4005, 4326)"
PARCEL_CASES: list[tuple[str, str]] = [
    ("name LIKE 'น้ำ%'", "name LIKE 'น้ำ%'"),
    ("accenti(casei(name)) LIKE accenti(casei('CAFE%'))", "name IN ('Café 100%', 'café_x')"),
    ("accenti(name) = accenti('นำร้อน')", "false"),
    (r"name LIKE '%\%'", "right(name, 1) = '%'"),
    (r"name LIKE '%\_x'", "right(name, 2) = '_x'"),
    ("application IS NULL AND NOT joined_is_estimate", "t.application IS NULL AND NOT joined_is_estimate"),
    ("state = 'DRAFT' OR joined_area_m2 > 6000", "t.state = 'DRAFT' OR joined_area_m2 > 6000"),
    ("state <> 'DRAFT'", "t.state <> 'DRAFT'"),
    ("NOT state = 'DRAFT'", "NOT t.state = 'DRAFT'"),
    ("fy = 2565 AND model IN ('HLM', 'CLM')", "t.fy = 2565 AND t.model IN ('HLM', 'CLM')"),
    ("fy NOT IN (2564, 2566)", "t.fy NOT IN (2564, 2566)"),
    ("area_calc_m2 BETWEEN 12000 AND 20000", "area_calc_m2 BETWEEN 12000 AND 20000"),
    ("area_calc_m2 / 1600 >= 10.5", "area_calc_m2 / 1600 >= 10.5"),
    ("joined_area_m2 = area_calc_m2 div 10000 * 1600", "joined_area_m2 = floor(area_calc_m2 / 10000) * 1600"),
    ("joined_area_m2 / (joined_area_m2 - 1600) > 1", "joined_area_m2 > 1600"),
    ("applicant_name LIKE '%สมมติ'", "p.name_th LIKE '%สมมติ'"),
    ("code > tambon", "t.code > t.tambon"),
    ("updated_at >= TIMESTAMP('2020-01-01T00:00:00Z')", "true"),
    ("T_BEFORE(created_at, DATE('2020-01-01'))", "false"),
    ("T_INTERSECTS(INTERVAL(created_at, updated_at), INTERVAL('2020-01-01', '..'))", "true"),
    ("T_AFTER(state_since, DATE('2020-01-01'))", "a.id IS NOT NULL"),
    ("S_INTERSECTS(geom, BBOX(101.1525, 16.3995, 101.1575, 16.4005))", f"ST_Intersects(t.geom, {BOX})"),
    ("S_WITHIN(geom, BBOX(101.1525, 16.3995, 101.1605, 16.5))",
     "ST_Within(t.geom, ST_MakeEnvelope(101.1525, 16.3995, 101.1605, 16.5, 4326))"),
    ("S_CONTAINS(geom, POINT(101.1502 16.4002))", "ST_Contains(t.geom, ST_SetSRID(ST_MakePoint(101.1502, 16.4002), 4326))"),
    ("S_DISJOINT(geom, LINESTRING(101.14 16.4005, 101.1555 16.4005))",
     "NOT ST_Intersects(t.geom, 'SRID=4326;LINESTRING(101.14 16.4005, 101.1555 16.4005)')"),
    ("S_TOUCHES(geom, POINT(101.15 16.4))", "ST_Touches(t.geom, 'SRID=4326;POINT(101.15 16.4)')"),
]  # fmt: skip
ZONE_CASES = [
    ("zone_group = 'WATER'", "t.zone_type IN (SELECT code FROM zone_type WHERE \"group\" = 'WATER')"),
    ("depth_m IS NULL", "depth_m IS NULL"),
    ("depth_m * 2 > 5", "depth_m > 2.5"),
    ("parcel_code LIKE '670101-%' AND stage = 'PLANNED'", "t.stage = 'PLANNED'"),
    ("S_INTERSECTS(geom, BBOX(101.15, 16.4, 101.1501, 16.4001))",
     "ST_Intersects(t.geom, ST_MakeEnvelope(101.15, 16.4, 101.1501, 16.4001, 4326))"),
]  # fmt: skip


def test_filters_over_parcels_and_zones_find_what_sql_finds(land: Client) -> None:
    for path, table, rows in ((PARCELS, "parcel", PARCEL_CASES), (ZONES, "zone", ZONE_CASES)):
        for text, wanted in rows:
            assert found(land, path, text) == by_sql(table, wanted), text
    somewhere = [c for t, rows in (("parcel", PARCEL_CASES), ("zone", ZONE_CASES)) for _f, c in rows if by_sql(t, c)]
    assert len(somewhere) > 25


def test_a_filter_on_a_reference_takes_its_uid(land: Client) -> None:
    zone = land.get(ZONES).json()["features"][0]["properties"]
    wanted = by_sql("zone", f"t.parcel = (SELECT id FROM parcel WHERE uid = '{zone['parcel']}')")
    assert found(land, ZONES, f"parcel = '{zone['parcel']}'") == wanted
    assert found(land, ZONES, {"op": "in", "args": [{"property": "parcel"}, [zone["parcel"]]]}) == wanted
    refused = land.get(ZONES, {"filter": "parcel = 'abc'"})
    assert (refused.status_code, refused.json()["code"]) == (400, "bad_filter")


def test_geometries_of_a_filter_come_in_other_systems(land: Client) -> None:
    wanted = by_sql("parcel", f"ST_Intersects(t.geom, {BOX})")
    assert len(wanted) == 2
    swapped = "S_INTERSECTS(geom, BBOX(16.3995, 101.1525, 16.4005, 101.1575))"
    assert found(land, PARCELS, swapped, **{"filter-crs": LAT_LON}) == wanted
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ST_AsGeoJSON(ST_Transform({BOX}, 32647), 3)")
        metres = json.loads(cursor.fetchone()[0])
    del metres["crs"]
    tree = {"op": "s_intersects", "args": [{"property": "geom"}, metres]}
    assert found(land, PARCELS, tree, **{"filter-crs": UTM}) == wanted


def test_a_property_that_a_role_may_not_read_is_an_unknown_one(land: Client, client_of: As, viewer: User) -> None:
    other = client_of(viewer)
    hidden = other.get(PARCELS, {"filter": "applicant_name = 'ดำ สมมติ'"})
    absent = other.get(PARCELS, {"filter": "applicant_nick = 'ดำ สมมติ'"})
    assert (hidden.status_code, hidden.json()["code"]) == (400, "unknown_property")
    assert hidden.content.decode().replace("applicant_name", "applicant_nick") == absent.content.decode()
    assert other.get(PARCELS, {"applicant_name": "ดำ สมมติ"}).json()["code"] == "unknown_parameter"
    assert other.get(PARCELS, {"properties": "applicant_name"}).json()["code"] == "bad_parameter"
    tree = {"op": "isNull", "args": [{"property": "applicant_name"}]}
    asked = other.get(PARCELS, {"filter": json.dumps(tree), "filter-lang": "cql2-json"})
    assert asked.json()["code"] == "unknown_property"
    assert len(found(land, PARCELS, "applicant_name = 'ดำ สมมติ'")) == 1


def test_a_filter_never_reaches_beyond_the_callers_area(land: Client, client_of: As, neighbour_officer: User) -> None:
    other = client_of(neighbour_officer)
    for text in ("true", "NOT false", "code IS NOT NULL OR code IS NULL", "tambon = '670101'"):
        assert found(other, PARCELS, text) == set(), text
    assert len(found(land, PARCELS, "true")) == 6


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_refusal_names_the_place_and_what_is_known(client_of: As, officer: User, language: str) -> None:
    client = client_of(officer)
    answer = client.get(PARCELS, {"filter": "state = 'DRAFT'\nAND stat = 'x'"}, headers={"accept-language": language})
    problem = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    place = "บรรทัด 2 ตำแหน่ง 5" if language == "th" else "line 2, column 5"
    assert place in problem["detail"]
    assert {"stat", "area_calc_m2", "geom"} <= set(problem["detail"].replace(",", " ").replace(".", " ").split())
    pointed = {"op": "=", "args": [{"property": "state"}, 1]}
    asked = {"filter": json.dumps(pointed), "filter-lang": "cql2-json"}
    assert "/args/1" in client.get(PARCELS, asked, headers={"accept-language": language}).json()["detail"]


@pytest.mark.parametrize(
    ("params", "name"),
    [
        ({"filter": "true", "filter-lang": "cql"}, "filter-lang"),
        ({"filter": "true", "filter-crs": "EPSG:4326"}, "filter-crs"),
        ({"filter-crs": UTM.replace("32647", "32649")}, "filter-crs"),
        ({"filter": ""}, "filter"),
        ({"filter": "name = 'x\0'"}, "filter"),
        ({"filter": "name = '" + "ก" * 1365 + "'"}, "filter"),
        ({"filter": " AND ".join(["fy = 2565"] * 101)}, "filter"),
        ({"filter": "fy IN (" + ",".join(["1"] * 201) + ")"}, "filter"),
        ({"filter": "S_INTERSECTS(geom, BBOX(200000, 1800000, 100000, 1900000))", "filter-crs": UTM}, "filter"),
        ({"filter": "area = '1-0-00.0'"}, "filter"),
        ({"filter": "T_DURING(updated_at, INTERVAL('2024-01-01', '2025-01-01'))"}, "filter"),
        ({"filter": "T_AFTER(updated_at, INTERVAL('2025-01-01', '2024-01-01'))"}, "filter"),
    ],
)
def test_a_bad_filter_is_named(client_of: As, officer: User, params: dict[str, str], name: str) -> None:
    answer = client_of(officer).get(PARCELS, params)
    assert answer.status_code == 400
    assert f"The parameter {name} " in answer.json()["detail"]


def test_hostile_filters_are_refused_over_http(client_of: As, officer: User) -> None:
    client = client_of(officer)
    cases = json.loads(shared("cases/cql2/hostile.json").read_text(encoding="utf-8"))
    slowest = 0.0
    for case in cases:
        started = time.process_time()
        answer = client.get(PARCELS, {"filter": case["filter"], "filter-lang": case["lang"]})
        slowest = max(slowest, time.process_time() - started)
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json"), case["why"]
    assert slowest < 1.5
    print(f"{len(cases)} hostile filters, the slowest {slowest:.2f} CPU s")


def test_a_hundred_terms_are_answered(land: Client) -> None:
    many = " OR ".join(f"fy = {n}" for n in range(2466, 2566))
    assert found(land, PARCELS, many) == by_sql("parcel", "t.fy = 2565")
    assert found(land, PARCELS, "NOT " * 28 + "fy = 2565") == by_sql("parcel", "t.fy = 2565")


def test_arithmetic_never_ends_in_an_error_of_the_database(land: Client) -> None:
    for text in ("fy / 0 = 1", "fy div (fy - fy) = 1", "fy % 0 = 1", "(-8)^0.5 = 1", "0^-1 = 1", "10^400 > 1",
                 "fy^64 > 0", "1e300 * 1e300 * 1e300 > area_calc_m2",
                 "area_calc_m2 * 1e-300 * 1e-300 >= 0", "fy = 99999999999999999999", "fy > 2564.5"):  # fmt: skip
        found(land, PARCELS, text)
    assert found(land, PARCELS, "fy > 2564.5") == by_sql("parcel", "t.fy = 2565")


BLOCK = "(" + "*".join(["1e300"] * 8) + ")"


@pytest.mark.parametrize("place", ["items", "items?f=csv", "items?f=geojsonseq", "tiles/WebMercatorQuad/14/7434/12794"])
@pytest.mark.parametrize(
    "text",
    ["fy > 1e1000000", "fy > 1e-1000000", "fy > 1e1000000000000000000000", f"fy > {'9' * 3000}",
     "*".join([f"({'*'.join([BLOCK] * 7)})"] * 8) + " > fy"],
    ids=["large", "small", "too large to read", "long", "computed"],
)  # fmt: skip
def test_numbers_beyond_all_columns_are_refused(
    client_of: As, officer: User, land: Client, text: str, place: str
) -> None:
    path, _, query = f"/api/collections/parcels/{place}".partition("?")
    answer = client_of(officer).get(path, {"filter": text, **dict(parse_qsl(query))})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_filter"), answer.content


def test_a_filter_that_takes_too_long_says_so(client_of: As, officer: User) -> None:
    slow = " OR ".join(f"accenti(casei(name_th)) LIKE '%{n}%x%y%z%'" for n in range(24))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 500")
    answer = client_of(officer).get("/api/collections/areas/items", {"filter": slow})
    assert (answer.status_code, answer.json()["code"]) == (400, "list_too_slow")


def test_case_folds_as_unicode_says(db: None) -> None:
    for a, b in (("ΟΔΟΣ", "οδος"), ("STRASSE", "straße"), ("ẞ", "ss"), ("İ", "i̇"), ("ﬁ", "FI"), ("น้ำ", "น้ำ")):
        with connection.cursor() as cursor:
            cursor.execute("SELECT plaeng.casei(%s), plaeng.casei(%s), plaeng.casei(%s)", [a, b, a.casefold()])
            first, second, python = cursor.fetchone()
        assert first == second == python, (a, b)


def test_accents_go_and_thai_marks_stay(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT plaeng.accenti('Chișinău Øđ'), plaeng.accenti('น้ำ') = plaeng.accenti('นำ')")
        assert cursor.fetchone() == ("Chisinau Od", False)


def test_powers_stay_within_what_a_number_holds(db: None) -> None:
    asked = {(2, 10): Decimal(1024), (0, -1): None, (-8, "0.5"): None, (10, 65): None, (1_000_001, 1): None}
    with connection.cursor() as cursor:
        for (base, exponent), wanted in asked.items():
            cursor.execute("SELECT plaeng.power_within(%s, %s)", [base, exponent])
            assert cursor.fetchone()[0] == wanted


def test_the_examples_of_the_documentation_are_answered(land: Client) -> None:
    section = DOCS.read_text(encoding="utf-8").split("### Filters")[1].split("\n## ")[0]
    texts = section.split("```\n")[1].splitlines()
    (tree,) = re.findall(r"```json\n(.*?)```", section, re.S)
    assert len(texts) == 9
    counts = [len(found(land, PARCELS, text)) for text in [*texts, json.loads(tree)]]
    # By hand: two of the six are in applications, with 1,600 and 3,200 m² joined; all lie in the box, from 7 rai on.
    assert counts == [1, 1, 2, 0, 2, 6, 6, 6, 6, 2], counts


def test_a_box_in_a_filter_is_found_by_the_index(db: None) -> None:
    """The literal is transformed and cast, never the column: with sequential scans off, the plan uses the indexes."""
    from parcels.models import Parcel

    for text, index in (
        ("S_INTERSECTS(geom, BBOX(600000, 1800000, 601000, 1801000))", "geom"),
        ("tambon = '670101'", "tambon"),
        ("code IN ('670101-0001', '670101-0002')", "code"),
    ):
        asked = condition(text, language="cql2-text", known=PARCELS_KNOWN, crs=OFFERED[UTM])
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Parcel.objects.filter(asked).explain()
        assert "Index Cond" in plan, plan
        assert index in plan, plan
