"""How a request says who it is from. Apart from the views, since DRF reads it while they are being loaded."""

from __future__ import annotations

import base64
from typing import Any, cast

from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request


class BrowserSession(SessionAuthentication):
    """The session cookie. It has a name to answer 401 with, where the stock class answers 403."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"

    def enforce_csrf(self, request: Request) -> None:
        """On the plain request: the check looks at POST first, and DRF's would have the body parsed as JSON."""
        super().enforce_csrf(cast(Request, request._request))


class BearerToken(BaseAuthentication):
    """`Authorization: Bearer plaeng_…`. A request that brings a token is judged by it alone, whatever cookie it has.

    QGIS and others that ask for a user and a password send `Basic` instead: the token is the password there, and
    the user is not looked at. No account's own password opens anything that way.
    """

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        scheme, _space, text = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() == "bearer":
            return _owner(request, text.strip())
        if scheme.lower() == "basic":
            return _owner(request, _password(text))
        return None

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="plaeng"'


def _password(credentials: str) -> str:
    """The password of Basic credentials (RFC 7617), "" where they are none."""
    try:
        _user, _colon, password = base64.b64decode(credentials.strip(), validate=True).decode().partition(":")
    except ValueError:
        return ""
    return password


def _owner(request: Request, text: str) -> tuple[Any, Any]:
    """The user and the token. Raises Problem token_invalid, token_reads_only, too_many_requests."""
    # These need the models and the settings, which are not there yet when DRF reads this module.
    from api import limits
    from api.problems import Problem
    from parcels import tokens

    # A right one needs no leave to guess: a colleague behind the same address may have guessed wrong.
    token = tokens.find(text)
    if token is None:
        limits.guessed_wrong(request, limits.TOKEN_GUESS)
        raise Problem("token_invalid", 401)
    if token.scope == token.READ and request.method not in SAFE_METHODS:
        raise Problem("token_reads_only", 403)
    return token.user, token
