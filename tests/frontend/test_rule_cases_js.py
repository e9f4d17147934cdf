"""The browser's rules while drawing against the table that the server is held against too."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.utils.translation.trans_real import DjangoTranslation

from tests.frontend.modules import Modules
from tests.frontend.test_geometry_js import polygons_of
from tests.rule_cases import CASES, OPERATIONS, TABLE, Json, shape_of

WORDS = """async (load, code) => {
  const { ruleWords } = await load('map/editor/words')
  const i18n = { gettext: (text) => text, interpolate: (format) => format }
  return ruleWords(i18n, code)
}"""
# What a person reads when a pen or a corner is refused: the same sentence first.
REFUSED = WORDS.replace("ruleWords", "refusalWords")


def raw(geometry: Json) -> Any:
    """MultiPolygon coordinates as they came."""
    return geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]


def broken(modules: Modules, case: Json) -> Any:
    shape = raw(shape_of(case))
    if "parcel" in case:
        zones = [polygons_of(zone)[0] for zone in case.get("zones", [])]
        return modules.call("geometry/rules", "zoneFault", shape, raw(case["parcel"]), zones)
    if "neighbours" in case:
        return modules.call("geometry/rules", "overlapFault", shape, [polygons_of(one) for one in case["neighbours"]])
    return modules.call("geometry/rules", "shapeFault", shape)


@pytest.mark.parametrize("name", CASES)
def test_each_case_breaks_the_rule_that_the_table_says(modules: Modules, name: str) -> None:
    case = CASES[name]
    found = broken(modules, case)
    assert (found and found["code"]) == case["code"]
    if "at" in case:
        assert found["at"] == pytest.approx(case["at"], abs=1e-8)
    for number, value in case.get("data", {}).items():
        assert found["data"][number] == pytest.approx(value, rel=0.05)


@pytest.mark.parametrize("name", OPERATIONS)
def test_each_operation_is_done_or_refused_as_the_table_says(modules: Modules, name: str) -> None:
    case = OPERATIONS[name]
    shape = raw(case["parcel"])
    if case["operation"] == "split":
        found = modules.try_call("geometry/split", "split", shape, case["line"]["coordinates"])
    else:
        found = modules.try_call("geometry/trace", "trace", shape, case["from"], case["to"], "counterclockwise")
    assert found.get("refused") == case["code"]
    if "at" in case:
        assert found["at"] == pytest.approx(case["at"], abs=1e-8)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "advice" in case])
def test_odd_sizes_are_worth_a_second_look(modules: Modules, name: str) -> None:
    area = modules.call("geometry/area", "geometryArea", shape_of(CASES[name]))
    assert modules.call("geometry/rules", "sizeAdvice", area) == CASES[name]["advice"]


def test_tolerances_are_those_of_the_table(modules: Modules) -> None:
    here = modules.run("async (load) => (await load('geometry/rules')).TOLERANCES")
    assert here == TABLE["tolerances"]


@pytest.mark.parametrize("code", TABLE["sentences"])
def test_sentences_are_those_of_the_table(modules: Modules, code: str) -> None:
    english = modules.run(WORDS, code)
    assert modules.run(REFUSED, code) == english
    thai = DjangoTranslation("th", domain="djangojs", localedirs=settings.LOCALE_PATHS).gettext(english)
    assert {"en": english, "th": thai} == TABLE["sentences"][code]
