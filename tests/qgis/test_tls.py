"""Only by TLS: a server of its own with the lines that people_by_tls.sh writes, and what QGIS makes of its SSL modes there."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, PIPE
from tempfile import TemporaryDirectory
from typing import Any

import psycopg2
import pytest
from django.db import connection

from parcels.logins import Login, service_block
from tests.qgis.at_qgis import environment
from tests.qgis.conftest import PYTHON

ROOT = Path(__file__).parents[2]
LINES = ROOT / "bin/lib/people_by_tls.sh"
ANNA = Login("qgis_anna", "not-a-secret")
# PostgreSQL does not run as root.
OTHER: dict[str, Any] = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
ASK = """
import os, sys
from qgis.core import QgsApplication, QgsVectorLayer
application = QgsApplication([], False)
application.initQgis()
source = "service='plaeng'" + sys.argv[1] + " key='id' table=\\"public\\".\\"session\\""
layer = QgsVectorLayer(source, "session", "postgres")
print(next(layer.getFeatures())["ssl"] if layer.isValid() else "refused", flush=True)
os._exit(0)
"""


@dataclass
class Server:
    port: int

    def connect(self, user: str, mode: str, database: str = "plaeng") -> Any:
        return psycopg2.connect(
            host="127.0.0.1", port=self.port, user=user, password=ANNA.password, dbname=database, sslmode=mode
        )


def binaries() -> Path:
    """Where the programs of the newest PostgreSQL of this machine are."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[4]))
    own = shutil.which("initdb")
    return (found[-1] if found else Path(own or "initdb")).parent


def run(folder: Path, *command: str | Path) -> None:
    said = subprocess.run([str(part) for part in command], cwd=folder, stdout=DEVNULL, stderr=PIPE, text=True, **OTHER)
    assert said.returncode == 0, said.stderr


@contextmanager
def running(folder: Path, data: Path, port: int) -> Iterator[None]:
    control = (binaries() / "pg_ctl", "-D", data)
    options = f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    options += f" -c ssl=on -c ssl_cert_file={folder}/server.crt -c ssl_key_file={folder}/server.key"
    run(folder, *control, "-w", "-l", folder / "log", "-o", options, "start")
    try:
        yield
    finally:
        run(folder, *control, "-m", "immediate", "stop")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with TemporaryDirectory() as name:  # folders of pytest are closed to others than who runs it
        folder = Path(name)
        if OTHER:
            shutil.chown(folder, OTHER["user"], OTHER["group"])
        data, secret = folder / "data", folder / "password"
        secret.write_text(ANNA.password, encoding="utf-8")
        initdb = ("initdb", "-D", data, "-U", "postgres", "--auth=scram-sha-256", f"--pwfile={secret}", "-N")
        run(folder, binaries() / initdb[0], *initdb[1:])
        key = ("-nodes", "-newkey", "rsa:2048", "-keyout", "server.key", "-out", "server.crt")
        run(folder, "openssl", "req", "-x509", "-batch", *key, "-subj", "/CN=db", "-days", "2")
        for _ in range(2):
            subprocess.run(["sh", LINES, data], check=True)  # the operator's hand, who owns the checkout
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = int(free.getsockname()[1])
        with running(folder, data, port):
            found = Server(port)
            _furnish(found)
            yield found


def _furnish(server: Server) -> None:
    """Somebody of the group of people, the application, and a table that says how it is read."""
    db = server.connect("postgres", "require", "postgres")
    db.autocommit = True
    with db.cursor() as cursor:
        for statement in ("CREATE DATABASE plaeng", "CREATE ROLE plaeng_viewer NOLOGIN",
                          f"CREATE ROLE {ANNA.name} LOGIN IN ROLE plaeng_viewer PASSWORD '{ANNA.password}'",
                          f"CREATE ROLE plaeng_app LOGIN PASSWORD '{ANNA.password}'"):  # fmt: skip
            cursor.execute(statement)
    db.close()
    with server.connect("postgres", "require") as db, db.cursor() as cursor:
        cursor.execute(
            "CREATE VIEW session AS SELECT 1 AS id, ssl::text FROM pg_stat_ssl WHERE pid = pg_backend_pid();"
            "GRANT SELECT ON session TO plaeng_viewer, plaeng_app"
        )
    db.close()


def test_people_come_in_by_tls_alone_and_to_this_database_alone(server: Server) -> None:
    server.connect(ANNA.name, "require").close()
    with pytest.raises(psycopg2.OperationalError, match=r"pg_hba\.conf rejects connection .* no encryption"):
        server.connect(ANNA.name, "disable")
    with pytest.raises(psycopg2.OperationalError, match=r"pg_hba\.conf rejects connection .* SSL encryption"):
        server.connect(ANNA.name, "require", "postgres")


def test_the_application_connects_as_before(server: Server) -> None:
    for mode in ("disable", "require"):
        server.connect("plaeng_app", mode).close()


def asked(server: Server, login: Login, written: str, folder: Path) -> str:
    """What QGIS reads with that SSL mode in its dialog, and a block for another machine in the file."""
    block = service_block(login, host="db.example.go.th", port=server.port, database="plaeng")
    assert "sslmode=require" in block
    service = folder / "pg_service.conf"
    service.write_text(block.replace("db.example.go.th", "127.0.0.1"), encoding="utf-8")
    command = [PYTHON, "-c", ASK, written]
    done = subprocess.run(
        command,
        env=environment(folder, PGSERVICEFILE=str(service)),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.strip()


@pytest.mark.parametrize("mode", ["require", "prefer"])
def test_require_and_prefer_go_by_tls(server: Server, mode: str, tmp_path: Path) -> None:
    assert asked(server, ANNA, f" sslmode={mode}", tmp_path) == "true"


def test_disable_overrides_the_block_and_the_server_refuses(server: Server, tmp_path: Path) -> None:
    assert asked(server, ANNA, " sslmode=disable", tmp_path) == "refused"
    # Where nothing refuses it, all of it goes unencrypted: this is what the guide and these lines are for.
    assert asked(server, Login("plaeng_app", ANNA.password), " sslmode=disable", tmp_path) == "false"


@pytest.mark.parametrize("page", ["qgis.md", "qgis.th.md"])
def test_the_guide_says_which_mode(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert re.search(r"\*\*SSL mode[^*]*`require`\*\*", text)


def test_what_the_operator_reads_is_what_is_written() -> None:
    lines = re.findall(r"^(?:lines=\")?(host.*?)\"?$", LINES.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(lines) == 2
    operators = (ROOT / "docs/operators.md").read_text(encoding="utf-8")
    for line in lines:
        assert f"\n  {line}\n" in operators


def test_the_layers_of_the_project_leave_it_to_the_block() -> None:
    build = (ROOT / "parcels/qgis/build.py").read_text(encoding="utf-8")
    assert re.findall(r"sslmode=\w+", build) == ["sslmode=prefer"]


@pytest.mark.django_db
def test_the_private_server_listens_on_this_machine_alone() -> None:
    """Read from the server that runs; one of the operator's own is his to keep."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('cluster_name'), current_setting('listen_addresses')")
        name, addresses = cursor.fetchone()
    assert name != "plaeng" or addresses == "127.0.0.1"
