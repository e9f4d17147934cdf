"""A database login that row security keeps within its amphoe, against the web's login with the same SQL."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

from bench import pgbench, servers
from bench.places import Places
from bench.same_sql import statements
from bench.table import Row
from bench.turns import compare

TARGET = 2.0
# As QGIS asks a layer for what is on its canvas.
LAYER = """SELECT st_asbinary("geom", 'NDR'), "id", "uid"::text, "code", "name", "tambon", "state", "model", "area_calc_m2"
FROM "plaeng"."parcel" WHERE "geom" && st_makeenvelope({}, {}, {}, {}, 4326)"""


def rows(at: servers.Setting, places: Places, rounds: int, name: str) -> list[Row]:
    """Both the list's whole statement and the layer of QGIS. The boxes lie in the login's area (sql/row_security.sql)."""
    layer = [LAYER.format(*box) for box in places.boxes]
    with _awake():
        return [
            _row("box of the list by a login under row security", at, statements(name, places.boxes), rounds),
            _row("box of a layer of QGIS by the same login", at, layer, rounds),
        ]


def _row(what: str, at: servers.Setting, asked: Sequence[str], rounds: int) -> Row:
    web = pgbench.of_the_web()
    scoped = pgbench.Login(os.environ["BENCH_ANALYST"], at.peer_password, "-c search_path=plaeng_private,plaeng,public")
    with tempfile.TemporaryDirectory() as folder:
        logins = {login.name: pgbench.contestant(at, Path(folder), asked, login) for login in (web, scoped)}
        spent = compare(logins, rounds)
    return Row(what, "the web's login", spent[scoped.name] * 1e3, spent[web.name] * 1e3, TARGET, True)


@contextmanager
def _awake() -> Iterator[None]:
    """Row security on the parcels; off again afterwards, since nobody may COPY into a table that has it."""
    _as_owner("ALTER TABLE plaeng.parcel ENABLE ROW LEVEL SECURITY")
    try:
        yield
    finally:
        _as_owner("ALTER TABLE plaeng.parcel DISABLE ROW LEVEL SECURITY")


def _as_owner(statement: str) -> None:
    address = urlsplit(os.environ["DATABASE_OWNER_URL"])
    login = {"user": address.username, "password": address.password, "host": address.hostname, "port": address.port}
    with psycopg2.connect(dbname=address.path.strip("/"), options="-c role=plaeng_owner", **login) as session:
        session.cursor().execute(statement)
    session.close()
