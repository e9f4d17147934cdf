"""What programs work with: tokens to sign in with, jobs that run apart from requests, and the log of what was read."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class Token(models.Model):
    """A key that lets a program act as its owner. `digest` is the SHA-256 of a secret of 256 bits, never the secret.

    `hint` holds its last characters, so that people recognise it in a list. `used_at` is coarse, see parcels/tokens.py.
    """

    READ, WRITE = "read", "write"

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    scope = models.CharField(max_length=8)
    digest = models.BinaryField(unique=True)
    hint = models.CharField(max_length=8)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "token"


class Job(models.Model):
    """A piece of work that a worker takes up: what was asked, how far it is, and where its file lies.

    `rights` are those that it ran under; a file is handed out only while its owner still has the same.
    `attempt` counts how often it was taken up and keeps an old worker from finishing what a new one does.
    """

    QUEUED, RUNNING, DONE, FAILED, CANCELLED = "QUEUED", "RUNNING", "DONE", "FAILED", "CANCELLED"

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="jobs")
    asked = models.JSONField()
    language = models.CharField(max_length=2, default="th")
    state = models.CharField(max_length=10, default=QUEUED, db_default=QUEUED)
    done = models.BigIntegerField(default=0, db_default=0)
    total = models.BigIntegerField(null=True)
    attempt = models.SmallIntegerField(default=0, db_default=0)
    rights = models.CharField(max_length=80, blank=True, db_default="")
    problem = models.JSONField(null=True)
    file = models.CharField(max_length=120, blank=True, db_default="")
    size = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "job"
        indexes = [
            models.Index(fields=["id"], name="job_open", condition=models.Q(state__in=["QUEUED", "RUNNING"])),
            models.Index(fields=["user", "-id"], name="job_of_user"),
        ]


class ReadLog(models.Model):
    """Who took personal data out of the platform, when, which columns of what, and what for: never the values.

    `parameters` are the names of the filters that were used. Append-only.
    """

    at = models.DateTimeField(db_default=Now())
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, null=True, db_constraint=False)
    via = models.CharField(max_length=8)
    collection = models.CharField(max_length=40)
    format = models.CharField(max_length=16)
    columns = ArrayField(models.CharField(max_length=63))
    parameters = ArrayField(models.CharField(max_length=63))
    rows = models.BigIntegerField()
    purpose = models.CharField(max_length=200, blank=True)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "read_log"
        indexes = [models.Index(fields=["user", "at"], name="read_log_user_at")]
