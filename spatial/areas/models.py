"""An administrative area, known by its official code; its outline may be missing."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.db.models.functions import Now


class Level(models.TextChoices):
    """The four levels of the code CC-AA-TT-MM; the word says what one more pair of digits means."""

    PROVINCE = "PROVINCE", "จังหวัด"
    AMPHOE = "AMPHOE", "อำเภอ"
    TAMBON = "TAMBON", "ตำบล"
    VILLAGE = "VILLAGE", "หมู่บ้าน"


CODE_LENGTH: dict[Level, int] = {Level.PROVINCE: 2, Level.AMPHOE: 4, Level.TAMBON: 6, Level.VILLAGE: 8}


class Area(models.Model):
    """`code` is the official one without prefix: 67, 6701, 670114 or 67011401.

    `geom` is EPSG:4326, rounded to 8 decimals; outlines of amphoe and provinces are unions of their tambon,
    so that edges fit. An area without an outline still works by its code.
    """

    # Collation "C": scopes are ranges of codes ('6701' <= code < '6702'), which must not follow a language.
    code = models.CharField(max_length=8, unique=True, db_collation="C")
    level = models.CharField(max_length=8, choices=Level.choices)
    name_th = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    parent = models.ForeignKey(
        "self", to_field="code", db_column="parent", null=True, on_delete=models.PROTECT, related_name="children"
    )
    geom = models.MultiPolygonField(srid=4326, null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    source = models.TextField(blank=True)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "area"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code
