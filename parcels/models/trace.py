"""Traces that the database writes about itself: history of every change, and answers kept for repeats."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class History(models.Model):
    """One change of one row, written by trigger in the same transaction, append-only.

    `before` and `after` hold only the columns that changed (all of them for INSERT and DELETE).
    """

    at = models.DateTimeField(db_default=Now())
    table_name = models.CharField(max_length=63)
    uid = models.UUIDField()
    version = models.IntegerField()
    operation = models.CharField(max_length=6)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, null=True, db_constraint=False)
    login = models.CharField(max_length=63)
    via = models.CharField(max_length=63)
    request_id = models.CharField(max_length=64, blank=True)
    transaction = models.BigIntegerField()

    class Meta:
        db_table = "history"
        indexes = [models.Index(fields=["uid", "version"], name="history_uid_version")]


class Idempotency(models.Model):
    """The answer that a request with this Idempotency-Key got, kept so that a repeat gets the same."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    body_sha = models.BinaryField()
    status = models.SmallIntegerField(null=True)
    answer = models.TextField(null=True)
    headers = models.JSONField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "idempotency"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_user_key")]
