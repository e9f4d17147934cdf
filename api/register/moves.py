"""What an application can do next, and doing it; many at once with an answer a row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import Error
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import parameters
from api.conditional import OF_WRITES, write
from api.limits import IMPORT, take_turn
from api.parsing import JSON, MAX_BODY, content
from api.problems import Problem, body_of, sentence, serializer_findings, translate
from api.register.fields import Day, Whole, Words
from api.register.records import APPLICATIONS
from api.register.views import reader_of, row_of
from api.register.writing import guarded
from api.serializers import Code
from parcels import advice, workflow
from parcels.changes import acting
from parcels.errors import PlaengError
from parcels.models import Application, RejectReason, StateChange
from parcels.permissions import Access, visible_to
from parcels.rights import UPDATE
from spatial.rules import Finding

MOST_AT_ONCE = 500


class Uid(serializers.UUIDField):
    """A JSON string; the stock field takes numbers for UUIDs."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


class Wish(serializers.Serializer[Any]):
    """A move and what is told with it."""

    to = serializers.ChoiceField(choices=[*dict.fromkeys(move.to for move in workflow.MOVES)])
    reason = Words(max_length=2000, required=False, allow_blank=True)
    reason_code = Code(queryset=RejectReason.objects.all(), required=False)
    on = Day(required=False)
    rank = Whole(required=False, min_value=1, max_value=9999)


class Wishes(Wish):
    """The same move for many applications."""

    applications = serializers.ListField(child=Uid(), min_length=1, max_length=MOST_AT_ONCE)


def asked(kind: type[serializers.Serializer[Any]], data: Any) -> dict[str, Any]:
    """The checked body of a request. Raises Problem."""
    if not isinstance(data, dict):
        raise Problem("not_an_object", 422)
    wish = kind(data=data)
    if unknown := sorted(data.keys() - wish.fields.keys()):
        raise Problem("unknown_member", 422, [Finding("unknown_member", f"/{unknown[0][:60]}")])
    if not wish.is_valid():
        raise Problem("invalid", 422, serializer_findings(wish.errors))
    return dict(wish.validated_data)


def as_json(told: dict[str, Any]) -> dict[str, Any]:
    """What is told with a move, as the database keeps it."""
    code, day = told.get("reason_code"), told.get("on")
    return {**told, **({"reason_code": code.pk} if code else {}), **({"on": day.isoformat()} if day else {})}


class Transitions(APIView):
    """GET what is possible now, for whom and what is missing; POST one move."""

    def get(self, request: Request, uid: str) -> Response:
        can = reader_of(request, APPLICATIONS)
        parameters.plain(request.GET, ("f",))
        row = row_of(APPLICATIONS, can, uid)
        return Response(state_of(row, can))

    def post(self, request: Request, uid: str) -> HttpResponse:
        can = reader_of(request, APPLICATIONS)
        parameters.plain(request.GET, OF_WRITES)
        told = asked(Wish, content(request, MAX_BODY))
        if not can.may(UPDATE, "applications"):
            raise Problem("forbidden", 403)

        def work() -> HttpResponse:
            row = row_of(APPLICATIONS, can, uid, is_locked=True)
            move(row, can, dict(told))
            row.refresh_from_db()
            answer = JSON().render(moved(row, can))
            return HttpResponse(answer, content_type="application/json")

        return write(request, can, work)


def move(row: Application, can: Access, told: dict[str, Any]) -> None:
    """Raises Problem, Refused, NotAllowed."""
    to = told.pop("to")
    guarded(lambda: workflow.make(row, to, can, as_json(told)))


def moved(row: Application, can: Access) -> dict[str, Any]:
    """Where it is after a move; who comes next where a place has become free."""
    about = state_of(row, can)
    if row.state_id == "WITHDRAWN" and (following := workflow.first_reserve(row)) and visible(following, can):
        about["proposed"] = {"application": str(following.uid), "no": following.no, "rank": following.reserve_rank}
    return about


def visible(row: Application, can: Access) -> bool:
    return visible_to(can, Application).filter(pk=row.pk).exists()


def state_of(row: Application, can: Access) -> dict[str, Any]:
    """The present state, the moves that follow it, and the path so far."""
    return {
        "state": row.state_id,
        "state_since": row.state_since.isoformat(),
        "moves": [_as_json(p) for p in workflow.possible(row, can)],
        "warnings": [_found(f) for f in advice.about(row)],
        "path": list(_path(row)),
    }


def _found(finding: Finding) -> dict[str, Any]:
    at = {"at": list(finding.at)} if finding.at else {}
    data = dict(finding.data)
    return {"code": finding.code, "path": finding.path, **at, **data, "message": sentence(finding.code, data)}


def _as_json(possible: workflow.Possible) -> dict[str, Any]:
    move = possible.move
    about = {
        "to": move.to,
        "possible": not possible.refused,
        "roles": list(move.roles),
        "asks": list(move.asks),
        "missing": [_found(f) for f in possible.missing],
    }
    if possible.refused:
        about["refused"] = {
            "code": possible.refused, "message": sentence(possible.refused, {"roles": ", ".join(move.roles)})
        }  # fmt: skip
    return about


def _path(row: Application) -> Iterator[dict[str, Any]]:
    for one in StateChange.objects.filter(application=row).select_related("by").order_by("pk"):
        yield {
            "from": one.from_state_id,
            "to": one.to_state_id,
            "at": one.at.isoformat(),
            "by": (one.by.first_name or one.by.username) if one.by else _("the platform"),
            "reason_code": one.reason_code_id,
            "reason": one.reason,
            "on": one.on.isoformat() if one.on else None,
            "rank": one.rank,
        }


class Moves(APIView):
    """POST the same move for many: each in a transaction of its own, each with its result."""

    def post(self, request: Request) -> Response:
        can = reader_of(request, APPLICATIONS)
        parameters.plain(request.GET, ())
        told = asked(Wishes, content(request, MAX_BODY))
        take_turn(request, IMPORT)
        uids = told.pop("applications")
        return Response({"results": [self._one(request, can, str(uid), dict(told)) for uid in dict.fromkeys(uids)]})

    def _one(self, request: Request, can: Access, uid: str, told: dict[str, Any]) -> dict[str, Any]:
        via = "api" if request.auth else "web"
        try:
            with acting(request.user.pk, via, getattr(request._request, "id", "")):
                row = row_of(APPLICATIONS, can, uid, is_locked=True)
                move(row, can, told)
            return {"application": uid, "no": row.no, "state": row.state_id}
        except (PlaengError, Problem, Http404, Error) as exc:
            problem = translate(exc)
            if problem is None:
                raise
            return {"application": uid, "problem": body_of(problem)}
