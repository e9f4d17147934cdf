"""A real web server on a database with the demonstration set, and real Chromium pages of its users."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psycopg2
import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page

from tests.cluster import Cluster
from tests.seats import DESKTOP, EMPTY, PHONE, Seat

# Playwright keeps a loop running in this thread; Django's ORM is used beside it, never inside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ROOT = Path(__file__).resolve().parent.parent
# An account makes 20 tokens an hour; all tests of a server make theirs with the same one.
RESTED = "DELETE FROM rate WHERE key LIKE 'token %%'"


@dataclass(frozen=True)
class Server:
    """A running platform: its address and its database."""

    url: str
    database: str


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {
        "executable_path": os.environ.get("PLAENG_TEST_CHROMIUM", "/usr/bin/chromium"),
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
    }


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@pytest.fixture(scope="session")
def static_root() -> Path:
    """What bin/test has collected, as the web process serves it."""
    return Path(os.environ["PLAENG_STATIC_ROOT"])


def run(*command: str, env: dict[str, str]) -> None:
    """A management command in a process of its own."""
    subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env={**os.environ, **env}, check=True, capture_output=True
    )


@pytest.fixture(scope="session")
def demo_database(cluster: Cluster, base_database: str, worker_id: str) -> Iterator[str]:
    """A database with the demonstration set and, where they are at hand, outlines and the 98 real parcels."""
    with cluster.copy(base_database, f"{cluster.template}_{worker_id}_demo") as name:
        env = {"DATABASE_URL": cluster.url(name)}
        data = ROOT.parent / "shared" / "data"
        outlines = data / "admin" / "phetchabun_tambon_medium.geojson"
        parcels = data / "parcels" / "phetchabun_namron_dol_parcels_98_rtsd.geojson"
        if outlines.exists():
            run("load_areas", str(outlines), env=env)
        run("seed_demo", env=env)
        if parcels.exists():
            run("import_parcels", str(parcels), "--tambon", "670114", env=env)
        yield name


def start_server(database_url: str, static_root: Path, **env: str) -> tuple[subprocess.Popen[bytes], str]:
    """gunicorn as bin/up starts it, on a free port, ready to answer."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings = {"DATABASE_URL": database_url, "PLAENG_BASE_URL": url, "PLAENG_STATIC_ROOT": str(static_root), **env}
    command = [sys.executable, "-m", "gunicorn", "-c", "bin/gunicorn.conf.py", "-b", f"127.0.0.1:{port}"]
    process = subprocess.Popen([*command, "--log-level", "error"], cwd=ROOT, env={**os.environ, **settings})
    for _ in range(300):
        try:
            urlopen(f"{url}/healthz", timeout=1).close()  # our own address
            return process, url
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise RuntimeError("the web server did not start")


@pytest.fixture(scope="session")
def server(cluster: Cluster, demo_database: str, static_root: Path) -> Iterator[Server]:
    process, url = start_server(cluster.url(demo_database), static_root)
    yield Server(url, demo_database)
    process.terminate()
    process.wait(60)


@pytest.fixture(scope="session")
def sql(cluster: Cluster, server: Server) -> Iterator[Callable[..., list[tuple[Any, ...]]]]:
    """Rows of a query on the server's database, as its owner would see them."""
    connection = psycopg2.connect(cluster.url(server.database), options="-c search_path=plaeng_private,plaeng,public")
    connection.autocommit = True

    def query(text: str, *params: Any) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(text, params)
            return cursor.fetchall() if cursor.description else []

    yield query
    connection.close()


@pytest.fixture(scope="session")
def seats(browser: Browser, server: Server) -> Iterator[Seats]:
    lent = Seats(browser, server)
    yield lent
    lent.close()


@pytest.fixture
def page_as(seats: Seats) -> Iterator[Callable[..., Page]]:
    """A page of a demonstration account, signed in; touch=True is a phone, without a name nobody is signed in.

    It shows the path, or nothing of ours that costs time: most tests go on to a place of their own.
    """
    lent: list[Seat] = []

    def open_page(name: str = "", *, touch: bool = False, path: str = EMPTY) -> Page:
        lent.append(seats.lend(name, touch))
        if path != EMPTY:
            lent[-1].page.goto(path)
        return lent[-1].page

    yield open_page
    for seat in lent:
        seats.take_back(seat)


class Seats:
    """Without a service worker: a test could not stand in the way of what that one asks for (test_offline.py has it)."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self.browser, self.server = browser, server
        self.free: list[Seat] = []
        self.made: list[Seat] = []

    def lend(self, name: str, touch: bool) -> Seat:
        waiting = next((one for one in self.free if (one.name, one.touch) == (name, touch)), None)
        if waiting:
            self.free.remove(waiting)
        seat = waiting or self._new(name, touch)
        if name and signed_in(seat.context, self.server) != name:
            sign_in(seat.context, self.server, name)
        return seat

    def _new(self, name: str, touch: bool) -> Seat:
        context = self.browser.new_context(
            base_url=self.server.url, viewport=PHONE if touch else DESKTOP, has_touch=touch, is_mobile=touch,
            locale="th-TH", service_workers="block",
        )  # fmt: skip
        self.made.append(Seat(context, self.server.url, name, touch=touch))
        return self.made[-1]

    def take_back(self, seat: Seat) -> None:
        try:
            seat.leave()
        except Error:  # its page has crashed, or does not let go
            self.made.remove(seat)
            seat.context.close()
            return
        self.free.append(seat)

    def close(self) -> None:
        for seat in self.made:
            seat.context.close()


def signed_in(context: BrowserContext, server: Server) -> str:
    """Whose session the cookies are; nobody's once it has ended."""
    user = context.request.get(f"{server.url}/api/session").json()["user"]
    return str(user["username"]) if user else ""


def sign_in(context: BrowserContext, server: Server, name: str) -> None:
    session = context.request.get(f"{server.url}/api/session").json()
    answer = context.request.post(
        f"{server.url}/api/session",
        data={"username": name, "password": "plaeng-demo"},
        headers={"X-CSRFToken": session["csrf"], "Referer": server.url},
    )
    assert answer.ok, answer.text()
