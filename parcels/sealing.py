"""Secrets at rest: AES-256-GCM with keys that HKDF derives from PLAENG_IDENTITY_KEY (base64, 32 bytes).

Each purpose has a key of its own, so that none tells anything of another; the ciphertext is bound to its row.
"""

from __future__ import annotations

import base64
import binascii
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

FORMAT = b"\x01"  # AES-256-GCM, nonce of 12 bytes in front
NONCE_BYTES = 12


class Unreadable(Exception):
    """Another key, another row, or bytes that someone changed."""


def seal(text: str, *, purpose: str, binding: bytes) -> bytes:
    """The text encrypted; it opens with the same purpose and binding only."""
    nonce = os.urandom(NONCE_BYTES)
    return FORMAT + nonce + AESGCM(key(purpose)).encrypt(nonce, text.encode(), binding)


def unseal(raw: bytes, *, purpose: str, binding: bytes) -> str:
    """The text of `seal`. Raises Unreadable."""
    nonce, sealed = raw[1 : 1 + NONCE_BYTES], raw[1 + NONCE_BYTES :]
    try:
        return AESGCM(key(purpose)).decrypt(nonce, sealed, binding).decode()
    except (InvalidTag, ValueError) as exc:
        raise Unreadable from exc


def key(purpose: str) -> bytes:
    """32 bytes for one purpose. Raises ImproperlyConfigured."""
    return _derived(settings.IDENTITY_KEY, purpose)


@lru_cache(maxsize=8)
def _derived(master: str, purpose: str) -> bytes:
    try:
        given = base64.b64decode(master, validate=True)
    except binascii.Error as exc:
        raise ImproperlyConfigured("PLAENG_IDENTITY_KEY is not base64.") from exc
    if len(given) != 32:
        raise ImproperlyConfigured("PLAENG_IDENTITY_KEY must be 32 bytes in base64: openssl rand -base64 32")
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"plaeng {purpose}".encode()).derive(given)
