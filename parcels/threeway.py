"""What one person changes of a row that others have changed meanwhile: field by field, against what he began from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Model

from parcels import history
from parcels.ground import nodes_in
from spatial.grid import wkb_on_grid
from spatial.rules import GeometryRefused, Shape, check
from spatial.threeway import drawn_together

POLYGONS = {"Polygon", "MultiPolygon"}


@dataclass
class Merge:
    """Names of the model's fields. A field that either side left alone, or set to the same, is in nobody's way.

    `asked` differ from the version that was begun from; `values` can be stored; `kept` are what others changed and
    this side did not; `disputed` both changed. `base` holds the older values of what others changed.
    """

    values: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    disputed: list[str] = field(default_factory=list)
    base: dict[str, Any] = field(default_factory=dict)
    drawn: Shape | None = None


def merge(row: Any, values: Mapping[str, Any], fields: Iterable[str], version: int) -> Merge | None:
    """What becomes of `values`, said of a row as it was at `version`; `fields` are all that people write.

    None when the history of the row since then is not kept any more.
    """
    was = history.since(row, version)
    if was is None:
        return None
    found = Merge()
    for name in fields:
        column = row._meta.get_field(name)
        now = getattr(row, column.attname)
        base = history.value_of(column, was[column.column]) if column.column in was else now
        is_theirs = not _same(base, now)
        if is_theirs:
            found.base[name] = base
        mine = _stored(column, values[name]) if name in values else base
        if not _same(mine, base):
            found.asked.append(name)
            _settle(found, name, values[name], is_mine_alone=not is_theirs or _same(mine, now), base=base, now=now)
        elif is_theirs:
            found.kept.append(name)
    return found


def _settle(found: Merge, name: str, mine: Any, *, is_mine_alone: bool, base: Any, now: Any) -> None:
    """Mine, where others left the field alone or meant the same; both in one shape, where that can be."""
    if is_mine_alone:
        found.values[name] = mine
    elif together := _together(mine, base, now):
        found.drawn = together
        found.values[name] = together.geos
    else:
        found.disputed.append(name)


def _together(mine: Any, base: Any, now: Any) -> Shape | None:
    three = (base, mine, now)
    if not all(isinstance(one, GEOSGeometry) and one.geom_type in POLYGONS for one in three):
        return None
    nodes = drawn_together(*(_on_grid(one) for one in three))
    if nodes is None:
        return None
    shape = {"type": "MultiPolygon", "coordinates": nodes}
    try:
        return check(shape, kind=now.geom_type)
    except GeometryRefused:
        return None


def _on_grid(geom: GEOSGeometry) -> list[list[list[tuple[float, float]]]]:
    return nodes_in(GEOSGeometry(memoryview(wkb_on_grid(bytes(geom.wkb)))))


def _stored(column: Any, value: Any) -> Any:
    """A value that comes in, as its column holds it: a row of another table by its key."""
    return getattr(value, column.target_field.attname) if isinstance(value, Model) else value


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, GEOSGeometry) and isinstance(other, GEOSGeometry):
        return wkb_on_grid(bytes(one.wkb)) == wkb_on_grid(bytes(other.wkb))
    return bool(one == other)
