"""Split, merge and fit by name, and the process that does one of them for shapes too large to be waited for.

spatial/editing/apart.py starts it, with limits. It reads one JSON list from stdin, the name and what the work is given,
and writes one object: `done`, or `refused` with the rule. It exits with OVER when memory runs out; whatever else ends it
is a limit or a defect.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from typing import Any

from shapely.errors import GEOSException

from spatial.editing import fitting, merging
from spatial.editing.errors import Refused
from spatial.editing.nodes import Shape
from spatial.editing.parting import part
from spatial.rules import Place

OVER = 3


def split(shape: Shape, line: Sequence[Place], neighbours: Sequence[Shape], zones: Sequence[Shape]) -> Any:
    done = part(shape, line, neighbours, zones)
    return done.pieces, done.nodes, done.neighbours, done.zones


def fit(shape: Shape, neighbours: Sequence[Shape], tolerance_m: float) -> Any:
    done = fitting.fit(shape, neighbours, tolerance_m)
    return done.shape, [(one.neighbour, one.area_m2, one.at) for one in done.overlaps]


WORKS: dict[str, Callable[..., Any]] = {"split": split, "merge": merging.merge, "fit": fit}


def thawed(value: Any) -> Any:
    """JSON with its positions as places, which can be members of sets."""
    if not isinstance(value, list):
        return value
    if len(value) == 2 and all(isinstance(number, float | int) for number in value):
        return tuple(value)
    return [thawed(one) for one in value]


def main() -> None:
    try:
        name, *given = json.load(sys.stdin)
        told = {"done": WORKS[name](*map(thawed, given))}
    except Refused as exc:
        told = {"refused": [exc.code, exc.at, exc.data]}
    except MemoryError:
        sys.exit(OVER)
    except GEOSException as exc:
        if "bad_alloc" not in str(exc):
            raise
        sys.exit(OVER)
    json.dump(told, sys.stdout)
