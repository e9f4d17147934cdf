"""Land documents. The area on the paper is authoritative and never overwritten by a computed one."""

from __future__ import annotations

from django.db import models

from parcels.models.base import Record, coded
from parcels.models.land import Parcel


class LandDocument(Record):
    """One deed or certificate of a parcel. `area_deed_wah` is in square wah (4 m²), exactly as on paper."""

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

    class Meta:
        db_table = "land_document"
        constraints = [
            models.CheckConstraint(condition=models.Q(area_deed_wah__gt=0), name="land_document_area_positive")
        ]
