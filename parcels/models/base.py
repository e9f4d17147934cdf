"""What every domain table has: an identity outside, a version, who and when. Triggers fill them in."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Now


class Record(models.Model):
    """`uid` is the identity in every URL and file; `id` stays inside the database.

    `version`, `created_*` and `updated_*` are written by the trigger `stamp`, whoever writes.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, db_default=RandomUUID(), editable=False)
    version = models.IntegerField(db_default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    updated_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        abstract = True


def coded(to: str, column: str, **options: Any) -> models.ForeignKey[Any, Any]:
    """A reference to a code list: the column holds the code and has the list's bare name."""
    options.setdefault("on_delete", models.PROTECT)
    return models.ForeignKey(to, db_column=column, related_name="+", **options)


def in_area(column: str, **options: Any) -> models.ForeignKey[Any, Any]:
    """A reference to an area by its official code (2, 4, 6 or 8 digits)."""
    return models.ForeignKey(
        "areas.Area", to_field="code", db_column=column, on_delete=models.PROTECT, related_name="+", **options
    )
