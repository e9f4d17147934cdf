"""Code lists of the programme (DOMAIN.md 1.1 to 1.8, 2.1, 3.1, 6.2, 6.3), loaded from fixtures/codes.json.

A code is never deleted: it gets a `valid_to`.
"""

from __future__ import annotations

from django.db import models


class CodeList(models.Model):
    code = models.CharField(max_length=24, primary_key=True)
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    sort = models.IntegerField(default=0)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        abstract = True
        ordering = ["sort", "code"]

    def __str__(self) -> str:
        return self.code


class Component(CodeList):
    class Meta(CodeList.Meta):
        db_table = "component"


class Sector(CodeList):
    class Meta(CodeList.Meta):
        db_table = "sector"


class Level(CodeList):
    class Meta(CodeList.Meta):
        db_table = "level"


class PlotModel(CodeList):
    sizes_rai = models.JSONField(default=list)

    class Meta(CodeList.Meta):
        db_table = "plot_model"


class Ratio(CodeList):
    class Meta(CodeList.Meta):
        db_table = "ratio"


class Soil(CodeList):
    class Meta(CodeList.Meta):
        db_table = "soil"


class LandClass(CodeList):
    class Meta(CodeList.Meta):
        db_table = "land_class"


class ZoneGroup(CodeList):
    target_share = models.DecimalField(max_digits=4, decimal_places=1, help_text="percent of the participating area")

    class Meta(CodeList.Meta):
        db_table = "zone_group"


class ZoneType(CodeList):
    group = models.ForeignKey(ZoneGroup, on_delete=models.PROTECT, db_column="group", related_name="+")

    class Meta(CodeList.Meta):
        db_table = "zone_type"


class Confers(CodeList):
    class Meta(CodeList.Meta):
        db_table = "confers"


class DeedPosition(CodeList):
    class Meta(CodeList.Meta):
        db_table = "deed_position"


class DocType(CodeList):
    confers = models.ForeignKey(Confers, on_delete=models.PROTECT, db_column="confers", related_name="+")
    position = models.ForeignKey(
        DeedPosition, on_delete=models.PROTECT, db_column="position", related_name="+", null=True
    )

    class Meta(CodeList.Meta):
        db_table = "doc_type"


class ApplicantKind(CodeList):
    line = models.CharField(max_length=12, choices=[("people", "people"), ("institutions", "institutions")])

    class Meta(CodeList.Meta):
        db_table = "applicant_kind"


class CaptureMethod(CodeList):
    class Meta(CodeList.Meta):
        db_table = "capture_method"


class AttachmentKind(CodeList):
    class Meta(CodeList.Meta):
        db_table = "attachment_kind"


class ConsentKind(CodeList):
    class Meta(CodeList.Meta):
        db_table = "consent_kind"


class WaterSource(CodeList):
    class Meta(CodeList.Meta):
        db_table = "water_source"


class FloodRisk(CodeList):
    class Meta(CodeList.Meta):
        db_table = "flood_risk"


class State(CodeList):
    group = models.CharField(max_length=12)

    class Meta(CodeList.Meta):
        db_table = "state"


class ZoneStage(CodeList):
    class Meta(CodeList.Meta):
        db_table = "zone_stage"


class CaseKind(CodeList):
    class Meta(CodeList.Meta):
        db_table = "case_kind"


class CaseState(CodeList):
    class Meta(CodeList.Meta):
        db_table = "case_state"


class Relation(CodeList):
    """What somebody is to the holder of the land."""

    class Meta(CodeList.Meta):
        db_table = "relation"


class RejectReason(CodeList):
    class Meta(CodeList.Meta):
        db_table = "reject_reason"


class Role(CodeList):
    class Meta(CodeList.Meta):
        db_table = "role"


# In the order in which they can be loaded: a list stands after the lists it refers to.
LISTS: dict[str, type[CodeList]] = {
    str(model._meta.db_table): model
    for model in (
        Component, Sector, Level, PlotModel, Ratio, Soil, LandClass, ZoneGroup, ZoneType, Confers, DeedPosition,
        DocType, ApplicantKind, CaptureMethod, AttachmentKind, ConsentKind, WaterSource, FloodRisk, State, ZoneStage,
        CaseKind, CaseState, Relation, RejectReason, Role,
    )
}  # fmt: skip
