"""A queryset rendered by PostGIS into GeoJSON text: one SQL, no Python object per feature."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, cast

import shapely
from django.contrib.gis.db.models import GeometryField
from django.db import connection
from django.db.models import F, Func, IntegerField, Model, Q, QuerySet, Value
from shapely.geometry.base import BaseGeometry

from spatial.page import NONE, Key, Page
from spatial.reference import WGS84
from spatial.rows import Prepared, rows_of
from spatial.text import Kept, Rai, Rendering, Share, text

__all__ = ["Kept", "Key", "Page", "Rai", "Rendering", "Share", "boxed", "lookup", "render", "render_box", "texts"]

# The page is chosen first and one row more, to know whether there is a next; names are looked up for its rows alone.
# OFFSET 0 keeps a level apart, so that what is used twice is computed once. Names of columns are our own. The rows
# come one by one: to gather a megabyte in one value cost PostgreSQL a quarter of its work.
SQL = "SELECT {text}, sort_key::text, row_id::text, page_matched FROM {rows}"
LOOKUP = "SELECT {text}, row_version FROM {rows}"
TEXTS = "SELECT {text} AS text FROM {rows}"
NAMED = "({} OFFSET 0) named"
WITH_TENTHS = "(SELECT *{} FROM {} OFFSET 0) named"
PAGE = "(SELECT *, {} AS page_matched FROM ({}) chosen)"
UNCOUNTED = "NULL::text"
COUNTED = "(SELECT count(*)::text FROM ({}) matched)"
# A few thousand rows are found once for both: their keys are sorted and counted, and the page is fetched by them.
KEYS = "SELECT {table}.{pk} AS page_id, (count(*) OVER ())::text AS page_matched FROM"
FETCHED = "(SELECT {table}.*, page_matched FROM ({keys} LIMIT {limit} OFFSET 0) chosen JOIN {table} ON {table}.{pk} = page_id)"
# The keys of a statement for any small box: the box, a smaller one in it, and one row more than a page has. What lies within
# the smaller by the boxes of the index, which are rounded to 0.000015 degree, touches the box: most need no closer look.
BOX, INSIDE = (Func(template=f"${n}", output_field=GeometryField(srid=WGS84)) for n in (1, 2))
BOX_TYPES, BOX_LIMIT = ("geometry", "geometry", "bigint"), "$3"
EDGE = 0.00002


def render(
    rows: QuerySet[Any],
    how: Rendering,
    limit: int,
    matched: QuerySet[Any] | None = None,
    cap: int = 0,
    *,
    are_few: bool = False,
) -> Page:
    """At most `limit` features of `rows` (already scoped and filtered) in the order of `how`.

    `matched` are the rows to count, up to `cap` of them. `are_few` says that they are some thousands at most.
    """
    if are_few and matched is rows:
        page = _fetched(rows, how, str(limit + 1))
    else:
        page = _page(_keys(rows, how)[: limit + 1], matched, cap)
    found = rows_of(*_whole(rows, how, *page))
    if not found:
        return replace(NONE, matched=_count(matched, cap))
    return Page.of(found, limit, is_backwards=how.is_backwards)


def boxed(rows: QuerySet[Any], how: Rendering) -> Prepared:
    """The statement of a page of those of `rows` (already scoped, some thousands in any small box) that lie in a box."""
    found = rows.filter(Q(geom__contained=INSIDE) | Q(geom__intersects=BOX), geom__bboverlaps=BOX)
    page = _fetched(found, how, BOX_LIMIT)
    return Prepared.of(*_whole(rows, how, *page), types=BOX_TYPES)


def render_box(statement: Prepared, box: BaseGeometry, how: Rendering, limit: int) -> Page:
    """The page that `boxed` makes for `how`, of a box in degrees; all of its rows are counted."""
    west, south, east, north = box.bounds
    inside = (west + EDGE, south + EDGE, east - EDGE, north - EDGE)
    is_wide = inside[0] < inside[2] and inside[1] < inside[3]
    found = statement.rows(_hex(box), _hex(shapely.box(*inside)) if is_wide else None, limit + 1)
    return Page.of(found, limit, is_backwards=how.is_backwards) if found else NONE


def _hex(shape: BaseGeometry) -> str:
    return str(shapely.to_wkb(shapely.set_srid(shape, WGS84), hex=True, include_srid=True))


def _whole(rows: QuerySet[Any], how: Rendering, page: str, params: tuple[Any, ...]) -> tuple[str, list[Any]]:
    """The SQL that renders the rows of `page`, and its values."""
    columns = _columns(cast(Hashable, rows.model), how)
    sql = SQL.format(text=columns.text, rows=_with(columns.tenths, columns.around(page)))
    return sql, [*columns.before, *params, *columns.after]


def _page(keys: QuerySet[Any], matched: QuerySet[Any] | None, cap: int) -> tuple[str, tuple[Any, ...]]:
    """The rows of a page with all their columns, and the number of all that match, counted apart and up to the cap."""
    page, params = _with_all_columns(keys)
    if matched is None:
        return PAGE.format(UNCOUNTED, page), params
    found, count_params = matched.order_by().values("pk")[:cap].query.sql_with_params()
    return PAGE.format(COUNTED.format(found), page), (*count_params, *params)


def _fetched(rows: QuerySet[Any], how: Rendering, limit: str) -> tuple[str, tuple[Any, ...]]:
    """The same for few rows, which are found only once."""
    names = _names(rows.model)
    sql, params = _instead_of_keys(_keys(rows, how), KEYS.format(**names))
    return FETCHED.format(keys=sql, limit=limit, **names), params


def _count(matched: QuerySet[Any] | None, cap: int) -> int:
    """For a page without rows, which could carry the number."""
    return 0 if matched is None else matched.order_by()[:cap].count()


def lookup(rows: QuerySet[Any], how: Rendering, column: str, key: Any) -> Prepared:
    """How one of `rows` (already scoped) is found by a column and rendered, to be kept for every other key.

    `key` is one of its keys. A row is the feature as text and its version, None where the table has none.
    """
    found = rows.filter(**{column: key}).order_by().values_list("pk")
    sql, params = _with_all_columns(found)
    columns = _columns(cast(Hashable, rows.model), how)
    inside = columns.around(PAGE.format(UNCOUNTED, sql))
    whole = LOOKUP.format(text=columns.text, rows=_with(columns.tenths, inside))
    return Prepared.of(whole, [*columns.before, *params, *columns.after], key)


def texts(
    rows: QuerySet[Any], how: Rendering, limit: int | None, before: str = "", after: str = ""
) -> tuple[str, tuple[Any, ...]]:
    """SQL with a column `text`: each of `rows` (already scoped and filtered) as a feature, in the order of `how`.

    `before` and `after` are put around each text.
    """
    kinds = {name: expression for expression, name in how.sources.items()}
    named: dict[str, Any] = {"sort_key": how.sort, "identity": how.identity, **kinds}
    if how.geometry:
        named["shape"] = how.shape
    sign = how.order(of_reading=False)
    found = rows.annotate(**named).order_by(f"{sign}sort_key", f"{sign}pk").values_list(*named)[:limit]
    sql, params = found.query.sql_with_params()
    fields = {name: found.query.annotations[name].output_field for name in kinds}
    feature, tenths = text(how, fields, before, after)
    return TEXTS.format(text=feature, rows=_with(tenths, sql)), params


def _with(tenths: str, rows: str) -> str:
    named = NAMED.format(rows)
    return WITH_TENTHS.format(tenths, named) if tenths else named


def _keys(rows: QuerySet[Any], how: Rendering) -> QuerySet[Any]:
    """The primary keys in the order of reading."""
    sign = how.order(of_reading=True)
    return rows.alias(page_key=how.sort).order_by(f"{sign}page_key", f"{sign}pk").values_list("pk")


def _names(model: type[Model]) -> dict[str, str]:
    quote = connection.ops.quote_name
    return {"table": quote(model._meta.db_table), "pk": quote(str(model._meta.pk.column))}


def _with_all_columns(keys: QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    """The SQL of a queryset of primary keys, made to give whole rows as they are stored."""
    return _instead_of_keys(keys, "SELECT {table}.* FROM".format(**_names(keys.model)))


def _instead_of_keys(keys: QuerySet[Any], wanted: str) -> tuple[str, tuple[Any, ...]]:
    """The SQL of a queryset of primary keys, made to select something else."""
    sql, params = keys.query.sql_with_params()
    changed, is_one = re.subn(r'^SELECT {table}\.{pk}( AS "pk")? FROM'.format(**_names(keys.model)), wanted, sql)
    if not is_one:
        raise NotImplementedError(sql[:200])
    return changed, params


@dataclass(frozen=True)
class Columns:
    """SQL around a page: the looked-up columns, and the text of a feature made of them."""

    head: str
    tail: str
    before: tuple[Any, ...]
    after: tuple[Any, ...]
    text: str
    tenths: str

    def around(self, page: str) -> str:
        return self.head + page + self.tail


@lru_cache(maxsize=256)
def _columns(model: type[Model], how: Rendering) -> Columns:
    """The SQL of a rendering, with a hole for the page. The page stands where the table would, under its name."""
    pk = str(model._meta.pk.name)
    named = {name: expression for expression, name in how.sources.items()}
    version = F("version") if _has_version(model) else Value(None, output_field=IntegerField())
    rows: QuerySet[Any, Any] = model._default_manager.annotate(
        sort_key=how.sort, identity=how.identity, row_version=version, **named
    )
    if how.geometry:
        rows = rows.annotate(shape=how.shape)
        named["shape"] = F("shape")
    sign = how.order(of_reading=False)
    rows = rows.order_by(f"{sign}sort_key", f"{sign}pk").values(
        "sort_key", "identity", "row_version", *named, row_id=F(pk)
    )
    return _split(rows, model, how)


def _has_version(model: type[Model]) -> bool:
    return any(field.name == "version" for field in model._meta.get_fields())


def _split(rows: QuerySet[Any], model: type[Model], how: Rendering) -> Columns:
    table = connection.ops.quote_name(model._meta.db_table)
    sql, params = rows.query.sql_with_params()
    parts = re.split(rf" FROM {table}(?= (?:INNER|LEFT|WHERE|ORDER) )", sql)
    if len(parts) != 2:
        raise NotImplementedError(sql[:200])
    # Last, because the order is given by the numbers of the columns.
    head, tail = f"{parts[0]}, page_matched FROM ", f" {table}{parts[1]}"
    first = _holes(head)
    kinds = {name: rows.query.annotations[name].output_field for name in rows.query.annotations}
    feature, tenths = text(how, kinds)
    return Columns(head, tail, tuple(params[:first]), tuple(params[first:]), feature, tenths)


def _holes(sql: str) -> int:
    return len(re.findall(r"(?<!%)(?:%%)*%s", sql))
