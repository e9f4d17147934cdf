"""Pages about who and what stands behind applications: disputes about land, applicants, versions of a parcel."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from frontend.views import entitled, for_signed_in
from parcels.models import Applicant, Parcel
from parcels.permissions import visible_ever
from parcels.rights import READ, UPDATE


@require_safe
@never_cache
def cases(request: HttpRequest) -> HttpResponse:
    entitled(request, READ, "cases")
    return for_signed_in(request, "pages/cases.html", "cases")


@require_safe
@never_cache
def applicants(request: HttpRequest) -> HttpResponse:
    entitled(request, READ, "applicants")
    return for_signed_in(request, "pages/applicants.html", "applicants")


@require_safe
@never_cache
def applicant(request: HttpRequest, uid: UUID) -> HttpResponse:
    entitled(request, READ, "applicants", Applicant, uid)
    return for_signed_in(request, "pages/applicant.html", "applicants", uid=str(uid))


@require_safe
@never_cache
def parcel_history(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Versions of a parcel, of a withdrawn one too, for who may change it."""
    entitled(request, UPDATE, "parcels", Parcel, uid, find=visible_ever)
    return for_signed_in(request, "pages/parcel_history.html", "map-history", uid=str(uid))
