"""Typed values of a filter, and the few SQL forms that they are put together from. Values are always bound."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    DecimalField,
    Field,
    Func,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from api.cql2.refused import refused, too_large, wrong_type
from spatial.reference import WGS84

Kind = Literal["text", "number", "boolean", "date", "timestamp", "uuid", "geometry"]

# PostgreSQL reads more as a date ('today', 'infinity'): only these two forms reach it.
DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)
# What a double holds without overflow or underflow, whatever column it is compared with.
LARGEST, SMALLEST = Decimal("1e300"), Decimal("1e-300")
FIELDS: dict[Kind, type[Field[Any, Any]]] = {
    "text": TextField, "number": DecimalField, "boolean": BooleanField, "date": DateField,
    "timestamp": DateTimeField, "uuid": UUIDField,
}  # fmt: skip


@dataclass(frozen=True)
class Queryable:
    """What a name in a filter stands for. Only these reach the ORM; the expressions are our own."""

    kind: Kind
    expression: Combinable


@dataclass(frozen=True)
class Typed:
    """An expression whose type is known, and its place in the filter.

    `literal` is the value as the client wrote it, None for all else; `is_computed` marks arithmetic.
    """

    kind: Kind
    expression: Any
    at: str
    literal: Any = None
    is_computed: bool = False


def sql(template: str, *parts: Any, joiner: str = ", ", kind: Kind = "boolean") -> Func:
    """Parts joined by `joiner` inside `template`, both of them ours."""
    return Func(*parts, template=template, arg_joiner=joiner, output_field=FIELDS[kind]())


def infix(operator: str, left: Any, right: Any, kind: Kind = "boolean") -> Func:
    return sql("(%(expressions)s)", left, right, joiner=f" {operator} ", kind=kind)


def all_of(*conditions: Any) -> Func:
    """Flat, however long: a nested chain would cost the compiler one level a term."""
    return sql("(%(expressions)s)", *conditions, joiner=" AND ")


def any_of(*conditions: Any) -> Func:
    return sql("(%(expressions)s)", *conditions, joiner=" OR ")


def constant(value: str | bool | int | Decimal, at: str) -> Typed:
    """A literal of a filter. Raises Problem for a number that no column holds."""
    if isinstance(value, bool):
        return Typed("boolean", Value(value, BooleanField()), at, value)
    if isinstance(value, str):
        if "\0" in value:
            raise refused(_("it contains a control character"), at)
        return Typed("text", Value(value, TextField()), at, value)
    # copy_abs neither rounds nor overflows, however large the exponent.
    if value != 0 and not SMALLEST <= Decimal(value).copy_abs() <= LARGEST:
        raise too_large(at)
    return Typed("number", Value(value), at, value)


def shape(geometry: GEOSGeometry, at: str) -> Typed:
    return Typed("geometry", Value(geometry, GeometryField(srid=WGS84)), at, geometry)


def instant(kind: str, text: str, at: str) -> Typed:
    """A literal date or timestamp. Raises Problem."""
    if kind == "date":
        day = read_date(text, at)
        return Typed("date", Value(day, DateField()), at, day)
    moment = read_timestamp(text, at)
    return Typed("timestamp", Value(moment, DateTimeField()), at, moment)


def read_date(text: str, at: str) -> date:
    try:
        if DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise refused(_("a date is written 2025-01-31"), at)


def read_timestamp(text: str, at: str) -> datetime:
    try:
        if TIMESTAMP.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass
    raise refused(_("a timestamp is written 2025-01-31T09:30:00Z"), at)


def as_timestamp(value: Typed) -> Typed:
    """A day as its midnight in UTC, which is what the standard compares it as."""
    if value.kind == "timestamp":
        return value
    if isinstance(value.literal, date):
        moment = datetime(value.literal.year, value.literal.month, value.literal.day, tzinfo=UTC)
        return Typed("timestamp", Value(moment, DateTimeField()), value.at, moment)
    expression = sql("(%(expressions)s::timestamp AT TIME ZONE 'UTC')", value.expression, kind="timestamp")
    return replace(value, kind="timestamp", expression=expression)


def as_numeric(value: Typed) -> Any:
    """An operand of arithmetic: numeric neither overflows nor mixes integer and decimal division."""
    return sql("(%(expressions)s)::numeric", value.expression, kind="number")


def alike(left: Typed, right: Typed) -> tuple[Typed, Typed]:
    """Both sides of a comparison in one type; the literal is cast, never the column. Raises Problem."""
    left, right = _from_text(left, right.kind), _from_text(right, left.kind)
    if {left.kind, right.kind} == {"date", "timestamp"}:
        left, right = as_timestamp(left), as_timestamp(right)
    if left.kind != right.kind or left.kind == "geometry":
        raise wrong_type(left.kind if left.kind != "geometry" else right.kind, right.at)
    if left.is_computed != right.is_computed:
        left, right = (replace(side, expression=as_numeric(side)) for side in (left, right))
    return left, right


def _from_text(value: Typed, wanted: Kind) -> Typed:
    """A plain text in the place of an identity, a date or a timestamp is read as one."""
    if not isinstance(value.literal, str) or wanted not in {"uuid", "date", "timestamp"}:
        return value
    if wanted != "uuid":
        return instant("date" if DATE.fullmatch(value.literal) else "timestamp", value.literal, value.at)
    try:
        identity = uuid.UUID(value.literal)
    except ValueError as exc:
        raise wrong_type("uuid", value.at) from exc
    return Typed("uuid", Value(identity, UUIDField()), value.at, identity)
