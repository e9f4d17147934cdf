"""Papers and photos that come in: what they are is judged by their content, in a child process with limits.

SECURITY.md 11 and 14: nothing of somebody else's file is parsed in a process that can see the database.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.contrib.gis.geos import Point

from parcels.dates import BANGKOK
from parcels.errors import Overloaded, Refused
from parcels.models import Attachment, AttachmentContent
from parcels.photo_child import FOREIGN, LOCKED
from spatial.reference import WGS84

MAX_FILE = 10 * 1024 * 1024
MEMORY, CPU_S, WALL_S, WRITTEN = 768 * 1024 * 1024, 8, 20, 64 * 1024 * 1024
CHILD = Path(__file__).with_name("photo_child.py")
REFUSALS = {FOREIGN: "file_not_readable", LOCKED: "file_locked"}


@dataclass(frozen=True)
class Paper:
    """A file as it is kept. `thumbnail` is a JPEG; empty for a PDF. `place` is EPSG:4326."""

    media_type: str
    pages: int
    data: bytes
    thumbnail: bytes
    taken_at: datetime | None = None
    place: Point | None = None


def look_at(data: bytes, turned: int = 0) -> Paper:
    """The paper in these bytes; a photo is turned clockwise by so many degrees, and encoded anew in any case.

    Raises Refused (file_empty, file_not_readable, file_locked), Overloaded (machine_busy).
    """
    if not data:
        raise Refused("file_empty")
    with tempfile.TemporaryDirectory(prefix="plaeng-") as folder:
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(CHILD), str(turned)],
                input=data, capture_output=True, cwd=folder, env={}, timeout=WALL_S, preexec_fn=_limits, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as exc:
            # A file that is too much for it has used up its CPU by then; this one has waited for its turn.
            raise Overloaded("machine_busy") from exc
    if done.returncode:
        raise Refused(REFUSALS.get(done.returncode, "file_not_readable"))
    line, _newline, rest = done.stdout.partition(b"\n")
    about = json.loads(line)
    taken = datetime.fromisoformat(about["taken_at"]).replace(tzinfo=BANGKOK) if "taken_at" in about else None
    lon, lat = about.get("lonlat", (None, None))
    place = None if lon is None else Point(round(lon, 8), round(lat, 8), srid=WGS84)
    return Paper(about["media_type"], about["pages"], rest[: about["kept"]], rest[about["kept"] :], taken, place)


def _limits() -> None:
    """In the child, before it reads anything."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def attach(row: Attachment, paper: Paper, came_as: bytes) -> None:
    """Keep a paper under a new row that says whose it is. Raises whatever the database refuses."""
    row.media_type, row.pages, row.size_bytes = paper.media_type, paper.pages, len(paper.data)
    row.taken_at, row.location, row.sha256 = paper.taken_at, paper.place, sha256(came_as).digest()
    row.save(force_insert=True)
    AttachmentContent.objects.create(attachment=row, data=paper.data, thumbnail=paper.thumbnail or None)


def turn(row: Attachment, degrees: int) -> None:
    """Turn a kept photo clockwise. Raises Refused (not_a_photo)."""
    if row.media_type != "image/jpeg":
        raise Refused("not_a_photo")
    paper = look_at(bytes(row.content.data), degrees)
    AttachmentContent.objects.filter(pk=row.pk).update(data=paper.data, thumbnail=paper.thumbnail)
    row.size_bytes = len(paper.data)
    row.save(update_fields=["size_bytes"])
