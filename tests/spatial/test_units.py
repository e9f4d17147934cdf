"""Rai, ngan and square wah, on our table and on the one that was computed outside the project."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import DataError, connection

from spatial.units import AreaTextRefused, Rai

ROOT = Path(__file__).resolve().parent.parent.parent
TABLES = [ROOT / "fixtures" / "area_text.json", ROOT.parent / "shared" / "cases" / "area_text.json"]


def cases(kind: str) -> list[Any]:
    found = []
    for table in TABLES:
        if not table.exists():
            reason = pytest.mark.skip(reason=f"{table.parent.name}/{table.name} is not beside the project")
            found.append(pytest.param({}, marks=reason, id=f"{table.parent.name}-missing"))
            continue
        rows = json.loads(table.read_text(encoding="utf-8"))[kind]
        found += [pytest.param(row, id=f"{table.parent.name}-{row['text']}-{n}") for n, row in enumerate(rows)]
    return found


@pytest.mark.parametrize("case", cases("format"))
def test_a04_square_metres_are_written_as_on_a_deed(case: dict[str, Any]) -> None:
    assert Rai.from_m2(case["m2"]).text == case["text"]


@pytest.mark.parametrize("case", cases("parse"))
def test_texts_are_read(case: dict[str, Any]) -> None:
    assert Rai.parse(case["text"]).m2 == Decimal(str(case["m2"]))


@pytest.mark.parametrize("case", cases("refuse"))
def test_texts_that_are_no_area_are_refused_with_the_reason(case: dict[str, Any]) -> None:
    with pytest.raises(AreaTextRefused) as refused:
        Rai.parse(case["text"])
    assert refused.value.reason == case["because"]


@pytest.mark.parametrize("tenths", [0, 1, 999, 1000, 3999, 4000, 8_103_030, 12_345_678])
def test_what_is_written_is_read_back(tenths: int) -> None:
    area = Rai.from_wah(Decimal(tenths) / 10)
    assert Rai.parse(area.text) == area


def test_json_has_numbers_and_the_text() -> None:
    assert Rai.from_m2(13700).as_json() == {"rai": 8, "ngan": 2, "wah": 25.0, "text": "8-2-25.0"}


def test_areas_are_added_before_they_are_rounded() -> None:
    assert (Rai.from_m2(0.19) + Rai.from_m2(0.19)).text == "0-0-00.1"


@pytest.mark.parametrize("m2", [-0.01, float("nan"), float("inf")])
def test_impossible_areas_are_an_error(m2: float) -> None:
    with pytest.raises(ValueError, match="not an area"):
        Rai.from_m2(m2)


@pytest.mark.parametrize("text", ["9" * 65, "3-1-25" + "0" * 100_000, "1 ไร่ " * 50_000, "," * 60, "-" * 60])
def test_long_and_odd_texts_are_refused_at_once(text: str) -> None:
    with pytest.raises(AreaTextRefused):
        Rai.parse(text)


@pytest.mark.django_db
@pytest.mark.parametrize("case", cases("format"))
def test_the_sql_function_writes_the_same(case: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT plaeng.rai(%s::numeric)", [str(case["m2"])])
        (found,) = cursor.fetchone()
    assert found == Rai.from_m2(case["m2"]).as_json()
    assert found["text"] == case["text"]


@pytest.mark.django_db
def test_the_sql_function_keeps_null_and_refuses_a_negative_area() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT plaeng.rai(NULL)")
        assert cursor.fetchone() == (None,)
        with pytest.raises(DataError, match="not negative"):
            cursor.execute("SELECT plaeng.rai(-1)")
