"""From the tree of a filter to one Django expression: an allow-list of names, operators and functions, typed.

Nothing of the input becomes SQL text or the name of a look-up: names are keys of the queryables, operators are keys
of the tables below, and values are bound. SQL's own three-valued logic holds: NOT of an unknown is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Func
from django.utils.translation import gettext as _

from api.cql2 import temporal
from api.cql2.refused import refused, unknown_property, wrong_type
from api.cql2.shapes import literal
from api.cql2.tree import Box, Instant, Interval, Items, Literal, Name, Node, Operation, Shape
from api.cql2.values import (
    Kind,
    Queryable,
    Typed,
    alike,
    all_of,
    any_of,
    as_numeric,
    constant,
    infix,
    instant,
    shape,
    sql,
)
from spatial.crs import Crs

COMPARISONS = {"=", "<>", "<", "<=", ">", ">="}
ORDERED = {"text", "number", "date", "timestamp"}
# Template and joiner of each operator. Division by nothing is nothing; `/` is decimal, `div` whole.
ARITHMETIC = {
    "+": ("(%(expressions)s)", " + "),
    "-": ("(%(expressions)s)", " - "),
    "*": ("(%(expressions)s)", " * "),
    "/": ("(%(expressions)s, 0))", " / nullif("),
    "%": ("mod(%(expressions)s, 0))", ", nullif("),
    "div": ("div(%(expressions)s, 0))", ", nullif("),
    "^": ("plaeng.power_within(%(expressions)s)", ", "),
}
# The characters that unaccent() turns into a backslash.
BACKSLASHES = str.maketrans(dict.fromkeys("\u2216\ufe68\uff3c", "\\"))
SPATIAL = {
    "s_intersects": "ST_Intersects", "s_equals": "ST_Equals", "s_disjoint": "ST_Disjoint", "s_touches": "ST_Touches",
    "s_within": "ST_Within", "s_overlaps": "ST_Overlaps", "s_crosses": "ST_Crosses", "s_contains": "ST_Contains",
}  # fmt: skip


class Walk:
    """One filter of one caller: `known` are the names that he may use, `crs` is that of the geometry literals."""

    def __init__(self, known: Mapping[str, Queryable], crs: Crs) -> None:
        self.known = known
        self.crs = crs

    def condition(self, node: Node) -> Func:
        """A node that is true or false, as an expression for filter(). Raises Problem."""
        return sql("%(expressions)s", self.of_kind("boolean", node).expression)

    def of_kind(self, kind: Kind, node: Node) -> Typed:
        found = self.value(node)
        if found.kind != kind:
            raise wrong_type(kind, node.at)
        return found

    def value(self, node: Node) -> Typed:
        """Any node with its type. Recursion is bounded by limits.check_tree."""
        if isinstance(node, Operation):
            return self._operation(node)
        if isinstance(node, Name):
            if node.name not in self.known:
                raise unknown_property(node.name, node.at, self.known)
            return Typed(self.known[node.name].kind, self.known[node.name].expression, node.at)
        if isinstance(node, Literal):
            return constant(node.value, node.at)
        if isinstance(node, Instant):
            return instant(node.kind, node.text, node.at)
        if isinstance(node, Box | Shape):
            return shape(literal(node, self.crs), node.at)
        raise refused(_("a list or an interval cannot stand there"), node.at)

    def _operation(self, node: Operation) -> Typed:
        for names, count, make in RULES:
            if node.name in names:
                least, most = count
                if not least <= len(node.args) <= most:
                    raise refused(_("%(name)s has another number of arguments") % {"name": node.name}, node.at)
                return make(self, node)
        raise refused(_("there is no operator or function %(name)s") % {"name": node.name[:60]}, node.at)


def _boolean(expression: Any, node: Node) -> Typed:
    return Typed("boolean", expression, node.at)


def _connective(walk: Walk, node: Operation) -> Typed:
    join = all_of if node.name == "and" else any_of
    return _boolean(join(*(walk.condition(arg) for arg in node.args)), node)


def _not(walk: Walk, node: Operation) -> Typed:
    return _boolean(sql("(NOT %(expressions)s)", walk.condition(node.args[0])), node)


def _is_null(walk: Walk, node: Operation) -> Typed:
    return _boolean(sql("(%(expressions)s IS NULL)", walk.value(node.args[0]).expression), node)


def _compare(walk: Walk, node: Operation) -> Typed:
    left, right = alike(*(walk.value(arg) for arg in node.args))
    operator = node.name
    if operator not in {"=", "<>"}:
        if left.kind not in ORDERED:
            raise refused(_("values of the type %(type)s have no order") % {"type": left.kind}, node.at)
        # By code point, whatever the language of the cluster: the same filter gives the same rows everywhere.
        operator = f'COLLATE "C" {operator}' if left.kind == "text" else operator
    return _boolean(infix(operator, left.expression, right.expression), node)


def _like(walk: Walk, node: Operation) -> Typed:
    value, pattern = (walk.of_kind("text", arg) for arg in node.args)
    bare = node.args[1]
    while isinstance(bare, Operation) and bare.name in {"casei", "accenti"}:
        bare = bare.args[0]
    if not isinstance(bare, Literal):
        raise refused(_("the pattern of LIKE is a text in quotes"), pattern.at)
    text = str(bare.value).translate(BACKSLASHES)
    if (len(text) - len(text.rstrip("\\"))) % 2:
        raise refused(_("the pattern ends with an escape that escapes nothing"), pattern.at)
    matched = sql(r"(%(expressions)s ESCAPE '\')", value.expression, pattern.expression, joiner=" LIKE ")
    return _boolean(matched, node)


def _between(walk: Walk, node: Operation) -> Typed:
    value, low, high = (walk.of_kind("number", arg) for arg in node.args)
    if any(part.is_computed for part in (value, low, high)):
        parts = [as_numeric(part) for part in (value, low, high)]
    else:
        parts = [part.expression for part in (value, low, high)]
    return _boolean(infix("BETWEEN", parts[0], sql("%(expressions)s", *parts[1:], joiner=" AND ")), node)


def _in(walk: Walk, node: Operation) -> Typed:
    value, items = walk.value(node.args[0]), node.args[1]
    if not isinstance(items, Items) or not items.items:
        raise refused(_("IN takes a list of values"), node.at)
    pairs = [alike(value, walk.value(item)) for item in items.items]
    # An item may have asked for the other side to be cast (a computed number, a timestamp against a day).
    if all(left is pairs[0][0] for left, _right in pairs):
        listed = sql("(%(expressions)s)", *(right.expression for _left, right in pairs))
        return _boolean(infix("IN", pairs[0][0].expression, listed), node)
    return _boolean(any_of(*(infix("=", left.expression, right.expression) for left, right in pairs)), node)


def _fold(walk: Walk, node: Operation) -> Typed:
    value = walk.of_kind("text", node.args[0])
    return Typed("text", sql(f"plaeng.{node.name}(%(expressions)s)", value.expression, kind="text"), node.at)


def _arithmetic(walk: Walk, node: Operation) -> Typed:
    operands = [as_numeric(walk.of_kind("number", arg)) for arg in node.args]
    template, joiner = ARITHMETIC[node.name]
    expression = sql(template, *operands, joiner=joiner, kind="number")
    return Typed("number", expression, node.at, is_computed=True)


def _spatial(walk: Walk, node: Operation) -> Typed:
    left, right = (walk.of_kind("geometry", arg) for arg in node.args)
    return _boolean(sql(f"{SPATIAL[node.name]}(%(expressions)s)", left.expression, right.expression), node)


def _temporal(walk: Walk, node: Operation) -> Typed:
    spans = []
    for arg in node.args:
        if isinstance(arg, Interval):
            spans.append(temporal.interval([_end(walk, end) for end in arg.ends], arg.at))
        else:
            spans.append(temporal.moment(walk.value(arg)))
    return _boolean(temporal.relate(node.name, spans[0], spans[1], node.at), node)


def _end(walk: Walk, end: Node) -> Typed | None:
    """One end of an interval; None is open."""
    is_open = isinstance(end, Literal) and end.value == ".."
    return None if is_open else walk.value(end)


Rule = tuple[Any, tuple[int, int], Callable[[Walk, Operation], Typed]]
RULES: tuple[Rule, ...] = (
    ({"and", "or"}, (2, 200), _connective),
    ({"not"}, (1, 1), _not),
    ({"isNull"}, (1, 1), _is_null),
    (COMPARISONS, (2, 2), _compare),
    ({"like"}, (2, 2), _like),
    ({"between"}, (3, 3), _between),
    ({"in"}, (2, 2), _in),
    ({"casei", "accenti"}, (1, 1), _fold),
    (ARITHMETIC, (2, 2), _arithmetic),
    (SPATIAL, (2, 2), _spatial),
    (temporal.RELATIONS, (2, 2), _temporal),
)
