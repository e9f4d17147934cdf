"""Our box query against pgbench with the very same SQL: what the web process adds to the database's work."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api import boxed
from api.collections import PARCELS
from bench import pgbench, servers
from bench.asked import WORDS
from bench.places import Box, Places
from bench.reading import LIMIT, Field
from bench.table import Row
from bench.turns import Contestant, compare
from parcels.permissions import access

TARGET = 0.75


@dataclass(frozen=True)
class Asked:
    """What the web process asks: a statement that is planned once, and how it is called for each box."""

    prepare: str
    calls: list[str]


def asked(name: str, boxes: Sequence[Box]) -> Asked:
    """What a list asks for boxes in the scope of a user."""
    user = get_user_model().objects.get(username=name)
    found = [_asked(user, box) for box in boxes]
    connection.close()
    return Asked(found[0].prepare, [call for one in found for call in one.calls])


def _asked(user: Any, box: Box) -> Asked:
    params = {"bbox": ",".join(map(str, box)), "limit": str(LIMIT)}
    question = boxed.read(PARCELS, access(user), params)
    with CaptureQueriesContext(connection) as seen:
        question.page()
    call: str = seen.captured_queries[-1]["sql"]
    values = call.split(maxsplit=2)[2]
    if not isinstance(question, boxed.Boxed):
        raise RuntimeError(f"no statement that is planned once: {call[:200]}")
    statement = question.statement
    return Asked(f"PREPARE same ({', '.join(statement.types)}) AS {statement.sql}", [f"EXECUTE same {values}"])


def rows(at: servers.Setting, on: Field, places: Places, rounds: int, name: str) -> list[Row]:
    paths = [WORDS["plaeng"].box(box, LIMIT) for box in places.boxes]
    what, login = asked(name, places.boxes), replace(pgbench.of_the_web(), host=at.socket)

    def ask(_turn: int) -> int:
        for path in paths:
            on.clients["plaeng"].get(path)
        return len(paths)

    with tempfile.TemporaryDirectory() as folder:
        same = pgbench.contestant(at, Path(folder), what.calls, login, first=what.prepare)
        spent = compare({"pgbench": same, "plaeng": Contestant(ask, on.clocks["plaeng"])}, rounds)
    return [Row("box against its own SQL", "pgbench", spent["plaeng"] * 1e3, spent["pgbench"] * 1e3, TARGET)]
