"""pgbench as a contestant: one client that runs statements of ours."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

from bench import cpu, servers
from bench.turns import Contestant


@dataclass(frozen=True)
class Login:
    name: str
    password: str
    options: str


def of_the_web() -> Login:
    address = urlsplit(os.environ["DATABASE_URL"])
    return Login(str(address.username), address.password or "", connection.settings_dict["OPTIONS"]["options"])


def contestant(
    at: servers.Setting, folder: Path, statements: Sequence[str], login: Login, times: int = 4
) -> Contestant:
    """Each statement so many times a turn, in one session. Its CPU is what its ended processes used, and that of the sessions."""
    pgbench = _Pgbench(at, folder / login.name, statements, login, times)
    return Contestant(pgbench.run, pgbench.clock)


class _Pgbench:
    def __init__(self, at: servers.Setting, folder: Path, statements: Sequence[str], login: Login, times: int) -> None:
        folder.mkdir()
        scripts = []
        for number, statement in enumerate(statements):
            script = folder / f"{number}.sql"
            script.write_text(" ".join(statement.split("\n")) + ";\n", encoding="utf-8")
            scripts += ["-f", str(script)]
        self.at, self.count = at, len(statements) * times
        self.environment = {**os.environ, "PGPASSWORD": login.password, "PGOPTIONS": login.options}
        where = ["-h", "127.0.0.1", "-p", at.pg_port, "-U", login.name, at.database]
        self.command = ["pgbench", "-n", "-c", "1", "-t", str(self.count), *scripts, *where]

    def run(self, _turn: int) -> int:
        before = cpu.living(self.at.postmaster, self.at.database)
        subprocess.run(self.command, env=self.environment, check=True, capture_output=True)
        cpu.settle(self.at.postmaster, self.at.database, before)
        return self.count

    def clock(self) -> float:
        return cpu.of_ended_children(os.getpid()) + cpu.of_backends(self.at.postmaster, self.at.database)
