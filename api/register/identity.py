"""The national ID of an applicant: stored once, shown masked, shown whole only for a stated purpose and with a trace."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from api import parameters
from api.conditional import OF_WRITES, write
from api.limits import IDENTITY, take_turn
from api.parsing import JSON, MAX_BODY, content
from api.problems import Problem
from api.register.fields import Words
from api.register.moves import asked
from api.register.records import APPLICANTS
from api.register.views import reader_of, row_of
from parcels.errors import NotAllowed, Refused
from parcels.identity import NationalId, fingerprint, masked, seal, unseal
from parcels.models import Applicant, ApplicantIdentity, Application
from parcels.permissions import Access
from parcels.reading import note
from parcels.rights import CREATE, READ
from spatial.rules import Finding


class Given(serializers.Serializer[Any]):
    national_id = Words(max_length=40)


class Purpose(serializers.Serializer[Any]):
    purpose = Words(min_length=5, max_length=200)


class Identity(APIView):
    """PUT the ID of an applicant who has none yet, or another where it was mistyped."""

    def put(self, request: Request, uid: str) -> HttpResponse:
        can = _allowed(request, CREATE)
        parameters.plain(request.GET, OF_WRITES)
        given = _number(asked(Given, content(request, MAX_BODY))["national_id"])

        def work() -> HttpResponse:
            applicant = row_of(APPLICANTS, can, uid, is_locked=True)
            _require_new(given, applicant)
            sealed = seal(applicant, given)
            ApplicantIdentity.objects.update_or_create(
                applicant=applicant,
                defaults={
                    "national_id_encrypted": sealed.national_id_encrypted,
                    "national_id_hash": sealed.national_id_hash,
                    "last4": sealed.last4,
                },
            )
            return _answer({"national_id_masked": masked(given.last4)})

        return write(request, can, work)


class Reading(APIView):
    """POST the purpose; the whole ID comes back, and a line stands in the log of what was read."""

    def post(self, request: Request, uid: str) -> HttpResponse:
        can = _allowed(request, READ)
        parameters.plain(request.GET, ())
        purpose = asked(Purpose, content(request, MAX_BODY))["purpose"]
        applicant = row_of(APPLICANTS, can, uid)
        take_turn(request, IDENTITY)
        identity = ApplicantIdentity.objects.filter(applicant=applicant).select_related("applicant").first()
        if identity is None:
            raise Problem("no_national_id", 422)
        whole = unseal(identity).grouped
        note(
            request.user.pk,
            via="token" if request.auth else "web",
            collection="applicants",
            form="identity",
            columns=["national_id"],
            parameters=[str(applicant.uid)],
            rows=1,
            purpose=purpose,
            request_id=getattr(request._request, "id", ""),
        )
        return _answer({"national_id": whole})


def _allowed(request: Request, action: str) -> Access:
    can = reader_of(request, APPLICANTS)
    if not can.may(action, "identities"):
        raise NotAllowed("forbidden")
    return can


def _number(text: str) -> NationalId:
    try:
        return NationalId.parse(text)
    except Refused as exc:
        raise Problem("bad_national_id", 422, [Finding("bad_national_id", "/national_id")]) from exc


def _require_new(given: NationalId, applicant: Applicant) -> None:
    """Raises Problem person_known (409): the number and office of that person's application, never who it is."""
    other = ApplicantIdentity.objects.filter(national_id_hash=fingerprint(given)).exclude(applicant=applicant).first()
    if other is None:
        return
    theirs = Application.objects.filter(applicant=other.applicant_id).select_related("tambon__parent").order_by("-pk")
    application = theirs.first()
    about = {"application": "–", "office_th": "–", "office_en": "–"}
    if application and application.tambon.parent:
        office = application.tambon.parent
        about = {"application": application.no, "office_th": office.name_th, "office_en": office.name_en}
    raise Problem("person_known", 409, [Finding("person_known", "/national_id", data=about)], **about)


def _answer(data: dict[str, str]) -> HttpResponse:
    return HttpResponse(JSON().render(data), content_type="application/json")
