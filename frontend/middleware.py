"""The language of a request: pages are Thai unless the reader chose English; the API listens to Accept-Language."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from api.negotiation import LANGUAGE, asked_language, prefers_page

Handler = Callable[[HttpRequest], HttpResponse]


class PageLanguage:
    """Activates the language before the view runs, and says it in Content-Language.

    A browser's Accept-Language is what its maker set, not what a Thai officer reads: pages ignore it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_api = request.path.startswith("/api/") and request.path != "/api/docs" and not prefers_page(request)
        with translation.override(
            asked_language(request.headers.get("Accept-Language", "")) if is_api else _chosen_language(request)
        ):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.setdefault("Content-Language", translation.get_language())
        patch_vary_headers(response, ("Accept-Language" if is_api else "Cookie",))
        return response


def _chosen_language(request: HttpRequest) -> str:
    return "en" if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) == "en" else LANGUAGE
