"""The browser writes and reads areas as Python does: one table for both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.frontend.modules import Modules

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"
AREA_TEXT = json.loads((FIXTURES / "area_text.json").read_text())


@pytest.mark.parametrize("case", AREA_TEXT["format"], ids=lambda c: str(c["m2"]))
def test_square_metres_become_rai_ngan_wah(modules: Modules, case: dict[str, Any]) -> None:
    assert modules.call("geometry/units", "rai", case["m2"])["text"] == case["text"]


@pytest.mark.parametrize("case", AREA_TEXT["parse"], ids=lambda c: c["text"])
def test_an_area_text_is_read(modules: Modules, case: dict[str, Any]) -> None:
    assert modules.call("geometry/units", "parseArea", case["text"]) == pytest.approx(case["m2"], abs=1e-6)


@pytest.mark.parametrize("case", AREA_TEXT["refuse"], ids=lambda c: c["text"] or "empty")
def test_a_doubtful_area_text_is_refused(modules: Modules, case: dict[str, Any]) -> None:
    assert modules.try_call("geometry/units", "parseArea", case["text"])["refused"] == case["because"]
