"""Reads the frozen SQL files of parcels/sql for migrations."""

from pathlib import Path

from django.db.migrations import RunSQL

FOLDER = Path(__file__).resolve().parent / "sql"


def run(name: str, reverse: str) -> RunSQL:
    """One SQL file as a migration step. `reverse` undoes it."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    # RunSQL passes text without parameters, so that % stays as it is.
    return RunSQL(text, reverse)
