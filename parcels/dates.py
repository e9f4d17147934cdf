"""Thai dates and fiscal years: read as people write them, stored as ISO dates (DOMAIN.md 3.6)."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from spatial.units import THAI_DIGITS

BANGKOK = ZoneInfo("Asia/Bangkok")
BE_OFFSET = 543  # Buddhist era = common era + 543
FIRST_BE_YEAR = 2400  # a year from here on is BE; before it, CE
FISCAL_START_MONTH = 10  # fiscal year n runs from 1 October n−1 to 30 September n, and is named by its BE year
MAX_TEXT = 40

MONTHS = (
    ("ม.ค.", "มกราคม"), ("ก.พ.", "กุมภาพันธ์"), ("มี.ค.", "มีนาคม"), ("เม.ย.", "เมษายน"),
    ("พ.ค.", "พฤษภาคม"), ("มิ.ย.", "มิถุนายน"), ("ก.ค.", "กรกฎาคม"), ("ส.ค.", "สิงหาคม"),
    ("ก.ย.", "กันยายน"), ("ต.ค.", "ตุลาคม"), ("พ.ย.", "พฤศจิกายน"), ("ธ.ค.", "ธันวาคม"),
)  # fmt: skip
# Dots are often left out, so names are compared without them.
MONTH_NUMBER = {name.replace(".", ""): n for n, names in enumerate(MONTHS, start=1) for name in names}

ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
SLASHES = re.compile(r"(?P<day>[0-9]{1,2})[/-](?P<month>[0-9]{1,2})[/-](?P<year>[0-9]{2}|[0-9]{4})")
NAMED = re.compile(r"(?P<day>[0-9]{1,2})\s*(?P<month>[^0-9\s]+)\s*(?:พ\.?ศ\.?\s*)?(?P<year>[0-9]{2}|[0-9]{4})")


class DateRefused(ValueError):
    """A text that is no date. `reason` is one of empty, text, no_such_day, ambiguous_year."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def parse_date(text: str) -> date:
    """Read "29 ก.พ. 2567", "2/12/2564", "๒ ธันวาคม ๒๕๖๔", "2021-12-02" or "2564-12-02".

    The day stands before the month. A year from 2400 on is BE. The year is converted before the day is checked:
    29 February 2567 exists. Raises DateRefused; a year of two digits is ambiguous and never guessed.
    """
    plain = text.translate(THAI_DIGITS).strip()
    if not plain:
        raise DateRefused("empty")
    match = next((m for form in (ISO, SLASHES, NAMED) if (m := form.fullmatch(plain[: MAX_TEXT + 1]))), None)
    if match is None:
        raise DateRefused("text")
    month = _month(match["month"])
    if len(match["year"]) == 2:
        raise DateRefused("ambiguous_year")
    year = int(match["year"])
    try:
        return date(year - BE_OFFSET if year >= FIRST_BE_YEAR else year, month, int(match["day"]))
    except ValueError as exc:
        raise DateRefused("no_such_day") from exc


def _month(text: str) -> int:
    if text.isascii() and text.isdigit():
        return int(text)
    try:
        return MONTH_NUMBER[text.replace(".", "")]
    except KeyError as exc:
        raise DateRefused("text") from exc


def format_date(day: date) -> str:
    """As Thai papers write it, with the BE year: "2 ธ.ค. 2564"."""
    return f"{day.day} {MONTHS[day.month - 1][0]} {day.year + BE_OFFSET}"


def fiscal_year(moment: date) -> int:
    """The BE fiscal year of a day, or of a moment as Bangkok's calendar has it. A naive datetime is an error."""
    if isinstance(moment, datetime):
        if moment.tzinfo is None:
            raise ValueError("a moment without a time zone has no day in Bangkok")
        moment = moment.astimezone(BANGKOK)
    return moment.year + BE_OFFSET + (moment.month >= FISCAL_START_MONTH)


def fiscal_year_span(year: int) -> tuple[date, date]:
    """First and last day of a BE fiscal year."""
    start = date(year - BE_OFFSET - 1, FISCAL_START_MONTH, 1)
    return start, date(start.year + 1, FISCAL_START_MONTH - 1, 30)
