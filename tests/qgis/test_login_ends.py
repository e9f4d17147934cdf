"""The end of an office reaches QGIS that is open, of who sees one area and of who sees the whole country."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
from django.contrib.auth.models import User

from parcels import logins
from tests.qgis.conftest import Desk, Session

ROOT = Path(__file__).parents[2]
AREAS = pytest.mark.parametrize("area", ["", "67"], ids=["country", "province"])
WITHIN_S = 60


@pytest.fixture
def at_work(desk: Desk, area: str) -> Session:
    """Somebody whose QGIS has been open for a while."""
    desk.parcel("670101", 101.15, 16.4)
    session = desk.login("ANALYST", area)
    assert reads(session)
    return session


def reads(session: Session) -> bool:
    """False when the server has ended the session."""
    try:
        return session.rows("SELECT count(*) FROM parcel") == [(1,)]
    except (psycopg2.OperationalError, psycopg2.InterfaceError):
        return False


def pass_midnight(desk: Desk, session: Session) -> None:
    """The term was over yesterday, and nobody has touched the officer since: no trigger runs."""
    desk.owner(
        "SET session_replication_role = replica; UPDATE officer SET term_ends = current_date - 2 WHERE id = %s",
        session.officer.pk,
    )


def wait_until_gone(desk: Desk, session: Session) -> None:
    """A session that is told to end is listed until it has: on a busy machine that takes a moment."""
    until = time.monotonic() + WITHIN_S
    while desk.owner("SELECT pid FROM pg_stat_activity WHERE usename = %s", session.name):
        assert time.monotonic() < until, "the session does not end"
        time.sleep(0.05)


def groups(desk: Desk, session: Session) -> list[tuple[str, ...]]:
    return desk.owner("SELECT roleid::regrole::text FROM pg_auth_members WHERE member = %s::regrole", session.name)


def open_again(desk: Desk, session: Session) -> Session:
    login = logins.give(type(session.officer).objects.get(pk=session.officer.pk))
    return Session(login.name, desk.connect(login.name, login.password), session.officer)


@contextmanager
def worker(desk: Desk, folder: Path) -> Iterator[None]:
    env = {**os.environ, "DATABASE_URL": desk.cluster.url(desk.database), "PLAENG_JOB_FOLDER": str(folder)}
    process = subprocess.Popen([sys.executable, "manage.py", "work", "--pause", "0.2"], cwd=ROOT, env=env)
    yield
    process.terminate()
    assert process.wait(timeout=30) == 0


@AREAS
def test_the_end_of_a_term_ends_the_session(desk: Desk, at_work: Session) -> None:
    pass_midnight(desk, at_work)
    assert logins.close_ended() == 1
    assert not reads(at_work)
    assert groups(desk, at_work) == []
    assert desk.owner("SELECT rolcanlogin FROM pg_roles WHERE rolname = %s", at_work.name) == [(False,)]


@pytest.mark.parametrize("area", [""], ids=["country"])
def test_the_worker_that_runs_ends_it_within_a_minute(desk: Desk, at_work: Session, tmp_path: Path) -> None:
    pass_midnight(desk, at_work)
    with worker(desk, tmp_path):
        until = time.monotonic() + WITHIN_S
        while reads(at_work) and time.monotonic() < until:
            time.sleep(0.2)
        assert not reads(at_work)


@AREAS
def test_closing_the_account_ends_the_session_at_once_and_opening_it_gives_it_back(
    desk: Desk, at_work: Session
) -> None:
    user = User.objects.get(pk=at_work.officer.user_id)
    user.is_active = False
    user.save()
    assert not reads(at_work)
    assert groups(desk, at_work) == []
    closed = type(at_work.officer).objects.get(pk=at_work.officer.pk)
    assert logins.state(closed) == logins.SUSPENDED
    user.is_active = True
    user.save()
    assert reads(open_again(desk, at_work))


@AREAS
def test_a_longer_term_opens_it_again(desk: Desk, at_work: Session) -> None:
    pass_midnight(desk, at_work)
    assert logins.close_ended() == 1
    wait_until_gone(desk, at_work)
    assert logins.close_ended() == 0
    officer = type(at_work.officer).objects.get(pk=at_work.officer.pk)
    officer.term_ends = None
    officer.save()
    assert reads(open_again(desk, at_work))


@AREAS
def test_who_is_in_office_is_left_alone(desk: Desk, at_work: Session) -> None:
    """The last day of a term is a day of work."""
    desk.owner(
        "UPDATE officer SET term_ends = (now() AT TIME ZONE 'Asia/Bangkok')::date WHERE id = %s", at_work.officer.pk
    )
    assert logins.close_ended() == 0
    assert reads(at_work)


@pytest.mark.parametrize("area", [""], ids=["country"])
def test_a_role_made_by_hand_keeps_no_other_one_open(desk: Desk, at_work: Session) -> None:
    other = desk.login("VIEWER", "", "other")
    desk.owner(f'ALTER ROLE "{at_work.name}" CREATEDB')
    for session in (at_work, other):
        pass_midnight(desk, session)
    assert logins.close_ended() == 1
    assert not reads(other)
    wait_until_gone(desk, other)
    desk.owner(f'ALTER ROLE "{at_work.name}" NOCREATEDB')
    assert logins.close_ended() == 1
    assert not reads(at_work)
