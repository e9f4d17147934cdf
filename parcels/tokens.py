"""Tokens of programs: made once, kept as a digest, found again by it, coarse in what they remember."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from parcels.models import Token

# By the prefix, scanners find a token that somebody left in a file.
PREFIX = "plaeng_"
SECRET_BYTES = 32
HINT = 4
LIFE, LONGEST = timedelta(days=90), timedelta(days=366)
MOST = 20
# A finer time would make a write of every read, and a diary of whoever uses it.
COARSE = timedelta(minutes=10)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def make(user_id: int, *, name: str, scope: str, expires_at: datetime) -> tuple[Token, str]:
    """A new token and its text, which is known now and never again."""
    text = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    token = Token.objects.create(
        user_id=user_id, name=name, scope=scope, digest=_digest(text), hint=text[-HINT:], expires_at=expires_at
    )
    return token, text


def of(user_id: int) -> QuerySet[Token]:
    """The tokens of a user that are not revoked, newest first; expired ones too."""
    return Token.objects.filter(user_id=user_id, revoked_at__isnull=True).order_by("-id")


def working(user_id: int) -> QuerySet[Token]:
    return of(user_id).filter(expires_at__gt=timezone.now())


def find(text: str) -> Token | None:
    """The token of this text when it still works and its owner may sign in; remembers, coarsely, that it was used."""
    if not text.startswith(PREFIX):
        return None
    now = timezone.now()
    tokens = Token.objects.select_related("user").filter(digest=_digest(text), revoked_at__isnull=True)
    token = tokens.filter(expires_at__gt=now, user__is_active=True).first()
    if token is not None and (token.used_at is None or now - token.used_at >= COARSE):
        old = Q(used_at__isnull=True) | Q(used_at__lte=now - COARSE)
        Token.objects.filter(old, pk=token.pk).update(used_at=now)
    return token


def revoke(token: Token) -> None:
    """From the next request on it is a wrong one."""
    Token.objects.filter(pk=token.pk).update(revoked_at=timezone.now())
