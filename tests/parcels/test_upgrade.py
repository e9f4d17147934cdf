"""Migrations over a database that already holds applications and land, down and up again."""

from __future__ import annotations

from collections.abc import Callable

from psycopg2.extensions import connection as Connection  # noqa: N812 # a class with a small name

from tests.browser import run as manage
from tests.cluster import Cluster
from tests.conftest import make_officer
from tests.parcels import land
from tests.parcels.land import run

BEFORE_THE_REGISTER = "0013_fewer_indexes"


def test_the_register_comes_into_a_database_in_use(
    cluster: Cluster, own_database: str, plain_sql: Callable[[], Connection]
) -> None:
    officer = make_officer("somsri", "AMPHOE_OFFICER", "6701")
    db = plain_sql()
    run(db, "SELECT set_config('plaeng.user_id', %s, false)", str(officer.pk))
    _applicant, application = land.applied(db)
    land.parcel(db, application=application)
    db.commit()
    db.close()
    owner = {"DATABASE_OWNER_URL": cluster.url(own_database), "PLAENG_DB_ROLE": "owner"}
    manage("migrate", "parcels", BEFORE_THE_REGISTER, env=owner)
    manage("migrate", env=owner)
    again = plain_sql()
    assert run(again, "SELECT tambon FROM application") == land.MUEANG
    assert run(again, "SELECT by_id FROM state_change") == officer.pk
