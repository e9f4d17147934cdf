"""Sessions in Django's own table, and who they belong to: read by plain statements, since every request does so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.backends import db
from django.utils.crypto import constant_time_compare

from parcels.accounts import seen
from parcels.counters import Scope
from parcels.permissions import Access, access
from spatial.rows import Prepared, first

READ = Prepared("SELECT session_data FROM django_session WHERE session_key = $1 AND expire_date > now()")
# Sessions whose last reader is remembered, some 500 bytes each.
MAX_KNOWN = 5_000


class SessionStore(db.SessionStore):
    """What the stock store does, without building a queryset to read."""

    def load(self) -> dict[str, Any]:
        row = None
        if self.session_key and "\0" not in self.session_key:
            row = first(lambda: READ.row(self.session_key))
        if row is None:
            self._session_key = None
            return {}
        return dict(_decoded(row[0]))


@lru_cache(maxsize=1_000)
def _decoded(text: str) -> dict[str, Any]:
    """What is in a session, not to be changed. The same text says the same: its signature is part of it."""
    return db.SessionStore().decode(text)


@dataclass(frozen=True)
class Caller:
    """Who asks, what he may do, and the change counter of `scope`, all as of one moment."""

    user: AbstractUser
    can: Access
    scope: Scope
    counter: str


# Who had a session when it was last used here, and with which rights. A guess, so that all can be read at once: what is
# read decides, and a wrong guess costs another statement.
_known: dict[str, tuple[int, Access]] = {}


def caller(key: str, depends_on: Callable[[Access], Scope]) -> Caller | None:
    """Whose session it is, by one statement; None when it is not plainly good, or first used in this process.

    `depends_on` gives the scope whose counter is wanted, for the rights that the caller probably has.
    """
    guess = _known.get(key)
    if guess is None:
        return None
    number, can = guess
    scope = depends_on(can)
    found = first(lambda: seen(key, number, scope))
    if found is None or not is_good(_decoded(found.session), found.user):
        _known.pop(key, None)
        return None
    return Caller(found.user, remember(key, found.user), scope, found.counter)


def remember(key: str, user: AbstractUser) -> Access:
    """The rights of a user, kept as the guess for the next request of his session."""
    can = access(user)
    if len(_known) >= MAX_KNOWN:
        _known.clear()
    _known[key] = (user.pk, can)
    return can


def is_good(session: Mapping[str, Any], user: AbstractUser) -> bool:
    """True when a session is this user's, and his password is the one that he signed in with."""
    return (
        session.get(SESSION_KEY) == str(user.pk)
        and session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and user.is_active
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), _hash(type(user), user.password))
    )


@lru_cache(maxsize=1_000)
def _hash(model: type[AbstractUser], password: str) -> str:
    return model(password=password).get_session_auth_hash()
