"""Database logins of officers: given, given another password and taken back by who administrates them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import parameters
from api.limits import LOGIN, take_turn
from api.problems import Problem
from api.register.officers import rendered, row_of, writer
from parcels import logins, officers
from parcels.changes import acting
from parcels.permissions import Access
from parcels.rights import UPDATE


@contextmanager
def _at_work(request: Request, uid: str) -> Iterator[tuple[Access, Any]]:
    """The caller's rights and the officer, whom nobody else changes meanwhile. Raises Http404, Problem."""
    parameters.plain(request.GET, ())
    can = writer(request)
    row_of(can, uid)
    if not can.may(UPDATE, "officers"):
        raise Problem("forbidden", 403)
    take_turn(request, LOGIN)
    with acting(request.user.pk, "web", getattr(request._request, "id", "")):
        officers.alone()
        yield can, row_of(can, uid)


class OfficerLogin(APIView):
    """POST makes the login, or another password for it; the older one ends."""

    def post(self, request: Request, uid: str) -> Response:
        # Never under an Idempotency-Key: its answer would be kept, and the password with it.
        with _at_work(request, uid) as (can, officer):
            login = logins.hand_out(can, officer)
        body = {"login": login.name, "password": login.password, "service": logins.block_of(login)}
        return Response(body, status=201, headers={"Cache-Control": "no-store"})


class LoginSuspension(APIView):
    """POST closes the login and its sessions; the officer still works on the web."""

    def post(self, request: Request, uid: str) -> HttpResponse:
        with _at_work(request, uid) as (can, officer):
            logins.suspend(can, officer)
        return rendered(row_of(can, uid))
