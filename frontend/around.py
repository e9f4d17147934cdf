"""Pages about who and what stands behind applications: disputes about land, applicants, versions of a parcel."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from frontend.views import for_signed_in
from parcels.models import Applicant, Parcel
from parcels.permissions import access, visible_ever, visible_to
from parcels.rights import READ, UPDATE


@require_safe
@never_cache
def cases(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated and not access(request.user).may(READ, "cases"):
        raise Http404
    return for_signed_in(request, "pages/cases.html", "cases")


@require_safe
@never_cache
def applicants(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated and not access(request.user).may(READ, "applicants"):
        raise Http404
    return for_signed_in(request, "pages/applicants.html", "applicants")


@require_safe
@never_cache
def applicant(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Whom the reader may not see is not there: the same page for both."""
    if request.user.is_authenticated:
        can = access(request.user)
        if not can.may(READ, "applicants") or not visible_to(can, Applicant).filter(uid=uid).exists():
            raise Http404
    return for_signed_in(request, "pages/applicant.html", "applicants", uid=str(uid))


@require_safe
@never_cache
def parcel_history(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Versions of a parcel, of a withdrawn one too, for who may change it."""
    if request.user.is_authenticated:
        can = access(request.user)
        if not can.may(UPDATE, "parcels") or not visible_ever(can, Parcel).filter(uid=uid).exists():
            raise Http404
    return for_signed_in(request, "pages/parcel_history.html", "map-history", uid=str(uid))
