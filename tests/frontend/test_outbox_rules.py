"""What may be sent next, what an answer makes of an item, and what stands on what: plain functions, many cases."""

from __future__ import annotations

from typing import Any

import pytest

from tests.frontend.modules import Modules

UID = "00000000-0000-4000-8000-000000000001"
ITEMS = "/api/collections/parcels/items"
SAVE = "/api/geometry/save"


def item(seq: int, row: str = "a", state: str = "waiting", **more: Any) -> dict[str, Any]:
    return {"seq": seq, "id": f"key-{seq}", "row": row, "state": state, "next_at": 0, "tries": 0, **more}


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([], None),
        ([item(1), item(2)], 1),
        ([item(1, state="sent"), item(2)], 2),
        ([item(1, state="conflict"), item(2), item(3, "b")], 3),
        ([item(1, state="refused"), item(2)], None),
        ([item(1, state="sending"), item(2)], 1),
        ([item(1, state="retry", next_at=500), item(2), item(3, "b")], 3),
        ([item(1, state="retry", next_at=50), item(2)], 1),
    ],
)
def test_a_row_keeps_its_order_and_others_do_not_wait(modules: Modules, items: Any, expected: int | None) -> None:
    found = modules.call("offline/rules", "nextOf", items, 100)
    assert (found and found["seq"]) == expected


def test_what_stands_behind_another_says_so(modules: Modules) -> None:
    items = [item(1, state="conflict"), item(2), item(3, "b")]
    assert [modules.call("offline/rules", "shownState", one, items) for one in items] == [
        "conflict",
        "behind",
        "waiting",
    ]


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        ({"status": 0}, "again"),
        ({"status": 503}, "again"),
        ({"status": 429}, "again"),
        ({"status": 409, "code": "busy"}, "again"),
        ({"status": 401, "code": "sign_in_needed"}, "signed-out"),
        ({"status": 403, "code": "csrf_failed"}, "signed-out"),
        ({"status": 403, "code": "not_allowed"}, "refused"),
        ({"status": 404, "code": "not_found"}, "refused"),
        ({"status": 412, "code": "stale", "current": {}}, "conflict"),
        ({"status": 409, "code": "conflict"}, "conflict"),
        ({"status": 410, "code": "version_gone"}, "conflict"),
        ({"status": 409, "code": "uid_taken"}, "stored"),
        ({"status": 409, "code": "attachment_twice"}, "stored"),
        ({"status": 422, "code": "overlap"}, "refused"),
    ],
)
def test_what_an_answer_means(modules: Modules, problem: Any, expected: str) -> None:
    assert modules.call("offline/rules", "verdict", problem) == expected


def test_waits_grow_to_five_minutes(modules: Modules) -> None:
    waits = [modules.call("offline/rules", "backoff", tries, 0) for tries in (1, 2, 3, 8, 20)]
    assert waits == [2000, 4000, 8000, 256_000, 300_000]
    assert modules.call("offline/rules", "backoff", 1, 1) == 2500


def feature(version: int, **properties: Any) -> dict[str, Any]:
    return {"id": UID, "geometry": None, "properties": {"version": version, "name": "", "land_class": "", **properties}}


def patch(base: Any, **properties: Any) -> dict[str, Any]:
    return item(1, method="PATCH", kind="parcel", path=f"{ITEMS}/{UID}", body={"properties": properties}, base=base)


def test_different_fields_go_on_top_of_each_other(modules: Modules) -> None:
    found = modules.call("offline/merging", "rebased", patch(feature(1), name="x"), feature(4, land_class="TEMPLE"))
    assert (found["isMerged"], found["ifMatch"]) == (True, 4)


def test_the_same_field_is_asked_and_the_choice_is_what_is_sent(modules: Modules) -> None:
    mine = patch(feature(1), name="x", land_class="TEMPLE")
    conflict = modules.call("offline/merging", "rebased", mine, feature(4, name="y"))["conflict"]
    assert (conflict["asked"], conflict["kept"]) == (["name"], ["land_class"])
    mine["conflict"] = conflict
    kept = modules.call("offline/merging", "resolved", mine, {"name": "theirs"})
    assert (kept["body"], kept["ifMatch"]) == ({"properties": {"land_class": "TEMPLE"}}, 4)
    del mine["body"]["properties"]["land_class"]
    assert modules.call("offline/merging", "resolved", mine, {"name": "theirs"}) is None


def test_what_the_server_could_not_put_together_is_asked_too(modules: Modules) -> None:
    found = modules.call("offline/merging", "rebased", patch(feature(1), name="x"), feature(4), ["name"])
    assert found["conflict"]["asked"] == ["name"]


def test_versions_follow_from_one_item_to_the_next(modules: Modules) -> None:
    first = patch(None, name="x")
    save = item(2, path=SAVE, method="POST", body={"changes": [{"id": UID, "action": "update", "version": 1}]})
    assert modules.call("offline/standing", "belowOf", save, [first]) == ["key-1"]
    assert modules.call("offline/standing", "belowOf", first, [save]) == ["key-2"]
    then = modules.call("offline/standing", "onTopOf", save, first, {"etag": '"7-0123456789abcdef"'})
    assert then["body"]["changes"][0]["version"] == 7
    answer = {"data": {"changes": [{"id": UID, "version": 9}]}}
    assert modules.call("offline/standing", "onTopOf", first, save, answer)["ifMatch"] == 9


def test_an_item_that_changes_a_neighbour_too_is_of_both_rows(modules: Modules) -> None:
    other = "00000000-0000-4000-8000-000000000002"
    changes = [{"collection": "parcels", "id": uid, "action": "update", "version": 3} for uid in (UID, other)]
    both = item(1, f"parcels/{UID}", path=SAVE, method="POST", body={"changes": changes})
    behind = item(2, f"parcels/{other}", path=f"{ITEMS}/{other}", method="PATCH", body={}, ifMatch=3)
    assert modules.call("offline/rules", "nextOf", [{**both, "state": "refused"}, behind], 100) is None
    assert modules.call("offline/rules", "shownState", behind, [both, behind]) == "behind"
    third = item(3, f"parcels/{UID}", path=SAVE, method="POST", body=both["body"])
    assert modules.call("offline/standing", "belowOf", third, [both, behind]) == ["key-1", "key-2"]
    third["after"] = ["key-1", "key-2"]
    then = modules.call("offline/standing", "onTopOf", third, behind, {"etag": '"5"'})
    assert ([one["version"] for one in then["body"]["changes"]], then["after"]) == ([3, 5], ["key-1"])
    behind["after"] = "key-1"  # as an older release kept it
    left = modules.call("offline/standing", "withoutBelow", {**behind, "ifMatch": 4}, both)
    assert (left["ifMatch"], left["after"]) == (3, [])


def test_what_waits_makes_shapes_of_new_changed_and_gone_parcels(modules: Modules) -> None:
    shape = {"type": "MultiPolygon", "coordinates": []}
    other = "00000000-0000-4000-8000-000000000002"
    new = item(1, "parcels/n", method="POST", path=ITEMS, body={"id": "n", "geometry": shape, "properties": {}})
    changes = [
        {"collection": "parcels", "action": "update", "id": UID, "geometry": shape, "version": 1},
        {"collection": "parcels", "action": "delete", "id": other, "version": 1},
    ]
    save = item(2, f"parcels/{UID}", method="POST", path=SAVE, body={"changes": changes})
    words = item(3, "parcels/w", method="PATCH", path=f"{ITEMS}/w", body={"properties": {"name": "x"}})
    script = """async (load, [items, features]) => {
      const { waitingShapes, withShapes } = await load('offline/shapes')
      return withShapes(features, waitingShapes(items)).map(({ id, geometry }) => [id, geometry])
    }"""
    there = [{"id": uid, "geometry": "old", "properties": {}} for uid in (UID, other, "w")]
    found = modules.run(script, [[new, save, words], there])
    assert found == [[UID, shape], [other, None], ["w", "old"], ["n", shape]]


def test_time_and_place_of_a_picture_are_read_as_they_were_written(modules: Modules) -> None:
    script = """async (load, about) => {
      const { readExif, withExif } = await load('offline/exif')
      return readExif(withExif(Uint8Array.from([0xff, 0xd8, 0xff, 0xd9, 0, 0, 0, 0, 0, 0]), about))
    }"""
    about = {"taken": "2026:11:27 09:15:00", "place": [101.15050, -16.40050]}
    found = modules.run(script, about)
    assert found["taken"] == about["taken"]
    assert found["place"] == pytest.approx(about["place"], abs=1e-6)


def test_a_corner_is_the_mean_of_good_fixes(modules: Modules) -> None:
    fixes = [{"lon": 101 + n * 1e-6, "lat": 16, "accuracy": a, "at": n} for n, a in enumerate((3, 3, 30, 3))]
    good = modules.call("offline/fixes", "usable", fixes, 10)
    assert len(good) == 3
    mean = modules.call("offline/fixes", "average", good)
    assert mean["lon"] == pytest.approx(101 + 4e-6 / 3, abs=1e-9)
    assert modules.call("offline/fixes", "average", good[:2]) is None
    far = modules.call("offline/fixes", "toward", [101, 16], [101, 16.001])
    assert (round(far["metres"]), far["degrees"]) == (111, 0)
