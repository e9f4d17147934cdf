"""Parameters of a list -> one queryset and its order. Each is validated by name; an unknown one is refused."""

from __future__ import annotations

import base64
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from api.collections import Collection, Property, search, sort_key
from api.problems import Problem
from api.values import CONTROL, CONVERT, bad, bbox, integer, interval, number
from parcels.permissions import Access, visible_to
from spatial.features import Rendering

DEFAULT_LIMIT, MAX_LIMIT = 100, 10_000
COUNT_CAP = 10_001
NONE = "NONE"
GENERAL = ("bbox", "datetime", "limit", "q", "sortby", "after", "skipGeometry", "f")


@dataclass(frozen=True)
class Query:
    """A list as it was asked for: rows in scope, their order and the size of a page."""

    rows: QuerySet[Any]
    rendering: Rendering
    limit: int
    params: dict[str, str] = field(default_factory=dict)
    # The rows before paging, to be counted.
    matched: QuerySet[Any] | None = None


def read(collection: Collection, can: Access, given: Mapping[str, Any]) -> Query:
    """Build the query of a collection from its parameters. Raises Problem unknown_parameter, bad_parameter."""
    params = _once(given)
    readable = collection.readable(can)
    filters = {name: p for name, p in readable.items() if p.filter}
    _known(params, (*general(collection), *filters))
    rows = visible_to(can, collection.model)
    for name, prop in filters.items():
        if name in params:
            rows = rows.filter(_property(name, prop, params[name]))
    if "bbox" in params:
        rows = rows.filter(bbox(params["bbox"]))
    if "datetime" in params:
        rows = rows.filter(interval(params["datetime"], collection.changed))
    if text := params.get("q", "").strip():
        rows = rows.filter(search(collection, can, text))
    rendering = _rendering(collection, readable, params)
    limit = _limit(params.get("limit", str(DEFAULT_LIMIT)))
    page = _after(rows, rendering, params["after"], params.get("sortby", "")) if "after" in params else rows
    return Query(page, rendering, limit, params, rows)


def general(collection: Collection) -> tuple[str, ...]:
    """The parameters that are no properties; `q` only where there is something to search."""
    return tuple(name for name in GENERAL if name != "q" or collection.search)


def one(collection: Collection, can: Access) -> Rendering:
    """How a single feature of the collection is rendered for this user."""
    return _rendering(collection, collection.readable(can), {})


def number_matched(query: Query) -> int | None:
    """The exact number of rows up to 10,000; None above."""
    count = query.matched.order_by()[:COUNT_CAP].count() if query.matched is not None else 0
    return count if count < COUNT_CAP else None


def _once(given: Mapping[str, Any]) -> dict[str, str]:
    params: dict[str, str] = {}
    for name in given:
        values = given.getlist(name) if hasattr(given, "getlist") else [given[name]]
        if len(values) > 1:
            raise bad(name[:60], _("it is given twice"))
        if CONTROL.search(name + values[0]):
            raise bad(CONTROL.sub("?", name[:60]), _("it contains a control character"))
        if len(values[0]) > 2_000:
            raise bad(name[:60], _("it is longer than 2,000 characters"))
        params[name] = values[0]
    return params


def plain(given: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    """The parameters of an address that is no list; anything but `names` is refused."""
    params = _once(given)
    _known(params, names)
    return params


def _known(params: Mapping[str, str], names: tuple[str, ...]) -> None:
    for name in params:
        if name not in names:
            raise Problem("unknown_parameter", 400, name=name[:60], known=", ".join(sorted(names)))
    if params.get("f", "json") not in {"json", "geojson"}:
        raise bad("f", _("the format is json"))


def _limit(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or not 1 <= int(text) <= MAX_LIMIT:
        raise bad("limit", _("a whole number from 1 to 10000"))
    return int(text)


def _property(name: str, prop: Property, text: str) -> Q:
    """Equality, or any of several values with commas between; NONE is `no value`."""
    wanted = text.split(",")
    if len(wanted) > 200:
        raise bad(name, _("at most 200 values"))
    values = [_value(name, prop, part) for part in wanted if part != NONE]
    condition = Q(**{f"{prop.filter}__in": values}) if values else Q()
    return condition | Q(**{f"{prop.filter}__isnull": True}) if NONE in wanted else condition


def _value(name: str, prop: Property, text: str) -> Any:
    convert = CONVERT.get(prop.type, str)
    try:
        return convert(text)
    except (ValueError, KeyError) as exc:
        raise bad(name, _("its values are of the type %(type)s") % {"type": prop.type}) from exc


def _rendering(collection: Collection, readable: dict[str, Property], params: Mapping[str, str]) -> Rendering:
    wanted = params.get("sortby", "")
    name = wanted.lstrip("+-")
    sortable = [n for n, p in readable.items() if p.is_sortable]
    if wanted and (name not in sortable or len(wanted) - len(name) > 1):
        raise bad("sortby", _("one of %(names)s, with - before it for descending") % {"names": ", ".join(sortable)})
    if params.get("skipGeometry", "false") not in {"true", "false"}:
        raise bad("skipGeometry", _("true or false"))
    return Rendering(
        identity=F(collection.key),
        geometry="" if params.get("skipGeometry") == "true" else "geom",
        properties={n: p.source for n, p in readable.items()},
        sort=sort_key(readable[name]) if wanted else F("pk"),
        is_descending=wanted.startswith("-"),
    )


def cursor_text(query: Query, last: tuple[str | None, int]) -> str:
    """The opaque place after a page's last row. It holds the order, so that it cannot be used with another."""
    raw = orjson.dumps([query.params.get("sortby", ""), *last])
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _after(rows: QuerySet[Any], rendering: Rendering, text: str, sortby: str) -> QuerySet[Any]:
    try:
        order, key, row_id = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        value = _key_value(rendering, key)
    except (ValueError, TypeError) as exc:
        raise bad("after", _("take it from the link `next`")) from exc
    if not isinstance(row_id, int) or not 0 <= row_id < 2**63 or order != sortby:
        raise bad("after", _("take it from the link `next`"))
    side = "lt" if rendering.is_descending else "gt"
    rows = rows.annotate(key=rendering.sort)
    return rows.filter(Q(**{f"key__{side}": value}) | Q(key=value, **{f"pk__{side}": row_id}))


def _key_value(rendering: Rendering, key: Any) -> Any:
    """The sort key of a cursor, in the type of its expression."""
    if not isinstance(key, str) or CONTROL.search(key):
        raise ValueError(key)
    if rendering.sort == F("pk"):
        return integer(key, digits=18)
    kind = getattr(rendering.sort, "output_field", None)
    if isinstance(rendering.sort, F):
        value = parse_datetime(key)
        if value is None:
            raise ValueError(key)
        return value
    return number(key) if kind.__class__.__name__ == "DecimalField" else key


def key_of(collection: Collection, text: str) -> Any:
    """The id in an address as the type of its column. Raises Http404 for what can be no id."""
    if collection.key != "uid":
        if CONTROL.search(text) or len(text) > 40:
            raise Http404
        return text
    try:
        return uuid.UUID(text)
    except ValueError as exc:
        raise Http404 from exc
