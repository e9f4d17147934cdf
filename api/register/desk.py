"""The desk of one person: what waits, one search box, saved filters, notices, a text to paste into a chat."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models.functions import Now
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import letters, parameters
from api.paging import moment_of, text_of_moment
from api.parsing import MAX_BODY, content
from api.problems import Problem, sentence
from api.register.fields import Words
from api.register.moves import asked
from api.register.records import APPLICATIONS
from api.register.views import reader_of, row_of
from api.values import bad, integer, searched
from parcels import finding, notices, workflow
from parcels.models import Application, Notice, SavedFilter
from parcels.permissions import access
from parcels.rights import READ

DEFAULT, MOST = 20, 100
MOST_FILTERS = 50


def _limit(params: dict[str, str]) -> int:
    try:
        limit = integer(params.get("limit", str(DEFAULT)))
    except ValueError as exc:
        raise bad("limit", f"1-{MOST}") from exc
    if not 1 <= limit <= MOST:
        raise bad("limit", f"1-{MOST}")
    return limit


class Search(APIView):
    """Parcels, applications, people, papers and areas by whatever one knows of them, within one's rights."""

    def get(self, request: Request) -> Response:
        params = parameters.plain(request.GET, ("q", "limit", "f"))
        can = access(request.user)
        if not can.may(READ, "parcels"):
            raise Http404
        found = finding.search(can, searched(params.get("q", "")), _limit(params))
        return Response({"items": [{**row, "near": round(row["near"], 3)} for row in found]})


class MyWork(APIView):
    """Applications whose next step is mine, the oldest first, page by page; how much is unread."""

    def get(self, request: Request) -> Response:
        params = parameters.plain(request.GET, ("limit", "after", "f"))
        can = access(request.user)
        if not can.may(READ, "applications"):
            raise Http404
        place = finding.Place(*moment_of(params["after"])) if "after" in params else finding.FIRST
        rows, end = finding.waiting(can, _limit(params), place)
        after = text_of_moment(*end) if end else None
        return Response({"items": rows, "after": after, "unread": notices.unread(int(request.user.pk or 0))})


class Figures(APIView):
    """How many applications one may see in each state."""

    def get(self, request: Request) -> Response:
        params = parameters.plain(request.GET, ("fy", "f"))
        fy = params.get("fy")
        if fy is not None and not (fy.isascii() and fy.isdigit() and len(fy) == 4):
            raise bad("fy", "2565")
        return Response(finding.states(reader_of(request, APPLICATIONS), int(fy) if fy else None))


class Filter(serializers.Serializer[Any]):
    name = Words(max_length=80)
    query = Words(max_length=2000, allow_blank=True)


class Filters(APIView):
    """Searches that I gave a name."""

    def get(self, request: Request) -> Response:
        parameters.plain(request.GET, ("f",))
        rows = SavedFilter.objects.filter(user=_person(request)).order_by("name")
        return Response({"items": [{"id": one.pk, "name": one.name, "query": one.query} for one in rows]})

    def post(self, request: Request) -> Response:
        parameters.plain(request.GET, ())
        person = _person(request)
        wish = asked(Filter, content(request, MAX_BODY))
        with transaction.atomic():
            if SavedFilter.objects.filter(user=person).exclude(name=wish["name"]).count() >= MOST_FILTERS:
                raise Problem("too_many_filters", 409, limit=MOST_FILTERS)
            row, _made = SavedFilter.objects.update_or_create(
                user=person, name=wish["name"], defaults={"query": wish["query"]}
            )
        return Response({"id": row.pk, "name": row.name, "query": row.query}, status=201)


class OneFilter(APIView):
    def delete(self, request: Request, number: str) -> Response:
        parameters.plain(request.GET, ())
        if not number.isdecimal() or not number.isascii() or len(number) > 18:
            raise Http404
        if not SavedFilter.objects.filter(user=_person(request), pk=int(number)).delete()[0]:
            raise Http404
        return Response(status=204)


class Notices(APIView):
    """What the platform has told me, the newest first; POST marks all as read."""

    def get(self, request: Request) -> Response:
        params = parameters.plain(request.GET, ("limit", "f"))
        person = _person(request)
        rows = notices.latest(person.pk, _limit(params))
        names = letters.names_of_states()
        return Response({"items": [notice_json(one, names) for one in rows], "unread": notices.unread(person.pk)})

    def post(self, request: Request) -> Response:
        parameters.plain(request.GET, ())
        Notice.objects.filter(user=_person(request), read_at__isnull=True).update(read_at=Now())
        return Response(status=204)


def notice_json(notice: Notice, names: letters.Names) -> dict[str, Any]:
    return {
        "kind": notice.kind,
        "application": str(notice.application.uid) if notice.application else None,
        "at": notice.at.isoformat(),
        "is_read": notice.read_at is not None,
        "message": letters.words(notice, names),
    }


class Message(APIView):
    """A text about an application to paste into a chat: number, state, what is missing. It names nobody."""

    def get(self, request: Request, uid: str) -> Response:
        can = reader_of(request, APPLICATIONS)
        parameters.plain(request.GET, ("f",))
        row = row_of(APPLICATIONS, can, uid)
        return Response({"text": "\n".join(_lines(row, workflow.possible(row, can)))})


def _lines(row: Application, every: list[workflow.Possible]) -> list[str]:
    head = sentence("application_is", {"no": row.no, "state_th": row.state.name_th, "state_en": row.state.name_en})
    ahead = [p for p in every if p.move.to not in finding.NO_WORK]
    missing = {sentence(f.code, dict(f.data)) for p in ahead for f in p.missing}
    return [head, *([_("Still missing:"), *(f"– {one}" for one in sorted(missing))] if missing else [])]


def _person(request: Request) -> User:
    if not isinstance(request.user, User):
        raise Problem("sign_in_needed", 401)
    return request.user
