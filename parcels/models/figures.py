"""Views of the database (parcels/sql) as collections have them: nobody writes there."""

from __future__ import annotations

from django.contrib.gis.db import models


class AreaSummary(models.Model):
    """Applicants and joined land of an area, a fiscal year and a state; without a state, of all of them.

    There are two rows of each, one with exact figures and one for the public, `is_public`, in which figures are missing
    that would tell of single persons.
    """

    id = models.BigIntegerField(primary_key=True)
    row_key = models.TextField()
    is_public = models.BooleanField()
    code = models.CharField(max_length=8, db_collation="C")
    level = models.CharField(max_length=8)
    name_th = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    parent = models.CharField(max_length=8, null=True)
    fy = models.IntegerField()
    state = models.CharField(max_length=20, null=True)
    applicants = models.IntegerField(null=True)
    applicants_class = models.CharField(max_length=4, null=True)
    joined_area_m2 = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    geom = models.MultiPolygonField(srid=4326, null=True)

    class Meta:
        managed = False
        db_table = "area_summary"


class SeenCase(models.Model):
    """A case for readers who see both of its parcels, or only a or b (`seen`); of the other one nothing is there."""

    uid = models.UUIDField()
    version = models.IntegerField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=20)
    overlap_m2 = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    geom = models.MultiPolygonField(srid=4326, null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    seen = models.CharField(max_length=4)
    parcel_a = models.UUIDField(null=True)
    parcel_a_code = models.CharField(max_length=16, null=True, db_collation="C")
    parcel_b = models.UUIDField(null=True)
    parcel_b_code = models.CharField(max_length=16, null=True, db_collation="C")
    a_tambon = models.CharField(max_length=6, db_collation="C")
    a_village = models.CharField(max_length=8)
    a_stands = models.BooleanField()
    b_tambon = models.CharField(max_length=6, db_collation="C")
    b_village = models.CharField(max_length=8)
    b_stands = models.BooleanField()

    class Meta:
        managed = False
        db_table = "seen_case"
