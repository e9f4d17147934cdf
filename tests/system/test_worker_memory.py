"""A web process keeps the memory of one large answer for the next."""

from __future__ import annotations

import subprocess
import sys

import pytest

ASK = """
import resource, sys, threading
from config.memory import MIB, keep_memory
if sys.argv[1] == "kept":
    keep_memory()
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
def answer():
    pieces = [b"x" * 1500 for _ in range(1_000)]
    b",".join(pieces) + b"]"
def work():
    for _ in range(20):
        answer()
    before = faults()
    for _ in range(20):
        answer()
    print(faults() - before)
thread = threading.Thread(target=work)
thread.start()
thread.join()
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the C library of another system")
def test_no_page_is_taken_anew_for_each_answer() -> None:
    taken = {
        how: int(subprocess.run([sys.executable, "-c", ASK, how], check=True, capture_output=True, text=True).stdout)
        for how in ("left", "kept")
    }
    assert taken["left"] > 20 * 300, "the C library keeps it by itself: config/memory.py is not needed any more"
    assert taken["kept"] < 20, taken
