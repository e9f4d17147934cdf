"""Blocks of invented cadastre that are laid out over and over, mirrored and turned, for a million parcels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import numpy as np
import shapely
from numpy.typing import NDArray

from parcels.demo.cadastre import Lot, Ring, area_m2, strip
from parcels.demo.cells import Cell
from parcels.demo.placing import metres_a_degree
from parcels.demo.zoning import Splits, lay_out
from spatial.reference import WGS84
from spatial.units import M2_PER_RAI

# A cell is narrowest in the north of the country, 740 × 885 m; blocks keep half a road off its edges.
BLOCK_M = (728.0, 866.0)
STRIPS, LOTS_A_ROW = 4, 14
LOTS = STRIPS * 2 * LOTS_A_ROW
ZONED = 0.25  # of the lots

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Template:
    """A block about the origin, in metres: lots as multipolygons, zones as polygons with the index of their lot."""

    lots: NDArray[np.object_]
    zones: NDArray[np.object_]
    zone_lot: NDArray[np.int64]
    zone_type: list[str]


def templates(random: Random, count: int) -> list[Template]:
    return [_template(random) for _ in range(count)]


def _template(random: Random) -> Template:
    lots: list[Lot] = []
    south = 0.0
    for _ in range(STRIPS):
        rows = tuple([M2_PER_RAI * random.uniform(1.5, 4.9) for _ in range(LOTS_A_ROW)] for _ in range(2))
        made, south = strip(random, (rows[0], rows[1]), south)
        lots += made
    splits = Splits()
    for lot in lots:
        if random.random() < ZONED:
            lay_out(random, lot, area_m2(lot.ring), splits)
    fit = _fitted(lots)
    zones = [(n, kind, fit(splits.expanded(ring))) for n, lot in enumerate(lots) for kind, ring in lot.zones]
    return Template(
        np.array([shapely.MultiPolygon([shapely.Polygon(fit(splits.expanded(lot.ring)))]) for lot in lots], object),
        np.array([shapely.Polygon(ring) for _, _, ring in zones], object),
        np.array([n for n, _, _ in zones], np.int64),
        [kind for _, kind, _ in zones],
    )


def _fitted(lots: list[Lot]) -> Callable[[Ring], Floats]:
    """A function that lays the rings about the origin, shrunk where the block is larger than a cell."""
    nodes = np.array([node for lot in lots for node in lot.ring])
    low, high = nodes.min(axis=0), nodes.max(axis=0)
    scale = float(min(1.0, *(np.array(BLOCK_M) / (high - low))))

    def fit(ring: Ring) -> Floats:
        return (np.array(ring) - (low + high) / 2) * scale

    return fit


def lay(shapes: NDArray[np.object_], cell: Cell, flip: tuple[int, int]) -> NDArray[np.object_]:
    """Copies of shapes in a cell, in degrees on the grid of 8 decimals; `flip` mirrors the axes (1 or -1).

    Equal nodes stay equal, so that neighbours share their borders.
    """
    middle = cell.middle
    factor = np.array(flip) / np.array(metres_a_degree(middle[1]))
    # Dividing by 1e8 gives the double nearest to the decimal, as Python's round does.
    laid = shapely.transform(shapes, lambda nodes: np.round((nodes * factor + middle) * 1e8) / 1e8)
    return shapely.set_srid(laid, WGS84)
