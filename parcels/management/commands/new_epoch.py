"""Make all kept answers, ETags and places in the change feed worthless: after a restore and for new code."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection


class Command(BaseCommand):
    help = "Begin a new epoch: nothing that was kept or handed out before counts any more, and mirrors start again"

    def handle(self, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT start_again()")
            cursor.execute("SELECT current_epoch()")
            (epoch,) = cursor.fetchone()
        self.stdout.write(f"Epoch {epoch}.")
