"""A layer of QGIS by database logins of an amphoe, a tambon and the country, against the web's login without row security."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import psycopg2
from django.contrib.auth.models import User
from django.db import connection

from bench import pgbench, servers
from bench.places import Box, Places
from bench.table import Row
from bench.turns import compare
from parcels import logins
from parcels.models import Officer

# How many times as dear a box may be with a scope, and with that of the whole country.
SCOPED, COUNTRY = 2.0, 1.2
# As QGIS asks a layer for what is on its canvas.
LAYER = """SELECT st_asbinary("geom", 'NDR'), "id", "uid"::text, "code", "name", "tambon", "state", "model", "area_calc_m2"
FROM "plaeng"."parcel" WHERE "geom" && st_makeenvelope({}, {}, {}, {}, 4326)"""
# Boxes of as many parcels within the tambon that has the most.
TAMBON = """
    SELECT tambon FROM plaeng.parcel WHERE starts_with(tambon, '6701') GROUP BY tambon ORDER BY count(*) DESC, tambon LIMIT 1
"""


def rows(at: servers.Setting, places: Places, rounds: int) -> list[Row]:
    """The boxes lie in the amphoe; those of the tambon round its own parcels."""
    with connection.cursor() as cursor:
        cursor.execute(TAMBON)
        tambon = str(cursor.fetchone()[0])
    connection.close()
    scopes = [("amphoe", "6701", SCOPED), ("tambon", tambon, SCOPED), ("country", "", COUNTRY)]
    return [_row(at, name, area, _boxes(places, area), target, rounds) for name, area, target in scopes]


def _boxes(places: Places, area: str) -> Sequence[Box]:
    if len(area) < 6:
        return places.boxes
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_X(c) - 0.004, ST_Y(c) - 0.004, ST_X(c) + 0.004, ST_Y(c) + 0.004 FROM (SELECT ST_PointOnSurface(geom) AS c"
            " FROM plaeng.parcel WHERE tambon = %s ORDER BY md5(uid::text) LIMIT %s) p",
            [area, len(places.boxes)],
        )
        found = [(float(w), float(s), float(e), float(n)) for w, s, e, n in cursor.fetchall()]
    connection.close()
    return found


def _row(at: servers.Setting, name: str, area: str, boxes: Sequence[Box], target: float, rounds: int) -> Row:
    web, scoped = pgbench.of_the_web(), _login(f"bench.{name}", area)
    asked = [LAYER.format(*box) for box in boxes]
    _show_plan(at, scoped, asked[0])
    with tempfile.TemporaryDirectory() as folder:
        known = {login.name: pgbench.contestant(at, Path(folder), asked, login) for login in (web, scoped)}
        spent = compare(known, rounds)
    return Row(
        f"box of a layer of QGIS, login of {name}", "the web's login", spent[scoped.name] * 1e3, spent[web.name] * 1e3,
        target, True,
    )  # fmt: skip


def _login(username: str, area: str) -> pgbench.Login:
    user, _ = User.objects.get_or_create(username=username)
    officer, _ = Officer.objects.get_or_create(user=user, defaults={"role_id": "VIEWER", "area": area})
    login = logins.give(officer)
    connection.close()
    return pgbench.Login(login.name, login.password, "")


def _show_plan(at: servers.Setting, login: pgbench.Login, statement: str) -> None:
    session = psycopg2.connect(
        host="127.0.0.1", port=at.pg_port, dbname=at.database, user=login.name, password=login.password
    )
    with session, session.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF) {statement}")
        sys.stdout.write("\n  ".join([login.name, *(line for (line,) in cursor.fetchall())]) + "\n")
    session.close()
