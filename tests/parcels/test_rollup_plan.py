"""The sums cost the same whatever PostgreSQL believes of the tables, as in the minute after an import that was
undone: a vacuum saw many pages and not one row."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import psycopg2
import pytest

from tests.cluster import Cluster
from tests.parcels.test_public_figures import settle

TABLES = ("applicant", "application", "parcel", "case")
PEOPLE = 90
BELIEVE = """
    UPDATE pg_class SET relpages = 300, reltuples = CASE WHEN relname = ANY (%s) THEN 0 ELSE 3000 END
    WHERE relname = ANY (%s) AND relnamespace = 'plaeng'::regnamespace
"""
BELIEFS = [names for n in range(len(TABLES) + 1) for names in combinations(TABLES, n)]


def rows_moved(node: dict[str, Any]) -> float:
    """The most rows that one step of a plan hands on, all its repetitions together."""
    return max(node["Actual Rows"] * node["Actual Loops"], *(rows_moved(part) for part in node.get("Plans", [])), 0)


@pytest.fixture
def admin(cluster: Cluster, own_database: str) -> Iterator[Any]:
    with psycopg2.connect(cluster.url(own_database)) as opened, opened.cursor() as cursor:
        yield cursor
        opened.rollback()
    opened.close()


def test_no_belief_makes_it_read_everything_for_each(
    admin: Any, plain_sql: Callable[[], Any], django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        settle("670101", PEOPLE)
    admin.execute("SELECT prosrc FROM pg_proc WHERE proname = 'rollup_parts'")
    admin.execute("PREPARE parts (bigint[]) AS " + admin.fetchone()[0].replace("unnest(applicants)", "unnest($1)"))
    admin.execute("SET plan_cache_mode = force_generic_plan")
    admin.execute("SELECT array_agg(id) FROM plaeng.applicant")
    people, found = admin.fetchone(), {}
    for names in BELIEFS:
        admin.execute(BELIEVE, [list(names), list(TABLES)])
        admin.execute("EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE parts (%s)", people)
        found[names] = admin.fetchone()[0]
    moved = {names: rows_moved(plan[0]["Plan"]) for names, plan in found.items()}
    worst = max(moved, key=lambda names: moved[names])
    assert moved[worst] <= 3 * PEOPLE, (worst, json.dumps(found[worst], indent=1))
