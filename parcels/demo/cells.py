"""Free places for blocks of bulk parcels: cells of a lattice, each in a tambon."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from django.db import connection

from parcels.demo.placing import TOWNS
from parcels.sqlfile import FOLDER
from spatial.areas.models import Area, Level
from spatial.rules import Place

# Degrees of a cell: about 760 × 885 m in Phetchabun.
WIDTH, HEIGHT = 0.0071, 0.0080
PROVINCE_BOX = {"west": 100.55, "south": 15.15, "east": 101.85, "north": 17.25}
COUNTRY_BOX = {"west": 97.3, "south": 5.6, "east": 105.7, "north": 20.5}


@dataclass(frozen=True)
class Cell:
    """A place of the lattice by its numbers, and the tambon that it counts to."""

    tambon: str
    x: int
    y: int

    @property
    def middle(self) -> Place:
        return (self.x + 0.5) * WIDTH, (self.y + 0.5) * HEIGHT


def free_cells(random: Random, count: int) -> Iterator[Cell]:
    """Cells that no stored parcel touches, shuffled: in Phetchabun first, then in the whole country.

    Without outlines they lie about the amphoe towns of Phetchabun.
    """
    taken = _taken()
    if Area.objects.filter(level=Level.TAMBON, geom__isnull=False).exists():
        near, far = _in_outlines("67", PROVINCE_BOX), lambda: _in_outlines("", COUNTRY_BOX)
    else:
        near, far = _about_towns(), list
    cells = _shuffled(random, near, taken)
    if len(cells) < count:
        cells += _shuffled(random, [cell for cell in far() if not cell.tambon.startswith("67")], taken)
    return iter(cells[:count])


def _shuffled(random: Random, cells: list[Cell], taken: set[tuple[int, int]]) -> list[Cell]:
    free = [cell for cell in cells if (cell.x, cell.y) not in taken]
    random.shuffle(free)
    return free


def _taken() -> set[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_sql("taken"), {"width": WIDTH, "height": HEIGHT})
        return set(cursor.fetchall())


def _in_outlines(prefix: str, box: dict[str, float]) -> list[Cell]:
    with connection.cursor() as cursor:
        cursor.execute(_sql("cells"), {**box, "prefix": prefix, "width": WIDTH, "height": HEIGHT})
        return [Cell(*row) for row in cursor.fetchall()]


def _about_towns() -> list[Cell]:
    """Every cell of the province's box to the nearest town; its tambon by turns."""
    tambon: dict[str, list[str]] = {amphoe: [] for amphoe in TOWNS}
    rows = Area.objects.filter(level=Level.TAMBON, parent__code__in=list(TOWNS)).order_by("code")
    for code, amphoe in rows.values_list("code", "parent_id"):
        tambon[str(amphoe)].append(code)
    box = PROVINCE_BOX
    cells = []
    for x in range(math.floor(box["west"] / WIDTH), math.floor(box["east"] / WIDTH)):
        for y in range(math.floor(box["south"] / HEIGHT), math.floor(box["north"] / HEIGHT)):
            middle = Cell("", x, y).middle
            amphoe = min(TOWNS, key=lambda code: math.dist(TOWNS[code], middle))
            cells.append(Cell(tambon[amphoe][(x + 3 * y) % len(tambon[amphoe])], x, y))
    return cells


def _sql(name: str) -> str:
    return (FOLDER / "bulk" / f"{name}.sql").read_text(encoding="utf-8")
