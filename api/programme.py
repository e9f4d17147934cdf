"""What is no feature: figures, code lists, the area at a place."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.parameters import plain
from api.problems import Problem
from api.values import bad, searched
from parcels import reports
from parcels.models.codes import LISTS
from parcels.permissions import access
from parcels.rights import READ
from spatial import sheets
from spatial.areas.lookup import tambon_at


class Codes(APIView):
    """One code list, or all of them under their names."""

    def get(self, request: Request, name: str = "") -> Response:
        plain(request.GET, ("f",))
        if not name:
            return Response({key: list(model._default_manager.values()) for key, model in LISTS.items()})
        if name not in LISTS:
            raise Http404
        return Response(list(LISTS[name]._default_manager.values()))


class Summary(APIView):
    """Applicants and rai of a fiscal year, people and institutions apart, by area."""

    def get(self, request: Request) -> Response:
        params = plain(request.GET, ("fy", "area"))
        if not re.fullmatch("2[56][0-9]{2}|2700", params.get("fy", "")):
            raise bad("fy", "2500-2700")
        return Response(reports.summary(_reader(request), int(params["fy"]), _area(params)))


class States(APIView):
    """How many visible parcels are in each state, for the filter buttons."""

    def get(self, request: Request) -> Response:
        params = plain(request.GET, ("area", "q"))
        return Response(reports.states(_reader(request), _area(params), searched(params.get("q", ""))))


class MapSheet(APIView):
    """Where a cadastral map sheet lies, as a GeoJSON Feature."""

    def get(self, request: Request, number: str) -> Response:
        plain(request.GET, ("f",))
        _reader(request)
        try:
            sheet = sheets.named(number)
        except sheets.NoSheet as exc:
            raise Problem("no_sheet", 404) from exc
        about = {"name": sheet.name, "east_m": sheet.east_m, "north_m": sheet.north_m, "crs": "EPSG:24047"}
        shape = {"type": "Polygon", "coordinates": [sheet.ring]}
        return Response({"type": "Feature", "id": sheet.name, "geometry": shape, "properties": about})


class AreaAt(APIView):
    """The tambon at a place; a suggestion, since outlines err by up to 0.8 km."""

    def get(self, request: Request) -> Response:
        params = plain(request.GET, ("lon", "lat"))
        found = tambon_at(_degrees(params, "lon", 180), _degrees(params, "lat", 90))
        if found is None:
            raise Http404
        return Response({"tambon": found.code, "name_th": found.name_th, "name_en": found.name_en})


def _reader(request: Request) -> Any:
    can = access(request.user)
    if not can.may(READ, "reports"):
        raise Http404
    return can


def _area(params: dict[str, str]) -> str:
    area = params.get("area", "")
    if area and not (area.isdigit() and area.isascii() and len(area) in {2, 4, 6, 8}):
        raise bad("area", "2, 4, 6, 8")
    return area


def _degrees(params: dict[str, str], name: str, limit: int) -> float:
    try:
        value = float(params.get(name, ""))
    except ValueError as exc:
        raise bad(name, f"±{limit}") from exc
    if not -limit <= value <= limit:
        raise bad(name, f"±{limit}")
    return value
