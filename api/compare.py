"""Parcels of a place at two moments: what appeared, went and changed in between."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import parameters, query
from api.collections import PARCELS
from api.limits import FILTER, take_turn
from api.offering import reader_of
from api.values import bad, bbox, moment
from parcels.compare import Difference, differences
from parcels.models import Parcel
from parcels.permissions import visible_ever
from parcels.rights import UPDATE
from spatial.crs import CRS84

# So many parcels of a place are looked at; a wider view says that it is not whole.
MOST = 2_000


class Compare(APIView):
    """GET with `from`, `to` (now without it) and `bbox`: for those who may read histories, within their own area."""

    def get(self, request: Request) -> Response:
        can = reader_of(request, PARCELS)
        if not can.may(UPDATE, PARCELS.name):
            raise Http404
        params = parameters.plain(request.GET, ("from", "to", "bbox", "f"))
        earlier, later = _moment(params, "from"), _moment(params, "to") if "to" in params else timezone.now()
        if earlier > later:
            raise bad("from", _("the interval is turned round"))
        if "bbox" not in params:
            raise bad("bbox", _("four numbers: west,south,east,north"))
        take_turn(request, FILTER)
        rows = visible_ever(can, Parcel).filter(geom__intersects=bbox(params["bbox"], CRS84))
        with query.in_time():
            ids = list(rows.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
            found = differences(ids[:MOST], earlier, later)
        about = {"from": earlier.isoformat(), "to": later.isoformat(), "is_whole": len(ids) <= MOST}
        return Response({**about, "items": [_as_json(one) for one in found]})


def _moment(params: dict[str, str], name: str) -> Any:
    try:
        return moment(params[name])
    except (KeyError, ValueError) as exc:
        raise bad(name, _("RFC 3339, such as 2025-01-31T09:30:00Z")) from exc


def _as_json(one: Difference) -> dict[str, Any]:
    sides = {"before": one.before, "after": one.after}
    return {"uid": one.uid, "code": one.code, "change": one.change, "columns": one.columns, **sides}
