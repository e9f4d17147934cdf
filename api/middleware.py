"""What every request gets: a number that people can quote, and the user with his office."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib.auth import SESSION_KEY, get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from api.sessions import is_good
from parcels.accounts import with_office

Handler = Callable[[HttpRequest], HttpResponse]


class RequestTrace:
    """Gives each request an id, which stands in the answer, in the log and in the history."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = uuid.uuid4().hex  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-Id"] = request.id  # type: ignore[attr-defined]
        if request.path.startswith("/api/"):
            response.setdefault("Cache-Control", "no-store")
        return response


class Account(AuthenticationMiddleware):
    """request.user with his office by one query, where the session is as good as new; else the stock way."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _user(request))  # type: ignore[assignment]


def _user(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    number = str(request.session.get(SESSION_KEY, ""))
    user = with_office(int(number)) if number.isdecimal() else None
    # A new password, a new key, somebody who may not come in any more: Django decides, and ends the session.
    if user is None or not is_good(request.session, user):
        return get_user(request)
    return user
