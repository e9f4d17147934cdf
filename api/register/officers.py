"""Officers: listed, invited, changed and suspended within one's own area and rights."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import orjson
from django.conf import settings
from django.core.validators import EmailValidator
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import parameters
from api.conditional import OF_WRITES, etag, expected_versions, is_unchanged, write
from api.limits import INVITE, take_turn
from api.parsing import JSON, MAX_BODY, content
from api.problems import Problem, serializer_findings
from api.register.fields import Day, Reference, Words
from api.register.writing import guarded
from api.serializers import Flag
from api.values import CONTROL, bad, searched, uid_in
from parcels import invitations, logins, officers
from parcels.changes import acting
from parcels.models import Applicant, Officer
from parcels.permissions import Access, access, visible_to
from parcels.rights import CREATE, READ, RIGHTS
from spatial.rules import Finding

USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,29}")
DEFAULT, MOST = 100, 500


class Facts(serializers.Serializer[Any]):
    """What is said of an officer."""

    name = Words(max_length=150)
    email = Words(max_length=254, required=False, allow_blank=True, validators=[EmailValidator(code="bad_email")])
    role = serializers.ChoiceField([*RIGHTS])
    area = Words(max_length=8)
    term_ends = Day(required=False, allow_null=True)

    def validate_name(self, value: str) -> str:
        if CONTROL.search(value):
            raise serializers.ValidationError(code="nul_character", detail="")
        return value


class Change(Facts):
    suspended = Flag(required=False)


class NewOfficer(Facts):
    username = Words(max_length=30)
    applicant = Reference(Applicant, required=False, allow_null=True)

    def validate_username(self, value: str) -> str:
        if not USERNAME.fullmatch(value):
            raise serializers.ValidationError(code="bad_username", detail="")
        return value


def shown(rows: list[Any]) -> list[dict[str, Any]]:
    """Officers as those above them see them."""
    places = officers.places(row.area for row in rows)
    return [_one(row, *places[row.area]) for row in rows]


def _one(row: Any, area_th: str, area_en: str) -> dict[str, Any]:
    user, held = row.user, getattr(row.user, "applicant", None)
    return {
        "id": str(row.uid),
        "username": user.username,
        "name": user.get_full_name() or user.username,
        "email": user.email,
        "role": row.role_id,
        "area": row.area,
        "area_name_th": area_th,
        "area_name_en": area_en,
        "term_ends": row.term_ends,
        "suspended": row.suspended_at is not None,
        "suspended_at": row.suspended_at,
        "is_over": row.term_ends is not None and row.term_ends < timezone.localdate(),
        "has_password": user.has_usable_password(),
        "is_invited": row.is_invited,
        "second_factor": row.has_second,
        "last_sign_in": user.last_login,
        "login": row.database_login or row.held_login,
        "login_state": logins.state(row),
        "login_set_at": row.login_set_at,
        "applicant": str(held.uid) if held else None,
        "version": row.version,
    }


def reader(request: Request) -> Access:
    """The caller's rights; for who may not see officers there are none."""
    can = access(request.user)
    if not can.may(READ, "officers"):
        raise Http404
    return can


def writer(request: Request) -> Access:
    """Raises Problem person_needed: a stolen token must not make accounts."""
    can = reader(request)
    if request.auth is not None:
        raise Problem("person_needed", 403)
    return can


def row_of(can: Access, uid: str) -> Any:
    row = officers.with_facts(visible_to(can, Officer)).filter(uid=uid_in(uid)).first()
    if row is None:
        raise Http404
    return row


def _asked(kind: type[serializers.Serializer[Any]], data: Any, can: Access, **options: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise Problem("not_an_object", 422)
    wish = kind(data=data, context={"access": can}, **options)
    if unknown := sorted(data.keys() - wish.fields.keys()):
        raise Problem("unknown_member", 422, [Finding("unknown_member", f"/{unknown[0][:60]}")])
    if not wish.is_valid():
        raise Problem("invalid", 422, serializer_findings(wish.errors))
    return dict(wish.validated_data)


def _address(officer: Officer) -> str:
    return f"{settings.BASE_URL}/api/officers/{officer.uid}"


def _invited(request: Request, officer: Officer) -> dict[str, Any]:
    """A link that stands in this answer and nowhere else."""
    invitation, secret = invitations.invite(officer, by_id=request.user.pk)
    return {"invitation": f"{settings.BASE_URL}/invitation/{secret}", "invitation_expires": invitation.expires_at}


class Officers(APIView):
    """GET a page of officers; POST one, with the link with which he sets his password."""

    def get(self, request: Request) -> Response:
        params = parameters.plain(request.GET, ("role", "area", "q", "limit", "after", "f"))
        can = reader(request)
        if params.get("role", "") not in {"", *RIGHTS}:
            raise bad("role", _("one of %(names)s") % {"names": ", ".join(RIGHTS)})
        if not re.fullmatch("([0-9]{2}){0,4}", params.get("area", "")):
            raise bad("area", _("an area code has 2, 4, 6 or 8 digits"))
        limit = _limit(params.get("limit", str(DEFAULT)))
        rows = officers.matching(
            visible_to(can, Officer),
            role=params.get("role", ""), area=params.get("area", ""), text=searched(params.get("q", "")),
        )  # fmt: skip
        matched = rows.count()
        following = officers.with_facts(rows.filter(user__username__gt=params.get("after", "")))
        page = list(following.order_by("user__username")[: limit + 1])
        more = len(page) > limit
        page = page[:limit]
        return Response(
            {
                "officers": shown(page),
                "numberMatched": matched,
                "after": page[-1].user.username if more else None,
                "roles": officers.roles_of(can),
            }
        )

    def post(self, request: Request) -> Response:
        parameters.plain(request.GET, ())
        can = writer(request)
        if not can.may(CREATE, "officers"):
            raise Problem("forbidden", 403)
        given = _asked(NewOfficer, content(request, MAX_BODY), can)
        take_turn(request, INVITE)
        applicant, username = given.pop("applicant", None), given.pop("username")
        wish = officers.Wish(**{"email": "", "term_ends": None, **given})
        # Never under an Idempotency-Key: its answer would be kept, and the link with it.
        with acting(request.user.pk, "web", getattr(request._request, "id", "")):
            officers.alone()
            officer = officers.create(can, username, wish, applicant)
            link = _invited(request, officer)
        body = shown([row_of(can, str(officer.uid))])[0]
        return Response({**body, **link}, status=201, headers={"Location": _address(officer)})


class OneOfficer(APIView):
    """GET one; PATCH what changes, with If-Match."""

    def get(self, request: Request, uid: str) -> HttpResponse:
        parameters.plain(request.GET, ("f",))
        response = rendered(row_of(reader(request), uid))
        if is_unchanged(request, response["ETag"]):
            return HttpResponse(status=304, headers={"ETag": response["ETag"]})
        return response

    def patch(self, request: Request, uid: str) -> HttpResponse:
        parameters.plain(request.GET, OF_WRITES)
        can = writer(request)
        row_of(can, uid)
        data = content(request, MAX_BODY)

        def work() -> HttpResponse:
            officers.alone()
            row = row_of(can, uid)
            expected = expected_versions(request)
            if expected is not None and row.version not in expected:
                raise Problem("stale", 412, current=orjson.loads(rendered(row).content))
            given = _asked(Change, data, can, partial=True)
            guarded(lambda: officers.change(can, row, replace(officers.Wish.of(row), **given)))
            return rendered(officers.with_facts(Officer.objects.filter(pk=row.pk)).get())

        return write(request, can, work)


class OfficerInvitation(APIView):
    """POST a new link; the old one dies."""

    def post(self, request: Request, uid: str) -> Response:
        parameters.plain(request.GET, ())
        can = writer(request)
        row = row_of(can, uid)
        take_turn(request, INVITE)
        officers.require_other(can, row)
        if row.suspended_at is not None:
            raise Problem("officer_suspended", 409)
        with acting(request.user.pk, "web", getattr(request._request, "id", "")):
            return Response(_invited(request, row), status=201)


def rendered(row: Any) -> HttpResponse:
    text = JSON().render(shown([row])[0])
    response = HttpResponse(text, content_type="application/json")
    response["ETag"] = etag(row.version, text)
    return response


def _limit(text: str) -> int:
    if not re.fullmatch("[0-9]{1,3}", text) or not 1 <= int(text) <= MOST:
        raise bad("limit", f"1-{MOST}")
    return int(text)
