"""How people get in: invitations to set a password, and the second factor."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Invitation(models.Model):
    """A link with which one person sets a password, once. `digest` is the SHA-256 of a secret of 256 bits."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations")
    digest = models.BinaryField(unique=True)
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "invitation"


class SecondFactor(models.Model):
    """The secret that an authenticator shares with us, encrypted; it counts from `confirmed_at` on.

    `last_step` is the newest step of 30 s whose code was used: a code works once.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="second_factor")
    secret = models.BinaryField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        db_table = "second_factor"
