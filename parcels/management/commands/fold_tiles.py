"""Fold the changes of parcels into the counts behind wide views; or count everything anew."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from parcels.patience import take_time
from parcels.tiles import fold

OWNER = "plaeng_owner"


class Command(BaseCommand):
    help = "Fold changes of parcels into the counts of wide map views. It happens by itself every thousand changes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="count all parcels anew; writers wait meanwhile")

    def handle(self, *, rebuild: bool, **options: Any) -> None:
        with transaction.atomic():
            take_time()
            if rebuild:
                self._rebuild()
            else:
                self._fold()

    def _fold(self) -> None:
        folded = fold()
        self.stdout.write("Somebody else is folding just now." if folded is None else f"{folded:,} changes folded.")

    def _rebuild(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            if cursor.fetchone()[0] != OWNER:
                raise CommandError(
                    f"--rebuild locks the table of parcels, which only {OWNER} may: PLAENG_DB_ROLE=owner."
                )
            cursor.execute("SELECT rebuild_tiles()")
        self.stdout.write("All parcels counted anew.")
