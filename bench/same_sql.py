"""Our box query against pgbench with the very same SQL: what the web process adds to the database's work."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api import query
from api.collections import PARCELS
from bench import pgbench, servers
from bench.asked import WORDS
from bench.places import Box, Places
from bench.reading import LIMIT, Field
from bench.table import Row
from bench.turns import Contestant, compare
from parcels.permissions import access

TARGET = 0.75
COPY_HEAD, COPY_TAIL = "COPY (", ") TO STDOUT (FORMAT binary)"


def statements(name: str, boxes: Sequence[Box]) -> list[str]:
    """The SQL that a list asks for each box in the scope of a user. pgbench knows no COPY, so it is the query in it."""
    user = get_user_model().objects.get(username=name)
    found = [_statement(user, box) for box in boxes]
    connection.close()
    return found


def _statement(user: Any, box: Box) -> str:
    params = {"bbox": ",".join(map(str, box)), "limit": str(LIMIT)}
    asked = query.read(PARCELS, access(user), params)
    with CaptureQueriesContext(connection) as seen:
        asked.page()
    sql: str = seen.captured_queries[-1]["sql"]
    return sql.removeprefix(COPY_HEAD).removesuffix(COPY_TAIL)


def rows(at: servers.Setting, on: Field, places: Places, rounds: int, name: str) -> list[Row]:
    paths = [WORDS["plaeng"].box(box, LIMIT) for box in places.boxes]

    def ask(_turn: int) -> int:
        for path in paths:
            on.clients["plaeng"].get(path)
        return len(paths)

    with tempfile.TemporaryDirectory() as folder:
        same = pgbench.contestant(at, Path(folder), statements(name, places.boxes), pgbench.of_the_web())
        spent = compare({"pgbench": same, "plaeng": Contestant(ask, on.clocks["plaeng"])}, rounds)
    return [Row("box against its own SQL", "pgbench", spent["plaeng"] * 1e3, spent["pgbench"] * 1e3, TARGET)]
