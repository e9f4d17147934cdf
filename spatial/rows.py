"""Rows of PostgreSQL, cheaply: text that goes on as it is, and statements that are planned once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connection, connections
from psycopg2.extensions import BYTES, register_type  # type: ignore[import-untyped]

T = TypeVar("T")
Texts = tuple[bytes | None, ...]

# A binary COPY: before the first row signature, flags and the length of an extension, which is empty; before a text the
# number of columns and its own length.
HEAD_BYTES, BEFORE_TEXT_BYTES = 19, 6
# A plan takes some 100 kB in the server; beyond these a connection plans anew each time.
MAX_PREPARED = 64
_prepared: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()


def first(work: Callable[[], T]) -> T:
    """Do what asks the first question of a request, once more where the connection turns out to be gone.

    It saves every request a `SELECT 1` beforehand. Inside a transaction nothing is repeated.
    """
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        return work()
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block or connection.connection is None or connection.is_usable():
            raise
        connection.close()
        return work()


def rows_of(sql: str, params: Sequence[Any]) -> list[Texts]:
    """The rows of a query whose columns are of the type text, as UTF-8, None for NULL.

    The driver would decode them: to decode and encode a megabyte of Thai costs as much as a third of the query.
    """
    with connection.cursor() as cursor:
        return _undecoded(cursor, sql, params)


def _undecoded(cursor: Any, sql: str, params: Sequence[Any]) -> list[Texts]:
    register_type(BYTES, cursor.cursor)
    cursor.execute(sql, params)
    found: list[Texts] = cursor.fetchall()
    return found


class _Column:
    """A file that takes the only column out of each row of a binary COPY."""

    def __init__(self, take: Callable[[bytes], object]) -> None:
        self.take, self.start = take, HEAD_BYTES + BEFORE_TEXT_BYTES

    def write(self, row: bytes) -> None:
        if len(row) > self.start:
            self.take(row[self.start :])
        self.start = BEFORE_TEXT_BYTES


def each_text(sql: str, params: Sequence[Any], take: Callable[[bytes], object]) -> None:
    """Gives `take` the texts of a query with one column, none of which is empty, as they come."""
    with connection.cursor() as cursor, connection.wrap_database_errors:
        statement = cursor.mogrify(sql, params).decode() if params else sql % ()
        cursor.copy_expert(f"COPY ({statement}) TO STDOUT (FORMAT binary)", _Column(take))


def unplanned(sql: str, params: Sequence[Any], keys: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row of a statement whose keys are $1, $2, …, for one that will hardly be asked again."""
    with connection.cursor() as cursor:
        texts = [cursor.mogrify("%s", [key]).decode().replace("%", "%%") for key in keys]
        cursor.execute(re.sub(r"\$([0-9]+)", lambda place: texts[int(place[1]) - 1], sql), params)
        return cursor.fetchone()


@dataclass(frozen=True)
class Prepared:
    """A statement with keys ($1, $2, …), which each connection plans once: for small ones that costs more than to run it."""

    sql: str
    types: tuple[str, ...] = ()  # of the keys, where not all of them can be told from the statement

    @classmethod
    def of(cls, sql: str, params: Sequence[Any], *keys: Any, types: tuple[str, ...] = ()) -> Prepared:
        """`sql` with its values in their places, and $1, $2, … for those that are `keys`, the very objects."""
        places = {id(key): f"${n}" for n, key in enumerate(keys, 1)}
        with connection.cursor() as cursor:
            literals = [places.get(id(value)) or cursor.mogrify("%s", [value]).decode() for value in params]
        return cls(sql % tuple(literals), types)

    def row(self, *keys: Any) -> tuple[Any, ...] | None:
        """The first row for these keys, of types whose text PostgreSQL reads."""
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(self._call(cursor, keys), keys)
            return cursor.fetchone()

    def rows(self, *keys: Any) -> list[Texts]:
        """All rows for these keys, as `rows_of` gives them. PostgreSQL gathers them first, on disk beyond its work_mem."""
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            return _undecoded(cursor, self._call(cursor, keys), keys)

    def _call(self, cursor: Any, keys: Sequence[Any]) -> str:
        holes = f"({', '.join(['%s'] * len(keys))})" if keys else ""
        return f"EXECUTE {self._name(cursor)} {holes}"

    def _name(self, cursor: Any) -> str:
        known = _prepared.setdefault(cursor.connection, {})
        if self.sql not in known:
            if len(known) >= MAX_PREPARED:
                cursor.execute("DEALLOCATE ALL")
                known.clear()
            name = f"plaeng_{len(known)}"
            types = f"({', '.join(self.types)})" if self.types else ""
            cursor.execute(f"PREPARE {name} {types} AS {self.sql}".replace("%", "%%"), [])
            known[self.sql] = name
        return known[self.sql]
