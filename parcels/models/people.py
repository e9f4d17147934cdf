"""Officers who work on the platform, and applicants who join the programme."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.core.validators import RegexValidator
from django.db import models

from parcels.models.base import Record, coded, in_area

AREA_CODE = RegexValidator(r"^(\d{2}|\d{4}|\d{6}|\d{8})?$", "an area code has 2, 4, 6 or 8 digits")

# Names of database logins, so that none is ever one of the server's own (logins.sql asks the same), and one at a time.
LOGIN = r"^qgis_[a-z0-9_]{1,50}$"
LOGIN_NAMES = models.Q(database_login__isnull=True) | models.Q(database_login__regex=LOGIN, held_login__isnull=True)
LOGIN_NAMES &= models.Q(held_login__isnull=True) | models.Q(held_login__regex=LOGIN)


class Traced(models.Model):
    """A row with an identity outside and a version, of which every change stands in the history (by triggers)."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, db_default=RandomUUID(), editable=False)
    version = models.IntegerField(db_default=1, editable=False)

    class Meta:
        abstract = True


class Officer(Traced):
    """What one user may do, and where: everything whose area code begins with `area` is in scope.

    An empty `area` is the whole country. A term that has ended or a suspension acts on the next request.
    `database_login` is open to QGIS; while it is closed its name stands in `held_login`, where nobody else gets it.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="officer")
    role = coded("parcels.Role", "role")
    area = models.CharField(max_length=8, blank=True, validators=[AREA_CODE])
    term_ends = models.DateField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    database_login = models.CharField(max_length=63, null=True, blank=True, unique=True)
    held_login = models.CharField(max_length=63, null=True, blank=True, unique=True)
    # When the password of the login was made, by the database itself.
    login_set_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        db_table = "officer"
        constraints = [models.CheckConstraint(condition=LOGIN_NAMES, name="officer_login_name")]


class Office(Traced):
    """How the office of an amphoe works. `four_eyes`: papers are checked by another one than who entered them."""

    area = models.OneToOneField(
        "areas.Area", to_field="code", db_column="area", on_delete=models.PROTECT, related_name="+"
    )
    four_eyes = models.BooleanField(default=True, db_default=True)

    class Meta:
        db_table = "office"


class Applicant(Record):
    """Who applies. `user` is the account with which a household looks after its own application."""

    kind = coded("parcels.ApplicantKind", "kind")
    sector = coded("parcels.Sector", "sector")
    name_th = models.CharField(max_length=200)
    # The name as it sounds (search.v1.sql): made once, not for every name that a search looks at.
    name_key = models.GeneratedField(
        expression=models.Func("name_th", function="plaeng.search_key"),
        output_field=models.TextField(),
        db_persist=True,
    )
    org_reg_no = models.CharField(max_length=13, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    village_code = models.CharField(max_length=8, blank=True)
    tambon = in_area("tambon")
    deceased = models.BooleanField(default=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="applicant", editable=False
    )

    class Meta:
        db_table = "applicant"


class ApplicantIdentity(models.Model):
    """The national ID in a table of its own, so that no other query can touch it.

    The application encrypts it (AES-GCM); `national_id_hash` is an HMAC that finds duplicates.
    """

    applicant = models.OneToOneField(Applicant, on_delete=models.PROTECT, related_name="national_id")
    national_id_encrypted = models.BinaryField()
    national_id_hash = models.BinaryField(unique=True)
    last4 = models.CharField(max_length=4)

    class Meta:
        db_table = "applicant_identity"
