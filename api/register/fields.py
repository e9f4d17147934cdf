"""Fields of records as people fill them in: dates of the Buddhist era, areas as on paper, places on the map."""

from __future__ import annotations

import unicodedata
import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.gis.geos import Point
from django.db import models
from rest_framework import serializers

from api.serializers import Number, UidField
from parcels.dates import DateRefused, parse_date
from spatial.reference import WGS84
from spatial.rules import LAT_DEG, LON_DEG
from spatial.units import AreaTextRefused, Rai

FIRST, LAST = date(1850, 1, 1), date(2200, 1, 1)


class Words(serializers.CharField):
    """A JSON string, composed (NFC) as it is stored; the stock field takes numbers for texts."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return unicodedata.normalize("NFC", super().to_internal_value(data))


class Whole(serializers.IntegerField):
    """A JSON number without a fraction; the stock field takes texts that look like one."""

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:
            self.fail("invalid")
        return super().to_internal_value(data)


class Day(serializers.DateField):
    """A day in ISO form or as Thais write it (parcels/dates.py); a year of two digits is refused, never guessed."""

    default_error_messages = {  # the sentences stand in api/sentences.py
        reason: reason for reason in ("date_text", "date_empty", "date_no_such_day", "date_ambiguous_year")
    }

    def to_internal_value(self, value: Any) -> date:
        if not isinstance(value, str):
            self.fail("date_text")
        try:
            day = parse_date(value)
        except DateRefused as exc:
            self.fail(f"date_{exc.reason}")
        if not FIRST <= day <= LAST:
            self.fail("date_no_such_day")
        return day


class DeedArea(Number):
    """Square wah as on the paper: a number, or a text such as "3-1-25.5" or "๓ ไร่ ๑ งาน" (spatial/units.py)."""

    default_error_messages = {
        f"area_{reason}": f"area_{reason}" for reason in ("ngan", "wah", "parts", "sign", "date", "text", "empty")
    }

    def to_internal_value(self, data: Any) -> Decimal:
        if isinstance(data, str):
            try:
                data = float(Rai.parse(data).wah_exact)
            except AreaTextRefused as exc:
                self.fail(f"area_{exc.reason}")
        return super().to_internal_value(data)


class Place(serializers.Field[Any, Any, Any, Any]):
    """A GeoJSON Point in EPSG:4326, in Thailand."""

    default_error_messages = {"place_needed": "place_needed", "out_of_country": "out_of_country"}

    def to_internal_value(self, data: Any) -> Point:
        position = data.get("coordinates") if isinstance(data, dict) and data.get("type") == "Point" else None
        if not isinstance(position, list) or len(position) not in {2, 3} or set(data) != {"type", "coordinates"}:
            self.fail("place_needed")
        if not all(type(n) in {int, float} for n in position):
            self.fail("place_needed")
        lon, lat = position[:2]
        if not (LON_DEG[0] <= lon <= LON_DEG[1] and LAT_DEG[0] <= lat <= LAT_DEG[1]):
            self.fail("out_of_country")
        return Point(round(lon, 8), round(lat, 8), srid=WGS84)


class Reference(UidField):
    """A reference by uid to a row that the user may see; it comes back as its uid."""

    def __init__(self, model: type[models.Model], **options: Any) -> None:
        super().__init__(model, **options)

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("does_not_exist", slug_name="uid", value="")
        return super().to_internal_value(str(uuid.UUID(data)) if _is_uid(data) else "")


def _is_uid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
