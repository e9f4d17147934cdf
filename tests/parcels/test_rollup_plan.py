"""The sums cost the same whatever PostgreSQL believes of the tables, as in the minute after an import that was
undone (a vacuum saw many pages and not one row), or in a first import, where every table was empty a moment ago."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import psycopg2
import pytest

from tests.cluster import Cluster

TABLES = ("applicant", "application", "parcel", "case")
PEOPLE = 90
# What one applicant may make a step of a plan hand on: six rows are the sums of his at three levels, twice.
EACH = 8
BELIEFS = [names for n in range(len(TABLES) + 1) for names in combinations(TABLES, n)]
BELIEVE = """
    UPDATE pg_class SET relpages = 300, reltuples = CASE WHEN relname = ANY (%s) THEN 0 ELSE 3000 END
    WHERE relname = ANY (%s) AND relnamespace = 'plaeng'::regnamespace
"""
EVERY_PLAN = """
    LOAD 'auto_explain';
    SET auto_explain.log_min_duration = 0;
    SET auto_explain.log_nested_statements = on;
    SET auto_explain.log_analyze = on;
    SET auto_explain.log_timing = off;
    SET auto_explain.log_format = json;
    SET client_min_messages = log;
"""
APPLICATIONS = """
    WITH who AS (
        INSERT INTO applicant (kind, sector, name_th, org_reg_no, phone, village_code, tambon, deceased)
        SELECT 'PERSON', 'PEOPLE', 'x', '', '', '', '670101', false FROM generate_series(1, %s) RETURNING id
    )
    INSERT INTO application (no, fy, applicant_id, model, state, remark)
    SELECT gen_random_uuid()::text::varchar(20), 2565, id, 'HLM', 'APPLIED', '' FROM who
"""
PARCELS = "INSERT INTO parcel (tambon, joined_area_m2, application) SELECT '670101', 1600, id FROM application"


class Watched:
    """A session whose statements, and those of the functions that they call, tell how they were carried out."""

    def __init__(self, url: str) -> None:
        self.db = psycopg2.connect(url, options="-c search_path=plaeng_private,plaeng,public")
        self.cursor = self.db.cursor()
        self.cursor.execute(EVERY_PLAN)

    def run(self, statement: str, values: Any = None) -> None:
        self.db.notices.clear()
        self.cursor.execute(statement, values)

    def most_rows(self) -> float:
        """The most rows that a step of the last statement's plans handed on."""
        plans = [json.loads(said[said.index("{") :]) for said in self.db.notices if "plan:" in said]
        return max(_rows(plan["Plan"]) for plan in plans)


def _rows(node: dict[str, Any]) -> float:
    """Of one step, all its repetitions together and what it looked at in vain, or of those below it."""
    once = node["Actual Rows"] + sum(many for name, many in node.items() if name.startswith("Rows Removed by"))
    return max(once * node["Actual Loops"], *(_rows(part) for part in node.get("Plans", [])), 0)


@pytest.fixture
def watched(cluster: Cluster, own_database: str) -> Iterator[Watched]:
    one = Watched(cluster.url(own_database))
    yield one
    one.db.close()


def test_no_belief_makes_it_read_everything_for_each(watched: Watched) -> None:
    watched.run(APPLICATIONS, [PEOPLE])
    watched.run(PARCELS)
    for names in BELIEFS:
        watched.run(BELIEVE, [list(names), list(TABLES)])
        watched.run("SELECT count(*) FROM rollup_parts((SELECT array_agg(id) FROM applicant))")
        assert watched.cursor.fetchone() == (PEOPLE,)
        assert watched.most_rows() <= EACH * PEOPLE, names


def test_plans_of_empty_tables_are_not_kept(watched: Watched) -> None:
    """The sums are moved when the applications come, and again with the parcels, by one function of one session."""
    watched.run("ANALYZE parcel, application, applicant")
    watched.run(APPLICATIONS, [PEOPLE])
    watched.run(PARCELS)
    assert watched.most_rows() <= EACH * PEOPLE
