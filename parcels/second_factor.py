"""The second factor: codes of an authenticator (TOTP, RFC 6238), each of which works once."""

from __future__ import annotations

import time

import pyotp
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from parcels import sealing
from parcels.errors import Refused
from parcels.models import SecondFactor
from spatial.units import THAI_DIGITS

PURPOSE = "second factor"
ISSUER = "Plaeng"
STEP_S, DIGITS = 30, 6
# Clocks of phones are off: one step to either side is right as well.
DRIFT = (-1, 0, 1)


def of(user: AbstractBaseUser) -> SecondFactor | None:
    """The second factor of a user when it counts."""
    return SecondFactor.objects.filter(user=user.pk, confirmed_at__isnull=False).first()


def begin(user: AbstractBaseUser) -> tuple[str, str]:
    """A new secret (base32) and the address that an authenticator reads; it counts once it is confirmed.

    Raises Refused (second_factor_on) while another one counts.
    """
    with transaction.atomic():
        if SecondFactor.objects.select_for_update().filter(user=user.pk, confirmed_at__isnull=False).exists():
            raise Refused("second_factor_on")
        secret = pyotp.random_base32()
        sealed = sealing.seal(secret, purpose=PURPOSE, binding=_binding(user.pk))
        SecondFactor.objects.update_or_create(user_id=user.pk, defaults={"secret": sealed, "last_step": 0})
    return secret, pyotp.TOTP(secret).provisioning_uri(name=user.get_username(), issuer_name=ISSUER)


def confirm(user: AbstractBaseUser, code: str) -> bool:
    """Let the begun one count when the code is right. Raises Refused (second_factor_not_begun)."""
    begun = SecondFactor.objects.filter(user=user.pk, confirmed_at__isnull=True).first()
    if begun is None:
        raise Refused("second_factor_not_begun")
    if not spend(begun, code):
        return False
    SecondFactor.objects.filter(pk=begun.pk).update(confirmed_at=timezone.now())
    return True


def spend(factor: SecondFactor, code: str) -> bool:
    """True when the code is right now and was not used before, nor one after it; it is used from here on."""
    given = "".join(code.translate(THAI_DIGITS).split())
    totp = pyotp.TOTP(_secret(factor))
    now = int(time.time()) // STEP_S
    right = [now + n for n in DRIFT if constant_time_compare(totp.generate_otp(now + n), given)]
    # Of two rivals with one code the database lets one through.
    return bool(right) and bool(
        SecondFactor.objects.filter(pk=factor.pk, last_step__lt=right[-1]).update(last_step=right[-1])
    )


def remove(user: AbstractBaseUser) -> bool:
    """Forget the second factor, begun or confirmed; False when there was none."""
    deleted, _rows = SecondFactor.objects.filter(user=user.pk).delete()
    return deleted > 0


def _secret(factor: SecondFactor) -> str:
    try:
        return sealing.unseal(bytes(factor.secret), purpose=PURPOSE, binding=_binding(factor.user_id))
    except sealing.Unreadable as exc:
        raise Refused("second_factor_unreadable") from exc


def _binding(user_id: int) -> bytes:
    return f"user:{user_id}".encode()
