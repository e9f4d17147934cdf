"""The grid of 8 decimals gives the double that the decimal reads as."""

from __future__ import annotations

import json
import random

import numpy as np
import pytest
from django.db import connection

from spatial.grid import array_on_grid, on_grid

SEEDED = random.Random(2565)
NUMBERS = [SEEDED.uniform(5, 106) for _ in range(5_000)]


def test_a_rounded_number_survives_its_own_text() -> None:
    assert [float(f"{on_grid(x):.8f}") for x in NUMBERS] == [on_grid(x) for x in NUMBERS]


def test_arrays_round_to_the_same_doubles() -> None:
    assert array_on_grid(np.array(NUMBERS)).tolist() == [on_grid(x) for x in NUMBERS]


@pytest.mark.django_db
def test_postgis_rounds_to_the_same_doubles_through_geojson() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_X(ST_GeomFromGeoJSON(ST_AsGeoJSON(ST_Point(x, 16), 8)))"
            " FROM unnest(%s::float8[]) WITH ORDINALITY AS given (x, n) ORDER BY n",
            [NUMBERS],
        )
        assert [x for (x,) in cursor] == [on_grid(x) for x in NUMBERS]


def test_a_number_on_the_grid_stays() -> None:
    assert json.loads(json.dumps(on_grid(101.169902764))) == on_grid(101.16990276) == 101.16990276
