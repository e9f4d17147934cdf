"""Papers. The area on a land document is authoritative and never overwritten by a computed one."""

from __future__ import annotations

from django.conf import settings
from django.contrib.gis.db import models

from parcels.models.base import Record, coded
from parcels.models.land import Parcel
from parcels.models.progress import Application


class LandDocument(Record):
    """One deed or certificate of a parcel. `area_deed_wah` is in square wah (4 m²), exactly as on paper.

    `co_holders` are the holders beside the one that is named; each of them has to consent.
    """

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="documents", db_column="parcel")
    doc_type = coded("parcels.DocType", "doc_type")
    doc_no = models.CharField(max_length=40, blank=True)
    map_sheet = models.CharField(max_length=20, blank=True)
    sheet_scale = models.IntegerField(null=True)
    land_no = models.CharField(max_length=20, blank=True)
    survey_page = models.CharField(max_length=20, blank=True)
    book = models.CharField(max_length=20, blank=True)
    page = models.CharField(max_length=20, blank=True)
    land_office = models.CharField(max_length=100, blank=True)
    area_deed_wah = models.DecimalField(max_digits=10, decimal_places=2)
    issued_on = models.DateField(null=True)
    holder_name = models.CharField(max_length=200, blank=True)
    co_holders = models.SmallIntegerField(default=0, db_default=0)

    class Meta:
        db_table = "land_document"
        constraints = [
            models.CheckConstraint(condition=models.Q(area_deed_wah__gt=0), name="land_document_area_positive"),
            models.CheckConstraint(
                condition=models.Q(co_holders__gte=0, co_holders__lte=50), name="land_document_co_holders_in_range"
            ),
        ]


class Attachment(Record):
    """A photo or PDF of an application, or of one of its parcels. Its bytes stand apart (AttachmentContent).

    `sha256` is that of the bytes as they came in; a photo is encoded anew before it is kept. `masked`: the officer has
    made sure that an ID card shows no religion. `result` is CHECKED or RETURNED, once somebody has looked at it.
    """

    CHECKED, RETURNED = "CHECKED", "RETURNED"

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="attachments", db_column="application"
    )
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, null=True, related_name="+", db_column="parcel")
    kind = coded("parcels.AttachmentKind", "kind")
    file_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=40, editable=False)
    size_bytes = models.IntegerField(editable=False)
    pages = models.SmallIntegerField(default=1, editable=False)
    sha256 = models.BinaryField(editable=False)
    taken_at = models.DateTimeField(null=True, editable=False)
    location = models.PointField(srid=4326, null=True, editable=False)
    masked = models.BooleanField(default=False, db_default=False)
    result = models.CharField(max_length=8, blank=True, db_default="")
    result_reason = models.TextField(blank=True, db_default="")
    checked_at = models.DateTimeField(null=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        db_table = "attachment"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(result__in=["", "CHECKED", "RETURNED"]), name="attachment_result_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(result="RETURNED") | ~models.Q(result_reason=""),
                name="attachment_says_why_returned",
            ),
            models.UniqueConstraint(fields=["application", "kind", "sha256"], name="attachment_once"),
        ]


class AttachmentContent(models.Model):
    """The bytes of an attachment and its thumbnail (JPEG), in the database so that one backup holds all."""

    attachment = models.OneToOneField(Attachment, on_delete=models.CASCADE, related_name="content", primary_key=True)
    data = models.BinaryField()
    thumbnail = models.BinaryField(null=True)

    class Meta:
        db_table = "attachment_content"
