"""schemathesis tries the whole document against a running platform and finds nothing to object to.

Without FUZZ_EXAMPLES it is a short run; bin/schemathesis makes a long one. Both print their seed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import ROOT, run, start_server
from tests.cluster import Cluster

HERE = Path(__file__).parent
SHORT, SHORT_SEED = 2, 2565
# In the short run the boundary values of every parameter, most of the cases, are left to the long one.
SHORT_PHASES, PHASES = "examples,fuzzing,stateful", "examples,coverage,fuzzing,stateful"


@pytest.fixture
def address(cluster: Cluster, base_database: str, worker_id: str, static_root: Path) -> Iterator[str]:
    """A platform with the demonstration set, which this run may do with as it likes."""
    with cluster.copy(base_database, f"{cluster.template}_{worker_id}_fuzz") as name:
        run("seed_demo", env={"DATABASE_URL": cluster.url(name)})
        process, url = start_server(cluster.url(name), static_root)
        yield url
        process.terminate()
        process.wait(20)


def test_no_input_finds_a_fault(address: str) -> None:
    examples = os.environ.get("FUZZ_EXAMPLES")
    seed = os.environ.get("FUZZ_SEED", str(SHORT_SEED))
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--no-color"),
        *("--config-file", str(HERE / "schemathesis.toml"), "run", f"{address}/api/openapi.json"),
        *("--seed", seed, "--max-examples", examples or str(SHORT), "--warnings", "off"),
        *("--phases", PHASES if examples else SHORT_PHASES),
    ]
    env = {**os.environ, "SCHEMATHESIS_HOOKS": "tests.fuzz.hooks"}
    result = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    counted = re.search(r"(\d+) generated", result.stdout)
    print(f"seed {seed}: {counted[1] if counted else 0} cases")
    assert result.returncode == 0, result.stdout[-20_000:] + result.stderr[-2_000:]
    assert counted is not None
    assert int(counted[1]) > 100
