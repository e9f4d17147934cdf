"""A layer of QGIS by database logins of amphoes, tambons and the country, against the web's login without row security.

What a login costs depends on how many parcels lie in its area. The bench has a million in one province, so that its
amphoes are those of no programme; one of the size that an amphoe has on average is made by bench/sql/average_amphoe.sql.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
AVERAGE = "6799"
# How often a session of QGIS asks before it ends: its start is not what is measured.
TIMES = 40
# As QGIS asks a layer for what is on its canvas: the view that its project names, and the table for the web's login.
LAYER = """SELECT st_asbinary("geom", 'NDR'), "id", "uid"::text, "code", "name", "tambon", "state", "model", "area_calc_m2"
FROM "plaeng"."{}" WHERE "geom" && st_makeenvelope({}, {}, {}, {}, 4326)"""
# The tambon of an amphoe that has the most parcels.
TAMBON = """
    SELECT tambon FROM plaeng.parcel WHERE starts_with(tambon, %s) GROUP BY tambon ORDER BY count(*) DESC, tambon LIMIT 1
"""
WITHIN = "tambon >= %(area)s AND tambon < %(area)s || ':'"
COUNT = f"SELECT count(*) FROM plaeng.parcel WHERE {WITHIN}"
# Places by a fixed rule, each in the middle of a window of so many degrees.
CENTRES = f"""
    SELECT ST_X(c), ST_Y(c) FROM (SELECT ST_PointOnSurface(geom) AS c FROM plaeng.parcel WHERE {WITHIN}
    ORDER BY md5(uid::text) LIMIT %(count)s) p
"""
EXTENT = f"SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM (SELECT ST_Extent(geom) AS e FROM plaeng.parcel WHERE {WITHIN}) p"
WINDOW = 0.008


@dataclass(frozen=True)
class Scope:
    """Whose login, over which area, and what its layer shows."""

    name: str
    area: str
    boxes: Sequence[Box]
    target: float


def rows(at: servers.Setting, places: Places, rounds: int) -> list[Row]:
    """`places` lie in the amphoe of the most parcels."""
    count = len(places.boxes)
    big, small = (str(_ask(TAMBON, [amphoe])[0][0]) for amphoe in (places.area, AVERAGE))
    whole = [_whole(AVERAGE)] * count
    scopes = [
        Scope(f"amphoe of {_count(AVERAGE):,}, all of it", AVERAGE, whole, SCOPED),
        Scope(f"amphoe of {_count(AVERAGE):,}, windows", AVERAGE, _windows(AVERAGE, count), SCOPED),
        Scope(f"tambon of {_count(small):,}, all of it", small, [_whole(small)] * count, SCOPED),
        Scope(f"amphoe of {_count(places.area):,}", places.area, places.boxes, SCOPED),
        Scope(f"tambon of {_count(big):,}", big, _windows(big, count), SCOPED),
        Scope("the country", "", places.boxes, COUNTRY),
    ]
    return [_row(at, scope, rounds) for scope in scopes]


def _ask(query: str, values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    connection.close()
    return found


def _count(area: str) -> int:
    return int(_ask(COUNT, {"area": area})[0][0])


def _windows(area: str, count: int) -> list[Box]:
    half = WINDOW / 2
    centres = _ask(CENTRES, {"area": area, "count": count})
    return [(float(x) - half, float(y) - half, float(x) + half, float(y) + half) for x, y in centres]


def _whole(area: str) -> Box:
    west, south, east, north = (float(edge) for edge in _ask(EXTENT, {"area": area})[0])
    return west, south, east, north


def _row(at: servers.Setting, scope: Scope, rounds: int) -> Row:
    web, scoped = pgbench.of_the_web(), _login(f"bench.{scope.area or 'country'}", scope.area)
    asked = {
        login: [LAYER.format(layer, *box) for box in scope.boxes]
        for login, layer in ((web, "parcel"), (scoped, "parcel_edit"))
    }
    _show_plans(at, asked, scope.name)
    with tempfile.TemporaryDirectory() as folder:
        known = {login.name: pgbench.contestant(at, Path(folder), asked[login], login, TIMES) for login in asked}
        spent = compare(known, rounds)
    return Row(
        f"layer of QGIS, login of {scope.name}", "the web's login", spent[scoped.name] * 1e3, spent[web.name] * 1e3,
        scope.target, True,
    )  # fmt: skip


def _login(username: str, area: str) -> pgbench.Login:
    user, _ = User.objects.get_or_create(username=username)
    officer, _ = Officer.objects.get_or_create(user=user, defaults={"role_id": "VIEWER", "area": area})
    login = logins.give(officer)
    connection.close()
    return pgbench.Login(login.name, login.password, "")


def _show_plans(at: servers.Setting, asked: Mapping[pgbench.Login, Sequence[str]], name: str) -> None:
    for login, statements in asked.items():
        session = psycopg2.connect(
            host="127.0.0.1", port=at.pg_port, dbname=at.database, user=login.name, password=login.password,
            options=login.options,
        )  # fmt: skip
        with session, session.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF) {statements[0]}")
            plan = [line for (line,) in cursor.fetchall()]
        session.close()
        sys.stdout.write("\n  ".join([f"{name}: {login.name}", *plan]) + "\n")
