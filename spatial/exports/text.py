"""Formats whose lines PostgreSQL writes itself: COPY of rendered rows, no Python object for any of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import orjson
from django.db import connection
from django.db.models import QuerySet

from spatial.exports.cells import NEUTRAL_SQL, STARTS
from spatial.exports.extract import Extract, Watch, wkt
from spatial.features import texts
from spatial.rows import each_text

BOM = b"\xef\xbb\xbf"
EVERY = 2_000
# A system call for some hundred lines.
BUFFER = 1024 * 1024
UTC = "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"


class _Lines:
    """The file that COPY writes to, a line a call."""

    def __init__(self, out: IO[bytes], watch: Watch, between: bytes = b"", header: int = 0) -> None:
        self.out, self.watch, self.between = out, watch, between
        self.number = -header

    def write(self, line: bytes) -> None:
        if self.between and self.number > 0:
            self.out.write(self.between)
        self.out.write(line)
        self.number += 1
        if self.number > 0 and self.number % EVERY == 0:
            self.watch(self.number)


def write_sequence(extract: Extract, path: Path, watch: Watch) -> None:
    """A GeoJSON text sequence (RFC 8142): record separator, feature, line feed."""
    with path.open("wb", BUFFER) as out:
        _copy(extract, out, watch, before="\x1e")


def write_collection(extract: Extract, path: Path, watch: Watch) -> None:
    """One FeatureCollection with what it is about as members of its own."""
    with path.open("wb", BUFFER) as out:
        head = orjson.dumps({"type": "FeatureCollection", "about": extract.about.facts})
        out.write(head[:-1] + b',"features":[\n')
        _copy(extract, out, watch, between=b",")
        out.write(b"]}\n")


def write_csv(extract: Extract, path: Path, watch: Watch) -> None:
    """Names as a header, WKT last. Begins with a byte order mark: without it Excel reads Thai as CP874."""
    columns, params = _cells(extract)
    if extract.has_shapes:
        columns.append("shape AS wkt")
    with path.open("wb", BUFFER) as out:
        out.write(BOM)
        _run(
            extract.selected(wkt(extract)),
            ", ".join(columns),
            params,
            "(FORMAT csv, HEADER)",
            _Lines(out, watch, header=1),
        )


def _cells(extract: Extract) -> tuple[list[str], list[str]]:
    quote = connection.ops.quote_name
    columns, params = ["identity AS id"], []
    for n, field in enumerate(extract.fields):
        source = f"p{n}"
        if field.kind in {"text", "uuid", "rai"}:
            source = NEUTRAL_SQL.format(source)
            params.append(STARTS)
        elif field.kind == "datetime":
            source = UTC.format(source)
        elif field.kind == "boolean":
            source = f"{source}::text"
        columns.append(f"{source} AS {quote(field.name)}")
    return columns, params


def _copy(extract: Extract, out: IO[bytes], watch: Watch, *, before: str = "", between: bytes = b"") -> None:
    """A feature a line, the same text as in the pages of the API."""
    sql, values = texts(extract.rows, extract.how, extract.limit, before, "\n")
    lines = _Lines(out, watch, between)
    each_text(sql, values, lines.write)
    watch(lines.number)


def _run(rows: QuerySet[Any], columns: str, params: list[str], form: str, lines: _Lines) -> None:
    inner, values = rows.query.sql_with_params()
    _send(f"SELECT {columns} FROM ({inner}) r", [*params, *values], form, lines)  # noqa: S608


def _send(sql: str, params: Sequence[Any], form: str, lines: _Lines) -> None:
    with connection.cursor() as cursor:
        # COPY takes no parameters: the driver writes them into the text.
        query = cursor.mogrify(sql, params).decode() if params else sql % ()
        # Django does not translate the errors of this one by itself.
        with connection.wrap_database_errors:
            cursor.copy_expert(f"COPY ({query}) TO STDOUT {form}", lines)
    lines.watch(lines.number)
