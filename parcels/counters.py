"""Change counters: what an answer depends on, and a number that moves when any of it does.

Read the counter first, then the data, and keep the answer under the number that was read: then it is never older
than the last commit (docs/decisions/change-counters.md).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from spatial.rows import Prepared

# Scopes as parcels/sql/counter.v1.sql has them.
RIGHTS, CODES, AREAS = 10_001, 10_002, 10_003
# And as parcels/sql/rollups.v1.sql and cases.v1.sql have them.
FIGURES, CASES = 10_004, 10_005
FIRST_CELL, CELLS = 1_000_000, 1024
# Above so many cells the counters of the whole area are as good, and quicker to add up.
MAX_CELLS = 64
MAX_LATITUDE = 85.0

# An expression with two keys, arrays of the lowest and the highest scopes. The epoch is the body of current_epoch(),
# since a function that is called is planned anew each time.
VALUE = """
    (SELECT concat_ws('.', epoch, tableoid, (pg_control_checkpoint()).timeline_id) FROM change_epoch)
    || '.' || coalesce((
        SELECT sum(c.n) FROM unnest({low}::integer[], {high}::integer[]) r (low, high)
        JOIN change_shard c ON c.scope BETWEEN r.low AND r.high
    ), 0)::text
"""
READ = Prepared(f"SELECT {VALUE.format(low='$1', high='$2')}")


@dataclass(frozen=True)
class Scope:
    """What an answer depends on, as ranges of scopes (both ends included). Rights and code lists are always part."""

    ranges: tuple[tuple[int, int], ...] = ()

    def __or__(self, other: Scope) -> Scope:
        return Scope(tuple(dict.fromkeys(self.ranges + other.ranges)))

    @staticmethod
    def area(code: str) -> Scope:
        """Land filed in an area by its code of 0, 2, 4, 6 or 8 digits; a tambon counts as its amphoe."""
        amphoe = code[:4]
        if not amphoe:
            return Scope(((0, 9999),))
        return Scope(((int(amphoe.ljust(4, "0")), int(amphoe.ljust(4, "9"))),))

    @staticmethod
    def areas(codes: Iterable[str]) -> Scope:
        """Land filed in any of some areas."""
        found = Scope()
        for code in codes:
            found |= Scope.area(code)
        return found

    @staticmethod
    def box(west: float, south: float, east: float, north: float, *, within: str = "") -> Scope:
        """Land that touches a box in degrees, wherever it is filed. A large box counts as the area `within`."""
        x0, x1 = _column(west), _column(east)
        y0, y1 = _row(north), _row(south)
        if (x1 - x0 + 1) * (y1 - y0 + 1) > MAX_CELLS:
            return Scope.area(within)
        first = FIRST_CELL + x0 * CELLS
        return Scope(tuple((first + n * CELLS + y0, first + n * CELLS + y1) for n in range(x1 - x0 + 1)))

    @staticmethod
    @lru_cache(maxsize=4_096)
    def tile(z: int, x: int, y: int, *, within: str = "") -> Scope:
        """Land that touches a web mercator tile and a sixteenth of it around, since tiles draw beyond their edge."""
        scale, margin = 2**z, 1 / 16
        return Scope.box(
            _longitude((x - margin) / scale),
            _latitude((y + 1 + margin) / scale),
            _longitude((x + 1 + margin) / scale),
            _latitude((y - margin) / scale),
            within=within,
        )

    @staticmethod
    def outlines() -> Scope:
        """Names and outlines of administrative areas."""
        return Scope(((AREAS, AREAS),))

    @staticmethod
    def figures() -> Scope:
        """Sums of applicants and joined land, wherever they are."""
        return Scope(((FIGURES, FIGURES),))

    @staticmethod
    def cases() -> Scope:
        """Cases, wherever they are."""
        return Scope(((CASES, CASES),))


def read_counter(scope: Scope) -> str:
    """The epoch and the sum of the counters of a scope, as of now. Call it before the data is read."""
    (value,) = READ.row(*bounds(scope)) or ("",)
    return str(value)


@lru_cache(maxsize=4_096)
def bounds(scope: Scope) -> tuple[list[int], list[int]]:
    """The keys of VALUE for a scope."""
    ranges = (scope | Scope(((RIGHTS, CODES),))).ranges
    return [low for low, _ in ranges], [high for _, high in ranges]


def _column(longitude: float) -> int:
    return min(max(math.floor((longitude + 180) / 360 * CELLS), 0), CELLS - 1)


def _row(latitude: float) -> int:
    angle = math.radians(min(max(latitude, -MAX_LATITUDE), MAX_LATITUDE))
    share = (1 - math.log(math.tan(angle) + 1 / math.cos(angle)) / math.pi) / 2
    return min(max(math.floor(share * CELLS), 0), CELLS - 1)


def _longitude(share: float) -> float:
    return share * 360 - 180


def _latitude(share: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * share))))
