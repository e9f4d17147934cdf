"""The second factor of an account: turned on and off by its owner with the password, asked for at the sign-in."""

from __future__ import annotations

from typing import Any

import segno
from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import authenticate
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_login_failed
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import parameters
from api.limits import GUESS, guessed_wrong, may_guess
from api.parsing import MAX_BODY, content
from api.problems import Problem
from api.register.fields import Words
from api.register.moves import asked
from parcels import second_factor
from spatial.rules import Finding


class Password(serializers.Serializer[Any]):
    password = Words(max_length=200, trim_whitespace=False)


class Code(serializers.Serializer[Any]):
    code = Words(max_length=20)


class Both(Password, Code):
    """What turns it off."""


def require_code(request: Request, user: AbstractBaseUser, code: str) -> None:
    """Where the user has a second factor, `code` is right. Wrong ones count and lock like wrong passwords.

    Not inside a transaction: what is counted has to stay. Raises Problem second_factor_needed, second_factor_wrong.
    """
    factor = second_factor.of(user)
    if factor is None:
        return
    if not code:
        raise Problem("second_factor_needed", 401)
    if not AxesProxyHandler.is_allowed(request._request, {"username": user.get_username()}):
        raise Problem("sign_in_locked", 429, retry_after=900)
    if not second_factor.spend(factor, code):
        user_login_failed.send(sender=__name__, credentials={"username": user.get_username()}, request=request._request)
        guessed_wrong(request, GUESS)
        raise Problem("second_factor_wrong", 401, [Finding("second_factor_wrong", "/code")])


class OwnSecondFactor(APIView):
    """GET whether it is on; POST begins it, PUT confirms it, DELETE turns it off."""

    def get(self, request: Request) -> Response:
        parameters.plain(request.GET, ("f",))
        factor = second_factor.of(_person(request))
        return Response({"on": factor is not None, "since": factor.confirmed_at if factor else None})

    def post(self, request: Request) -> Response:
        parameters.plain(request.GET, ())
        user = _person(request)
        _require_password(request, asked(Password, content(request, MAX_BODY))["password"])
        secret, address = second_factor.begin(user)
        return Response({"secret": secret, "address": address, "qr": qr(address)}, status=201)

    def put(self, request: Request) -> Response:
        parameters.plain(request.GET, ())
        user = _person(request)
        if not second_factor.confirm(user, asked(Code, content(request, MAX_BODY))["code"]):
            raise Problem("second_factor_wrong", 422, [Finding("second_factor_wrong", "/code")])
        return self.get(request)

    def delete(self, request: Request) -> HttpResponse:
        parameters.plain(request.GET, ())
        user = _person(request)
        given = asked(Both, content(request, MAX_BODY))
        if second_factor.of(user) is None:
            raise Problem("second_factor_off", 409)
        _require_password(request, given["password"])
        require_code(request, user, given["code"])
        second_factor.remove(user)
        return HttpResponse(status=204)


def qr(text: str) -> list[str]:
    """A QR code, row by row: 1 is dark. It has no margin."""
    return ["".join(map(str, row)) for row in segno.make(text, error="m", micro=False).matrix]


def _person(request: Request) -> Any:
    """The user behind a browser. Raises Problem person_needed."""
    if request.auth is not None:
        raise Problem("person_needed", 403)
    return request._request.user


def _require_password(request: Request, password: str) -> None:
    """The password once more: a computer left alone must not be enough. Raises Problem password_wrong."""
    may_guess(request)
    if authenticate(request._request, username=request.user.get_username(), password=password) is None:
        guessed_wrong(request, GUESS)
        raise Problem("password_wrong", 403, [Finding("password_wrong", "/password")])
