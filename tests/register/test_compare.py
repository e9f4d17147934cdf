"""Two dates side by side: what appeared, went and changed in between, for those who may read histories."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection

from parcels.models import Parcel
from tests.api.shapes import square
from tests.register.conftest import Story

pytestmark = pytest.mark.django_db
AROUND = "101.1,16.3,101.3,16.5"


def now() -> str:
    """The database's clock: the moments of the test lie between its own changes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment.astimezone(UTC).isoformat()


def compare(story: Story, who: str = "officer", status: int = 200, **given: str) -> dict[str, Any]:
    query = urlencode({"bbox": AROUND, **given})
    answer = story.client(who).get(f"/api/collections/parcels/compare?{query}")
    assert answer.status_code == status, answer.content
    return dict(answer.json())


def test_appeared_gone_changed_and_the_same(story: Story) -> None:
    story.apply()
    kept, moved, lost = (story.land(shape=square(x=3 * n), application=None) for n in range(3))
    earlier = now()
    story.patch(
        "officer", f"collections/parcels/items/{moved}", {"geometry": square(x=3, y=1), "properties": {"name": "ก"}}
    )
    story.patch("officer", f"collections/parcels/items/{moved}", {"properties": {"name": "ข"}})
    gone = story.client("officer").delete(f"/api/collections/parcels/items/{lost}", headers={"if-match": "*"})
    assert gone.status_code == 204
    new = story.land(shape=square(x=12), application=None)
    found = compare(story, **{"from": earlier})
    assert found["is_whole"] is True
    items = {one["uid"]: one for one in found["items"]}
    assert {uid: one["change"] for uid, one in items.items()} == {moved: "changed", lost: "gone", new: "appeared"}
    assert kept not in items
    one = items[moved]
    assert set(one["columns"]) >= {"geom", "name"}
    assert (one["before"]["name"], one["after"]["name"]) == ("", "ข")
    shape = Parcel.objects.get(uid=moved).geom
    assert shape is not None
    assert one["after"]["geom"]["coordinates"] == [[[list(p) for p in ring] for ring in part] for part in shape.coords]
    assert one["before"]["geom"] != one["after"]["geom"]
    assert items[lost]["after"] is None
    assert items[new]["before"] is None


def test_between_two_moments_of_the_past(story: Story) -> None:
    story.apply()
    uid = story.land(application=None)
    first = now()
    story.patch("officer", f"collections/parcels/items/{uid}", {"properties": {"name": "ก"}})
    second = now()
    story.patch("officer", f"collections/parcels/items/{uid}", {"properties": {"name": "ข"}})
    third = now()
    [one] = compare(story, **{"from": first, "to": second})["items"]
    assert (one["columns"], one["before"]["name"], one["after"]["name"]) == (["name"], "", "ก")
    [one] = compare(story, **{"from": second, "to": third})["items"]
    assert (one["before"]["name"], one["after"]["name"]) == ("ก", "ข")
    assert compare(story, **{"from": third})["items"] == []


def test_what_is_asked_wrongly_is_refused(story: Story) -> None:
    moment = now()
    for given in ({"from": "x"}, {"from": moment, "to": "2001-01-01T00:00:00Z"}, {"from": moment, "bbox": "1,2"}, {}):
        assert compare(story, status=400, **given)["code"] == "bad_parameter"
    assert compare(story, status=400, **{"from": moment, "x": "1"})["code"] == "unknown_parameter"


def test_who_may_not_read_histories_finds_nothing_there(story: Story) -> None:
    moment = now()
    assert compare(story, "viewer", status=404, **{"from": moment})
    for name in ("zones", "areas", "nothing"):
        query = urlencode({"bbox": AROUND, "from": moment})
        assert story.client("officer").get(f"/api/collections/{name}/compare?{query}").status_code == 404


def test_others_land_is_not_compared(story: Story) -> None:
    story.apply()
    story.land(application=None)
    long_ago = "2001-01-01T00:00:00Z"
    assert len(compare(story, **{"from": long_ago})["items"]) == 1
    assert compare(story, "neighbour", **{"from": long_ago})["items"] == []
