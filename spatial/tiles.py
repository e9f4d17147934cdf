"""A queryset rendered by PostGIS into one layer of a vector tile (Mapbox Vector Tile 2.1), Web Mercator quad tree."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.backends.postgis.adapter import PostGISAdapter
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import Polygon
from django.db import connection
from django.db.models import Case, F, Field, FloatField, Func, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable

from spatial.reference import WEB_MERCATOR, WGS84

MAX_ZOOM = 22
EXTENT, BUFFER = 4096, 64  # units of a tile; what lies in the buffer is sent with both neighbours
HALF_WORLD_M = math.pi * 6_378_137.0
# From this zoom on latitude runs straight enough within a tile: 0.2 units off in Thailand, of which none is drawn.
STRAIGHT_FROM = 12

# ST_AsMVT leaves out rows without a shape; a condition here would have every shape made twice.
LAYER = (
    "SELECT coalesce(ST_AsMVT(t, %s, {extent}, 'geom'), '') FROM (SELECT r.shape AS geom{properties} FROM ({rows}) r) t"
)


@dataclass(frozen=True)
class Tile:
    """Column `x` from the west and row `y` from the north among the 2^z x 2^z tiles of zoom `z`."""

    z: int
    x: int
    y: int

    @classmethod
    def at(cls, lon: float, lat: float, z: int) -> Tile:
        """The tile of zoom `z` that a place lies in, degrees."""
        north = 0.5 - math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)
        return cls(z, math.floor((lon + 180) / 360 * 2**z), math.floor(north * 2**z))

    @property
    def exists(self) -> bool:
        return 0 <= self.z <= MAX_ZOOM and 0 <= self.x < 2**self.z and 0 <= self.y < 2**self.z

    @property
    def degrees(self) -> tuple[float, float, float, float]:
        """West, south, east, north on WGS 84."""
        return self._corner(self.x, self.y + 1) + self._corner(self.x + 1, self.y)

    @property
    def metres(self) -> tuple[float, float, float, float]:
        """West, south, east, north in EPSG:3857."""
        size = 2 * HALF_WORLD_M / 2**self.z
        west, north = self.x * size - HALF_WORLD_M, HALF_WORLD_M - self.y * size
        return west, north - size, west + size, north

    def around(self) -> Polygon:
        """The box of the tile with its buffer, EPSG:4326: what `&&` looks for in the index."""
        edge = BUFFER / EXTENT
        west, north = self._corner(self.x - edge, self.y - edge)
        east, south = self._corner(self.x + 1 + edge, self.y + 1 + edge)
        return _box((west, south, east, north))

    @property
    def moves(self) -> tuple[float, float, float, float]:
        """Degrees become the tile's own units by x * the first + the third, y * the second + the fourth."""
        west, south, east, north = self.degrees
        to_x, to_y = EXTENT / (east - west), EXTENT / (south - north)
        return to_x, to_y, -west * to_x, -north * to_y

    @property
    def keys(self) -> tuple[Any, ...]:
        """The keys of a layer's statement, for one of this zoom."""
        west, south, east, north = self.metres if self.z < STRAIGHT_FROM else self.degrees
        unit = (self.degrees[2] - self.degrees[0]) / EXTENT
        boxes = PostGISAdapter(self.around()), PostGISAdapter(_box(self.degrees))
        return *boxes, west, south, east, north, unit, *self.moves

    def _corner(self, x: float, y: float) -> tuple[float, float]:
        lon = x / 2**self.z * 360 - 180
        lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / 2**self.z))))
        return lon, lat


def _box(degrees: tuple[float, float, float, float]) -> Polygon:
    box = Polygon.from_bbox(degrees)
    box.srid = WGS84
    return box


def _key(number: int, field: Field[Any, Any]) -> Func:
    return Func(template=f"${number}", output_field=field)


# The keys of a layer's statement: two boxes of EPSG:4326, the tile's with its buffer and the tile's own; its edges in the
# system that it is clipped in; a unit of the tile in degrees; how degrees are moved into it (Tile.keys).
TYPES = ("geometry",) * 2 + ("float8",) * 9
AROUND, BOX = (_key(n, GeometryField(srid=WGS84)) for n in (1, 2))
WEST, SOUTH, EAST, NORTH, UNIT, *MOVES = (_key(n, FloatField()) for n in range(3, 12))


def statement(
    rows: QuerySet[Any], name: str, properties: Mapping[str, Combinable], shape: Combinable
) -> tuple[str, tuple[Any, ...]]:
    """SQL of one layer of `rows` (already scoped and filtered) for the keys of any tile of a zoom, and its values.

    `shape` is what is drawn, in the tile's own units: `placed` or `whole`. Integers and texts stay what they are;
    other types become what ST_AsMVT makes of them. b"" when nothing lies in the tile.
    """
    columns = {f"p{i}": expression for i, expression in enumerate(properties.values())}
    found = rows.filter(geom__bboverlaps=AROUND).order_by().annotate(shape=shape, **columns)
    inner, params = found.values("shape", *columns).query.sql_with_params()
    quote = connection.ops.quote_name
    named = "".join(f", r.p{i} AS {quote(name)}" for i, name in enumerate(properties))
    return LAYER.format(rows=inner, properties=named, extent=EXTENT), (name, *params)


def thinned() -> Func:
    """The column `geom` without what is smaller than an eighth of a pixel (of 512 a tile)."""
    return function("ST_Simplify", F("geom"), UNIT, Value(True))


def function(name: str, *arguments: Combinable) -> Func:
    """A function of PostGIS. Its value stays in the database, so its type is nobody's business."""
    return Func(*arguments, function=name, output_field=TextField())


def placed(shape: Combinable, zoom: int, buffer: int = BUFFER) -> Combinable:
    """A shape of EPSG:4326 in the tile's own units. Where latitude runs straight, nothing needs to be transformed."""
    if zoom < STRAIGHT_FROM:
        return _clipped(function("ST_Transform", shape, Value(WEB_MERCATOR)), buffer)
    return _clipped(shape, buffer)


def whole(shape: Combinable) -> Combinable:
    """Polygons of EPSG:4326 in the tile's own units; only those that leave the tile are clipped.

    The clipping is two thirds of a tile's cost. Without it a corner may touch an edge of its own ring where the
    grid is too coarse for a sliver; renderers do not mind. From STRAIGHT_FROM on.
    """
    to_x, to_y, by_x, by_y = MOVES
    moved = function("ST_Affine", shape, to_x, Value(0.0), Value(0.0), to_y, by_x, by_y)
    turned = function("ST_ForcePolygonCW", function("ST_SnapToGrid", moved, Value(1.0)))
    return Case(When(geom__contained=BOX, then=turned), default=_clipped(shape, BUFFER))


def _clipped(shape: Combinable, buffer: int) -> Func:
    edges = (WEST, SOUTH, EAST, NORTH)
    bounds = Func(*edges, template="ST_MakeEnvelope(%(expressions)s)::box2d", output_field=TextField())
    return function("ST_AsMVTGeom", shape, bounds, Value(EXTENT), Value(buffer))
