"""Map sheets against tables computed outside the project."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
import shapely

from spatial import sheets
from tests.conftest import shared


def cases() -> dict[str, Any]:
    return dict(json.loads(shared("cases/map_sheets.json").read_text(encoding="utf-8")))


def test_published_names_lie_where_they_were_published() -> None:
    for case in cases()["published"]:
        found = sheets.named(case["sheet"])
        assert [found.east_m, found.north_m] == case["lower_left_indian1975"]


def test_places_lie_on_their_sheets_and_names_lead_back() -> None:
    for case in cases()["computed"]:
        found = sheets.at(case["lon"], case["lat"])
        assert (found.name, [found.east_m, found.north_m]) == (case["sheet"], case["lower_left_indian1975"])
        assert sheets.named(found.name) == found
        assert found.holds(case["lon"], case["lat"])
        assert shapely.contains_xy(shapely.Polygon(found.ring), case["lon"], case["lat"])


def test_the_98_real_parcels_lie_on_two_sheets() -> None:
    wanted = cases()["namron_98_by_centroid"]
    shapes = json.loads(
        shared("data/parcels/phetchabun_namron_dol_parcels_98_rtsd.geojson").read_text(encoding="utf-8")
    )["features"]
    centres = [shapely.centroid(shapely.geometry.shape(one["geometry"])) for one in shapes]
    assert Counter(sheets.at(c.x, c.y).name for c in centres) == wanted


@pytest.mark.parametrize(
    ("text", "name"),
    [("5241 IV 3204", "5241 IV 3204"), (" 5241iv3204 ", "5241 IV 3204"), ("5241 IV 3204-12", "5241 IV 3204")],
)
def test_names_are_read_as_people_write_them(text: str, name: str) -> None:
    assert sheets.named(text).name == name


@pytest.mark.parametrize("text", ["", "5241", "5241 V 3204", "5241 IV 3305", "5241 IV 9999", "0000 I 0000", "x" * 500])
def test_what_names_no_sheet_is_refused(text: str) -> None:
    with pytest.raises(sheets.NoSheet):
        sheets.named(text)
