"""A set of changes of older versions with `Prefer: merge`: put together with what others changed since, or asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from parcels.models import Parcel
from spatial.editing.nodes import nodes_of
from tests.api.shapes import feature, square
from tests.api.test_geometry_cases import told
from tests.api.test_geometry_save import geometry, save, zone
from tests.api.test_items import PARCELS, stored
from tests.spatial.test_editing_cases import shape

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
Json = dict[str, Any]
STEP = {"from": [101.151, 16.401], "to": [101.1511, 16.4011]}
MOVED = (101.1511, 16.4011)
MERGE = {"Prefer": "merge"}


@pytest.fixture
def editor(client_of: As, officer: User) -> Client:
    return client_of(officer)


@pytest.fixture
def pair(editor: Client) -> tuple[str, str]:
    return stored(editor)["id"], stored(editor, feature(square(1)))["id"]


def moved(editor: Client, parcel: str, step: Json = STEP) -> list[Json]:
    changes: list[Json] = told(editor, "move", {"parcel": parcel, "nodes": [step]})["changes"]
    return changes


def patched(editor: Client, uid: str, **members: Any) -> None:
    answer = editor.patch(f"{PARCELS}/{uid}", members, "application/json", HTTP_IF_MATCH="*")
    assert answer.status_code == 200, answer.content


def corners(editor: Client, uid: str) -> set[Any]:
    return nodes_of([shape(geometry(editor, uid))])


def test_a_neighbour_that_got_another_name_meanwhile_goes_along(editor: Client, pair: tuple[str, str]) -> None:
    parcel, beside = pair
    changes = moved(editor, parcel)
    patched(editor, beside, properties={"name": "ใหม่"})
    assert save(editor, changes, 412)["code"] == "stale"
    done = save(editor, changes, **MERGE)["changes"]
    assert {one["id"]: one["version"] for one in done} == {parcel: 2, beside: 3}
    assert Parcel.objects.get(uid=beside).name == "ใหม่"
    assert MOVED in corners(editor, parcel) & corners(editor, beside)


def test_two_corners_of_a_neighbour_that_were_moved_by_two_are_both_moved(
    editor: Client, pair: tuple[str, str]
) -> None:
    parcel, beside = pair
    changes = moved(editor, parcel)
    far = {"from": [101.152, 16.401], "to": [101.1521, 16.4011]}
    save(editor, moved(editor, beside, far))
    save(editor, changes, **MERGE)
    assert {MOVED, (101.1521, 16.4011)} <= corners(editor, beside)


def test_the_same_corner_moved_by_two_stores_nothing_and_is_named(editor: Client, pair: tuple[str, str]) -> None:
    parcel, beside = pair
    changes = [{**one, "properties": {"name": "x"}} if one["id"] == parcel else one for one in moved(editor, parcel)]
    there = {"from": [101.151, 16.401], "to": [101.15105, 16.4009]}
    alone = told(editor, "move", {"parcel": beside, "nodes": [there], "alone": True})
    save(editor, alone["changes"])
    refused = save(editor, changes, 409, **MERGE)
    assert refused["code"] == "conflict"
    at = next(n for n, one in enumerate(changes) if one["id"] == beside)
    assert [(one["code"], one["path"]) for one in refused["findings"]] == [
        ("changed_by_both", f"/changes/{at}/geometry")
    ]
    assert [one["id"] for one in refused["current"]["features"]] == [beside]
    assert Parcel.objects.get(uid=parcel).version == 1
    newest = [{**one, "version": 2} if one["id"] == beside else one for one in changes]
    save(editor, newest, **MERGE)
    assert MOVED in corners(editor, parcel) & corners(editor, beside)


def test_shapes_that_are_right_alone_and_not_together_are_asked(editor: Client, pair: tuple[str, str]) -> None:
    """Both ends of the western edge go inwards: either end alone leaves the zone inside."""
    parcel, _ = pair
    drawn = [[101.1503, 16.40045], [101.15035, 16.40045], [101.15035, 16.40055], [101.1503, 16.40055]]
    zone(editor, parcel, {"type": "Polygon", "coordinates": [[*drawn, drawn[0]]]})
    changes = moved(editor, parcel, {"from": [101.15, 16.401], "to": [101.1504, 16.401]})
    save(editor, moved(editor, parcel, {"from": [101.15, 16.4], "to": [101.1504, 16.4]}))
    refused = save(editor, changes, 409, **MERGE)
    assert refused["code"] == "conflict"
    assert {one["code"] for one in refused["findings"]} == {"changed_by_both", "zone_outside"}
    assert Parcel.objects.get(uid=parcel).version == 2


def test_versions_that_never_were_and_rows_that_go_are_not_merged(editor: Client, pair: tuple[str, str]) -> None:
    parcel, beside = pair
    changes = moved(editor, parcel)
    assert save(editor, [{**one, "version": 7} for one in changes], 412, **MERGE)["code"] == "stale"
    patched(editor, beside, properties={"name": "ใหม่"})
    gone = {"action": "delete", "collection": "parcels", "id": beside, "version": 1}
    assert save(editor, [gone], 412, **MERGE)["code"] == "stale"
