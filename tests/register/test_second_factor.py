"""The second factor: turned on with the password, asked for at the sign-in, each code good for once."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client

from parcels import second_factor
from parcels.errors import Refused
from parcels.models import SecondFactor

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
SESSION, FACTOR = "/api/session", "/api/session/second-factor"
PASSWORD = "ข้าวเหนียวมะม่วง 7 จาน"
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def known(officer: User) -> User:
    officer.set_password(PASSWORD)
    officer.save()
    return officer


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Moves the clock of the codes by a number of steps."""
    start = time.time()

    def move(steps: int) -> None:
        monkeypatch.setattr(second_factor.time, "time", lambda: start + steps * second_factor.STEP_S)

    move(0)
    return move


def code_of(secret: str, ahead: int = 0) -> str:
    return str(pyotp.TOTP(secret).at(int(second_factor.time.time()) + ahead * second_factor.STEP_S))


def begin(client: Client, password: str = PASSWORD) -> Any:
    return client.post(FACTOR, {"password": password}, content_type="application/json")


def turn_on(client: Client) -> str:
    """The secret of a second factor that counts; the code of this moment is used."""
    secret = str(begin(client).json()["secret"])
    answer = client.put(FACTOR, {"code": code_of(secret)}, content_type="application/json")
    assert answer.status_code == 200, answer.content.decode()
    return secret


def sign_in(client: Client, password: str = PASSWORD, **more: str) -> tuple[int, str]:
    body = {"username": "officer", "password": password, **more}
    answer = client.post(SESSION, body, content_type="application/json", headers=ENGLISH)
    return answer.status_code, answer.json().get("code", "")


def test_it_is_begun_confirmed_asked_for_and_turned_off(
    client_of: As, known: User, client: Client, clock: Callable[[int], None]
) -> None:
    mine = client_of(known)
    assert mine.get(FACTOR).json() == {"on": False, "since": None}
    begun = begin(mine).json()
    assert begun["address"].startswith("otpauth://totp/Plaeng:officer?secret=")
    assert len(begun["qr"]) == len(begun["qr"][0]) >= 21
    # Begun is not on.
    assert sign_in(client)[0] == 200
    client.delete(SESSION)
    secret = begun["secret"]
    assert mine.put(FACTOR, {"code": code_of(secret)}, content_type="application/json").json()["on"]
    assert sign_in(client) == (401, "second_factor_needed")
    assert sign_in(client, code="") == (401, "second_factor_needed")
    clock(1)
    assert sign_in(client, code=f" {code_of(secret)[:3]} {code_of(secret)[3:]} ") == (200, "")
    clock(2)
    body = {"password": PASSWORD, "code": code_of(secret)}
    assert mine.delete(FACTOR, body, content_type="application/json").status_code == 204
    client.delete(SESSION)
    assert sign_in(client) == (200, "")


def test_a_code_works_once_and_none_before_it(
    client_of: As, known: User, client: Client, clock: Callable[[int], None]
) -> None:
    secret = turn_on(client_of(known))
    assert sign_in(client, code=code_of(secret)) == (401, "second_factor_wrong")
    clock(5)
    now, before = code_of(secret), code_of(secret, -1)
    assert sign_in(client, code=now) == (200, "")
    client.delete(SESSION)
    assert sign_in(client, code=now) == (401, "second_factor_wrong")
    assert sign_in(client, code=before) == (401, "second_factor_wrong")


def test_a_phone_may_be_half_a_minute_off_and_no_more(
    client_of: As, known: User, client: Client, clock: Callable[[int], None]
) -> None:
    secret = turn_on(client_of(known))
    clock(10)
    assert sign_in(client, code=code_of(secret, -2))[0] == 401
    assert sign_in(client, code=code_of(secret, 2))[0] == 401
    assert sign_in(client, code=code_of(secret, 1))[0] == 200


def test_thai_digits_are_digits(client_of: As, known: User, client: Client, clock: Callable[[int], None]) -> None:
    secret = turn_on(client_of(known))
    clock(1)
    thai = code_of(secret).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert sign_in(client, code=thai)[0] == 200


def test_ten_wrong_codes_lock_like_ten_wrong_passwords(
    client_of: As, known: User, client: Client, clock: Callable[[int], None]
) -> None:
    secret = turn_on(client_of(known))
    clock(1)
    answers = [sign_in(client, code="000000" if code_of(secret) != "000000" else "111111") for _ in range(11)]
    assert answers[:9] == [(401, "second_factor_wrong")] * 9
    assert answers[-1] == (429, "sign_in_locked")
    assert sign_in(client, code=code_of(secret)) == (429, "sign_in_locked")


def test_the_need_of_a_code_is_told_after_the_right_password_only(client_of: As, known: User, client: Client) -> None:
    turn_on(client_of(known))
    assert sign_in(client, "wrong") == (401, "sign_in_failed")
    assert sign_in(client, "wrong", code="123456") == (401, "sign_in_failed")


def test_beginning_needs_the_password_and_a_person(client_of: As, known: User) -> None:
    mine = client_of(known)
    assert (begin(mine, "wrong").status_code, begin(mine, "wrong").json()["code"]) == (403, "password_wrong")
    token = mine.post("/api/tokens", {"name": "x", "scope": "write"}, content_type="application/json").json()["token"]
    program = Client(headers={"authorization": f"Bearer {token}"})
    for answer in (program.get(FACTOR), begin(program)):
        assert (answer.status_code, answer.json()["code"]) == (403, "person_needed")
    assert Client().get(FACTOR).status_code == 401


def test_what_is_on_is_not_begun_anew(client_of: As, known: User, clock: Callable[[int], None]) -> None:
    mine = client_of(known)
    answer = mine.put(FACTOR, {"code": "123456"}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "second_factor_not_begun")
    secret = turn_on(mine)
    assert (begin(mine).status_code, begin(mine).json()["code"]) == (409, "second_factor_on")
    clock(1)
    for body, code in (
        ({"password": "wrong", "code": code_of(secret)}, "password_wrong"),
        ({"password": PASSWORD, "code": "12"}, "second_factor_wrong"),
    ):
        assert mine.delete(FACTOR, body, content_type="application/json").json()["code"] == code
    assert mine.get(FACTOR).json()["on"]


def test_a_wrong_code_confirms_nothing(client_of: As, known: User, client: Client) -> None:
    mine = client_of(known)
    begin(mine)
    answer = mine.put(FACTOR, {"code": "12"}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "second_factor_wrong")
    assert sign_in(client)[0] == 200


def test_the_secret_is_kept_sealed_for_one_user(client_of: As, known: User, viewer: User) -> None:
    secret = turn_on(client_of(known))
    with connection.cursor() as cursor:
        cursor.execute("SELECT f::text, secret FROM second_factor f")
        row, sealed = cursor.fetchone()
    assert secret not in row
    assert secret.encode() not in bytes(sealed)
    SecondFactor.objects.update(user=viewer)
    with pytest.raises(Refused, match="second_factor_unreadable"):
        second_factor.spend(SecondFactor.objects.get(), "123456")


def test_a_link_does_not_get_round_it(client_of: As, known: User, province: User, clock: Callable[[int], None]) -> None:
    secret = turn_on(client_of(known))
    at = client_of(province).post(f"/api/officers/{known.officer.uid}/invitation").json()["invitation"]
    link = f"/api/invitations/{at.rsplit('/', 1)[1]}"
    anybody = Client(headers=ENGLISH)
    assert anybody.get(link).json()["second_factor"] is True
    clock(1)

    def accept(**more: str) -> tuple[int, str]:
        body = {"password": "another good one 7", **more}
        answer = anybody.post(link, body, content_type="application/json")
        return answer.status_code, answer.json().get("code", "")

    assert accept() == (401, "second_factor_needed")
    assert accept(code="12") == (401, "second_factor_wrong")
    assert accept(code=code_of(secret)) == (200, "")


def test_the_operator_removes_it_for_who_lost_the_phone(client_of: As, known: User, client: Client) -> None:
    turn_on(client_of(known))
    call_command("officer", "officer", "--no-second-factor")
    assert sign_in(client) == (200, "")
