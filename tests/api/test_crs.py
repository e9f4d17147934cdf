"""Shapes in other reference systems, in and out, on points computed outside the project."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from spatial.crs import CRS84, OFFERED
from spatial.reference import from_wgs84
from tests.api.shapes import feature, square
from tests.api.test_items import PARCELS, ZONES, patch, post, put, stored
from tests.conftest import SHARED, shared

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
CASES = SHARED / "cases" / "transforms.json"


def epsg(code: int) -> str:
    return f"http://www.opengis.net/def/crs/EPSG/0/{code}"


def ring(answer: dict[str, Any]) -> list[list[float]]:
    return [*answer["geometry"]["coordinates"][0][0]]


def moved(ring: list[list[float]], code: int) -> list[list[float]]:
    """A ring in another system, in its axis order, to a tenth of a millimetre."""
    if code == 4326:
        return [[lat, lon] for lon, lat in ring]
    east, north = from_wgs84([x for x, _ in ring], [y for _, y in ring], target=code)
    return [[round(float(x), 4), round(float(y), 4)] for x, y in zip(east, north, strict=True)]


@pytest.mark.parametrize(
    "case", json.loads(CASES.read_text()) if CASES.exists() else [None], ids=lambda c: str(c and c["lon"])
)
def test_points_go_out_and_in_as_computed_elsewhere(db: None, case: dict[str, float]) -> None:
    shared("cases/transforms.json")
    zone = int(case["zone"])
    for code, name in ((24000 + zone, "indian1975"), (32600 + zone, "utm_wgs84")):
        with connection.cursor() as cursor:
            point = "ST_SetSRID(ST_MakePoint(%s, %s), 4326)"
            asked = [case["lon"], case["lat"], OFFERED[epsg(code)].proj]
            cursor.execute(f"SELECT ST_X(g), ST_Y(g) FROM (SELECT plaeng.reproject({point}, %s) AS g) q", asked)
            # The table has millimetres, and degrees to 9 decimals (0.1 mm).
            assert cursor.fetchone() == pytest.approx((case[f"{name}_e"], case[f"{name}_n"]), abs=0.001)


@pytest.mark.parametrize("code", [4326, 32647, 32648, 3857, 24047, 24048])
def test_a_shape_comes_in_and_goes_out_node_by_node(client_of: As, officer: User, code: int) -> None:
    client = client_of(officer)
    plain = stored(client, feature(square()))
    there = f"{PARCELS}/{plain['id']}"
    sent = client.get(there, {"crs": epsg(code)})
    assert sent["Content-Crs"] == f"<{epsg(code)}>"
    assert client.get(there)["Content-Crs"] == f"<{CRS84.uri}>"
    for got, wanted in zip(ring(sent.json()), moved(ring(plain), code), strict=True):
        # Without heights the way out of WGS 84 is known to 5 mm in Indian 1975; ours is the inverse of the way in.
        assert got == pytest.approx(wanted, abs=0.005 if code > 4326 or code == 3857 else 1e-9)
    listed = client.get(PARCELS, {"crs": epsg(code)})
    assert (listed["Content-Crs"], listed.json()["features"][0]["geometry"]) == (
        f"<{epsg(code)}>",
        sent.json()["geometry"],
    )
    client.delete(there, headers={"if-match": '"1"'})
    back = post(client, PARCELS, feature(sent.json()["geometry"]), content_crs=f"<{epsg(code)}>")
    assert back.status_code == 201, back.content.decode()
    # To the last of 8 decimals: a neighbour shares these corners bit for bit.
    assert (ring(back.json()), back["Content-Crs"]) == (ring(plain), f"<{CRS84.uri}>")
    said = (back.json()["properties"]["source_crs"], back.json()["properties"]["crs_operation"])
    assert said == (("", "") if code == 4326 else (f"EPSG:{code}", said[1]))
    assert ("RTSD" in said[1]) == (code in {24047, 24048})


def test_changes_are_read_in_the_system_of_their_header(client_of: As, officer: User) -> None:
    client = client_of(officer)
    there = f"{PARCELS}/{stored(client)['id']}"
    metres = {"type": "Polygon", "coordinates": [moved(square(x=2)["coordinates"][0], 24047)]}
    changed = patch(client, there, {"geometry": metres}, if_match='"1"', content_crs=f"<{epsg(24047)}>")
    assert changed.status_code == 200, changed.content.decode()
    assert changed.json()["properties"]["source_crs"] == "EPSG:24047"
    # The pinned way in, and 5 mm of the way out that pyproj took.
    for got, wanted in zip(ring(changed.json()), square(x=2)["coordinates"][0], strict=True):
        assert got == pytest.approx(wanted, abs=5e-8)
    whole = {
        **client.get(there).json(),
        "geometry": {**metres, "coordinates": [moved(square(x=4)["coordinates"][0], 32647)]},
    }
    answer = put(client, there, whole, if_match='"2"', content_crs=f"<{epsg(32647)}>")
    assert ring(answer.json()) == square(x=4)["coordinates"][0]
    batch = [feature({**metres, "coordinates": [moved(square(x=n)["coordinates"][0], 4326)]}) for n in (6, 8)]
    many = post(client, PARCELS, {"type": "FeatureCollection", "features": batch}, content_crs=f"<{epsg(4326)}>")
    assert [ring(f) for f in many.json()["features"]] == [square(x=n)["coordinates"][0] for n in (6, 8)]


@pytest.mark.parametrize(
    ("geometry", "code", "wanted"),
    [
        ({"type": "Polygon", "coordinates": [[[101, 16], [102, 16], [102, 17], [101, 16]]]}, 4326, "outside_crs"),
        ({"type": "Polygon", "coordinates": [[[9e9, 1], [9e9, 2], [9e9, 3], [9e9, 1]]]}, 32647, "outside_crs"),
        ({"type": "Polygon", "coordinates": [[[101, 16], [102, 16], [102, 17], [101, 16]]]}, 32647, "out_of_country"),
        ({"type": "Polygon", "coordinates": [[["a", 1], [2, 2], [3, 3], [1, 1]]]}, 32647, "not_finite"),
        ({"type": "Polygon", "coordinates": "x"}, 24047, "not_a_polygon"),
        ({"type": "Polygon", "coordinates": [[[16.4, 101.1]] * 2001]}, 4326, "too_many_positions"),
    ],
)
def test_what_is_no_shape_there_is_refused(client_of: As, officer: User, geometry: Any, code: int, wanted: str) -> None:
    answer = post(client_of(officer), PARCELS, feature(geometry), content_crs=f"<{epsg(code)}>")
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, wanted)
    assert problem["findings"][0]["path"].startswith("/geometry")


def test_a_system_that_we_lack_is_named(client_of: As, officer: User) -> None:
    client = client_of(officer)
    uid = stored(client)["id"]
    for path, name in ((PARCELS, "crs"), (PARCELS, "bbox-crs"), (f"{PARCELS}/{uid}", "crs")):
        for uri in (epsg(32646), "EPSG:32647", "", epsg(32647).replace("http:", "https:")):
            answer = client.get(path, {name: uri})
            assert (answer.status_code, answer.json()["code"]) == (400, "bad_parameter"), (name, uri)
            assert f"The parameter {name} " in answer.json()["detail"]
    refused = post(client, PARCELS, feature(square(x=3)), content_crs=f"<{epsg(4240)}>")
    assert refused.status_code == 400
    assert "The parameter Content-Crs " in refused.json()["detail"]
    assert client.get(f"{PARCELS}/{uid}", {"colour": "red"}).json()["code"] == "unknown_parameter"


@pytest.mark.parametrize("code", [0, 4326, 32647, 32648, 3857, 24047, 24048])
def test_a_box_comes_in_every_system(client_of: As, officer: User, code: int) -> None:
    client = client_of(officer)
    near, _far = stored(client), stored(client, feature(square(x=50)))
    west, south, east, north = 101.1495, 16.3995, 101.1505, 16.4005
    corners = [[west, south], [east, north]]
    low, high = moved(corners, code) if code else corners
    system = epsg(code) if code else CRS84.uri
    for numbers in ([*low, *high], [*low, -10, *high, 1e3]):
        asked = {"bbox": ",".join(map(str, numbers)), "bbox-crs": system}
        assert [f["id"] for f in client.get(PARCELS, asked).json()["features"]] == [near["id"]]
    upside = {"bbox": ",".join(map(str, [*high, *low])), "bbox-crs": system}
    assert client.get(PARCELS, upside).status_code == 400


def test_collections_say_which_systems_they_speak(client_of: As, officer: User) -> None:
    for collection in client_of(officer).get("/api/collections").json()["collections"]:
        assert collection["crs"][:2] == [CRS84.uri, epsg(4326)]
        assert {epsg(code) for code in (32647, 32648, 3857, 24047, 24048)} < set(collection["crs"])
        assert collection["storageCrs"] == CRS84.uri


def test_zones_too_come_in_metres(client_of: As, officer: User) -> None:
    client = client_of(officer)
    parcel = stored(client)
    metres = {"type": "Polygon", "coordinates": [moved(square(size=0.0005)["coordinates"][0], 32647)]}
    zone = feature(metres, None, parcel=parcel["id"], zone_type="nong")
    answer = post(client, ZONES, zone, content_crs=f"<{epsg(32647)}>")
    assert answer.json()["geometry"]["coordinates"] == square(size=0.0005)["coordinates"]
