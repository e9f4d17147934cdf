"""CQL2 text to the tree of a filter."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken, v_args

from api.cql2.refused import refused, too_large
from api.cql2.tree import Box, Instant, Interval, Items, Literal, Name, Node, Operation, Shape

# The letters that a name may begin with, and those that may follow (OGC 21-065, identifierStart, identifierPart);
# Thai is among them.
START = (
    ":_A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
PART = START + ".0-9\u0300-\u036f\u203f-\u2040"
CONTROLS = {"a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "\\": "\\", "'": "'"}
ESCAPE = re.compile(r"''|\\([abtnvfr'\\])")
FUNCTIONS = {
    "isnull": "isNull", "t_finishedby": "t_finishedBy", "t_metby": "t_metBy", "t_overlappedby": "t_overlappedBy",
    "t_startedby": "t_startedBy", "a_containedby": "a_containedBy",
}  # fmt: skip
GEOMETRIES = {
    "point": "Point", "linestring": "LineString", "polygon": "Polygon", "multipoint": "MultiPoint",
    "multilinestring": "MultiLineString", "multipolygon": "MultiPolygon",
}  # fmt: skip


def parse(text: str) -> Node:
    """The tree of a filter. Raises Problem bad_filter with line and column. Check the limits first (limits.py)."""
    try:
        tree: Node = PARSER.parse(text)  # type: ignore[assignment]
    except UnexpectedInput as exc:
        if isinstance(exc, UnexpectedToken) and exc.token.type == "$END":
            raise refused(_("it ends too early"), _("the end")) from exc
        raise refused(_("this cannot be understood"), _place(exc.line, exc.column)) from exc
    return tree


def _place(line: int | None, column: int | None) -> str:
    return _("line %(line)s, column %(column)s") % {"line": line, "column": column}


def _at(token: Token) -> str:
    return _place(token.line, token.column)


def _unquoted(token: Token) -> str:
    """The text between the quotes. A backslash that escapes nothing stays: LIKE wants to see it."""
    return ESCAPE.sub(lambda found: CONTROLS[found[1]] if found[1] else "'", token[1:-1])


def _number(token: Token) -> int | Decimal:
    try:
        return int(token) if re.fullmatch(r"[+-]?[0-9]+", token) else Decimal(token)
    except InvalidOperation as exc:
        raise too_large(_at(token)) from exc


def _named(name: str) -> Callable[..., Node]:
    """A rule that becomes an operation of this name over its parts."""
    return lambda self, *parts: Operation(name, _nodes(parts), at=_nodes(parts)[0].at)


def _refuted(name: str) -> Callable[..., Node]:
    """NOT LIKE and its kin: `not` around the plain form."""
    return lambda self, *parts: Operation("not", (_named(name)(self, *parts),), at=_nodes(parts)[0].at)


def _nodes(parts: tuple[Any, ...]) -> tuple[Node, ...]:
    return tuple(part for part in parts if isinstance(part, Node))


@v_args(inline=True)
class ToTree(Transformer[Token, Any]):
    """Runs while the parser reduces, so that nothing recurses over a deep tree."""

    disjunction, conjunction = _named("or"), _named("and")
    is_null, is_not_null = _named("isNull"), _refuted("isNull")
    like, not_like = _named("like"), _refuted("like")
    between, not_between = _named("between"), _refuted("between")
    is_in, not_in = _named("in"), _refuted("in")

    def start(self, root: Node) -> Node:
        return root

    def negated(self, word: Token, what: Node) -> Node:
        return Operation("not", (what,), at=_at(word))

    def compared(self, left: Node, operator: Token, right: Node) -> Node:
        return Operation(str(operator), (left, right), at=_at(operator))

    def arithmetic(self, left: Node, operator: Token, right: Node) -> Node:
        return Operation(operator.lower(), (left, right), at=_at(operator))

    def negative(self, sign: Token, what: Node) -> Node:
        return Operation("*", (Literal(-1, at=_at(sign)), what), at=_at(sign))

    def list(self, *items: Node) -> Node:
        return Items(items, at=items[0].at)

    def array(self, *items: Node) -> Node:
        return Items(items, at=items[0].at if items else "")

    def number(self, token: Token) -> Node:
        return Literal(_number(token), at=_at(token))

    def text(self, token: Token) -> Node:
        return Literal(_unquoted(token), at=_at(token))

    def true(self, token: Token) -> Node:
        return Literal(True, at=_at(token))

    def false(self, token: Token) -> Node:
        return Literal(False, at=_at(token))

    def name(self, token: Token) -> Node:
        return Name(str(token), at=_at(token))

    def quoted(self, token: Token) -> Node:
        return Name(token[1:-1], at=_at(token))

    def call(self, name: Token, *args: Node) -> Node:
        known = name.lower()
        return Operation(FUNCTIONS.get(known, known), args, at=_at(name))

    def instant(self, word: Token, text: Token) -> Node:
        return Instant(word.lower(), _unquoted(text), at=_at(word))

    def interval(self, word: Token, start: Node, end: Node) -> Node:
        return Interval((start, end), at=_at(word))

    def bbox(self, word: Token, *numbers: Token) -> Node:
        return Box(tuple(map(float, numbers)), at=_at(word))

    def shape(self, word: Token, coordinates: Any) -> Node:
        return Shape(GEOMETRIES[word.lower()], coordinates, at=_at(word))

    def collection(self, word: Token, *parts: Shape) -> Node:
        return Shape("GeometryCollection", (), parts, at=_at(word))

    def position(self, *numbers: Token) -> tuple[float, ...]:
        return tuple(map(float, numbers))

    def sequence(self, *parts: Any) -> tuple[Any, ...]:
        return parts


def _parser() -> Lark:
    grammar = (Path(__file__).parent / "grammar.lark").read_text(encoding="utf-8")
    made = Lark(
        grammar.replace("[START]", f"[{START}]").replace("[PART]", f"[{PART}]"),
        parser="lalr",
        transformer=ToTree(),
        maybe_placeholders=False,
    )
    made.parse("a")  # type: ignore[unused-ignore] # the lexer is built at the first use: 25 ms that no request should wait for
    return made


PARSER = _parser()
