"""Keyset pages: the place after or before a row, as an opaque text in the links `next` and `prev`."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from django.db.models import DecimalField, F, Q, QuerySet
from django.utils.translation import gettext as _

from api.values import CONTROL, bad, integer, moment, number
from spatial.features import Key, Rendering

PLACES = ("after", "before")


def which(params: Mapping[str, str]) -> str:
    """Which of the two places is given; "" for the first page. Raises Problem when both are."""
    given = [name for name in PLACES if name in params]
    if len(given) > 1:
        raise bad("before", _("either after or before"))
    return given[0] if given else ""


def text_of(order: str, key: Key) -> str:
    """The place of a row. It holds the order, so that it cannot be used with another."""
    return _written([order, *key])


def beyond(rows: QuerySet[Any], how: Rendering, params: Mapping[str, str]) -> QuerySet[Any]:
    """The rows after the place `after`, or before the place `before`, in the order of `how`. Raises Problem."""
    name = which(params)
    if not name:
        return rows
    order, key, row_id = _read(name, params[name])
    if order != params.get("sortby", "") or not isinstance(row_id, int) or not 0 <= row_id < 2**63:
        raise bad(name, _("take it from the link `next` or `prev`"))
    try:
        value = _key_value(how, key)
    except ValueError as exc:
        raise bad(name, _("take it from the link `next` or `prev`")) from exc
    side = "lt" if how.is_descending != how.is_backwards else "gt"
    return rows.alias(key=how.sort).filter(Q(**{f"key__{side}": value}) | Q(key=value, **{f"pk__{side}": row_id}))


def text_of_moment(since: datetime, row_id: int) -> str:
    """The place of a row in a list by time."""
    return _written([since.isoformat(), row_id])


def moment_of(text: str) -> tuple[datetime, int]:
    """The place in a list by time that `after` names. Raises Problem."""
    try:
        since, row_id = _values(text)
        if not isinstance(since, str) or type(row_id) is not int or not 0 <= row_id < 2**63:
            raise ValueError(text)
        return moment(since), row_id
    except (ValueError, TypeError) as exc:
        raise bad("after", _("take it from `after` of the answer before")) from exc


def _written(values: list[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")


def _values(text: str) -> Any:
    """Raises ValueError, TypeError."""
    return orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def _read(name: str, text: str) -> tuple[Any, Any, Any]:
    try:
        order, key, row_id = _values(text)
    except (ValueError, TypeError) as exc:
        raise bad(name, _("take it from the link `next` or `prev`")) from exc
    return order, key, row_id


def _key_value(how: Rendering, key: Any) -> Any:
    """The sort key of a place, in the type of its expression. Raises ValueError."""
    if not isinstance(key, str) or CONTROL.search(key):
        raise ValueError(key)
    if how.sort == F("pk"):
        return integer(key, digits=18)
    if isinstance(how.sort, F):
        return moment(key)
    return number(key) if isinstance(getattr(how.sort, "output_field", None), DecimalField) else key
