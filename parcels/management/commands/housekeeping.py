"""Remove what is kept for a time only; to be run every night."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

KEPT_DAYS = 90
# One transaction each, so that writers never wait long for a lock of ours.
BATCH = 10_000


class Command(BaseCommand):
    help = "Remove changes that are older than 90 days from the log that mirrors follow"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=KEPT_DAYS, help="how long changes are kept (90)")

    def handle(self, *, days: int, **options: Any) -> None:
        if days < 1:
            raise CommandError("Changes are kept for a day at least.")
        removed = 0
        while batch := forget_changes(days):
            removed += batch
        self.stdout.write(f"Changes older than {days} days: {removed} removed.")


def forget_changes(days: int) -> int:
    """Remove one batch; the number of rows that it had."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT forget_changes(%s, %s)", [days, BATCH])
        (count,) = cursor.fetchone()
    return int(count)
