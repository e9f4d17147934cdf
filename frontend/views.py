"""Pages for people. They carry no data of the programme: the page asks the API for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import conditional_page, require_POST, require_safe
from django.views.i18n import JavaScriptCatalog

from parcels.models import Application
from parcels.permissions import Access, access, visible_to
from parcels.rights import CREATE, READ, UPDATE

LANGUAGE_COOKIE_AGE = 365 * 24 * 3600


def _safe_next(request: HttpRequest, wanted: str) -> str:
    """A path of this site, or the bench: never an address that somebody else put into a link."""
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    return wanted if is_ours and wanted.startswith("/") else reverse("bench")


def for_signed_in(request: HttpRequest, template: str, here: str, **more: Any) -> HttpResponse:
    """A page, or the way to it through the sign-in; who was suspended is told so.

    `here` is its place in the navigation.
    """
    if not request.user.is_authenticated:
        return redirect(f"{reverse('sign-in')}?{urlencode({'next': request.get_full_path()})}")
    can = access(request.user)
    page = {"language": translation.get_language(), **more}
    if not can.role:
        return render(request, "pages/no_rights.html", {"page": page}, status=403)
    navigation = {
        "here": here,
        "has_register": can.may(READ, "applications"),
        "has_cases": can.may(READ, "cases"),
    }
    return render(request, template, {"page": page, "navigation": navigation})


def entitled(
    request: HttpRequest,
    action: str,
    kind: str,
    model: type[Model] | None = None,
    uid: UUID | None = None,
    *,
    find: Callable[[Access, type[Model]], QuerySet[Any]] = visible_to,
) -> None:
    """Raises Http404 for who is signed in without the right, or without that row: what is hidden looks absent.

    Who is not signed in, or has no role any more, passes: `for_signed_in` shows them the way.
    """
    can = access(request.user)
    if not can.role:
        return
    if not can.may(action, kind) or (model and uid and not find(can, model).filter(uid=uid).exists()):
        raise Http404


@require_safe
@never_cache
def bench(request: HttpRequest) -> HttpResponse:
    about = {"base_maps": settings.BASE_MAPS, "attribution": settings.ATTRIBUTION}
    return for_signed_in(request, "pages/bench.html", "map", **about)


@require_safe
@never_cache
def work(request: HttpRequest) -> HttpResponse:
    entitled(request, READ, "applications")
    return for_signed_in(request, "pages/work.html", "work")


@require_safe
@never_cache
def applications(request: HttpRequest) -> HttpResponse:
    entitled(request, READ, "applications")
    return for_signed_in(request, "pages/applications.html", "applications")


@require_safe
@never_cache
def application(request: HttpRequest, uid: UUID) -> HttpResponse:
    entitled(request, READ, "applications", Application, uid)
    return for_signed_in(request, "pages/application.html", "applications", uid=str(uid))


@require_safe
@never_cache
def register(request: HttpRequest, uid: UUID | None = None) -> HttpResponse:
    """Register an application, or go on with one; for who may not do that the page is not there."""
    entitled(request, UPDATE if uid else CREATE, "applications", Application, uid)
    about = {"uid": str(uid)} if uid else {}
    return for_signed_in(request, "pages/register.html", "applications", **about)


@require_safe
@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    return for_signed_in(request, "pages/tokens.html", "tokens")


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
