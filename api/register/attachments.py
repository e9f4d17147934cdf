"""Papers and photos over HTTP: the bytes go in as the body of a request and come out as a file."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.http import Http404, HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from api import parameters
from api.conditional import OF_WRITES, etag, expected_versions, is_unchanged, write
from api.limits import UPLOAD, take_turn
from api.parsing import MAX_BODY, checked_length, content
from api.problems import Problem
from api.register.moves import asked
from api.register.records import APPLICATIONS, ATTACHMENTS
from api.register.views import OneRecord, Records, address, reader_of, rendered, row_of
from api.register.writing import RecordWriter, guarded
from api.values import bad
from parcels import files
from parcels.models import Attachment, AttachmentContent, AttachmentKind, Parcel
from parcels.permissions import Access, require, visible_to
from parcels.reading import note
from parcels.rights import CREATE, UPDATE

PARAMETERS = (*OF_WRITES, "application", "parcel", "kind", "name", "masked", "uid")
# Photos of the land and plans name nobody; whoever opens another file leaves a trace.
IMPERSONAL = ("SITE_PHOTO", "PLAN")
ODD = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]')


class Attachments(Records):
    """GET the list; POST one file as the body, the rest as parameters."""

    record = ATTACHMENTS

    def post(self, request: Request) -> HttpResponse:
        can = reader_of(request, ATTACHMENTS)
        require(can, CREATE, ATTACHMENTS.name)
        params = parameters.plain(request.GET, PARAMETERS)
        checked_length(request, files.MAX_FILE)
        take_turn(request, UPLOAD)
        data = request._request.body
        paper = files.look_at(data)  # it may take seconds, which no transaction should last

        def work() -> HttpResponse:
            row = _row(can, params)
            guarded(lambda: files.attach(row, paper, data))
            response = rendered(ATTACHMENTS, can, row, 201)
            response["Location"] = address(ATTACHMENTS, str(row.uid))
            return response

        return write(request, can, work)


def _row(can: Access, params: dict[str, str]) -> Attachment:
    """Whose paper it is and what. Raises Problem, NotAllowed, Http404 for an application that one may not see."""
    application = row_of(APPLICATIONS, can, params.get("application", ""))
    kind = params.get("kind", "")
    if not AttachmentKind.objects.filter(code=kind).exists():
        raise bad("kind", ", ".join(AttachmentKind.objects.values_list("code", flat=True)))
    if params.get("masked", "false") not in {"true", "false"}:
        raise bad("masked", "true, false")
    RecordWriter(ATTACHMENTS, can).require_application(application)
    row = Attachment(application=application, kind_id=kind, file_name=_name(params.get("name", "")))
    row.masked = params.get("masked") == "true"
    if "uid" in params:
        row.uid = _uid(params["uid"])
    if "parcel" in params:
        row.parcel = visible_to(can, Parcel).filter(uid=_uid(params["parcel"]), application=application).first()
        if row.parcel is None:
            raise Http404
    return row


def _uid(text: str) -> Any:
    return serializers.UUIDField().to_internal_value(text)


def _name(text: str) -> str:
    """A file's name as it is shown; it is never used to store or to open anything."""
    return ODD.sub("_", unicodedata.normalize("NFC", text)).strip()[:200] or "file"


class OneAttachment(OneRecord):
    record = ATTACHMENTS


class File(APIView):
    """The bytes of an attachment, or its thumbnail."""

    is_thumbnail = False

    def get(self, request: Request, uid: str) -> HttpResponse:
        can = reader_of(request, ATTACHMENTS)
        parameters.plain(request.GET, ())
        row = row_of(ATTACHMENTS, can, uid)
        tag = etag(row.version, self._column().encode())
        if is_unchanged(request, tag):
            return HttpResponse(status=304, headers={"ETag": tag, "Cache-Control": "private, no-cache"})
        data = AttachmentContent.objects.filter(pk=row.pk).values_list(self._column(), flat=True).first()
        if data is None:
            raise Http404
        if row.kind_id not in IMPERSONAL and not self.is_thumbnail:
            self._note(request, row)
        media = "image/jpeg" if self.is_thumbnail else row.media_type
        response = HttpResponse(bytes(data), content_type=media, headers={"ETag": tag})
        ending = ".pdf" if media == "application/pdf" else ".jpg"
        response["Content-Disposition"] = f'attachment; filename="{row.kind_id.lower()}{ending}"'
        response["Cache-Control"] = "private, no-cache"
        return response

    def _column(self) -> str:
        return "thumbnail" if self.is_thumbnail else "data"

    def _note(self, request: Request, row: Any) -> None:
        note(
            request.user.pk, via="token" if request.auth else "web", collection="attachments", form="file",
            columns=[row.kind_id], parameters=[str(row.uid)], rows=1, purpose="",
            request_id=getattr(request._request, "id", ""),
        )  # fmt: skip


class Turn(serializers.Serializer[Any]):
    degrees = serializers.ChoiceField(choices=(90, 180, 270))


class Rotation(APIView):
    """POST turns a photo clockwise; needs If-Match, since two who turn it at once would turn it twice."""

    def post(self, request: Request, uid: str) -> HttpResponse:
        can = reader_of(request, ATTACHMENTS)
        parameters.plain(request.GET, OF_WRITES)
        require(can, UPDATE, ATTACHMENTS.name)
        degrees = asked(Turn, content(request, MAX_BODY))["degrees"]

        def work() -> HttpResponse:
            row = row_of(ATTACHMENTS, can, uid, is_locked=True)
            expected = expected_versions(request)
            if expected is not None and row.version not in expected:
                raise Problem("stale", 412)
            RecordWriter(ATTACHMENTS, can).require_application(row.application)
            files.turn(row, degrees)
            row.refresh_from_db(fields=["version"])
            return rendered(ATTACHMENTS, can, row)

        return write(request, can, work)
