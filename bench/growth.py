"""The box query at five times the parcels against that at once."""

from __future__ import annotations

import os
from collections.abc import Callable
from urllib.parse import urlsplit

import psycopg2

from bench import places, servers
from bench.asked import WORDS
from bench.reading import LIMIT, field
from bench.table import Row
from bench.turns import Contestant, compare

TARGET = 1.2


def rows(at: servers.Setting, larger: servers.Setting, user: str, area: str, rounds: int) -> list[Row]:
    """Both databases are asked in turns by servers of their own, for boxes of as many parcels."""
    with field(at, ["plaeng"], user) as small, servers.on(larger), field(larger, ["plaeng"], user) as large:
        contestants = {}
        for name, side, where in (("small", small, at), ("large", large, larger)):
            boxes = _places(where, area).boxes
            paths = [WORDS["plaeng"].box(box, LIMIT) for box in boxes]
            contestants[name] = Contestant(_asking(side.clients["plaeng"].get, paths), side.clocks["plaeng"])
        spent = compare(contestants, rounds)
    return [
        Row(
            "box at five times the parcels",
            "the same at once",
            spent["large"] * 1e3,
            spent["small"] * 1e3,
            TARGET,
            True,
        )
    ]


def _asking(get: Callable[[str], bytes], paths: list[str]) -> Callable[[int], int]:
    def turn(_number: int) -> int:
        for path in paths:
            get(path)
        return len(paths)

    return turn


def _places(at: servers.Setting, area: str) -> places.Places:
    address = urlsplit(os.environ["DATABASE_URL"])
    login = {"user": address.username, "password": address.password, "host": at.socket, "port": at.pg_port}
    with psycopg2.connect(dbname=at.database, options="-c role=plaeng_app", **login) as session:
        return places.find(session.cursor(), area, 5)
