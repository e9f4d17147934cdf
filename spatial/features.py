"""A queryset rendered by PostGIS into GeoJSON text: one SQL, no Python object per feature."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db import connection
from django.db.models import (
    AutoField,
    BooleanField,
    F,
    Func,
    IntegerField,
    Model,
    QuerySet,
    TextField,
    UUIDField,
    Value,
)  # fmt: skip
from django.db.models.expressions import Combinable

from spatial.crs import CRS84, Crs
from spatial.rows import Prepared, one_row

Key = tuple[str | None, int]


@dataclass(frozen=True)
class Page:
    """Features as UTF-8 text joined by commas, a view that is to be copied only once, and their number.

    `first` and `last` are the sort key and the id of the rows at the ends, for the pages beside this one; they are
    None where nothing was found. `has_more`: there are rows beyond, in the direction of reading. `matched` counts
    all rows, up to the cap that was given.
    """

    text: bytes | memoryview
    count: int
    first: Key | None
    last: Key | None
    has_more: bool
    matched: int = 0


@dataclass(frozen=True, eq=False)
class Rendering:
    """How rows become features: which expression is the id and each property.

    `sort` is the expression that orders the rows before the primary key. `geometry` names a column; an empty
    one leaves shapes out; an `is_record` is no feature at all, but an object of `uid` and properties. `is_backwards` reads against the order, from the place of a page before it; the features
    stand in their order all the same. Its SQL is kept, so that callers should keep it, too.
    """

    identity: Combinable
    geometry: str
    properties: Mapping[str, Combinable]
    sort: Combinable
    is_descending: bool = False
    is_backwards: bool = False
    crs: Crs = CRS84
    is_record: bool = False

    def order(self, *, of_reading: bool) -> str:
        """The sign of the order: that of reading a page, or that of the features in it."""
        return "-" if self.is_descending != (self.is_backwards and of_reading) else ""


# The page is chosen first and one row more, to know whether there is a next; names are looked up for its rows alone.
# OFFSET 0 keeps a level apart, so that what is used twice is computed once. Names of columns are our own.
SQL = """
SELECT coalesce(string_agg(text, ',') FILTER (WHERE n <= {limit}), ''),
       (count(*) FILTER (WHERE n <= {limit}))::text,
       max(sort_key::text) FILTER (WHERE n = 1), (max(row_id) FILTER (WHERE n = 1))::text,
       max(sort_key::text) FILTER (WHERE n = {limit}), (max(row_id) FILTER (WHERE n = {limit}))::text,
       (count(*) > {limit})::text,
       {matched}::text
FROM (SELECT n, sort_key, row_id, {text} AS text
      FROM (SELECT *{tenths} FROM ({rows} OFFSET 0) named OFFSET 0) named) feature
"""
LOOKUP = """
SELECT {text}, row_version
FROM (SELECT *{tenths} FROM ({rows} OFFSET 0) named OFFSET 0) named
"""
TEXTS = "SELECT {text} AS text FROM (SELECT *{tenths} FROM ({rows} OFFSET 0) named OFFSET 0) named"
PAGE = "(SELECT *, row_number() OVER () AS page_n FROM ({}) chosen)"
FEATURE = (
    """'{{"type":"Feature","id":"', identity, '","geometry":', {shape}, ',"properties":{{'""",
    "'}}'",
)
RECORD = ("""'{{"uid":"', identity, '"'""", "'}'")
# A function takes 100 arguments, and two of them are a property.
MOST_PIECES = 48
ALONE = "(SELECT *, 1 AS page_n FROM ({}) chosen)"
MATCHED = "(SELECT count(*) FROM ({}) matched)"

# plaeng.rai in place: it stands three times in every parcel, and a call costs more than all else of a feature.
TENTHS = "round({column} * 2.5)::bigint AS {column}_t"
RAI = (
    """CASE WHEN {t} IS NULL THEN 'null' ELSE concat('{{"rai":', {t} / 4000, ',"ngan":', {t} % 4000 / 1000,"""
    """ ',"wah":', {t} % 1000 / 10, '.', {t} % 10, ',"text":"', {t} / 4000, '-', {t} % 4000 / 1000,"""
    """ CASE WHEN {t} % 1000 < 100 THEN '-0' ELSE '-' END, {t} % 1000 / 10, '.', {t} % 10, '"}}') END"""
)


class Rai(Func):
    """An area in m² as rai, ngan and square wah."""

    function = "plaeng.rai"
    arity = 1
    output_field = TextField()


def render(rows: QuerySet[Any], how: Rendering, limit: int, matched: QuerySet[Any] | None = None, cap: int = 0) -> Page:
    """At most `limit` features of `rows` (already scoped and filtered) in the order of `how`.

    `matched` are the rows to count, up to `cap` of them.
    """
    columns = _columns(cast(Hashable, rows.model), how)
    page, params = _page(rows, how, limit + 1)
    count, count_params = ("0", ())
    if matched is not None:
        found, count_params = matched.order_by().values("pk")[:cap].query.sql_with_params()
        count = MATCHED.format(found)
    sql = SQL.format(limit=limit, matched=count, text=columns.text, tenths=columns.tenths, rows=columns.around(page))
    row = one_row(sql, [*count_params, *columns.before, *params, *columns.after])
    return _read(row, how)


def lookup(rows: QuerySet[Any], how: Rendering, column: str, key: Any) -> Prepared:
    """How one of `rows` (already scoped) is found by a column and rendered, to be kept for every other key.

    `key` is one of its keys. A row is the feature as text and its version, None where the table has none.
    """
    found = rows.filter(**{column: key}).order_by().values_list("pk")
    sql, params = _with_all_columns(found)
    columns = _columns(cast(Hashable, rows.model), how)
    whole = LOOKUP.format(text=columns.text, tenths=columns.tenths, rows=columns.around(ALONE.format(sql)))
    return Prepared.of(whole, [*columns.before, *params, *columns.after], key)


def texts(rows: QuerySet[Any], how: Rendering, limit: int | None) -> tuple[str, tuple[Any, ...]]:
    """SQL with a column `text`: each of `rows` (already scoped and filtered) as a feature, in the order of `how`."""
    kinds = {name: expression for expression, name in _sources(how).items()}
    named: dict[str, Any] = {"sort_key": how.sort, "identity": how.identity, **kinds}
    if how.geometry:
        named["shape"] = _shape(how.geometry, how.crs)
    sign = how.order(of_reading=False)
    found = rows.annotate(**named).order_by(f"{sign}sort_key", f"{sign}pk").values_list(*named)[:limit]
    sql, params = found.query.sql_with_params()
    text, tenths = _text(how, {name: found.query.annotations[name].output_field for name in kinds})
    return TEXTS.format(text=text, tenths=tenths, rows=sql), params


def _read(row: list[memoryview | None], how: Rendering) -> Page:
    count, near_key, near_id, far_key, far_id, has_more, matched = map(_short, row[1:])
    near, far = _key(near_key, near_id), _key(far_key, far_id)
    first, last = (far, near) if how.is_backwards else (near, far)
    return Page(row[0] or b"", int(count or 0), first, last, has_more == "true", int(matched or 0))


def _short(column: memoryview | None) -> str | None:
    return None if column is None else str(column, "utf-8")


def _key(key: str | None, row_id: str | None) -> Key | None:
    return None if row_id is None else (key, int(row_id))


def _page(rows: QuerySet[Any], how: Rendering, count: int) -> tuple[str, tuple[Any, ...]]:
    """The rows of a page with all their columns, numbered in the order of reading."""
    sign = how.order(of_reading=True)
    chosen = rows.alias(page_key=how.sort).order_by(f"{sign}page_key", f"{sign}pk").values_list("pk")[:count]
    sql, params = _with_all_columns(chosen)
    return PAGE.format(sql), params


def _with_all_columns(keys: QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    """The SQL of a queryset of primary keys, made to give whole rows as they are stored."""
    pk, table = keys.model._meta.pk.column, connection.ops.quote_name(keys.model._meta.db_table)
    sql, params = keys.query.sql_with_params()
    whole, is_one = re.subn(rf'^SELECT {table}\."{pk}"( AS "pk")? FROM', f"SELECT {table}.* FROM", sql)
    if not is_one:
        raise NotImplementedError(sql[:200])
    return whole, params


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
    named = {name: expression for expression, name in _sources(how).items()}
    version = F("version") if _has_version(model) else Value(None, output_field=IntegerField())
    rows: QuerySet[Any, Any] = model._default_manager.annotate(
        sort_key=how.sort, identity=how.identity, row_version=version, **named
    )
    if how.geometry:
        rows = rows.annotate(shape=_shape(how.geometry, how.crs))
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
    head, tail = f"{parts[0]}, page_n AS n FROM ", f" {table}{parts[1]}"
    first = _holes(head)
    kinds = {name: rows.query.annotations[name].output_field for name in rows.query.annotations}
    text, tenths = _text(how, kinds)
    return Columns(head, tail, tuple(params[:first]), tuple(params[first:]), text, tenths)


def _holes(sql: str) -> int:
    return len(re.findall(r"(?<!%)(?:%%)*%s", sql))


def _inside(expression: Combinable) -> Combinable:
    """What is looked up for a property; an area in rai is made of its square metres outside."""
    return expression.get_source_expressions()[0] if isinstance(expression, Rai) else expression


def _sources(how: Rendering) -> dict[Combinable, str]:
    """The columns that are looked up, each once, and their names."""
    different = dict.fromkeys(map(_inside, how.properties.values()))
    return {expression: f"p{i}" for i, expression in enumerate(different)}


def _text(how: Rendering, kinds: Mapping[str, Any]) -> tuple[str, str]:
    """The text of a feature, and the columns of tenths of a square wah that it needs."""
    columns = _sources(how)
    in_rai = dict.fromkeys(columns[_inside(e)] for e in how.properties.values() if isinstance(e, Rai))
    values = []
    for expression in how.properties.values():
        column = columns[_inside(expression)]
        is_rai = isinstance(expression, Rai)
        values.append(RAI.format(t=f"{column}_t") if is_rai else _value(column, kinds[column]))
    pieces = [f"'{key}', {value}" for key, value in zip(_keys(how), values, strict=True)]
    shape = "coalesce(shape, 'null')" if how.geometry else "'null'"
    head, tail = RECORD if how.is_record else FEATURE
    parts = [
        head.format(shape=shape),
        *(f"concat({', '.join(pieces[n : n + MOST_PIECES])})" for n in range(0, len(pieces), MOST_PIECES)),
        tail,
    ]
    tenths = "".join(", " + TENTHS.format(column=column) for column in in_rai)
    return f"concat({', '.join(parts)})".replace("%", "%%"), tenths


def _keys(how: Rendering) -> list[str]:
    """The names of the properties as they stand in a feature, or after the uid of a record, between quotes of SQL."""
    names = [json.dumps(name, ensure_ascii=False).replace("'", "''") for name in how.properties]
    return [f"{',' if i or how.is_record else ''}{name}:" for i, name in enumerate(names)]


def _value(column: str, kind: Any) -> str:
    """A column as JSON text."""
    if isinstance(kind, UUIDField):
        return f"""coalesce('"' || {column} || '"', 'null')"""
    if isinstance(kind, IntegerField | BooleanField | AutoField):
        return f"coalesce({column}::text, 'null')"
    return f"coalesce(to_json({column}), 'null'::json)"


def _shape(column: str, crs: Crs) -> AsGeoJSON:
    """GeoJSON text of a column of EPSG:4326 in another system, with its axis order."""
    shape: Combinable = F(column)
    if crs.is_latitude_first:
        shape = Func(shape, function="ST_FlipCoordinates", output_field=GeometryField())
    elif not crs.is_degrees:
        shape = Func(shape, Value(crs.proj), function="plaeng.reproject", output_field=GeometryField())
    return AsGeoJSON(shape, precision=crs.decimals)
