"""schemathesis tries the whole document against a running platform and finds nothing to object to.

Without FUZZ_EXAMPLES it is a short run; bin/schemathesis makes a long one. Both print their seed.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from tests.browser import ROOT, run, start_server
from tests.cluster import Cluster
from tests.fuzz.ground import MADE as GROUND
from tests.fuzz.people import COPIES, DISPUTE, MADE, OUTLINE

HERE = Path(__file__).parent
SHORT, SHORT_SEED = 2, 2565
# In the short run the boundary values of every parameter, most of the cases, are left to the long one.
SHORT_PHASES, PHASES = "examples,fuzzing,stateful", "examples,coverage,fuzzing,stateful"


@pytest.fixture
def address(cluster: Cluster, base_database: str, worker_id: str, static_root: Path, tmp_path: Path) -> Iterator[str]:
    """A platform with the demonstration set and its worker, which this run may do with as it likes.

    It believes what its proxy, the trial, says of where a request comes from: limits count by address too.
    """
    with cluster.copy(base_database, f"{cluster.template}_{worker_id}_fuzz") as name:
        own = {"PLAENG_JOB_FOLDER": str(tmp_path), "PLAENG_BEHIND_TLS_PROXY": "1"}
        env = {"DATABASE_URL": cluster.url(name), **own}
        run("seed_demo", env=env)
        make_officers(cluster.url(name))
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "work", "--pause", "0.2"], cwd=ROOT, env={**os.environ, **env}
        )
        web, url = start_server(cluster.url(name), static_root, **own)
        yield url
        for process in (worker, web):
            process.terminate()
            process.wait(30)


def make_officers(database_url: str) -> None:
    """Who works with a list is stopped after so many requests a minute, so that many people try at once."""
    options = "-c search_path=plaeng,plaeng_private,public"
    with (
        closing(psycopg2.connect(database_url, options=options)) as connection,
        connection,
        connection.cursor() as cursor,
    ):
        for name, (source, count) in COPIES.items():
            cursor.execute(MADE, {"name": name, "source": source, "count": count})
            assert cursor.rowcount == count
        cursor.execute(OUTLINE)
        cursor.execute(DISPUTE)
        cursor.execute(GROUND)


def test_no_input_finds_a_fault(address: str, tmp_path: Path) -> None:
    examples = os.environ.get("FUZZ_EXAMPLES")
    seed = os.environ.get("FUZZ_SEED", str(SHORT_SEED))
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--no-color"),
        *("--config-file", str(HERE / "schemathesis.toml"), "run", f"{address}/api/openapi.json"),
        *("--seed", seed, "--max-examples", examples or str(SHORT), "--warnings", "off"),
        *("--phases", PHASES if examples else SHORT_PHASES),
    ]
    tally = tmp_path / "tally.json"
    env = {**os.environ, "SCHEMATHESIS_HOOKS": "tests.fuzz.hooks", "FUZZ_TALLY": str(tally)}
    result = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    counted = re.search(r"(\d+) generated", result.stdout)
    answers = json.loads(tally.read_text(encoding="utf-8"))
    print(f"seed {seed}: {len(answers)} operations, {counted[1] if counted else 0} cases")
    for operation, statuses in answers.items():
        print(f"  {operation}: " + ", ".join(f"{count} x {status}" for status, count in sorted(statuses.items())))
    assert result.returncode == 0, result.stdout[-20_000:] + result.stderr[-2_000:]
    assert counted is not None
    assert int(counted[1]) > 100
    # Nothing hides behind refusals.
    if examples:
        assert [name for name, statuses in answers.items() if not any(status < "400" for status in statuses)] == []
