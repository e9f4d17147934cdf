"""How the office of an amphoe works: whether papers need four eyes."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import Http404, HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from api import parameters
from api.conditional import OF_WRITES, etag, expected_versions, is_unchanged, write
from api.parsing import JSON, MAX_BODY, content
from api.problems import Problem
from api.register.moves import asked
from api.serializers import Flag
from parcels import officers
from parcels.models import Office
from parcels.permissions import Access, access, require, visible_offices
from parcels.rights import UPDATE
from spatial.areas.models import Area


class Switch(serializers.Serializer[Any]):
    four_eyes = Flag()


class OneOffice(APIView):
    """GET how the office works; PATCH the switch, with If-Match. Without a row it works as all do: version 0."""

    def get(self, request: Request, amphoe: str) -> HttpResponse:
        parameters.plain(request.GET, ("f",))
        response = _rendered(_area(access(request.user), amphoe))
        if is_unchanged(request, response["ETag"]):
            return HttpResponse(status=304, headers={"ETag": response["ETag"]})
        return response

    def patch(self, request: Request, amphoe: str) -> HttpResponse:
        parameters.plain(request.GET, OF_WRITES)
        can = access(request.user)
        area = _area(can, amphoe)
        require(can, UPDATE, "offices")
        data = content(request, MAX_BODY)

        def work() -> HttpResponse:
            officers.alone()
            expected = expected_versions(request)
            office = _office(area)
            if expected is not None and office.version not in expected:
                raise Problem("stale", 412, current=orjson.loads(_rendered(area).content))
            office.four_eyes = asked(Switch, data)["four_eyes"]
            office.save(update_fields=["four_eyes"] if office.pk else None)
            return _rendered(area)

        return write(request, can, work)


def _area(can: Access, amphoe: str) -> Area:
    """Raises Http404 for what is no amphoe of the caller's."""
    area = visible_offices(can).filter(code=amphoe).defer("geom").first()
    if area is None:
        raise Http404
    return area


def _office(area: Area) -> Office:
    return Office.objects.filter(area__code=area.code).first() or Office(area=area, version=0)


def _rendered(area: Area) -> HttpResponse:
    office = _office(area)
    about = {
        "amphoe": area.code,
        "name_th": area.name_th,
        "name_en": area.name_en,
        "four_eyes": office.four_eyes,
        "version": office.version,
    }
    text = JSON().render(about)
    response = HttpResponse(text, content_type="application/json")
    response["ETag"] = etag(office.version, text)
    return response
