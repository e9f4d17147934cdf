"""Filters in CQL2, text and JSON: one tree, one walk into Django expressions with bound parameters.

Limits come first, then the parser, then the limits of the tree, then the walk: see docs/api.md, Filters.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Func

from api.cql2 import json, limits, text
from api.cql2.values import Queryable
from api.cql2.walk import Walk
from spatial.crs import Crs

LANGUAGES = {"cql2-text": text.parse, "cql2-json": json.parse}

__all__ = ["LANGUAGES", "Queryable", "condition"]


def condition(filter_text: str, *, language: str, known: Mapping[str, Queryable], crs: Crs) -> Func:
    """The condition of a filter, for QuerySet.filter(). `known` are the properties that the caller may ask about.

    `crs` is that of the geometries in the filter. Raises Problem bad_filter or unknown_property (400).
    """
    limits.check_size(filter_text)
    limits.check_brackets(filter_text, is_json=language == "cql2-json")
    tree = LANGUAGES[language](filter_text)
    limits.check_tree(tree)
    return Walk(known, crs).condition(tree)
