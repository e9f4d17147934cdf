"""Database logins of officers, for QGIS: one a person, with the rights of his office and no other (DATABASE.md, Roles).

What a login is follows its officer by triggers; here it is named, given a password and taken back.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from django.db import connection
from psycopg2.extensions import encrypt_password  # type: ignore[import-untyped]

from parcels.errors import Refused
from parcels.models import Officer
from parcels.rights import READ, RIGHTS

PREFIX = "qgis_"


@dataclass(frozen=True)
class Login:
    """A login with its new password, which is shown once and kept nowhere."""

    name: str
    password: str


def name_for(username: str) -> str:
    """The login of an account."""
    return PREFIX + re.sub(r"[^a-z0-9_]", "_", username.lower())[:50]


def may_have_one(role: str) -> bool:
    """True when a role reads parcels of an area. Who owns rows alone (a household) reads them on the web."""
    rights = RIGHTS.get(role)
    return rights is not None and not rights.is_own and READ in rights.actions.get("parcels", ())


def give(officer: Officer) -> Login:
    """The officer's login with a new password, made when there is none. Raises Refused (forbidden) for his role."""
    if not may_have_one(officer.role_id):
        raise Refused("forbidden")
    if not officer.database_login:
        name = name_for(officer.user.username)
        # Names that differ in signs alone meet in one login; the later one gets its number as well.
        is_taken = Officer.objects.filter(database_login=name).exists()
        officer.database_login = f"{name[:44]}_{officer.pk}" if is_taken else name
        officer.save(update_fields=["database_login"])
    login = Login(officer.database_login, secrets.token_urlsafe(24))
    with connection.cursor() as cursor:
        raw = connection.connection
        verifier = encrypt_password(login.password, login.name, scope=raw, algorithm="scram-sha-256")
        cursor.execute("SELECT plaeng_private.set_login_password(%s, %s)", [officer.pk, verifier])
    return login


def take(officer: Officer) -> None:
    """The officer's login is closed, and open sessions with it; a later one gets the same name."""
    officer.database_login = None
    officer.save(update_fields=["database_login"])


def service_block(login: Login, *, host: str, port: int, database: str) -> str:
    """What stands in pg_service.conf of the analyst's machine. Encryption is required unless it is this machine."""
    is_here = host in {"127.0.0.1", "localhost", "::1"}
    lines = {
        "host": host, "port": port, "dbname": database, "user": login.name, "password": login.password,
        "sslmode": "prefer" if is_here else "require", "application_name": "QGIS",
    }  # fmt: skip
    return "[plaeng]\n" + "".join(f"{key}={value}\n" for key, value in lines.items())
