"""Real QGIS beside the tests: a Python that has it, and a login for it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from parcels import logins
from tests.conftest import make_officer
from tests.qgis.conftest import PYTHON, Desk

ANALYST = Path(__file__).with_name("analyst.py")


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Without our own packages, which are not for the Python of QGIS; its settings go into the folder."""
    kept = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    return {**kept, "QT_QPA_PLATFORM": "offscreen", "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), **more}


class At:
    """One officer at QGIS on his machine."""

    def __init__(self, desk: Desk, role: str, folder: Path, script: Path = ANALYST) -> None:
        self.user = make_officer(f"{desk.tag}.q{len(desk.made)}.{role.lower()}", role, "6701")
        login = logins.give(self.user.officer)
        desk.made.append(login.name)
        self.folder, self.script, self.login = folder, script, login.name
        block = logins.service_block(login, host="127.0.0.1", port=desk.port, database=desk.database)
        (folder / "pg_service.conf").write_text(block, encoding="utf-8")

    def start(self, what: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [PYTHON, str(self.script), what, str(self.folder)], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env=environment(self.folder, PGSERVICEFILE=str(self.folder / "pg_service.conf")),
        )  # fmt: skip


def answer(process: subprocess.Popen[str]) -> dict[str, Any]:
    said, _ = process.communicate("\n", timeout=300)
    assert process.returncode == 0
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found
