"""Rows from a file with every check and history, against ogr2ogr with COPY and no check at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.db import connection

from bench import cpu, servers
from bench.table import Row
from parcels.imports import MAX_BYTES

TARGET = 3.0
# Land far from the parcels that are there, but in the country: nothing overlaps by accident.
SHAPES = """
    SELECT ST_AsGeoJSON(ST_Translate(geom, 0, %s - 16.2), 8) FROM plaeng.parcel
    WHERE geom IS NOT NULL ORDER BY id LIMIT %s
"""
NORTH = 18.9


def rows(at: servers.Setting, count: int) -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = _files(folder, count)
        here = [sys.executable, "-m", "bench.import_files", *map(str, files)]
        peers = [_ogr2ogr(at, file, is_first=not number) for number, file in enumerate(files)]
        ours, peer = _seconds(at, [here]), _seconds(at, peers)
    return [Row(f"{count:,} rows imported", "ogr2ogr, no checks", ours * 1e3, peer * 1e3, TARGET, is_limit=True)]


def _seconds(at: servers.Setting, commands: list[list[str]]) -> float:
    """CPU of these programs, one after the other, and of their sessions, which end a moment after them."""

    def clock() -> float:
        return cpu.of_ended_children(os.getpid()) + cpu.of_backends(at.postmaster, at.database)

    sessions = cpu.living(at.postmaster, at.database)
    cpu.settle(at.postmaster, at.database, sessions)
    started = clock()
    for command in commands:
        names = {**os.environ, "PLAENG_STATEMENT_TIMEOUT_MS": "0"}
        subprocess.run(command, check=True, env=names, cwd=servers.ROOT, stdout=subprocess.DEVNULL)
    cpu.settle(at.postmaster, at.database, sessions)
    return clock() - started


def _files(folder: Path, count: int) -> list[Path]:
    """GeoJSON files that the import takes, one after the other."""
    with connection.cursor() as cursor:
        cursor.execute(SHAPES, [NORTH, count])
        shapes = [shape for (shape,) in cursor.fetchall()]
    connection.close()
    each = int(MAX_BYTES * 0.9 / max(len(shape) + 90 for shape in shapes[:5_000])) * 2
    files = []
    for start in range(0, len(shapes), each):
        features = [
            {"type": "Feature", "properties": {"name": f"bench {start + n}"}, "geometry": json.loads(shape)}
            for n, shape in enumerate(shapes[start : start + each])
        ]
        file = folder / f"{start}.geojson"
        file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        files.append(file)
    return files


def _ogr2ogr(at: servers.Setting, file: Path, *, is_first: bool) -> list[str]:
    target = f"PG:host='{at.socket}' port={at.pg_port} dbname={at.database} user={at.peer} password={at.peer_password}"
    mode = ["-overwrite"] if is_first else ["-append"]
    return [
        "ogr2ogr",
        "-f",
        "PostgreSQL",
        target,
        str(file),
        *mode,
        "-nln",
        "bench.copied",
        "--config",
        "PG_USE_COPY",
        "YES",
    ]
