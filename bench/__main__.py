"""python -m bench: what bin/bench runs when databases and environments are there."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import django


def main() -> int:
    asked = _arguments()
    django.setup()
    from bench import table

    found = _growth(asked.growth) if asked.growth else _all(asked.quick, asked.rows)
    sys.stdout.write("\n" + table.text(found) + "\n")
    result = Path(os.environ["BENCH_FOLDER"]) / ("growth.json" if asked.growth else "result.json")
    result.write_text(json.dumps(table.as_json(found), indent=1), encoding="utf-8")
    sys.stdout.write(f"\nAlso as JSON: {result}\n")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rows", type=int, default=0)
    parser.add_argument("--growth", metavar="DATABASE", default="")
    return parser.parse_args()


def _all(is_quick: bool, wanted: int) -> list[Any]:
    from django.db import connection

    from bench import exporting, importing, places, reading, same_sql, servers, table

    at = servers.setting()
    boxes, rounds, bulk = (3, 3, 10_000) if is_quick else (5, 5, 100_000)
    bulk = wanted or bulk
    with connection.cursor() as cursor:
        where = {area: places.find(cursor, area, boxes) for area in ("6701", "67")}
    connection.close()
    found: list[table.Row] = []

    def add(rows: list[table.Row]) -> None:
        found.extend(rows)
        for row in rows:
            _say("  ".join(row.cells()))

    _say("boxes and features, in the scope of an amphoe")
    with reading.field(at, ["plaeng", "textbook", "tipg", "pygeoapi"], "amphoe01") as on:
        add(reading.rows(on, where["6701"], rounds, "amphoe"))
        _say("the same SQL by pgbench")
        add(same_sql.rows(at, on, where["6701"], rounds, "amphoe01"))
    with reading.field(at, ["plaeng", servers.CACHED, "textbook", "tipg"], "province") as on:
        _say("boxes and features, in the scope of a province")
        add(reading.rows(on, where["67"], rounds, "province"))
        _say("tiles, and answers from the cache")
        add(reading.tiles(on, where["67"], rounds))
        add(reading.kept(on, where["67"], rounds))
        _say(f"export of {bulk:,} rows")
        add(exporting.rows(on, bulk))
    if shutil.which("ogr2ogr"):
        _say(f"import of {bulk:,} rows")
        add(importing.rows(at, bulk))
    else:
        _say("no ogr2ogr here (package gdal-bin): the import is left out")
    return found


def _growth(database: str) -> list[Any]:
    from bench import growth, servers

    at = servers.setting()
    return growth.rows(at, replace(at, database=database), "amphoe01", "6701", 7)


def _say(what: str) -> None:
    sys.stdout.write(f"      {what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
