"""Accounts of real people are made on the command line."""

from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from parcels.models import Officer

pytestmark = pytest.mark.django_db


def officer(*args: str) -> str:
    out = StringIO()
    call_command("officer", *args, stdout=out)
    return out.getvalue()


def test_a_new_account_can_sign_in_with_the_password_that_was_said() -> None:
    said = officer("somsri", "--role", "amphoe_officer", "--area", "6701", "--name", "สมศรี ตัวอย่าง")
    password = said.split("Password of somsri: ")[1].splitlines()[0]
    user = User.objects.get(username="somsri")
    assert user.check_password(password)
    assert (user.officer.role_id, user.officer.area, user.first_name) == ("AMPHOE_OFFICER", "6701", "สมศรี ตัวอย่าง")


def test_a_change_keeps_what_it_does_not_name() -> None:
    officer("somsri", "--role", "ANALYST", "--area", "67", "--term-ends", "2027-09-30")
    before = User.objects.get(username="somsri").password
    officer("somsri", "--area", "6705")
    after = Officer.objects.get(user__username="somsri")
    assert (after.role_id, after.area, str(after.term_ends)) == ("ANALYST", "6705", "2027-09-30")
    assert after.user.password == before


def test_a_suspended_account_can_be_restored() -> None:
    officer("somsri", "--role", "VIEWER", "--area", "67")
    assert "suspended" in officer("somsri", "--suspend")
    assert Officer.objects.get(user__username="somsri").suspended_at
    assert "active" in officer("somsri", "--restore")
    assert Officer.objects.get(user__username="somsri").suspended_at is None


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--area", "67"], "needs --role and --area"),
        (["--role", "VIEWER"], "needs --role and --area"),
        (["--role", "KING", "--area", "67"], "There is no role KING; the roles are AMPHOE_HEAD"),
        (["--role", "VIEWER", "--area", "6799"], "There is no area 6799"),
    ],
)
def test_what_is_not_there_is_named_and_nothing_is_made(options: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        officer("somsri", *options)
    assert not User.objects.filter(username="somsri").exists()
