"""The change feed: what each reader is told, and that nothing is lost when transactions overtake each other."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import StringIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg2
import pytest
from django.contrib.auth.models import User
from django.core import signing
from django.core.management import CommandError, call_command
from django.test import Client

from api.feed import SALT
from parcels.models import Officer
from tests.conftest import make_officer
from tests.parcels import land
from tests.parcels.land import run

As = Callable[[User], Client]
VILLAGE, NEXT_VILLAGE = "67010101", "67010102"


@pytest.fixture
def register(plain_sql: Callable[[], Any]) -> Any:
    """Plain SQL that commits each statement."""
    one = plain_sql()
    one.autocommit = True
    return one


class Reader:
    """Somebody who follows the feed from now on."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.next = self._get("/api/changes")["links"][0]["href"]

    def _get(self, path: str) -> dict[str, Any]:
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.content.decode()
        return dict(answer.json())

    def page(self, limit: int | None = None) -> dict[str, Any]:
        parts = urlsplit(self.next)
        path = f"{parts.path}?{parts.query}"
        body = self._get(path if limit is None else path.replace("limit=1000", f"limit={limit}"))
        self.next = body["links"][0]["href"]
        return body

    def told(self) -> list[tuple[str, str, int]]:
        return [(c["collection"], c["op"], c["version"]) for c in self.page()["changes"]]


@pytest.fixture
def reader(client_of: As, register: Any) -> Callable[..., Reader]:
    def sign_in(role: str = "AMPHOE_OFFICER", area: str = "6701") -> Reader:
        return Reader(client_of(make_officer(f"{role}-{area}", role, area)))

    return sign_in


def test_a_change_is_told_once_with_the_feature(reader: Callable[..., Reader], register: Any) -> None:
    me = reader()
    assert me.told() == []
    row = land.parcel(register)
    run(register, "UPDATE parcel SET name = 'ก' WHERE id = %s", row)
    (change,) = me.page()["changes"]
    assert (change["op"], change["version"], change["id"]) == ("upsert", 2, change["feature"]["id"])
    items = me.client.get(f"/api/collections/parcels/items/{change['id']}").json()
    assert change["feature"] == items
    assert me.told() == []


def test_what_is_deleted_or_withdrawn_goes_with_its_zones(reader: Callable[..., Reader], register: Any) -> None:
    row = land.parcel(register)
    land.zone(register, row)
    other = land.zone(register, row, x=0.5)
    me = reader()
    run(register, "DELETE FROM zone WHERE id = %s", other)
    assert me.told() == [("zones", "delete", 2)]
    run(register, "UPDATE parcel SET withdrawn_at = now() WHERE id = %s", row)
    assert me.told() == [("parcels", "delete", 2), ("zones", "delete", 1)]
    run(register, "UPDATE parcel SET withdrawn_at = NULL WHERE id = %s", row)
    assert me.told() == [("parcels", "upsert", 3), ("zones", "upsert", 1)]


def test_what_leaves_an_area_is_a_deletion_there_and_new_elsewhere(
    reader: Callable[..., Reader], register: Any
) -> None:
    row = land.parcel(register)
    land.zone(register, row)
    here, there, far = reader(), reader(area="6705"), reader(area="6706")
    run(register, "UPDATE parcel SET tambon = '670501' WHERE id = %s", row)
    page = here.page()["changes"]
    assert {(c["collection"], c["op"]) for c in page} == {("parcels", "delete"), ("zones", "delete")}
    assert all(set(c) == {"collection", "id", "op", "version"} for c in page)
    assert sorted(there.told()) == [("parcels", "upsert", 2), ("zones", "upsert", 2)]
    assert far.told() == []


def test_a_volunteer_follows_his_village(reader: Callable[..., Reader], register: Any) -> None:
    row = land.parcel(register, village=VILLAGE)
    land.zone(register, row)
    land.parcel(register, x=5)
    mine, other, whole = (reader("VOLUNTEER", area) for area in (VILLAGE, NEXT_VILLAGE, "670101"))
    run(register, "UPDATE parcel SET name = name")
    assert mine.told() == [("parcels", "upsert", 2)]
    assert other.told() == []
    assert whole.told() == [("parcels", "upsert", 2)] * 2
    run(register, "UPDATE parcel SET village_code = %s WHERE id = %s", NEXT_VILLAGE, row)
    assert mine.told() == [("parcels", "delete", 3), ("zones", "delete", 1)]
    assert other.told() == [("parcels", "upsert", 3), ("zones", "upsert", 1)]
    run(register, "DELETE FROM zone")
    assert (mine.told(), other.told()) == ([], [("zones", "delete", 2)])


def test_what_a_parcel_shows_of_others_is_a_change_of_it(reader: Callable[..., Reader], register: Any) -> None:
    applicant, application = land.applied(register)
    row = land.parcel(register, application=application)
    me = reader()
    run(register, "UPDATE applicant SET name_th = 'นามใหม่' WHERE id = %s", applicant)
    (change,) = me.page()["changes"]
    assert (change["version"], change["feature"]["properties"]["applicant_name"]) == (1, "นามใหม่")
    run(register, land.DOCUMENT, row)
    assert me.page()["changes"][0]["feature"]["properties"]["area_deed_m2"] == 16000
    assert Reader(me.client).told() == []


def test_people_are_named_to_those_who_may_read_them(reader: Callable[..., Reader], register: Any) -> None:
    viewer = reader("VIEWER", "67")
    _, application = land.applied(register)
    land.parcel(register, application=application)
    assert "applicant_name" not in viewer.page()["changes"][0]["feature"]["properties"]


def test_a_transaction_that_commits_late_is_not_missed(reader: Callable[..., Reader], plain_sql: Any) -> None:
    slow, quick = plain_sql(), plain_sql()
    me = reader()
    land.parcel(slow)
    land.parcel(quick, "670102", x=100)
    quick.commit()
    assert me.told() == [("parcels", "upsert", 1)]
    slow.commit()
    assert me.told() == [("parcels", "upsert", 1)]
    assert me.told() == []


def test_pages_walk_over_a_window(reader: Callable[..., Reader], register: Any) -> None:
    me = reader()
    for n in range(5):
        land.parcel(register, x=20 * n)
    pages = []
    for _ in range(3):
        page = me.page(limit=2)
        me.next = me.next.replace("limit=2", "limit=1000")
        pages.append((page["numberReturned"], page["hasMore"]))
    assert pages == [(2, True), (2, True), (1, False)]


FOREIGN = ["", "x", "a:b:c", "1:1:", "%27", "x" * 9000, "ก", signing.dumps(["a", "b", "c", "1:1:"], salt="other")]


@pytest.mark.parametrize("since", FOREIGN, ids=range(len(FOREIGN)))
def test_a_place_that_is_not_ours_is_refused(reader: Callable[..., Reader], since: str) -> None:
    answer = reader().client.get("/api/changes", {"since": since})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_parameter")


def test_it_starts_again_after_a_new_epoch_and_with_other_rights(reader: Callable[..., Reader], register: Any) -> None:
    me, moved = reader(), reader(area="6705")
    Officer.objects.filter(area="6705").update(area="6706")
    call_command("new_epoch", stdout=StringIO())
    for each in (me, moved):
        answer = each.client.get(each.next)
        assert (answer.status_code, answer.json()["code"]) == (410, "changes_gone")
        (link,) = answer.json()["links"]
        assert (link["rel"], each.client.get(link["href"]).status_code) == ("start", 200)


def test_other_rights_alone_start_it_again(reader: Callable[..., Reader]) -> None:
    me = reader()
    Officer.objects.update(area="6702")
    assert me.client.get(me.next).status_code == 410


def test_housekeeping_removes_what_is_old_and_those_who_missed_it_start_again(
    reader: Callable[..., Reader], register: Any, own_database: str, cluster: Any
) -> None:
    late, current = reader(), reader(area="67")
    land.parcel(register)
    admin = psycopg2.connect(cluster.url(own_database), options="-c search_path=plaeng_private,plaeng,public")
    admin.autocommit = True
    # Tests beside this one hold transactions open; in life none is 90 days old.
    while not run(admin, "SELECT bool_and(xid < pg_snapshot_xmin(pg_current_snapshot())) FROM change_log"):
        time.sleep(0.05)
    assert current.told() == [("parcels", "upsert", 1)]
    run(admin, "UPDATE change_log SET at = at - interval '91 days'")
    admin.close()
    land.parcel(register, x=5)
    out = StringIO()
    call_command("housekeeping", stdout=out)
    assert "1 removed" in out.getvalue()
    assert late.client.get(late.next).status_code == 410
    assert current.told() == [("parcels", "upsert", 1)]
    with pytest.raises(CommandError):
        call_command("housekeeping", "--days", "0")


def test_only_officers_follow(client: Client, client_of: As, reader: Callable[..., Reader], register: Any) -> None:
    assert client.get("/api/changes").status_code == 401
    assert client_of(User.objects.create(username="nobody")).get("/api/changes").status_code == 404
    me = reader()
    assert parse_qs(urlsplit(me.next).query)["limit"] == ["1000"]
    assert me.client.get("/api/changes?limit=0").status_code == 400
    assert me.client.get("/api/changes?x=1").json()["code"] == "unknown_parameter"
    assert signing.loads(parse_qs(urlsplit(me.next).query)["since"][0], salt=SALT)[1:3] == ["AMPHOE_OFFICER", "6701"]
