"""Editing that keeps neighbours in step: what an operation changes of the parcel, its neighbours and its zones.

Nothing is stored here: each answer is a list of changes with the versions that they are made from, and saving them all
or none is another step (GEOMETRY.md 0.8). Neighbours outside the caller's area are counted and left as they are.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from parcels.errors import Refused
from parcels.ground import METRES_PER_DEGREE, Ground, Held, Lies, around_box, extent, nodes_in, require_small, zones_of
from parcels.models import Parcel
from parcels.permissions import Access, visible_to
from spatial.editing import apart, moving, quality, zoning
from spatial.editing.datum import Displacement, displacement
from spatial.editing.frame import Frame
from spatial.editing.nodes import Edge, Rings, Shape, insert_in, nodes_of, polygon_of
from spatial.geodesy import area_m2
from spatial.rules import Finding, Place

MOST_LOOKED_OVER = 500

Action = Literal["create", "update", "delete"]


@dataclass(frozen=True)
class Change:
    """One row as an operation leaves it. A new one is like the row `like`, but for what `properties` say."""

    action: Action
    collection: str
    uid: str
    version: int | None = None
    shape: Shape | None = None
    like: str = ""
    properties: Mapping[str, Any] = field(default_factory=dict)

    @property
    def area_m2(self) -> float | None:
        return None if self.shape is None else sum(area_m2(polygon_of(rings)) for rings in self.shape)


@dataclass(frozen=True)
class Preview:
    """`outside`: neighbours outside the caller's area, which stay as they are. `nodes`: what the border got."""

    changes: list[Change]
    outside: int
    nodes: list[Place] = field(default_factory=list)
    overlaps: list[Lies] = field(default_factory=list)


@dataclass(frozen=True)
class Fitted:
    shape: Shape
    overlaps: list[Lies]
    outside: int


def _update(one: Held, shape: Shape, **properties: Any) -> Change:
    return Change("update", one.collection, str(one.row.uid), one.row.version, shape, properties=properties)


def _updates(rows: Sequence[Held], changed: Mapping[int, Shape]) -> list[Change]:
    return [_update(rows[n], shape) for n, shape in changed.items()]


def split(can: Access, parcel: Held, line: Sequence[Place]) -> Preview:
    """Cut a parcel by a line: the largest piece stays the parcel, the others are new, zones go with their piece.

    Raises spatial.editing.Refused, Refused (too_many_neighbours).
    """
    ground = Ground(can, parcel.row.geom.extent, [parcel.row.pk])
    zones = zones_of([parcel])
    done = apart.split(parcel.shape, line, ground.shapes, [zone.shape for zone in zones])
    uids = [str(parcel.row.uid), *(str(uuid.uuid4()) for _ in done.pieces[1:])]
    changes = [_update(parcel, [done.pieces[0]])]
    changes += [
        Change("create", "parcels", uid, shape=[piece], like=uids[0])
        for uid, piece in zip(uids[1:], done.pieces[1:], strict=True)
    ]
    for zone, parts in zip(zones, done.zones, strict=True):
        changes += _zone_changes(zone, parts, uids)
    return Preview([*changes, *_updates(ground.neighbours, dict(done.neighbours))], ground.outside, done.nodes)


def _zone_changes(zone: Held, parts: Sequence[tuple[Rings, int]], uids: Sequence[str]) -> list[Change]:
    (first, piece), *others = parts
    moved = {"parcel": uids[piece]} if piece else {}
    changes = [_update(zone, [first], **moved)] if moved or others or [first] != zone.shape else []
    for part, n in others:
        about = {"parcel": uids[n]}
        changes.append(
            Change("create", "zones", str(uuid.uuid4()), shape=[part], like=str(zone.row.uid), properties=about)
        )
    return changes


def merge(can: Access, kept: Held, other: Held) -> Preview:
    """Make one parcel of two that share a border: `kept` stays with its papers, the other's zones go over to it.

    Raises Refused (other_application, same_parcel, too_many_neighbours), spatial.editing.Refused not_contiguous.
    """
    if kept.row.pk == other.row.pk:
        raise Refused("same_parcel", [Finding("same_parcel", "/parcels/1")])
    if kept.row.application_id != other.row.application_id:
        raise Refused("other_application", [Finding("other_application", "/parcels/1")])
    west, south, east, north = zip(kept.row.geom.extent, other.row.geom.extent, strict=True)
    ground = Ground(can, (min(west), min(south), max(east), max(north)), [kept.row.pk, other.row.pk])
    zones, theirs = zones_of([kept]), zones_of([other])
    merged = apart.merge(kept.shape, other.shape, [*ground.every, *(zone.shape for zone in [*zones, *theirs])])
    uid = str(kept.row.uid)
    return Preview(
        [
            _update(kept, merged),
            *(_update(zone, zone.shape, parcel=uid) for zone in theirs),
            Change("delete", "parcels", str(other.row.uid), other.row.version),
        ],
        ground.outside,
    )


def fit(can: Access, shape: Shape, own: Parcel | None, tolerance_m: float) -> Fitted:
    """A drawn shape with its border on that of its neighbours, which stay as they are; what overlaps still.

    Raises Refused, spatial.editing.Refused fit_failed.
    """
    ground = Ground(can, extent([shape]), [own.pk] if own else [], tolerance_m)
    done = apart.fit(shape, ground.shapes, tolerance_m)
    return Fitted(done.shape, ground.named(done.overlaps), ground.outside)


def move(can: Access, parcel: Held, nodes: Mapping[Place, Place], *, is_alone: bool) -> Preview:
    """Move nodes of a parcel, with the neighbours and zones that hold them, or the parcel and its zones alone.

    A place on an edge is a new node of all that have that border there. Raises Refused not_a_node (a place that is not
    on the border), spatial.editing.Refused invalid.
    """
    edges = moving.edges_at(parcel.shape, nodes)
    for node in nodes.keys() - edges.keys() - nodes_of([parcel.shape]):
        raise Refused("not_a_node", [Finding("not_a_node", "/nodes", node)])
    box = extent([parcel.shape, [[list(nodes.values())]]])
    ground = Ground(can, box, [parcel.row.pk])
    own = moving.opened(parcel.shape, edges, ground.every)
    parcels = [Held(parcel.row, own), *(_joined(one, edges) for one in ground.neighbours)]
    along = parcels[:1] if is_alone else parcels
    zones = [_joined(zone, edges) for zone in zones_of(along)]
    changed = moving.move([one.shape for one in along], nodes)
    moved = moving.move([zone.shape for zone in zones], nodes)
    standing = moving.standing([one.shape for one in parcels], changed)
    overlaps = [Lies(parcels[over.neighbour].row.code, over.area_m2, over.at) for _, over in standing]
    return Preview([*_updates(along, changed), *_updates(zones, moved)], ground.outside, overlaps=overlaps)


def _joined(one: Held, edges: Mapping[Place, Edge]) -> Held:
    return Held(one.row, moving.joined(one.shape, edges))


def cut_zones(can: Access, parcel: Held, lines: Sequence[Sequence[Place]]) -> tuple[list[Rings], Preview]:
    """A parcel cut by lines into pieces with the same nodes along each other, and what its border gets for it.

    Raises spatial.editing.Refused.
    """
    pieces, noded = zoning.cut_zones(parcel.shape, lines)
    return pieces, _bordered(can, parcel, noded, [])


def settle_zones(
    can: Access, parcel: Held, pieces: Sequence[Rings], cut: tuple[int, Sequence[Place]] | None
) -> tuple[list[tuple[Rings, int]], Preview]:
    """Pieces drawn in a parcel, one of them cut perhaps, with the same nodes along each other, and what its border gets.

    Each piece comes with the number of the one that it was. Zones that are stored get what the border gets.
    Raises spatial.editing.Refused, Refused (too_large_to_edit, too_many_neighbours).
    """
    require_small(list(pieces), "/pieces")
    found = zoning.cut_one(pieces, *cut) if cut else [(piece, n) for n, piece in enumerate(pieces)]
    settled, noded = zoning.settle(parcel.shape, [piece for piece, _ in found])
    numbered = [(piece, n) for piece, (_, n) in zip(settled, found, strict=True)]
    return numbered, _bordered(can, parcel, noded, zones_of([parcel]))


def _bordered(can: Access, parcel: Held, noded: Shape, zones: Sequence[Held]) -> Preview:
    """A parcel whose border has got nodes, with the neighbours and the zones that lie along it there."""
    ground = Ground(can, parcel.row.geom.extent, [parcel.row.pk])
    fresh = sorted(nodes_of([noded]) - nodes_of([parcel.shape]))
    frame = Frame.at(parcel.shape[0][0][0])
    changes = [_update(parcel, noded)] if fresh else []
    for one in [*ground.neighbours, *zones]:
        put = insert_in(one.shape, fresh, frame)
        changes += [_update(one, put)] if put != one.shape else []
    return Preview(changes, ground.outside, fresh)


def look_over(can: Access, tambon: str) -> tuple[list[Parcel], quality.Report]:
    """What is not in order between the drawn parcels of a tambon; indices are those of the rows. Raises Refused."""
    rows = [*visible_to(can, Parcel).filter(tambon_id=tambon, geom__isnull=False).order_by("code")]
    if len(rows) > MOST_LOOKED_OVER:
        raise Refused("too_many_to_look_over", count=len(rows), limit=MOST_LOOKED_OVER)
    return rows, quality.report([nodes_in(row.geom) for row in rows]) if rows else quality.Report([], [], [], [])


def datum(can: Access, imported: Sequence[Shape], within_m: float) -> Displacement:
    """Whether shapes that come in lie beside stored ones by one vector. Raises Refused."""
    around = around_box(extent(imported), within_m / METRES_PER_DEGREE * 1.1)
    stored = visible_to(can, Parcel).filter(geom__bboverlaps=around)
    found = [nodes_in(geom) for geom in stored.values_list("geom", flat=True)[: MOST_LOOKED_OVER + 1]]
    if len(found) > MOST_LOOKED_OVER:
        raise Refused("too_many_to_look_over", count=len(found), limit=MOST_LOOKED_OVER)
    return displacement(imported, found, within_m)
