"""The same resources as pages for people: the JSON that a view answers with, put into a template.

A view names its template in `page`; what that needs beside the JSON is gathered by a function of the table below. The
templates themselves stand with the other pages of the platform (frontend/templates/api).
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.negotiation import prefers_page
from api.pages import features, plain

Json = dict[str, Any]

GATHER: dict[str, Callable[[Request, Json, str], Json]] = {
    "api/landing.html": plain.landing,
    "api/conformance.html": plain.conformance,
    "api/collections.html": plain.collections,
    "api/collection.html": plain.collection,
    "api/items.html": features.items,
    "api/item.html": features.item,
}


class Readable(APIView):
    """A view whose GET is a page for whom prefers one (api/negotiation.py), and JSON for everybody else.

    Both may read one address differently, see `_filled_in`: an answer that is kept is kept for one of them, `is_page`.
    """

    page = ""
    is_page = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        base = request._request
        self.is_page = base.method in {"GET", "HEAD"} and prefers_page(base)
        if self.is_page:
            base.GET = _filled_in(base.GET)  # type: ignore[assignment]
        super().initial(request, *args, **kwargs)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answered = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(answered, ("Accept",))
        data = _json_of(answered) if self.is_page else None
        if data is None:
            return answered
        if answered.status_code >= 400:
            page = _problem(request._request, data)
        else:
            context = GATHER[self.page](request, data, kwargs.get("name", ""))
            page = shown(request._request, self.page, context)
        for name in ("WWW-Authenticate", "Retry-After", "Allow", "Content-Crs"):
            if name in answered:
                page[name] = answered[name]
        patch_vary_headers(page, ("Accept", "Cookie"))
        return page


def _json_of(answered: Any) -> Any:
    """What the view answered with; None for another form and for an answer without a body."""
    if isinstance(answered, Response):
        return answered.data
    if not answered.get("Content-Type", "").endswith("json"):
        return None
    is_packed = answered.get("Content-Encoding") == "gzip"
    return orjson.loads(gzip.decompress(answered.content) if is_packed else answered.content)


def shown(request: HttpRequest, template: str, context: Json, status: int = 200) -> HttpResponse:
    """A page in the language of its reader."""
    language = {"language": translation.get_language()}
    return render(request, template, {"page": language, "address": _address(request, "json"), **context}, status=status)


def _problem(request: HttpRequest, data: Json) -> HttpResponse:
    return shown(request, "api/problem.html", {"problem": data, "here": request.get_full_path()}, data["status"])


def _filled_in(given: QueryDict) -> QueryDict:
    """Without `f`, which has done its work, and without the fields that a form left empty."""
    kept = QueryDict(mutable=True)
    for name, values in given.lists():
        if name != "f" and values != [""]:
            kept.setlist(name, values)
    return kept


def _address(request: HttpRequest, form: str) -> str:
    """This address in another form, path and query."""
    query = request.GET.copy()
    query["f"] = form
    return f"{request.path}?{query.urlencode()}"
