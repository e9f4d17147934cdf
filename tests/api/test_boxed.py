"""A list of a small box is a statement that is planned once: it says what the statement made for the question says."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from api.boxed import MAX_GATHERED
from tests.api.shapes import feature, square
from tests.api.test_items import PARCELS, ZONES, patch, stored
from tests.conftest import make_officer

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
NEAR = "101.1495,16.3995,101.1505,16.4005"
# All, one, those that a box touches with its edge, none.
BOXES = ["101.149,16.399,101.159,16.402", NEAR, "101.152,16.401,101.16,16.409", "101.3,16.6,101.31,16.61"]
# True of every row, and no part of a statement for any box.
ALL = "&filter=area_calc_m2 > 0"


@pytest.fixture
def two(client_of: As, officer: User, neighbour_officer: User) -> None:
    """Seven parcels in a row of one amphoe with zones in two of them, and one of another amphoe beside them."""
    mine = client_of(officer)
    land = [stored(mine, feature(square(x=n), name=f'"แปลง" {n} %s \\')) for n in range(7)]
    for parcel in land[:2]:
        stored(mine, zone_of(parcel), ZONES)
    stored(client_of(neighbour_officer), feature(square(x=7), tambon="670505"))


def zone_of(parcel: dict[str, Any]) -> dict[str, Any]:
    ring = parcel["geometry"]["coordinates"][0]
    shape = {"type": "Polygon", "coordinates": ring}
    return {"type": "Feature", "geometry": shape, "properties": {"parcel": parcel["id"], "zone_type": "nong"}}


def asked(client: Client, path: str) -> tuple[dict[str, Any], bool]:
    """The answer, and whether it came by a statement that was planned before."""
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path)
    assert answer.status_code == 200, answer.content.decode()
    body = dict(answer.json())
    del body["timeStamp"]
    body["links"] = {link["rel"] for link in body["links"]}
    return body, any("EXECUTE" in query["sql"] and "000020E6100000" in query["sql"] for query in seen.captured_queries)


RENDERINGS = [
    "", "&limit=3", "&limit=1", f"&limit={MAX_GATHERED}", "&sortby=-area_calc_m2", "&sortby=code&limit=4", "&sortby=state",
    "&sortby=-updated_at&limit=2", "&crs=http://www.opengis.net/def/crs/EPSG/0/32647", "&skipGeometry=true",
    "&properties=code,name", "&properties=area,updated_by&skipGeometry=true", "&f=jsonfg", "&labels=th",
]  # fmt: skip


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("how", RENDERINGS)
def test_it_says_what_the_other_says(client_of: As, province: User, how: str) -> None:
    client = client_of(province)
    for box in BOXES:
        path = f"{PARCELS}?bbox={box}{how}"
        (boxed, is_boxed), (made, is_made_boxed) = asked(client, path), asked(client, path + ALL)
        assert (is_boxed, is_made_boxed) == (True, False)
        assert boxed == made


@pytest.mark.usefixtures("two")
def test_a_box_may_be_of_any_size_and_end_a_hair_from_the_land(client_of: As, province: User) -> None:
    """What lies within a smaller box of the index is not looked at closely: that one may not reach too far."""
    client, rng = client_of(province), Random(2565)
    for n in range(6):  # as wide as two steps that a box may end beside them
        stored(client, feature(square(x=3 + n * 0.04, y=3, size=0.00004)))
    edges = (
        [101.15 + n * 0.001 for n in range(9)] + [101.153 + n * 0.00004 for n in range(7)] * 2,
        [16.4, 16.401, 16.403, 16.40304],
    )
    boxes = ["101.1505,16.4005,101.1505,16.4005", "101.1505,16.39,101.1505,16.41", "101.1505,16.4,7,101.1525,16.401,9"]
    for _ in range(120):
        (west, east), (south, north) = (
            sorted(rng.choice(places) + rng.choice((0, 1e-8, -1e-8, 1e-6, -1e-6, 2e-5, -2e-5, 4e-4)) for _ in range(2))
            for places in edges
        )
        boxes.append(f"{west:.9f},{south:.9f},{east:.9f},{north:.9f}")
    sizes = set()
    for box in boxes:
        (boxed, is_boxed), (made, _) = (
            asked(client, f"{PARCELS}?bbox={box}{more}&skipGeometry=true") for more in ("", ALL)
        )
        assert is_boxed
        assert boxed == made, box
        sizes.add(boxed["numberMatched"])
    assert len(sizes) > 7
    by_latitude = (
        f"{PARCELS}?bbox=16.3995,101.1495,16.4005,101.1505&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/4326"
    )
    assert asked(client, by_latitude) == asked(client, f"{PARCELS}?bbox={NEAR}")


@pytest.mark.usefixtures("two")
def test_each_reader_has_a_statement_of_his_own(client_of: As) -> None:
    for role in ("AMPHOE_OFFICER", "ANALYST", "VIEWER", "VOLUNTEER"):
        for area in ("67", "6701", "6705", "670101", "670505"):
            client = client_of(make_officer(f"{role}-{area}", role, area))
            path = f"{PARCELS}?bbox={BOXES[0]}"
            boxed, made = asked(client, path)[0], asked(client, path + ALL)[0]
            assert boxed == made
            found = {one["properties"]["tambon"] for one in boxed["features"]}
            assert found == {tambon for tambon in ("670101", "670505") if tambon.startswith(area)}


@pytest.mark.usefixtures("two")
def test_a_household_finds_its_own_land_alone(client_of: As) -> None:
    mine, theirs = (make_officer(name, "HOUSEHOLD", "6701") for name in ("mine", "theirs"))
    with connection.cursor() as cursor:
        for no, user in enumerate((mine, theirs)):
            cursor.execute(
                "WITH a AS (INSERT INTO applicant (kind, sector, name_th, org_reg_no, phone, village_code, tambon, deceased,"
                " user_id) VALUES ('PERSON', 'PEOPLE', 'สมมติ', '', '', '', '670101', false, %s) RETURNING id)"
                " INSERT INTO application (no, fy, applicant_id, model, state, remark)"
                " SELECT %s, 2565, id, 'HLM', 'APPLIED', '' FROM a RETURNING id", [user.pk, f"2565-6701-000{no}"],
            )  # fmt: skip
            cursor.execute(
                "UPDATE parcel SET application = %s WHERE id = (SELECT id FROM parcel WHERE tambon = '670101'"
                " AND application IS NULL ORDER BY id LIMIT 1) RETURNING uid::text", [*cursor.fetchone()],
            )  # fmt: skip
            (uid,) = cursor.fetchone()
            found, is_boxed = asked(client_of(user), f"{PARCELS}?bbox={BOXES[0]}")
            assert ([one["id"] for one in found["features"]], found["numberMatched"], is_boxed) == ([uid], 1, True)


@pytest.mark.usefixtures("two")
def test_zones_have_it_too(client_of: As, province: User) -> None:
    client = client_of(province)
    boxed, made = (
        asked(client, f"{ZONES}?bbox=101.1495,16.3995,101.1525,16.4005{more}") for more in ("", "&filter=version > 0")
    )
    assert boxed[0] == made[0]
    assert (boxed[1], boxed[0]["numberMatched"]) == (True, 2)


@pytest.mark.usefixtures("two")
def test_a_page_further_on_follows_from_it(client_of: As, province: User) -> None:
    client = client_of(province)
    url, seen = f"{PARCELS}?bbox={BOXES[0]}&limit=3", []
    while url:
        page = client.get(url).json()
        assert page["numberMatched"] == 8
        seen += [one["id"] for one in page["features"]]
        links = {link["rel"]: link["href"] for link in page["links"]}
        url = links.get("next", "").removeprefix("http://127.0.0.1:8000")
    assert len(seen) == len(set(seen)) == 8


def test_it_sees_what_was_written_and_whose_office_it_is_now(client_of: As, officer: User) -> None:
    client, path = client_of(officer), f"{PARCELS}?bbox={NEAR}"
    assert client.get(path).json()["numberMatched"] == 0
    one = stored(client)
    for number in range(7):  # beyond the five times that PostgreSQL plans a statement for its values
        answer = patch(
            client,
            f"{PARCELS}/{one['id']}",
            {"properties": {"name": f"ชื่อ {number}"}},
            **{"if-match": f'"{number + 1}"'},
        )
        assert answer.status_code == 200, answer.content.decode()
        assert [one["properties"]["name"] for one in client.get(path).json()["features"]] == [f"ชื่อ {number}"]
    officer.officer.area = "6705"
    officer.officer.save()
    assert client.get(path).json()["features"] == []


@pytest.mark.parametrize(
    "more", ["&q=x", "&code=x", "&datetime=2020-01-01/..", "&filter=name IS NULL", f"&limit={MAX_GATHERED + 1}"]
)
def test_what_asks_for_more_is_planned_for_itself(client_of: As, officer: User, more: str) -> None:
    assert not asked(client_of(officer), f"{PARCELS}?bbox={NEAR}{more}")[1]


def test_a_large_box_is_planned_for_itself(client_of: As, officer: User) -> None:
    assert not asked(client_of(officer), f"{PARCELS}?bbox=101,16,102,17")[1]
