"""What clients read first: landing page, conformance, collections, schema and queryables (OGC API Features)."""

from __future__ import annotations

from typing import Any

import orjson
from django.conf import settings
from django.contrib.gis.db.models import Extent
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import schemas
from api.caching import Answer, kept, key_for
from api.collections import COLLECTIONS, Collection
from api.negotiation import PAGE
from api.offering import find_collection, reader_of
from api.pages import Readable
from api.parameters import plain
from api.public import PublicOrSignedIn
from api.scope import scope_of_all
from api.tiles.layers import LAYERS
from parcels.counters import read_counter
from parcels.permissions import Access, access, visible_to
from parcels.rights import READ
from spatial.crs import CRS84, OFFERED

TILES = "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf"
CQL2 = "http://www.opengis.net/spec/cql2/1.0/conf"
SCHEMAS = "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf"
# docs/api.md says of each class why it holds, and which ones do not.
CONFORMS_TO = [
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/landing-page",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/json",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
    "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/create-replace-delete",
    "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/update",
    "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/optimistic-locking-etags",
    f"{SCHEMAS}/schemas",
    f"{SCHEMAS}/core-roles-features",
    f"{SCHEMAS}/returnables-and-receivables",
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
# The box of Thailand, where there is nothing to see yet.
COUNTRY = (97.3, 5.6, 105.7, 20.5)
OPENAPI = "application/vnd.oai.openapi+json;version=3.1"


def link(rel: str, path: str, media: str = "application/json", title: str = "") -> dict[str, str]:
    found = {"rel": rel, "type": media, "href": f"{settings.BASE_URL}/api{path}"}
    return {**found, "title": title} if title else found


def as_page(path: str) -> dict[str, str]:
    """The link from JSON to the page of the same; the page has one back."""
    return link("alternate", f"{path}?f=html", PAGE)


class Landing(Readable):
    permission_classes = [AllowAny]
    page = "api/landing.html"

    def get(self, request: Request) -> Response:
        plain(request.GET, ("f",))
        return Response(
            {
                "title": "แปลง Plaeng",
                "description": "Parcels and zones of the Sufficiency Economy Development Zones",
                "x-description-th": "แปลงและโซนของโครงการโคก หนอง นา",
                "links": [
                    link("self", "/"),
                    as_page("/"),
                    link("service-desc", "/openapi.json", OPENAPI, "OpenAPI"),
                    link("service-doc", "/docs", PAGE, "API documentation"),
                    link("conformance", "/conformance"),
                    link("data", "/collections"),
                ],
            }
        )


class Conformance(Readable):
    permission_classes = [AllowAny]
    page = "api/conformance.html"

    def get(self, request: Request) -> Response:
        plain(request.GET, ("f",))
        return Response({"conformsTo": CONFORMS_TO})


class Collections(Readable):
    permission_classes = [AllowAny]
    page = "api/collections.html"

    def get(self, request: Request) -> Response:
        plain(request.GET, ("f",))
        can = access(request.user)
        mine = [describe(c, can) for c in COLLECTIONS.values() if can.may(READ, c.name)]
        links = [link("self", "/collections"), as_page("/collections")]
        return Response({"links": links, "crs": [*OFFERED], "collections": mine})


class OneCollection(Readable):
    permission_classes = [PublicOrSignedIn]
    page = "api/collection.html"

    def get(self, request: Request, name: str) -> Response:
        collection = find_collection(name)
        plain(request.GET, ("f",))
        return Response(describe(collection, reader_of(request, collection)))


class Schema(APIView):
    """The properties of a feature as JSON Schema; `queryables` are those that one may name in a filter."""

    permission_classes = [PublicOrSignedIn]
    only_filters = False

    def get(self, request: Request, name: str) -> Response:
        collection = find_collection(name)
        plain(request.GET, ("f",))
        readable = collection.readable(reader_of(request, collection))
        properties = schemas.values({n: p for n, p in readable.items() if p.is_queryable or not self.only_filters})
        shape = {"geom" if self.only_filters else "geometry": schemas.shape(collection)}
        rel = "queryables" if self.only_filters else "schema"
        address = f"{settings.BASE_URL}/api/collections/{name}/{rel}"
        title = schemas.titles(collection.title_en, collection.title_th)
        whole = (
            {**shape, **properties}
            if self.only_filters
            else {"id": schemas.identity(collection), **shape, **properties}
        )
        return Response(schemas.document(address, title, whole), content_type="application/schema+json")


def _extent(collection: Collection, can: Access) -> list[float]:
    """The box around all that the caller may see; it takes a walk through the table, so it is kept."""

    def measure() -> Answer:
        box = visible_to(can, collection.model).aggregate(box=Extent("geom"))["box"]
        return Answer(orjson.dumps(box or COUNTRY), "application/json")

    counter = read_counter(scope_of_all(collection, can))
    box: list[float] = orjson.loads(kept(key_for(can, "extent", collection.name), counter, measure).body)
    return box


def describe(collection: Collection, can: Access) -> dict[str, Any]:
    """A collection as its clients want it: the extent is that of the rows that the caller may see."""
    path = f"/collections/{collection.name}"
    vector = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
    tiles = [link(vector, f"{path}/tiles")] if collection.name in LAYERS else []
    return {
        "id": collection.name,
        "title": collection.title_en,
        "x-title-th": collection.title_th,
        "itemType": "feature",
        "crs": [*OFFERED],
        "storageCrs": CRS84.uri,
        "extent": {"spatial": {"bbox": [_extent(collection, can)], "crs": CRS84.uri}},
        "links": [
            link("self", path),
            as_page(path),
            link("items", f"{path}/items", "application/geo+json", collection.title_en),
            link("http://www.opengis.net/def/rel/ogc/1.0/schema", f"{path}/schema", "application/schema+json"),
            link("http://www.opengis.net/def/rel/ogc/1.0/queryables", f"{path}/queryables", "application/schema+json"),
            *tiles,
        ],
    }
