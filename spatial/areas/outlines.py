"""Store outlines, and build those of amphoe and provinces from the areas below, so that edges fit exactly."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely
from django.db import connection, transaction
from shapely import MultiPolygon

from spatial.areas.files import Outlines
from spatial.areas.models import CODE_LENGTH, Area, Level
from spatial.grid import DECIMALS, array_on_grid
from spatial.rules import Place

SQL = Path(__file__).resolve().parent.parent / "sql"
BELOW = {Level.AMPHOE: Level.TAMBON, Level.PROVINCE: Level.AMPHOE}


# Two neighbours further apart than this have open land between them; nearer, their border was drawn twice.
GAP_DEG = 1e-4  # 11 m

Wkb = memoryview | bytes


@dataclass
class OutlinesLoaded:
    """What became of a file, by code.

    `kept` are areas of the file that stay as they are built from below. `without` are areas of its level, in its
    provinces, that still have no outline. `incomplete` are built areas with how many of how many areas below had
    one. `misfit` are built areas with a place where borders below don't fit each other.
    """

    changed: list[str] = field(default_factory=list)
    not_in_table: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    built: dict[Level, int] = field(default_factory=dict)
    incomplete: dict[str, tuple[int, int]] = field(default_factory=dict)
    misfit: dict[str, Place] = field(default_factory=dict)


@transaction.atomic
def store_outlines(outlines: Outlines, source: str) -> OutlinesLoaded:
    """Store a file's outlines and rebuild those above them; `source` is stored as their origin.

    An amphoe or province that is built from areas below keeps its outline: the file's own would not fit theirs.
    """
    given, level = outlines.by_code, outlines.level
    known = set(Area.objects.filter(level=level).values_list("code", flat=True))
    built = _built(level)
    report = OutlinesLoaded(not_in_table=sorted(given.keys() - known), kept=sorted(given.keys() & built))
    _save({code: (given[code], source) for code in sorted(given.keys() & known - built)}, report)
    provinces = sorted({code[:2] for code in given.keys() & known})
    for above in (Level.AMPHOE, Level.PROVINCE):
        if CODE_LENGTH[above] < CODE_LENGTH[level]:
            _build(above, provinces, report)
    report.without = [code for code, _, wkb in _stored(level, provinces) if wkb is None]
    return report


def _built(level: Level) -> set[str]:
    """Codes of the areas of a level that have areas with outlines below them."""
    if level not in BELOW:
        return set()
    below = Area.objects.filter(level=BELOW[level]).exclude(geom=None)
    return {str(parent) for parent in below.values_list("parent_id", flat=True)}


def _build(level: Level, provinces: list[str], report: OutlinesLoaded) -> None:
    """Build the outlines of a level from those below; what is missing or doesn't fit goes in the report."""
    pieces: dict[str, list[MultiPolygon]] = defaultdict(list)
    total: Counter[str] = Counter()
    partial: Counter[str] = Counter()
    for code, parent, wkb in _stored(BELOW[level], provinces):
        total[parent] += 1
        if wkb is not None:
            pieces[parent].append(shapely.from_wkb(bytes(wkb)))
            partial[parent] += code in report.incomplete
    wanted = {}
    for parent in total:
        shapes = pieces[parent]
        if len(shapes) - partial[parent] < total[parent]:
            report.incomplete[parent] = (len(shapes) - partial[parent], total[parent])
        if not shapes:
            continue
        if place := _misfit(shapes):
            report.misfit[parent] = place
        origin = f"{len(shapes)} of {total[parent]} {BELOW[level].value}"
        wanted[parent] = (_union(shapes), origin)
    report.built[level] = len(wanted)
    _save(wanted, report)


def _misfit(shapes: list[MultiPolygon]) -> Place | None:
    """The middle of a border along which two shapes overlap or leave a narrow gap; None where all fit."""
    for edges in shapely.coverage_invalid_edges(shapes, gap_width=GAP_DEG):
        if not edges.is_empty:
            middle = shapely.line_interpolate_point(shapely.get_parts(edges)[0], 0.5, normalized=True)
            return float(middle.x), float(middle.y)
    return None


def _union(shapes: list[MultiPolygon]) -> MultiPolygon:
    """The outline around shapes: of a true coverage every node is kept as it is, so that edges fit exactly."""
    if shapely.coverage_is_valid(shapes):
        whole = shapely.coverage_union_all(shapes)
    else:
        whole = shapely.transform(shapely.union_all(shapes, grid_size=10**-DECIMALS), array_on_grid)
    return MultiPolygon(shapely.get_parts(whole).tolist())


def _stored(level: Level, provinces: list[str]) -> list[tuple[str, str, Wkb | None]]:
    return _run("area_shapes.sql", level=level.value, provinces=provinces)


def _save(wanted: dict[str, tuple[MultiPolygon, str]], report: OutlinesLoaded) -> None:
    """Write the outlines that differ from what is stored."""
    changed = _run(
        "area_outlines.sql",
        code=list(wanted),
        wkb=[shapely.to_wkb(shape, byte_order=1) for shape, _ in wanted.values()],
        source=[origin for _, origin in wanted.values()],
    )
    report.changed += sorted(code for (code,) in changed)


def _run(name: str, **parameters: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute((SQL / name).read_text(encoding="utf-8"), parameters)
        return cursor.fetchall()
