"""Texts of parameters -> values; what is no value is refused under the parameter's name."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.http import Http404
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from api.problems import Problem
from spatial.crs import Crs, OutOfBounds, box
from spatial.reference import WGS84

CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
NUMBER = re.compile(r"\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\s*")


def bad(name: str, reason: str) -> Problem:
    return Problem("bad_parameter", 400, name=name, reason=reason)


def searched(text: str) -> str:
    """The text of a search as it is stored: composed (NFC), without spaces around it."""
    return unicodedata.normalize("NFC", text).strip()


def uid_in(address: str) -> uuid.UUID:
    """The identity in an address. Raises Http404 for what can be none."""
    try:
        return uuid.UUID(address)
    except ValueError as exc:
        raise Http404 from exc


def bbox(text: str, system: Crs) -> GEOSGeometry:
    """Four or six numbers in the axis order of `system` as a shape in EPSG:4326, as the ORM takes it."""
    return GEOSGeometry(memoryview(shapely.to_wkb(plain_bbox(text, system))), srid=WGS84)


def plain_bbox(text: str, system: Crs) -> BaseGeometry:
    """Four or six numbers in the axis order of `system` as a shape in degrees."""
    parts = text.split(",")
    if not all(NUMBER.fullmatch(part) for part in parts):
        raise bad("bbox", _("four numbers: west,south,east,north"))
    try:
        return box(tuple(map(float, parts)), system)
    except OutOfBounds as exc:
        raise bad("bbox", _("%(x)s,%(y)s lies outside its reference system") % {"x": exc.x, "y": exc.y}) from exc
    except ValueError as exc:
        raise bad("bbox", _("four numbers: west,south,east,north, south not above north")) from exc


@dataclass(frozen=True)
class Span:
    """A time from `start` to before `end`, or up to and with it; None is open."""

    start: datetime | None
    end: datetime | None
    has_end: bool = False


def datetime_span(text: str) -> Span:
    """An instant, a day, or `start/end` with `..` or nothing for an open end, RFC 3339."""
    ends = text.split("/")
    if len(ends) > 2 or text in {"", "..", "/"}:
        raise bad("datetime", _("an instant, or start/end"))
    start = _instant(ends[0])
    end = _instant(ends[-1])
    if start and end and start > end:
        raise bad("datetime", _("the interval is turned round"))
    if end is None:
        return Span(start, None)
    # A day means all of it, and a time of whole seconds that second.
    length = timedelta(days=1) if len(ends[-1]) == 10 else timedelta(seconds=0 if end.microsecond else 1)
    return Span(start, end + length, has_end=not length)


def _instant(text: str) -> datetime | None:
    if text in {"", ".."}:
        return None
    whole = text if "T" in text.upper() else text + "T00:00:00Z"
    try:
        value = parse_datetime(whole.upper())
    except ValueError:
        value = None
    if value is None or value.tzinfo is None:
        raise bad("datetime", _("RFC 3339, such as 2025-01-31T09:30:00Z"))
    # QGIS says 9999-12-31 for an open end; a day later must still be a date, in every time zone.
    return _in_utc(value.replace(year=min(max(value.year, 2), 9998)))


def _in_utc(moment: datetime) -> datetime:
    """PostgreSQL takes no offset of 16 hours or more, though RFC 3339 does."""
    return moment.astimezone(UTC)


def typed(name: str, kind: str, text: str) -> Any:
    """The value of a property's filter in the type of its column. Raises Problem."""
    try:
        return CONVERT.get(kind, str)(text)
    except (ValueError, KeyError) as exc:
        raise bad(name, _("its values are of the type %(type)s") % {"type": kind}) from exc


def integer(text: str, digits: int = 9) -> int:
    """Raises ValueError."""
    if not re.fullmatch(rf"-?[0-9]{{1,{digits}}}", text):
        raise ValueError(text)
    return int(text)


def number(text: str) -> Decimal:
    """Raises ValueError. Without exponents: 1E-20000 is finite and no number of the database's."""
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,10})?", text):
        raise ValueError(text)
    return Decimal(text)


def moment(text: str) -> datetime:
    """Raises ValueError."""
    value = parse_datetime(text)
    if value is None or value.tzinfo is None or not 2 <= value.year <= 9998:
        raise ValueError(text)
    return _in_utc(value)


CONVERT: dict[str, Callable[[str], Any]] = {
    "integer": integer,
    "number": number,
    "uuid": uuid.UUID,
    "datetime": moment,
    "date": date.fromisoformat,
    "boolean": {"true": True, "false": False}.__getitem__,
}
