"""Pages about accounts: officers, one's own security, and the page behind an invitation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from frontend.views import entitled, for_signed_in
from parcels.rights import READ


@require_safe
@never_cache
def officers(request: HttpRequest) -> HttpResponse:
    entitled(request, READ, "officers")
    return for_signed_in(request, "pages/officers.html", "officers")


@require_safe
@never_cache
def qgis_guide(request: HttpRequest) -> HttpResponse:
    return for_signed_in(request, "pages/qgis_guide.html", "qgis-guide")


@require_safe
@never_cache
def security(request: HttpRequest) -> HttpResponse:
    return for_signed_in(request, "pages/security.html", "security")


@require_safe
@never_cache
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """The page asks the API whether the link works: here nobody learns that."""
    page = {"language": translation.get_language(), "secret": secret}
    response = render(request, "pages/invitation.html", {"page": page})
    response["Referrer-Policy"] = "no-referrer"
    return response
