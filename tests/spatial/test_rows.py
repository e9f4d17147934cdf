"""What is faster than the plain way must say the same: areas in place, bytes by COPY, statements planned once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection

from spatial.rows import MAX_PREPARED, Prepared, each_text, rows_of
from spatial.text import RAI, TENTHS

CASES = json.loads((Path(settings.BASE_DIR) / "fixtures" / "area_text.json").read_text(encoding="utf-8"))["format"]
pytestmark = pytest.mark.django_db


def test_an_area_in_place_says_what_the_function_says() -> None:
    sql = f"SELECT {RAI.format(t='m2_t')}, plaeng.rai(m2)::text FROM (SELECT m2, {TENTHS.format(column='m2')} FROM v) v"
    numbers = [str(case["m2"]) for case in CASES] + ["0.4", "1599.99", "1600", "123456789.99"]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH v AS (SELECT unnest(%s::numeric[]) AS m2) {sql.replace('%', '%%')}", [numbers])
        rows = cursor.fetchall()
    assert len(rows) == len(numbers)
    assert all(here == there for here, there in rows)


def test_a_missing_area_is_null() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {RAI.format(t='NULL::bigint')}".replace("%", "%%"), [])
        assert cursor.fetchone()[0] == "null"


def test_rows_come_as_they_are_stored_with_nulls_and_long_texts() -> None:
    long = "แปลง\\\n\t" * 300_000
    sql = "SELECT text, NULL::text, ''::text, '5 %%'::text FROM unnest(%s::text[]) text"
    found = rows_of(sql, [[long, "", "x" * 70_000]])
    assert found == [(text.encode(), None, b"", b"5 %") for text in (long, "", "x" * 70_000)]
    assert rows_of("SELECT '5 %%'::text", []) == [(b"5 %",)]
    assert rows_of("SELECT 'x'::text WHERE false", []) == []


def test_the_only_column_comes_row_by_row() -> None:
    long = "แปลง\\\n\t" * 300_000
    found: list[bytes] = []
    each_text("SELECT text FROM unnest(%s::text[]) text", [[long, "5 %", "x" * 70_000]], found.append)
    assert found == [text.encode() for text in (long, "5 %", "x" * 70_000)]
    each_text("SELECT 'x'::text WHERE false", [], found.append)
    assert len(found) == 3


def test_a_prepared_statement_gives_all_its_rows_undecoded_and_others_stay_decoded() -> None:
    statement = Prepared.of(
        "SELECT n::text, 'นา'::text, NULL::text FROM generate_series(1, $1) n", [], types=("integer",)
    )
    assert statement.rows(3) == [(str(n).encode(), "นา".encode(), None) for n in (1, 2, 3)]
    assert statement.rows(0) == []
    assert statement.row(1) == ("1", "นา", None)


def test_what_the_database_gives_up_on_is_an_error_that_django_knows() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 20")
    with pytest.raises(OperationalError):
        rows_of("SELECT pg_sleep(5)::text", [])


def test_prepared_statements_answer_by_key_and_do_not_pile_up() -> None:
    for number in range(MAX_PREPARED + 5):
        key = object()
        sql = f"SELECT 100 %% 30 + {number}, %s::text, $1::integer".replace("$1", "%s")
        statement = Prepared.of(sql, ["it's", key], key)
        assert statement.row("7") == (10 + number, "it's", 7)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'plaeng_%%'", [])
        assert cursor.fetchone()[0] <= MAX_PREPARED
