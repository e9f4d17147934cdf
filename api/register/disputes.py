"""Steps about a case: what may be done, by whom, and doing it."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import Http404, HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from api import parameters
from api.collections import CASES
from api.conditional import OF_WRITES, etag, expected_versions, is_unchanged, write
from api.offering import reader_of
from api.parsing import JSON, MAX_BODY, content
from api.problems import Problem
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
    """GET what may be done about a case; POST one step with its reason.

    POST needs If-Match: of two who take the same step at once one does it, and the other is told.
    """

    def get(self, request: Request, uid: str) -> HttpResponse:
        can = reader_of(request, CASES)
        parameters.plain(request.GET, ("f",))
        answer = _about(_case(can, uid), can)
        if is_unchanged(request, answer["ETag"]):
            return HttpResponse(status=304, headers={"ETag": answer["ETag"]})
        return answer

    def post(self, request: Request, uid: str) -> HttpResponse:
        can = reader_of(request, CASES)
        parameters.plain(request.GET, OF_WRITES)
        require(can, UPDATE, "disputes")
        wish = asked(Wish, content(request, MAX_BODY))

        def work() -> HttpResponse:
            case = _case(can, uid, is_locked=True)
            expected = expected_versions(request)
            if expected is not None and case.version not in expected:
                raise Problem("stale", 412, current=orjson.loads(_about(case, can).content))
            guarded(lambda: disputes.take(case, wish["to"], wish["reason"], can))
            case.refresh_from_db(fields=["version"])
            return _about(case, can)

        return write(request, can, work)


def _case(can: Access, uid: str, *, is_locked: bool = False) -> Case:
    """A case of which one may see a parcel at least. Raises Http404."""
    wanted = uid_in(uid)
    if not visible_cases(can).filter(uid=wanted).exists():
        raise Http404
    rows = Case.objects.select_related("parcel_a__application__applicant", "parcel_b__application__applicant")
    return (rows.select_for_update(of=("self",)) if is_locked else rows).get(uid=wanted)


def _about(case: Case, can: Access) -> HttpResponse:
    """What is so about a case and what may follow, with its ETag."""
    steps = [{"to": s.to, "possible": can.role in s.roles, "roles": list(s.roles)} for s in disputes.following(case)]
    closed = case.closed_at.isoformat() if case.closed_at else None
    about = {"kind": case.kind_id, "state": case.state_id, "reason": case.reason, "closed_at": closed, "moves": steps}
    text = JSON().render(about)
    return HttpResponse(text, content_type="application/json", headers={"ETag": etag(case.version, text)})
