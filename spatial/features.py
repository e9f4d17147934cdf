"""A queryset rendered by PostGIS into GeoJSON text: one SQL, no Python object per feature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db import connection
from django.db.models import F, Func, QuerySet, Value
from django.db.models.expressions import Combinable

from spatial.crs import CRS84, Crs

Key = tuple[str | None, int]


@dataclass(frozen=True)
class Page:
    """Features as text joined by commas, and their number.

    `first` and `last` are the sort key and the id of the rows at the ends, for the pages beside this one; they are
    None where nothing was found. `has_more`: there are rows beyond, in the direction of reading.
    """

    text: str
    count: int
    first: Key | None
    last: Key | None
    has_more: bool


@dataclass(frozen=True)
class Rendering:
    """How rows become features: which expression is the id and each property.

    `sort` is the expression that orders the rows before the primary key. `geometry` names a column; an empty
    one leaves shapes out. `is_backwards` reads against the order, from the place of a page before it; the features
    stand in their order all the same.
    """

    identity: Combinable
    geometry: str
    properties: Mapping[str, Combinable]
    sort: Combinable
    is_descending: bool = False
    is_backwards: bool = False
    crs: Crs = CRS84


# The rows of one page, one more to know whether there is a next. Names of columns are our own, never input.
SQL = """
WITH page AS (SELECT row_number() OVER () AS n, r.* FROM ({rows}) r),
feature AS (
    SELECT n, sort_key, row_id,
           '{{"type":"Feature","id":"' || identity || '","geometry":' || {geometry}
           || ',"properties":' || {properties} || '}}' AS text
    FROM page
)
SELECT coalesce(string_agg(text, ',' ORDER BY n {direction}) FILTER (WHERE n <= %s), ''),
       count(*) FILTER (WHERE n <= %s),
       max(sort_key::text) FILTER (WHERE n = 1), max(row_id) FILTER (WHERE n = 1),
       max(sort_key::text) FILTER (WHERE n = %s), max(row_id) FILTER (WHERE n = %s),
       count(*) > %s
FROM feature
"""

OBJECT = "(SELECT row_to_json(p) FROM (SELECT {}) p)"


def render(rows: QuerySet[Any], how: Rendering, limit: int) -> Page:
    """At most `limit` features of `rows` (already scoped and filtered) in the order of `how`."""
    columns = {f"p{i}": expression for i, expression in enumerate(how.properties.values())}
    inner, params = _columns(rows, how, columns, limit + 1).query.sql_with_params()
    sql = SQL.format(
        rows=inner,
        geometry="coalesce(shape, 'null')" if how.geometry else "'null'",
        properties=_properties(how),
        direction="DESC" if how.is_backwards else "ASC",
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, limit, limit, limit, limit, limit])
        text, count, near_key, near_id, far_key, far_id, has_more = cursor.fetchone()
    near = None if near_id is None else (near_key, near_id)
    far = None if far_id is None else (far_key, far_id)
    first, last = (far, near) if how.is_backwards else (near, far)
    return Page(text, count, first, last, has_more)


def _properties(how: Rendering) -> str:
    quote = connection.ops.quote_name
    named = ", ".join(f"page.p{i} AS {quote(name)}" for i, name in enumerate(how.properties))
    return OBJECT.format(named) if named else "'{}'"


def _columns(rows: QuerySet[Any], how: Rendering, columns: dict[str, Combinable], count: int) -> QuerySet[Any]:
    """The first rows with their columns. The page is chosen first: names are looked up for its rows alone."""
    named: dict[str, Any] = {"identity": how.identity, "sort_key": how.sort, **columns}
    if how.geometry:
        named["shape"] = _shape(how.geometry, how.crs)
    pk = rows.model._meta.pk.name
    sign = "-" if how.is_descending != how.is_backwards else ""
    order = (f"{sign}sort_key", f"{sign}{pk}")
    page = rows.annotate(sort_key=how.sort).order_by(*order).values(pk)[:count]
    chosen = rows.model._default_manager.filter(pk__in=page).annotate(**named)
    return chosen.order_by(*order).values(*named, row_id=F(pk))


def _shape(column: str, crs: Crs) -> AsGeoJSON:
    """GeoJSON text of a column of EPSG:4326 in another system, with its axis order."""
    shape: Combinable = F(column)
    if crs.is_latitude_first:
        shape = Func(shape, function="ST_FlipCoordinates", output_field=GeometryField())
    elif not crs.is_degrees:
        shape = Func(shape, Value(crs.proj), function="plaeng.reproject", output_field=GeometryField())
    return AsGeoJSON(shape, precision=crs.decimals)
