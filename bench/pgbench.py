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
    host: str = "127.0.0.1"


def of_the_web() -> Login:
    address = urlsplit(os.environ["DATABASE_URL"])
    return Login(str(address.username), address.password or "", connection.settings_dict["OPTIONS"]["options"])


def _line(statement: str) -> str:
    return " ".join(statement.split("\n")) + ";\n"


def contestant(
    at: servers.Setting, folder: Path, statements: Sequence[str], login: Login, times: int = 4, *, first: str = ""
) -> Contestant:
    """Each statement so many times a turn, in one session that begins with `first`.

    Its CPU is what its ended processes used, and that of the sessions.
    """
    pgbench = _Pgbench(at, folder / login.name, statements, login, times, first)
    return Contestant(pgbench.run, pgbench.clock)


class _Pgbench:
    def __init__(
        self, at: servers.Setting, folder: Path, statements: Sequence[str], login: Login, times: int, first: str
    ) -> None:
        folder.mkdir()
        begin = f"\\if :begun = 0\n{_line(first)}\\set begun 1\n\\endif\n" if first else ""
        scripts = []
        for number, statement in enumerate(statements):
            script = folder / f"{number}.sql"
            script.write_text(begin + _line(statement), encoding="utf-8")
            scripts += ["-f", str(script)]
        self.at, self.count = at, len(statements) * times
        self.environment = {**os.environ, "PGPASSWORD": login.password, "PGOPTIONS": login.options}
        where = ["-h", login.host, "-p", at.pg_port, "-U", login.name, at.database]
        self.command = ["pgbench", "-n", "-D", "begun=0", "-c", "1", "-t", str(self.count), *scripts, *where]

    def run(self, _turn: int) -> int:
        before = cpu.living(self.at.postmaster, self.at.database)
        subprocess.run(self.command, env=self.environment, check=True, capture_output=True)
        cpu.settle(self.at.postmaster, self.at.database, before)
        return self.count

    def clock(self) -> float:
        return cpu.of_ended_children(os.getpid()) + cpu.of_backends(self.at.postmaster, self.at.database)
