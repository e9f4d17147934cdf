"""Thai dates and fiscal years, on the table computed outside the project and on cases of our own."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from parcels.dates import DateRefused, fiscal_year, fiscal_year_span, format_date, parse_date

CASES = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "cases" / "dates.json"


def cases(kind: str) -> list[Any]:
    if not CASES.exists():
        return [pytest.param({}, marks=pytest.mark.skip(reason="../shared/cases/dates.json is not here"))]
    return [pytest.param(case, id=str(case)) for case in json.loads(CASES.read_text(encoding="utf-8"))[kind]]


@pytest.mark.parametrize("case", cases("read"))
def test_dates_of_the_table_are_read(case: dict[str, str]) -> None:
    assert parse_date(case["text"]).isoformat() == case["iso"]


@pytest.mark.parametrize("case", cases("refuse"))
def test_dates_of_the_table_are_refused(case: dict[str, str]) -> None:
    with pytest.raises(DateRefused) as refused:
        parse_date(case["text"])
    assert refused.value.reason == case["because"].replace(" ", "_")


@pytest.mark.parametrize("case", cases("fiscal_year"))
def test_fiscal_years_of_the_table(case: dict[str, Any]) -> None:
    day = date.fromisoformat(case["iso"])
    first, last = fiscal_year_span(case["fy"])
    assert fiscal_year(day) == case["fy"]
    assert first <= day <= last


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        (" ๒๙ กุมภาพันธ์ พ.ศ. ๒๕๖๗ ", "2024-02-29"),
        ("1 มค 2565", "2022-01-01"),
        ("02-12-2564", "2021-12-02"),
        ("2/12/2021", "2021-12-02"),
    ],
)
def test_other_ways_of_writing_are_read(text: str, iso: str) -> None:
    assert parse_date(text).isoformat() == iso


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("เมื่อวาน", "text"),
        ("2 xyz 2564", "text"),
        ("2564", "text"),
        ("2 ธ.ค. 64", "ambiguous_year"),
        ("31/13/2565", "no_such_day"),
        ("0000-01-01", "no_such_day"),
        ("1/1/2565" + " " * 50 + "x", "text"),
        ("1" * 100_000, "text"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(DateRefused) as refused:
        parse_date(text)
    assert refused.value.reason == reason


def test_a_date_is_written_in_the_buddhist_era_and_read_back() -> None:
    assert format_date(date(2021, 12, 2)) == "2 ธ.ค. 2564"
    assert all(parse_date(format_date(date(2024, month, 29))) == date(2024, month, 29) for month in range(1, 13))


def test_the_fiscal_year_changes_at_midnight_in_bangkok() -> None:
    assert fiscal_year(datetime(2021, 9, 30, 16, 59, tzinfo=UTC)) == 2564
    assert fiscal_year(datetime(2021, 9, 30, 17, 0, tzinfo=UTC)) == 2565
    with pytest.raises(ValueError, match="time zone"):
        fiscal_year(datetime(2021, 9, 30))


def test_a_fiscal_year_has_its_days() -> None:
    assert fiscal_year_span(2565) == (date(2021, 10, 1), date(2022, 9, 30))
