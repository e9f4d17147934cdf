"""The server's rules while drawing against the table that the browser is held against too."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from api.sentences import SENTENCES
from parcels import advice
from spatial import rules
from spatial.editing import zoning
from spatial.editing.errors import Refused
from spatial.editing.splitting import split
from spatial.editing.tracing import trace
from spatial.geodesy import area_m2
from spatial.rules import Finding, GeometryRefused, check
from tests.rule_cases import CASES, OPERATIONS, TABLE, Json, shape_of


def broken(case: Json) -> tuple[str, Any, Any] | None:
    """Code, place and numbers of the rule that a case breaks; land of others is for the database to say."""
    try:
        shape = check(shape_of(case), kind="Polygon" if "parcel" in case else "MultiPolygon")
        if "parcel" in case:
            zones = [check(zone).parts for zone in case.get("zones", [])]
            zoning.check_zones(check(case["parcel"]).parts, [shape.parts, *zones])
    except GeometryRefused as refused:
        finding: Finding = refused.findings[0]
        return finding.code, finding.at, finding.data
    except Refused as refused:
        return refused.code, refused.at, refused.data
    return None


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "neighbours" not in case])
def test_each_case_breaks_the_rule_that_the_table_says(name: str) -> None:
    case = CASES[name]
    found = broken(case)
    assert (found and found[0]) == case["code"]
    if found and "at" in case:
        assert found[1] == pytest.approx(case["at"], abs=1e-8)
    for number, value in case.get("data", {}).items():
        assert found is not None
        assert found[2][number] == pytest.approx(value, rel=0.05)


@pytest.mark.parametrize("name", OPERATIONS)
def test_each_operation_is_done_or_refused_as_the_table_says(name: str) -> None:
    case = OPERATIONS[name]
    shape = check(case["parcel"]).parts
    refused: Refused | None = None
    try:
        if case["operation"] == "split":
            assert len(split(shape, case["line"]["coordinates"]).pieces) == 2
        else:
            trace(shape, tuple(case["from"]), tuple(case["to"]), "counterclockwise")
    except Refused as exc:
        refused = exc
    assert (refused and refused.code) == case["code"]
    if refused and "at" in case:
        assert refused.at == pytest.approx(case["at"], abs=1e-8)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "advice" in case])
def test_odd_sizes_are_worth_a_second_look(name: str) -> None:
    area = area_m2(check(shape_of(CASES[name])).shapely)
    assert advice.of_size(Decimal(area)) == CASES[name]["advice"]


def test_tolerances_are_those_of_the_table() -> None:
    here = {
        "zone_outside_m": zoning.OUTSIDE_M, "overlap_m2": zoning.OVERLAP_M2, "smallest_m2": advice.SMALLEST_M2,
        "largest_m2": advice.LARGEST_M2, "positions": rules.MAX_POSITIONS, "rings": rules.MAX_RINGS,
        "parts": rules.MAX_PARTS, "lon": list(rules.LON_DEG), "lat": list(rules.LAT_DEG),
    }  # fmt: skip
    assert here == TABLE["tolerances"]


@pytest.mark.parametrize("code", TABLE["sentences"])
def test_sentences_are_those_of_the_table(code: str) -> None:
    for language, words in TABLE["sentences"][code].items():
        with translation.override(language):
            assert translation.gettext(SENTENCES[code]) == words


def test_every_rule_of_the_table_has_its_sentence() -> None:
    cases = [*CASES.values(), *OPERATIONS.values()]
    used = {case.get(kind) for case in cases for kind in ("code", "advice")} - {None}
    assert used == set(TABLE["sentences"])
