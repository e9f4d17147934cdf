"""What a tile of each collection holds at which zoom, as data: no column that names a person is ever in a tile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add

from django.db.models import Case, F, Func, IntegerField, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.db.models.lookups import IsNull

from api.collections import AREAS, PARCELS, ZONES, Collection
from parcels.models import LandDocument, Zone
from parcels.tiles import PYRAMID_TO
from spatial.tiles import MAX_ZOOM, function, placed, thinned, whole


@dataclass(frozen=True)
class Layer:
    """One layer of a collection's tiles, from zoom `first` to `last`.

    `shape` makes the expression of what is drawn at a zoom, in the tile's own units; `properties` are those of the
    collection, `fields` their types for TileJSON.
    """

    name: str
    first: int
    last: int
    geometry: str
    fields: Mapping[str, str]
    properties: Mapping[str, Combinable]
    shape: Callable[[int], Combinable]

    def holds(self, zoom: int) -> bool:
        return self.first <= zoom <= self.last


TEXT, NUMBER = "String", "Number"
# Whole square metres: a tile is for looking at, the feature has the decimals.
_M2 = Func(F("area_calc_m2"), template="round(%(expressions)s)::bigint", output_field=IntegerField())


def _has_no(model: type[LandDocument] | type[Zone]) -> Combinable:
    """A look-up by index for each row: for EXISTS the planner may read the whole table first."""
    rows = model.objects.filter(parcel=OuterRef("pk")).order_by()
    return IsNull(Subquery(rows.values("pk")[:1]), True)


# What is not known of a parcel, a bit each. All of it moves the counter that the tile is kept under
# (parcels/sql/changes.v1.sql).
LACKS: dict[int, Q | Combinable] = {
    1: Q(village_code=""),
    2: Q(land_class="UNKNOWN"),
    4: Q(joined_area_m2=0) | Q(joined_is_estimate=True),
    8: _has_no(LandDocument),
    16: _has_no(Zone),
}


def _lacks() -> Combinable:
    bits = [Case(When(missing, then=Value(bit)), default=Value(0)) for bit, missing in LACKS.items()]
    return reduce(add, bits)


def _parcel_built() -> Combinable:
    """1 for a zone whose parcel has zones as built, which may lie in other tiles; 0 for any other."""
    built = Zone.objects.filter(parcel=OuterRef("parcel"), stage="BUILT").order_by()
    return Case(When(IsNull(Subquery(built.values("pk")[:1]), False), then=Value(1)), default=Value(0))


def _layer(
    collection: Collection, name: str, zooms: tuple[int, int], geometry: str, names: tuple[str, ...],
    shape: Callable[[int], Combinable],
) -> Layer:  # fmt: skip
    sources = {n: collection.properties[n].source for n in names if n in collection.properties}
    # As text in the query: ST_AsMVT takes longer to write one.
    sources |= {"uid": Cast(F("uid"), TextField())} if "uid" in names else {}
    sources |= {"area_calc_m2": _M2} if "area_calc_m2" in names else {}
    sources |= {"lacks": _lacks()} if "lacks" in names else {}
    sources |= {"parcel_built": _parcel_built()} if "parcel_built" in names else {}
    fields = {n: NUMBER if n in {"fy", "area_calc_m2", "lacks", "parcel_built"} else TEXT for n in names}
    return Layer(name, *zooms, geometry, fields, {n: sources[n] for n in names}, shape)


def _centre(zoom: int) -> Combinable:
    return placed(function("ST_Centroid", F("geom")), zoom)


def _shape(zoom: int) -> Combinable:
    return whole(F("geom"))


def _thinned(zoom: int) -> Combinable:
    return whole(thinned())


def _outline(zoom: int) -> Combinable:
    return placed(thinned(), zoom)


def _label(zoom: int) -> Combinable:
    """A place inside the area for its name, in one tile alone; the thinned outline is the same in all of a zoom."""
    return placed(function("ST_PointOnSurface", thinned()), zoom, buffer=0)


_PARCEL = ("uid", "code", "state", "fy", "model", "land_class", "area_calc_m2", "lacks")
_ZONE = ("uid", "parcel", "zone_type", "zone_group", "stage", "area_calc_m2", "parcel_built")
_AREA = ("code", "level", "name_th", "name_en")

# Counted, not drawn from rows (parcels/tiles.py); beside these fields each state that occurs has its count.
CLUSTERS = Layer("clusters", 0, PYRAMID_TO, "point", {"parcels": NUMBER, "area_m2": NUMBER, "rai": NUMBER}, {}, _centre)
LAYERS: dict[str, tuple[Layer, ...]] = {
    "parcels": (
        CLUSTERS,
        _layer(PARCELS, "parcels", (12, 12), "point", ("uid", "state", "fy", "model", "land_class", "lacks"), _centre),
        _layer(PARCELS, "parcels", (13, 13), "polygon", _PARCEL, _thinned),
        _layer(PARCELS, "parcels", (14, MAX_ZOOM), "polygon", _PARCEL, _shape),
    ),
    "zones": (_layer(ZONES, "zones", (14, MAX_ZOOM), "polygon", _ZONE, _shape),),
    "areas": (
        _layer(AREAS, "areas", (0, MAX_ZOOM), "polygon", _AREA, _outline),
        _layer(AREAS, "area_labels", (0, MAX_ZOOM), "point", _AREA, _label),
    ),
}
# Areas of one level in a tile, by zoom; `level=` asks for another.
LEVEL_FROM = {10: "TAMBON", 7: "AMPHOE", 0: "PROVINCE"}


def level_at(zoom: int) -> str:
    return next(level for first, level in LEVEL_FROM.items() if zoom >= first)
