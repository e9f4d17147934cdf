"""The parameters of an address, one by one: each stands there once, and an unknown one is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from api.problems import Problem
from api.values import CONTROL, bad
from spatial.crs import CRS84, OFFERED, Crs

DEFAULT_LIMIT, MAX_LIMIT = 100, 10_000
MAX_TEXT = 2_000
# A filter has white space and limits of its own (api/cql2/limits.py); a cursor of changes is signed and may be long.
FREE = {"filter", "since"}
JSON = ("json", "geojson")


def once(given: Mapping[str, Any]) -> dict[str, str]:
    """Every parameter with its one value. Raises Problem for a repeated one, control characters and long texts."""
    params: dict[str, str] = {}
    for name in given:
        values = given.getlist(name) if hasattr(given, "getlist") else [given[name]]
        if len(values) > 1:
            raise bad(name[:60], _("it is given twice"))
        if CONTROL.search(name if name in FREE else name + values[0]):
            raise bad(CONTROL.sub("?", name[:60]), _("it contains a control character"))
        if len(values[0]) > MAX_TEXT and name not in FREE:
            raise bad(name[:60], _("it is longer than 2,000 characters"))
        params[name] = values[0]
    return params


def known(params: Mapping[str, str], names: tuple[str, ...], formats: tuple[str, ...] = JSON) -> None:
    """Raises Problem unknown_parameter for any other name, bad_parameter for an `f` that is none of `formats`."""
    for name in params:
        if name not in names:
            raise Problem("unknown_parameter", 400, name=name[:60], known=", ".join(sorted(names)))
    if params.get("f", "json") not in formats:
        raise bad("f", _("the format is json"))


def plain(given: Mapping[str, Any], names: tuple[str, ...], formats: tuple[str, ...] = JSON) -> dict[str, str]:
    """The parameters of an address that is no list; anything but `names` is refused."""
    params = once(given)
    known(params, names, formats)
    return params


def page_size(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or not 1 <= int(text) <= MAX_LIMIT:
        raise bad("limit", _("a whole number from 1 to 10000"))
    return int(text)


def crs(params: Mapping[str, str], name: str) -> Crs:
    """The reference system that a parameter (or header) names by its address; CRS84 without it."""
    uri = params.get(name, CRS84.uri)
    if uri not in OFFERED:
        raise bad(name, _("one of %(names)s") % {"names": ", ".join(OFFERED)})
    return OFFERED[uri]
