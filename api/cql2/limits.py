"""What is refused before a parser sees it, and how deep and long a tree may be."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from api.cql2.refused import refused
from api.cql2.tree import Items, Node, Operation, walk_down

MAX_BYTES = 4_096
MAX_LEVELS = 32
MAX_JSON_BRACKETS = 64  # an operator takes two, an object and its list; its level is counted in the tree
MAX_TERMS = 100
MAX_ITEMS = 200  # of all lists together
MAX_POSITIONS = 2_000

# White space is the only control character that a filter may hold.
FORBIDDEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
QUOTED_TEXT = re.compile(r"'(?:[^'\\]|''|\\.)*'|\"[^\"]*\"", re.S)
QUOTED_JSON = re.compile(r'"(?:[^"\\]|\\.)*"', re.S)
CONNECTIVES = {"and", "or", "not"}
# They make values; the length of a filter bounds how many.
OF_VALUES = {"casei", "accenti", "+", "-", "*", "/", "%", "div", "^"}


def check_size(text: str) -> None:
    """Bytes and characters. Raises Problem."""
    if FORBIDDEN.search(text):
        raise refused(_("it contains a control character"))
    if not text.strip():
        raise refused(_("it is empty"))
    if len(text.encode()) > MAX_BYTES:
        raise refused(_("it is longer than %(limit)s bytes") % {"limit": MAX_BYTES})


def check_brackets(text: str, *, is_json: bool) -> None:
    """Brackets outside quotes: balanced, and not nested too deep. Raises Problem."""
    bare = (QUOTED_JSON if is_json else QUOTED_TEXT).sub(lambda found: " " * len(found[0]), text)
    openers, closers, most = ("[{", "]}", MAX_JSON_BRACKETS) if is_json else ("(", ")", MAX_LEVELS)
    depth = 0
    for n, letter in enumerate(bare):
        depth += (letter in openers) - (letter in closers)
        if depth > most:
            raise refused(_("it is nested deeper than %(limit)s levels") % {"limit": MAX_LEVELS}, _place(text, n))
        if depth < 0:
            raise refused(_("a bracket is closed that was not opened"), _place(text, n))
    if depth:
        raise refused(_("a bracket is not closed"))


def check_tree(root: Node) -> None:
    """Levels, predicates and items of a tree. Raises Problem."""
    terms = items = 0
    for node, level in walk_down(root):
        if level > MAX_LEVELS:
            raise refused(_("it is nested deeper than %(limit)s levels") % {"limit": MAX_LEVELS}, node.at)
        terms += _is_term(node)
        items += len(node.items) if isinstance(node, Items) else 0
    if terms > MAX_TERMS:
        raise refused(_("it has more than %(limit)s terms") % {"limit": MAX_TERMS})
    if items > MAX_ITEMS:
        raise refused(_("its lists have more than %(limit)s items") % {"limit": MAX_ITEMS})


def _is_term(node: Node) -> bool:
    """An operation that is true or false in itself: what the database has to look at once a row."""
    return isinstance(node, Operation) and node.name not in CONNECTIVES | OF_VALUES


def _place(text: str, offset: int) -> str:
    line = text.count("\n", 0, offset) + 1
    return _("line %(line)s, column %(column)s") % {"line": line, "column": offset - text.rfind("\n", 0, offset)}
