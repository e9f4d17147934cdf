"""Vector tiles read by GDAL's own driver, which knows where on earth a tile lies from its folder names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

from spatial.tiles import Tile


def read(body: bytes, tile: Tile, folder: Path) -> dict[str, list[tuple[dict[str, Any], BaseGeometry]]]:
    """{layer: [(properties, shape in EPSG:3857)]}."""
    if not body:
        return {}
    file = folder / str(tile.z) / str(tile.x) / f"{tile.y}.pbf"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(body)
    return {name: _layer(file, name) for name, _ in pyogrio.list_layers(file)}


def _layer(file: Path, name: str) -> list[tuple[dict[str, Any], BaseGeometry]]:
    meta, _, shapes, columns = pyogrio.raw.read(file, layer=name)
    rows = zip(*columns, strict=True)
    named = [dict(zip(meta["fields"], row, strict=True)) for row in rows]
    # GDAL adds an id of its own, and has no value for what only other features have.
    properties = [{n: v for n, v in one.items() if n != "mvt_id" and v is not None and v == v} for one in named]
    return list(zip(properties, shapely.from_wkb(shapes), strict=True))
