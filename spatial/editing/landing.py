"""Where on the grid a node that is put onto an edge comes to lie, so that neither land reaches over the border.

A grid point beside a place is up to 1.5 mm off the edge: a slit of 0.1 m² along 100 m. Of the points two centimetres
up and down the edge some lie much nearer to it, and a place on a border is pointed at no finer than that.
"""

from __future__ import annotations

from collections.abc import Iterator

from spatial.editing.nodes import PER_DEGREE, whole
from spatial.rules import Place

REACH = 18  # columns of the grid that a node may go along its edge: two centimetres
ENOUGH = 5_000  # in squares of the grid: a slit of 0.003 m², counted twice


def outward(place: Place, a: Place, b: Place) -> Place:
    """The nearest grid point that is not to the left of the edge a → b and takes hardly anything from its right; else the one
    that takes least.

    With the land on the left of its rings, a node made so never lies inside it. An edge shorter than the grid gives its end.
    """
    found = [(max(-taken, ENOUGH), _apart(at, place), at) for taken, at in _landings(place, a, b) if taken <= 0]
    return min(found)[2] if found else min(a, b, key=lambda end: _apart(end, place))


def _landings(place: Place, a: Place, b: Place) -> Iterator[tuple[int, Place]]:
    """Grid points between the ends of the edge: twice the triangle that each makes with it, in squares of the grid, exact,
    positive to the left; and the point."""
    (ax, ay), (bx, by) = whole(a), whole(b)
    is_flat = abs(bx - ax) >= abs(by - ay)
    start, run, low, rise = (ax, bx - ax, ay, by - ay) if is_flat else (ay, by - ay, ax, bx - ax)
    middle = round(place[0 if is_flat else 1] * PER_DEGREE)
    first, last = sorted((start, start + run))
    for along in range(max(first + 1, middle - REACH), min(last, middle + REACH + 1)):
        row = low + rise * (along - start) // run
        for across in (row, row + 1):
            x, y = (along, across) if is_flat else (across, along)
            yield (bx - ax) * (y - ay) - (by - ay) * (x - ax), (x / PER_DEGREE, y / PER_DEGREE)


def _apart(one: Place, other: Place) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2
