"""One view for the list of a record and one for a row of it: read, create, change, delete."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.views import APIView

from api import parameters, query, threeway
from api.conditional import APPLIED, OF_WRITES, etag, expected_versions, is_unchanged, write
from api.limits import FILTER, take_turn
from api.parsing import MAX_BODY, content
from api.problems import Problem
from api.register.records import APPLICATIONS, Record
from api.register.writing import RecordWriter
from parcels.permissions import Access, access, require, visible_to
from parcels.rights import CREATE, DELETE, READ, UPDATE, anyone_may
from spatial.features import render

JSON = "application/json"
ACTION = {"POST": CREATE, "PATCH": UPDATE, "DELETE": DELETE}


def address(record: Record, uid: str = "") -> str:
    root = f"{settings.BASE_URL}/api/{record.name}"
    return f"{root}/{uid}" if uid else root


def reader_of(request: Request, record: Record) -> Access:
    """The rights of the caller; a record that his role may not read does not exist for him."""
    can = access(request.user)
    if not can.may(READ, record.name):
        raise Http404
    return can


def row_of(record: Record, can: Access, uid: str, *, is_locked: bool = False) -> Any:
    """The row behind an address, within the caller's rights. Raises Http404 for hidden and absent alike."""
    rows = visible_to(can, record.model)
    if is_locked:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(uid=query.key_of(record, uid)).first()
    if row is None:
        raise Http404
    return row


def rendered(record: Record, can: Access, row: Any, status: int = 200) -> HttpResponse:
    """A row as it is stored now, with its ETag."""
    page = render(visible_to(can, record.model).filter(pk=row.pk), query.one(record, can), 1)
    (text,) = page.features
    response = HttpResponse(text, status=status, content_type=JSON)
    response["ETag"] = etag(row.version, text)
    return response


class OfRecord(APIView):
    """An address of a record takes the methods that some role may use on it."""

    record: Record = APPLICATIONS

    @property
    def allowed_methods(self) -> list[str]:
        every = super().allowed_methods
        return [m for m in every if m not in ACTION or anyone_may(ACTION[m], self.record.name)]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method not in self.allowed_methods:
            self.http_method_not_allowed(request, *args, **kwargs)


class Records(OfRecord):
    """GET a page of records with the parameters of a list; POST one."""

    def get(self, request: Request) -> HttpResponse:
        can = reader_of(request, self.record)
        if "filter" in request.GET:
            take_turn(request, FILTER)
        asked = query.read(self.record, can, request.GET)
        with query.in_time():
            page = render(asked.rows, asked.rendering, asked.limit, asked.matched, query.COUNT_CAP)
        about: dict[str, Any] = {
            "numberReturned": page.count,
            "timeStamp": timezone.now().isoformat(),
            "links": self._links(request, asked, page),
        }
        if page.matched < query.COUNT_CAP:
            about["numberMatched"] = page.matched
        body = page.between(b'{"items":[', b"]," + orjson.dumps(about)[1:])
        return HttpResponse(body, content_type=JSON)

    def _links(self, request: Request, asked: query.Query, page: Any) -> list[dict[str, str]]:
        here = address(self.record)
        said = request._request.META.get("QUERY_STRING", "")
        links = [{"rel": "self", "type": JSON, "href": f"{here}?{said}" if said else here}]
        plain = {name: value for name, value in asked.params.items() if name not in {"after", "before"}}
        for rel, place, key in query.neighbours(asked, page):
            links.append({"rel": rel, "type": JSON, "href": f"{here}?{urlencode({**plain, place: asked.place(key)})}"})
        return links

    def post(self, request: Request) -> HttpResponse:
        can = reader_of(request, self.record)
        require(can, CREATE, self.record.name)
        parameters.plain(request.GET, OF_WRITES)
        data = content(request, MAX_BODY)

        def work() -> HttpResponse:
            row = RecordWriter(self.record, can).create(data)
            row.refresh_from_db(fields=["version"])
            response = rendered(self.record, can, row, 201)
            response["Location"] = address(self.record, str(row.uid))
            return response

        return write(request, can, work)


class OneRecord(OfRecord):
    """One record. PATCH and DELETE need If-Match; hidden and absent are the same 404."""

    def get(self, request: Request, uid: str) -> HttpResponse:
        can = reader_of(request, self.record)
        parameters.plain(request.GET, ("f",))
        response = rendered(self.record, can, row_of(self.record, can, uid))
        if is_unchanged(request, response["ETag"]):
            return HttpResponse(status=304, headers={"ETag": response["ETag"]})
        return response

    def patch(self, request: Request, uid: str) -> HttpResponse:
        data = content(request, MAX_BODY)

        def change(writer: RecordWriter, row: Any) -> HttpResponse:
            if base := threeway.base_of(request, row.version):
                return self._merge(writer, row, data, base)
            return rendered(self.record, writer.can, writer.update(row, data))

        return self._change(request, uid, UPDATE, change)

    def delete(self, request: Request, uid: str) -> HttpResponse:
        def change(writer: RecordWriter, row: Any) -> HttpResponse:
            writer.delete(row)
            return HttpResponse(status=204)

        return self._change(request, uid, DELETE, change)

    def _change(self, request: Request, uid: str, action: str, change: Any) -> HttpResponse:
        can = reader_of(request, self.record)
        parameters.plain(request.GET, OF_WRITES)

        def work() -> HttpResponse:
            row = self._held(request, can, uid)
            require(can, action, self.record.name)
            expected = expected_versions(request)
            is_merge = threeway.base_of(request, row.version) is not None
            if expected is not None and row.version not in expected and not is_merge:
                current = orjson.loads(rendered(self.record, can, row).content)
                raise Problem("stale", 412, current=current)
            return change(RecordWriter(self.record, can), row)

        return write(request, can, work)

    def _held(self, request: Request, can: Access, uid: str) -> Any:
        try:
            return row_of(self.record, can, uid, is_locked=True)
        except Http404:
            threeway.require_not_gone(request, self.record, can, uid)
            raise

    def _merge(self, writer: RecordWriter, row: Any, data: Any, base: int) -> HttpResponse:
        """A change of an older version, with what others have changed since left as it is."""
        sent = threeway.Sent(self.record, writer.can, data, writer.patch_of(row, data), base)

        def shown() -> tuple[Any, str]:
            now = rendered(self.record, writer.can, row)
            return orjson.loads(now.content), now["ETag"]

        changed = threeway.store(sent, row, writer.columns, shown, lambda values: writer.change(row, values))
        response = rendered(self.record, writer.can, changed)
        response[APPLIED] = threeway.MERGE
        return response
