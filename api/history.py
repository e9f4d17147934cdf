"""Versions over HTTP: of one feature, the way back to one of them, and the timeline of an application."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import parameters, query
from api.collections import Collection
from api.conditional import OF_WRITES, write
from api.offering import find_collection, reader_of
from api.parsing import MAX_BODY, content
from api.problems import Problem
from api.register.fields import Whole
from api.register.moves import asked
from api.register.records import APPLICATIONS
from api.register.views import reader_of as register_reader
from api.register.views import row_of
from api.register.writing import guarded
from api.store import Writer
from api.values import bad, integer
from parcels import history
from parcels.permissions import Access, require, require_area, require_columns, visible_ever
from parcels.rights import DELETE, UPDATE

MOST = 500
KEPT = ("parcels", "zones")


class Versions(APIView):
    """GET all versions of a feature, the newest first; with `at` the properties of that one."""

    def get(self, request: Request, name: str, uid: str) -> Response:
        collection, can = _asked(request, name)
        params = parameters.plain(request.GET, ("at", "f"))
        row = _row(collection, can, uid)
        if "at" in params:
            return Response({"version": _number(params["at"]), "columns": _as_of(row, params["at"])})
        return Response({"items": [as_json(one) for one in history.versions(row, sees_people=can.rights.sees_people)]})


class Wish(serializers.Serializer[Any]):
    version = Whole(min_value=1, max_value=2**31 - 1)


class Restore(APIView):
    """POST {"version": n}: what it was then becomes a new version, of a withdrawn parcel too.

    It takes the rights that the same change by hand takes: to the columns that differ, and to withdrawing.
    """

    def post(self, request: Request, name: str, uid: str) -> HttpResponse:
        collection, can = _asked(request, name)
        parameters.plain(request.GET, OF_WRITES)
        version = asked(Wish, content(request, MAX_BODY))["version"]

        def work() -> HttpResponse:
            row = _row(collection, can, uid, is_locked=True)
            require(can, UPDATE, collection.name)
            parcel = getattr(row, "parcel", row)
            require_area(can, tambon=parcel.tambon_id, village_code=parcel.village_code)
            values = history.restored(row, version)
            if "withdrawn_at" in values:
                require(can, DELETE, collection.name)
            require_columns(can, set(values) - history.ORIGIN)
            guarded(lambda: history.restore(row, values))
            parcel.refresh_from_db()
            require_area(can, tambon=parcel.tambon_id, village_code=parcel.village_code)
            writer = Writer(collection, can)
            writer.check()
            return HttpResponse(writer.render_row(str(row.uid)), content_type="application/geo+json")

        return write(request, can, work)


class Timeline(APIView):
    """What happened to an application, its land and its papers, the newest first."""

    def get(self, request: Request, uid: str) -> Response:
        can = register_reader(request, APPLICATIONS)
        params = parameters.plain(request.GET, ("limit", "f"))
        row = row_of(APPLICATIONS, can, uid)
        limit = _number(params.get("limit", "100"), "limit")
        if not 1 <= limit <= MOST:
            raise bad("limit", f"1-{MOST}")
        lines = history.timeline(row, limit, sees_people=can.rights.sees_people)
        return Response({"items": [as_json(one) for one in lines]})


def as_json(one: history.Version) -> dict[str, Any]:
    return {**asdict(one), "at": one.at.isoformat()}


def _asked(request: Request, name: str) -> tuple[Collection, Access]:
    """Raises Http404 for collections whose rows nobody writes, and for who may not read the history of others' land."""
    collection = find_collection(name)
    can = reader_of(request, collection)
    if name not in KEPT or not can.may(UPDATE, name):
        raise Http404
    return collection, can


def _row(collection: Collection, can: Access, uid: str, *, is_locked: bool = False) -> Any:
    rows = visible_ever(can, collection.model)
    if is_locked:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(uid=query.key_of(collection, uid)).first()
    if row is None:
        raise Http404
    return row


def _number(text: str, name: str = "at") -> int:
    try:
        return integer(text)
    except ValueError as exc:
        raise bad(name, "1, 2, 3 …") from exc


def _as_of(row: Any, text: str) -> dict[str, Any]:
    if _number(text) < 1:
        raise Problem("no_such_version", 404)
    columns = history.as_of(row, _number(text))
    return {name: value for name, value in columns.items() if name not in history.INTERNAL | history.LINKS}
