"""CQL2 JSON to the tree of a filter."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import orjson
from django.utils.translation import gettext as _

from api.cql2.refused import refused
from api.cql2.tree import Box, Coordinates, Instant, Interval, Items, Literal, Name, Node, Operation, Shape
from api.parsing import unique_members
from api.problems import Problem

# Nesting of coordinates below the first list: a point's numbers stand in it, a multipolygon's three lists deeper.
NESTING = {"Point": 0, "LineString": 1, "MultiPoint": 1, "Polygon": 2, "MultiLineString": 2, "MultiPolygon": 3}


def parse(text: str) -> Node:
    """The tree of a filter. Raises Problem bad_filter with a JSON pointer. Check the limits first (limits.py)."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as exc:
        place = _("line %(line)s, column %(column)s") % {"line": exc.lineno, "column": exc.colno}
        raise refused(_("this is not JSON"), place) from exc
    try:
        unique_members(text)
    except Problem as exc:
        raise refused(_("the member %(member)s stands twice in one object") % exc.data) from exc
    return _node(value, "")


def _node(value: Any, at: str) -> Node:
    """One node. Recursion ends at the depth that limits.check_brackets has let through."""
    if isinstance(value, str | bool | int):
        return Literal(value, at=at)
    if isinstance(value, float):
        return Literal(Decimal(repr(value)), at=at)
    if isinstance(value, list):
        return Items(tuple(_node(item, f"{at}/{n}") for n, item in enumerate(value)), at=at)
    if not isinstance(value, dict):
        raise refused(_("null is no value here"), at)
    for members, make in OBJECTS.items():
        if set(value) == set(members):
            return make(value, at)
    raise refused(_("this object has not the members of any expression"), at)


def _operation(value: dict[str, Any], at: str) -> Node:
    name, args = value["op"], value["args"]
    if not isinstance(name, str) or not isinstance(args, list):
        raise refused(_("op is a text and args a list"), at)
    return Operation(name, tuple(_node(arg, f"{at}/args/{n}") for n, arg in enumerate(args)), at=at)


def _property(value: dict[str, Any], at: str) -> Node:
    return Name(_text(value["property"], at), at=at)


def _date(value: dict[str, Any], at: str) -> Node:
    return Instant("date", _text(value["date"], at), at=at)


def _timestamp(value: dict[str, Any], at: str) -> Node:
    return Instant("timestamp", _text(value["timestamp"], at), at=at)


def _interval(value: dict[str, Any], at: str) -> Node:
    ends = value["interval"]
    if not isinstance(ends, list) or len(ends) != 2:
        raise refused(_("an interval has two ends"), at)
    start, end = (_node(end, f"{at}/interval/{n}") for n, end in enumerate(ends))
    return Interval((start, end), at=at)


def _box(value: dict[str, Any], at: str) -> Node:
    return Box(_numbers(value["bbox"], at), at=at)


def _shape(value: dict[str, Any], at: str) -> Shape:
    kind = value["type"]
    if not isinstance(kind, str) or kind not in NESTING:
        raise refused(_("there is no geometry of this type"), at)
    return Shape(kind, _coordinates(value["coordinates"], NESTING[kind], at), at=at)


def _collection(value: dict[str, Any], at: str) -> Node:
    parts = value["geometries"]
    if value["type"] != "GeometryCollection" or not isinstance(parts, list):
        raise refused(_("there is no geometry of this type"), at)
    if not all(isinstance(part, dict) and set(part) == {"type", "coordinates"} for part in parts):
        raise refused(_("there is no geometry of this type"), at)
    return Shape("GeometryCollection", (), tuple(_shape(p, f"{at}/geometries/{n}") for n, p in enumerate(parts)), at=at)


OBJECTS: dict[tuple[str, ...], Callable[[dict[str, Any], str], Node]] = {
    ("op", "args"): _operation,
    ("property",): _property,
    ("date",): _date,
    ("timestamp",): _timestamp,
    ("interval",): _interval,
    ("bbox",): _box,
    ("type", "coordinates"): _shape,
    ("type", "geometries"): _collection,
}


def _text(value: Any, at: str) -> str:
    if not isinstance(value, str):
        raise refused(_("a text is needed there"), at)
    return value


def _coordinates(value: Any, nesting: int, at: str) -> Coordinates:
    if nesting == 0:
        return _numbers(value, at)
    if not isinstance(value, list):
        raise refused(_("these are no coordinates"), at)
    return tuple(_coordinates(part, nesting - 1, at) for part in value)


def _numbers(value: Any, at: str) -> tuple[float, ...]:
    # A bool is a kind of int in Python, not in JSON.
    if not isinstance(value, list) or any(type(number) not in (int, float) for number in value):
        raise refused(_("these are no coordinates"), at)
    return tuple(float(number) for number in value)
