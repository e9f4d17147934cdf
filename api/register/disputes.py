"""Steps about a case: what may be done, by whom, and doing it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import parameters
from api.collections import CASES
from api.conditional import OF_WRITES, write
from api.items import reader_of
from api.parsing import JSON, MAX_BODY, content
from api.register.fields import Words
from api.register.moves import asked
from api.register.writing import guarded
from api.values import uid_in
from parcels import disputes
from parcels.models import Case
from parcels.permissions import Access, require, visible_cases
from parcels.rights import UPDATE


class Wish(serializers.Serializer[Any]):
    to = Words(max_length=20)
    reason = Words(max_length=2000)


class CaseSteps(APIView):
    """GET what may be done about a case; POST one step with its reason."""

    def get(self, request: Request, uid: str) -> Response:
        can = reader_of(request, CASES)
        parameters.plain(request.GET, ("f",))
        return Response(_about(_case(can, uid), can))

    def post(self, request: Request, uid: str) -> HttpResponse:
        can = reader_of(request, CASES)
        parameters.plain(request.GET, OF_WRITES)
        require(can, UPDATE, "disputes")
        wish = asked(Wish, content(request, MAX_BODY))

        def work() -> HttpResponse:
            case = _case(can, uid, is_locked=True)
            guarded(lambda: disputes.take(case, wish["to"], wish["reason"], can))
            return HttpResponse(JSON().render(_about(case, can)), content_type="application/json")

        return write(request, can, work)


def _case(can: Access, uid: str, *, is_locked: bool = False) -> Case:
    """A case of which one may see a parcel at least. Raises Http404."""
    wanted = uid_in(uid)
    if not visible_cases(can).filter(uid=wanted).exists():
        raise Http404
    rows = Case.objects.select_related("parcel_a__application__applicant", "parcel_b__application__applicant")
    return (rows.select_for_update(of=("self",)) if is_locked else rows).get(uid=wanted)


def _about(case: Case, can: Access) -> dict[str, Any]:
    steps = [{"to": s.to, "possible": can.role in s.roles, "roles": list(s.roles)} for s in disputes.following(case)]
    closed = case.closed_at.isoformat() if case.closed_at else None
    return {"kind": case.kind_id, "state": case.state_id, "reason": case.reason, "closed_at": closed, "moves": steps}
