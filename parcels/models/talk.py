"""What people say to each other about the work, and what the platform tells them."""

from __future__ import annotations

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models.functions import Now

from parcels.models.base import Record
from parcels.models.land import Parcel
from parcels.models.progress import Application


class Comment(Record):
    """A remark of the staff on an application or a parcel, at a place of the map if it has one (EPSG:4326)."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, related_name="comments", db_column="application"
    )
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, null=True, related_name="comments", db_column="parcel")
    text = models.TextField()
    point = models.PointField(srid=4326, null=True)
    resolved = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "comment"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(application__isnull=False) | models.Q(parcel__isnull=False),
                name="comment_is_about_something",
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="comment_says_something"),
        ]


class Notice(models.Model):
    """Something that one user should know: `kind` and `about` make its sentence, in the language of the reader."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=24)
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, related_name="+", db_column="application"
    )
    about = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notice"
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_of_user"),
            models.Index(
                fields=["at"], condition=models.Q(mailed_at__isnull=True, read_at__isnull=True), name="notice_to_mail"
            ),
        ]


class SavedFilter(models.Model):
    """A search that somebody gave a name: `query` is that of the address of the list."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="filters")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=2000)

    class Meta:
        db_table = "saved_filter"
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_filter_name")]
