"""Officers: invited and changed from above, never by themselves; a change acts on the next request."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from parcels.models import Applicant, History, Idempotency, Invitation, Office, Officer
from parcels.officers import is_within
from parcels.rights import RIGHTS
from tests.api.shapes import feature, square
from tests.api.test_items import PARCELS, post
from tests.conftest import make_officer
from tests.register.conftest import PERSON, Story

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
OFFICERS = "/api/officers"
GOOD = "ข้าวเหนียวมะม่วง 7 จาน"
NEW = {
    "username": "somsri",
    "name": "สมศรี ใจดี",
    "email": "somsri@example.go.th",
    "role": "AMPHOE_OFFICER",
    "area": "6701",
}


@pytest.fixture
def boss(client_of: As, province: User) -> Client:
    return client_of(province)


def make(client: Client, status: int = 201, **wish: Any) -> dict[str, Any]:
    answer = client.post(OFFICERS, {**NEW, **wish}, content_type="application/json")
    assert answer.status_code == status, answer.content.decode()
    return dict(answer.json())


def change(client: Client, uid: str, status: int = 200, match: str = "*", **wish: Any) -> dict[str, Any]:
    answer = client.patch(f"{OFFICERS}/{uid}", wish, content_type="application/json", headers={"if-match": match})
    assert answer.status_code == status, answer.content.decode()
    return dict(answer.json())


def secret_of(made: dict[str, Any]) -> str:
    return str(made["invitation"]).rsplit("/", 1)[1]


def accept(secret: str, password: str = GOOD, status: int = 200, **more: Any) -> dict[str, Any]:
    """Whoever has the link sets the password, in a browser of his own."""
    client = Client(headers={"accept-language": "en"})
    body = {"password": password, **more}
    answer = client.post(f"/api/invitations/{secret}", body, content_type="application/json")
    assert answer.status_code == status, answer.content.decode()
    return dict(answer.json())


def uid_of(user: User) -> str:
    return str(Officer.objects.get(user=user).uid)


def codes(problem: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["code"], one["path"]) for one in problem["findings"]]


def test_an_invited_officer_sets_a_password_and_works(boss: Client, client: Client) -> None:
    made = make(boss)
    assert (made["username"], made["role"], made["area"], made["has_password"]) == (
        "somsri",
        "AMPHOE_OFFICER",
        "6701",
        False,
    )
    secret = secret_of(made)
    who = client.get(f"/api/invitations/{secret}").json()
    assert (who["username"], who["name"], who["role"]["code"], who["area"]["code"]) == (
        "somsri", "สมศรี ใจดี", "AMPHOE_OFFICER", "6701",
    )  # fmt: skip
    assert accept(secret) == {"username": "somsri"}
    body = {"username": "somsri", "password": GOOD}
    assert client.post("/api/session", body, content_type="application/json").status_code == 200
    assert client.get("/api/me").json()["role"]["code"] == "AMPHOE_OFFICER"
    shown = boss.get(f"{OFFICERS}/{made['id']}").json()
    assert (shown["has_password"], shown["is_invited"]) == (True, False)
    assert "invitation" not in shown


def test_a_new_password_ends_older_sessions(boss: Client, client: Client) -> None:
    made = make(boss)
    accept(secret_of(made))
    body = {"username": "somsri", "password": GOOD}
    assert client.post("/api/session", body, content_type="application/json").status_code == 200
    accept(secret_of(boss.post(f"{OFFICERS}/{made['id']}/invitation").json()), "another good one 7")
    assert client.get("/api/me").status_code == 401


def test_a_link_works_once_for_a_week_until_the_next_one(boss: Client) -> None:
    made = make(boss)
    first = secret_of(made)
    assert len(first) >= 43  # 256 bits in base64
    accept(first)
    assert accept(first, status=404)["code"] == "invitation_over"
    second = secret_of(boss.post(f"{OFFICERS}/{made['id']}/invitation").json())
    third = secret_of(boss.post(f"{OFFICERS}/{made['id']}/invitation").json())
    assert accept(second, status=404)["code"] == "invitation_over"
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert accept(third, status=404)["code"] == "invitation_over"
    assert accept("nonsense", status=404)["code"] == "invitation_over"


def test_a_link_is_kept_as_a_digest_and_in_no_answer_that_is_kept(boss: Client) -> None:
    answer = boss.post(OFFICERS, NEW, content_type="application/json", headers={"idempotency-key": "invite-somsri"})
    secret = secret_of(answer.json())
    (held,) = Invitation.objects.all()
    assert bytes(held.digest) == hashlib.sha256(secret.encode()).digest()
    assert not Idempotency.objects.exists()
    assert secret not in boss.get(OFFICERS).content.decode()
    assert timedelta(days=6, hours=23) < held.expires_at - timezone.now() <= timedelta(days=7)


@pytest.mark.parametrize(
    ("password", "code"), [("kratom-7", "password_too_short"), ("qwertyuiop", "password_too_common")]
)
def test_a_bad_password_is_refused_and_the_link_lives_on(boss: Client, password: str, code: str) -> None:
    secret = secret_of(make(boss))
    assert codes(accept(secret, password, 422)) == [(code, "/password")]
    accept(secret)


def test_a_link_needs_the_token_of_the_page(boss: Client) -> None:
    secret = secret_of(make(boss))
    client = Client(enforce_csrf_checks=True)
    answer = client.post(f"/api/invitations/{secret}", {"password": GOOD}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")


def test_who_tries_links_has_to_wait(boss: Client, client: Client) -> None:
    answers = [client.get(f"/api/invitations/{n}").status_code for n in range(32)]
    assert answers[0] == 404
    assert answers[-1] == 429
    secret = secret_of(make(boss))
    assert client.get(f"/api/invitations/{secret}").status_code == 429


@pytest.mark.parametrize(
    ("wish", "status", "found"),
    [
        ({"area": "68"}, 403, [("not_in_your_area", "/area")]),
        ({"area": "6702x"}, 422, [("area_for_role", "/area")]),
        ({"area": "67"}, 422, [("area_for_role", "/area")]),
        ({"area": "6799"}, 422, [("unknown_area", "/area")]),
        ({"role": "PROVINCE", "area": "6701"}, 422, [("area_for_role", "/area")]),
        ({"role": "VOLUNTEER", "area": "670101", "term_ends": "2099-01-01"}, 422, [("area_for_role", "/area")]),
        ({"role": "VOLUNTEER", "area": "67010101"}, 422, [("term_needed", "/term_ends")]),
        ({"term_ends": "2020-01-01"}, 422, [("term_over", "/term_ends")]),
        ({"role": "HOUSEHOLD", "area": "67"}, 422, [("applicant_needed", "/applicant")]),
        ({"username": "Som Sri"}, 422, [("bad_username", "/username")]),
        ({"username": "province"}, 409, [("username_taken", "/username")]),
        ({"role": "KING"}, 422, [("invalid_value", "/role")]),
        ({"email": "nowhere"}, 422, [("bad_email", "/email")]),
        ({"suspended": True}, 422, [("unknown_member", "/suspended")]),
        ({"name": "a\tb"}, 422, [("nul_character", "/name")]),
        ({"applicant": 5}, 422, [("does_not_exist", "/applicant")]),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_what_is_not_to_be_is_refused(boss: Client, wish: dict[str, Any], status: int, found: list[Any]) -> None:
    assert codes(make(boss, status, **wish)) == found
    assert not User.objects.filter(username="somsri").exists()


def test_a_volunteer_has_a_village_and_an_end_of_term(boss: Client) -> None:
    made = make(boss, role="VOLUNTEER", area="67010103", term_ends="31 ธ.ค. 2642")
    assert made["term_ends"] == "2099-12-31"
    assert made["area_name_th"].startswith("หมู่ 3 ต.")
    problem = change(boss, made["id"], 422, term_ends=None)
    assert codes(problem) == [("term_needed", "/term_ends")]


def test_nobody_gives_what_he_has_not() -> None:
    assert all(is_within(role, RIGHTS["PROVINCE"]) for role in RIGHTS)
    head = [role for role in RIGHTS if is_within(role, RIGHTS["AMPHOE_HEAD"])]
    assert "PROVINCE" not in head
    assert {"AMPHOE_HEAD", "AMPHOE_OFFICER", "VOLUNTEER"} <= {*head}
    assert not is_within("AMPHOE_OFFICER", RIGHTS["ANALYST"])
    assert not is_within("ANALYST", RIGHTS["VIEWER"])


def test_only_the_province_sees_officers_and_only_its_own(
    boss: Client, client_of: As, officer: User, viewer: User, client: Client
) -> None:
    stranger = make_officer("stranger", "PROVINCE", "10")
    above = make_officer("department", "DEPARTMENT", "")
    names = [one["username"] for one in boss.get(OFFICERS).json()["officers"]]
    assert names == ["officer", "province", "viewer"]
    for hidden in (stranger, above):
        assert boss.get(f"{OFFICERS}/{uid_of(hidden)}").status_code == 404
        change(boss, uid_of(hidden), 404, suspended=True)
        assert boss.post(f"{OFFICERS}/{uid_of(hidden)}/invitation").status_code == 404
    for who in (officer, viewer):
        answer = client_of(who).get(OFFICERS)
        assert (answer.status_code, client_of(who).get(f"{OFFICERS}/{uid_of(officer)}").status_code) == (404, 404)
        assert client_of(who).post(OFFICERS, NEW, content_type="application/json").status_code == 404
    assert client.get(OFFICERS).status_code == 401


def test_the_list_is_searched_filtered_and_paged(boss: Client, officer: User, neighbour_officer: User) -> None:
    def found(query: str) -> list[str]:
        return [one["username"] for one in boss.get(f"{OFFICERS}?{query}").json()["officers"]]

    make(boss)
    assert found("q=ใจดี") == found("q=SOMSRI@") == found("q=som+ใจ") == ["somsri"]
    assert found("role=AMPHOE_OFFICER&area=6701") == ["officer", "somsri"]
    page = boss.get(f"{OFFICERS}?limit=2").json()
    assert (page["numberMatched"], page["after"]) == (4, "officer")
    assert found("limit=2&after=officer") == ["province", "somsri"]
    for wrong in ("role=KING", "area=6", "limit=0", "limit=x", "x=1"):
        assert boss.get(f"{OFFICERS}?{wrong}").status_code == 400


def test_the_list_asks_the_database_as_often_for_many_as_for_one(boss: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(5):
        boss.get(OFFICERS)
    for n in range(5):
        make_officer(f"more{n}", "AMPHOE_OFFICER", f"670{n + 1}")
    with django_assert_num_queries(5):
        boss.get(OFFICERS)


def test_a_suspension_acts_on_the_next_request_and_leaves_a_trace(
    boss: Client, client_of: As, officer: User, province: User
) -> None:
    working = client_of(officer)
    stored = post(working, PARCELS, feature(square())).json()
    at = f"{PARCELS}/{stored['id']}"
    assert working.get(at).status_code == 200
    shown = change(boss, uid_of(officer), suspended=True)
    assert (shown["suspended"], shown["version"]) == (True, 2)
    assert working.get(at).status_code == 404
    assert working.patch(at, {}, content_type="application/json", headers={"if-match": "*"}).status_code == 404
    assert working.get("/api/me").json()["role"] is None
    change(boss, uid_of(officer), suspended=False)
    assert working.get(at).status_code == 200
    trace = History.objects.filter(table_name="officer", uid=uid_of(officer)).order_by("id")
    assert [(one.operation, one.version) for one in trace] == [("INSERT", 1), ("UPDATE", 2), ("UPDATE", 3)]
    assert trace[1].user_id == province.pk
    assert trace[1].before["suspended_at"] is None
    assert trace[1].after["suspended_at"]


def test_another_area_acts_on_the_next_request(boss: Client, client_of: As, officer: User) -> None:
    working = client_of(officer)
    stored = post(working, PARCELS, feature(square())).json()
    change(boss, uid_of(officer), area="6705")
    assert working.get(f"{PARCELS}/{stored['id']}").status_code == 404
    assert post(working, PARCELS, feature(None)).status_code == 403


def test_a_suspended_person_gets_no_link_and_his_old_one_is_dead(boss: Client) -> None:
    made = make(boss)
    change(boss, made["id"], suspended=True)
    assert accept(secret_of(made), status=404)["code"] == "invitation_over"
    answer = boss.post(f"{OFFICERS}/{made['id']}/invitation")
    assert (answer.status_code, answer.json()["code"]) == (409, "officer_suspended")


def test_nobody_changes_himself(boss: Client, province: User) -> None:
    for wish in ({"suspended": True}, {"area": "6701"}, {"name": "ใครก็ได้"}):
        assert change(boss, uid_of(province), 403, **wish)["code"] == "not_yourself"
    answer = boss.post(f"{OFFICERS}/{uid_of(province)}/invitation")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_yourself")


def test_a_change_needs_the_version_that_one_saw(boss: Client, officer: User) -> None:
    at = f"{OFFICERS}/{uid_of(officer)}"
    tag = boss.get(at)["ETag"]
    answer = boss.patch(at, {"name": "ก"}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (428, "if_match_needed")
    assert change(boss, uid_of(officer), match=tag, name="สมชาย นาดี")["name"] == "สมชาย นาดี"
    problem = change(boss, uid_of(officer), 412, match=tag, name="อีกชื่อ")
    assert problem["current"]["name"] == "สมชาย นาดี"
    names = str([*History.objects.filter(table_name="officer").values_list("after", "before")])
    assert "สมชาย" not in names


def test_the_last_account_of_the_province_stays(boss: Client, client_of: As, province: User) -> None:
    second = make_officer("second", "PROVINCE", "67")
    change(client_of(second), uid_of(province), suspended=True)
    # The first one's session still stands; what he may is gone.
    change(boss, uid_of(second), 404, suspended=True)
    change(client_of(second), uid_of(province), suspended=False)
    Officer.objects.filter(user=second).update(term_ends=date(2020, 1, 1))
    make(boss, username="third", role="PROVINCE", area="67")
    assert change(boss, uid_of(second), 200, suspended=True)["suspended"]


def test_a_household_looks_after_its_own_application(story: Story) -> None:
    story.apply()
    boss = story.client("province")
    house = {"username": "baan.na", "role": "HOUSEHOLD", "area": "67", "applicant": story.applicant}
    made = make(boss, **house)
    assert made["applicant"] == story.applicant
    accept(secret_of(made))
    user = User.objects.get(username="baan.na")
    assert [one["uid"] for one in story.client_of(user).get("/api/applications").json()["items"]] == [story.uid]
    assert codes(make(boss, 409, **{**house, "username": "baan.na2"})) == [("applicant_has_account", "/applicant")]
    assert codes(change(boss, made["id"], 422, role="VIEWER")) == [("household_stays", "/role")]
    other = story.post("officer", "applicants", {**PERSON, "name_th": "นายอีกคน"})["uid"]
    elsewhere = {**house, "username": "baan.na3", "applicant": other, "area": "6705"}
    assert codes(make(boss, 422, **elsewhere)) == [("applicant_elsewhere", "/area")]
    assert codes(make(boss, 422, applicant=other)) == [("applicant_not_needed", "/applicant")]
    assert Applicant.objects.get(uid=other).user is None


def test_a_token_manages_nobody(boss: Client, officer: User) -> None:
    token = boss.post("/api/tokens", {"name": "x", "scope": "write"}, content_type="application/json").json()["token"]
    program = Client(headers={"authorization": f"Bearer {token}"})
    assert program.get(OFFICERS).status_code == 200
    assert program.post(OFFICERS, NEW, content_type="application/json").json()["code"] == "person_needed"
    assert change(program, uid_of(officer), 403, suspended=True)["code"] == "person_needed"


def test_a_small_office_works_with_two_eyes(boss: Client, story: Story, officer: User) -> None:
    head, at = story.client("head"), "/api/offices/6701"
    seen = head.get(at)
    assert (seen.json()["four_eyes"], seen.json()["version"]) == (True, 0)

    def patch(client: Client, where: str, match: str, **switch: Any) -> Any:
        return client.patch(where, switch, content_type="application/json", headers={"if-match": match})

    assert patch(head, at, seen["ETag"], four_eyes=False).json()["version"] == 1
    assert patch(boss, at, seen["ETag"], four_eyes=True).status_code == 412
    assert patch(boss, at, boss.get(at)["ETag"], four_eyes=True).json()["four_eyes"] is True
    assert patch(boss, at, "*", four_eyes="no").status_code == 422
    assert boss.patch(at, {}, content_type="application/json").status_code == 428
    for hidden in ("/api/offices/6705", "/api/offices/67", "/api/offices/x"):
        assert patch(head, hidden, "*", four_eyes=False).status_code == 404
    assert patch(story.client("officer"), at, "*", four_eyes=False).status_code == 404
    assert Office.objects.get(area="6701").four_eyes is True
    assert History.objects.filter(table_name="office").count() == 2
