"""Sign-in for the browser: a session cookie, CSRF on every unsafe method, and who I am."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.models import AbstractUser
from django.middleware.csrf import get_token
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.limits import GUESS, guessed_wrong, may_guess
from api.parsing import MAX_BODY, content
from api.problems import Problem
from api.public import Door
from api.second_factor import require_code
from parcels.models import Role
from parcels.permissions import access
from spatial.areas.models import Area


class Credentials(serializers.Serializer[Any]):
    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=200, trim_whitespace=False)
    code = serializers.CharField(max_length=20, required=False, allow_blank=True)


def me(user: AbstractUser) -> dict[str, Any]:
    """Who the user is, where he works and what he may do there."""
    can = access(user)
    role = Role.objects.filter(code=can.role).values("code", "name_th", "name_en").first()
    known = Area.objects.filter(code=can.area).values("code", "level", "name_th", "name_en").first()
    area: Any = known
    if known is None and can.role:
        area = {"code": can.area, "level": None, "name_th": can.area or "ทั้งประเทศ", "name_en": can.area or "Thailand"}
    return {
        "username": user.username,
        "name": user.get_full_name() or user.username,
        "role": role,
        "area": area,
        "rights": can.rights.actions,
        "columns": sorted(can.rights.columns),
    }


def _answer(request: Request) -> dict[str, Any]:
    user = request._request.user
    return {
        "csrf": get_token(request._request),
        "user": me(user) if isinstance(user, AbstractUser) else None,
    }


class SessionView(Door):
    """GET: CSRF token and who I am. POST: sign in. DELETE: sign out, ended on the server."""

    def get(self, request: Request) -> Response:
        return Response(_answer(request))

    def post(self, request: Request) -> Response:
        data = content(request, MAX_BODY)
        if not isinstance(data, dict):
            raise Problem("invalid", 422)
        credentials = Credentials(data=data)
        credentials.is_valid(raise_exception=True)
        code = credentials.validated_data.pop("code", "")
        may_guess(request)
        user = authenticate(request._request, **credentials.validated_data)
        if user is None or not user.is_active:
            guessed_wrong(request, GUESS)
            raise Problem("sign_in_failed", 401)
        require_code(request, user, code)
        login(request._request, user)
        return Response(_answer(request))

    def delete(self, request: Request) -> Response:
        logout(request._request)
        return Response(status=204)


class MeView(APIView):
    """Who I am, my area, my rights."""

    def get(self, request: Request) -> Response:
        if not isinstance(request.user, AbstractUser):
            raise Problem("sign_in_needed", 401)
        return Response(me(request.user))
