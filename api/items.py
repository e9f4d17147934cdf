"""One view for the items of a collection and one for an item: read, create, replace, update, delete."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import orjson
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from rest_framework.request import Request

from api import boxed, caching, forms, parameters, query, threeway
from api.collections import Collection
from api.conditional import APPLIED, OF_WRITES, etag, expected_versions, write
from api.exports.answer import answer
from api.exports.asking import MEDIA, asked_format
from api.forms import FG, FG_NAME, GEOJSON, Form
from api.limits import FILTER, IMPORT, take_turn
from api.negotiation import PAGE
from api.offering import Offering, address, find_collection, reader_of
from api.parsing import content
from api.problems import Problem
from api.scope import scope_of_all, scope_of_list
from api.serializers import feature_uid
from api.store import Stored, Writer
from parcels.counters import Scope
from parcels.permissions import Access, require, visible_to
from parcels.rights import CREATE, DELETE, UPDATE
from spatial.crs import CRS84, Crs
from spatial.features import Page

CONTENT_CRS = "Content-Crs"
MAX_FEATURES = 10_000
LARGE_BATCH = 100  # below it a batch is like other writes: the zones of a parcel are saved as one


class Items(Offering):
    """GET a page of features; POST one feature or a FeatureCollection, all or nothing."""

    page = "api/items.html"
    media_types = (*MEDIA, FG)

    def scope(self, request: HttpRequest, can: Access, name: str) -> Scope:
        """What a page depends on. Raises Problem."""
        return scope_of_list(find_collection(name), can, parameters.once(request.GET))

    def get(self, request: Request, name: str) -> HttpResponseBase:
        collection = find_collection(name)
        can = reader_of(request, collection)
        if "filter" in request.GET:
            take_turn(request, FILTER)
        if name_of_format := asked_format(request):
            return answer(request, collection, can, name_of_format)
        scope = self.scope(request._request, can, name)
        form = forms.asked(request._request)
        parts = ("items", name, self.is_page, form.media, request._request.META.get("QUERY_STRING", ""))
        return caching.respond(request, can, parts, scope, lambda: self._page(request, collection, can, form))

    def _page(self, request: Request, collection: Collection, can: Access, form: Form) -> caching.Answer:
        asked = boxed.read(collection, can, request.GET)
        with query.in_time():
            page = asked.page()
        about: dict[str, Any] = {
            "numberReturned": page.count,
            "timeStamp": timezone.now().isoformat(),
            "links": self._links(request, collection, asked, page, form),
        }
        if page.matched < query.COUNT_CAP:
            about["numberMatched"] = page.matched
        body = page.between(b'{"type":"FeatureCollection","features":[', b"]," + orjson.dumps(about)[1:])
        crs = asked.rendering.crs
        return caching.Answer(form.of(body, collection, crs), form.media, _in_crs(crs))

    def _links(
        self, request: Request, collection: Collection, asked: query.Asked, page: Page, form: Form
    ) -> list[dict[str, str]]:
        here = address(collection)
        said = request._request.META.get("QUERY_STRING", "")
        links = [{"rel": "self", "type": form.media, "href": f"{here}?{said}" if said else here}]
        others = {PAGE: "html", **({GEOJSON: "json"} if form.is_fg else {FG: FG_NAME})}
        for media, f in others.items():
            links.append({"rel": "alternate", "type": media, "href": f"{here}?{urlencode({**asked.params, 'f': f})}"})
        links.append({"rel": "collection", "type": "application/json", "href": here.removesuffix("/items")})
        plain = {name: value for name, value in asked.params.items() if name not in {"after", "before"}}
        plain |= {"f": FG_NAME} if form.is_fg else {}
        for rel, place, key in query.neighbours(asked, page):
            params = {**plain, place: asked.place(key)}
            links.append({"rel": rel, "type": form.media, "href": f"{here}?{urlencode(params)}"})
        return links

    def post(self, request: Request, name: str) -> HttpResponse:
        collection = find_collection(name)
        can = reader_of(request, collection)
        self._refuse_uneditable(collection)
        require(can, CREATE, collection.name)
        parameters.plain(request.GET, OF_WRITES)
        data = content(request)
        if isinstance(data, dict) and isinstance(data.get("features"), list) and len(data["features"]) > LARGE_BATCH:
            take_turn(request, IMPORT)
        writer = Writer(collection, can, sent_in(request))
        return write(request, can, lambda: self._create(writer, data))

    def options(self, request: Request, name: str) -> HttpResponse:  # type: ignore[override]
        collection = find_collection(name)
        return self._offer(reader_of(request, collection), collection, POST=CREATE)

    def _create(self, writer: Writer, data: Any) -> HttpResponse:
        if isinstance(data, dict) and data.get("type") == "FeatureCollection":
            return self._batch(writer, data)
        stored = writer.create(data, feature_uid(data, ""))
        writer.check()
        response = _feature(writer.render(stored), stored.version, status=201)
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
        tail = f'],"numberReturned":{len(stored)}}}'.encode()
        return _geojson(b'{"type":"FeatureCollection","features":[' + texts + tail, status=201)


class Item(Offering):
    """One feature. PUT, PATCH and DELETE need If-Match; hidden and absent are the same 404."""

    page = "api/item.html"
    media_types = (FG,)

    def scope(self, request: HttpRequest, can: Access, name: str, uid: str) -> Scope:
        """What the feature depends on."""
        return scope_of_all(find_collection(name), can)

    def get(self, request: Request, name: str, uid: str) -> HttpResponse:
        collection = find_collection(name)
        can = reader_of(request, collection)
        form = forms.asked(request._request)
        parts = ("item", name, uid, self.is_page, form.media, request._request.META.get("QUERY_STRING", ""))
        scope = self.scope(request._request, can, name, uid)
        return caching.respond(request, can, parts, scope, lambda: self._read(request, collection, can, uid, form))

    def _read(self, request: Request, collection: Collection, can: Access, uid: str, form: Form) -> caching.Answer:
        how = query.one(collection, can, request.GET)
        found = query.find(collection, can, uid, how)
        if found is None:
            raise Http404
        text, version = form.of(found[0], collection, how.crs), found[1]
        return caching.Answer(text, form.media, _in_crs(how.crs), etag(version, text))

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
        self._refuse_uneditable(collection)
        parameters.plain(request.GET, OF_WRITES)
        data = content(request) if change else None
        system = sent_in(request)

        def work() -> HttpResponse:
            writer = Writer(collection, can, system)
            row = self._held(request, collection, can, uid)
            require(can, action, collection.name)
            if base := threeway.base_of(request, row.version):
                return self._merge(writer, row, data, base)
            self._match(request, writer, row)
            if change is None:
                writer.delete(row)
                writer.check()
                return HttpResponse(status=204)
            stored: Stored = change(writer, row, data)
            writer.check()
            return _feature(writer.render(stored), stored.version)

        return write(request, can, work)

    def _held(self, request: Request, collection: Collection, can: Access, uid: str) -> Any:
        try:
            return _row(collection, can, uid, is_locked=True)
        except Http404:
            threeway.require_not_gone(request, collection, can, uid)
            raise

    def _merge(self, writer: Writer, row: Any, data: Any, base: int) -> HttpResponse:
        """A change of an older version, with what others have changed since left as it is."""
        sent = threeway.Sent(writer.collection, writer.can, data, writer.patch_of(row, data), base)

        def shown() -> tuple[Any, str]:
            text = writer.render_row(str(row.uid))
            return orjson.loads(text), etag(row.version, text)

        def save(values: Any) -> Stored:
            stored = writer.change(row, values)
            writer.check()
            return stored

        stored: Stored = threeway.store(sent, row, writer.columns, shown, save)
        response = _feature(writer.render(stored), stored.version)
        response[APPLIED] = threeway.MERGE
        return response

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


def sent_in(request: Request) -> Crs:
    """The reference system of the shapes in a body, by the header Content-Crs. Raises Problem."""
    given = request.META.get("HTTP_CONTENT_CRS", "").strip()
    return parameters.crs({CONTENT_CRS: given.removeprefix("<").removesuffix(">")} if given else {}, CONTENT_CRS)


def _in_crs(crs: Crs) -> dict[str, str]:
    return {CONTENT_CRS: f"<{crs.uri}>"}


def _geojson(text: bytes, status: int = 200) -> HttpResponse:
    """What was just stored, in CRS84."""
    return HttpResponse(text, status=status, content_type=GEOJSON, headers=_in_crs(CRS84))


def _feature(text: bytes, version: int, status: int = 200) -> HttpResponse:
    response = _geojson(text, status)
    response["ETag"] = etag(version, text)
    return response
