"""Commands may work for minutes in one transaction, where a request is given up after seconds."""

from django.db import connection


def take_time() -> None:
    """Lift the time limits of this transaction: for statements, and for the pauses in which Python works."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")


def allow(seconds: float) -> None:
    """Another limit for the statements of this transaction: reading a long list takes longer than a page of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{seconds * 1000:.0f}ms"])


def wait_for_locks() -> None:
    """For a worker that nobody waits for: a change of tables may hold it up for minutes without ending its work."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '10min'")
