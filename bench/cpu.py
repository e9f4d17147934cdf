"""CPU seconds of processes as the kernel counts them: what they have run, without what they waited for."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
# What PostgreSQL does for itself, whoever asks.
OWN_WORK = ("autovacuum", "checkpointer", "background writer", "walwriter", "logger", "logical replication")


def of_process(pid: int) -> float:
    """What the threads of a living process have used, to the nanosecond; 0 when it has ended meanwhile."""
    total = 0
    for thread in (PROC / str(pid) / "task").glob("*/schedstat"):
        try:
            total += int(thread.read_text().split()[0])
        except (OSError, IndexError):
            continue
    return total / 1e9


def of_ended_children(pid: int) -> float:
    """What the ended and awaited children of a process had used, in ticks of the kernel."""
    try:
        after_name = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(after_name[13]) + int(after_name[14])) / TICKS


def children(pid: int) -> list[int]:
    found: list[int] = []
    for thread in (PROC / str(pid) / "task").glob("*/children"):
        try:
            found += map(int, thread.read_text().split())
        except OSError:
            continue
    return found


def of_tree(pid: int) -> float:
    """A process with all that came from it, the ended ones included."""
    return of_process(pid) + of_ended_children(pid) + sum(map(of_tree, children(pid)))


def of_backends(postmaster: int, database: str) -> float:
    """The sessions of a database and the parallel workers, the ended ones included."""
    return of_ended_children(postmaster) + sum(map(of_process, _sessions(postmaster, database)))


def living(postmaster: int, database: str) -> int:
    """How many sessions and parallel workers of a database there are."""
    return len(_sessions(postmaster, database))


def settle(postmaster: int, database: str, sessions: int) -> None:
    """Wait until there are no more than so many sessions, and what the ended ones used has been taken over.

    A session ends a moment after its client, and has no title until the postmaster counts it: read before that, its
    time would be put to whoever is measured next.
    """
    while living(postmaster, database) > sessions or not all(_title(pid).strip() for pid in children(postmaster)):
        time.sleep(0.02)


def _sessions(postmaster: int, database: str) -> list[int]:
    return [pid for pid in children(postmaster) if _serves(_title(pid), database)]


def _title(pid: int) -> str:
    try:
        return (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _serves(title: str, database: str) -> bool:
    if any(name in title for name in OWN_WORK):
        return False
    return "parallel worker" in title or database in title.split()


def meter(trees: Iterable[int], postmaster: int, database: str) -> Callable[[], float]:
    """A clock that runs with the CPU time of these process trees and of the database's sessions, in seconds."""
    pids = list(trees)
    return lambda: sum(map(of_tree, pids)) + of_backends(postmaster, database)
