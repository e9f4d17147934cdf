"""Take up jobs, one after the other, and send the mails that are due, until told to stop. Any number of these may run beside each other."""

from __future__ import annotations

import os
import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, connections

from api import letters
from api.exports.run import open_folder, perform
from parcels import jobs, logins, notices, pace
from parcels.patience import wait_for_locks

TIDY_EVERY_S = 60
AWAY_S = 2.0
NICE = 5  # people who wait for a page come first


class Command(BaseCommand):
    help = "Work off what waits: exports of long lists, mails of notices, logins whose office ended. SIGTERM ends it; what it was doing is taken up again by another."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when nothing waits any more")
        parser.add_argument("--pause", type=float, default=1.0, metavar="S", help="seconds between two looks; 1")

    def handle(self, *, once: bool, pause: float, **options: Any) -> None:
        open_folder()
        os.nice(NICE)
        # The default action would not unwind: temporary files would stay.
        signal.signal(signal.SIGTERM, lambda *_: self._stop())
        if once:
            logins.close_ended()
        else:
            threading.Thread(target=logins.keep_closing, daemon=True).start()
        tidied = float(-TIDY_EVERY_S)
        while True:
            try:
                if time.monotonic() - tidied >= TIDY_EVERY_S:
                    tidied = time.monotonic()
                    jobs.tidy()
                    pace.forget()
                    notices.forget()
                    letters.send_due()
                if self._one():
                    continue
            except (OperationalError, InterfaceError) as exc:
                self.stderr.write(f"The database is away: {type(exc).__name__}")
                connections.close_all()
                time.sleep(AWAY_S)
                continue
            if once:
                return
            time.sleep(pause)

    def _one(self) -> bool:
        """Do the next job. False when nothing waits."""
        wait_for_locks()
        job = jobs.take()
        if job is None:
            return False
        perform(job)
        jobs.release(job)
        return True

    def _stop(self) -> None:
        raise SystemExit(0)
