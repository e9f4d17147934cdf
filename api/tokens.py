"""Tokens for programs: a person makes them in the browser, sees when they were used, revokes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.limits import TOKEN, take_turn
from api.parameters import plain
from api.parsing import MAX_BODY, content
from api.problems import Problem
from api.values import CONTROL, uid_in
from parcels import tokens
from parcels.models import Token
from spatial.rules import Finding


class Wish(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    scope = serializers.ChoiceField([Token.READ, Token.WRITE])
    expires = serializers.DateTimeField(required=False)

    def validate_name(self, value: str) -> str:
        if CONTROL.search(value):
            raise serializers.ValidationError(code="nul_character", detail="")
        return value

    def validate_expires(self, value: datetime) -> datetime:
        now = timezone.now()
        if not now < value <= now + tokens.LONGEST:
            raise serializers.ValidationError(code="token_life", detail="")
        return value


def shown(token: Token) -> dict[str, Any]:
    """A token as its owner sees it: all but the secret."""
    return {
        "id": str(token.uid),
        "name": token.name,
        "scope": token.scope,
        "hint": f"…{token.hint}",
        "created": token.created_at,
        "expires": token.expires_at,
        "last_used": token.used_at,
        "is_expired": token.expires_at <= timezone.now(),
    }


def _person(request: Request) -> Any:
    """The user behind a browser. Raises Problem token_needs_person: a stolen token must not make more of itself."""
    if request.auth is not None:
        raise Problem("token_needs_person", 403)
    return request.user.pk


class Tokens(APIView):
    """GET: mine. POST: a new one, whose secret stands in this answer and nowhere else."""

    def get(self, request: Request) -> Response:
        plain(request.GET, ("f",))
        return Response({"tokens": [shown(token) for token in tokens.of(_person(request))]})

    def post(self, request: Request) -> Response:
        plain(request.GET, ())
        user_id = _person(request)
        wish = _wish(content(request, MAX_BODY))
        if tokens.working(user_id).count() >= tokens.MOST:
            raise Problem("too_many_tokens", 409, limit=tokens.MOST)
        take_turn(request, TOKEN)
        expires = wish.get("expires") or timezone.now() + tokens.LIFE
        token, text = tokens.make(user_id, name=wish["name"], scope=wish["scope"], expires_at=expires)
        token.refresh_from_db()
        headers = {"Location": f"{settings.BASE_URL}/api/tokens/{token.uid}"}
        return Response({**shown(token), "token": text}, status=201, headers=headers)


class OneToken(APIView):
    """DELETE revokes it at once."""

    def delete(self, request: Request, uid: str) -> HttpResponse:
        plain(request.GET, ())
        tokens.revoke(_mine(_person(request), uid))
        return HttpResponse(status=204)

    def get(self, request: Request, uid: str) -> Response:
        plain(request.GET, ("f",))
        return Response(shown(_mine(_person(request), uid)))


def _mine(user_id: int, uid: str) -> Token:
    token = tokens.of(user_id).filter(uid=uid_in(uid)).first()
    if token is None:
        raise Http404
    return token


def _wish(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise Problem("invalid", 422)
    if foreign := sorted(set(data) - set(Wish().fields)):
        raise Problem("invalid", 422, [Finding("unknown_member", f"/{foreign[0]}", data={})])
    wish = Wish(data=data)
    wish.is_valid(raise_exception=True)
    return dict(wish.validated_data)
