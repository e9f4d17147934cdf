"""Work apart from requests: a queue in the database, taken up by any number of workers, each job by one."""

from __future__ import annotations

import shutil
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from parcels.models import Job

TAKE = (Path(__file__).parent / "sql" / "take_job.sql").read_text(encoding="utf-8")
UNLOCK = "SELECT pg_advisory_unlock(%s, (%s %% 2147483647)::int)"
PROGRESS = """
    UPDATE plaeng_private.job SET done = %s, total = %s WHERE id = %s AND attempt = %s AND state = 'RUNNING'
"""
LOCK_SPACE = 0x706C  # "pl"
ATTEMPTS = 3
OPEN = (Job.QUEUED, Job.RUNNING)
KEPT = timedelta(hours=24)  # a file, from the end of its job on
REMEMBERED = timedelta(days=30)  # what was asked and how it ended
SAY_EVERY_S = 0.5


class Cancelled(Exception):
    """The job was cancelled, or another worker has taken it over: nothing more is to be done for it."""


class Progress:
    """Says how far a job is. It has a connection of its own, since that of the work is busy reading."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.total: int | None = None
        self._said = 0.0
        self._connection: Any = connection.copy()

    def start(self, total: int) -> None:
        """The number of rows that there are to do. Raises Cancelled."""
        self.total = total
        self._say(0)

    def __call__(self, done: int) -> None:
        """`done` rows are written. Raises Cancelled."""
        if time.monotonic() - self._said >= SAY_EVERY_S or done == self.total:
            self._say(done)

    def close(self) -> None:
        self._connection.close()

    def _say(self, done: int) -> None:
        self._said = time.monotonic()
        with self._connection.cursor() as cursor:
            cursor.execute(PROGRESS, [done, self.total, self.job.pk, self.job.attempt])
            if cursor.rowcount == 0:
                raise Cancelled


def take() -> Job | None:
    """The next job, held by this connection until `release`; None when there is nothing to do."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"space": LOCK_SPACE})
        row = cursor.fetchone()
    return Job.objects.select_related("user").get(pk=row[0]) if row else None


def release(job: Job) -> None:
    with connection.cursor() as cursor:
        cursor.execute(UNLOCK, [LOCK_SPACE, job.pk])


def finish(job: Job, *, file: str, size: int, rows: int, rights: str) -> bool:
    """The job is done and its file may be fetched. False when it is not ours any more."""
    expires = timezone.now() + KEPT
    return _end(job, Job.DONE, file=file, size=size, done=rows, total=rows, rights=rights, expires_at=expires)


def fail(job: Job, problem: dict[str, Any]) -> bool:
    return _end(job, Job.FAILED, problem=problem)


def _end(job: Job, state: str, **more: Any) -> bool:
    mine = Job.objects.filter(pk=job.pk, attempt=job.attempt, state=Job.RUNNING)
    return mine.update(state=state, finished_at=Now(), **more) == 1


def cancel(job: Job) -> None:
    """Its worker stops at the next row that it counts; a file that is there already goes at once."""
    Job.objects.filter(pk=job.pk).update(state=Job.CANCELLED, finished_at=Now(), file="", attempt=F("attempt") + 1)
    drop_files(job)


def drop_files(job: Job) -> None:
    """Remove what this and earlier attempts of a job left: its file, and the folder of one that was killed."""
    for path in settings.JOB_FOLDER.glob(f"{job.uid}-*"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def tidy() -> None:
    """Remove files whose time is over, and jobs that ended long ago."""
    now = timezone.now()
    for job in Job.objects.filter(expires_at__lt=now).exclude(file=""):
        drop_files(job)
        Job.objects.filter(pk=job.pk).update(file="")
    for job in Job.objects.filter(finished_at__lt=now - REMEMBERED):
        drop_files(job)
        job.delete()
