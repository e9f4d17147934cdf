"""Rate limits that hold over all web processes: their counters are rows of the database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from django.db import connection

TAKE = (Path(__file__).parent / "sql" / "take_turn.sql").read_text(encoding="utf-8")
PEEK = """
    SELECT coalesce(max(ceil(extract(epoch FROM free_at - clock_timestamp()) + %(pace)s - %(period)s)), 0)::int
    FROM plaeng_private.rate WHERE key = %(key)s
"""
FORGET = "DELETE FROM plaeng_private.rate WHERE free_at < clock_timestamp() - interval '1 hour'"


@dataclass(frozen=True)
class Limit:
    """At most `count` in `seconds`, at an even pace; who rested may do all of them at once."""

    name: str
    count: int
    seconds: int

    def times(self, factor: int) -> Limit:
        """The same, for `factor` of those who share something."""
        return replace(self, count=self.count * factor)

    def turn(self, who: str) -> int:
        """Count one more for `who`. 0, or the seconds to wait when there is no turn left (nothing is counted then)."""
        return self._ask(TAKE, who)

    def wait(self, who: str) -> int:
        """The seconds that `who` has to wait before another turn; 0 or less when there is one. Counts nothing."""
        return self._ask(PEEK, who)

    def _ask(self, sql: str, who: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                sql, {"key": f"{self.name} {who}", "pace": self.seconds / self.count, "period": self.seconds}
            )
            return int(cursor.fetchone()[0])


def forget() -> None:
    """Remove the counters of those who have rested for an hour."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET)
