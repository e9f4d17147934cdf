"""The short way of what is asked for by the thousand: a feature, a list or a tile, by somebody who is signed in.

It reads session, user, office and change counter by one statement, and leaves out what only forms, pages and other
answers need. Rights, views, refusals and headers are those of the long way (tests/api/test_lane.py compares them).
What is not plainly such a request takes the long way, before anything has been done for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from io import BytesIO
from typing import Any

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.exception import response_for_exception
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers
from rest_framework.request import Request

from api import sessions
from api.items import Item, Items
from api.negotiation import asked_language, takes_data
from api.pages import Readable
from api.problems import Problem, handle
from api.tiles.views import OneTile
from parcels.counters import Scope
from parcels.permissions import Access

Handler = Callable[[HttpRequest], HttpResponse]

COLLECTIONS = "/api/collections/"
ITEMS = f"{COLLECTIONS}(?P<name>[^/]+)/items"
TILES = f"{COLLECTIONS}(?P<name>[^/]+)/tiles/(?P<grid>[^/]+)"
ROUTES = [
    (re.compile(rf"{ITEMS}/(?P<uid>[^/]+)"), Item),
    (re.compile(rf"{TILES}/(?P<z>[^/]+)/(?P<y>[^/]+)/(?P<x>[^/]+)"), OneTile),
    (re.compile(ITEMS), Items),
]


class Lane:
    """Answers such requests, and hands all others on."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        route = _route(request)
        key = _key(request) if route else ""
        if route is None or not key:
            return self.get_response(request)
        with translation.override(asked_language(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))):
            short = _answer(request, key, *route)
        if short is not None:
            return short
        response = self.get_response(request)
        user: Any = request.user if response.status_code < 400 else None  # else nobody may have asked yet who it is
        if user is not None and user.is_authenticated:
            sessions.remember(key, user)
        return response


def _key(request: HttpRequest) -> str:
    """The session key in the cookies, "" where there is none or more than one."""
    text = request.META.get("HTTP_COOKIE", "")
    found = _cookie().findall(text)
    return found[0] if len(found) == 1 and text.count(settings.SESSION_COOKIE_NAME) == 1 else ""


@cache
def _cookie() -> re.Pattern[str]:
    return re.compile(rf"(?:^|;)\s*{re.escape(settings.SESSION_COOKIE_NAME)}=([a-z0-9]{{32}})\s*(?=;|$)")


def _route(request: HttpRequest) -> tuple[Any, dict[str, str]] | None:
    """The view and its arguments, when the request is one for the short way."""
    asked, path = request.META, request.path_info
    if not path.startswith(COLLECTIONS) or request.method != "GET" or "HTTP_AUTHORIZATION" in asked:
        return None
    if not takes_data(asked.get("HTTP_ACCEPT", "")) or not _is_ours(asked.get("HTTP_HOST", asked["SERVER_NAME"])):
        return None
    if asked.get("QUERY_STRING") and "f" in request.GET:
        return None
    return next(((kind, found.groupdict()) for pattern, kind in ROUTES if (found := pattern.fullmatch(path))), None)


@lru_cache(maxsize=100)
def _is_ours(host: str) -> bool:
    """False where Django refuses the text of a Host."""
    request = HttpRequest()
    request.META["HTTP_HOST"] = host
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def _answer(base: HttpRequest, key: str, kind: Any, place: dict[str, str]) -> HttpResponseBase | None:
    """What the view answers, or why it does not; None when the long way shall judge who asks."""
    view = kind()
    view.setup(base, **place)
    try:
        caller = sessions.caller(key, lambda can: _scope(view, base, can, place))
        if caller is None:
            return None
        response: HttpResponseBase = view.get(_request(base, caller), **place)
    except Exception as exc:
        refused = handle(exc, {})
        if refused is None:
            return _finished(response_for_exception(base, exc), base)
        response = refused
    response["Allow"] = ", ".join(view.allowed_methods)
    return _finished(response, base, *(("Accept",) if isinstance(view, Readable) else ()))


def _request(base: HttpRequest, caller: sessions.Caller) -> Request:
    """What the framework would make of a request from `caller`."""
    base.caller = caller  # type: ignore[attr-defined]
    request: Any = Request(base)
    request.user, request.auth = caller.user, None
    return request


def _scope(view: Any, base: HttpRequest, can: Access, place: dict[str, str]) -> Scope:
    """What the answer depends on; what is wrong with the request is for the view to say."""
    try:
        found: Scope = view.scope(base, can, **place)
    except (Problem, Http404):
        return Scope()
    return found


def _finished(response: HttpResponseBase, request: HttpRequest, *varies: str) -> HttpResponseBase:
    """With the headers that the long way gives to every answer to somebody with a session."""
    patch_vary_headers(response, (*varies, "Cookie", "Accept-Language"))
    if isinstance(response, HttpResponse):
        response.headers.setdefault("Content-Length", str(len(response.content)))
    response.headers.setdefault("Content-Language", translation.get_language() or "")
    # At once: they are ready, and to check each of them again takes longer than all else here.
    response.headers._store.update(_standing(request.is_secure()))
    return response


@cache
def _standing(is_secure: bool) -> dict[str, tuple[str, str]]:
    """The headers that are the same on every answer, as the middlewares that give them say them."""
    request = WSGIRequest({"REQUEST_METHOD": "GET", "wsgi.input": BytesIO()})
    request.environ["wsgi.url_scheme"] = "https" if is_secure else "http"
    if settings.SECURE_PROXY_SSL_HEADER:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        request.META[name] = value if is_secure else "http"
    response = HttpResponse()
    del response["Content-Type"]
    for middleware in (XFrameOptionsMiddleware, CSPMiddleware, SecurityMiddleware):
        middleware(lambda request: response).process_response(request, response)
    found: dict[str, tuple[str, str]] = response.headers._store
    return found
