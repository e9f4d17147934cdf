"""How far an application has come, and what every step left behind: moves, consents, survey, design, works."""

from __future__ import annotations

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models.functions import Now

from parcels.models.base import Record, coded, in_area
from parcels.models.people import Applicant, Officer


class Application(Record):
    """One applicant's request of one fiscal year (Buddhist era). `no` is FY-amphoe-running, 2565-6703-0042.

    `no` and `state_since` are written by triggers, `tambon` too where it is missing: it says whose desk the application
    lies on. `relation` is that of the applicant to the holder of the land.
    """

    no = models.CharField(max_length=20, unique=True, db_default="", editable=False)
    fy = models.IntegerField()
    applicant = models.ForeignKey(Applicant, on_delete=models.PROTECT, related_name="applications")
    relation = coded("parcels.Relation", "relation", default="HOLDER", db_default="HOLDER")
    tambon = in_area("tambon")
    model = coded("parcels.PlotModel", "model")
    size_target_rai = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    level = coded("parcels.Level", "level", null=True)
    state = coded("parcels.State", "state", default="DRAFT")
    state_since = models.DateTimeField(db_default=Now())
    reserve_rank = models.IntegerField(null=True, editable=False)
    assigned_officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    remark = models.TextField(blank=True)

    class Meta:
        db_table = "application"
        constraints = [
            models.CheckConstraint(condition=models.Q(fy__gte=2500, fy__lte=2700), name="application_fy_is_be"),
            models.CheckConstraint(condition=models.Q(size_target_rai__gt=0), name="application_size_positive"),
        ]
        indexes = [models.Index(fields=["fy", "state"], name="application_fy_state")]


class StateChange(models.Model):
    """One move of an application, written by the trigger that lets it pass; append-only.

    `on` is the day that the move is about: of the written request, or of the declaration.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="moves", db_column="application"
    )
    from_state = coded("parcels.State", "from_state", null=True)
    to_state = coded("parcels.State", "to_state")
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason_code = coded("parcels.RejectReason", "reason_code", null=True)
    reason = models.TextField(blank=True)
    on = models.DateField(null=True)
    rank = models.IntegerField(null=True)

    class Meta:
        db_table = "state_change"
        indexes = [models.Index(fields=["application", "id"], name="state_change_application")]


class Consent(Record):
    """What somebody has agreed to, in a version of the text; it is in force until it is withdrawn."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="consents", db_column="application"
    )
    kind = coded("parcels.ConsentKind", "kind")
    given_by = models.CharField(max_length=200)
    relation = coded("parcels.Relation", "relation", default="HOLDER", db_default="HOLDER")
    signed_on = models.DateField()
    text_version = models.CharField(max_length=40)
    withdrawn_on = models.DateField(null=True)

    class Meta:
        db_table = "consent"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_on__gte=models.F("signed_on")), name="consent_withdrawn_after_signing"
            )
        ]


class Survey(Record):
    """A visit to the land and whether it is ready. `location` is where the visitor stood, EPSG:4326."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="surveys", db_column="application"
    )
    visited_on = models.DateField()
    visited_by = models.CharField(max_length=200)
    location = models.PointField(srid=4326)
    soil = coded("parcels.Soil", "soil", null=True)
    water_source = coded("parcels.WaterSource", "water_source", null=True)
    crops_now = models.CharField(max_length=300, blank=True)
    animals_now = models.CharField(max_length=300, blank=True)
    access = models.CharField(max_length=300, blank=True)
    flood_risk = coded("parcels.FloodRisk", "flood_risk", default="UNKNOWN", db_default="UNKNOWN")
    ready = models.BooleanField()
    reasons = models.TextField(blank=True)

    class Meta:
        db_table = "survey"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ready=True) | ~models.Q(reasons=""), name="survey_says_why_not_ready"
            )
        ]


class Design(Record):
    """The standard design that an application was given: size, ratio of width to length, soil (DOMAIN.md 1.6)."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="designs", db_column="application"
    )
    size_rai = models.DecimalField(max_digits=8, decimal_places=2)
    ratio = coded("parcels.Ratio", "ratio")
    soil = coded("parcels.Soil", "soil")
    approved_on = models.DateField()

    class Meta:
        db_table = "design"
        constraints = [models.CheckConstraint(condition=models.Q(size_rai__gt=0), name="design_size_positive")]


class Work(Record):
    """Earthworks and what else is done on the land, until the inspection committee accepts them."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="works", db_column="application"
    )
    kind = models.CharField(max_length=100)
    planned_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    contractor = models.CharField(max_length=200, blank=True)
    volume_m3 = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    accepted_on = models.DateField(null=True)
    accepted_by = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "work"
        constraints = [
            models.CheckConstraint(condition=models.Q(volume_m3__gte=0), name="work_volume_not_negative"),
            models.CheckConstraint(
                condition=models.Q(accepted_on__gte=models.F("done_on")), name="work_accepted_after_done"
            ),
        ]


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
