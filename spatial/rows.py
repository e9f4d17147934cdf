"""One row of PostgreSQL as bytes: text that goes on as it is, without being decoded and encoded again."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

from django.db import connection

HEAD_BYTES = 19  # signature, flags and the length of an extension, which is empty
FIELDS, LENGTH = struct.Struct("!h"), struct.Struct("!i")


class _Pieces:
    """A file that keeps what is written into it."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.write = self.parts.append


def one_row(sql: str, params: Sequence[Any]) -> list[bytes | None]:
    """The columns of a query with one row, each of them of the type text, as UTF-8.

    By COPY in its binary format: the driver decodes whatever it reads otherwise, and to decode and encode a
    megabyte of Thai costs as much as a third of the query.
    """
    with connection.cursor() as cursor:
        statement = cursor.mogrify(sql, params).decode() if params else sql % ()
        pieces = _Pieces()
        cursor.copy_expert(f"COPY ({statement}) TO STDOUT (FORMAT binary)", pieces)
    return _columns(memoryview(b"".join(pieces.parts)))


def _columns(data: memoryview) -> list[bytes | None]:
    """The fields of the first row of a binary COPY: for each its length, -1 for NULL, and its bytes."""
    (count,) = FIELDS.unpack_from(data, HEAD_BYTES)
    at = HEAD_BYTES + FIELDS.size
    found: list[bytes | None] = []
    for _ in range(count):
        (length,) = LENGTH.unpack_from(data, at)
        at += LENGTH.size
        found.append(None if length < 0 else bytes(data[at : at + length]))
        at += max(length, 0)
    return found
