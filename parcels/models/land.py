"""Parcels that take part, and the zones inside them. PostGIS triggers hold their rules (parcels/sql)."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.gis.db import models

from parcels.models.base import Record, coded, in_area
from parcels.models.progress import Application


def seen_version() -> models.IntegerField[int | None, int | None]:
    """The version once more, written by a trigger: QGIS, which names the version that an edit makes, counts from here."""
    return models.IntegerField(null=True, db_default=1, editable=False)


class Parcel(Record):
    """A piece of land, in the programme when it has an application.

    `geom` is EPSG:4326, MultiPolygon, 8 decimals; it may be missing, since an application often comes before
    the drawing. Areas are m²: `area_calc_m2` is geodesic and derived, `joined_area_m2` is what the programme
    counts. `code`, `amphoe`, `state`, `fy`, `model` and `area_calc_m2` are written by triggers only.
    """

    code = models.CharField(max_length=16, unique=True, db_default="", editable=False, db_collation="C")
    name = models.CharField(max_length=200, blank=True)
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="parcels", db_column="application"
    )
    # Without indexes of their own: two stand first in indexes of parcels/sql/publish, and hardly one way of capture
    # is rare. Each would cost every new row an entry.
    tambon = in_area("tambon", db_index=False)
    village_code = models.CharField(max_length=8, blank=True)
    land_class = coded("parcels.LandClass", "land_class", default="UNKNOWN")
    # In an index with the tambon (parcels/sql/place_index), and in none alone.
    geom = models.MultiPolygonField(srid=4326, null=True, blank=True, spatial_index=False)
    joined_area_m2 = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    joined_is_estimate = models.BooleanField(default=False)
    area_calc_m2 = models.DecimalField(max_digits=14, decimal_places=4, null=True, editable=False)
    capture_method = coded("parcels.CaptureMethod", "capture_method", null=True, db_index=False)
    source_crs = models.CharField(max_length=200, blank=True)
    crs_operation = models.CharField(max_length=300, blank=True)
    positional_accuracy_m = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    amphoe = models.CharField(max_length=4, db_default="", editable=False, db_collation="C")
    state = coded("parcels.State", "state", null=True, editable=False, db_index=False)
    fy = models.IntegerField(null=True, editable=False)
    model = coded("parcels.PlotModel", "model", null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True)
    seen_version = seen_version()

    class Meta:
        db_table = "parcel"
        constraints = [
            models.CheckConstraint(condition=models.Q(joined_area_m2__gte=0), name="parcel_joined_not_negative"),
            models.CheckConstraint(
                condition=models.Q(positional_accuracy_m__gte=0), name="parcel_accuracy_not_negative"
            ),
        ]


class Zone(Record):
    """A part of a parcel with one use. `geom` is EPSG:4326, 8 decimals, inside the parcel within 0.10 m."""

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="zones", db_column="parcel")
    zone_type = coded("parcels.ZoneType", "zone_type")
    geom = models.PolygonField(srid=4326, spatial_index=False)
    stage = coded("parcels.ZoneStage", "stage", default="PLANNED")
    area_calc_m2 = models.DecimalField(max_digits=14, decimal_places=4, null=True, editable=False)
    depth_m = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    side_slope = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    note = models.TextField(blank=True)
    tambon = models.CharField(max_length=6, db_default="", editable=False, db_collation="C")
    seen_version = seen_version()

    class Meta:
        db_table = "zone"
        constraints = [
            models.CheckConstraint(condition=models.Q(depth_m__gt=0, depth_m__lte=50), name="zone_depth_in_range"),
            models.CheckConstraint(
                condition=models.Q(side_slope__gte=0, side_slope__lte=20), name="zone_slope_in_range"
            ),
        ]
