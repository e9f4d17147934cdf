"""The sums of applicants and joined land that triggers keep (sql/rollups.v1.sql)."""

from __future__ import annotations

from django.db import connection


def fold() -> int | None:
    """Move what has changed into the sums; how many notes, None while somebody else does so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT fold_rollups()")
        folded: int | None = cursor.fetchone()[0]
    return folded
