"""POST /api/geometry/…: what an operation would do. Nothing is stored; `changes` is what /geometry/save takes."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import parameters
from api.geometry import asked
from api.geometry.rendering import Json, areas_of, geojson, overlaps_json, preview_json
from api.limits import GEOMETRY, take_turn
from api.parsing import MAX_BODY, content
from api.problems import Problem
from api.register.moves import asked as read
from parcels import geometry
from parcels.ground import Held
from parcels.ground import held as held_row
from parcels.models import Parcel
from parcels.permissions import Access, access, require, visible_to
from parcels.rights import READ, UPDATE
from spatial import ponds
from spatial.editing import designing, traverse
from spatial.editing.datum import WITHIN_M
from spatial.editing.fitting import TOLERANCE_M
from spatial.editing.nodes import polygon_of
from spatial.editing.tracing import Direction, trace
from spatial.editing.zoning import check_zones
from spatial.geodesy import area_m2, distance_m
from spatial.grid import on_grid
from spatial.reference import UTM_47N, UTM_48N, WGS84, from_wgs84, point_scale, to_wgs84
from spatial.rules import Finding, Place, check_places
from spatial.units import Rai

PARTS = ("mound", "water", "paddy", "living")


class Preview(APIView):
    """One operation. Who may change no parcel may not ask; a parcel that one may not see is unknown."""

    wish: type[serializers.Serializer[Any]]

    def post(self, request: Request) -> Response:
        can = access(request.user)
        if not can.may(READ, "parcels"):
            raise Http404
        require(can, UPDATE, "parcels")
        parameters.plain(request.GET, ())
        take_turn(request, GEOMETRY)
        return Response(self.answer(can, read(self.wish, content(request, MAX_BODY))))

    def answer(self, can: Access, wish: Json) -> Json:
        raise NotImplementedError


def held(can: Access, uid: Any, path: str = "/parcel", *, is_any_size: bool = False) -> Held:
    """A drawn parcel within the caller's rights. Raises Problem unknown_parcel, Refused."""
    return held_row(parcel_of(can, uid, path), path, is_any_size=is_any_size)


def parcel_of(can: Access, uid: Any, path: str = "/parcel") -> Parcel:
    row: Parcel | None = visible_to(can, Parcel).filter(uid=uid).first()
    if row is None:
        raise Problem("unknown_parcel", 422, [Finding("unknown_parcel", path)])
    return row


class Split(Preview):
    wish = asked.Split

    def answer(self, can: Access, wish: Json) -> Json:
        return preview_json(can, geometry.split(can, held(can, wish["parcel"], is_any_size=True), wish["line"]))


class Merge(Preview):
    wish = asked.Merge

    def answer(self, can: Access, wish: Json) -> Json:
        kept, other = (held(can, uid, f"/parcels/{n}", is_any_size=True) for n, uid in enumerate(wish["parcels"]))
        return preview_json(can, geometry.merge(can, kept, other))


class Fit(Preview):
    wish = asked.Fit

    def answer(self, can: Access, wish: Json) -> Json:
        own = parcel_of(can, wish["parcel"]) if "parcel" in wish else None
        found = geometry.fit(can, wish["geometry"], own, wish.get("tolerance_m", TOLERANCE_M))
        return {
            "geometry": geojson(found.shape),
            "area_m2": round(sum(areas_of(found.shape)), 4),
            "overlaps": overlaps_json(found.overlaps),
            "outside": found.outside,
        }


class Move(Preview):
    wish = asked.Move

    def answer(self, can: Access, wish: Json) -> Json:
        nodes = {step["from"]: step["to"] for step in wish["nodes"]}
        found = geometry.move(can, held(can, wish["parcel"]), nodes, is_alone=wish.get("alone", False))
        return preview_json(can, found)


class Trace(Preview):
    wish = asked.Trace

    def answer(self, can: Access, wish: Json) -> Json:
        shape = held(can, wish["parcel"]).shape
        ways: list[Direction] = [wish["direction"]] if "direction" in wish else ["counterclockwise", "clockwise"]
        found = [trace(shape, wish["start"], wish["end"], way) for way in ways]
        path = min(found, key=_length)
        return {"geometry": {"type": "LineString", "coordinates": path}, "length_m": round(_length(path), 3)}


def _length(path: list[Place]) -> float:
    return sum(distance_m(a, b) for a, b in pairwise(path))


class Zones(Preview):
    wish = asked.Zones

    def answer(self, can: Access, wish: Json) -> Json:
        pieces, found = geometry.cut_zones(can, held(can, wish["parcel"]), wish["lines"])
        shapes = [geojson([piece]) for piece in pieces]
        return {"pieces": shapes, "pieces_m2": areas_of(pieces), **preview_json(can, found)}


class Pieces(Preview):
    """`of` says for each piece which of the given ones it was."""

    wish = asked.Pieces

    def answer(self, can: Access, wish: Json) -> Json:
        cut = (wish["cut"]["piece"], wish["cut"]["line"]) if "cut" in wish else None
        if cut and cut[0] >= len(wish["pieces"]):
            raise Problem("no_such_piece", 422, [Finding("no_such_piece", "/cut/piece")])
        numbered, found = geometry.settle_zones(can, held(can, wish["parcel"]), wish["pieces"], cut)
        pieces = [piece for piece, _ in numbered]
        shapes = [geojson([piece]) for piece in pieces]
        about = {"pieces": shapes, "pieces_m2": areas_of(pieces), "of": [n for _, n in numbered]}
        return {**about, **preview_json(can, found)}


class Check(Preview):
    wish = asked.Check

    def answer(self, can: Access, wish: Json) -> Json:
        overlap = check_zones(held(can, wish["parcel"]).shape, wish["zones"])
        return {"overlap_m2": round(overlap, 4), "areas_m2": [round(sum(areas_of(zone)), 4) for zone in wish["zones"]]}


class Design(Preview):
    wish = asked.Design

    def answer(self, can: Access, wish: Json) -> Json:
        shares = [share / 100 for share in wish["shares"]] if "shares" in wish else designing.SHARES
        found = designing.place(
            held(can, wish["parcel"]).shape, wish["size_rai"], wish["ratio"],
            shares=shares, angle_deg=wish.get("angle"), is_mirrored=wish.get("mirrored", False),
        )  # fmt: skip
        areas = areas_of(found.zones)
        zones = zip(found.parts, found.zones, areas, strict=True)
        return {
            "zones": [{"part": PARTS[n], "geometry": geojson([zone]), "area_m2": area} for n, zone, area in zones],
            "scale": round(found.scale, 4),
            "angle": round(found.angle, 2),
            "area_m2": round(sum(areas), 4),
        }


class Traverse(Preview):
    wish = asked.Traverse

    def answer(self, can: Access, wish: Json) -> Json:
        start, epsg = (wish["east_m"], wish["north_m"]), wish["epsg"]
        scale = point_scale(*start, epsg=epsg) if wish["distances"] == "ground" else 1.0
        legs = [(leg["bearing"], leg["distance_m"]) for leg in wish["legs"]]
        found = traverse.close(start, legs, scale=scale, min_ratio=wish["min_ratio"])
        if not all(_in_zone(*corner) for corner in found.corners):
            raise Problem("out_of_country", 422, [Finding("out_of_country", "/legs")])
        lons, lats = to_wgs84(*zip(*found.corners, strict=True), source=epsg)
        ring = [(on_grid(float(x)), on_grid(float(y))) for x, y in zip(lons, lats, strict=True)]
        shape = [[[*ring, ring[0]]]]
        return {
            "geometry": geojson(shape),
            "area_m2": round(sum(areas_of(shape)), 4),
            "corners": [[round(east, 3), round(north, 3)] for east, north in found.corners],
            "corrections": [[round(east, 4), round(north, 4)] for east, north in found.corrections],
            "closure_m": round(found.closure_m, 4),
            "ratio": round(min(found.ratio, 1e12)),
        }


def _in_zone(east: float, north: float) -> bool:
    return asked.EAST_M[0] <= east <= asked.EAST_M[1] and asked.NORTH_M[0] <= north <= asked.NORTH_M[1]


class Transform(Preview):
    wish = asked.Transform

    def answer(self, can: Access, wish: Json) -> Json:
        epsg, places, is_back = wish["epsg"], wish["places"], wish.get("back", False)
        if epsg != WGS84 and not is_back and not all(_in_zone(*place) for place in places):
            raise Problem("out_of_country", 422, [Finding("out_of_country", "/places")])
        xs, ys = zip(*places, strict=True)
        lons, lats = (xs, ys) if is_back else to_wgs84(xs, ys, source=epsg)
        degrees = check_places([[float(x), float(y)] for x, y in zip(lons, lats, strict=True)], path="/places")
        if not is_back:
            return {"places": degrees}
        east, north = from_wgs84(*zip(*degrees, strict=True), target=epsg)
        found = [[round(float(x), 4), round(float(y), 4)] for x, y in zip(east, north, strict=True)]
        scale = {"scale": point_scale(*found[0], epsg=epsg)} if epsg in {UTM_47N, UTM_48N} else {}
        return {"places": found, **scale}


class Area(Preview):
    wish = asked.Area

    def answer(self, can: Access, wish: Json) -> Json:
        whole = sum(area_m2(polygon_of(rings)) for rings in wish["geometry"])
        return {"area_m2": round(whole, 4), "area": Rai.from_m2(whole).as_json()}


class Pond(Preview):
    """An estimate, with what it is made from."""

    wish = asked.Pond

    def answer(self, can: Access, wish: Json) -> Json:
        of, depth, slope = ponds.outline(wish["geometry"]), wish["depth_m"], wish["side_slope"]
        return {
            "area_m2": round(of.area_m2, 4),
            "perimeter_m": round(of.perimeter_m, 3),
            "volume_m3": round(ponds.volume_m3(of, depth, slope), 2),
            "kept_m3": round(ponds.kept_m3(of, depth, slope), 2),
        }


class Quality(Preview):
    wish = asked.Quality

    def answer(self, can: Access, wish: Json) -> Json:
        rows, found = geometry.look_over(can, wish["tambon"])
        overlaps = [
            {"parcels": [rows[n].code, rows[one.neighbour].code], "area_m2": round(one.area_m2, 4), "at": one.at}
            for n, one in found.overlaps
        ]
        return {
            "parcels": len(rows),
            "overlaps": overlaps,
            "gaps": [{"area_m2": round(gap.area_m2, 4), "at": gap.at} for gap in found.gaps],
            "missing_nodes": found.missing_nodes,
            "near_nodes": found.near_nodes,
        }


class Datum(Preview):
    wish = asked.Datum

    def answer(self, can: Access, wish: Json) -> Json:
        found = geometry.datum(can, wish["geometries"], wish.get("within_m", WITHIN_M))
        return {
            "is_displaced": found.is_displaced,
            "east_m": round(found.east_m, 2),
            "north_m": round(found.north_m, 2),
            "offset_m": round(found.offset_m, 2),
            "matched": found.matched,
        }
