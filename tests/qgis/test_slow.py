"""A statement that takes longer than a login may: the server cancels it, and QGIS says so and goes on."""

from __future__ import annotations

import subprocess
from pathlib import Path

import psycopg2
import pytest

from parcels import logins
from tests.conftest import make_officer
from tests.qgis.at_qgis import At, answer
from tests.qgis.conftest import Desk

IMPATIENT = Path(__file__).with_name("impatient.py")
CANCELLED = "canceling statement due to statement timeout"


def shorten(desk: Desk, login: str, to: str) -> None:
    """What a login may take, of 30 s."""
    desk.owner(f"ALTER ROLE \"{login}\" SET statement_timeout = '{to}'")


def test_the_server_cancels_what_takes_too_long(room: Desk) -> None:
    user = make_officer(f"{room.tag}.slow", "VIEWER", "67")
    login = logins.give(user.officer)
    room.made.append(login.name)
    shorten(room, login.name, "300ms")
    db = room.connect(login.name, login.password)
    with pytest.raises(psycopg2.errors.QueryCanceled, match=CANCELLED), db.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(20)")
    db.rollback()
    with db.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM parcel")
        assert cursor.fetchone() is not None


def until(process: subprocess.Popen[str], word: str) -> None:
    assert process.stdout
    for line in process.stdout:
        if line.strip() == word:
            return
    raise AssertionError(f"it never said {word}")


def test_qgis_says_so_and_keeps_the_edit(published: Desk, tmp_path: Path) -> None:
    at = At(published, "AMPHOE_OFFICER", tmp_path, IMPATIENT)
    # Long enough to open the project on a machine that is at work.
    shorten(published, at.login, "3s")
    process = at.start("wait")
    assert process.stdin
    until(process, "waiting")
    holder = psycopg2.connect(published.cluster.url(published.database))
    try:
        with holder.cursor() as cursor:
            cursor.execute("LOCK TABLE plaeng.parcel IN ACCESS EXCLUSIVE MODE")
        process.stdin.write("\n")
        process.stdin.flush()
        until(process, "held")
    finally:
        holder.close()
    said = answer(process)
    print(*said.items(), sep="\n")
    assert said["seen"] == 0
    assert CANCELLED in said["log"]
    assert said["saved"] is False
    assert CANCELLED in said["refusal"]
    assert (said["saved again"], said["seen again"]) == (True, 1503)
    assert published.owner("SELECT count(*) FROM plaeng.parcel WHERE name = 'ช้า'") == [(1,)]
