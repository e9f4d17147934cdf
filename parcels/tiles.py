"""Parcels as clusters, for tiles of low zooms: out of the pyramid that triggers keep, or counted live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

from parcels.permissions import Access
from parcels.rights import READ
from parcels.sqlfile import FOLDER
from spatial.tiles import Tile, function

CLUSTERS, PYRAMID, LIVE = (
    (FOLDER / f"{name}.sql").read_text(encoding="utf-8") for name in ("tile_clusters", "tile_pyramid", "tile_live")
)
# The finest zoom of the pyramid, and the longest area code that it has sums for: an amphoe's.
PYRAMID_TO, SUMMED = 11, 4


@dataclass(frozen=True)
class Wanted:
    """What to count: None is everything; '' and 0 stand for parcels without a state, year or model."""

    amphoe: Sequence[str] | None = None
    states: Sequence[str] | None = None
    fys: Sequence[int] | None = None
    models: Sequence[str] | None = None


def is_summed(can: Access) -> bool:
    """True when the pyramid has the sums of this user's area."""
    return len(can.area) <= SUMMED


def clusters(can: Access, tile: Tile, wanted: Wanted) -> bytes:
    """The layer `clusters` out of the pyramid, of what `can` may see. Zoom 0 to 11, areas that are summed."""
    if not can.may(READ, "parcels") or not is_summed(can) or tile.z > PYRAMID_TO:
        raise ValueError(f"the pyramid has no sums of {can.area!r} at zoom {tile.z}")
    areas = [can.area]
    if wanted.amphoe is not None:
        areas = sorted({code for code in wanted.amphoe if len(code) == SUMMED and code.startswith(can.area)})
    values = {"areas": areas, "states": _list(wanted.states), "fys": _list(wanted.fys), "models": _list(wanted.models)}
    return _rendered(PYRAMID, tile, values)


def count_live(rows: QuerySet[Any], tile: Tile) -> bytes:
    """The same layer, counted in `rows` of parcels (already scoped and filtered)."""
    around = rows.filter(geom__bboverlaps=tile.around()).order_by()
    found = around.annotate(shape=function("box3d", F("geom")), m2=F("area_calc_m2")).values("state", "shape", "m2")
    # Written out by the driver: the placeholders of a queryset have no names.
    inner, params = found.query.sql_with_params()
    with connection.cursor() as cursor:
        text = cursor.mogrify(inner, params).decode()
    return _rendered(LIVE.replace("{rows}", text.replace("%", "%%")), tile, {})


def fold() -> int | None:
    """Move what writers have changed into the pyramid; how many changes, None while somebody else does so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT fold_tiles()")
        folded: int | None = cursor.fetchone()[0]
    return folded


def _list(values: Sequence[Any] | None) -> list[Any] | None:
    return None if values is None else list(values)


def _rendered(counted: str, tile: Tile, values: dict[str, Any]) -> bytes:
    west, south, east, north = tile.metres
    place = {"z": tile.z, "x": tile.x, "y": tile.y, "west": west, "south": south, "east": east, "north": north}
    with connection.cursor() as cursor:
        cursor.execute(CLUSTERS.replace("{counted}", counted), {**place, **values})
        return bytes(cursor.fetchone()[0])
