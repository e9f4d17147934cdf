"""Every acceptance scenario of DOMAIN.md 7 has a test with its number, or says here what it waits for."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
SCENARIOS = range(1, 30)
WAITING = {
    6: "import: rows of a workbook",
    7: "import: a shapefile with a declared CRS (the reference system alone: tests/spatial/test_reference.py)",
    8: "import: a shapefile without .prj",
    22: "import: names of places in rows",
    26: "exports: there is no public point yet that could go",
}


def named() -> set[int]:
    """The numbers NN of all functions test_aNN_… and test_aNNb_… under tests/."""
    text = "\n".join(file.read_text("utf-8") for file in TESTS.rglob("test_*.py"))
    return {int(number) for number in re.findall(r"^ *(?:async )?def test_a(\d\d)[a-z]?_", text, re.MULTILINE)}


def test_every_scenario_is_tested_or_waits_for_something() -> None:
    assert set(SCENARIOS) - named() - WAITING.keys() == set()


def test_nothing_waits_that_has_a_test_and_no_number_is_made_up() -> None:
    assert named() & WAITING.keys() == set()
    assert named() | WAITING.keys() <= set(SCENARIOS)
