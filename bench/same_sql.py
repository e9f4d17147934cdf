"""Our box query against pgbench with the very same SQL: what the web process adds to the database's work."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api import query
from api.collections import PARCELS
from bench import cpu, servers
from bench.asked import WORDS
from bench.places import Box, Places
from bench.reading import LIMIT, Field
from bench.table import Row
from bench.turns import Contestant, compare
from parcels.permissions import access

TARGET = 0.75
COPY_HEAD, COPY_TAIL = "COPY (", ") TO STDOUT (FORMAT binary)"


def statement(user: Any, box: Box) -> str:
    """The SQL that a list asks for a box in the scope of a user. pgbench knows no COPY, so it is the query in it."""
    params = {"bbox": ",".join(map(str, box)), "limit": str(LIMIT)}
    asked = query.read(PARCELS, access(user), params)
    with CaptureQueriesContext(connection) as seen:
        asked.page()
    sql: str = seen.captured_queries[-1]["sql"]
    return sql.removeprefix(COPY_HEAD).removesuffix(COPY_TAIL)


def rows(at: servers.Setting, on: Field, places: Places, rounds: int, name: str) -> list[Row]:
    user = get_user_model().objects.get(username=name)
    with tempfile.TemporaryDirectory() as folder:
        scripts = []
        for number, box in enumerate(places.boxes):
            script = Path(folder) / f"{number}.sql"
            script.write_text(" ".join(statement(user, box).split("\n")) + ";\n", encoding="utf-8")
            scripts += ["-f", str(script)]
        connection.close()
        pgbench = _Pgbench(at, scripts, len(places.boxes) * 4)
        paths = [WORDS["plaeng"].box(box, LIMIT) for box in places.boxes]

        def ask(_turn: int) -> int:
            for path in paths:
                on.clients["plaeng"].get(path)
            return len(paths)

        spent = compare(
            {"pgbench": Contestant(pgbench.run, pgbench.clock), "plaeng": Contestant(ask, on.clocks["plaeng"])}, rounds
        )
    return [Row("box against its own SQL", "pgbench", spent["plaeng"] * 1e3, spent["pgbench"] * 1e3, TARGET)]


class _Pgbench:
    """One client of pgbench; its CPU is what its ended processes used, and that of the sessions."""

    def __init__(self, at: servers.Setting, scripts: list[str], count: int) -> None:
        address = urlsplit(os.environ["DATABASE_URL"])
        self.at, self.count = at, count
        self.environment = {
            **os.environ,
            "PGPASSWORD": address.password or "",
            "PGOPTIONS": connection.settings_dict["OPTIONS"]["options"],
        }
        where = ["-h", "127.0.0.1", "-p", at.pg_port, "-U", str(address.username), at.database]
        self.command = ["pgbench", "-n", "-c", "1", "-t", str(count), *scripts, *where]

    def run(self, _turn: int) -> int:
        before = self._sessions()
        subprocess.run(self.command, env=self.environment, check=True, capture_output=True)
        while self._sessions() > before:  # its session ends a moment later, and would be put to the next turn
            time.sleep(0.02)
        return self.count

    def _sessions(self) -> int:
        return cpu.sessions(self.at.postmaster, self.at.database)

    def clock(self) -> float:
        return cpu.of_ended_children(os.getpid()) + cpu.of_backends(self.at.postmaster, self.at.database)
