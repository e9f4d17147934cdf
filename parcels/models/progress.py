"""How far an application has come, and disputes between parcels."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.db.models.functions import Now

from parcels.models.base import Record, coded
from parcels.models.people import Applicant, Officer


class Application(Record):
    """One applicant's request of one fiscal year (Buddhist era). `no` is FY-amphoe-running, 2565-6703-0042."""

    no = models.CharField(max_length=20, unique=True)
    fy = models.IntegerField()
    applicant = models.ForeignKey(Applicant, on_delete=models.PROTECT, related_name="applications")
    model = coded("parcels.PlotModel", "model")
    size_target_rai = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    level = coded("parcels.Level", "level", null=True)
    state = coded("parcels.State", "state", default="DRAFT")
    state_since = models.DateTimeField(db_default=Now())
    assigned_officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    remark = models.TextField(blank=True)

    class Meta:
        db_table = "application"
        constraints = [
            models.CheckConstraint(condition=models.Q(fy__gte=2500, fy__lte=2700), name="application_fy_is_be")
        ]
        indexes = [models.Index(fields=["fy", "state"], name="application_fy_state")]


class Case(Record):
    """A dispute: kept and listed, not only refused. The trigger opens it and closes it when the overlap is gone.

    `overlap_m2` and `geom`, the land that both share, are empty when the two shapes are too detailed for a request.
    """

    kind = coded("parcels.CaseKind", "kind")
    state = coded("parcels.CaseState", "state", default="OPEN")
    parcel_a = models.ForeignKey("parcels.Parcel", on_delete=models.PROTECT, related_name="cases_a")
    parcel_b = models.ForeignKey("parcels.Parcel", on_delete=models.PROTECT, related_name="cases_b")
    overlap_m2 = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    reason = models.TextField(blank=True)
    geom = models.MultiPolygonField(srid=4326, null=True, editable=False, spatial_index=False)
    opened_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "case"
        constraints = [
            models.UniqueConstraint(fields=["kind", "parcel_a", "parcel_b"], name="case_one_per_pair"),
            models.CheckConstraint(condition=models.Q(parcel_a__lt=models.F("parcel_b")), name="case_pair_in_order"),
        ]
