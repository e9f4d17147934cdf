"""Every case of geometry_ops.json, computed outside the project, through the API: parcels are stored, then edited."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from spatial.editing.nodes import nodes_of, shapely_of
from spatial.geodesy import area_m2
from tests.api.shapes import feature
from tests.api.test_items import post, stored
from tests.spatial.test_editing_cases import CASES, Case, place_of, shape, shapes

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
# What the table names and the API has as its own rule.
RULES = {"snap_m": 0.05, "min_width_m": 0.5, "min_area_m2": 4, "straight_m": 0.002, "node_tolerance_m": 0.02}


@pytest.fixture
def editor(client_of: As, province: User) -> Client:
    return client_of(province)


def store(client: Client, *geometries: Case) -> list[str]:
    return [stored(client, feature(one, "670114"))["id"] for one in geometries]


def ask(client: Client, name: str, body: Case) -> Any:
    return post(client, f"/api/geometry/{name}", body)


def told(client: Client, name: str, body: Case) -> Case:
    answer = ask(client, name, body)
    assert answer.status_code == 200, answer.content.decode()
    found: Case = answer.json()
    return found


def area(geometry: Case) -> float:
    return area_m2(shapely_of(shape(geometry)))


def split(client: Client, given: Case) -> Any:
    parcel, *_ = store(client, given["parcel"], *given["neighbours"])
    return ask(client, "split", {"parcel": parcel, "line": given["line"]})


def merge(client: Client, given: Case) -> Any:
    uids = store(client, *given["parcels"], *given["others"])
    return ask(client, "merge", {"parcels": uids[:2]})


def trace(client: Client, given: Case) -> Any:
    (parcel,) = store(client, given["parcel"])
    about = {name: given[name] for name in ("start", "end", "direction")}
    return ask(client, "trace", {"parcel": parcel, **about})


def fit(client: Client, given: Case) -> Any:
    store(client, *given["neighbours"])
    return ask(client, "fit", {"geometry": given["parcel"], "tolerance_m": given["tolerance_m"]})


def move_node(client: Client, given: Case) -> Any:
    parcels = store(client, *given["parcels"])
    for zone in given.get("zones", []):
        inside = [
            n for n, one in enumerate(shapes(given["parcels"])) if shapely_of(one).covers(shapely_of(shape(zone)))
        ]
        stored(client, feature(zone, None, parcel=parcels[inside[0]], zone_type="nong"), "/api/collections/zones/items")
    node = place_of(given["node"])
    holder = next(n for n, one in enumerate(shapes(given["parcels"])) if node in nodes_of([one]))
    return ask(client, "move", {"parcel": parcels[holder], "nodes": [{"from": given["node"], "to": given["to"]}]})


def zone_check(client: Client, given: Case) -> Any:
    (parcel,) = store(client, given["parcel"])
    return ask(client, "check", {"parcel": parcel, "zones": given["zones"]})


def zone_split(client: Client, given: Case) -> Any:
    (parcel,) = store(client, given["parcel"])
    return ask(client, "zones", {"parcel": parcel, "lines": given["lines"]})


def design(client: Client, given: Case) -> Any:
    (parcel,) = store(client, given["parcel"])
    return ask(client, "design", {"parcel": parcel, "size_rai": given["size_rai"], "ratio": given["ratio"]})


def datum(client: Client, given: Case) -> Any:
    store(client, *given["stored"])
    return ask(client, "datum", {"geometries": given["imported"], "within_m": given["within_m"]})


def quality(client: Client, given: Case) -> Any:
    store(client, *given["parcels"])
    return ask(client, "quality", {"tambon": "670114"})


def traverse(client: Client, given: Case) -> Any:
    east, north = given["start_utm47"]
    legs = [{"bearing": bearing, "distance_m": metres} for bearing, metres in given["legs_bearing_deg_distance_m"]]
    about = {"distances": given["distances"], "min_ratio": given["min_ratio"]}
    return ask(client, "traverse", {"epsg": 32647, "east_m": east, "north_m": north, "legs": legs, **about})


def whole_area(client: Client, given: Case) -> Any:
    return ask(client, "area", {"geometry": given["parcel"]})


def sees_split(found: Case, wanted: Case, given: Case) -> None:
    changes = found["changes"]
    pieces = [one["geometry"] for one in changes if one["action"] == "create" or one is changes[0]]
    assert len(pieces) == wanted["pieces"]
    assert sorted(map(area, pieces)) == pytest.approx(sorted(wanted["areas_m2"]), abs=0.01)
    assert found["areas_m2"] == pytest.approx([area(one["geometry"]) for one in changes], abs=0.001)
    assert sorted(map(place_of, found["nodes"])) == sorted(map(place_of, wanted["cut_nodes"]))
    fresh = [
        len(nodes_of([shape(one["geometry"])]) - nodes_of(shapes(given["neighbours"])))
        for one in changes[len(pieces) :]
    ]
    assert sorted(fresh) == sorted(count for count in wanted["nodes_added_to_neighbours"] if count)
    assert all(one["version"] == 1 for one in changes if one["action"] == "update")


def sees_merge(found: Case, wanted: Case, given: Case) -> None:
    kept, gone = found["changes"]
    assert (kept["action"], gone["action"], gone["version"]) == ("update", "delete", 1)
    assert area(kept["geometry"]) == pytest.approx(wanted["area_m2"], abs=wanted.get("tolerance_m2", 0.01))
    merged = shape(kept["geometry"])
    assert (len(merged), len(merged[0]) - 1) == (wanted["pieces"], wanted["holes"])
    assert len(nodes_of([merged])) == wanted.get("positions", len(nodes_of([merged])))
    assert "kept_node" not in wanted or place_of(wanted["kept_node"]) in nodes_of([merged])


def sees_trace(found: Case, wanted: Case, _given: Case) -> None:
    assert list(map(place_of, found["geometry"]["coordinates"])) == list(map(place_of, wanted["path"]))
    assert found["length_m"] == pytest.approx(wanted["length_m"], abs=0.001)


def sees_fit(found: Case, wanted: Case, _given: Case) -> None:
    close = wanted.get("tolerance_m2", 0.01)
    assert sum(one["area_m2"] for one in found["overlaps"]) == pytest.approx(wanted["overlap_m2"], abs=close)
    assert found["area_m2"] == pytest.approx(wanted["area_m2"], abs=close)
    assert bool(found["overlaps"]) == (wanted.get("reported") == "overlap")
    assert found["outside"] == 0


def sees_move_node(found: Case, wanted: Case, _given: Case) -> None:
    areas = {
        name: [area(c["geometry"]) for c in found["changes"] if c["collection"] == name]
        for name in ("parcels", "zones")
    }
    assert sorted(areas["parcels"]) == pytest.approx(sorted(wanted["areas_m2"]), abs=0.01)
    assert areas["zones"] == pytest.approx(wanted.get("zone_areas_m2", []), abs=0.01)
    assert sum(one["area_m2"] for one in found["overlaps"]) == pytest.approx(wanted["overlap_m2"])


def sees_zone_check(found: Case, wanted: Case, _given: Case) -> None:
    assert wanted["accepted"]
    assert found["overlap_m2"] == pytest.approx(wanted.get("overlap_m2", 0), abs=0.01)
    assert found["areas_m2"] == pytest.approx(wanted.get("areas_m2", found["areas_m2"]), abs=0.01)


def sees_zone_split(found: Case, wanted: Case, _given: Case) -> None:
    assert sorted(found["pieces_m2"]) == pytest.approx(sorted(wanted["areas_m2"]), abs=0.01)
    assert len(found["pieces"]) == wanted["pieces"]
    assert len(found["nodes"]) == wanted["nodes_added_to_parcel"]
    assert all(place_of(wanted["node_common_to_all"]) in nodes_of([shape(piece)]) for piece in found["pieces"])


def sees_design(found: Case, wanted: Case, _given: Case) -> None:
    assert wanted["scale_min"] <= found["scale"] <= wanted.get("scale_max", 1)
    whole = found["area_m2"]
    assert whole == pytest.approx(wanted.get("area_m2", whole), abs=wanted.get("area_tolerance_m2", 0))
    shares = [zone["area_m2"] / whole for zone in found["zones"]]
    assert shares == pytest.approx(wanted["zone_shares"], abs=wanted["share_tolerance"])


def sees_datum(found: Case, wanted: Case, _given: Case) -> None:
    assert found["is_displaced"] is wanted["displaced"]
    if wanted["displaced"]:
        assert found["offset_m"] == pytest.approx(wanted["offset_m"], abs=wanted["offset_tolerance_m"])
        assert found["matched"] == wanted["matched"]


def sees_quality(found: Case, wanted: Case, given: Case) -> None:
    assert found["parcels"] == len(given["parcels"])
    assert len(found["overlaps"]) == wanted["overlaps"]
    assert sum(gap["area_m2"] for gap in found["gaps"]) == pytest.approx(
        wanted["gap_m2"], abs=wanted["gap_tolerance_m2"]
    )
    assert place_of(wanted["has_missing_node"]) in map(place_of, found["missing_nodes"])
    near = [tuple(map(place_of, pair)) for pair in found["near_nodes"]]
    assert tuple(sorted(map(place_of, wanted["has_near_nodes"]))) in near


def sees_traverse(found: Case, wanted: Case, _given: Case) -> None:
    assert found["closure_m"] == pytest.approx(wanted["closure_m"], abs=0.0001)
    assert found["ratio"] == pytest.approx(wanted["ratio"], rel=0.001)
    for corner, expected in zip(found["corners"], wanted["corners_utm47"], strict=True):
        assert math.dist(corner, expected) <= wanted["corner_tolerance_m"]
    assert found["area_m2"] == pytest.approx(wanted["geodesic_area_m2"], abs=wanted["area_tolerance_m2"])


def sees_area(found: Case, wanted: Case, _given: Case) -> None:
    assert found["area_m2"] == pytest.approx(wanted["area_m2"], abs=wanted["tolerance_m2"])


WAYS: dict[str, tuple[Callable[[Client, Case], Any], Callable[[Case, Case, Case], None]]] = {
    "split": (split, sees_split),
    "merge": (merge, sees_merge),
    "trace": (trace, sees_trace),
    "fit": (fit, sees_fit),
    "move_node": (move_node, sees_move_node),
    "zone_check": (zone_check, sees_zone_check),
    "zone_split": (zone_split, sees_zone_split),
    "design": (design, sees_design),
    "datum": (datum, sees_datum),
    "quality": (quality, sees_quality),
    "traverse": (traverse, sees_traverse),
    "area": (whole_area, sees_area),
}
MISSING = pytest.mark.skip(reason="../shared/cases/geometry_ops.json is not here")


@pytest.mark.parametrize("case", [pytest.param(c, id=c["id"]) for c in CASES] or [pytest.param({}, marks=MISSING)])
def test_a_case_of_the_table(editor: Client, case: Case) -> None:
    given, wanted = case["input"], case["expect"]
    assert {name: RULES[name] for name in RULES.keys() & given.keys()} == {
        n: given[n] for n in RULES.keys() & given.keys()
    }
    run, sees = WAYS[case["op"]]
    answer = run(editor, given)
    if "refused" in wanted:
        body = answer.json()
        assert (answer.status_code, body["code"]) == (422, wanted["refused"])
        assert body["findings"][0]["at"]
        return
    assert answer.status_code == 200, answer.content.decode()
    sees(answer.json(), wanted, given)


def test_every_operation_of_the_table_has_an_address() -> None:
    if not CASES:
        pytest.skip("../shared/cases/geometry_ops.json is not here")
    assert {case["op"] for case in CASES} == set(WAYS)
