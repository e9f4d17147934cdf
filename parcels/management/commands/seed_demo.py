"""Load the demonstration set and its accounts; or invented parcels in bulk, for measurements."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from parcels.changes import acting
from parcels.demo import accounts, bulk, figures, store
from parcels.models import Application, Parcel, State, Zone
from parcels.patience import take_time
from spatial.areas.models import Area

OWNER = "plaeng_owner"
REFUSED = (
    "The demonstration set has invented people and known passwords, so it is never loaded when "
    "PLAENG_ENV=production. / ข้อมูลสาธิตมีบัญชีที่รู้รหัสผ่านกันทั่วไป จึงไม่โหลดเมื่อ PLAENG_ENV=production"
)


class Command(BaseCommand):
    help = (
        "Load the demonstration set: 232 invented applicants of FY2565 in the 11 amphoe of Phetchabun, with accounts. "
        "Running it again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--parcels", type=int, metavar="N", help="invented parcels in bulk instead, N in all")
        parser.add_argument("--zones", action="store_true", help="with --parcels: zones in a part of them")

    def handle(self, *, parcels: int | None, zones: bool, **options: Any) -> None:
        if settings.ENVIRONMENT == "production":
            raise CommandError(REFUSED)
        if not State.objects.exists() or not Area.objects.filter(code=figures.SITE_TAMBON).exists():
            raise CommandError("Load the code lists and areas first: load_codes, then load_areas --names.")
        if parcels is not None:
            self._bulk(parcels, zones)
        else:
            self._set()

    def _bulk(self, wanted: int, with_zones: bool) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            if cursor.fetchone()[0] != OWNER:
                raise CommandError(f"--parcels lets triggers rest, which only {OWNER} may: set PLAENG_DB_ROLE=owner.")
        started = time.monotonic()

        def progress(done: int, of: int) -> None:
            self.stdout.write(f"{done:,} of {of:,} parcels, {time.monotonic() - started:.0f} s")
            self.stdout.flush()

        try:
            added = bulk.seed(wanted, with_zones=with_zones, progress=progress)
        except bulk.NoRoom as exc:
            raise CommandError(
                f"There is free land for {bulk.existing():,} parcels only. Load the outlines of the whole country."
            ) from exc
        if not added:
            self.stdout.write(f"There are {bulk.existing():,} parcels of the bulk set already: nothing to do.")
        with acting(None, "demo"):
            self._tell(accounts.create_missing())

    def _tell(self, made: list[str]) -> None:
        if made:
            self.stdout.write(f"Accounts: {', '.join(made)} (password {accounts.PASSWORD}).")

    def _set(self) -> None:
        with acting(None, "demo"):
            take_time()
            is_new = not Application.objects.filter(uid=store.uid("application", "2565-6701-0001")).exists()
            if is_new:
                _refuse_mixture()
            made = accounts.create_missing()
            if is_new:
                store.store(store.build())
                self.stdout.write(f"Demonstration set of FY{figures.FY}: {_counts()}.")
        self._tell(made)
        if not made and not is_new:
            self.stdout.write("The demonstration set is there already: nothing to do.")


def _refuse_mixture() -> None:
    if Application.objects.filter(fy=figures.FY, no__startswith=f"{figures.FY}-67").exists():
        raise CommandError(
            f"There are applications of {figures.FY} already, so the demonstration set is not added to them. "
            "Use a database of its own."
        )


def _counts() -> str:
    models = (Application, Parcel, Zone)
    return ", ".join(f"{model._default_manager.count():,} {model._meta.verbose_name_plural}" for model in models)
