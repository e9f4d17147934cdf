"""What a worker does with a job: the export that was asked for, under the rights that its owner has by now."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils import translation

from api.collections import COLLECTIONS
from api.exports import asking, packages
from api.problems import Problem, body_of, translate
from parcels import jobs
from parcels.models import Job
from parcels.permissions import Access, access
from parcels.reading import note
from parcels.rights import READ

log = logging.getLogger(__name__)


def rights_of(can: Access) -> str:
    """The rights that decide what a file may hold, to be compared when it is fetched."""
    return f"{can.role} {can.area} {'people' if can.rights.sees_people else ''}".strip()


def perform(job: Job) -> None:
    """Do a job that was taken up, and say how it ended. Raises only when the database went away."""
    jobs.drop_files(job)
    progress = jobs.Progress(job)
    try:
        with translation.override(job.language):
            _export(job, progress)
    except jobs.Cancelled:
        log.info("job %s was cancelled", job.uid)
    except (OperationalError, InterfaceError):
        raise
    except Exception as exc:
        _fail(job, exc)
    finally:
        progress.close()


def _export(job: Job, progress: jobs.Progress) -> None:
    if job.attempt > jobs.ATTEMPTS:
        raise Problem("export_failed", 500)
    can = access(job.user)
    collection = COLLECTIONS[job.asked["collection"]]
    if not job.user.is_active or not can.may(READ, collection.name):
        raise Problem("not_found", 404)
    if job.asked["f"] == packages.PACKAGE:
        _package(job, can, progress)
        return
    asked = asking.read(collection, can, job.asked["f"], job.asked["params"])
    total = asked.count(asked.form.most + 1)
    if total > asked.form.most:
        raise Problem("export_beyond_format", 422, limit=asked.form.most)
    progress.start(total)
    written = _write(job, lambda path: asked.form.write(asked.extract, path, progress))
    if not _finish(job, written, total, can):
        return
    if asked.people:
        note(
            job.user_id,
            via="job",
            collection=collection.name,
            form=asked.name,
            columns=asked.people,
            parameters=sorted(asked.params),
            rows=total,
            purpose=asked.purpose,
            request_id=job.uid.hex,
        )


def _package(job: Job, can: Access, progress: jobs.Progress) -> None:
    wish = packages.read(job.asked["collection"], job.asked["params"], can)
    total = wish.count()
    if total > packages.MOST:
        raise Problem("export_beyond_format", 422, limit=packages.MOST)
    progress.start(total)
    rows: list[int] = []
    written = _write(job, lambda path: rows.append(wish.write(path, progress)))
    _finish(job, written, rows[0], can)


def _finish(job: Job, size: int, rows: int, can: Access) -> bool:
    """False when the job is not ours any more; nothing of it stays then."""
    is_ours = jobs.finish(job, file=_name(job), size=size, rows=rows, rights=rights_of(can))
    if not is_ours:
        jobs.drop_files(job)
    return is_ours


def _name(job: Job) -> str:
    return f"{job.uid}-{job.attempt}.{packages.form_of(job.asked['f']).ending}"


def _write(job: Job, write: Callable[[Path], None]) -> int:
    """Write the file in a folder of its own, then move it to its place. Its size in bytes."""
    with tempfile.TemporaryDirectory(prefix=f"{job.uid}-", dir=settings.JOB_FOLDER) as folder:
        path = Path(folder, packages.file_name(job))
        write(path)
        size = path.stat().st_size
        path.rename(settings.JOB_FOLDER / _name(job))
    return size


def _fail(job: Job, exc: Exception) -> None:
    problem = translate(exc)
    if problem is None:
        log.error("job %s failed", job.uid, exc_info=exc)
        problem = Problem("export_failed", 500)
    with translation.override(job.language):
        jobs.fail(job, body_of(problem))


def open_folder() -> None:
    """The folder of the files, which only our own user may enter."""
    settings.JOB_FOLDER.mkdir(parents=True, exist_ok=True)
    os.chmod(settings.JOB_FOLDER, 0o700)
