"""The fifteen temporal relations of CQL2 as comparisons of four ends. An instant is a span whose ends are one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Func
from django.utils.translation import gettext as _

from api.cql2.refused import refused, wrong_type
from api.cql2.values import DATE, Typed, all_of, any_of, as_timestamp, infix, instant, sql


@dataclass(frozen=True)
class Span:
    start: Any
    end: Any
    at: str
    is_instant: bool = False


# Pairs of ends (first span's, second span's) under the operator that must hold for all of them.
RELATIONS: dict[str, tuple[str, ...]] = {
    "t_after": ("start > end",),
    "t_before": ("end < start",),
    "t_equals": ("start = start", "end = end"),
    "t_intersects": ("start <= end", "end >= start"),
    "t_disjoint": ("start > end", "end < start"),
    "t_contains": ("start < start", "end > end"),
    "t_during": ("start > start", "end < end"),
    "t_finishedBy": ("start < start", "end = end"),
    "t_finishes": ("start > start", "end = end"),
    "t_meets": ("end = start",),
    "t_metBy": ("start = end",),
    "t_overlappedBy": ("start > start", "start < end", "end > end"),
    "t_overlaps": ("start < start", "end > start", "end < end"),
    "t_startedBy": ("start = start", "end > end"),
    "t_starts": ("start = start", "end < end"),
}
TAKE_INSTANTS = {"t_after", "t_before", "t_equals", "t_intersects", "t_disjoint"}


def relate(name: str, a: Span, b: Span, at: str) -> Func:
    """The relation between two spans. An end that is NULL makes it unknown, as in SQL. Raises Problem."""
    if name not in TAKE_INSTANTS and (a.is_instant or b.is_instant):
        raise refused(_("%(name)s takes two intervals") % {"name": name}, at)
    terms = []
    for term in RELATIONS[name]:
        mine, operator, other = term.split()
        terms.append(infix(operator, getattr(a, mine), getattr(b, other)))
    return (any_of if name == "t_disjoint" else all_of)(*terms)


def moment(value: Typed) -> Span:
    """A date or timestamp, property or literal. Raises Problem."""
    if value.kind not in {"date", "timestamp"}:
        raise wrong_type("timestamp", value.at)
    expression = as_timestamp(value).expression
    return Span(expression, expression, value.at, is_instant=True)


def interval(ends: list[Typed | None], at: str) -> Span:
    """An interval of literals and properties; None is an open end. Raises Problem when it is turned round."""
    start, end = (None if end is None else as_timestamp(_dated(end)) for end in ends)
    if start and end and start.literal and end.literal and start.literal > end.literal:
        raise refused(_("the interval is turned round"), at)
    return Span(
        start.expression if start else sql("'-infinity'::timestamptz", kind="timestamp"),
        end.expression if end else sql("'infinity'::timestamptz", kind="timestamp"),
        at,
    )


def _dated(end: Typed) -> Typed:
    if isinstance(end.literal, str):
        return instant("date" if DATE.fullmatch(end.literal) else "timestamp", end.literal, end.at)
    if end.kind not in {"date", "timestamp"}:
        raise wrong_type("timestamp", end.at)
    return end
