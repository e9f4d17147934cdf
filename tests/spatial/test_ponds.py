"""Ponds: the cases computed by hand outside the project, and outlines on the ground."""

from __future__ import annotations

import json
from typing import Any

import pytest

from spatial.editing import Refused
from spatial.editing.frame import Frame
from spatial.ponds import Outline, kept_m3, outline, volume_m3
from tests.conftest import SHARED

FILE = SHARED / "cases" / "ponds.json"
PONDS: list[dict[str, Any]] = json.loads(FILE.read_text()) if FILE.exists() else []
Place = tuple[float, float]


def of(pond: dict[str, Any]) -> Outline:
    length, width = pond["length_m"], pond["width_m"]
    return Outline(length * width, 2 * (length + width), min(length, width) / 2)


@pytest.mark.parametrize("pond", PONDS, ids=lambda pond: f"{pond['length_m']}x{pond['width_m']}x{pond['depth_m']}")
def test_the_tabled_ponds_hold_what_they_hold(pond: dict[str, Any]) -> None:
    if "refused" in pond:
        with pytest.raises(Refused) as refused:
            volume_m3(of(pond), pond["depth_m"], pond["side_slope"])
        assert (refused.value.code, refused.value.data["width_m"]) == ("pond_too_steep", pond["width_m"])
    else:
        assert volume_m3(of(pond), pond["depth_m"], pond["side_slope"]) == pytest.approx(pond["volume_m3"], abs=0.005)


def test_a27_a_dry_season_takes_three_metres() -> None:
    pond = Outline(1200, 140, 15)
    assert kept_m3(pond, 4, 1) == pytest.approx(759.33, abs=0.005)
    assert kept_m3(pond, 3, 1) == 0


def test_an_outline_is_measured_on_the_ground() -> None:
    frame = Frame.at((101.15, 16.4))
    corners: list[Place] = [frame.degrees(at) for at in ((0, 0), (40, 0), (40, 30), (0, 30), (0, 0))]
    found = outline([corners])
    assert (found.area_m2, found.perimeter_m) == (pytest.approx(1200, rel=1e-4), pytest.approx(140, rel=1e-6))
    assert found.half_m == pytest.approx(15, abs=0.02)
    assert volume_m3(found, 4, 1) == pytest.approx(3765.33, abs=0.2)


def test_a_bent_pond_is_as_wide_as_its_arms() -> None:
    """Not as the box around it: its sides meet in the arms."""
    frame = Frame.at((101.15, 16.4))
    bend = ((0, 0), (60, 0), (60, 10), (10, 10), (10, 60), (0, 60), (0, 0))
    found = outline([[frame.degrees(at) for at in bend]])
    assert 5 < found.half_m < 6
    with pytest.raises(Refused):
        volume_m3(found, 4, 1.5)
