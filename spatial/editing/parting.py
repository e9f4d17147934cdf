"""A parcel cut by a line together with its zones: every zone goes with its piece, or is cut by the same line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spatial.editing import fitting, splitting
from spatial.editing.frame import Frame
from spatial.editing.nodes import Rings, Shape, insert_in, nodes_of, polygon_of
from spatial.geodesy import area_m2
from spatial.rules import Place

LEAST_COMMON_M2 = 1.0


@dataclass(frozen=True)
class Parted:
    """`pieces`, the largest first; the new `nodes` of the border; the `neighbours` that got some, by their number.

    `zones` has for each the parts of it, the largest first, with the number of the piece that each lies in.
    """

    pieces: list[Rings]
    nodes: list[Place]
    neighbours: list[tuple[int, Shape]]
    zones: list[list[tuple[Rings, int]]]


def part(shape: Shape, line: Sequence[Place], neighbours: Sequence[Shape], zones: Sequence[Shape]) -> Parted:
    """Raises Refused as spatial.editing.splitting.split."""
    done = splitting.split(shape, line, neighbours)
    pieces = sorted(done.pieces, key=lambda piece: -area_m2(polygon_of(piece)))
    shared = [_shared_out(zone, line, pieces, done.nodes) for zone in zones]
    pieces = insert_in(pieces, nodes_of([[rings] for parts in shared for rings, _ in parts]), _frame(shape))
    return Parted(pieces, done.nodes, [*done.neighbours.items()], shared)


def _frame(shape: Shape) -> Frame:
    return Frame.at(shape[0][0][0])


def _shared_out(
    zone: Shape, line: Sequence[Place], pieces: Sequence[Rings], nodes: Sequence[Place]
) -> list[tuple[Rings, int]]:
    """The parts of a zone, the largest first, each with the number of the piece that it lies in."""
    lands: list[Shape] = [[piece] for piece in pieces]
    noded = insert_in(zone, nodes, _frame(zone))
    in_several = sum(one.area_m2 > LEAST_COMMON_M2 for one in fitting.overlaps_of(noded, lands)) > 1
    parts = list(noded)
    if in_several:
        parts = splitting.split(noded, line, min_area_m2=0, min_width_m=0).pieces
    parts.sort(key=lambda rings: -area_m2(polygon_of(rings)))
    return [(rings, _most([rings], lands)) for rings in parts]


def _most(shape: Shape, lands: Sequence[Shape]) -> int:
    found = fitting.overlaps_of(shape, lands)
    return max(found, key=lambda one: one.area_m2).neighbour if found else 0
