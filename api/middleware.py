"""What every request gets: a number that people can quote, and an honest answer when the database is away."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from api.problems import Problem, as_response

log = logging.getLogger("plaeng.request")
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


class DatabaseAway:
    """503 with Retry-After, as a problem or as a page, when the database does not answer."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exc: Exception) -> HttpResponse | None:
        if isinstance(exc, OperationalError | InterfaceError):
            return self.away(request, exc)
        return None

    def away(self, request: HttpRequest, exc: Exception) -> HttpResponse:
        log.error("database away: %s", type(exc).__name__)
        connection.close()
        if request.path.startswith("/api/"):
            return as_response(Problem("database_away", 503))
        response = render(request, "errors/503.html", status=503)
        response["Retry-After"] = "10"
        return response
