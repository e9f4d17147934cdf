"""The same questions in the words of each server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench.places import Box
from bench.servers import CACHED


@dataclass(frozen=True)
class Words:
    """Paths for a box of `limit` features, for one feature and for a tile (column, row, zoom)."""

    box: Callable[[Box, int], str]
    one: Callable[[str], str]
    tile: Callable[[int, int, int], str] | None = None


def _text(box: Box) -> str:
    return ",".join(map(str, box))


OURS = "/api/collections/parcels"
_OURS = Words(
    lambda box, limit: f"{OURS}/items?bbox={_text(box)}&limit={limit}",
    lambda uid: f"{OURS}/items/{uid}",
    lambda x, y, z: f"{OURS}/tiles/WebMercatorQuad/{z}/{y}/{x}",
)
WORDS = {
    "plaeng": _OURS,
    CACHED: _OURS,
    "textbook": Words(
        lambda box, limit: f"/parcels/?in_bbox={_text(box)}&page_size={limit}",
        lambda uid: f"/parcels/{uid}/",
    ),
    "tipg": Words(
        lambda box, limit: f"/collections/bench.parcels/items?bbox={_text(box)}&limit={limit}&f=geojson",
        lambda uid: f"/collections/bench.parcels/items/{uid}?f=geojson",
        lambda x, y, z: f"/collections/bench.tiled/tiles/WebMercatorQuad/{z}/{x}/{y}",
    ),
    "pygeoapi": Words(
        lambda box, limit: f"/collections/parcels/items?bbox={_text(box)}&limit={limit}&f=json",
        lambda uid: f"/collections/parcels/items/{uid}?f=json",
    ),
}
