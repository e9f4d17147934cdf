"""Load names and outlines of the administrative areas. Says what was added, changed, refused and left over."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from spatial.areas.files import BadRow, FileRefused, Outlines, read_outlines
from spatial.areas.models import Area, Level
from spatial.areas.names import load_names
from spatial.areas.outlines import OutlinesLoaded, store_outlines
from spatial.rules import Place

SHOWN = 10
REASONS = {
    "no_code": "no code of this level in the code column",
    "code_twice": "the code stands in more than one row",
    "no_outline": "no outline",
    "not_a_polygon": "not a polygon",
    "not_finite": "a coordinate is not a number",
    "out_of_country": "a coordinate is outside Thailand",
    "self_intersection": "the outline crosses itself",
}


class Command(BaseCommand):
    help = (
        "Load areas. --names stores codes and names of all Thailand; FILE (GeoJSON, shapefile or GeoPackage) "
        "stores outlines, matched by code. Running it again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="file of outlines of one level")
        parser.add_argument("--names", action="store_true", help="codes and names, from the package geothai")
        parser.add_argument("--level", choices=["province", "amphoe", "tambon"], help="level of the file's rows")
        parser.add_argument("--code-column", help="column that holds the codes, when it is not found by itself")
        parser.add_argument("--crs", type=int, metavar="EPSG", help="reference system, when the file names none")
        parser.add_argument("--layer", help="layer, when the file has several")

    def handle(self, *, file: Path | None, names: bool, level: str | None, **options: Any) -> None:
        if not names and file is None:
            raise CommandError("Give --names, or a file of outlines, or both.")
        if names:
            self._names()
        if file is not None:
            reading = {name: options[name] for name in ("code_column", "crs", "layer")}
            self._outlines(file, level=Level[level.upper()] if level else None, **reading)

    def _names(self) -> None:
        loaded = load_names()
        added, changed = len(loaded.added), len(loaded.changed)
        self.stdout.write(f"{loaded.total} names: {added} added, {changed} changed.")
        self._list("in the table but not in geothai", loaded.unknown)

    def _outlines(self, file: Path, **reading: Any) -> None:
        known = known_codes()
        if not known:
            raise CommandError("There are no areas yet. Run load_areas --names first.")
        try:
            outlines = read_outlines(file, known, **reading)
        except FileRefused as exc:
            raise CommandError(str(exc)) from exc
        if not outlines.by_code.keys() & known.keys():
            self._refused(outlines.refused)
            raise CommandError(f"Nothing in {file.name} matches an area: nothing was stored.")
        self._report(file.name, outlines, store_outlines(outlines, file.name))

    def _report(self, name: str, outlines: Outlines, loaded: OutlinesLoaded) -> None:
        read = len(outlines.by_code) + len(outlines.refused)
        self.stdout.write(f"{name}: {read} rows of level {outlines.level.value}, codes in {outlines.code_column}.")
        self._refused(outlines.refused)
        for level, count in loaded.built.items():
            self.stdout.write(f"{level.value}: {count} built from below.")
        self._list("in the file but not in the table", loaded.not_in_table)
        self._list("kept as built from below, not taken from the file", loaded.kept)
        self._list("in the table, still without outline", loaded.without)
        self._list(
            "not complete, with areas below that have outlines",
            [f"{c} ({n} of {of})" for c, (n, of) in loaded.incomplete.items()],
        )
        self._list("built, but borders don't fit", [f"{code} at {_place(at)}" for code, at in loaded.misfit.items()])
        self.stdout.write(f"Outlines: {len(loaded.changed)} changed.")

    def _refused(self, rows: Sequence[BadRow]) -> None:
        for bad in rows[:SHOWN]:
            place = f" at {_place(bad.at)}" if bad.at else ""
            self.stdout.write(f"row {bad.row} ({bad.code or 'without code'}) refused: {REASONS[bad.reason]}{place}.")
        if len(rows) > SHOWN:
            self.stdout.write(f"and {len(rows) - SHOWN} more rows refused.")

    def _list(self, what: str, codes: Sequence[str]) -> None:
        if codes:
            more = f" and {len(codes) - SHOWN} more" if len(codes) > SHOWN else ""
            self.stdout.write(f"{len(codes)} {what}: {', '.join(codes[:SHOWN])}{more}.")


def known_codes() -> dict[str, Level]:
    return {code: Level(level) for code, level in Area.objects.values_list("code", "level")}


def _place(at: Place) -> str:
    return f"{at[0]:.6f}, {at[1]:.6f}"
