"""Contestants by turns, A B A B, so that whatever else the machine does hits all of them alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Contestant:
    """`work` does one turn and says how many requests (or rows) it was; `clock` is its CPU time in seconds."""

    work: Callable[[int], int]
    clock: Callable[[], float]


def compare(contestants: Mapping[str, Contestant], rounds: int) -> dict[str, float]:
    """Median CPU seconds of one request for each, over `rounds` turns after one that warms up."""
    spent: dict[str, list[float]] = {name: [] for name in contestants}
    for turn in range(rounds + 1):
        for name, contestant in contestants.items():
            before = contestant.clock()
            count = contestant.work(turn)
            used = contestant.clock() - before
            if turn:
                spent[name].append(used / count)
    return {name: median(values) for name, values in spent.items()}
