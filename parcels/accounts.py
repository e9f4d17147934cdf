"""A user and his office by one query, for every request: both are read each time, so that a change acts at once."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db import connection
from django.db.models import Field, Model

from parcels.models import Officer

SQL = """
SELECT {columns} FROM {user} LEFT JOIN {officer} ON {officer}.user_id = {user}.id WHERE {user}.id = %s
"""


def with_office(user_id: int) -> AbstractUser | None:
    """The user of that number with `office`, his Officer or None, for parcels.permissions.access."""
    user_model = get_user_model()
    with connection.cursor() as cursor:
        cursor.execute(_sql(), [user_id])
        row = cursor.fetchone()
    if row is None:
        return None
    own = _fields(user_model)
    user: Any = user_model.from_db(connection.alias, [f.attname for f in own], row[: len(own)])
    office = row[len(own) :]
    names = [f.attname for f in _fields(Officer)]
    user.office = None if office[0] is None else Officer.from_db(connection.alias, names, office)
    return user


@cache
def _sql() -> str:
    user, officer = (connection.ops.quote_name(m._meta.db_table) for m in (get_user_model(), Officer))
    named = [(user, f) for f in _fields(get_user_model())] + [(officer, f) for f in _fields(Officer)]
    columns = ", ".join(f"{table}.{connection.ops.quote_name(str(f.column))}" for table, f in named)
    return SQL.format(columns=columns, user=user, officer=officer)


def _fields(model: type[Model]) -> list[Field[Any, Any]]:
    return list(model._meta.concrete_fields)
