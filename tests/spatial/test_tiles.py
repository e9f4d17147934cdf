"""The grid of tiles, against its definition (OGC 17-083r4, WebMercatorQuad) and PROJ's own projection."""

from __future__ import annotations

import math

import pytest
from pyproj import Transformer

from spatial.tiles import BUFFER, EXTENT, STRAIGHT_FROM, Tile

TO_METRES = Transformer.from_crs("OGC:CRS84", "EPSG:3857", always_xy=True)


def test_the_first_tile_is_the_world() -> None:
    # OGC 17-083r4, annex D: pointOfOrigin and 256 x cellSize of zoom 0.
    west, _, east, north = Tile(0, 0, 0).metres
    assert (west, north) == pytest.approx((-20037508.3427892, 20037508.3427892), abs=1e-6)
    assert east - west == pytest.approx(256 * 156543.033928041, abs=1e-4)
    assert Tile(0, 0, 0).degrees == pytest.approx((-180, -85.0511287798066, 180, 85.0511287798066))


@pytest.mark.parametrize("zoom", [0, 5, 11, 14, 22])
def test_a_place_lies_in_its_tile_and_both_boxes_agree(zoom: int) -> None:
    tile = Tile.at(101.16, 16.4, zoom)
    west, south, east, north = tile.degrees
    assert west <= 101.16 < east
    assert south < 16.4 <= north
    corners = TO_METRES.transform(west, south) + TO_METRES.transform(east, north)
    assert tile.metres == pytest.approx(corners, abs=1e-6)


def test_rows_count_from_the_north() -> None:
    assert Tile(1, 0, 0).degrees[1] == pytest.approx(0)
    assert not any(Tile(*zxy).exists for zxy in ((1, 2, 0), (1, 0, 2), (23, 0, 0), (0, -1, 0)))


@pytest.mark.parametrize("lat", [5.6, 13.0, 20.5])
def test_straight_latitude_is_off_by_less_than_a_drawn_unit(lat: float) -> None:
    tile = Tile.at(100.0, lat, STRAIGHT_FROM)
    _, south, _, north = tile.degrees
    _, bottom, _, top = tile.metres
    worst = 0.0
    for step in range(101):
        at = south + (north - south) * step / 100
        true = (top - TO_METRES.transform(100.0, at)[1]) / (top - bottom) * EXTENT
        worst = max(worst, abs(true - (north - at) / (north - south) * EXTENT))
    assert worst < 0.3  # units; a shape is rounded to whole ones


def test_the_search_box_has_the_buffer() -> None:
    tile = Tile.at(101.16, 16.4, 15)
    west, south, east, north = tile.degrees
    around = tile.around()
    grown = (around.extent[2] - around.extent[0]) / (east - west)
    assert grown == pytest.approx(1 + 2 * BUFFER / EXTENT)
    assert around.extent[1] < south
    assert around.extent[3] > north
    assert around.srid == 4326
    assert math.isclose(around.extent[0], west - (east - west) * BUFFER / EXTENT)
