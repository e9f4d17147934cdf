"""Sessions in Django's own table, read by one plain statement: every request reads one."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """What the stock store does, without building a queryset to read."""

    def load(self) -> dict[str, Any]:
        row = None
        if self.session_key and "\0" not in self.session_key:
            with connection.cursor() as cursor:
                cursor.execute(READ, [self.session_key, timezone.now()])
                row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])
