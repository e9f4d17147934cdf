"""Copies of databases on the test cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql


class Cluster:
    """The server that the tests use, through a login that may create databases."""

    app_options = "-c search_path=plaeng_private,plaeng,public -c role=plaeng_app -c statement_timeout=5000"

    def __init__(self, superuser_url: str, template: str) -> None:
        self.superuser_url = superuser_url
        self.template = template

    def url(self, database: str) -> str:
        parts = urlsplit(self.superuser_url)
        return urlunsplit(parts._replace(scheme="postgresql", path=f"/{database}"))

    @contextmanager
    def copy(self, source: str, name: str) -> Iterator[str]:
        """A copy of a database that nobody is connected to; dropped at the end."""
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(source))
        self._run(self._drop(name), create)
        yield name
        self._run(self._drop(name))

    def _drop(self, name: str) -> sql.Composed:
        return sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))

    def _run(self, *statements: sql.Composable) -> None:
        connection = psycopg2.connect(self.url("postgres"))
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        finally:
            connection.close()
