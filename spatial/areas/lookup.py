"""Which area is at a place. A suggestion only: outlines in hand err by up to 0.8 km, so the officer decides."""

from __future__ import annotations

from django.contrib.gis.geos import Point

from spatial.areas.models import Area, Level
from spatial.reference import WGS84


def tambon_at(lon: float, lat: float) -> Area | None:
    """The tambon whose outline holds a lon/lat point, its amphoe and province with it; None where none does.

    A point on the border of two belongs to the one with the lower code. `lon` and `lat` are finite degrees.
    """
    unseen = ("geom", "parent__geom", "parent__parent__geom")
    found = Area.objects.filter(level=Level.TAMBON, geom__intersects=Point(lon, lat, srid=WGS84))
    return found.select_related("parent__parent").defer(*unseen).order_by("code").first()
