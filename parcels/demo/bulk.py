"""Invented parcels by the million, by COPY: the same kind of cadastre, for measurements.

Runs as the owner of the schema: the row triggers rest while a chunk is written, and what they derive is computed
set-wise. History is written as always, by its statement triggers. A chunk is one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from io import StringIO
from itertools import islice
from random import Random
from typing import Any

import shapely
from django.db import connection

from parcels.changes import acting
from parcels.demo import SEED, people
from parcels.demo.cells import Cell, free_cells
from parcels.demo.templates import LOTS, Template, lay, templates
from parcels.sqlfile import FOLDER

STEPS = ("applicants", "applications", "path", "parcels", "counters", "documents", "zones")
COPY_PARCELS = "COPY staged_parcel (n, tambon, village_code, state, fy, model, name, share, geom) FROM STDIN"
COPY_ZONES = "COPY staged_zone (n, part, zone_type, geom) FROM STDIN"
CHUNK_CELLS, TEMPLATES = 400, 24
IN_PROGRAMME = 0.4
# Years after the demonstration's own, so that its figures stay what they are.
YEARS = (2566, 2567, 2568, 2569)
STATES = (
    "DRAFT", "APPLIED", "RETURNED", "DOCS_OK", "SURVEYED", "SENT", "APPROVED", "RESERVE", "REJECTED", "WITHDRAWN",
    "DEVELOPING", "ACCEPTED", "DECLARED",
)  # fmt: skip
MODELS = ("HLM", "HLM", "HLM", "LC", "CLM")
SHARES = (1.0, 1.0, 0.95, 0.6, 0.4)
NULL = r"\N"

Progress = Callable[[int, int], None]


class NoRoom(RuntimeError):
    """The areas that are loaded have no free land for more parcels."""


def existing() -> int:
    """How many parcels of the bulk set there are."""
    with connection.cursor() as cursor:
        cursor.execute(_sql("count"))
        return int(cursor.fetchone()[0])


def seed(wanted: int, *, with_zones: bool, progress: Progress) -> int:
    """Add invented parcels until there are `wanted` of them; how many were added. Raises NoRoom."""
    start = done = existing()
    if done >= wanted:
        return 0
    random = Random(f"{SEED} {done}")  # noqa: S311
    cells_needed = -(-(wanted - done) // LOTS)
    blocks = templates(random, min(TEMPLATES, 1 + cells_needed // 4))
    cells = free_cells(random, cells_needed)
    while chunk := list(islice(cells, CHUNK_CELLS)):
        done = _write(random, blocks, chunk, done, wanted, with_zones)
        progress(done, wanted)
    if done < wanted:
        raise NoRoom
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE applicant, application, parcel, land_document, zone")
    return done - start


def _write(
    random: Random, blocks: Sequence[Template], chunk: list[Cell], done: int, wanted: int, with_zones: bool
) -> int:
    """One chunk in one transaction; the number of the last parcel."""
    parcels, zones = StringIO(), StringIO()
    for cell in chunk:
        block, flip = random.choice(blocks), (random.choice((1, -1)), random.choice((1, -1)))
        joined = _stage_lots(random, parcels, block, cell, flip, range(done + 1, wanted + 1))
        if with_zones:
            _stage_zones(zones, block, cell, flip, joined)
        done = min(done + LOTS, wanted)
    with acting(None, "demo", "bulk"), connection.cursor() as cursor:
        cursor.execute(_sql("triggers_rest"))
        cursor.execute(_sql("stage"))
        _copy(cursor, COPY_PARCELS, parcels)
        _copy(cursor, COPY_ZONES, zones)
        cursor.execute("ANALYZE staged_parcel, staged_zone")
        for step in STEPS:
            cursor.execute(_sql(step))
        cursor.execute(_sql("triggers_work"))
    return done


def _stage_lots(
    random: Random, out: StringIO, block: Template, cell: Cell, flip: tuple[int, int], numbers: Iterable[int]
) -> dict[int, int]:
    """COPY lines of a cell's parcels; index in the block -> number, of those in the programme."""
    joined = {}
    village = f"{cell.tambon}{random.randint(1, 12):02d}"
    shapes = shapely.to_wkb(lay(block.lots, cell, flip), hex=True, include_srid=True)
    for index, (number, shape) in enumerate(zip(numbers, shapes, strict=False)):
        who = (NULL, NULL, NULL, NULL, NULL)
        if random.random() < IN_PROGRAMME:
            joined[index] = number
            who = (
                random.choice(STATES), str(random.choice(YEARS)), random.choice(MODELS), people.person(random),
                str(random.choice(SHARES)),
            )  # fmt: skip
        out.write("\t".join((str(number), cell.tambon, village, *who, shape)) + "\n")
    return joined


def _stage_zones(out: StringIO, block: Template, cell: Cell, flip: tuple[int, int], joined: dict[int, int]) -> None:
    shapes = shapely.to_wkb(lay(block.zones, cell, flip), hex=True, include_srid=True)
    parts: dict[int, int] = {}
    for index, kind, shape in zip(block.zone_lot.tolist(), block.zone_type, shapes, strict=True):
        if index in joined:
            parts[index] = parts.get(index, 0) + 1
            out.write(f"{joined[index]}\t{parts[index]}\t{kind}\t{shape}\n")


def _copy(cursor: Any, statement: str, lines: StringIO) -> None:
    lines.seek(0)
    cursor.copy_expert(statement, lines)


def _sql(name: str) -> str:
    return (FOLDER / "bulk" / f"{name}.sql").read_text(encoding="utf-8")
