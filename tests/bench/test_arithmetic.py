"""What bin/bench reckons with: CPU of processes, medians by turns, ratios and verdicts."""

from __future__ import annotations

import os
import subprocess
import sys

from bench import cpu
from bench.places import tile
from bench.table import Row, as_json, text
from bench.turns import Contestant, compare

BUSY = "import time\nwhile time.process_time() < 0.3: pass\n"


def test_the_cpu_of_a_child_counts_after_its_end_and_sleep_does_not() -> None:
    before = cpu.of_tree(os.getpid())
    subprocess.run([sys.executable, "-c", BUSY], check=True)
    used = cpu.of_tree(os.getpid()) - before
    assert 0.28 <= used < 3

    with subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE) as child:
        assert child.pid in cpu.children(os.getpid())


def test_a_process_that_is_gone_has_used_nothing() -> None:
    assert cpu.of_process(2**22 + 1) == 0
    assert cpu.of_ended_children(2**22 + 1) == 0


def test_turns_alternate_and_give_the_median_without_the_warm_one() -> None:
    order: list[str] = []
    time = {"ours": 0.0, "peer": 0.0}
    costs = {"ours": [9.0, 1.0, 2.0, 9.0], "peer": [9.0, 4.0, 6.0, 8.0]}

    def contestant(name: str) -> Contestant:
        def work(turn: int) -> int:
            order.append(name)
            time[name] += costs[name][turn]
            return 2

        return Contestant(work, lambda: time[name])

    assert compare({"ours": contestant("ours"), "peer": contestant("peer")}, 3) == {"ours": 1.0, "peer": 3.0}
    assert order == ["ours", "peer"] * 4


def test_a_ratio_meets_its_target_from_the_right_side() -> None:
    faster = Row("box", "peer", ours_ms=4, peer_ms=100, target=25)
    slower = Row("box", "peer", ours_ms=4.1, peer_ms=100, target=25)
    limit = Row("import", "peer", ours_ms=300, peer_ms=100, target=3, is_limit=True)
    beyond = Row("import", "peer", ours_ms=301, peer_ms=100, target=3, is_limit=True)
    assert [row.verdict for row in (faster, slower, limit, beyond)] == ["met", "MISSED", "met", "MISSED"]
    assert as_json([faster])[0]["ratio"] == 25
    assert text([faster]).splitlines()[2].split("|")[5].strip() == "25.00"


def test_the_tile_over_phetchabun_is_the_one_of_the_slippy_map() -> None:
    # wiki.openstreetmap.org/wiki/Slippy_map_tilenames, for 101.16 E 16.42 N
    assert tile(0.0, 0.0, 1) == (1, 1)
    assert tile(101.16, 16.42, 14) == (12795, 7434)
