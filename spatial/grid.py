"""The grid everything stored stands on: 8 decimals of a degree, 1.1 mm (docs/decisions/rounding-grid.md)."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

DECIMALS = 8


def on_grid(degrees: float) -> float:
    """The double that the decimal with 8 places reads as: the same in Python, in JSON and in PostGIS."""
    return round(float(degrees), DECIMALS)


def array_on_grid(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """`on_grid` for a whole array: numpy divides a whole number by 10⁸, which is the nearest double to the decimal."""
    return np.round(degrees, DECIMALS)


def wkb_on_grid(wkb: bytes | memoryview) -> bytes:
    """A shape as it will be stored, WKB in and out."""
    return bytes(shapely.to_wkb(shapely.transform(shapely.from_wkb(bytes(wkb)), array_on_grid)))
