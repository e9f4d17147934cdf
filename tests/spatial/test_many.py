"""The gate for many shapes: it takes what the gate for one takes as it is, to the same shape, and nothing else."""

from __future__ import annotations

import math
import random
from typing import Any

import pytest
import shapely

from spatial.grid import on_grid
from spatial.many import Sound, sound
from spatial.rules import GeometryRefused, check
from tests.spatial.test_rules import SQUARE, circle, multi, polygon, spiky, with_last

HOLE = [[101.02, 16.02], [101.08, 16.02], [101.08, 16.08], [101.02, 16.08], [101.02, 16.02]]
EAST = [[lon + 0.2, lat] for lon, lat in SQUARE]
PLAIN = [
    polygon(SQUARE), polygon(SQUARE[::-1]), polygon(SQUARE, HOLE), multi([SQUARE], [EAST]), multi([SQUARE, HOLE], [EAST]),
    polygon(circle(500)), polygon(spiky(40)), polygon([[101.123456789012, 16.1], [101.2, 16.12345678491], *SQUARE[2:3],
    [101.123456789012, 16.1]]),
]  # fmt: skip
ODD = [
    None, "text", 7, [], {}, {"type": "Polygon"}, {"type": "Point", "coordinates": [101.0, 16.0]},
    {**polygon(SQUARE), "crs": None}, {**polygon(SQUARE), "type": ["Polygon"]}, polygon(), multi(), multi([]), polygon([]),
    polygon(SQUARE[:-1]), polygon([*SQUARE[:2], SQUARE[0]]), with_last([101, 16.05]), with_last([101.05, 16.05, 3.0]),
    with_last([101.05]), with_last("ab"), with_last([True, 16.0]), with_last([math.nan, 16.0]), with_last([math.inf, 16.0]),
    with_last([1e150, 1e150]), with_last([16.0, 101.0]), with_last([96.9, 16.0]), with_last([101.0, 16.1]),
    with_last([101.000000001, 16.1]), with_last([[101.0], [16.0]]), polygon([[101.0, 16.0], [101.1, 16.1], [101.1, 16.0],
    [101.0, 16.1], [101.0, 16.0]]), multi([SQUARE], [SQUARE]), multi(*[[SQUARE]] * 21), polygon(*[SQUARE] * 51),
    polygon(circle(2000)), polygon(SQUARE, None), {"type": "Polygon", "coordinates": {"0": SQUARE}},
    with_last([101.000000005, 16.05]),
]  # fmt: skip


def by_one(geometry: object) -> Sound:
    """What the gate for one makes of it."""
    shape = check(geometry)
    return Sound(shape.geos.hexewkb.decode(), shapely.to_wkb(shapely.normalize(shape.shapely), hex=True))


@pytest.mark.parametrize("geometry", PLAIN)
def test_a_plain_shape_passes_as_by_itself(geometry: Any) -> None:
    assert sound([geometry]) == [by_one(geometry)]


@pytest.mark.parametrize("geometry", ODD)
def test_what_is_odd_is_left_to_the_gate_for_one(geometry: Any) -> None:
    assert sound([geometry]) == [None]


def test_each_of_many_keeps_its_place() -> None:
    mixed = [shape for pair in zip(PLAIN, ODD, strict=False) for shape in pair] + PLAIN
    assert sound(mixed) == [by_one(shape) if shape in PLAIN else None for shape in mixed]
    assert sound([]) == []
    assert sound(ODD) == [None] * len(ODD)


def test_it_never_takes_what_the_gate_for_one_takes_otherwise() -> None:
    draw = random.Random(7)
    shapes = []
    for _ in range(400):
        lon, lat, digits = 97 + draw.random() * 9.2, 5 + draw.random() * 16.2, draw.choice([6, 8, 9, 10, 15])
        turns = sorted(draw.random() * 2 * math.pi for _ in range(draw.randint(3, 9)))
        ring = [[round(lon + math.cos(a) / 1e4, digits), round(lat + math.sin(a) / 1e4, digits)] for a in turns]
        if draw.random() < 0.2:
            draw.shuffle(ring)
        shapes.append(polygon([*ring, ring[0]]))
    passed = sound(shapes)
    for shape, one in zip(shapes, passed, strict=True):
        if one is not None:
            assert one == by_one(shape)
            continue
        try:
            by_one(shape)
        except GeometryRefused:
            continue
        # Sound, but near the middle between two steps of the grid, or with a position that is dropped.
        (ring,) = shape["coordinates"]
        is_repeated = len({(on_grid(lon), on_grid(lat)) for lon, lat in ring}) < len(ring) - 1
        assert is_repeated or any(abs(n * 1e8 % 1 - 0.5) < 1e-4 for place in ring for n in place)
    assert sum(one is not None for one in passed) > 200
