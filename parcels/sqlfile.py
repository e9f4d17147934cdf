"""Reads the frozen SQL files of parcels/sql for migrations."""

import re
from pathlib import Path

from django.db.migrations import RunSQL

FOLDER = Path(__file__).resolve().parent / "sql"


def run(name: str, reverse: str) -> RunSQL:
    """One SQL file as a migration step. `reverse` undoes it."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    # RunSQL passes text without parameters, so that % stays as it is.
    return RunSQL(text, reverse)


def function(name: str, wanted: str) -> str:
    """The statement that puts back one function as an older file defines it, to undo its replacement."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    found = re.search(
        rf"CREATE (?:OR REPLACE )?(FUNCTION plaeng_private\.{wanted}\(.*?\n(?:END )?\$\$;?)", text, re.DOTALL
    )
    if found is None:
        raise LookupError(f"{name} defines no function {wanted}.")
    return f"CREATE OR REPLACE {found[1]}"
