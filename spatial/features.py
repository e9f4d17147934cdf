"""A queryset rendered by PostGIS into GeoJSON text: one SQL, no Python object per feature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable

DECIMALS = 8  # What is stored is what goes out: docs/decisions/rounding-grid.md


@dataclass(frozen=True)
class Page:
    """Features as text joined by commas, their number, and the sort key and id of the last, for the next page."""

    text: str
    count: int
    last: tuple[str | None, int] | None
    has_more: bool


@dataclass(frozen=True)
class Rendering:
    """How rows become features: which expression is the id and each property.

    `sort` is the expression that orders the rows before the primary key. `geometry` names a column; an empty
    one leaves shapes out.
    """

    identity: Combinable
    geometry: str
    properties: Mapping[str, Combinable]
    sort: Combinable
    is_descending: bool = False


# The rows of one page, one more to know whether there is a next. Names of columns are our own, never input.
SQL = """
WITH page AS (SELECT row_number() OVER () AS n, r.* FROM ({rows}) r),
feature AS (
    SELECT n, sort_key, row_id,
           '{{"type":"Feature","id":"' || identity || '","geometry":' || {geometry}
           || ',"properties":' || (SELECT row_to_json(p) FROM (SELECT {properties}) p) || '}}' AS text
    FROM page
)
SELECT coalesce(string_agg(text, ',' ORDER BY n) FILTER (WHERE n <= %s), ''), count(*) FILTER (WHERE n <= %s),
       max(sort_key::text) FILTER (WHERE n = %s), max(row_id) FILTER (WHERE n = %s), count(*) > %s
FROM feature
"""


def render(rows: QuerySet[Any], how: Rendering, limit: int) -> Page:
    """At most `limit` features of `rows` (already scoped and filtered) in the order of `how`."""
    quote = connection.ops.quote_name
    columns = {f"p{i}": expression for i, expression in enumerate(how.properties.values())}
    chosen = _columns(rows, how, columns, limit + 1)
    inner, params = chosen.query.sql_with_params()
    named = ", ".join(f"page.p{i} AS {quote(name)}" for i, name in enumerate(how.properties))
    geometry = "coalesce(shape, 'null')" if how.geometry else "'null'"
    sql = SQL.format(rows=inner, geometry=geometry, properties=named)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, limit, limit, limit, limit, limit])
        text, count, key, row_id, has_more = cursor.fetchone()
    return Page(text, count, None if row_id is None else (key, row_id), has_more)


def _columns(rows: QuerySet[Any], how: Rendering, columns: dict[str, Combinable], count: int) -> QuerySet[Any]:
    """The first rows with their columns. The page is chosen first: names are looked up for its rows alone."""
    named: dict[str, Any] = {"identity": how.identity, "sort_key": how.sort, **columns}
    if how.geometry:
        named["shape"] = AsGeoJSON(how.geometry, precision=DECIMALS)
    pk = rows.model._meta.pk.name
    sign = "-" if how.is_descending else ""
    order = (f"{sign}sort_key", f"{sign}{pk}")
    page = rows.annotate(sort_key=how.sort).order_by(*order).values(pk)[:count]
    chosen = rows.model._default_manager.filter(pk__in=page).annotate(**named)
    return chosen.order_by(*order).values(*named, row_id=F(pk))
