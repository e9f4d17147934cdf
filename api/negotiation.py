"""Which form of an answer a caller wants: JSON to most, a page to whom prefers one, 406 to whom takes neither."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request

KINDS_OF_JSON = ("application/json", "application/geo+json", "application/problem+json")
PAGE = "text/html"
LANGUAGE = "th"


def prefers_page(request: HttpRequest) -> bool:
    """True for f=html, and without `f` when Accept puts text/html before every kind of JSON, as browsers do."""
    if "f" in request.GET:
        return request.GET["f"] == "html"
    return request.get_preferred_type([*KINDS_OF_JSON, PAGE]) == PAGE


def takes_json(request: HttpRequest) -> bool:
    """Most clients ask for JSON by other names of it: vnd.oai.openapi+json, schema+json, vnd.geo+json."""
    if not request.headers.get("Accept", "").strip():
        return True
    named = any(t.main_type == "application" and t.sub_type.endswith("json") for t in request.accepted_types)
    return named or any(request.accepts(kind) for kind in KINDS_OF_JSON)


@lru_cache(maxsize=1_000)
def takes_data(accept: str) -> bool:
    """True when the text of an Accept asks for no page, and JSON will do."""
    request = HttpRequest()
    request.META["HTTP_ACCEPT"] = accept
    return not prefers_page(request) and takes_json(request)


@lru_cache(maxsize=1_000)
def asked_language(accept: str) -> str:
    """The first of our languages in the text of an Accept-Language, else Thai."""
    known = dict(settings.LANGUAGES)
    for tag, _weight in parse_accept_lang_header(accept):
        if (code := tag.partition("-")[0]) in known:
            return code
    return LANGUAGE


class OneFormat(DefaultContentNegotiation):
    """One renderer for all; `page` of a view is its template for people, `media_types` are further forms that it has."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        base = request._request
        view = request.parser_context["view"]
        others = (*getattr(view, "media_types", ()), *((PAGE,) if getattr(view, "page", "") else ()))
        if "f" not in base.GET and not takes_json(base) and not any(base.accepts(kind) for kind in others):
            raise NotAcceptable
        return renderers[0], renderers[0].media_type
