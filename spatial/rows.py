"""Rows of PostgreSQL, cheaply: text that goes on as it is, and statements that are planned once."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connection, connections

T = TypeVar("T")

HEAD_BYTES = 19  # signature, flags and the length of an extension, which is empty
END = b"\xff\xff"
FIELDS, LENGTH = struct.Struct("!h"), struct.Struct("!i")
# A plan takes some 100 kB in the server; beyond these a connection plans anew each time.
MAX_PREPARED = 64
_prepared: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()


class _Pieces:
    """A file that keeps what is written into it."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.write = self.parts.append


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


def rows_of(sql: str, params: Sequence[Any]) -> list[bytes]:
    """The rows of a query whose columns are of the type text, each as PostgreSQL sends it, to be read by columns_of.

    By COPY in its binary format: the driver decodes whatever it reads otherwise, and to decode and encode a
    megabyte of Thai costs as much as a third of the query.
    """
    pieces = _Pieces()
    _copy(sql, params, pieces)
    return _rows(pieces.parts)


class _Texts:
    """A file that takes the only column out of each row of a binary COPY: it stands behind their number and its length."""

    def __init__(self, take: Callable[[bytes], object]) -> None:
        self.take, self.start = take, HEAD_BYTES + FIELDS.size + LENGTH.size

    def write(self, row: bytes) -> None:
        if len(row) > self.start:
            self.take(row[self.start :])
        self.start = FIELDS.size + LENGTH.size


def each_text(sql: str, params: Sequence[Any], take: Callable[[bytes], object]) -> None:
    """Gives `take` the texts of a query with one column, none of which is empty, as they come."""
    _copy(sql, params, _Texts(take))


def _copy(sql: str, params: Sequence[Any], file: _Pieces | _Texts) -> None:
    with connection.cursor() as cursor, connection.wrap_database_errors:
        statement = cursor.mogrify(sql, params).decode() if params else sql % ()
        cursor.copy_expert(f"COPY ({statement}) TO STDOUT (FORMAT binary)", file)


def _rows(parts: list[bytes]) -> list[bytes]:
    """libpq gives a row at a time, the head with the first one and the two bytes of the end alone or with the head."""
    return [part for part in (parts[0][HEAD_BYTES:], *parts[1:]) if part != END]


def columns_of(row: bytes) -> list[memoryview | None]:
    """The columns of a row as UTF-8: behind their number each has its length, -1 for NULL, and its bytes."""
    data = memoryview(row)
    (count,) = FIELDS.unpack_from(data)
    at = FIELDS.size
    found: list[memoryview | None] = []
    for _ in range(count):
        (length,) = LENGTH.unpack_from(data, at)
        at += LENGTH.size
        found.append(None if length < 0 else data[at : at + length])
        at += max(length, 0)
    return found


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
        holes = f"({', '.join(['%s'] * len(keys))})" if keys else ""
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(f"EXECUTE {self._name(cursor)} {holes}", keys)
            return cursor.fetchone()

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
