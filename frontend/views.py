"""Pages for people. They carry no data of the programme: the page asks the API for it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import conditional_page, require_POST, require_safe
from django.views.i18n import JavaScriptCatalog

from parcels.permissions import access

LANGUAGE_COOKIE_AGE = 365 * 24 * 3600


def _safe_next(request: HttpRequest, wanted: str) -> str:
    """A path of this site, or the bench: never an address that somebody else put into a link."""
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    return wanted if is_ours and wanted.startswith("/") else reverse("bench")


def for_signed_in(request: HttpRequest, template: str) -> HttpResponse:
    """A page, or the way to it through the sign-in; who was suspended is told so."""
    if not request.user.is_authenticated:
        return redirect(f"{reverse('sign-in')}?{urlencode({'next': request.get_full_path()})}")
    if not access(request.user).role:
        return render(request, "pages/no_rights.html", {"page": {"language": translation.get_language()}}, status=403)
    return render(request, template, {"page": {"language": translation.get_language()}})


@require_safe
@never_cache
def bench(request: HttpRequest) -> HttpResponse:
    return for_signed_in(request, "pages/bench.html")


@require_safe
@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    return for_signed_in(request, "pages/tokens.html")


@require_safe
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    following = _safe_next(request, request.GET.get("next", ""))
    if request.user.is_authenticated:
        return HttpResponseRedirect(following)
    page = {"language": translation.get_language(), "next": following}
    return render(request, "pages/sign_in.html", {"page": page})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the reader's language in a cookie and go back to where they were."""
    code = request.POST.get("language", "")
    response = HttpResponseRedirect(_safe_next(request, request.POST.get("next", "")))
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            secure=request.is_secure(),
            httponly=True,
        )
    return response


@require_safe
@conditional_page
def catalogue(request: HttpRequest, code: str) -> HttpResponse:
    """The texts of the scripts in one language; the address names it, so that caches keep both."""
    with translation.override(code):
        texts = JavaScriptCatalog(domain="djangojs", packages=["frontend"])
        response = texts.get(request)
    response["Cache-Control"] = "no-cache"
    return response


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/500.html", status=500)


def database_away(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/503.html", status=503)
