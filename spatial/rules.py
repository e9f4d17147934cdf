"""The gate: what we accept as a polygon, decided before GEOS or GDAL see anything of it.

The order matters. Members, nesting and caps come first, numbers and the country's box next, and only a small
finite shape reaches GEOS, whose validity test says where an outline crosses itself. Numbers of 1e150 make libgeos
abort the process, and a star costs n², so neither may get through. PostGIS triggers repeat these rules for
writers who do not pass here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NoReturn

import shapely
from django.contrib.gis.geos import GEOSGeometry
from shapely import LinearRing, MultiPolygon, Point, Polygon

from spatial.geodesy import distance_m
from spatial.grid import on_grid
from spatial.reference import WGS84

LON_DEG = (97.0, 106.0)
LAT_DEG = (5.0, 21.0)
MAX_POSITIONS = 2_000
MAX_RINGS = 50
MAX_PARTS = 20
MAX_DEPTH = 4  # coordinates of a MultiPolygon: parts, rings, positions, numbers
MAX_DEGREES = 360  # beyond it a number is in metres

Kind = Literal["Polygon", "MultiPolygon"]
Place = tuple[float, float]
Ring = list[Place]

# What GEOS says, and the word for it in Finding.data["reason"].
FAULTS = {
    "Self-intersection": "crossing",
    "Ring Self-intersection": "touches_itself",
    "Hole lies outside shell": "hole_outside",
    "Holes are nested": "nested_holes",
    "Nested shells": "nested_parts",
    "Duplicate Rings": "duplicate_rings",
    "Interior is disconnected": "disconnected",
}
REASON = re.compile(r"([A-Za-z -]+)(?:\[(\S+) (\S+)\])?")


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: a stable code, a JSON pointer, a lon/lat place when there is one, and numbers."""

    code: str
    path: str
    at: Place | None = None
    data: Mapping[str, float | str] = field(default_factory=dict)


class GeometryRefused(ValueError):
    """A geometry that is not stored, with every kind of fault found in it."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(", ".join(finding.code for finding in findings))
        self.findings = list(findings)


@dataclass(frozen=True)
class Shape:
    """A valid polygon or multipolygon in EPSG:4326, rounded to 8 decimals, two ordinates a position.

    `given` are the same positions as they came, for the database, which measures the area before it rounds.
    """

    kind: Kind
    parts: list[list[Ring]]
    given: list[list[Ring]] = field(compare=False)

    @property
    def geojson(self) -> dict[str, object]:
        return {"type": self.kind, "coordinates": self.parts if self.kind == "MultiPolygon" else self.parts[0]}

    @property
    def shapely(self) -> Polygon | MultiPolygon:
        return self._polygons(self.parts)

    @property
    def geos(self) -> GEOSGeometry:
        """As it was given, for a model field; built from bytes, so that no text of a client is parsed by GEOS."""
        return GEOSGeometry(memoryview(shapely.to_wkb(self._polygons(self.given))), srid=WGS84)

    def _polygons(self, parts: list[list[Ring]]) -> Polygon | MultiPolygon:
        polygons = [Polygon(rings[0], rings[1:]) for rings in parts]
        return MultiPolygon(polygons) if self.kind == "MultiPolygon" else polygons[0]


def check(geometry: object, *, kind: Kind = "MultiPolygon", path: str = "/geometry") -> Shape:
    """Take a GeoJSON geometry, parsed but not trusted, and give the shape that may be stored as `kind`.

    A Polygon becomes a MultiPolygon when that is wanted, and a MultiPolygon of one part a Polygon. Heights and
    repeated positions are dropped; nothing else is moved or mended. `path` begins the pointers in the findings.
    Raises GeometryRefused.
    """
    parts = _parts(geometry, path)
    _count(parts, path, MAX_PARTS if kind == "MultiPolygon" else 1)
    found = _Faults()
    both = [[(f"{base}/{n}", *_ring(ring, f"{base}/{n}", found)) for n, ring in enumerate(r)] for base, r in parts]
    found.raise_any()
    named = [[(at, ring) for at, ring, _ in rings] for rings in both]
    given = [[ring for _, _, ring in rings] for rings in both]
    shape = Shape(kind, [[ring for _, ring in rings] for rings in named], given)
    if fault := find_fault(shape.shapely):
        reason, at = fault
        where = _nearest_ring([ring for rings in named for ring in rings], at) if at else f"{path}/coordinates"
        _refuse("self_intersection", where, at, reason=reason)
    return shape


def check_line(geometry: object, *, path: str) -> list[Place]:
    """Take a GeoJSON LineString and give its places, rounded to 8 decimals. Raises GeometryRefused."""
    if not isinstance(geometry, dict) or set(geometry) != {"type", "coordinates"} or geometry["type"] != "LineString":
        _refuse("not_a_line", path)
    return check_places(geometry["coordinates"], path=f"{path}/coordinates")


def check_places(positions: object, *, path: str) -> list[Place]:
    """Take a list of positions and give them as places, rounded to 8 decimals. Raises GeometryRefused."""
    if not isinstance(positions, list | tuple):
        _refuse("bad_position", path)
    if len(positions) > MAX_POSITIONS:
        _refuse("too_many_positions", path, count=len(positions), limit=MAX_POSITIONS)
    found = _Faults()
    places = [_place(position, f"{path}/{n}") for n, position in enumerate(positions)]
    for fault in places:
        if isinstance(fault, Finding):
            found.add(fault)
    found.raise_any()
    return [place for place in places if not isinstance(place, Finding)]


def find_fault(shape: Polygon | MultiPolygon) -> tuple[str, Place | None] | None:
    """Why GEOS calls a shape invalid, as a word of FAULTS, and where; None when it is valid."""
    said = shapely.is_valid_reason(shape)
    if said == "Valid Geometry":
        return None
    match = REASON.fullmatch(said)
    if match is None:
        return "invalid", None
    words, x, y = match.groups()
    return FAULTS.get(words.strip(), "invalid"), (float(x), float(y)) if x else None


def _refuse(code: str, path: str, at: Place | None = None, **data: float | str) -> NoReturn:
    raise GeometryRefused([Finding(code, path, at, data)])


def _parts(geometry: object, path: str) -> list[tuple[str, Sequence[Sequence[object]]]]:
    """The polygons of a geometry, each with its pointer; rings are sequences, and not yet looked into."""
    kind, coordinates = _members(geometry, path)
    base = f"{path}/coordinates"
    polygons = [(base, coordinates)]
    if kind == "MultiPolygon":
        polygons = [(f"{base}/{n}", part) for n, part in enumerate(_sequence(coordinates, base))]
    if not polygons:
        _refuse("empty", base)
    return [(at, [_sequence(r, f"{at}/{n}") for n, r in enumerate(_sequence(p, at))]) for at, p in polygons]


def _members(geometry: object, path: str) -> tuple[str, object]:
    """Type and coordinates, after a look at the members: exactly these two."""
    if not isinstance(geometry, dict):
        _refuse("not_a_polygon", path)
    for name in geometry:
        if "\0" in name:
            _refuse("nul_character", path)
        if name == "crs":
            _refuse("crs_member", f"{path}/crs")
        if name not in ("type", "coordinates"):
            _refuse("unknown_member", path, member=name[:60])
    kind = geometry.get("type")
    if isinstance(kind, str) and "\0" in kind:
        _refuse("nul_character", f"{path}/type")
    if kind not in ("Polygon", "MultiPolygon") or "coordinates" not in geometry:
        _refuse("not_a_polygon", f"{path}/type" if "coordinates" in geometry else path)
    return kind, geometry["coordinates"]


def _sequence(value: object, path: str) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        _refuse("not_a_polygon", path)
    return value


def _count(parts: Sequence[tuple[str, Sequence[Sequence[object]]]], path: str, max_parts: int) -> None:
    """The caps, by lengths alone."""
    counts = {
        "too_many_parts": (len(parts), max_parts),
        "too_many_rings": (sum(len(rings) for _, rings in parts), MAX_RINGS),
        "too_many_positions": (sum(len(ring) for _, rings in parts for ring in rings), MAX_POSITIONS),
    }
    for code, (count, limit) in counts.items():
        if count > limit:
            _refuse(code, f"{path}/coordinates", count=count, limit=limit)
    for base, rings in parts:
        if not rings:
            _refuse("empty", base)


class _Faults:
    """The first finding of each code, with how often it came: 2,000 swapped positions are one mistake."""

    def __init__(self) -> None:
        self.by_code: dict[str, Finding] = {}

    def add(self, finding: Finding) -> None:
        first = self.by_code.get(finding.code, finding)
        count = int(first.data.get("count", 0)) + 1
        self.by_code[finding.code] = replace(first, data={**first.data, "count": count})

    def raise_any(self) -> None:
        if self.by_code:
            raise GeometryRefused(list(self.by_code.values()))


def _ring(ring: Sequence[object], path: str, found: _Faults) -> tuple[Ring, Ring]:
    """The positions of a ring without repetitions, rounded and as given; what is wrong goes into `found`."""
    clean: Ring = []
    given: Ring = []
    for n, position in enumerate(ring):
        place = _place(position, f"{path}/{n}")
        if isinstance(place, Finding):
            found.add(place)
        elif not clean or clean[-1] != place:
            clean.append(place)
            given.append(tuple(map(float, position[:2])))  # type: ignore[index, arg-type]  # _place has judged it
    if found.by_code:
        return clean, given
    if clean and clean[0] != clean[-1]:
        gap_m = round(distance_m(clean[0], clean[-1]), 3)
        found.add(Finding("not_closed", f"{path}/{len(ring) - 1}", clean[-1], {"gap_m": gap_m}))
    elif len(clean) < 4:
        found.add(Finding("empty", path, clean[0] if clean else None))
    return clean, [*given[:-1], *given[:1]]


def _place(position: object, path: str) -> Place | Finding:
    """A position in the country, rounded to 8 decimals, its height dropped; or what is wrong with it."""
    if not isinstance(position, list | tuple) or not position:
        return Finding("bad_position", path)
    if any(isinstance(number, list | tuple | dict) for number in position):
        return Finding("too_deep", path, data={"limit": MAX_DEPTH})
    if not 2 <= len(position) <= 3:
        return Finding("bad_position", path)
    if not all(map(is_finite, position)):
        return Finding("not_finite", path)
    x, y = on_grid(position[0]), on_grid(position[1])
    if _in_country(x, y):
        return x, y
    if abs(x) > MAX_DEGREES or abs(y) > MAX_DEGREES:
        return Finding("metres_not_degrees", path, None, {"x": x, "y": y})
    if _in_country(y, x):
        return Finding("swapped_axes", path, (y, x), {"x": x, "y": y})
    return Finding("out_of_country", path, (x, y) if abs(x) <= 180 and abs(y) <= 90 else None, {"x": x, "y": y})


def is_finite(number: object) -> bool:
    """Is it a number at all? A bool is a kind of int in Python; an int may be too large for a float."""
    if type(number) is int:
        return number.bit_length() < 1024
    return type(number) is float and math.isfinite(number)


def _in_country(lon: float, lat: float) -> bool:
    return LON_DEG[0] <= lon <= LON_DEG[1] and LAT_DEG[0] <= lat <= LAT_DEG[1]


def _nearest_ring(rings: Sequence[tuple[str, Ring]], at: Place) -> str:
    """Pointer to the ring whose outline runs nearest to a place."""
    return min(rings, key=lambda named: LinearRing(named[1]).distance(Point(at)))[0]
