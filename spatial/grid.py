"""The grid everything stored stands on: 8 decimals of a degree, 1.1 mm (docs/decisions/rounding-grid.md)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

DECIMALS = 8


def on_grid(degrees: float) -> float:
    """The double that the decimal with 8 places reads as: the same in Python, in JSON and in PostGIS."""
    return round(float(degrees), DECIMALS)


def array_on_grid(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """`on_grid` for a whole array. Not numpy's rounding, which multiplies and divides: other doubles come out."""
    return np.array([on_grid(x) for x in degrees.ravel().tolist()], dtype=np.float64).reshape(degrees.shape)
