"""Officers with database logins of their own, who connect as QGIS does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command

from parcels import logins
from parcels.models import Officer
from tests.cluster import Cluster
from tests.conftest import make_officer, use

# One that has QGIS.
PYTHON = os.environ.get("PLAENG_TEST_QGIS_PYTHON", "/usr/bin/python3")
LAND = """INSERT INTO plaeng.parcel (tambon, village_code, name, land_class, joined_area_m2, joined_is_estimate, source_crs,
    crs_operation, geom) VALUES (%s, %s, %s, 'UNKNOWN', 0, false, '', '', ST_Multi(ST_MakeEnvelope(%s, %s, %s, %s, 4326)))
    RETURNING id"""


@dataclass
class Session:
    """One login's connection, in a transaction a statement as QGIS saves."""

    name: str
    db: Any
    officer: Officer

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with self.db, self.db.cursor() as cursor:
            cursor.execute(query, values)
            return list(cursor.fetchall()) if cursor.description else []

    def refused(self, statement: str, *values: Any) -> psycopg2.Error:
        with pytest.raises(psycopg2.Error) as refusal:
            self.rows(statement, *values)
        return refusal.value


@dataclass
class Desk:
    """A database of its own, with somebody to look at it who sees everything."""

    cluster: Cluster
    database: str
    # Roles belong to the whole server: each worker's have names of their own.
    tag: str
    opened: list[Any] = field(default_factory=list)
    made: list[str] = field(default_factory=list)

    def owner(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        db = psycopg2.connect(self.cluster.url(self.database), options="-c search_path=plaeng_private,plaeng,public")
        try:
            with db, db.cursor() as cursor:
                cursor.execute(query, values)
                return list(cursor.fetchall()) if cursor.description else []
        finally:
            db.close()

    def settle(self) -> None:
        """Land that is there already, and statistics of it: what is checked against it is planned for a full table."""
        self.owner(
            "INSERT INTO plaeng.parcel (tambon, name, village_code, land_class, joined_area_m2, joined_is_estimate, source_crs,"
            " crs_operation, geom) SELECT '670102', 'settled', '', 'UNKNOWN', 0, false, '', '', ST_Multi(ST_MakeEnvelope("
            " x, y, x + 0.0005, y + 0.0005, 4326)) FROM generate_series(101.0, 101.029, 0.001) x,"
            " generate_series(16.2, 16.249, 0.001) y"
        )
        self.owner("ANALYZE plaeng.parcel")

    def login(self, role: str, area: str, username: str = "") -> Session:
        user = make_officer(f"{self.tag}.{username or role.lower()}.{area or 'all'}", role, area)
        return self.open(user)

    def open(self, user: User) -> Session:
        login = logins.give(user.officer)
        self.made.append(login.name)
        return Session(login.name, self.connect(login.name, login.password), user.officer)

    def connect(self, name: str, password: str) -> Any:
        db = psycopg2.connect(
            host="127.0.0.1", port=self.port, dbname=self.database, user=name, password=password,
            application_name="QGIS",
        )  # fmt: skip
        self.opened.append(db)
        return db

    @property
    def port(self) -> int:
        return int(settings.DATABASES["default"]["PORT"] or urlsplit(self.cluster.superuser_url).port or 5432)

    def parcel(self, tambon: str, x: float, y: float, *, village: str = "", name: str = "", size: float = 0.001) -> int:
        return int(self.owner(LAND, tambon, village, name, x, y, x + size, y + size)[0][0])


@contextmanager
def desk_on(cluster: Cluster, database: str, tag: str) -> Iterator[Desk]:
    desk = Desk(cluster, database, tag)
    yield desk
    for one in desk.opened:
        one.close()
    for name in desk.made:
        desk.owner(f'DROP ROLE IF EXISTS "{name}"')


@pytest.fixture
def desk(cluster: Cluster, own_database: str, worker_id: str) -> Iterator[Desk]:
    """For tests that change what officers are."""
    with desk_on(cluster, own_database, worker_id) as desk:
        yield desk


@pytest.fixture(scope="module")
def room(cluster: Cluster, base_database: str, worker_id: str, django_db_setup: None) -> Iterator[Desk]:
    """One database for the tests of a module, of which each makes its own land."""
    before = str(settings.DATABASES["default"]["NAME"])
    with cluster.copy(base_database, f"{cluster.template}_{worker_id}_room") as name:
        use(name)
        with desk_on(cluster, name, worker_id) as desk:
            # A copy does not bring what bootstrap.sql takes from everybody.
            desk.owner(f'REVOKE CREATE, TEMPORARY ON DATABASE "{name}" FROM PUBLIC')
            yield desk
        use(before)


@pytest.fixture
def boss(desk: Desk) -> User:
    return make_officer("boss", "PROVINCE", "67")


@pytest.fixture
def her(desk: Desk) -> Officer:
    """An officer of amphoe Mueang who has no login yet."""
    user = make_officer(f"{desk.tag}.somsri", "AMPHOE_OFFICER", "6701")
    desk.made.append(logins.name_for(user.username))
    return user.officer


@pytest.fixture(scope="module")
def published(room: Desk) -> Desk:
    """The project twice, since it is run again after each migration; land in and out of the area."""
    room.settle()
    for x, y, name in ((101.15, 16.4, "นาลุง"), (101.16, 16.4, "ผ่า"), (101.17, 16.4, "เก่า")):
        room.parcel("670101", x, y, name=name)
    room.parcel("670501", 101.3, 15.6, name="ของคนอื่น")
    for _ in range(2):
        call_command("qgis_publish", python=PYTHON)
    return room
