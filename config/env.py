"""Environment variables read in one place, with types, failing loudly at start."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}

MAIL_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


class BadSetting(RuntimeError):
    """An environment variable that Plaeng cannot use; the message names it and says what to do."""


def text(name: str, default: str) -> str:
    return os.environ.get(name, default)


def flag(name: str, default: bool) -> bool:
    """Read a yes/no variable. Raises BadSetting for anything that is neither."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in TRUE:
        return True
    if value.strip().lower() in FALSE:
        return False
    raise BadSetting(f"{name}={value!r} is neither yes nor no; use 1 or 0.")


def number(name: str, default: int) -> int:
    """Read a whole number. Raises BadSetting for anything else."""
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError as exc:
        raise BadSetting(f"{name}={value!r} is not a whole number.") from exc


def words(name: str, default: list[str]) -> list[str]:
    value = os.environ.get(name)
    return default if value is None else [w.strip() for w in value.split(",") if w.strip()]


def secret(name: str) -> str:
    """Read a secret from NAME or from the file that NAME_FILE names. Raises BadSetting without one."""
    if value := os.environ.get(name):
        return value
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="ascii").strip()
    raise BadSetting(f"{name} is not set. Put it in the environment, or the path of a file (mode 0600) in {name}_FILE.")


def mail(name: str) -> dict[str, Any]:
    """Django's settings for the address of a mail server, or of a folder that takes its place; unset, mails rest.

    smtp://user:password@host:587 (STARTTLS is required), smtps://host:465 (TLS from the start), smtp+plain://host:25
    (for a relay on the same machine), file:///folder. Raises BadSetting for any other.
    """
    url = os.environ.get(name, "")
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path:
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": unquote(parts.path)}
    try:
        port = parts.port or MAIL_PORTS[parts.scheme]
    except (KeyError, ValueError):
        port = 0
    if not port or not parts.hostname:
        raise BadSetting(
            f"{name} must look like smtp://user:password@host:587, smtps://…, smtp+plain://… or file:///folder"
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": unquote(parts.hostname),
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def database(url: str, role: str, timeouts: dict[str, int]) -> dict[str, Any]:
    """Django's settings for a PostGIS URL, working as `role`.

    The role is taken by the connection itself, so that a privileged login in the URL never does the
    application's work with its own rights. Timeouts are milliseconds.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgis", "postgres", "postgresql"} or not parts.path.strip("/"):
        raise BadSetting("DATABASE_URL must look like postgis://user:password@host:5432/database")
    settings = {"search_path": "plaeng_private,plaeng,public", "role": role, **timeouts}
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": query.pop("port", str(parts.port or "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "application_name": "plaeng",
            "connect_timeout": 3,
            **query,
            "options": " ".join(f"-c {k}={v}" for k, v in settings.items()),
        },
    }
