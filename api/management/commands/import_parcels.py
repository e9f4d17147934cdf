"""Read parcels of a tambon from a GeoJSON file, and say row by row what became of it.

The command stands beside the API, because both say the same sentences about the same findings.
"""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import override

from api.problems import sentence
from parcels.errors import Busy
from parcels.imports import FileRefused, Outcome, import_features, read_features
from parcels.patience import take_time
from spatial.areas.models import Area, Level
from spatial.rules import Finding
from spatial.units import Rai


def tambon_code(text: str) -> str:
    """670114, TH670114 or 67011400, as the ministry writes it: one tambon."""
    match = re.fullmatch(r"(?:TH)?(\d{6})(?:00)?", text.strip().upper(), re.ASCII)
    if match is None:
        raise ArgumentTypeError(f"{text!r} is not the code of a tambon, which has 6 digits such as 670114")
    return match[1]


class Command(BaseCommand):
    help = (
        "Store the parcels of a GeoJSON file in WGS 84. Rows that break a rule are refused and listed, all others "
        "are stored in one transaction. Running it again stores nothing twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="GeoJSON FeatureCollection of at most 10 MiB")
        parser.add_argument("--tambon", type=tambon_code, required=True, help="code of the tambon, such as 670114")
        parser.add_argument("--dry-run", action="store_true", help="judge every row, store nothing")

    def handle(self, *, file: Path, tambon: str, dry_run: bool, **options: Any) -> None:
        if not Area.objects.filter(code=tambon, level=Level.TAMBON).exists():
            raise CommandError(f"There is no tambon {tambon}. Are the areas loaded? Run load_areas --names.")
        try:
            features = read_features(file)
            with transaction.atomic():
                take_time()
                outcomes = import_features(features, tambon=tambon, source=file.name, progress=self._progress)
                transaction.set_rollback(dry_run)
        except FileRefused as exc:
            raise CommandError(str(exc)) from exc
        except Busy as exc:
            raise CommandError("Someone is saving the same land just now. Nothing was stored; try again.") from exc
        for outcome in outcomes:
            self._report(outcome, dry_run)
        self._totals(outcomes, dry_run)
        if any(outcome.findings for outcome in outcomes):
            raise SystemExit(1)

    def _progress(self, done: int, of: int) -> None:
        if of > done:
            self.stderr.write(f"{done:,} of {of:,} rows written")

    def _report(self, outcome: Outcome, dry_run: bool) -> None:
        if not outcome.findings:
            stored = "could be stored" if dry_run else f"stored as {outcome.code}"
            what = stored if outcome.is_new else f"already there as {outcome.code}"
            self.stdout.write(f"row {outcome.number}: {what}, {Rai(outcome.area_m2)} ({outcome.area_m2:,.4f} m²)")
        for finding in outcome.findings:
            self.stdout.write(f"row {outcome.number}: refused, {describe(finding)}")

    def _totals(self, outcomes: list[Outcome], dry_run: bool) -> None:
        refused = sum(bool(outcome.findings) for outcome in outcomes)
        new = sum(outcome.is_new for outcome in outcomes)
        known = len(outcomes) - refused - new
        stored = "could be stored" if dry_run else "stored"
        total = Rai(sum((outcome.area_m2 for outcome in outcomes), Decimal(0)))
        self.stdout.write(
            f"{len(outcomes)} rows: {new} {stored}, {known} already there, {refused} refused. "
            f"Computed area together: {total} rai-ngan-wah ({total.m2:,.2f} m²)."
        )


def describe(finding: Finding) -> str:
    """Code, place and the sentence in Thai and English."""
    place = " at {:.8f}, {:.8f}".format(*finding.at) if finding.at else ""
    said = []
    for language in ("th", "en"):
        with override(language):
            said.append(sentence(finding.code, dict(finding.data)))
    return f"{finding.code}{place} ({finding.path}): {' / '.join(dict.fromkeys(said))}"
