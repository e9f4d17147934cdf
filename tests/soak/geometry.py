"""Split, merge, fit and trace over random land like the real: what is kept to the last unit of the grid, and the rest.

Areas are counted on the grid, in whole units of 1e-8 degree squared, so that nothing is lost in floating point, and told
in m² of the frame at the place.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import shapely

from spatial.editing.errors import Refused
from spatial.editing.fitting import fit
from spatial.editing.merging import merge
from spatial.editing.nodes import Shape, nodes_of, rounded, shapely_of, turned
from spatial.editing.splitting import split
from spatial.editing.tracing import Direction, trace
from spatial.rules import Place, Ring
from tests.soak.land import Land, is_coverage, planar_m2

KEPT_M2 = 0.01
GRID_M = 0.0008  # a rounded node lies at most so far from where it was computed
OUTWARD_M = 0.0015  # one that is put outward
TURNS: tuple[Direction, Direction] = ("counterclockwise", "clockwise")


@dataclass
class Run:
    """What was tried, and the worst that was seen: m² by what should have been kept."""

    counts: Counter[str] = field(default_factory=Counter)
    worst: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def measured(self, what: str, amount: float, limit: float, about: str) -> None:
        self.worst[what] = max(self.worst.get(what, 0.0), abs(amount))
        if abs(amount) > limit:
            self.faults.append(f"{what}: {amount:.6f} > {limit:.6f}; {about}")

    def must(self, *, is_so: bool, what: str, about: str) -> None:
        self.counts[what] += 1
        if not is_so:
            self.faults.append(f"not {what}; {about}")


def try_split(land: Land, run: Run, about: str) -> None:
    n = land.chance.randrange(len(land.shapes))
    shape, others = land.shapes[n], land.without(n)
    line = [land.place_in(shape) for _ in range(land.chance.randint(2, 5))]
    try:
        done = split(shape, line, others)
    except Refused as refused:
        run.counts[f"split refused: {refused.code}"] += 1
        return
    pieces: list[Shape] = [[piece] for piece in done.pieces]
    around = [done.neighbours.get(m, other) for m, other in enumerate(others)]
    run.must(is_so=is_coverage([*pieces, *around]), what="split without gap or overlap", about=about)
    limit = len(done.nodes) * GRID_M * land.longest_m(shape) / 2 + 1e-9
    mine = planar_m2(pieces, land.frame) - planar_m2([shape], land.frame)
    theirs = planar_m2(around, land.frame) - planar_m2(others, land.frame)
    run.measured("split: pieces against the parcel, rounding of cut nodes, m²", mine, limit, about)
    if not _is_at_the_edge(done.nodes, around):
        run.measured("split: pieces with neighbours, m²", mine + theirs, KEPT_M2, about)
    if len(pieces) == 2:
        _merge_back(land, run, shape, pieces, others, about)


def _is_at_the_edge(nodes: Sequence[Place], around: Sequence[Shape]) -> bool:
    """A node on the rim of the whole land has no neighbour that loses what the parcel gains."""
    return not {*nodes} <= nodes_of(around)


def _merge_back(
    land: Land, run: Run, shape: Shape, pieces: Sequence[Shape], others: Sequence[Shape], about: str
) -> None:
    back = merge(pieces[0], pieces[1], others)
    run.must(is_so=shapely_of(back).equals(shapely_of(shape)), what="merged back to the very parcel", about=about)
    run.measured(
        "merge of two pieces, m²", planar_m2([back], land.frame) - planar_m2([shape], land.frame), KEPT_M2, about
    )


def try_merge(land: Land, run: Run, about: str) -> None:
    one, other = land.chance.sample(range(len(land.shapes)), 2)
    rest = land.without(one, other)
    try:
        merged = merge(land.shapes[one], land.shapes[other], rest)
    except Refused as refused:
        run.counts[f"merge refused: {refused.code}"] += 1
        return
    before = planar_m2([land.shapes[one], land.shapes[other]], land.frame)
    run.measured("merge, m²", planar_m2([merged], land.frame) - before, _dropped(land, one, other, merged), about)
    run.must(is_so=is_coverage([merged, *rest]), what="merged without gap or overlap", about=about)


def _dropped(land: Land, one: int, other: int, merged: Shape) -> float:
    """Nodes within 2 mm of straight that nobody else holds are dropped, each with its sliver."""
    gone = nodes_of([land.shapes[one], land.shapes[other]]) - nodes_of([merged])
    return KEPT_M2 + len(gone) * 0.002 * land.longest_m(merged) / 2


def try_fit(_land: Land, run: Run, about: str) -> None:
    """A parcel amid others, drawn with corners off by up to 1.4 m; the others' nodes lie far enough apart to be told apart."""
    land = Land(random.Random(about), is_roomy=True)
    n = land.count + 1
    others = land.without(n)
    if not land.is_sound or _nearest_m(land, nodes_of(others)) < 5:
        return
    ((ring,),) = land.shapes[n]
    reach = 1.0 / 111_000
    drawn = [
        rounded((x + land.chance.uniform(-reach, reach), y + land.chance.uniform(-reach, reach))) for x, y in ring[:-1]
    ]
    try:
        done = fit([[[*drawn, drawn[0]]]], others)
    except Refused as refused:
        run.counts[f"fit refused: {refused.code}"] += 1
        return
    off = planar_m2([done.shape], land.frame) - planar_m2([land.shapes[n]], land.frame)
    run.measured("fit against the true parcel, m²", off, KEPT_M2, about)
    run.measured("fit: overlap left, m²", sum(one.area_m2 for one in done.overlaps), KEPT_M2, about)
    run.must(is_so=is_coverage([done.shape, *others]), what="fitted without gap or overlap", about=about)


def _nearest_m(land: Land, nodes: set[Place]) -> float:
    tree = shapely.STRtree([shapely.Point(land.frame.metres(node)) for node in sorted(nodes)])
    _, apart = tree.query_nearest(tree.geometries, exclusive=True, return_distance=True)
    return float(min(apart))


def try_trace(land: Land, run: Run, about: str) -> None:
    """There and on to the start again is the ring: exactly between corners, else but for the two new nodes."""
    shape = turned(land.shapes[land.chance.randrange(len(land.shapes))])
    ring = shape[0][0]
    is_between = land.chance.random() < 0.5
    places = [_on(land, ring, is_between=is_between) for _ in range(2)]
    if land.frame.distance(*places) < 0.1:
        return
    way = land.chance.choice(TURNS)
    there, back = trace(shape, places[0], places[1], way), trace(shape, places[1], places[0], way)
    off = planar_m2([[[[*there, *back[1:]]]]], land.frame) - planar_m2([[[ring]]], land.frame)
    limit = 2 * OUTWARD_M * land.longest_m(shape) / 2 if is_between else 0.0
    kind = "along edges, rounding of two ends" if is_between else "from corner to corner"
    run.measured(f"trace {kind}, m²", off, limit, about)
    run.must(is_so=set(ring) <= {*there, *back}, what="traced without losing a corner", about=about)


def _on(land: Land, ring: Ring, *, is_between: bool) -> Place:
    n = land.chance.randrange(len(ring) - 1)
    share = land.chance.uniform(0.05, 0.95) if is_between else 0.0
    (ax, ay), (bx, by) = ring[n], ring[n + 1]
    return rounded((ax + share * (bx - ax), ay + share * (by - ay)))


TRIES: tuple[Callable[[Land, Run, str], None], ...] = (try_split, try_merge, try_fit, try_trace)


def soak(examples: int, seed: int = 1) -> Run:
    """So many lands, with each operation tried on each."""
    run = Run()
    for n in range(examples):
        land = Land(random.Random(f"{seed} {n}"))
        about = f"seed {seed}, example {n}"
        if not land.is_sound:
            run.counts["land that crosses itself, left out"] += 1
            continue
        run.counts["lands"] += 1
        run.counts["parcels"] += len(land.shapes)
        for attempt in TRIES:
            attempt(land, run, f"{about}, {attempt.__name__}")
    return run


def report(run: Run) -> list[str]:
    tried = [f"{count:>7,}  {what}" for what, count in sorted(run.counts.items())]
    return [*tried, *(f"{worst:>12.6f}  worst {what}" for what, worst in sorted(run.worst.items()))]


def main(examples: int) -> int:
    run = soak(examples)
    print(*report(run), *(f"FAULT {fault}" for fault in run.faults[:20]), sep="\n")
    print(f"{len(run.faults)} faults")
    return 1 if run.faults or math.isnan(sum(run.worst.values())) else 0
