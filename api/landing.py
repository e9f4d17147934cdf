"""What clients read first: landing page, conformance, collections, schema and queryables (OGC API Features)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.gis.db.models import Extent
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.collections import COLLECTIONS, Collection, Property
from api.items import find_collection, reader_of
from api.parameters import plain
from parcels.permissions import READ, Access, access, visible_to
from spatial.crs import CRS84, OFFERED

TILES = "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf"
CQL2 = "http://www.opengis.net/spec/cql2/1.0/conf"
CONFORMS_TO = [
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
    "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/create-replace-delete",
    "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/update",
    "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/optimistic-locking-etags",
    f"{TILES}/core",
    f"{TILES}/tileset",
    f"{TILES}/tilesets-list",
    f"{TILES}/geodata-tilesets",
    f"{TILES}/mvt",
    f"{CQL2}/cql2-text",
    f"{CQL2}/cql2-json",
    f"{CQL2}/basic-cql2",
    f"{CQL2}/advanced-comparison-operators",
    f"{CQL2}/case-insensitive-comparison",
    f"{CQL2}/accent-insensitive-comparison",
    f"{CQL2}/basic-spatial-functions",
    f"{CQL2}/basic-spatial-functions-plus",
    f"{CQL2}/spatial-functions",
    f"{CQL2}/temporal-functions",
    f"{CQL2}/property-property",
    f"{CQL2}/arithmetic",
]
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"


def link(rel: str, path: str, media: str = "application/json", title: str = "") -> dict[str, str]:
    found = {"rel": rel, "type": media, "href": f"{settings.BASE_URL}/api{path}"}
    return {**found, "title": title} if title else found


class Landing(APIView):
    permission_classes = [AllowAny]

    def get(self, request: Request) -> Response:
        return Response(
            {
                "title": "แปลง Plaeng",
                "description": "Parcels and zones of the Sufficiency Economy Development Zones",
                "links": [
                    link("self", "/"),
                    link("service-desc", "/openapi.json", OPENAPI, "OpenAPI"),
                    link("conformance", "/conformance"),
                    link("data", "/collections"),
                ],
            }
        )


class Conformance(APIView):
    permission_classes = [AllowAny]

    def get(self, request: Request) -> Response:
        return Response({"conformsTo": CONFORMS_TO})


class Collections(APIView):
    def get(self, request: Request) -> Response:
        can = access(request.user)
        mine = [describe(c, can) for c in COLLECTIONS.values() if can.may(READ, c.name)]
        return Response({"links": [link("self", "/collections")], "collections": mine})


class OneCollection(APIView):
    def get(self, request: Request, name: str) -> Response:
        collection = find_collection(name)
        plain(request.GET, ("f",))
        return Response(describe(collection, reader_of(request, collection)))


class Schema(APIView):
    """The properties of a feature as JSON Schema; `queryables` are those that one may name in a filter."""

    only_filters = False

    def get(self, request: Request, name: str) -> Response:
        collection = find_collection(name)
        readable = collection.readable(reader_of(request, collection))
        properties = {n: json_type(p) for n, p in readable.items() if p.is_queryable or not self.only_filters}
        if self.only_filters:
            properties["geom"] = shape_type(collection)
        rel = "queryables" if self.only_filters else "schema"
        return Response(
            {
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "$id": f"{settings.BASE_URL}/api/collections/{name}/{rel}",
                "type": "object",
                "title": collection.title_en,
                "properties": properties,
                "additionalProperties": False,
            },
            content_type="application/schema+json",
        )


def json_type(prop: Property) -> dict[str, Any]:
    """The JSON Schema of a property's values."""
    titles = {"title": prop.title_en, "x-title-th": prop.title_th}
    shapes: dict[str, dict[str, Any]] = {
        "uuid": {"type": ["string", "null"], "format": "uuid"},
        "datetime": {"type": ["string", "null"], "format": "date-time"},
        "rai": {"type": ["object", "null"], "required": ["rai", "ngan", "wah", "text"]},
    }
    shape = shapes.get(prop.type, {"type": [prop.type, "null"]})
    return {**titles, **shape, "readOnly": not prop.is_writable}


def shape_type(collection: Collection) -> dict[str, Any]:
    """The geometry, which only a filter calls by a name."""
    return {
        "title": "Shape",
        "x-title-th": "รูป",
        "x-ogc-role": "primary-geometry",
        "format": f"geometry-{collection.geometry.lower()}",
    }


def describe(collection: Collection, can: Access) -> dict[str, Any]:
    """A collection as its clients want it: the extent is that of the rows that the caller may see."""
    box = visible_to(can, collection.model).aggregate(box=Extent("geom"))["box"]
    path = f"/collections/{collection.name}"
    return {
        "id": collection.name,
        "title": collection.title_en,
        "x-title-th": collection.title_th,
        "itemType": "feature",
        "crs": [*OFFERED],
        "storageCrs": CRS84.uri,
        "extent": {"spatial": {"bbox": [list(box or (97.3, 5.6, 105.7, 20.5))], "crs": CRS84.uri}},
        "links": [
            link("self", path),
            link("items", f"{path}/items", "application/geo+json", collection.title_en),
            link("http://www.opengis.net/def/rel/ogc/1.0/schema", f"{path}/schema", "application/schema+json"),
            link("http://www.opengis.net/def/rel/ogc/1.0/queryables", f"{path}/queryables", "application/schema+json"),
            link("http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector", f"{path}/tiles"),
        ],
    }
