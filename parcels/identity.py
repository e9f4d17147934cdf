"""National IDs: checked, encrypted, compared by a keyed hash, shown masked (DOMAIN.md 3.7, SECURITY.md 36).

Encryption and comparison have keys of their own (parcels/sealing.py). Whoever has the database alone can neither read an ID nor try all of them against the hashes.
"""

from __future__ import annotations

import hmac
import uuid
from dataclasses import dataclass
from hashlib import sha256

from parcels import sealing
from parcels.errors import Refused
from parcels.models import Applicant, ApplicantIdentity
from spatial.units import THAI_DIGITS

DIGITS = 13
ENCRYPT, COMPARE = "national id encrypt", "national id compare"
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
    sealed = sealing.seal(national_id.digits, purpose=ENCRYPT, binding=_binding(applicant.uid))
    return ApplicantIdentity(
        applicant=applicant,
        national_id_encrypted=sealed,
        national_id_hash=fingerprint(national_id),
        last4=national_id.last4,
    )


def unseal(identity: ApplicantIdentity) -> NationalId:
    """The ID of a stored row. Raises Refused (identity_unreadable): another key, or bytes that someone changed."""
    raw, binding = bytes(identity.national_id_encrypted), _binding(identity.applicant.uid)
    try:
        return NationalId(sealing.unseal(raw, purpose=ENCRYPT, binding=binding))
    except sealing.Unreadable as exc:
        raise Refused("identity_unreadable") from exc


def fingerprint(national_id: NationalId) -> bytes:
    """32 bytes that are equal for equal IDs, to find a person who is known already."""
    return hmac.digest(sealing.key(COMPARE), national_id.digits.encode(), sha256)


def _binding(uid: uuid.UUID) -> bytes:
    return b"applicant:" + uid.bytes
