"""Database logins of officers, for QGIS: one a person, with the rights of his office and no other (DATABASE.md, Roles).

What a login is follows its officer by triggers; here it is named, given a password and taken back.
"""

from __future__ import annotations

import re
import secrets
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Q
from django.utils import timezone
from psycopg2.extensions import encrypt_password  # type: ignore[import-untyped]

from parcels import officers
from parcels.errors import Refused
from parcels.models import Officer
from parcels.permissions import Access
from parcels.rights import READ, RIGHTS

PREFIX = "qgis_"
CLOSE_EVERY_S = 30.0
UNAVAILABLE, NONE, ACTIVE, SUSPENDED = STATES = ("unavailable", "none", "active", "suspended")


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


def state(officer: Officer) -> str:
    """What an officer's login is now; "suspended" too when it is closed because he may not work at all."""
    if not may_have_one(officer.role_id):
        return UNAVAILABLE
    if officer.database_login and may_work(officer):
        return ACTIVE
    return SUSPENDED if officer.database_login or officer.held_login else NONE


def may_work(officer: Officer) -> bool:
    """False when he is suspended, his account is closed, or his term has ended."""
    is_over = officer.term_ends is not None and officer.term_ends < timezone.localdate()
    return officer.suspended_at is None and officer.user.is_active and not is_over


def give(officer: Officer) -> Login:
    """The officer's login with a new password, made when there is none. Raises Refused (forbidden) for his role."""
    if not may_have_one(officer.role_id):
        raise Refused("forbidden")
    if not officer.database_login:
        officer.database_login, officer.held_login = officer.held_login or _free_name(officer), None
        officer.save(update_fields=["database_login", "held_login"])
    login = Login(officer.database_login, secrets.token_urlsafe(24))
    with connection.cursor() as cursor:
        raw = connection.connection
        verifier = encrypt_password(login.password, login.name, scope=raw, algorithm="scram-sha-256")
        cursor.execute("SELECT plaeng_private.set_login_password(%s, %s)", [officer.pk, verifier])
    return login


def _free_name(officer: Officer) -> str:
    """Names that differ in signs alone meet in one login; the later one gets its number as well."""
    name = name_for(officer.user.username)
    is_taken = Officer.objects.filter(Q(database_login=name) | Q(held_login=name)).exists()
    return f"{name[:44]}_{officer.pk}" if is_taken else name


def take(officer: Officer) -> None:
    """The officer's login is closed, and open sessions with it; nobody else gets its name."""
    if officer.database_login:
        officer.held_login, officer.database_login = officer.database_login, None
        officer.save(update_fields=["database_login", "held_login"])


def close_ended() -> int:
    """Close the logins whose office has ended, and their open sessions. Returns how many they were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT plaeng_private.close_ended_logins()")
        return int(cursor.fetchone()[0])


def keep_closing() -> None:
    """`close_ended` for ever, in a thread of its own: a long job of the worker must not keep a session open."""
    while True:
        try:
            close_ended()
        except (OperationalError, InterfaceError):
            connection.close()
        time.sleep(CLOSE_EVERY_S)


def hand_out(can: Access, officer: Officer) -> Login:
    """`give` for who administrates officers. Raises NotAllowed for himself and for those above him, Refused."""
    officers.require_other(can, officer)
    if not may_have_one(officer.role_id):
        raise Refused("web_alone")
    if not may_work(officer):
        raise Refused("login_needs_work")
    return give(officer)


def suspend(can: Access, officer: Officer) -> None:
    """`take` for who administrates officers. Raises NotAllowed for himself and for those above him, Refused."""
    officers.require_other(can, officer)
    if not officer.database_login:
        raise Refused("no_login")
    take(officer)


def block_of(login: Login, *, host: str = "", port: int | None = None) -> str:
    """The service block of this server, as settings say where QGIS finds it, unless the caller knows better."""
    database = settings.DATABASES["default"]
    port = port or settings.QGIS_PORT or int(database["PORT"] or 5432)
    return service_block(login, host=host or settings.QGIS_HOST, port=port, database=str(database["NAME"]))


def service_block(login: Login, *, host: str, port: int, database: str) -> str:
    """What stands in pg_service.conf of the analyst's machine. Encryption is required unless it is this machine."""
    is_here = host in {"127.0.0.1", "localhost", "::1"}
    lines = {
        "host": host, "port": port, "dbname": database, "user": login.name, "password": login.password,
        "sslmode": "prefer" if is_here else "require", "application_name": "QGIS",
    }  # fmt: skip
    return "[plaeng]\n" + "".join(f"{key}={value}\n" for key, value in lines.items())
