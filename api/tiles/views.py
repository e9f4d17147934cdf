"""The addresses of tiles: list of tilesets, one tileset, TileJSON, tile."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.caching import Answer, respond
from api.collections import AREAS, Collection
from api.limits import FILTER, take_turn
from api.offering import find_collection, reader_of
from api.parameters import plain
from api.tiles.layers import LAYERS, Layer
from api.tiles.tile import tile
from parcels.counters import Scope
from parcels.permissions import Access
from parcels.rights import READ
from spatial.tiles import Tile

MVT = "application/vnd.mapbox-vector-tile"
GRID = "WebMercatorQuad"
GRID_URI = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
REL = "http://www.opengis.net/def/rel/ogc/1.0"
MERCATOR_URI = "http://www.opengis.net/def/crs/EPSG/0/3857"
# Thailand with a margin: west, south, east, north.
COUNTRY = (97.3, 5.6, 105.7, 20.5)


class TileSets(APIView):
    """The tilesets of a collection: one, in Web Mercator."""

    def get(self, request: Request, name: str) -> Response:
        collection = _readable(request, name)
        links = [_link("self", collection, ""), _link("collection", collection, "..")]
        return Response({"links": links, "tilesets": [_about(collection)]})


class TileSet(APIView):
    def get(self, request: Request, name: str, grid: str) -> Response:
        collection = _readable(request, name, grid)
        layers = [
            {
                "id": one.name,
                "dataType": "vector",
                "geometryDimension": 0 if one.geometry == "point" else 2,
                "minTileMatrix": str(one.first),
                "maxTileMatrix": str(one.last),
                "propertiesSchema": {
                    "type": "object",
                    "properties": {n: {"type": t.lower()} for n, t in one.fields.items()},
                },
            }
            for one in LAYERS[name]
        ]
        return Response({**_about(collection), "tileMatrixSetLimits": _limits(_zooms(name)), "layers": layers})


class TileJson(APIView):
    """TileJSON 3.0.0, as map libraries and QGIS read it."""

    def get(self, request: Request, name: str, grid: str) -> Response:
        collection = _readable(request, name, grid)
        first, last = _zooms(name)
        west, south, east, north = COUNTRY
        about = {
            "tilejson": "3.0.0",
            "name": collection.title_th,
            "description": collection.title_en,
            "scheme": "xyz",
            "tiles": [f"{_root(collection)}/{GRID}/{{z}}/{{y}}/{{x}}"],
            "minzoom": first,
            "maxzoom": last,
            "bounds": list(COUNTRY),
            "center": [(west + east) / 2, (south + north) / 2, max(first, 5)],
            "vector_layers": _vector_layers(LAYERS[name]),
        }
        return Response(about)


class OneTile(APIView):
    """A tile: 200, 304 for one that the client holds, 204 where there is nothing."""

    media_types = (MVT,)

    def scope(self, request: HttpRequest, can: Access, name: str, grid: str, z: str, y: str, x: str) -> Scope:
        """What the tile depends on. Raises Http404 for a place that is none."""
        return _scope(find_collection(name), can, _place(grid, z, y, x))

    def get(self, request: Request, name: str, grid: str, z: str, y: str, x: str) -> HttpResponse:
        collection = _find(name)
        can = _reader(request, collection)
        place = _place(grid, z, y, x)
        if "filter" in request.GET:
            take_turn(request, FILTER)

        def make() -> Answer:
            return Answer(tile(collection, can, place, request.GET), MVT)

        parts = ("tile", name, z, y, x, request._request.META.get("QUERY_STRING", ""))
        response = respond(request, can, parts, _scope(collection, can, place), make)
        if response.status_code == 200 and not response.content:
            response.status_code = 204
        return response


def _reader(request: Request, collection: Collection) -> Access:
    """The rights of the caller. Raises Http404 for who may read single rows alone: a tile is of a whole place."""
    can = reader_of(request, collection)
    if not can.may(READ, "tiles"):
        raise Http404
    return can


def _find(name: str) -> Collection:
    """Raises Http404 for a collection that is not drawn, too."""
    collection = find_collection(name)
    if name not in LAYERS:
        raise Http404
    return collection


def _scope(collection: Collection, can: Access, place: Tile) -> Scope:
    return Scope.outlines() if collection is AREAS else Scope.tile(place.z, place.x, place.y, within=can.area)


def _readable(request: Request, name: str, grid: str = GRID) -> Collection:
    collection = _find(name)
    _reader(request, collection)
    _is_known(grid)
    plain(request.GET, ("f",))
    return collection


def _is_known(grid: str) -> None:
    if grid != GRID:
        raise Http404


@lru_cache(maxsize=4_096)
def _place(grid: str, z: str, y: str, x: str) -> Tile:
    """The tile of an address. Raises Http404."""
    _is_known(grid)
    if not all(re.fullmatch("[0-9]{1,7}", part) for part in (z, y, x)):
        raise Http404
    place = Tile(int(z), int(x), int(y))
    if not place.exists:
        raise Http404
    return place


def _root(collection: Collection) -> str:
    return f"{settings.BASE_URL}/api/collections/{collection.name}/tiles"


def _link(rel: str, collection: Collection, path: str, media: str = "application/json") -> dict[str, Any]:
    href = _root(collection).removesuffix("/tiles") if path == ".." else _root(collection) + path
    return {"rel": rel, "type": media, "href": href}


def _zooms(name: str) -> tuple[int, int]:
    layers = LAYERS[name]
    return min(one.first for one in layers), max(one.last for one in layers)


def _about(collection: Collection) -> dict[str, Any]:
    """What stands about a tileset in the list and in its own answer."""
    west, south, east, north = COUNTRY
    return {
        "title": collection.title_en,
        "x-title-th": collection.title_th,
        "dataType": "vector",
        "crs": MERCATOR_URI,
        "tileMatrixSetURI": GRID_URI,
        "boundingBox": {"lowerLeft": [west, south], "upperRight": [east, north]},
        "links": [
            _link("self", collection, f"/{GRID}"),
            {"rel": f"{REL}/tiling-scheme", "type": "application/json", "href": GRID_URI},
            {**_link("item", collection, f"/{GRID}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}", MVT), "templated": True},
            _link("describedby", collection, f"/{GRID}/tilejson"),
        ],
    }


def _limits(zooms: tuple[int, int]) -> list[dict[str, Any]]:
    """The rows and columns that can hold anything: those of the country."""
    found = []
    for z in range(zooms[0], zooms[1] + 1):
        first, last = Tile.at(COUNTRY[0], COUNTRY[3], z), Tile.at(COUNTRY[2], COUNTRY[1], z)
        limits = {"minTileRow": first.y, "maxTileRow": last.y, "minTileCol": first.x, "maxTileCol": last.x}
        found.append({"tileMatrix": str(z), **limits})
    return found


def _vector_layers(layers: tuple[Layer, ...]) -> list[dict[str, Any]]:
    """Layers of one name are one for a map library."""
    found: dict[str, dict[str, Any]] = {}
    for one in layers:
        known = found.setdefault(one.name, {"id": one.name, "minzoom": one.first, "maxzoom": one.last, "fields": {}})
        known["maxzoom"] = one.last
        known["fields"] |= dict(one.fields)
    return [*found.values()]
