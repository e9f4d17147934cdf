"""The JSON text of a feature as SQL: which columns it is made of, and how they are put together."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db.models import AutoField, BooleanField, F, Func, IntegerField, TextField, UUIDField, Value
from django.db.models.expressions import Combinable

from spatial.crs import CRS84, Crs

# A function takes 100 arguments, and two of them are a property.
MOST_PIECES = 44

# plaeng.rai in place: a call costs more than all else of a feature.
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


class Kept(Func):
    """A column of text that the database keeps in the row of another column and that no model knows."""

    arity = 1
    output_field = TextField()

    def __init__(self, beside: str, *, column: str) -> None:
        super().__init__(beside, column=column)

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        (beside,) = self.get_source_expressions()
        table = compiler.quote_name_unless_alias(beside.alias)
        return f"{table}.{connection.ops.quote_name(self.extra['column'])}", []


@dataclass(frozen=True)
class Share:
    """Properties that a table keeps ready as JSON text, in this order: `,"tambon_th":"น้ำร้อน","tambon_en":"Nam Ron"`.

    The text has a comma in front unless the first of a collection's properties is the first of these. It is NULL where
    there is no row, and every one of the properties is null then.
    """

    names: tuple[str, ...]
    text: Combinable

    @property
    def when_missing(self) -> str:
        return "".join(f",{_quoted(name)}:null" for name in self.names)


@dataclass(frozen=True, eq=False)
class Rendering:
    """How rows become features: which expression is the id and each property.

    `sort` is the expression that orders the rows before the primary key. `geometry` names a column; an empty
    one leaves shapes out, and with `is_record` a row is no feature at all, but an object of `uid` and properties.
    `is_backwards` reads against the order, from the place of a page before it; the features
    stand in their order all the same. Its SQL is kept, so that callers should keep it, too.

    A share is taken where all of its properties are wanted: the same JSON, made when the row was written. The first of
    `shares` begins the collection. `kept_shape` is the geometry as it is in CRS84.
    """

    identity: Combinable
    geometry: str
    properties: Mapping[str, Combinable]
    sort: Combinable
    is_descending: bool = False
    is_backwards: bool = False
    crs: Crs = CRS84
    shares: tuple[Share, ...] = ()
    kept_shape: Kept | None = None
    is_record: bool = False

    def order(self, *, of_reading: bool) -> str:
        """The sign of the order: that of reading a page, or that of the features in it."""
        return "-" if self.is_descending != (self.is_backwards and of_reading) else ""

    @property
    def shape(self) -> Combinable:
        """GeoJSON text of the geometry."""
        return self.kept_shape if self.kept_shape and self.crs == CRS84 else _shape(self.geometry, self.crs)

    @property
    def pieces(self) -> list[str | Share]:
        """The names of the properties in their order, with shares in the place of those that they hold."""
        return list(self._pieces())

    def _pieces(self) -> Iterator[str | Share]:
        taken = {
            name: share
            for n, share in enumerate(self.shares)
            if self._holds(share, is_first=not n)
            for name in share.names
        }
        for name in self.properties:
            share = taken.get(name)
            if share is None:
                yield name
            elif share.names[0] == name:
                yield share

    def _holds(self, share: Share, *, is_first: bool) -> bool:
        """All properties of the share are wanted, and its comma fits."""
        begins = next(iter(self.properties), "") == share.names[0]
        return self.properties.keys() >= set(share.names) and begins == is_first

    @property
    def sources(self) -> dict[Combinable, str]:
        """The columns that are looked up, each once, and their names."""
        wanted = (piece.text if isinstance(piece, Share) else _inside(self.properties[piece]) for piece in self.pieces)
        return {expression: f"p{n}" for n, expression in enumerate(dict.fromkeys(wanted))}


def text(how: Rendering, kinds: Mapping[str, Any], before: str = "", after: str = "") -> tuple[str, str]:
    """The text of a feature, and the columns of tenths of a square wah that it needs.

    `kinds` are the fields of the columns. The columns `identity` and `shape` have to be there, too. `before` and
    `after` stand around the text.
    """
    columns = how.sources
    pieces = [_piece(how, piece, columns, kinds, n) for n, piece in enumerate(how.pieces, int(how.is_record))]
    if len(pieces) > MOST_PIECES:
        pieces = [_concat(pieces[n : n + MOST_PIECES]) for n in range(0, len(pieces), MOST_PIECES)]
    start, end = _around(how, before, after)
    tenths = "".join(", " + TENTHS.format(column=columns[area]) for area in dict.fromkeys(_in_rai(how)))
    return _concat([start, *pieces, end]).replace("%", "%%"), tenths


def _around(how: Rendering, before: str, after: str) -> tuple[str, str]:
    """What stands around the properties; those of a record have a comma each, since its uid stands before them."""
    if how.is_record:
        return f"""{_literal(before + '{"uid":"')}, identity, '"'""", _literal("}" + after)
    shape = "coalesce(shape, 'null')" if how.geometry else "'null'"
    start = (
        f"""{_literal(before + '{"type":"Feature","id":"')}, identity, '","geometry":', {shape}, ',"properties":{{'"""
    )
    return start, _literal("}}" + after)


def _concat(pieces: list[str]) -> str:
    return f"concat({', '.join(pieces)})"


def _piece(
    how: Rendering, piece: str | Share, columns: Mapping[Combinable, str], kinds: Mapping[str, Any], number: int
) -> str:
    """The arguments of concat that give one property or one share."""
    if isinstance(piece, Share):
        missing = piece.when_missing[0 if number else 1 :]
        return f"coalesce({columns[piece.text]}, {_literal(missing)})"
    source = how.properties[piece]
    column = columns[_inside(source)]
    value = RAI.format(t=f"{column}_t") if isinstance(source, Rai) else _value(column, kinds[column])
    return f"{_literal((',' if number else '') + _quoted(piece) + ':')}, {value}"


def _in_rai(how: Rendering) -> Iterator[Combinable]:
    """The areas in m² that are shown in rai, and are not in a share."""
    for piece in how.pieces:
        if isinstance(piece, str) and isinstance(how.properties[piece], Rai):
            yield _inside(how.properties[piece])


def _inside(expression: Combinable) -> Combinable:
    """What is looked up for a property; an area in rai is made of its square metres outside."""
    return expression.get_source_expressions()[0] if isinstance(expression, Rai) else expression


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


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
