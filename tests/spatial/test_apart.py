"""Large shapes go to a process that can be killed: it gives what the work gives here, and it ends with its limits."""

from __future__ import annotations

import math
import resource
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from spatial.editing import apart
from spatial.editing.apart import Limits
from spatial.editing.child import WORKS
from spatial.editing.errors import Refused
from spatial.editing.nodes import Shape
from spatial.grid import on_grid
from spatial.rules import Place, Ring

WEST, SOUTH = 101.15, 16.4
MIB = 1024 * 1024


def ring_of(places: list[Place]) -> Ring:
    nodes = [(on_grid(x), on_grid(y)) for x, y in places]
    return [*nodes, nodes[0]]


def round_shape(corners: int, west: float = WEST) -> Shape:
    """A circle of some 100 m."""
    turns = [2 * math.pi * n / corners for n in range(corners)]
    return [[ring_of([(west + 0.001 * math.cos(turn), SOUTH + 0.001 * math.sin(turn)) for turn in turns])]]


def comb(teeth: int, *, is_turned: bool = False) -> Shape:
    """Narrow teeth 400 m long on a back; a turned one lies across, so that each tooth crosses each."""
    step, places = 0.004 / (2 * teeth), [(0.0, -0.0001)]
    for n in range(teeth):
        places += [(2 * n * step, 0.0), (2 * n * step, 0.004), ((2 * n + 1) * step, 0.004), ((2 * n + 1) * step, 0.0)]
    places.append((places[-1][0], -0.0001))
    if is_turned:
        places = [(y, x) for x, y in reversed(places)]
    return [[ring_of([(WEST + x, SOUTH + y) for x, y in places])]]


ACROSS: Ring = [(WEST - 0.002, SOUTH + 0.0001), (WEST + 0.002, SOUTH + 0.0002)]


def halves(corners: int) -> tuple[Shape, Shape]:
    pieces = WORKS["split"](round_shape(corners), ACROSS, [], [])[0]
    return [pieces[0]], [pieces[1]]


def test_a_large_shape_is_split_there_as_it_would_be_here() -> None:
    shape, zone = round_shape(600), [[ring_of([(WEST - 0.0004, SOUTH - 0.0004), (WEST + 0.0004, SOUTH - 0.0004),
                                              (WEST, SOUTH + 0.0006)])]]  # fmt: skip
    beside = round_shape(600, WEST + 0.002)
    there = apart.split(shape, ACROSS, [beside], [zone])
    here = WORKS["split"](shape, ACROSS, [beside], [zone])
    assert (there.pieces, there.nodes, there.neighbours, there.zones) == here
    assert len(there.pieces) == 2
    assert {number for _, number in there.zones[0]} == {0, 1}


def test_large_shapes_are_merged_and_fitted_there_as_here() -> None:
    one, other = halves(1020)
    assert apart.is_large(one)
    assert apart.merge(one, other, []) == WORKS["merge"](one, other, [])
    moved = [[[(on_grid(x + 5e-6), y) for x, y in ring] for ring in rings] for rings in one]
    there = apart.fit(moved, [other], 2.0)
    shape, overlaps = WORKS["fit"](moved, [other], 2.0)
    assert (there.shape, [(o.neighbour, o.area_m2, o.at) for o in there.overlaps]) == (shape, overlaps)


def test_what_is_refused_there_says_the_same_rule_and_place() -> None:
    with pytest.raises(Refused) as refused:
        apart.split(round_shape(600), [(WEST, SOUTH), (WEST + 0.0001, SOUTH)], [], [])
    assert (refused.value.code, refused.value.at) == ("line_does_not_cross", (WEST, SOUTH))
    with pytest.raises(Refused) as apart_from_it:
        apart.merge(round_shape(600), round_shape(600, WEST + 0.1), [])
    assert apart_from_it.value.code == "not_contiguous"


def spent() -> float:
    """Seconds of CPU of children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


Work = Callable[[], Any]
HOSTILE: dict[str, Work] = {
    "fit": lambda: apart.fit(comb(498), [comb(498, is_turned=True)], 2.0),
    "split": lambda: apart.split(
        comb(498), [(WEST - 0.001, SOUTH + 0.0001 + n * 0.00004) if n % 2 else (WEST + 0.005, SOUTH + 0.0001 + n * 0.00004)
                    for n in range(90)], [comb(498, is_turned=True)], [comb(490)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("work", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_comb_is_stopped_at_its_seconds(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its process is killed and has used no more than it may; the clock is given room, since the machine may be busy."""
    monkeypatch.setattr(apart, "LIMITS", Limits(cpu_s=3, wall_s=60))
    before = spent()
    with pytest.raises(Refused) as refused:
        work()
    assert refused.value.code == "edit_too_slow"
    assert 2 < spent() - before < 6


def test_the_clock_stops_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LIMITS", Limits(cpu_s=60, wall_s=1))
    with pytest.raises(Refused, match="edit_too_slow"):
        HOSTILE["fit"]()


def test_memory_that_runs_out_is_told_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LIMITS", Limits(memory=360 * MIB, cpu_s=60, wall_s=120))
    many = [round_shape(500, WEST + n * 1e-6) for n in range(1200)]
    with pytest.raises(Refused, match="edit_too_slow"):
        apart.merge(round_shape(600), round_shape(600, WEST + 0.1), many)


def test_small_shapes_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LIMITS", Limits(memory=MIB, cpu_s=1, wall_s=0.01))
    small, other = round_shape(400), round_shape(400, WEST + 0.002)
    assert len(apart.split(small, ACROSS, [other], []).pieces) == 2
    assert all(a != b for a, b in pairwise(small[0][0]))
