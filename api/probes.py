"""Two questions of the operator: is the process alive, and can it serve."""

from __future__ import annotations

from django.db import Error, connection, transaction
from django.http import HttpRequest, HttpResponse


def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: answers without touching the database."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """Ready: 200 when the database answers within a second, else 503. Says nothing of versions or addresses."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 1000")
            cursor.execute("SELECT 1 FROM parcel LIMIT 1")
    except Error:
        return HttpResponse("not ready\n", status=503, content_type="text/plain", headers={"Retry-After": "5"})
    return HttpResponse("ready\n", content_type="text/plain")
