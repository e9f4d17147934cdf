"""One view for the items of a collection and one for an item: read, create, replace, update, delete."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.views import APIView

from api import query
from api.collections import COLLECTIONS, Collection
from api.conditional import etag, expected_versions, is_unchanged, write
from api.parsing import content
from api.problems import Problem
from api.serializers import feature_uid
from api.store import Stored, Writer
from parcels.permissions import CREATE, DELETE, READ, UPDATE, Access, access, require, visible_to
from spatial.features import render

GEOJSON = "application/geo+json"
MAX_FEATURES = 10_000


def find_collection(name: str) -> Collection:
    if name not in COLLECTIONS:
        raise Http404
    return COLLECTIONS[name]


def reader_of(request: Request, collection: Collection) -> Access:
    """The rights of the caller; a collection that his role may not read does not exist for him."""
    can = access(request.user)
    if not can.may(READ, collection.name):
        raise Http404
    return can


def address(collection: Collection, uid: str = "") -> str:
    root = f"{settings.BASE_URL}/api/collections/{collection.name}/items"
    return f"{root}/{uid}" if uid else root


class Offering(APIView):
    """OPTIONS tells the methods that the caller's role has."""

    def _offer(self, can: Access, collection: Collection, **methods: str) -> HttpResponse:
        mine = [method for method, action in methods.items() if can.may(action, collection.name)]
        self.headers["Allow"] = ", ".join(["GET", "HEAD", "OPTIONS", *mine])
        return HttpResponse(status=204)


class Items(Offering):
    """GET a page of features; POST one feature or a FeatureCollection, all or nothing."""

    def get(self, request: Request, name: str) -> HttpResponse:
        collection = find_collection(name)
        asked = query.read(collection, reader_of(request, collection), request.GET)
        page = render(asked.rows, asked.rendering, asked.limit)
        about: dict[str, Any] = {
            "numberReturned": page.count,
            "timeStamp": timezone.now().isoformat(),
            "links": self._links(request, collection, asked, page.last if page.has_more else None),
        }
        matched = query.number_matched(asked)
        if matched is not None:
            about["numberMatched"] = matched
        tail = orjson.dumps(about).decode()
        body = f'{{"type":"FeatureCollection","features":[{page.text}],{tail[1:]}'
        return HttpResponse(body, content_type=GEOJSON)

    def _links(
        self, request: Request, collection: Collection, asked: query.Query, last: tuple[str | None, int] | None
    ) -> list[dict[str, str]]:
        here = address(collection)
        said = request._request.META.get("QUERY_STRING", "")
        links = [{"rel": "self", "type": GEOJSON, "href": f"{here}?{said}" if said else here}]
        links.append({"rel": "collection", "type": "application/json", "href": here.removesuffix("/items")})
        if last:
            params = {**asked.params, "after": query.cursor_text(asked, last)}
            links.append({"rel": "next", "type": GEOJSON, "href": f"{here}?{urlencode(params)}"})
        return links

    def post(self, request: Request, name: str) -> HttpResponse:
        collection = find_collection(name)
        can = reader_of(request, collection)
        require(can, CREATE, collection.name)
        data = content(request)
        return write(request, can, lambda: self._create(request, Writer(collection, can), data))

    def options(self, request: Request, name: str) -> HttpResponse:  # type: ignore[override]
        collection = find_collection(name)
        return self._offer(reader_of(request, collection), collection, POST=CREATE)

    def _create(self, request: Request, writer: Writer, data: Any) -> HttpResponse:
        if isinstance(data, dict) and data.get("type") == "FeatureCollection":
            return self._batch(writer, data)
        stored = writer.create(data, feature_uid(data, ""))
        writer.check()
        response = _feature(request, writer.render(stored), stored.version, status=201)
        response["Location"] = address(writer.collection, stored.uid)
        return response

    def _batch(self, writer: Writer, data: dict[str, Any]) -> HttpResponse:
        features = data.get("features")
        if not isinstance(features, list) or set(data) - {"type", "features", "name", "links", "timeStamp"}:
            raise Problem("not_a_feature", 422)
        if not 1 <= len(features) <= MAX_FEATURES:
            raise Problem("too_many_features", 413 if features else 422, limit=MAX_FEATURES)
        stored = [
            writer.create(feature, feature_uid(feature, f"/features/{n}"), f"/features/{n}")
            for n, feature in enumerate(features)
        ]
        writer.check()
        texts = writer.render_all([s.uid for s in stored])
        body = f'{{"type":"FeatureCollection","features":[{texts}],"numberReturned":{len(stored)}}}'
        return HttpResponse(body, status=201, content_type=GEOJSON)


class Item(Offering):
    """One feature. PUT, PATCH and DELETE need If-Match; hidden and absent are the same 404."""

    def get(self, request: Request, name: str, uid: str) -> HttpResponse:
        collection = find_collection(name)
        can = reader_of(request, collection)
        query.plain(request.GET, ("f",))
        row = _row(collection, can, uid)
        tag = etag(getattr(row, "version", 0))
        if is_unchanged(request, tag) and collection.is_editable:
            return HttpResponse(status=304, headers={"ETag": tag})
        return _feature(request, Writer(collection, can).render_row(uid), getattr(row, "version", None))

    def options(self, request: Request, name: str, uid: str) -> HttpResponse:  # type: ignore[override]
        collection = find_collection(name)
        can = reader_of(request, collection)
        _row(collection, can, uid)
        return self._offer(can, collection, PUT=UPDATE, PATCH=UPDATE, DELETE=DELETE)

    def put(self, request: Request, name: str, uid: str) -> HttpResponse:
        return self._change(request, name, uid, UPDATE, Writer.replace)

    def patch(self, request: Request, name: str, uid: str) -> HttpResponse:
        return self._change(request, name, uid, UPDATE, Writer.update)

    def delete(self, request: Request, name: str, uid: str) -> HttpResponse:
        return self._change(request, name, uid, DELETE, None)

    def _change(self, request: Request, name: str, uid: str, action: str, change: Any) -> HttpResponse:
        collection = find_collection(name)
        can = reader_of(request, collection)
        data = content(request) if change else None

        def work() -> HttpResponse:
            writer = Writer(collection, can)
            row = _row(collection, can, uid, is_locked=True)
            require(can, action, collection.name)
            self._match(request, writer, row)
            if change is None:
                writer.delete(row)
                writer.check()
                return HttpResponse(status=204)
            stored: Stored = change(writer, row, data)
            writer.check()
            return _feature(request, writer.render(stored), stored.version)

        return write(request, can, work)

    def _match(self, request: Request, writer: Writer, row: Any) -> None:
        """412 carries the current feature, as of the row that is now locked."""
        expected = expected_versions(request)
        if expected is not None and row.version not in expected:
            raise Problem("stale", 412, current=orjson.loads(writer.render_row(str(row.uid))))


def _row(collection: Collection, can: Access, key: str, *, is_locked: bool = False) -> Any:
    """The row behind an address, within the caller's rights. Raises Http404 for hidden and absent alike."""
    rows = visible_to(can, collection.model)
    if is_locked:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(**{collection.key: query.key_of(collection, key)}).first()
    if row is None:
        raise Http404
    return row


def _feature(request: Request, text: str, version: int | None, status: int = 200) -> HttpResponse:
    response = HttpResponse(text, status=status, content_type=GEOJSON)
    if version is not None:
        response["ETag"] = etag(version)
    return response
