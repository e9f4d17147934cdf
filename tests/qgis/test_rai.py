"""An area reads the same in QGIS as everywhere else: the expression of the project beside the function of the database."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from django.db import connection

from parcels.qgis.fields import RAI
from tests.qgis.at_qgis import environment
from tests.qgis.conftest import PYTHON

CASES = json.loads((Path(__file__).parents[2] / "fixtures/area_text.json").read_text(encoding="utf-8"))["format"]
# Where a tenth of a wah (0.4 m²), a ngan (400 m²) and a rai (1,600 m²) begin; what binary numbers hold badly; large sums.
EDGES = (
    0, 0.1, 0.19, 0.2, 0.4, 1.4, 2.6, 4, 39.8, 39.79, 40, 399.79, 399.8, 99.95 * 4, 399.95 * 4, 1599.79, 1599.8, 1599.99, 1600,
    1234.5678, 5310.2, 123456.789, 1e6, 1.6e9 - 0.01, 513_120_000_000, 1e13,
)  # fmt: skip
ASK = """
import json, os, sys
from qgis.core import QgsApplication, QgsExpression, QgsExpressionContext
from qgis.PyQt.QtCore import QLocale
QLocale.setDefault(QLocale(sys.argv[1]))
application = QgsApplication([], False)
application.initQgis()
found = []
for text in json.load(sys.stdin):
    expression = QgsExpression(text)
    value = expression.evaluate(QgsExpressionContext())
    found.append(expression.parserErrorString() or expression.evalErrorString() or value)
print(json.dumps(found), flush=True)
os._exit(0)
"""


def evaluated(expressions: list[str], locale: str, home: Path) -> list[str]:
    """What QGIS makes of each."""
    done = subprocess.run(
        [PYTHON, "-c", ASK, locale], input=json.dumps(expressions), env=environment(home), capture_output=True, text=True,
        check=True, timeout=60,
    )  # fmt: skip
    return list(json.loads(done.stdout.splitlines()[-1]))


def of_database(areas: list[float]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT plaeng.rai(a.m2::numeric) ->> 'text' FROM unnest(%s::float8[]) WITH ORDINALITY AS a (m2, n) ORDER BY n",
            [areas],
        )
        return [text for (text,) in cursor.fetchall()]


@pytest.mark.django_db
@pytest.mark.parametrize("locale", ["en_US", "th_TH", "de_DE"])
def test_qgis_and_the_database_write_the_same(locale: str, tmp_path: Path) -> None:
    areas = [float(one) for one in EDGES] + [float(case["m2"]) for case in CASES]
    areas += [n * 0.1 for n in range(2000)]
    wanted = of_database(areas)
    found = evaluated([RAI.format(repr(one)) for one in areas], locale, tmp_path)
    assert [pair for pair in zip(areas, found, wanted, strict=True) if pair[1] != pair[2]] == []
    said = dict(zip(areas, found, strict=True))
    assert (said[0], said[1600], said[99.95 * 4], said[399.95 * 4]) == ("0-0-00.0", "1-0-00.0", "0-1-00.0", "1-0-00.0")


def test_no_area_is_no_text(tmp_path: Path) -> None:
    assert evaluated([RAI.format("NULL")], "en_US", tmp_path) == [None]
