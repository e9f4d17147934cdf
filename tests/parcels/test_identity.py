"""National IDs: read strictly, stored sealed, found again, never printed."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from parcels.errors import Refused
from parcels.identity import NationalId, fingerprint, masked, seal, unseal
from parcels.models import Applicant

CASES = Path(__file__).parents[2].parent / "shared" / "cases" / "national_id.json"


def _cases() -> list[dict[str, object]]:
    return json.loads(CASES.read_text(encoding="utf-8")) if CASES.exists() else []


@pytest.mark.skipif(not CASES.exists(), reason=f"{CASES} is missing: the cases come from outside the project")
def test_every_case_of_the_shared_table_is_judged_as_it_says() -> None:
    judged = {str(case["id"]): _is_valid(str(case["id"])) for case in _cases()}
    assert judged == {str(case["id"]): case["valid"] for case in _cases()}
    for case in _cases():
        if "same_as" in case:
            assert NationalId.parse(str(case["id"])) == NationalId.parse(str(case["same_as"]))


def _is_valid(text: str) -> bool:
    try:
        NationalId.parse(text)
    except Refused:
        return False
    return True


@pytest.mark.parametrize(
    "text",
    ["", "1", "12345678901212", "1234567890122", "0123456789012", "9234567890121", "123456789012x", "١٢٣٤٥٦٧٨٩٠١٢١"],
    ids=["empty", "short", "long", "wrong check digit", "begins with 0", "begins with 9", "letter", "Arabic digits"],
)
def test_what_is_no_national_id_is_refused_without_a_hint(text: str) -> None:
    with pytest.raises(Refused) as refused:
        NationalId.parse(text)
    assert (refused.value.code, refused.value.findings, refused.value.data) == ("bad_national_id", [], {})


@pytest.mark.parametrize("text", ["1-2345-67890-12-1", " 1 2345 67890 12 1 ", "๑-๒๓๔๕-๖๗๘๙๐-๑๒-๑"])
def test_spaces_hyphens_and_thai_digits_are_read(text: str) -> None:
    assert NationalId.parse(text).grouped == "1-2345-67890-12-1"


def test_a_sealed_id_opens_again_and_its_bytes_do_not_show_it() -> None:
    applicant = Applicant(name_th="ทดสอบ")
    row = seal(applicant, NationalId.parse("1234567890121"))
    assert unseal(row).digits == "1234567890121"
    assert b"1234567890121" not in row.national_id_encrypted
    assert row.last4 == "0121"


def test_sealing_twice_gives_other_bytes_but_one_fingerprint() -> None:
    applicant, national_id = Applicant(), NationalId.parse("1234567890121")
    one, two = seal(applicant, national_id), seal(applicant, national_id)
    assert one.national_id_encrypted != two.national_id_encrypted
    assert one.national_id_hash == two.national_id_hash
    assert len(one.national_id_hash) == 32


def test_a_sealed_id_moved_to_another_person_does_not_open() -> None:
    row = seal(Applicant(), NationalId.parse("1234567890121"))
    row.applicant = Applicant()
    with pytest.raises(Refused, match="identity_unreadable"):
        unseal(row)


def test_changed_bytes_do_not_open() -> None:
    row = seal(Applicant(), NationalId.parse("1234567890121"))
    row.national_id_encrypted = row.national_id_encrypted[:-1] + bytes([row.national_id_encrypted[-1] ^ 1])
    with pytest.raises(Refused, match="identity_unreadable"):
        unseal(row)


def test_another_key_opens_nothing_and_finds_nothing(settings: Settings) -> None:
    national_id = NationalId.parse("1234567890121")
    row, found = seal(Applicant(), national_id), fingerprint(national_id)
    settings.IDENTITY_KEY = base64.b64encode(b"another key of thirty-two bytes!").decode()
    with pytest.raises(Refused, match="identity_unreadable"):
        unseal(row)
    assert fingerprint(national_id) != found


@pytest.mark.parametrize("key", ["not base64!", "c2hvcnQ="], ids=["not base64", "too short"])
def test_a_key_that_cannot_be_one_is_refused_with_what_to_do(settings: Settings, key: str) -> None:
    settings.IDENTITY_KEY = key
    with pytest.raises(ImproperlyConfigured, match="PLAENG_IDENTITY_KEY"):
        fingerprint(NationalId.parse("1234567890121"))


def test_it_never_prints_itself() -> None:
    national_id = NationalId.parse("1234567890121")
    assert str(national_id) == repr(national_id) == "NationalId(x-xxxx-xxxx0-12-1)"
    assert masked("0121") == "x-xxxx-xxxx0-12-1"
