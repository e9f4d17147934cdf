"""People and places by name, on a real PostGIS: each worker works on its own copy of a migrated database."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client

from api.caching import STORE
from tests.cluster import Cluster

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
PASSWORD = "plaeng-demo"

# In-process clients render pages without collected files; the browser's server has them collected.
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

pytest_plugins = ["tests.browser"]


class AtOnce:
    """Tells what fails when it fails: a run that is cut off comes to no summary."""

    def __init__(self, config: pytest.Config) -> None:
        self.plugins = config.pluginmanager

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            screen: Any = self.plugins.get_plugin("terminalreporter")
            for line in ("", f"{report.when} of {report.nodeid}", report.longreprtext):
                screen.write_line(line)


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # workers of xdist hand on what they find
        config.pluginmanager.register(AtOnce(config))


def shared(path: str) -> Path:
    """A file of real data or of cases computed elsewhere; the test is skipped where it is missing."""
    file = SHARED / path
    if not file.exists():
        pytest.skip(f"../shared/{path} is not here")
    return file


@pytest.fixture(scope="session")
def cluster() -> Cluster:
    return Cluster(os.environ["PLAENG_TEST_SUPERUSER_URL"], template=str(settings.DATABASES["default"]["NAME"]))


@pytest.fixture(scope="session")
def base_database(cluster: Cluster, worker_id: str) -> Iterator[str]:
    """A database with code lists and area names, from which the others are copied."""
    with cluster.copy(cluster.template, f"{cluster.template}_{worker_id}_base") as name:
        use(name)
        call_command("load_codes", verbosity=0)
        call_command("load_areas", "--names", verbosity=0)
        connections.close_all()
        yield name


def use(name: str) -> None:
    """Let Django work on another database."""
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(cluster: Cluster, base_database: str, worker_id: str, django_db_blocker: Any) -> Iterator[None]:
    with cluster.copy(base_database, f"{cluster.template}_{worker_id}") as name:
        use(name)
        yield
        connections.close_all()


@pytest.fixture(scope="session", autouse=True)
def _unblocked_set_up(django_db_blocker: Any) -> Iterator[None]:
    """Session fixtures prepare databases before any test asks for one."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def own_database(cluster: Cluster, base_database: str, worker_id: str, django_db_setup: None) -> Iterator[str]:
    """A fresh database for a test that commits or uses several connections; Django works on it meanwhile."""
    before = str(settings.DATABASES["default"]["NAME"])
    with cluster.copy(base_database, f"{cluster.template}_{worker_id}_own") as name:
        use(name)
        # The copies have one name and one epoch, and may come to the same numbers.
        STORE.clear()
        yield name
        use(before)
        STORE.clear()


@pytest.fixture
def plain_sql(cluster: Cluster, own_database: str) -> Iterator[Callable[[], Any]]:
    """Opens connections of the application's login to the test's own database, for plain SQL."""
    opened: list[Any] = []

    def open_one() -> Any:
        opened.append(psycopg2.connect(cluster.url(own_database), options=cluster.app_options))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


def make_officer(name: str, role: str, area: str) -> User:
    from parcels.models import Officer

    user = User.objects.create(username=name, first_name=name)
    Officer.objects.create(user=user, role_id=role, area=area)
    return user


@pytest.fixture
def officer(db: None) -> User:
    """A community-development officer of amphoe Mueang Phetchabun."""
    return make_officer("officer", "AMPHOE_OFFICER", "6701")


@pytest.fixture
def neighbour_officer(db: None) -> User:
    """An officer of amphoe Wichian Buri: must see nothing of 6701."""
    return make_officer("neighbour", "AMPHOE_OFFICER", "6705")


@pytest.fixture
def analyst(db: None) -> User:
    return make_officer("analyst", "ANALYST", "67")


@pytest.fixture
def province(db: None) -> User:
    return make_officer("province", "PROVINCE", "67")


@pytest.fixture
def viewer(db: None) -> User:
    return make_officer("viewer", "VIEWER", "67")


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """A signed-in HTTP client of a user; its answers are problems in English."""

    def sign_in(user: User) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
