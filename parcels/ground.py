"""The land around a shape as one user may edit it: his parcels there as nodes, and how many others there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Polygon
from django.db.models import QuerySet

from parcels.errors import Refused
from parcels.models import Parcel, Zone
from parcels.permissions import Access, visible_to
from parcels.rights import UPDATE
from spatial.editing.apart import MOST_POSITIONS, is_large
from spatial.editing.fitting import Overlap
from spatial.editing.nodes import Shape, nodes_of, rings_of
from spatial.reference import WGS84
from spatial.rules import Finding, Place

TOUCHING_DEG = 2e-7  # two centimetres
MOST_NEIGHBOURS, MOST_CORNERS = 50, 5_000
METRES_PER_DEGREE = 110_000


@dataclass(frozen=True)
class Held:
    """A drawn row that the caller may change, with its shape as nodes."""

    row: Any
    shape: Shape

    @property
    def collection(self) -> str:
        return "zones" if isinstance(self.row, Zone) else "parcels"


@dataclass(frozen=True)
class Lies:
    """Land that two parcels have in common: the code of the other, m², a place in it."""

    parcel: str
    area_m2: float
    at: Place


def held(row: Any, path: str, *, is_any_size: bool = False) -> Held:
    """`is_any_size` where the work goes to a process of its own. Raises Refused: not_drawn, too_large_to_edit."""
    if row.geom is None:
        raise Refused("not_drawn", [Finding("not_drawn", path)])
    shape = nodes_in(row.geom)
    if not is_any_size:
        require_small(shape, path)
    return Held(row, shape)


def require_small(shape: Shape, path: str) -> None:
    """Raises Refused (too_large_to_edit) above MOST_POSITIONS positions."""
    if is_large(shape):
        count = sum(map(len, rings_of(shape)))
        about: dict[str, float | str] = {"count": count, "limit": MOST_POSITIONS}
        raise Refused("too_large_to_edit", [Finding("too_large_to_edit", path, None, about)])


def nodes_in(geom: Any) -> Shape:
    parts = geom.coords if geom.geom_type == "MultiPolygon" else [geom.coords]
    return [[[(x, y) for x, y in ring] for ring in rings] for rings in parts]


class Ground:
    """The parcels that touch a box, or lie near it; those that the caller may change as nodes."""

    def __init__(self, can: Access, box: tuple[float, ...], without: Iterable[int], within_m: float = 0.0) -> None:
        around = around_box(box, TOUCHING_DEG + within_m / METRES_PER_DEGREE)
        near = Parcel.objects.filter(withdrawn_at__isnull=True, geom__bboverlaps=around).exclude(pk__in=without)
        self.every = [nodes_in(geom) for geom in near.values_list("geom", flat=True)[: MOST_NEIGHBOURS + 1]]
        corners = sum(len(ring) for shape in self.every for rings in shape for ring in rings)
        if len(self.every) > MOST_NEIGHBOURS or corners > MOST_CORNERS:
            raise Refused("too_many_neighbours", limit=MOST_NEIGHBOURS)
        mine: QuerySet[Parcel] = visible_to(can, Parcel) if can.may(UPDATE, "parcels") else Parcel.objects.none()
        rows = mine.filter(geom__bboverlaps=around).exclude(pk__in=without).order_by("uid")
        self.neighbours = [Held(row, nodes_in(row.geom)) for row in rows]
        self.outside = len(self.every) - len(self.neighbours)

    @property
    def shapes(self) -> list[Shape]:
        return [one.shape for one in self.neighbours]

    def named(self, overlaps: Iterable[Overlap]) -> list[Lies]:
        return [Lies(self.neighbours[one.neighbour].row.code, one.area_m2, one.at) for one in overlaps]


def zones_of(parcels: Sequence[Held]) -> list[Held]:
    rows = Zone.objects.filter(parcel__in=[one.row.pk for one in parcels]).order_by("uid")
    return [Held(row, nodes_in(row.geom)) for row in rows]


def extent(shapes: Iterable[Shape]) -> tuple[float, float, float, float]:
    xs, ys = zip(*nodes_of(shapes), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def around_box(box: tuple[float, ...], room_deg: float) -> Polygon:
    """A box with room on all sides."""
    around = Polygon.from_bbox((box[0] - room_deg, box[1] - room_deg, box[2] + room_deg, box[3] + room_deg))
    around.srid = WGS84
    return around
