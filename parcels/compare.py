"""Two moments of the land side by side: what appeared, what went, what changed (from the history of every row)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection

COMPARE = (Path(__file__).parent / "sql" / "compare.sql").read_text(encoding="utf-8")
APPEARED, GONE, CHANGED = "appeared", "gone", "changed"


@dataclass(frozen=True)
class Difference:
    """One parcel that is not the same: its columns then and later, None where it was not there."""

    uid: str
    code: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def change(self) -> str:
        if self.before is None:
            return APPEARED
        return GONE if self.after is None else CHANGED

    @property
    def columns(self) -> list[str]:
        """The names of the columns that changed; none for a parcel that appeared or went."""
        if self.before is None or self.after is None:
            return []
        return [name for name, value in self.before.items() if self.after.get(name) != value]


def differences(ids: Sequence[int], earlier: datetime, later: datetime) -> list[Difference]:
    """Those of some parcels that differ between two moments, by code."""
    with connection.cursor() as cursor:
        cursor.execute(COMPARE, {"ids": list(ids), "earlier": earlier, "later": later})
        return [Difference(str(uid), code, _read(before), _read(after)) for uid, code, before, after in cursor]


def _read(columns: Any) -> dict[str, Any] | None:
    """Django hands JSON of raw statements over as text."""
    found: dict[str, Any] | None = json.loads(columns) if isinstance(columns, str) else columns
    return found
