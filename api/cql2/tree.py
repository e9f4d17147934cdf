"""The tree of a filter: what text and JSON both become. Every node knows its place in what the client sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

Coordinates = float | tuple["Coordinates", ...]


@dataclass(frozen=True)
class Node:
    """`at` is "line 1, column 7" of a text, or a JSON pointer; it does not count when trees are compared."""

    at: str = field(compare=False, kw_only=True, default="")

    @property
    def children(self) -> tuple[Node, ...]:
        return ()


@dataclass(frozen=True)
class Operation(Node):
    """An operator or function under its name in CQL2 JSON: and, like, isNull, t_metBy."""

    name: str
    args: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.args


@dataclass(frozen=True)
class Name(Node):
    """A property."""

    name: str


@dataclass(frozen=True)
class Literal(Node):
    """A text, a number or a truth value; a number with a fraction or an exponent is a Decimal."""

    value: str | bool | int | Decimal


@dataclass(frozen=True)
class Instant(Node):
    """DATE('…') or TIMESTAMP('…'); the text is not checked yet."""

    kind: str
    text: str


@dataclass(frozen=True)
class Interval(Node):
    """Two ends: texts ('..' is open) or properties."""

    ends: tuple[Node, Node]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.ends


@dataclass(frozen=True)
class Items(Node):
    """The right side of IN, or an array."""

    items: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.items


@dataclass(frozen=True)
class Box(Node):
    numbers: tuple[float, ...]


@dataclass(frozen=True)
class Shape(Node):
    """A geometry by its GeoJSON type; a GeometryCollection has `parts` instead of coordinates."""

    kind: str
    coordinates: Coordinates = ()
    parts: tuple[Shape, ...] = ()


def walk_down(root: Node) -> Iterator[tuple[Node, int]]:
    """Every node with its level, from 1, without recursion: chains of NOT are as deep as they are long."""
    queue = [(root, 1)]
    while queue:
        node, level = queue.pop()
        yield node, level
        queue.extend((child, level + 1) for child in node.children)
