"""National IDs: checked, encrypted, compared by a keyed hash, shown masked (DOMAIN.md 3.7, SECURITY.md 36).

Both keys come from PLAENG_IDENTITY_KEY (base64, 32 bytes) by HKDF, so that neither tells anything of the other.
Whoever has the database alone can neither read an ID nor try all of them against the hashes.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import uuid
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from parcels.errors import Refused
from parcels.models import Applicant, ApplicantIdentity
from spatial.units import THAI_DIGITS

DIGITS = 13
FORMAT = b"\x01"  # AES-256-GCM, nonce of 12 bytes in front
NONCE_BYTES = 12
SEPARATORS = str.maketrans("", "", " -‐‑‒–—−\u00a0")


@dataclass(frozen=True)
class NationalId:
    """A valid 13-digit number of a person. It never prints itself: logs and error pages see the mask."""

    digits: str

    @classmethod
    def parse(cls, text: str) -> NationalId:
        """Read an ID with spaces, hyphens or Thai digits.

        Raises Refused (bad_national_id). The refusal never says which digit would be right: people would type
        that instead of looking at the card.
        """
        digits = text.translate(THAI_DIGITS).translate(SEPARATORS)
        if not (len(digits) == DIGITS and digits.isascii() and digits.isdigit() and digits[0] in "12345678"):
            raise Refused("bad_national_id")
        if int(digits[-1]) != check_digit(digits[:-1]):
            raise Refused("bad_national_id")
        return cls(digits)

    @property
    def last4(self) -> str:
        return self.digits[-4:]

    @property
    def grouped(self) -> str:
        """All of it, as on the card: x-xxxx-xxxxx-xx-x. Showing it is a logged request."""
        d = self.digits
        return f"{d[0]}-{d[1:5]}-{d[5:10]}-{d[10:12]}-{d[12]}"

    def __repr__(self) -> str:
        return f"NationalId({masked(self.last4)})"

    __str__ = __repr__


def check_digit(first_twelve: str) -> int:
    """The 13th digit: (11 - sum of digit times 13, 12, ... 2, mod 11) mod 10."""
    total = sum(int(digit) * weight for digit, weight in zip(first_twelve, range(13, 1, -1), strict=True))
    return (11 - total % 11) % 10


def masked(last4: str) -> str:
    """What a screen shows: x-xxxx-xxxx1-23-4."""
    return f"x-xxxx-xxxx{last4[0]}-{last4[1:3]}-{last4[3]}"


def seal(applicant: Applicant, national_id: NationalId) -> ApplicantIdentity:
    """The row to store for an applicant. The ciphertext is bound to his uid: moved to another row it opens no more."""
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(_key("encrypt")).encrypt(nonce, national_id.digits.encode(), _binding(applicant.uid))
    return ApplicantIdentity(
        applicant=applicant,
        national_id_encrypted=FORMAT + nonce + sealed,
        national_id_hash=fingerprint(national_id),
        last4=national_id.last4,
    )


def unseal(identity: ApplicantIdentity) -> NationalId:
    """The ID of a stored row. Raises Refused (identity_unreadable): another key, or bytes that someone changed."""
    raw = bytes(identity.national_id_encrypted)
    nonce, sealed = raw[1 : 1 + NONCE_BYTES], raw[1 + NONCE_BYTES :]
    try:
        digits = AESGCM(_key("encrypt")).decrypt(nonce, sealed, _binding(identity.applicant.uid))
    except (InvalidTag, ValueError) as exc:
        raise Refused("identity_unreadable") from exc
    return NationalId(digits.decode())


def fingerprint(national_id: NationalId) -> bytes:
    """32 bytes that are equal for equal IDs, to find a person who is known already."""
    return hmac.digest(_key("compare"), national_id.digits.encode(), sha256)


def _binding(uid: uuid.UUID) -> bytes:
    return b"applicant:" + uid.bytes


def _key(purpose: str) -> bytes:
    return _derived(settings.IDENTITY_KEY, purpose)


@lru_cache(maxsize=8)
def _derived(master: str, purpose: str) -> bytes:
    try:
        key = base64.b64decode(master, validate=True)
    except binascii.Error as exc:
        raise ImproperlyConfigured("PLAENG_IDENTITY_KEY is not base64.") from exc
    if len(key) != 32:
        raise ImproperlyConfigured("PLAENG_IDENTITY_KEY must be 32 bytes in base64: openssl rand -base64 32")
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"plaeng national id {purpose}".encode()).derive(key)
