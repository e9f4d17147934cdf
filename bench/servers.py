"""Servers to measure, each a process tree of its own on a port of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from django.conf import settings

from spatial.tiles import BUFFER

ROOT = Path(settings.BASE_DIR)
PEERS = ROOT / "bench" / "peers"
PATIENCE_S = 60
CACHED = "plaeng-cached"


@dataclass(frozen=True)
class Server:
    name: str
    port: int
    pid: int


@dataclass(frozen=True)
class Setting:
    """Where everything is: the database, its socket, the login of the peers, their environment, where logs go."""

    database: str
    socket: str
    pg_port: str
    peer: str
    peer_password: str
    peers_bin: Path
    folder: Path
    postmaster: int


def setting() -> Setting:
    """From the environment that bin/bench made."""
    address = urlsplit(os.environ["DATABASE_URL"])
    folder = Path(os.environ["BENCH_FOLDER"])
    return Setting(
        database=address.path.strip("/"),
        socket=os.environ["BENCH_SOCKET"],
        pg_port=str(address.port),
        peer=os.environ["BENCH_PEER"],
        peer_password=os.environ["BENCH_PEER_PASSWORD"],
        peers_bin=folder / "peers" / "bin",
        folder=folder,
        postmaster=int(os.environ["BENCH_POSTMASTER"]),
    )


def _gunicorn(program: Path | str, *arguments: str) -> list[str]:
    """As the peers' own pages advise: one worker is enough for one client."""
    return [str(program), "--workers", "1", "--threads", "4", *arguments]


def ours(at: Setting, port: int) -> tuple[list[str], dict[str, str]]:
    """Our server as bin/up starts it, but that it keeps no answers: every request is made anew."""
    command, names = cached(at, port)
    return command, {**names, "PLAENG_CACHE_MIB": "0"}


def cached(at: Setting, port: int) -> tuple[list[str], dict[str, str]]:
    """Our server exactly as bin/up starts it."""
    here = Path(sys.executable).parent
    command = [str(here / "gunicorn"), "-c", "bin/gunicorn.conf.py", "--bind", f"127.0.0.1:{port}"]
    return command, {"PLAENG_BASE_URL": f"http://127.0.0.1:{port}"}


def textbook(at: Setting, port: int) -> tuple[list[str], dict[str, str]]:
    here = Path(sys.executable).parent
    application = "django.core.wsgi:get_wsgi_application()"
    command = _gunicorn(here / "gunicorn", "--bind", f"127.0.0.1:{port}", application)
    return command, {"DJANGO_SETTINGS_MODULE": "bench.peers.textbook", "PLAENG_STATEMENT_TIMEOUT_MS": "0"}


def tipg(at: Setting, port: int) -> tuple[list[str], dict[str, str]]:
    command = [str(at.peers_bin / "uvicorn"), "tipg.main:app", "--port", str(port), "--log-level", "warning"]
    return command, {
        "DATABASE_URL": f"postgresql://{at.peer}:{at.peer_password}@{quote(at.socket, safe='')}:{at.pg_port}/{at.database}",
        "TIPG_DB_SCHEMAS": '["bench"]',
        "TIPG_DB_SPATIAL_EXTENT": "FALSE",
        "TIPG_DB_DATETIME_EXTENT": "FALSE",
        "TIPG_MAX_FEATURES_PER_QUERY": "10000",
        "TIPG_TABLE_CONFIG__bench_parcels__pk": "uid",
        "TIPG_TABLE_CONFIG__bench_parcels__geomcol": "geom",
        "TIPG_TABLE_CONFIG__bench_tiled__geomcol": "geom",
        "TIPG_DEFAULT_MINZOOM": "0",
        "TIPG_MAX_FEATURES_PER_TILE": "10000",
        "TIPG_TILE_BUFFER": str(BUFFER),
    }


def pygeoapi(at: Setting, port: int) -> tuple[list[str], dict[str, str]]:
    names = {
        "BENCH_PORT": str(port),
        "BENCH_PGHOST": at.socket,
        "BENCH_PGPORT": at.pg_port,
        "BENCH_DATABASE": at.database,
        "BENCH_USER": at.peer,
        "BENCH_PASSWORD": at.peer_password,
        "PYGEOAPI_CONFIG": str(PEERS / "pygeoapi.yml"),
        "PYGEOAPI_OPENAPI": str(at.folder / "pygeoapi-openapi.yml"),
    }
    made = [str(at.peers_bin / "pygeoapi"), "openapi", "generate", names["PYGEOAPI_CONFIG"], "--output-file"]
    subprocess.run([*made, names["PYGEOAPI_OPENAPI"]], env=_peer_environment(names), check=True, capture_output=True)
    program = _gunicorn(at.peers_bin / "gunicorn", "--bind", f"127.0.0.1:{port}", "pygeoapi.flask_app:APP")
    return program, names


@contextmanager
def on(at: Setting) -> Iterator[None]:
    """Servers that are started in this block use that database."""
    before = os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = urlunsplit(urlsplit(before)._replace(path=f"/{at.database}"))
    try:
        yield
    finally:
        os.environ["DATABASE_URL"] = before


KINDS = {"plaeng": ours, CACHED: cached, "textbook": textbook, "tipg": tipg, "pygeoapi": pygeoapi}


def _peer_environment(names: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR"}}
    return {**kept, **names}


@contextmanager
def running(name: str, at: Setting) -> Iterator[Server]:
    """The server of that name while the block runs. Raises RuntimeError when it does not answer."""
    port = _free_port()
    command, names = KINDS[name](at, port)
    is_peer = command[0].startswith(str(at.peers_bin))
    environment = _peer_environment(names) if is_peer else {**os.environ, "PYTHONPATH": str(ROOT), **names}
    log = at.folder / f"{name}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out, start_new_session=True)
    try:
        _wait(name, port, process, log)
        yield Server(name, port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(name: str, port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE_S and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise RuntimeError(f"{name} does not answer on port {port}: {log.read_text(errors='replace')[-1500:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
