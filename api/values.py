"""Texts of parameters -> values and conditions; what is no value is refused under the parameter's name."""

from __future__ import annotations

import math
import re
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, LineString, Point, Polygon
from django.db.models import Q
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from api.problems import Problem

CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def bad(name: str, reason: str) -> Problem:
    return Problem("bad_parameter", 400, name=name, reason=reason)


def bbox(text: str) -> Q:
    """west,south,east,north (or six numbers with heights) in degrees; west > east crosses the antimeridian."""
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError as exc:
        raise bad("bbox", _("four numbers: west,south,east,north")) from exc
    if len(numbers) not in {4, 6} or not all(math.isfinite(n) for n in numbers):
        raise bad("bbox", _("four finite numbers: west,south,east,north"))
    west, south, east, north = numbers if len(numbers) == 4 else (numbers[i] for i in (0, 1, 3, 4))
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise bad("bbox", _("degrees, south not above north"))
    if west > east:
        return _box(west, south, 180, north) | _box(-180, south, east, north)
    return _box(west, south, east, north)


def _box(west: float, south: float, east: float, north: float) -> Q:
    box: GEOSGeometry = Polygon.from_bbox((west, south, east, north))
    # Without width it is a point or a line; as a polygon it would be invalid and meet nothing.
    if west == east or south == north:
        is_point = west == east and south == north
        box = Point(west, south) if is_point else LineString((west, south), (east, north))
    box.srid = 4326
    return Q(geom__intersects=box)


def interval(text: str, column: str) -> Q:
    """An instant or an interval `start/end` with `..` for an open end, RFC 3339, against the time of change."""
    ends = text.split("/")
    if len(ends) > 2:
        raise bad("datetime", _("an instant, or start/end"))
    start, end = (_instant(part) for part in (ends if len(ends) == 2 else ends * 2))
    if len(ends) == 2 and start is None and end is None:
        return Q()
    if start and end and start > end:
        raise bad("datetime", _("the interval is turned round"))
    condition = Q(**{f"{column}__gte": start}) if start else Q()
    # An instant of whole seconds means that second.
    return condition & (Q(**{f"{column}__lt": end + timedelta(seconds=1)}) if end else Q())


def _instant(text: str) -> datetime | None:
    if text in {"", ".."}:
        return None
    whole = text if "T" in text.upper() else text + "T00:00:00Z"
    try:
        value = parse_datetime(whole.upper())
    except ValueError:
        value = None
    if value is None or value.tzinfo is None or value.year < 1 or (value.year > 9998 and not text.startswith("9999")):
        raise bad("datetime", _("RFC 3339, such as 2025-01-31T09:30:00Z"))
    return value.replace(year=9998) if value.year > 9998 else value


def integer(text: str, digits: int = 9) -> int:
    if not re.fullmatch(rf"-?[0-9]{{1,{digits}}}", text):
        raise ValueError(text)
    return int(text)


def number(text: str) -> Decimal:
    # Without exponents: 1E-20000 is finite and no number of the database's.
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,10})?", text):
        raise ValueError(text)
    return Decimal(text)


CONVERT: dict[str, Callable[[str], Any]] = {
    "integer": integer,
    "number": number,
    "uuid": uuid.UUID,
    "boolean": {"true": True, "false": False}.__getitem__,
}
