"""Every rule of the database has its word, its sentence and its Thai."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connection

from api.sentences import SENTENCES
from parcels.errors import RULES

SQL = Path(__file__).resolve().parent.parent.parent / "parcels" / "sql"


@pytest.mark.django_db
def test_every_check_of_our_tables_has_a_code() -> None:
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT conname FROM pg_constraint
            WHERE contype IN ('c', 'x') AND connamespace IN ('plaeng'::regnamespace, 'plaeng_private'::regnamespace)
              AND conrelid::regclass::text !~ '^(plaeng_private\\.)?(auth|django|axes)_'
        """)
        names = {name for (name,) in cursor.fetchall()}
    assert len(names) >= 8
    assert names <= set(RULES)


def test_every_refusal_of_a_trigger_has_a_code() -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in SQL.glob("*.sql"))
    named = set(re.findall(r"PERFORM refuse\('(\w+)'", text))
    assert len(named) >= 12
    assert named <= set(RULES)


def test_every_code_has_a_sentence() -> None:
    assert {code for code, _path in RULES.values()} <= set(SENTENCES)


def test_every_code_of_the_gate_has_a_sentence() -> None:
    gate = (SQL.parent.parent / "spatial" / "rules.py").read_text(encoding="utf-8")
    codes = set(re.findall(r"(?:_refuse\(|Finding\()\"(\w+)\"", gate)) | set(re.findall(r'"(too_many_\w+)"', gate))
    assert len(codes) >= 10
    assert codes <= set(SENTENCES)
