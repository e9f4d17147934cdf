"""Split, merge and fit: at once for usual shapes, above 500 positions in a process that can be killed (SECURITY.md 8).

Neither a statement's nor a thread's time limit stops GEOS within an overlay, and a comb costs n² of plain Python; a
process ends with its limits whatever it is in.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spatial.editing.child import OVER, WORKS, thawed
from spatial.editing.errors import Refused
from spatial.editing.fitting import Fit, Overlap
from spatial.editing.nodes import Shape, rings_of
from spatial.editing.parting import Parted
from spatial.rules import Place

MOST_POSITIONS = 500
ROOT = Path(__file__).resolve().parent.parent.parent
START = "import sys; sys.path.insert(0, sys.argv[1]); from spatial.editing.child import main; main()"


@dataclass(frozen=True)
class Limits:
    """Bytes, seconds of CPU, seconds of the clock."""

    memory: int = 768 * 1024 * 1024
    cpu_s: int = 8
    wall_s: float = 20

    def set(self) -> None:
        """In the child, before it reads anything."""
        resource.setrlimit(resource.RLIMIT_AS, (self.memory, self.memory))
        resource.setrlimit(resource.RLIMIT_CPU, (self.cpu_s, self.cpu_s))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


LIMITS = Limits()
# One at a time of each web worker: a few large shapes must not take the machine from everybody else.
_TURN = threading.Lock()


def split(shape: Shape, line: Sequence[Place], neighbours: Sequence[Shape], zones: Sequence[Shape]) -> Parted:
    """spatial.editing.parting.part. Raises Refused, edit_too_slow too."""
    pieces, nodes, noded, shared = _work("split", [shape, *neighbours, *zones], shape, line, neighbours, zones)
    return Parted(pieces, nodes, [(n, one) for n, one in noded], [[(r, n) for r, n in parts] for parts in shared])


def merge(one: Shape, other: Shape, others: Sequence[Shape]) -> Shape:
    """spatial.editing.merging.merge. Raises Refused, edit_too_slow too."""
    merged: Shape = _work("merge", [one, other], one, other, others)
    return merged


def fit(shape: Shape, neighbours: Sequence[Shape], tolerance_m: float) -> Fit:
    """spatial.editing.fitting.fit. Raises Refused, edit_too_slow too."""
    fitted, overlaps = _work("fit", [shape, *neighbours], shape, neighbours, tolerance_m)
    return Fit(fitted, [Overlap(*one) for one in overlaps])


def is_large(shape: Shape) -> bool:
    return sum(map(len, rings_of(shape))) > MOST_POSITIONS


def _work(name: str, shapes: Sequence[Shape], *given: Any) -> Any:
    if not any(map(is_large, shapes)):
        return WORKS[name](*given)
    if not _TURN.acquire(timeout=LIMITS.wall_s):
        raise Refused("edit_too_slow")
    try:
        return _in_child(name, given)
    finally:
        _TURN.release()


def _in_child(name: str, given: Sequence[Any]) -> Any:
    """What the work gives when it ends within the limits. Raises Refused."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", START, str(ROOT)],
            input=json.dumps([name, *given]).encode(), capture_output=True, env={"OPENBLAS_NUM_THREADS": "1"},
            timeout=LIMITS.wall_s, preexec_fn=LIMITS.set, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as exc:
        raise Refused("edit_too_slow") from exc
    if done.returncode < 0 or done.returncode == OVER:
        raise Refused("edit_too_slow")
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace")[-2000:])
    told = json.loads(done.stdout)
    if "refused" in told:
        code, at, data = told["refused"]
        raise Refused(code, thawed(at), **data)
    return thawed(told["done"])
