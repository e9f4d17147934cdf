"""Geometry literals: checked in the system that they are given in, then brought into the one that is stored.

The literal is transformed, never the column, whose index would be lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from api.cql2.limits import MAX_POSITIONS
from api.cql2.refused import refused
from api.cql2.tree import Box, Shape
from spatial.crs import Crs, OutOfBounds, box, stored
from spatial.reference import WGS84

Places = list[tuple[float, float]]


def literal(node: Box | Shape, crs: Crs) -> GEOSGeometry:
    """The literal in EPSG:4326. Raises Problem bad_filter."""
    try:
        shape = box(node.numbers, crs) if isinstance(node, Box) else stored(_shape(node, crs), crs)
    except OutOfBounds as exc:
        where = _("the position %(x)s %(y)s lies outside the reference system") % {"x": exc.x, "y": exc.y}
        raise refused(where, node.at) from exc
    except ValueError as exc:
        raise refused(_("a box is west,south,east,north, south not above north"), node.at) from exc
    return GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=WGS84)


def _shape(node: Shape, crs: Crs) -> BaseGeometry:
    """The literal in the inner axis order of its system, valid."""
    if sum(1 for _place in _positions(node)) > MAX_POSITIONS:
        raise refused(_("it has more than %(limit)s positions") % {"limit": MAX_POSITIONS}, node.at)
    if node.kind == "GeometryCollection":
        if not node.parts:
            raise refused(_("a geometry is empty"), node.at)
        return shapely.GeometryCollection([_shape(part, crs) for part in node.parts])
    made = MAKE[node.kind](node, crs)
    if not shapely.is_valid(made):
        raise refused(_("the geometry is not valid"), node.at)
    return made


def _positions(node: Shape) -> Iterator[Any]:
    queue: list[Any] = [node]
    while queue:
        part = queue.pop()
        if isinstance(part, Shape):
            queue += [*part.parts, part.coordinates]
        elif part and isinstance(part[0], tuple):
            queue += part
        elif part:
            yield part


def _places(node: Shape, positions: Any, crs: Crs, *, least: int = 1) -> Places:
    """Positions of one line as pairs in the inner axis order; heights are dropped."""
    if len(positions) < least:
        raise refused(_("at least %(count)s positions are needed") % {"count": least}, node.at)
    if any(len(position) not in {2, 3} for position in positions):
        raise refused(_("a position is two numbers, or three with a height"), node.at)
    inner = crs.inner(np.array([position[:2] for position in positions], float))
    return [(float(x), float(y)) for x, y in inner]


def _ring(node: Shape, positions: Any, crs: Crs) -> Places:
    ring = _places(node, positions, crs, least=4)
    if ring[0] != ring[-1]:
        raise refused(_("a ring is not closed: its last position has to be its first"), node.at)
    return ring


def _polygon(node: Shape, rings: Any, crs: Crs) -> BaseGeometry:
    if not rings:
        raise refused(_("a geometry is empty"), node.at)
    outer, *holes = (_ring(node, ring, crs) for ring in rings)
    return shapely.Polygon(outer, holes)


def _line(node: Shape, positions: Any, crs: Crs) -> BaseGeometry:
    return shapely.LineString(_places(node, positions, crs, least=2))


def _many(node: Shape, parts: Any) -> Any:
    if not parts:
        raise refused(_("a geometry is empty"), node.at)
    return parts


MAKE: dict[str, Callable[[Shape, Crs], BaseGeometry]] = {
    "Point": lambda n, crs: shapely.Point(_places(n, (n.coordinates,), crs)[0]),
    "LineString": lambda n, crs: _line(n, n.coordinates, crs),
    "Polygon": lambda n, crs: _polygon(n, n.coordinates, crs),
    "MultiPoint": lambda n, crs: shapely.MultiPoint(_places(n, n.coordinates, crs)),
    "MultiLineString": lambda n, crs: shapely.MultiLineString([_line(n, p, crs) for p in _many(n, n.coordinates)]),
    "MultiPolygon": lambda n, crs: shapely.MultiPolygon([_polygon(n, p, crs) for p in _many(n, n.coordinates)]),
}
