"""Two people in QGIS and one on the web edit the same 50 parcels at random; what each was told is held against history.

The parcels lie side by side, every second one approved, some with a zone. The two in QGIS are processes of real QGIS with
logins of their own (desks_qgis.py); the one on the web asks the API as the map does. desks_proof.py judges.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
from django.core.management import call_command

from parcels import logins
from tests.conftest import make_officer
from tests.parcels import land
from tests.qgis.conftest import Desk
from tests.soak import desks_proof
from tests.soak.desks_web import WebEditor

DESK = Path(__file__).with_name("desks_qgis.py")
PYTHON = os.environ.get("PLAENG_TEST_QGIS_PYTHON", "/usr/bin/python3")
ACROSS, DOWN = 10, 5
AREA = "6701"
# What QGIS shows, by what is to be expected of such work; anything else is a fault.
REFUSALS = {
    "you saw version": "stale",
    "somebody changed this shape after you opened it, or": "stale",
    "Overlaps approved land": "overlaps approved land",
    "leaves its parcel": "zone outside its parcel",
    "overlaps another zone": "zones overlap",
    "crosses itself": "crosses itself",
    "deadlock detected": "gave up a lock",
    "lock timeout": "gave up a lock",
}


@dataclass(frozen=True)
class Edit:
    """What somebody was told is stored. `seen`: the version he began from, None for a new row.

    `version` is what the row has then, by what he was told; QGIS tells none, and there it is the one after `seen`.
    """

    via: str
    who: str
    table: str
    key: str
    seen: int | None
    version: int
    values: dict[str, Any]
    is_merged: bool = False


@dataclass
class Run:
    counts: Counter[str] = field(default_factory=Counter)
    edits: list[Edit] = field(default_factory=list)
    results: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def soak(desk: Desk, server: str, seconds: float, seed: int = 1) -> Run:
    """So many seconds of work at three desks, then the proof."""
    world = Run()
    _prepare(desk)
    call_command("qgis_publish", python=PYTHON, verbosity=0)
    before = desks_proof.remember(desk.owner)
    web = WebEditor(server, AREA, seed)
    with ExitStack() as open_desks:
        people = [open_desks.enter_context(_qgis(desk, f"{desk.tag}_q{n}", f"{seed}.q{n}")) for n in (1, 2)]
        threads = [threading.Thread(target=_follow, args=(world, *person, seconds)) for person in people]
        threads.append(threading.Thread(target=_on_the_web, args=(world, web, seconds)))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(seconds + 120)
            if thread.is_alive():
                world.faults.append("a desk hangs")
    world.results += [f"{count:>7,}  {what}" for what, count in sorted(world.counts.items())]
    desks_proof.judge(world, desk.owner, before)
    return world


def _prepare(desk: Desk) -> None:
    options = "-c search_path=plaeng_private,plaeng,public"
    db = psycopg2.connect(desk.cluster.url(desk.database), options=options)
    try:
        for n in range(ACROSS * DOWN):
            x, y = n % ACROSS, n // ACROSS
            _, application = land.applied(db, f"2565-6701-{n + 1:04}")
            parcel = land.parcel(db, "670101", "67010101", application, x=x, y=y)
            if (x + y) % 2:
                land.walk(db, application, "APPROVED")
            if n % 5 == 0:
                land.zone(db, parcel, x=x + 0.25, y=y + 0.25)
            db.commit()
    finally:
        db.close()


@contextmanager
def _qgis(desk: Desk, username: str, seed: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process of QGIS with a login of its own that is ready to begin, and who sits there."""
    login = logins.give(make_officer(username, "AMPHOE_OFFICER", AREA).officer)
    desk.made.append(login.name)
    with tempfile.TemporaryDirectory() as folder:
        service = Path(folder) / "pg_service.conf"
        service.touch(mode=0o600)
        block = logins.service_block(login, host="127.0.0.1", port=desk.port, database=desk.database)
        service.write_text(block, encoding="utf-8")
        kept = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
        process = subprocess.Popen(
            [PYTHON, str(DESK), seed], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**kept, "QT_QPA_PLATFORM": "offscreen", "HOME": folder, "XDG_RUNTIME_DIR": folder, "PGSERVICEFILE": str(service)},
        )  # fmt: skip
        try:
            assert process.stdout
            while (line := process.stdout.readline()).strip() != "ready":
                assert line, "QGIS did not start"
            yield process, f"{username} as {login.name}"
        finally:
            process.kill()
            process.wait()


def _follow(world: Run, process: subprocess.Popen[str], who: str, seconds: float) -> None:
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{seconds}\n")
    process.stdin.flush()
    for line in process.stdout:
        said = json.loads(line)
        if said["kind"] == "over":
            return
        _take_down(world, said, who)
    world.faults.append(f"QGIS of {who} ended before its time")


def _take_down(world: Run, said: dict[str, Any], who: str) -> None:
    kind, refused = said["kind"], said["refused"]
    world.counts[f"qgis: {kind}"] += 1
    if refused:
        why = next((short for text, short in REFUSALS.items() if text in refused), "")
        world.counts[f"qgis: refused, {why or 'for another reason'}"] += 1
        if not why:
            world.faults.append(f"QGIS shows {refused!r}")
    for edit in said["edits"]:
        world.counts["qgis: edits stored"] += 1
        values = {name: edit[name] for name in ("name", "shape") if name in edit}
        seen = edit["seen"]
        world.edits.append(Edit("qgis", who, "parcel", str(edit["id"]), seen, (seen or 0) + 1, values))


def _on_the_web(world: Run, web: WebEditor, seconds: float) -> None:
    try:
        for told in web.work(seconds):
            world.edits.append(Edit("web", web.person.username, **told))
    except Exception as exc:
        world.faults.append(f"web: {exc!r}")
        raise
    finally:
        world.counts.update({f"web: {what}": count for what, count in web.counts.items()})
        world.faults += web.faults
