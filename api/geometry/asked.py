"""What is asked of an editing operation: its shapes pass the same gate as features."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.register.fields import Whole, Words
from api.register.moves import Uid
from api.serializers import Flag
from spatial.editing.fitting import RANGE_M
from spatial.editing.nodes import Rings, Shape
from spatial.editing.traverse import MIN_RATIO
from spatial.reference import INDIAN_1975_47N, INDIAN_1975_48N, UTM_47N, UTM_48N, WGS84
from spatial.rules import Finding, GeometryRefused, Place, check, check_line, check_places, is_finite

MOST_LINES, MOST_PLACES = 10, 200
MOST_SHAPES = 200
# Thailand in metres of UTM 47N and 48N.
EAST_M, NORTH_M = (100_000, 900_000), (500_000, 2_400_000)


class Pointed(serializers.Field[Any, Any, Any, Any]):
    """A field whose findings carry a JSON pointer, in a list that of the list."""

    @property
    def path(self) -> str:
        return f"/{self.field_name or getattr(self.parent, 'field_name', '')}"


class Land(Pointed):
    """A GeoJSON Polygon or MultiPolygon, as nodes on the grid. Raises GeometryRefused."""

    def to_internal_value(self, data: Any) -> Shape:
        return check(data, path=self.path).parts


class Line(Pointed):
    """A GeoJSON LineString, as places on the grid. Raises GeometryRefused."""

    def to_internal_value(self, data: Any) -> list[Place]:
        places = check_line(data, path=self.path)
        if len(places) > MOST_PLACES:
            about: dict[str, float | str] = {"count": len(places), "limit": MOST_PLACES}
            raise GeometryRefused([Finding("too_large_to_edit", self.path, None, about)])
        return places


class Position(Pointed):
    """Longitude and latitude. Raises GeometryRefused."""

    def to_internal_value(self, data: Any) -> Place:
        return check_places([data], path=self.path)[0]


class Real(serializers.FloatField):
    """A finite JSON number; the stock field takes texts and NaN."""

    def to_internal_value(self, data: Any) -> float:
        if not is_finite(data):
            self.fail("invalid")
        return super().to_internal_value(data)


class Pair(serializers.Field[Any, Any, Any, Any]):
    """Two finite JSON numbers."""

    default_error_messages = {"invalid": "A pair of numbers is expected."}

    def to_internal_value(self, data: Any) -> tuple[float, float]:
        if not isinstance(data, list) or len(data) != 2 or not all(map(is_finite, data)):
            self.fail("invalid")
        return float(data[0]), float(data[1])


class OfParcel(serializers.Serializer[Any]):
    parcel = Uid()


class Split(OfParcel):
    line = Line()


class Merge(serializers.Serializer[Any]):
    """The first stays, the second goes into it."""

    parcels = serializers.ListField(child=Uid(), min_length=2, max_length=2)


class Fit(serializers.Serializer[Any]):
    geometry = Land()
    parcel = Uid(required=False)
    tolerance_m = Real(min_value=RANGE_M[0], max_value=RANGE_M[1], required=False)


class Step(serializers.Serializer[Any]):
    """From one place to another."""

    to = Position()

    def get_fields(self) -> dict[str, Any]:
        return {"from": Position(), **super().get_fields()}


class Move(OfParcel):
    nodes = serializers.ListField(child=Step(), min_length=1, max_length=500)
    alone = Flag(required=False)


class Trace(OfParcel):
    start = Position()
    end = Position()
    direction = serializers.ChoiceField(choices=["counterclockwise", "clockwise"], required=False)


class Zones(OfParcel):
    lines = serializers.ListField(child=Line(), min_length=1, max_length=MOST_LINES)


class Piece(Pointed):
    """A GeoJSON Polygon, as nodes on the grid. Raises GeometryRefused."""

    def to_internal_value(self, data: Any) -> Rings:
        rings: Rings = check(data, kind="Polygon", path=self.path).parts[0]
        return rings


class Cut(serializers.Serializer[Any]):
    """One of the pieces, counted from 0, and the line across it."""

    piece = Whole(min_value=0, max_value=MOST_SHAPES - 1)
    line = Line()


class Pieces(OfParcel):
    """All that a parcel is divided into, zoned or not."""

    pieces = serializers.ListField(child=Piece(), min_length=1, max_length=MOST_SHAPES)
    cut = Cut(required=False)


class Check(OfParcel):
    zones = serializers.ListField(child=Land(), min_length=1, max_length=MOST_SHAPES)


class Shares(serializers.ListField):
    """Percent of mound, water, paddy and living; together all of it."""

    child = Whole(min_value=0, max_value=100)
    default_error_messages = {"shares_sum": "shares_sum"}  # the sentence stands in api/sentences.py

    def to_internal_value(self, data: Any) -> list[int]:
        shares: list[int] = super().to_internal_value(data)
        if sum(shares) != 100:
            self.fail("shares_sum")
        return shares


class Design(OfParcel):
    """`angle` in degrees from east, of the short side; without it, the one that leaves the design largest."""

    size_rai = Real(min_value=0.1, max_value=100)
    ratio = Real(min_value=1, max_value=10)
    angle = Real(min_value=0, max_value=180, required=False)
    mirrored = Flag(required=False)
    shares = Shares(min_length=4, max_length=4, required=False)


class Leg(serializers.Serializer[Any]):
    """A grid bearing in degrees from north, and metres."""

    bearing = Real(min_value=0, max_value=360)
    distance_m = Real(min_value=0.01, max_value=100_000)


class Traverse(serializers.Serializer[Any]):
    """Metres of EPSG:32647 or 32648."""

    epsg = serializers.ChoiceField(choices=[32647, 32648])
    east_m = Real(min_value=EAST_M[0], max_value=EAST_M[1])
    north_m = Real(min_value=NORTH_M[0], max_value=NORTH_M[1])
    legs = serializers.ListField(child=Leg(), min_length=3, max_length=500)
    distances = serializers.ChoiceField(choices=["grid", "ground"])
    min_ratio = Whole(min_value=100, max_value=1_000_000, default=MIN_RATIO)


class Transform(serializers.Serializer[Any]):
    """Metres of a UTM zone of WGS 84 or Indian 1975 (east, north), or degrees (lon, lat); `back`: from degrees to it."""

    epsg = serializers.ChoiceField(choices=[WGS84, UTM_47N, UTM_48N, INDIAN_1975_47N, INDIAN_1975_48N])
    places = serializers.ListField(child=Pair(), min_length=1, max_length=500)
    back = Flag(required=False)


class Area(serializers.Serializer[Any]):
    geometry = Land()


class Pond(serializers.Serializer[Any]):
    """`side_slope` is horizontal to vertical."""

    geometry = Piece()
    depth_m = Real(min_value=0.01, max_value=50)
    side_slope = Real(min_value=0, max_value=20)


class Quality(serializers.Serializer[Any]):
    """All drawn parcels of a tambon."""

    tambon = Words(max_length=6, min_length=6)


class Datum(serializers.Serializer[Any]):
    geometries = serializers.ListField(child=Land(), min_length=3, max_length=MOST_SHAPES)
    within_m = Real(min_value=10, max_value=2_000, required=False)
