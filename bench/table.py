"""Ratios against their targets, as a table and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Row:
    """What was compared. `ratio` is peer over ours in CPU; `target` is the least it may be (or, with `is_limit`,
    ours over peer and the most). Times are CPU milliseconds of one request or of `unit`.
    """

    what: str
    peer: str
    ours_ms: float
    peer_ms: float
    target: float | None = None
    is_limit: bool = False
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.ours_ms / self.peer_ms if self.is_limit else self.peer_ms / self.ours_ms

    @property
    def verdict(self) -> str:
        if self.target is None:
            return ""
        is_met = self.ratio <= self.target if self.is_limit else self.ratio >= self.target
        return "met" if is_met else "MISSED"

    def cells(self) -> tuple[str, ...]:
        sign = "≤" if self.is_limit else "≥"
        wanted = "" if self.target is None else f"{sign} {self.target:g}"
        return (
            self.what,
            self.peer,
            f"{self.ours_ms:.2f}",
            f"{self.peer_ms:.2f}",
            f"{self.ratio:.2f}",
            wanted,
            self.verdict,
        )


HEAD = ("what", "against", "ours, CPU ms", "peer, CPU ms", "ratio", "target", "")


def text(rows: Sequence[Row]) -> str:
    """A table in Markdown; notes stand below it."""
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEAD))]
    drawn = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    ]
    drawn.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    notes = [f"{row.what}: {row.note}" for row in rows if row.note]
    return "\n".join([*drawn, *([""] if notes else []), *dict.fromkeys(notes)])


def as_json(rows: Sequence[Row]) -> list[dict[str, object]]:
    return [{**asdict(row), "ratio": round(row.ratio, 4), "verdict": row.verdict} for row in rows]
