"""A user and his office by one query, for every request: both are read each time, so that a change acts at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Field, Model

from parcels.counters import VALUE, Scope, bounds
from parcels.models import Officer
from spatial.rows import Prepared

ONE = "SELECT {text}, {columns} FROM {people} WHERE {user}.id = $1"
SEEN = """
SELECT {session}.session_data, {counter}, {text}
FROM {session} CROSS JOIN {people}
WHERE {session}.session_key = $1 AND {session}.expire_date > now() AND {user}.id = $2
"""
PEOPLE = "{user} LEFT JOIN {officer} ON {officer}.user_id = {user}.id"
# Both rows as one text, which is the same as long as nothing in them is another.
TEXT = "ROW({user}.*, {officer}.*)::text"
# Users by the text of their rows, some 3 kB each.
MAX_USERS = 1_000
_users: dict[str, AbstractUser] = {}


@dataclass(frozen=True)
class Seen:
    """What one look into the database has found: the text of a session, a user with `office`, a change counter."""

    session: str
    user: AbstractUser
    counter: str


def with_office(user_id: int) -> AbstractUser | None:
    """The user of that number with `office`, his Officer or None, for parcels.permissions.access."""
    row = _statement(ONE).row(user_id)
    return None if row is None else _user(row[1:])


def seen(session_key: str, user_id: int, scope: Scope) -> Seen | None:
    """A session that has not expired, that user and the counter of `scope`; None without one of the first two.

    That the session is the user's own is for the caller to judge. The user is not to be changed: rows that are the
    same give the same object, since to read thirty columns takes longer than all else here.
    """
    row = _statement(SEEN).row(session_key, user_id, *bounds(scope))
    if row is None:
        return None
    session, counter, text = row
    user = _users.get(text) or _learned(user_id)
    return None if user is None else Seen(session, user, counter)


def _learned(user_id: int) -> AbstractUser | None:
    """The user as he is now, kept under the text of the very rows that he was made of."""
    row = _statement(ONE).row(user_id)
    if row is None:
        return None
    if len(_users) >= MAX_USERS:
        _users.clear()
    user = _users[row[0]] = _user(row[1:])
    return user


def _user(row: Sequence[Any]) -> AbstractUser:
    own, others = _columns(get_user_model()), _columns(Officer)
    user: Any = get_user_model().from_db(connection.alias, own, row[: len(own)])
    office = row[len(own) :]
    user.office = None if office[0] is None else Officer.from_db(connection.alias, others, office)
    return user


@cache
def _statement(sql: str) -> Prepared:
    user, officer, session = (connection.ops.quote_name(m._meta.db_table) for m in (get_user_model(), Officer, Session))
    named = [(user, f) for f in _fields(get_user_model())] + [(officer, f) for f in _fields(Officer)]
    columns = ", ".join(f"{table}.{connection.ops.quote_name(str(f.column))}" for table, f in named)
    text, people = (part.format(user=user, officer=officer) for part in (TEXT, PEOPLE))
    counter = VALUE.format(low="$3", high="$4")
    return Prepared(sql.format(columns=columns, text=text, people=people, user=user, session=session, counter=counter))


@cache
def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in _fields(model)]


def _fields(model: type[Model]) -> list[Field[Any, Any]]:
    return list(model._meta.concrete_fields)
