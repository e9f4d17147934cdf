"""Ways round the rights: repeats after a transfer, villages, codes of hidden land, methods that are offered."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.api.shapes import MUEANG, feature, square
from tests.api.test_items import PARCELS, ZONES, patch, post, stored
from tests.conftest import make_officer

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
VILLAGE, NEXT_VILLAGE = f"{MUEANG}01", f"{MUEANG}02"


@pytest.fixture
def volunteer(db: None) -> User:
    return make_officer("volunteer", "VOLUNTEER", VILLAGE)


def test_a_volunteer_moves_no_land_out_of_the_village(client_of: As, volunteer: User) -> None:
    client = client_of(volunteer)
    path = f"{PARCELS}/{stored(client, feature(square(), village_code=VILLAGE))['id']}"
    for change in ({"tambon": "670505"}, {"tambon": "670102"}, {"village_code": NEXT_VILLAGE}, {"village_code": ""}):
        moved = patch(client, path, {"properties": change}, if_match='"1"')
        assert (moved.status_code, moved.json()["code"]) == (403, "not_in_your_area"), change
    elsewhere = post(client, PARCELS, feature(square(x=2), tambon="670505", village_code=VILLAGE))
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (403, "not_in_your_area")


def test_a_repeat_after_a_transfer_shows_nothing_of_the_old_area(client_of: As, officer: User) -> None:
    client = client_of(officer)
    parcel = stored(client, feature(square(), name="สวนลุงดำ"))
    path, change = f"{PARCELS}/{parcel['id']}", {"properties": {"name": "สวนป้าแดง"}}
    key = {"if_match": '"1"', "idempotency_key": "outbox-0001"}
    assert patch(client, path, change, **key).status_code == 200
    officer.officer.area = "6705"
    officer.officer.save()
    again = patch(client, path, change, **key)
    assert (again.status_code, again.json()["code"]) == (422, "idempotency_key_reused")
    assert "สวนป้าแดง" not in again.content.decode()
    made = post(client, PARCELS, feature(square(x=5), tambon="670505"), idempotency_key="outbox-0002")
    assert made.status_code == 201
    officer.officer.area = "6701"
    officer.officer.save()
    again = post(client, PARCELS, feature(square(x=5), tambon="670505"), idempotency_key="outbox-0002")
    assert again.status_code == 422
    assert made.json()["id"] not in again.content.decode()


def test_a_repeat_after_losing_a_role_names_nobody(client_of: As, officer: User) -> None:
    client = client_of(officer)
    path = f"{PARCELS}/{stored(client)['id']}"
    key = {"if_match": '"1"', "idempotency_key": "outbox-0003"}
    assert "applicant_name" in patch(client, path, {"properties": {"name": "x"}}, **key).json()["properties"]
    officer.officer.role_id = "VIEWER"
    officer.officer.save()
    again = patch(client, path, {"properties": {"name": "x"}}, **key)
    assert "applicant_name" not in again.content.decode()
    assert again.status_code == 422


def approve(uid: str) -> None:
    """Put a parcel into an approved application."""
    from parcels.models import Applicant, Application, Parcel

    parcel = Parcel.objects.get(uid=uid)
    who = Applicant.objects.create(kind_id="PERSON", sector_id="PEOPLE", name_th="นายสมมติ", tambon_id=MUEANG)
    papers = Application.objects.create(
        no=f"T-{parcel.pk}", fy=2565, applicant=who, model_id="HLM", state_id="APPROVED"
    )
    parcel.application = papers
    parcel.save(update_fields=["application"])


def test_an_overlap_names_only_land_that_one_may_see(client_of: As, officer: User, volunteer: User) -> None:
    other = stored(client_of(officer), feature(square(), village_code=NEXT_VILLAGE))
    approve(other["id"])
    mine = feature(square(x=0.5), village_code=VILLAGE)
    seen = post(client_of(officer), PARCELS, mine).json()["findings"][0]
    assert (seen["code"], seen["parcel"]) == ("overlap", other["properties"]["code"])
    hidden = post(client_of(volunteer), PARCELS, mine)
    assert (hidden.status_code, hidden.json()["code"]) == (409, "overlap")
    assert other["properties"]["code"] not in hidden.content.decode()
    assert hidden.json()["findings"][0]["overlap_m2"] > 1


def test_options_offers_what_the_role_may_do(client_of: As, officer: User, viewer: User, analyst: User) -> None:
    path = f"{PARCELS}/{stored(client_of(officer))['id']}"
    may = {
        officer: ("GET, HEAD, OPTIONS, POST", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT"),
        analyst: ("GET, HEAD, OPTIONS", "GET, HEAD, OPTIONS, PATCH, PUT"),
        viewer: ("GET, HEAD, OPTIONS", "GET, HEAD, OPTIONS"),
    }
    for user, (many, one) in may.items():
        client = client_of(user)
        for url, methods in ((PARCELS, many), (path, one), (PARCELS.replace("parcels", "areas"), "GET, HEAD, OPTIONS")):
            answer = client.options(url)
            assert (answer.status_code, sorted(answer["Allow"].split(", "))) == (204, methods.split(", ")), url
    for url in (f"{PARCELS}/{uuid.uuid4()}", PARCELS.replace("parcels", "plots")):
        assert client_of(officer).options(url).status_code == 404


def test_no_zone_follows_to_land_of_others(client_of: As, officer: User, neighbour_officer: User) -> None:
    here, there = client_of(officer), client_of(neighbour_officer)
    parcel = stored(here)
    far = stored(there, feature(square(x=9), tambon="670505"))
    zone = stored(here, feature(square(size=0.0005), tambon=None, parcel=parcel["id"], zone_type="nong"), ZONES)
    change = {"properties": {"parcel": far["id"]}, "geometry": square(x=9, size=0.0005)}
    moved = patch(here, f"{ZONES}/{zone['id']}", change, if_match='"1"')
    assert (moved.status_code, moved.json()["findings"][0]["code"]) == (422, "does_not_exist")
    assert there.get(f"{ZONES}?parcel={parcel['id']}").json()["numberMatched"] == 0
    assert here.get(f"{ZONES}?parcel={parcel['id']}").json()["numberMatched"] == 1
