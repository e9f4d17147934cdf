"""Load the code lists of the programme from fixtures/codes.json. Never deletes a code."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import models, transaction

from parcels.models.codes import LISTS, CodeList

Row = dict[str, Any]


class Command(BaseCommand):
    help = "Load the code lists in fixtures/codes.json. Running it again changes nothing; a code is never deleted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=Path(settings.BASE_DIR) / "fixtures" / "codes.json")

    def handle(self, *, file: Path, **options: Any) -> None:
        lists = read_lists(file)
        total = {"added": 0, "changed": 0}
        with transaction.atomic():
            for name, model in LISTS.items():
                added, changed = save(model, rows(model, lists[name]))
                for word, codes in (("added", added), ("changed", changed)):
                    total[word] += len(codes)
                    if codes:
                        self.stdout.write(f"{name}: {word} {', '.join(codes)}")
        count = sum(map(len, lists.values()))
        self.stdout.write(f"{len(lists)} lists, {count} codes: {total['added']} added, {total['changed']} changed.")


def read_lists(file: Path) -> dict[str, list[Row]]:
    """The lists in the file, which must be exactly those that have a table."""
    try:
        lists: dict[str, list[Row]] = orjson.loads(file.read_bytes())
    except (OSError, ValueError) as exc:
        raise CommandError(f"Cannot read {file}: {exc}") from exc
    if odd := sorted(lists.keys() ^ LISTS.keys()):
        raise CommandError(f"{file.name} and the tables disagree about these lists: {', '.join(odd)}")
    return lists


def rows(model: type[CodeList], entries: list[Row]) -> list[CodeList]:
    """One unsaved row for each entry, its values as Python has them, so that they compare with stored ones."""
    columns = {field.column: field for field in model._meta.concrete_fields}
    found = []
    for entry in entries:
        if odd := entry.keys() - columns.keys():
            raise CommandError(f"{model._meta.db_table}: no column for {', '.join(sorted(odd))}")
        found.append(model(**{columns[name].attname: columns[name].to_python(v) for name, v in entry.items()}))
    return found


def save(model: type[CodeList], wanted: list[CodeList]) -> tuple[list[str], list[str]]:
    """Store the rows with one statement; the codes that were added, and those that changed."""
    stored = {row.pk: values(row) for row in model._default_manager.all()}
    added = [row for row in wanted if row.pk not in stored]
    changed = [row for row in wanted if row.pk in stored and stored[row.pk] != values(row)]
    if added or changed:
        model._default_manager.bulk_create(
            added + changed,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=[field.name for field in model._meta.concrete_fields if not field.primary_key],
        )
    return [row.pk for row in added], [row.pk for row in changed]


def values(row: models.Model) -> dict[str, date | Decimal | str | int | None]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
