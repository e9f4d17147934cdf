"""Whether zones lie in their parcel and beside each other (GEOMETRY.md 6). Twin of the trigger on zone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import combinations

import shapely
from shapely import Polygon

from spatial.editing.errors import Refused
from spatial.editing.frame import Frame
from spatial.editing.nodes import Rings, Shape, insert_in, nodes_of, polygon_of, rounded, shapely_of
from spatial.editing.splitting import MIN_AREA_M2, MIN_WIDTH_M, SNAP_M, Split, split
from spatial.geodesy import area_m2
from spatial.rules import Place

OUTSIDE_M = 0.10
OVERLAP_M2 = 1.0


def check_zones(
    parcel: Shape, zones: Sequence[Shape], *, outside_m: float = OUTSIDE_M, overlap_m2: float = OVERLAP_M2
) -> float:
    """The largest overlap of two zones in m². Raises Refused: zone_outside (overshoot_m), zone_overlap (overlap_m2)."""
    frame = Frame.at(parcel[0][0][0])
    for zone in zones:
        over_m, at = _overshoot(parcel, zone, frame)
        if over_m > outside_m:
            raise Refused("zone_outside", at, overshoot_m=round(over_m, 3))
    pairs = [_common(one, other) for one, other in combinations(zones, 2)]
    worst, at = max(pairs, default=(0.0, None), key=lambda pair: pair[0])
    if worst >= overlap_m2:
        raise Refused("zone_overlap", at, overlap_m2=round(worst, 4))
    return worst


def _overshoot(parcel: Shape, zone: Shape, frame: Frame) -> tuple[float, Place | None]:
    """How far, in metres, the farthest place of a zone lies outside, and that place.

    Of a part outside the corners count and its middle: over a hole of the land all corners lie on the border.
    """
    land, own = shapely_of(parcel), shapely_of(zone)
    if land.covers(own):
        return 0.0, None
    flat = shapely.transform(land, lambda at: (at - frame.origin) * (frame.kx, frame.ky))
    outside = shapely.difference(own, land)
    parts = [part for part in shapely.get_parts(outside) if part.area > 0]
    middles = [shapely.maximum_inscribed_circle(part).coords[0] for part in parts]
    places = [*map(tuple, shapely.get_coordinates(outside)), *middles]
    measured = [(flat.distance(shapely.Point(frame.metres(at))), at) for at in places]
    far, at = max(measured, default=(0.0, None))
    return far, rounded(at) if at else None


def _common(one: Shape, other: Shape) -> tuple[float, Place | None]:
    common = shapely.intersection(shapely_of(one), shapely_of(other))
    polygons = [part for part in shapely.get_parts(common) if isinstance(part, Polygon) and not part.is_empty]
    if not polygons:
        return 0.0, None
    at = max(polygons, key=lambda part: part.area).representative_point()
    return sum(map(area_m2, polygons)), rounded((at.x, at.y))


def cut_zones(
    parcel: Shape,
    lines: Sequence[Sequence[Sequence[float]]],
    *,
    snap_m: float = SNAP_M,
    min_area_m2: float = MIN_AREA_M2,
    min_width_m: float = MIN_WIDTH_M,
) -> tuple[list[Rings], Shape]:
    """A parcel cut by one line after the other: the pieces, and the parcel with the nodes that they put into it.

    A later cut's nodes go into the pieces cut before. Raises Refused as `split` does, for a line that cuts no piece.
    """
    cut = partial(split, snap_m=snap_m, min_area_m2=min_area_m2, min_width_m=min_width_m)
    pieces: list[Rings] = list(parcel)
    for line in lines:
        pieces = _cut(pieces, line, cut)
    return pieces, insert_in(parcel, nodes_of([pieces]), Frame.at(parcel[0][0][0]))


def _cut(pieces: list[Rings], line: Sequence[Sequence[float]], cut: Callable[..., Split]) -> list[Rings]:
    out: list[Rings] = []
    nodes: set[Place] = set()
    refused: Refused | None = None
    for piece in pieces:
        try:
            done = cut([piece], line)
        except Refused as exc:
            if exc.code != "line_does_not_cross":
                raise
            refused = exc
            out.append(piece)
        else:
            out += done.pieces
            nodes.update(done.nodes)
    if refused and len(out) == len(pieces):
        raise refused
    return insert_in(out, nodes, Frame.at(out[0][0][0]))


def cut_one(pieces: Sequence[Rings], number: int, line: Sequence[Sequence[float]]) -> list[tuple[Rings, int]]:
    """One of the pieces of a parcel cut by a line: all pieces, each with the number of the one that it was.

    The parts stand in its place, the largest first. Raises Refused as `split` does.
    """
    done = split([pieces[number]], line)
    parts = sorted(done.pieces, key=lambda part: -area_m2(polygon_of(part)))
    kept = [(piece, n) for n, piece in enumerate(pieces)]
    return [*kept[:number], *((part, number) for part in parts), *kept[number + 1 :]]


def settle(parcel: Shape, pieces: Sequence[Rings]) -> tuple[list[Rings], Shape]:
    """Pieces and parcel with each other's nodes on their common borders: what is cut later goes into what was before."""
    frame = Frame.at(parcel[0][0][0])
    nodes = nodes_of([parcel, list(pieces)])
    return insert_in(list(pieces), nodes, frame), insert_in(parcel, nodes, frame)
