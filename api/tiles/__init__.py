"""Vector tiles of the collections: OGC API Tiles, TileJSON beside it."""

from api.tiles.layers import LAYERS
from api.tiles.tile import tile

__all__ = ["LAYERS", "tile"]
