"""What the commands share that fold counts which triggers keep."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from parcels.patience import take_time

OWNER = "plaeng_owner"


class FoldCommand(BaseCommand):
    """`fold` gives the number of changes, or None while somebody else folds; `anew` is the SQL that counts all again."""

    fold: Callable[[], int | None]
    anew: str

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="count everything anew; writers wait meanwhile")

    def handle(self, *, rebuild: bool, **options: Any) -> None:
        with transaction.atomic():
            take_time()
            if rebuild:
                self._rebuild()
            else:
                self._fold()

    def _fold(self) -> None:
        folded = type(self).fold()
        self.stdout.write("Somebody else is folding just now." if folded is None else f"{folded:,} changes folded.")

    def _rebuild(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            if cursor.fetchone()[0] != OWNER:
                raise CommandError(
                    f"--rebuild locks the table of parcels, which only {OWNER} may: PLAENG_DB_ROLE=owner."
                )
            cursor.execute(self.anew)
        self.stdout.write("All counted anew.")
