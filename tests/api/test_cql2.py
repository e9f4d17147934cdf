"""CQL2 on the test data of the standard: every predicate with its count, every hostile filter refused."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from api.cql2 import condition
from api.cql2 import json as cql2_json
from api.cql2 import text as cql2_text
from api.problems import Problem
from spatial.crs import CRS84, OFFERED
from tests.api import natural_earth as ne

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not ne.FOLDER.exists(), reason="../shared/cases/cql2 is not here"),
]


def cases(file: str) -> list[Any]:
    path = ne.FOLDER / file
    rows = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return [pytest.param(row, id=f"{n}-{row.get('class') or row['why']}") for n, row in enumerate(rows)]


@pytest.fixture(scope="module")
def tables(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """The three collections, as models and queryables by name."""
    with django_db_blocker.unblock():
        for name in (ne.COUNTRIES, ne.PLACES, ne.RIVERS):
            ne.load(name)
        yield {name: (ne.model(name), ne.queryables(name)) for name in (ne.COUNTRIES, ne.PLACES, ne.RIVERS)}
        connection.close()


def count(tables: dict[str, Any], collection: str, text: str, language: str, crs: str = CRS84.uri) -> int:
    model, known = tables[collection]
    return int(model.objects.filter(condition(text, language=language, known=known, crs=OFFERED[crs])).count())


def as_text(case: dict[str, Any]) -> str:
    found = case["filter"]
    return found if isinstance(found, str) else json.dumps(found)


@pytest.mark.parametrize("case", cases("predicates.json"))
def test_a_predicate_finds_as_many_as_the_standard_says(tables: dict[str, Any], case: dict[str, Any]) -> None:
    crs = case.get("filter_crs", CRS84.uri)
    assert count(tables, case["collection"], as_text(case), case["lang"], crs) == case["count"]


@pytest.mark.parametrize("case", cases("hostile.json"))
def test_a_hostile_filter_is_refused_at_once(tables: dict[str, Any], case: dict[str, Any]) -> None:
    started = time.process_time()
    with pytest.raises(Problem) as refused:
        count(tables, case["collection"], case["filter"], case["lang"])
    assert refused.value.status == 400
    assert time.process_time() - started < 0.5


def test_text_and_json_become_the_same_tree() -> None:
    rows = [case.values[0] for case in cases("predicates.json")]
    pairs = [(a["filter"], b["filter"]) for a, b in zip(rows[::2], rows[1::2], strict=True)]
    assert len(pairs) == 257
    for text, tree in pairs:
        assert cql2_text.parse(text) == cql2_json.parse(json.dumps(tree)), text


def test_another_reader_sees_the_same_tree() -> None:
    """cql2 in Rust is only asked about filters that we know: on wrong input its time doubles with each bracket."""
    oracle = pytest.importorskip("cql2", reason="cql2 is not installed here")
    texts = [case.values[0]["filter"] for case in cases("predicates.json") if case.values[0]["lang"] == "cql2-text"]
    # It does not read \' and does not turn escapes into characters.
    plain = [text for text in texts if "\\" not in text]
    assert len(plain) > 250
    for text in plain:
        assert cql2_json.parse(json.dumps(oracle.parse_text(text).to_json())) == cql2_text.parse(text), text
