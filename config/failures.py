"""What is answered when something broke: a problem to machines, a page to people, 503 when the database is away."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.views import defaults

from api.problems import Problem, as_response
from frontend import views

RETRY_AFTER_S = "10"


def answer(request: HttpRequest) -> HttpResponse:
    """Django calls this while the exception is being handled, and logs it afterwards."""
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    if is_away:
        connection.close()
    if request.path.startswith("/api/"):
        return as_response(Problem("database_away", 503) if is_away else Problem("server_error", 500))
    if is_away:
        response = views.database_away(request)
        response["Retry-After"] = RETRY_AFTER_S
        return response
    return views.server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What the framework refuses by itself: a host that is not ours, a form that is too large."""
    if request.path.startswith("/api/"):
        return as_response(Problem("bad_request", 400))
    return defaults.bad_request(request, exception)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """An unsafe request without the token of the page."""
    if request.path.startswith("/api/"):
        return as_response(Problem("csrf_failed", 403))
    return views.forbidden(request, PermissionError(reason))


def locked(request: HttpRequest, credentials: object) -> HttpResponse:
    """A name that got too many wrong passwords."""
    return as_response(Problem("sign_in_locked", 429, retry_after=900))
