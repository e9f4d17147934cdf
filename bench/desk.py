"""The desk of an officer over 100,000 applications: CPU of a request, and the plan of its statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from urllib.parse import quote

from django.db import connection

from bench import servers
from bench.reading import field
from parcels import finding

LIMIT_MS = 150.0
TURNS, WARM = 15, 10
NAMES = "SELECT name_th FROM applicant ORDER BY md5(uid::text) LIMIT 5"


@dataclass(frozen=True)
class Asked:
    what: str
    user: str
    path: str
    cpu_ms: float

    def cells(self) -> tuple[str, ...]:
        return (
            self.what,
            self.user,
            f"{self.cpu_ms:.1f}",
            f"≤ {LIMIT_MS:.0f}",
            "met" if self.cpu_ms <= LIMIT_MS else "MISSED",
        )


def questions(names: list[str]) -> Iterator[tuple[str, str]]:
    """What is asked, and its address: whole names, the surname alone, and one that is misspelt."""
    yield "my work today", "/api/work?limit=50"
    for name in names[:2]:
        yield "search by name", f"/api/search?q={quote(name)}"
        yield "search by surname", f"/api/search?q={quote(name.split()[-1])}"
        yield "search, misspelt", f"/api/search?q={quote(name.replace('ศ', 'ส').replace(' ', ''))}"
    yield "search by number", "/api/search?q=6701-1000"
    yield "the list, oldest first", "/api/applications?state=APPLIED&sortby=state_since&limit=50"
    yield "the list by name", f"/api/applications?q={quote(names[0].split()[-1])}&limit=50"
    yield "counts of the states", "/api/applications/figures"


def run(at: servers.Setting) -> tuple[int, list[Asked], list[str]]:
    """The number of applications, what each question cost (median of its turns), and the plans."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM application")
        (count,) = cursor.fetchone()
        cursor.execute(NAMES)
        names = [name for (name,) in cursor.fetchall()]
    connection.close()
    found = [one for user in ("amphoe01", "province") for one in _asked(at, user, names)]
    return count, found, [*plans(names[0])]


def _asked(at: servers.Setting, user: str, names: list[str]) -> Iterator[Asked]:
    with field(at, ["plaeng"], user) as on:
        client, clock = on.clients["plaeng"], on.clocks["plaeng"]
        for what, path in questions(names):
            for _ in range(WARM):
                client.get(path)
            spent = []
            for _ in range(TURNS):
                before = clock()
                client.get(path)
                spent.append(clock() - before)
            yield Asked(what, user, path, median(spent) * 1e3)


def plans(name: str) -> Iterator[str]:
    """The statements of work and search as the database runs them for a province."""
    scope = {"lo": "67", "hi": "67:", "village": "", "owner": None}
    with connection.cursor() as cursor:
        cursor.execute(finding.KEY, [name])
        (key,) = cursor.fetchone()
        work = {
            "states": ["DEVELOPING", "SENT"],
            "checks": [],
            "me": 0,
            "limit": 51,
            **finding.FIRST._asdict(),
            **scope,
        }
        search = {"text": name, "key": key, "people": True, "documents": True, "limit": 20, **scope}
        for title, sql, values in (("my work", finding.WORK, work), ("search", finding.SEARCH, search)):
            cursor.execute(f"EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY on) {sql}", values)
            yield f"{title}:\n" + "\n".join(f"    {line}" for (line,) in cursor.fetchall())


def text(count: int, found: list[Asked], plans: list[str]) -> str:
    head = ("what", "who", "CPU ms", "limit", "")
    lines = [head, *(one.cells() for one in found)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    drawn = ["| " + " | ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) + " |" for line in lines]
    drawn.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join([f"{count:,} applications", "", *drawn, "", *plans])
