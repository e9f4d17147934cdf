"""What an operation changed is saved whole or not at all, each against the version it was made from."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from parcels.models import Parcel, Zone
from spatial.editing.nodes import nodes_of
from spatial.editing.quality import report
from tests.api.shapes import feature, square
from tests.api.test_geometry_cases import ask, told
from tests.api.test_items import PARCELS, ZONES, post, stored
from tests.conftest import make_officer, shared
from tests.spatial.test_editing_cases import shape

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
Json = dict[str, Any]
ACROSS = {"type": "LineString", "coordinates": [[101.1495, 16.4006], [101.1515, 16.4006]]}


@pytest.fixture
def editor(client_of: As, officer: User) -> Client:
    return client_of(officer)


def save(client: Client, changes: list[Json], status: int = 200, query: str = "", **headers: str) -> Json:
    answer = post(client, f"/api/geometry/save{query}", {"changes": changes}, **headers)
    assert answer.status_code == status, answer.content.decode()
    found: Json = answer.json()
    return found


def geometry(client: Client, uid: str, path: str = PARCELS) -> Json:
    found: Json = client.get(f"{path}/{uid}").json()["geometry"]
    return found


def rings(client: Client, uid: str) -> list[frozenset[Any]]:
    """The edges of each ring, without a beginning or a direction."""
    shown = shape(geometry(client, uid))
    return [frozenset(frozenset(edge) for edge in pairwise(r)) for part in shown for r in part]


def zone(client: Client, parcel: str, drawn: Json, **more: Any) -> str:
    return str(stored(client, feature(drawn, None, parcel=parcel, zone_type="nong", **more), ZONES)["id"])


def test_a_split_and_a_merge_give_the_first_shape_back_vertex_by_vertex(editor: Client) -> None:
    parcel = stored(editor, feature(square(), name="นาเดิม", joined_area_m2=900))["id"]
    first = rings(editor, parcel)
    cut = told(editor, "split", {"parcel": parcel, "line": ACROSS})
    done = save(editor, cut["changes"])["changes"]
    assert [(one["action"], one["version"]) for one in done] == [("update", 2), ("create", 1)]
    piece = editor.get(f"{PARCELS}/{done[1]['id']}").json()["properties"]
    assert (piece["name"], piece["tambon"], piece["joined_area_m2"]) == ("นาเดิม", "670101", 0)
    whole = told(editor, "merge", {"parcels": [parcel, done[1]["id"]]})
    save(editor, whole["changes"])
    assert rings(editor, parcel) == first
    assert editor.get(f"{PARCELS}/{done[1]['id']}").status_code == 404
    assert Parcel.objects.get(uid=done[1]["id"]).withdrawn_at


def test_a_neighbour_gets_the_node_and_a_third_office_s_does_not(editor: Client, client_of: As) -> None:
    parcel = stored(editor)["id"]
    beside = stored(editor, feature(square(1)))["id"]
    other = make_officer("other", "AMPHOE_OFFICER", "6705")
    theirs = stored(client_of(other), feature(square(-1), "670505"))
    cut = told(editor, "split", {"parcel": parcel, "line": ACROSS})
    assert cut["outside"] == 1
    assert theirs["id"] not in str(cut)
    assert {one["id"] for one in cut["changes"] if one["action"] == "update"} == {parcel, beside}
    save(editor, cut["changes"])
    assert (101.151, 16.4006) in nodes_of([shape(geometry(editor, beside))])
    assert Parcel.objects.get(uid=theirs["id"]).version == 1


def test_zones_go_with_their_piece_and_one_across_is_cut(editor: Client) -> None:
    parcel = stored(editor)["id"]
    below = zone(editor, parcel, square(0.1, 0.1, 0.0003))
    above = zone(editor, parcel, square(0.1, 0.7, 0.0002))
    across = zone(
        editor, parcel, square(0.6, 0.3, 0.0003) | {"coordinates": [tall(101.1506, 16.4004, 16.4009)]}, depth_m=2
    )
    cut = told(editor, "split", {"parcel": parcel, "line": ACROSS})
    done = save(editor, cut["changes"])["changes"]
    piece = next(one["id"] for one in done if one["collection"] == "parcels" and one["action"] == "create")
    zones = {str(one.uid): one for one in Zone.objects.select_related("parcel")}
    assert {str(zones[uid].parcel.uid) for uid in (below,)} == {parcel}
    assert str(zones[above].parcel.uid) == piece
    (new,) = set(zones) - {below, above, across}
    assert {str(zones[across].parcel.uid), str(zones[new].parcel.uid)} == {parcel, piece}
    assert zones[new].depth_m == zones[across].depth_m == 2
    joined = told(editor, "merge", {"parcels": [parcel, piece]})
    save(editor, joined["changes"])
    assert set(Zone.objects.values_list("parcel__uid", flat=True)) == {uuid.UUID(parcel)}


def tall(west: float, south: float, north: float) -> list[list[float]]:
    east = round(west + 0.0002, 8)
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def test_a_border_moves_with_the_neighbour_or_alone(editor: Client) -> None:
    parcel, beside = stored(editor)["id"], stored(editor, feature(square(1)))["id"]
    step = {"from": [101.151, 16.401], "to": [101.1511, 16.4011]}
    both = told(editor, "move", {"parcel": parcel, "nodes": [step]})
    assert {one["id"] for one in both["changes"]} == {parcel, beside}
    assert both["overlaps"] == []
    alone = told(editor, "move", {"parcel": parcel, "nodes": [step], "alone": True})
    assert [one["id"] for one in alone["changes"]] == [parcel]
    assert alone["overlaps"][0]["area_m2"] > 100
    save(editor, both["changes"])
    assert (101.1511, 16.4011) in nodes_of([shape(geometry(editor, beside))])


def test_a_place_on_a_shared_edge_becomes_a_node_of_both_and_of_their_zones(editor: Client) -> None:
    """The neighbour is longer than the edge: it gets the ends of the edge too, so that the border is one line."""
    parcel = stored(editor)["id"]
    long = {"type": "Polygon", "coordinates": [tall(101.151, 16.3995, 16.4015)]}
    beside = stored(editor, feature(long))["id"]
    inner = zone(editor, parcel, square())
    step = {"from": [101.151, 16.4005], "to": [101.15103, 16.4005]}
    both = told(editor, "move", {"parcel": parcel, "nodes": [step]})
    assert {one["id"] for one in both["changes"]} == {parcel, beside, inner}
    assert both["overlaps"] == []
    save(editor, both["changes"])
    border = {(101.151, 16.4), (101.15103, 16.4005), (101.151, 16.401)}
    for uid, path in ((parcel, PARCELS), (beside, PARCELS), (inner, ZONES)):
        assert border <= nodes_of([shape(geometry(editor, uid, path))])
    alone = told(editor, "move", {"parcel": parcel, "alone": True, "nodes": [
        {"from": [101.1505, 16.401], "to": [101.1505, 16.40102]},
    ]})  # fmt: skip
    assert {one["id"] for one in alone["changes"]} == {parcel, inner}


def test_an_edge_that_two_neighbours_share_keeps_the_node_between_them(editor: Client) -> None:
    parcel = stored(editor)["id"]
    lower, upper = (
        stored(editor, feature({"type": "Polygon", "coordinates": [tall(101.151, *ends)]}))["id"]
        for ends in ((16.4, 16.4004), (16.4004, 16.401))
    )
    step = {"from": [101.151, 16.4007], "to": [101.15103, 16.4007]}
    both = told(editor, "move", {"parcel": parcel, "nodes": [step]})
    assert {one["id"] for one in both["changes"]} == {parcel, upper}
    assert both["overlaps"] == []
    save(editor, both["changes"])
    assert (101.151, 16.4004) in nodes_of([shape(geometry(editor, parcel))])
    assert Parcel.objects.get(uid=lower).version == 1


def test_one_stale_change_saves_none_and_shows_how_it_is_now(editor: Client) -> None:
    parcel = stored(editor)["id"]
    beside = stored(editor, feature(square(1)))["id"]
    cut = told(editor, "split", {"parcel": parcel, "line": ACROSS})
    Parcel.objects.filter(uid=beside).update(name="ใหม่")
    refused = save(editor, cut["changes"], 412)
    assert refused["code"] == "stale"
    assert refused["findings"][0]["path"] == "/changes/2"
    assert [one["id"] for one in refused["current"]["features"]] == [beside]
    assert Parcel.objects.count() == 2
    assert Parcel.objects.get(uid=parcel).version == 1


def test_a_rehearsal_stores_nothing_and_a_key_saves_once(editor: Client) -> None:
    parcel = stored(editor)["id"]
    cut = told(editor, "split", {"parcel": parcel, "line": ACROSS})
    save(editor, cut["changes"], query="?validate=true")
    assert Parcel.objects.count() == 1
    first, second = (save(editor, cut["changes"], **{"idempotency-key": "split-0001"}) for _ in range(2))
    assert first == second
    assert Parcel.objects.count() == 2


BAD: list[tuple[Any, int, str]] = [
    ([], 422, "too_many_changes"),
    ([{"action": "update"}], 422, "invalid"),
    ([{"action": "update", "collection": "parcels", "id": str(uuid.uuid4()), "version": 1}], 422, "unknown_feature"),
    ([{"action": "update", "collection": "parcels", "id": str(uuid.uuid4())}], 422, "version_needed"),
    ([{"action": "create", "collection": "zones", "id": str(uuid.uuid4()), "version": 1}], 422, "new_has_no_version"),
    ([{"action": "create", "collection": "zones", "id": str(uuid.uuid4()), "code": 1}], 422, "unknown_member"),
    ([{"action": "create", "collection": "areas", "id": str(uuid.uuid4())}], 422, "invalid"),
    ([{"action": "create", "collection": "parcels", "id": str(uuid.uuid4()), "properties": 5}], 422, "not_a_feature"),
    (["x"], 422, "not_an_object"),
]


@pytest.mark.parametrize(("changes", "status", "code"), BAD)
def test_a_bad_change_is_refused_with_its_place(editor: Client, changes: Any, status: int, code: str) -> None:
    refused = save(editor, changes, status)
    assert refused["code"] == code
    assert not changes or code == "not_an_object" or refused["findings"][0]["path"].startswith("/changes/0")


def test_the_same_feature_twice_is_refused(editor: Client) -> None:
    change = {"action": "update", "collection": "parcels", "id": stored(editor)["id"], "version": 1}
    assert save(editor, [change, change], 422)["findings"][0]["path"] == "/changes/1/id"


def test_who_may_not_change_land_is_refused_and_who_may_not_see_it_finds_nothing(
    editor: Client, client_of: As, viewer: User, neighbour_officer: User, client: Client
) -> None:
    parcel = stored(editor)["id"]
    asked = {"parcel": parcel, "line": ACROSS}
    assert ask(client_of(viewer), "split", asked).status_code == 403
    assert ask(client, "split", asked).status_code == 401
    hidden, absent = (
        ask(client_of(neighbour_officer), "split", {**asked, "parcel": uid}) for uid in (parcel, str(uuid.uuid4()))
    )
    assert (hidden.status_code, hidden.content) == (422, absent.content)
    change = {"action": "update", "collection": "parcels", "id": parcel, "version": 1, "properties": {"name": "x"}}
    assert save(client_of(neighbour_officer), [change], 422)["code"] == "unknown_feature"


BESIDE = {"type": "LineString", "coordinates": [[101.1395, 16.4006], [101.1415, 16.4006]]}
ASKED: list[tuple[str, Json, str]] = [
    ("split", {"line": {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}}, "out_of_country"),
    ("split", {"line": {"type": "Point", "coordinates": [101, 16]}}, "not_a_line"),
    ("split", {"line": {"type": "LineString", "coordinates": [[101.1, 16.4]]}}, "line_too_short"),
    ("split", {"line": {"type": "LineString", "coordinates": [["a", 16.4], [101.2, 16.4]]}}, "not_finite"),
    ("split", {"line": {"type": "LineString", "coordinates": [[101.1 + n / 1e4, 16.4] for n in range(201)]}}, "too_large_to_edit"),
    ("fit", {"geometry": square(), "tolerance_m": 9}, "invalid"),
    ("fit", {"geometry": {"type": "Polygon", "coordinates": []}}, "empty"),
    ("move", {"nodes": [{"from": [101.15, 16.5], "to": [101.15, 16.6]}]}, "not_a_node"),
    ("move", {"nodes": [{"from": [101.15, 16.4]}]}, "invalid"),
    ("trace", {"start": [101.15, 16.4], "end": [101.3, 16.4]}, "not_on_border"),
    ("design", {"size_rai": "1", "ratio": 1}, "invalid"),
    ("design", {"size_rai": 1, "ratio": 1, "angle": 181}, "invalid"),
    ("design", {"size_rai": 1, "ratio": 1, "shares": [30, 30, 30, 11]}, "invalid"),
    ("design", {"size_rai": 1, "ratio": 1, "shares": [50, 50]}, "invalid"),
    ("check", {"zones": [square(5)]}, "zone_outside"),
    ("pieces", {"pieces": [square()], "cut": {"piece": 1, "line": ACROSS}}, "no_such_piece"),
    ("pieces", {"pieces": [square()], "cut": {"piece": 0, "line": BESIDE}}, "line_does_not_cross"),
    ("pieces", {"pieces": []}, "invalid"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "body", "code"), ASKED)
def test_a_bad_question_is_refused_by_its_code(editor: Client, name: str, body: Json, code: str) -> None:
    about = {} if name == "fit" else {"parcel": stored(editor)["id"]}
    answer = ask(editor, name, {**about, **body})
    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.parametrize("metres", [1e5, 0.02])
def test_a_traverse_that_leaves_the_country_or_does_not_close_is_refused(editor: Client, metres: float) -> None:
    legs = [{"bearing": 90, "distance_m": metres}] * 3
    body = {"epsg": 32647, "east_m": 743630, "north_m": 1795572, "legs": legs, "distances": "ground"}
    assert ask(editor, "traverse", body).json()["code"] == "closure_too_large"
    there_and_back = [{"bearing": b, "distance_m": 1e5} for b in (90, 90, 270, 270) for _ in range(3)]
    assert ask(editor, "traverse", {**body, "legs": there_and_back}).json()["code"] == "out_of_country"


def test_land_without_a_shape_and_two_of_different_applications_are_refused(editor: Client) -> None:
    bare = stored(editor, feature(None))["id"]
    assert ask(editor, "split", {"parcel": bare, "line": ACROSS}).json()["code"] == "not_drawn"
    parcel = stored(editor)["id"]
    assert ask(editor, "merge", {"parcels": [parcel, parcel]}).json()["code"] == "same_parcel"


def test_borders_of_real_parcels_stay_shared_after_twenty_random_edits(client_of: As, province: User) -> None:
    """No gap, no sliver, no overlap that was not there; nodes that were shared still are."""
    client = client_of(province)
    name = "data/parcels/phetchabun_namron_dol_parcels_98_rtsd.geojson"
    rows = json.loads(shared(name).read_text(encoding="utf-8"))["features"]
    uids: list[str] = []
    for start in range(0, len(rows), 25):
        features = [feature(row["geometry"], "670114") for row in rows[start : start + 25]]
        uids += [one["id"] for one in stored(client, {"type": "FeatureCollection", "features": features})["features"]]
    before = now()
    chance, done = random.Random(2565), {"split": 0, "merge": 0, "move": 0}
    while sum(done.values()) < 20:
        kind = chance.choice([*done])
        uid = chance.choice(uids)
        changes = edit(client, kind, uid, chance)
        if changes and post(client, "/api/geometry/save", {"changes": changes}).status_code == 200:
            done[kind] += 1
            uids = [str(one) for one in Parcel.objects.filter(withdrawn_at=None).values_list("uid", flat=True)]
    after = now()
    print(f"\n{done}: gaps {len(before.gaps)} → {len(after.gaps)}, overlaps {len(before.overlaps)} → {len(after.overlaps)}, "
          f"missing nodes {len(before.missing_nodes)} → {len(after.missing_nodes)}")  # fmt: skip
    assert min(done.values()) > 0
    assert len(after.gaps) == len(before.gaps)
    assert len(after.overlaps) == len(before.overlaps)
    assert set(after.missing_nodes) <= set(before.missing_nodes)


def now() -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ST_AsGeoJSON(geom, 8) FROM parcel WHERE withdrawn_at IS NULL ORDER BY id")
        return report([shape(json.loads(text)) for (text,) in cursor])


def edit(client: Client, kind: str, uid: str, chance: random.Random) -> list[Json]:
    """The changes of a random operation on a parcel; none where it was refused."""
    nodes = sorted(nodes_of([shape(geometry(client, uid))]))
    west, south, east, north = (f(n[i] for n in nodes) for f, i in ((min, 0), (min, 1), (max, 0), (max, 1)))
    if kind == "split":
        share = chance.uniform(0.3, 0.7)
        at = west + (east - west) * share
        line = {"type": "LineString", "coordinates": [[at, south - 1e-4], [at, north + 1e-4]]}
        answer = ask(client, "split", {"parcel": uid, "line": line})
    elif kind == "merge":
        touching = [p for p in Parcel.objects.filter(withdrawn_at=None).exclude(uid=uid)
                    if len(nodes_of([shape(geometry(client, str(p.uid)))]) & set(nodes)) > 1]  # fmt: skip
        if not touching:
            return []
        answer = ask(client, "merge", {"parcels": [uid, str(chance.choice(touching).uid)]})
    else:
        node = chance.choice(nodes)
        to = [node[0] + chance.uniform(-3e-6, 3e-6), node[1] + chance.uniform(-3e-6, 3e-6)]
        answer = ask(client, "move", {"parcel": uid, "nodes": [{"from": node, "to": to}]})
    if answer.status_code != 200 or answer.json().get("overlaps"):
        return []
    changes: list[Json] = answer.json()["changes"]
    return changes
