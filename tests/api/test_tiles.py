"""Vector tiles: what they hold at which zoom, for whom, and that they say the same as lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pyproj import Transformer

from api.collections import COLLECTIONS
from api.openapi.document import document
from api.openapi.tiles import paths
from api.tiles.tile import GENERAL
from parcels.models import LandDocument, Parcel
from spatial.areas.models import Area
from spatial.tiles import EXTENT, Tile
from tests.api import mvt
from tests.api.shapes import MUEANG, feature, square
from tests.api.test_items import ZONES, post, stored
from tests.conftest import make_officer

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
Read = Callable[..., Any]
LON, LAT = 101.1505, 16.4005
TO_METRES = Transformer.from_crs("OGC:CRS84", "EPSG:3857", always_xy=True)
FIELDS = {"uid", "code", "state", "fy", "model", "land_class", "area_calc_m2", "lacks"}


def address(tile: Tile, collection: str = "parcels", query: str = "") -> str:
    return f"/api/collections/{collection}/tiles/WebMercatorQuad/{tile.z}/{tile.y}/{tile.x}{query}"


@pytest.fixture
def tile_of(tmp_path: Path) -> Read:
    """The layers of the tile at the parcels' place: tile_of(client, 14, "parcels", "?state=NONE")."""

    def read(client: Client, z: int, collection: str = "parcels", query: str = "", at: Any = (LON, LAT)) -> Any:
        tile = Tile.at(*at, z)
        answer = client.get(address(tile, collection, query))
        assert answer.status_code in {200, 204}, answer.content.decode()
        return mvt.read(answer.content, tile, tmp_path)

    return read


def count(layers: Any) -> int:
    return sum(properties["parcels"] for properties, _ in layers.get("clusters", []))


@pytest.fixture
def programme(officer: User, client_of: As) -> list[dict[str, Any]]:
    """Three parcels of Mueang, one of Wichian Buri beside them: one in state DRAFT, one SURVEYED, two without."""
    from tests.parcels.test_reports import apply

    other = make_officer("far", "PROVINCE", "67")
    mine = [stored(client_of(officer), feature(square(x=2 * n))) for n in range(3)]
    mine.append(stored(client_of(other), feature(square(x=6), tambon="670505")))
    for parcel, state in zip(mine, ("DRAFT", "SURVEYED"), strict=False):
        Parcel.objects.filter(uid=parcel["id"]).update(application=apply(state=state))
    return mine


def test_shapes_of_a_tile_are_those_of_the_table(client_of: As, officer: User, tile_of: Read) -> None:
    parcel = stored(client_of(officer))
    for zoom in (13, 14, 17):
        [(properties, shape)] = tile_of(client_of(officer), zoom)["parcels"]
        assert set(properties) <= FIELDS
        assert (properties["uid"], properties["code"]) == (parcel["id"], parcel["properties"]["code"])
        assert properties["area_calc_m2"] == round(parcel["properties"]["area_calc_m2"])
        unit = 40_075_016.7 / 2**zoom / EXTENT
        ring = parcel["geometry"]["coordinates"][0][0]
        if zoom < 17:  # at 17 the tile cuts the shape
            for lon, lat in ring:
                assert shape.distance(mvt.shapely.Point(TO_METRES.transform(lon, lat))) < 1.5 * unit


def test_a_tile_says_what_is_not_known(client_of: As, officer: User, tile_of: Read) -> None:
    client = client_of(officer)
    parcel = stored(client, feature(square(), land_class="PRIVATE", joined_area_m2=1600))
    for zoom in (12, 13, 15):
        [(properties, _)] = tile_of(client, zoom)["parcels"]
        assert properties["lacks"] == 1 + 8 + 16  # village, land document, zones
    LandDocument.objects.create(
        parcel=Parcel.objects.get(uid=parcel["id"]), doc_type_id="NS4", area_deed_wah=Decimal(400)
    )
    [(properties, _)] = tile_of(client, 15)["parcels"]
    assert properties["lacks"] == 1 + 16


def test_a_shape_over_the_edge_is_whole_in_two_tiles_together(client_of: As, officer: User, tmp_path: Path) -> None:
    client, edge = client_of(officer), Tile.at(LON, LAT, 14).degrees[2]
    ring = [[edge - 0.001, 16.39], [edge + 0.001, 16.39], [edge + 0.001, 16.391], [edge - 0.001, 16.391]]
    stored(client, feature({"type": "Polygon", "coordinates": [[*ring, ring[0]]]}))
    tiles = [Tile.at(edge + side, 16.3905, 14) for side in (-0.0005, 0.0005)]
    pieces = [mvt.read(client.get(address(t)).content, t, tmp_path)["parcels"][0][1] for t in tiles]
    whole = mvt.shapely.box(*TO_METRES.transform(*ring[0]), *TO_METRES.transform(*ring[2]))
    assert pieces[0].union(pieces[1]).symmetric_difference(whole).area < 0.02 * whole.area
    assert all(piece.area < 0.6 * whole.area for piece in pieces)


def test_wide_tiles_count_and_add_up_the_drawn_area(
    client_of: As, province: User, tile_of: Read, programme: list[dict[str, Any]]
) -> None:
    drawn = sum(p["properties"]["area_calc_m2"] for p in programme)
    for zoom in (0, 5, 9, 11):
        clusters = tile_of(client_of(province), zoom)["clusters"]
        assert sum(p["parcels"] for p, _ in clusters) == 4
        assert sum(p["area_m2"] for p, _ in clusters) == pytest.approx(drawn, abs=2)
        assert sum(p["rai"] for p, _ in clusters) == pytest.approx(drawn / 1600, abs=0.2)
        for code, parcels in {"DRAFT": 1, "SURVEYED": 1, "NONE": 2}.items():
            assert sum(p.get(code) or 0 for p, _ in clusters) == parcels
        [(lon, lat)] = [TO_METRES.transform(101.1535, 16.4005)]
        assert min(shape.distance(mvt.shapely.Point(lon, lat)) for _, shape in clusters) < 40_075_016 / 2**zoom / 100


def test_each_zoom_shows_what_it_is_for(
    client_of: As, province: User, tile_of: Read, programme: list[dict[str, Any]]
) -> None:
    client = client_of(province)
    assert set(tile_of(client, 11)) == {"clusters"}
    twelve = tile_of(client, 12)["parcels"]
    assert {shape.geom_type for _, shape in twelve} == {"Point"}
    assert {p["uid"] for p, _ in twelve} == {p["id"] for p in programme}
    assert {"Polygon"} == {shape.geom_type for _, shape in tile_of(client, 13)["parcels"]}


@pytest.mark.parametrize("zoom", [5, 11, 12, 14])
def test_everybody_sees_the_parcels_of_his_own_area_only(
    client_of: As, officer: User, neighbour_officer: User, tile_of: Read, programme: Any, zoom: int
) -> None:
    village = make_officer("volunteer", "VOLUNTEER", f"{MUEANG}01")
    tambon = make_officer("tambon", "AMPHOE_OFFICER", "670505")
    Parcel.objects.filter(uid=programme[0]["id"]).update(village_code=f"{MUEANG}01")
    for user, seen in ((officer, 3), (neighbour_officer, 1), (tambon, 1), (village, 1)):
        layers = tile_of(client_of(user), zoom)
        assert count(layers) + len(layers.get("parcels", [])) == seen, user.username
    nobody = User.objects.create(username="nobody")
    assert client_of(nobody).get(address(Tile.at(LON, LAT, zoom))).status_code == 404


def test_a_withdrawn_parcel_is_gone_at_every_zoom(client_of: As, officer: User, tile_of: Read) -> None:
    client = client_of(officer)
    uid = stored(client)["id"]
    client.delete(f"/api/collections/parcels/items/{uid}", headers={"if-match": '"1"'})
    assert [tile_of(client, zoom) for zoom in (5, 11, 12, 14)] == [{}] * 4


@pytest.mark.parametrize("zoom", [6, 11, 12, 14])
@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("?state=DRAFT", 1), ("?state=NONE,DRAFT", 3), ("?fy=2565", 2), ("?fy=2565,2566&state=SURVEYED", 1),
        ("?model=HLM", 2), ("?model=LC", 0), ("?amphoe=6705", 1), ("?amphoe=6701,6705", 4), ("?tambon=670101", 3),
        ("?q=670505", 1), ("?filter=state%20IS%20NULL", 2), ("?state=DRAFT&q=6701", 1),
    ],
)  # fmt: skip
def test_filters_are_those_of_lists(
    client_of: As, province: User, tile_of: Read, programme: Any, query: str, seen: int, zoom: int
) -> None:
    client = client_of(province)
    layers = tile_of(client, zoom, query=query)
    assert count(layers) + len(layers.get("parcels", [])) == seen
    assert client.get(f"/api/collections/parcels/items{query}").json()["numberMatched"] == seen


def test_another_amphoe_cannot_be_asked_for(client_of: As, officer: User, tile_of: Read, programme: Any) -> None:
    assert tile_of(client_of(officer), 9, query="?amphoe=6705") == {}


def test_no_tile_names_a_person(client_of: As, province: User, programme: Any) -> None:
    for zoom in (9, 12, 14):
        body = client_of(province).get(address(Tile.at(LON, LAT, zoom))).content
        assert "ทดสอบ".encode() not in body
        assert b"applicant" not in body


def test_zones_have_their_group_and_stage(client_of: As, officer: User, tile_of: Read) -> None:
    client = client_of(officer)
    parcel = stored(client)
    body = feature(square(), tambon=None, parcel=parcel["id"], zone_type="na")
    assert post(client, ZONES, body).status_code == 201
    [(properties, _)] = tile_of(client, 15, "zones")["zones"]
    assert properties["parcel"] == parcel["id"]
    assert (properties["zone_type"], properties["zone_group"], properties["stage"]) == ("na", "PADDY", "PLANNED")
    assert tile_of(client, 13, "zones") == {}


def test_zones_of_a_tile_know_of_what_was_built_in_another(client_of: As, officer: User, tile_of: Read) -> None:
    """The plan on the western half of a parcel, what was built on the eastern one: no tile so fine has both."""
    from tests.parcels.test_reports import apply

    client = client_of(officer)
    parcel, other = (stored(client, feature(square(x=2 * n)))["id"] for n in range(2))
    west, east = half(0), half(0.5)
    for uid, shape in ((parcel, west), (other, half(2))):
        assert post(client, ZONES, feature(shape, tambon=None, parcel=uid, zone_type="na")).status_code == 201
    Parcel.objects.filter(uid=parcel).update(application=apply(state="DEVELOPING"))
    place = (101.1502, 16.4005)
    [(planned, _)] = tile_of(client, 21, "zones", at=place)["zones"]
    assert (planned["stage"], planned["parcel_built"]) == ("PLANNED", 0)
    built = feature(east, tambon=None, parcel=parcel, zone_type="na", stage="BUILT")
    assert post(client, ZONES, built).status_code == 201
    [(planned, _)] = tile_of(client, 21, "zones", at=place)["zones"]
    assert (planned["stage"], planned["parcel_built"]) == ("PLANNED", 1)
    found = {(one["parcel"], one["parcel_built"]) for one, _ in tile_of(client, 14, "zones")["zones"]}
    assert found == {(parcel, 1), (other, 0)}


def half(x: float) -> dict[str, Any]:
    """A half of a square from x on."""
    west, east = round(101.15 + x * 0.001, 8), round(101.15 + (x + 0.5) * 0.001, 8)
    ring = [[west, 16.4], [east, 16.4], [east, 16.401], [west, 16.401], [west, 16.4]]
    return {"type": "Polygon", "coordinates": [ring]}


def test_areas_come_by_level_with_one_label_each(client_of: As, viewer: User, tile_of: Read) -> None:
    box = "MULTIPOLYGON(((101.1 16.3, 101.2 16.3, 101.2 16.5, 101.1 16.5, 101.1 16.3)))"
    Area.objects.filter(code__in=["67", "6701", "670101"]).update(geom=box)
    for zoom, level, code in ((5, "PROVINCE", "67"), (8, "AMPHOE", "6701"), (10, "TAMBON", "670101")):
        layers = tile_of(client_of(viewer), zoom, "areas")
        [(properties, shape)] = layers["areas"]
        assert (properties["level"], properties["code"], shape.geom_type) == (level, code, "Polygon")
        assert properties["name_th"]
        [(label, point)] = layers["area_labels"]
        assert (label["name_th"], shape.contains(point)) == (properties["name_th"], True)
    assert set(tile_of(client_of(viewer), 8, "areas", "?level=PROVINCE")) == {"areas", "area_labels"}


@pytest.mark.parametrize("path", ["WebMercatorQuad/3/8/0", "WebMercatorQuad/23/0/0", "WebMercatorQuad/x/0/0",
                                  "WebMercatorQuad/1/-1/0", "WebMercatorQuad/1/0/99999999999999999999",
                                  "WorldCRS84Quad/0/0/0"])  # fmt: skip
def test_a_tile_outside_the_grid_is_not_found(client_of: As, officer: User, path: str) -> None:
    answer = client_of(officer).get(f"/api/collections/parcels/tiles/{path}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    "query", ["?colour=1", "?bbox=1,2,3,4", "?limit=3", "?fy=x", "?filter=nonsense%20=", "?state=%00", "?fy=1&fy=2"]
)
@pytest.mark.parametrize("zoom", [8, 14])
def test_bad_parameters_are_told(client_of: As, officer: User, query: str, zoom: int) -> None:
    answer = client_of(officer).get(address(Tile.at(LON, LAT, zoom), query=query))
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json"), answer.content


@pytest.mark.parametrize(
    "accept", ["application/vnd.mapbox-vector-tile", "application/vnd.mapbox-vector-tile,*/*;q=0.1"]
)
def test_a_tile_is_had_by_its_own_name(client_of: As, officer: User, accept: str) -> None:
    client = client_of(officer)
    stored(client)
    answer = client.get(address(Tile.at(LON, LAT, 14)), headers={"accept": accept})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/vnd.mapbox-vector-tile")


@pytest.mark.parametrize("query", ["fy=0", "fy=-0", "fy=0,2569", "state=", "model=", "state=,NONE"])
def test_what_is_missing_is_asked_for_by_none_alone(
    client_of: As, province: User, tile_of: Read, programme: Any, query: str
) -> None:
    """The pyramid keeps '' and 0 for what is missing: they are no values that one could ask for."""
    client = client_of(province)
    listed = client.get(f"/api/collections/parcels/items?{query}").json()["numberMatched"]
    assert count(tile_of(client, 9, query=f"?{query}")) == listed


def test_an_empty_tile_has_no_content_and_a_held_one_is_not_sent_again(client_of: As, officer: User) -> None:
    client, here = client_of(officer), address(Tile.at(LON, LAT, 14))
    assert client.get(here).status_code == 204
    stored(client)
    first = client.get(here)
    assert (first.status_code, first["Content-Type"]) == (200, "application/vnd.mapbox-vector-tile")
    assert first["Cache-Control"] == "private, no-cache"
    again = client.get(here, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_tilesets_lead_to_tiles(client_of: As, officer: User) -> None:
    client = client_of(officer)
    stored(client)
    described = client.get("/api/collections/parcels").json()
    [link] = [link for link in described["links"] if link["rel"].endswith("/tilesets-vector")]
    listed = client.get(path_of(link["href"])).json()["tilesets"]
    assert [(t["dataType"], t["tileMatrixSetURI"].rsplit("/")[-1]) for t in listed] == [("vector", "WebMercatorQuad")]
    about = client.get(path_of(next(one["href"] for one in listed[0]["links"] if one["rel"] == "self"))).json()
    limits = {one["tileMatrix"]: one for one in about["tileMatrixSetLimits"]}
    tile = Tile.at(LON, LAT, 14)
    assert limits["14"]["minTileRow"] <= tile.y <= limits["14"]["maxTileRow"]
    assert limits["14"]["minTileCol"] <= tile.x <= limits["14"]["maxTileCol"]
    [item] = [one for one in about["links"] if one["rel"] == "item"]
    href = item["href"].format(tileMatrix=14, tileRow=tile.y, tileCol=tile.x)
    assert client.get(path_of(href)).status_code == 200


def test_tilejson_says_what_the_tiles_hold(client_of: As, officer: User, tile_of: Read) -> None:
    client = client_of(officer)
    stored(client)
    about = client.get("/api/collections/parcels/tiles/WebMercatorQuad/tilejson").json()
    assert (about["tilejson"], about["minzoom"], about["maxzoom"]) == ("3.0.0", 0, 22)
    [template] = about["tiles"]
    tile = Tile.at(LON, LAT, 14)
    assert client.get(path_of(template.format(z=14, y=tile.y, x=tile.x))).status_code == 200
    fields = {one["id"]: set(one["fields"]) for one in about["vector_layers"]}
    for zoom, name in ((9, "clusters"), (12, "parcels"), (14, "parcels")):
        assert {*tile_of(client, zoom)[name][0][0]} - {"NONE"} <= fields[name]


def path_of(href: str) -> str:
    return "/" + href.split("/", 3)[3]


def test_the_class_of_tiles_is_declared(client: Client) -> None:
    declared = client.get("/api/conformance").json()["conformsTo"]
    for name in ("core", "tileset", "tilesets-list", "geodata-tilesets", "mvt"):
        assert f"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/{name}" in declared


def test_the_described_paths_answer_as_described(client_of: As, province: User, programme: Any) -> None:
    tile = Tile.at(LON, LAT, 14)
    described, shared = paths(), document()["components"]["parameters"]
    assert len(described) == 12
    for path, methods in described.items():
        here = path.format(tileMatrix=tile.z, tileRow=tile.y, tileCol=tile.x)
        answer = client_of(province).get(f"/api{here}")
        expected = methods["get"]["responses"][str(answer.status_code)]
        if answer.content:
            assert answer["Content-Type"] in expected["content"]
        known = {*GENERAL, *COLLECTIONS[path.split("/")[2]].properties, "f"}
        for parameter in methods["get"]["parameters"]:
            found = shared.get(parameter.get("$ref", "").rpartition("/")[2], parameter)
            assert found["in"] in {"path", "header"} or found["name"] in known


SCATTERED = """
    INSERT INTO parcel (uid, tambon, name, land_class, joined_area_m2, joined_is_estimate, geom)
    SELECT gen_random_uuid(), '670101', '', 'UNKNOWN', 0, false, ST_Multi(ST_Expand(ST_SetSRID(
               ST_MakePoint(101 + mod(n, 60) * 0.01, 15.4 + (n / 60) * 0.03), 4326), 0.0003))
    FROM generate_series(0, 2999) n
"""


@pytest.mark.parametrize("more", ["", "?land_class=UNKNOWN"])
@pytest.mark.parametrize("zoom", [12, 14, 17])
def test_a_tile_is_found_by_the_index(client_of: As, province: User, zoom: int, more: str) -> None:
    """Of 3,000 parcels over the province the tile's own are read, be the statement planned for it or for any tile."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(SCATTERED)
        # Else the plan depends on whether autovacuum has looked at the empty table meanwhile.
        cursor.execute("SET ROLE NONE; ANALYZE parcel; SET ROLE plaeng_app")
    with CaptureQueriesContext(connection) as asked:
        client_of(province).get(address(Tile.at(LON, LAT, zoom)) + more)
    query = next(one["sql"] for one in reversed(asked.captured_queries) if "ST_GeomFromEWKB(" in one["sql"])
    for mode in ("force_custom_plan", "force_generic_plan"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT relname, relpages, reltuples FROM pg_class WHERE relname ~ '^parcel'")
            known = cursor.fetchall()
            cursor.execute(f"SET LOCAL plan_cache_mode = {mode}")
            cursor.execute("EXPLAIN " + query)
            plan = "\n".join(line for (line,) in cursor.fetchall())
        found = re.search(r"Index (Scan using|Cond).*parcel_geom|Bitmap Index Scan on parcel_geom", plan)
        assert found, f"{plan}\n{known}"
