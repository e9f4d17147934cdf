"""Invitations: a link with which a person sets a password, once and within a week; only its digest is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from parcels.models import Invitation, Officer

SECRET_BYTES = 32
LIFE = timedelta(days=7)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def open_ones() -> QuerySet[Invitation]:
    return Invitation.objects.filter(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now())


def invite(officer: Officer, *, by_id: int | None) -> tuple[Invitation, str]:
    """A new invitation and its secret, which is known now and never again. Older ones of the person die."""
    now = timezone.now()
    with transaction.atomic():
        Invitation.objects.filter(user=officer.user_id, used_at__isnull=True, revoked_at__isnull=True).update(
            revoked_at=now
        )
        secret = secrets.token_urlsafe(SECRET_BYTES)
        made = Invitation.objects.create(
            user_id=officer.user_id, digest=_digest(secret), created_by_id=by_id, expires_at=now + LIFE
        )
    return made, secret


def find(secret: str, *, is_locked: bool = False) -> Invitation | None:
    """The invitation of this secret while it still opens something: not used, replaced, expired, nor the person
    suspended. With `is_locked` nobody else can use it until the transaction ends.
    """
    rows: QuerySet[Any] = open_ones().select_related("user__officer").filter(digest=_digest(secret))
    if is_locked:
        rows = rows.select_for_update(of=("self",))
    return rows.filter(user__is_active=True, user__officer__suspended_at__isnull=True).first()


def use(invitation: Invitation, password: str) -> None:
    """Set the password; the link is used up, and the person's older sessions have ended."""
    user: User = invitation.user
    user.set_password(password)
    user.save(update_fields=["password"])
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
