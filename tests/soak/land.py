"""Random land like the real, and its area to the last unit of the grid.

Parcels tile their ground: crooked borders with nodes of their own, some parcels L-shaped or with a hole that another
fills, anywhere in the country, from gardens to fields.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

import shapely

from spatial.editing.frame import Frame
from spatial.editing.merging import merge
from spatial.editing.nodes import Shape, polygon_of, rings_of, rounded, shapely_of, turned, whole
from spatial.rules import Place, Ring


def units(shape: Shape) -> int:
    """Twice the area in units of the grid, exact."""
    total = 0
    for ring in rings_of(turned(shape)):
        nodes = [whole(node) for node in ring]
        total += sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(nodes))
    return total


def square_metres(doubled_units: int, frame: Frame) -> float:
    return doubled_units / 2 * 1e-16 * frame.kx * frame.ky


def planar_m2(shapes: Sequence[Shape], frame: Frame) -> float:
    return square_metres(sum(map(units, shapes)), frame)


def is_coverage(shapes: Sequence[Shape]) -> bool:
    """All are valid, none overlaps another, and no border is held by two with different nodes."""
    polygons = [polygon_of(rings) for shape in shapes for rings in shape]
    return all(polygon.is_valid for polygon in polygons) and bool(shapely.coverage_is_valid(polygons))


class Land:
    """Some dozen parcels that share their borders node for node; a roomy one has its nodes some metres apart."""

    def __init__(self, chance: random.Random, *, is_roomy: bool = False) -> None:
        self.chance = chance
        self.is_roomy = is_roomy
        self.origin = (chance.uniform(97.5, 105.4), chance.uniform(5.8, 20.3))
        self.step = 10 ** chance.uniform(-3.3 if is_roomy else -4, -2.7)  # 55 m, or 11 m, to 220 m
        self.count = chance.randint(3, 4)
        self.corners = {(i, j): self._corner(i, j) for i in range(self.count + 1) for j in range(self.count + 1)}
        self.borders: dict[tuple[Place, Place], list[Place]] = {}
        self.shapes = [self._cell(i, j) for i in range(self.count) for j in range(self.count)]
        self.frame = Frame.at(self.shapes[0][0][0][0])
        self.is_sound = is_coverage(self.shapes)
        if self.is_sound and not is_roomy and chance.random() < 0.4:
            self._join_two()
        if self.is_sound and not is_roomy and chance.random() < 0.3:
            self._put_a_hole()

    def _corner(self, i: int, j: int) -> Place:
        x, y = (
            (self.origin[0] + (i + self._jitter(0.25)) * self.step),
            (self.origin[1] + (j + self._jitter(0.25)) * self.step),
        )
        return rounded((x, y))

    def _jitter(self, most: float) -> float:
        return self.chance.uniform(-most, most)

    def _border(self, a: Place, b: Place) -> list[Place]:
        """From a to before b, with up to three nodes beside the straight line, the same for both sides."""
        if (b, a) in self.borders:
            return [a, *reversed(self.borders[b, a])]
        most = (0, 1) if self.is_roomy else (0, 0, 1, 2, 3)
        shares = sorted(self.chance.uniform(0.2, 0.8) for _ in range(self.chance.choice(most)))
        off = 0.04 * self.step
        between = [
            rounded((a[0] + t * (b[0] - a[0]) + self._jitter(off), a[1] + t * (b[1] - a[1]) + self._jitter(off)))
            for t in shares
        ]
        self.borders[a, b] = between
        return [a, *between]

    def _cell(self, i: int, j: int) -> Shape:
        around = [self.corners[at] for at in ((i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1))]
        ring = [node for a, b in pairwise([*around, around[0]]) for node in self._border(a, b)]
        return [[[*ring, ring[0]]]]

    def _join_two(self) -> None:
        """An L: the first two parcels as one, without any node taken out."""
        joined = merge(self.shapes[0], self.shapes[1], self.shapes)
        self.shapes = [joined, *self.shapes[2:]]

    def _put_a_hole(self) -> None:
        """A pond in the last parcel that is a parcel of its own."""
        (rings,) = self.shapes[-1]
        middle, size = polygon_of(rings).representative_point(), 0.05 * self.step
        around = [(-1, -1), (1, -1), (1.2, 1), (-1, 1)]
        pond: Ring = [rounded((middle.x + size * dx, middle.y + size * dy)) for dx, dy in around]
        pond.append(pond[0])
        if polygon_of(rings).contains(polygon_of([pond])):
            self.shapes[-1] = [[*rings, pond[::-1]]]
            self.shapes.append([[pond]])

    def without(self, *which: int) -> list[Shape]:
        return [shape for n, shape in enumerate(self.shapes) if n not in which]

    def place_in(self, shape: Shape) -> Place:
        """Somewhere in the box of a shape, and a little around."""
        west, south, east, north = shapely_of(shape).bounds
        x, y = self.chance.uniform(-0.2, 1.2), self.chance.uniform(-0.2, 1.2)
        return rounded((west + x * (east - west), south + y * (north - south)))

    def longest_m(self, shape: Shape) -> float:
        return max(self.frame.distance(a, b) for ring in rings_of(shape) for a, b in pairwise(ring))
