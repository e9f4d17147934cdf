"""A change that was begun from a version that the history no longer leads back to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg2
from django.contrib.auth.models import User
from django.test import Client

from tests.api.test_items import stored
from tests.api.test_threeway import told
from tests.conftest import make_officer
from tests.parcels.land import run


def test_a_version_without_history_is_gone(
    own_database: str, plain_sql: Callable[[], Any], cluster: Any, client_of: Callable[[User], Client]
) -> None:
    client = client_of(make_officer("desk", "AMPHOE_OFFICER", "6701"))
    uid = stored(client)["id"]
    for n in range(1, 4):
        assert told(client, uid, n, name=f"ชื่อ {n}").status_code == 200
    admin = psycopg2.connect(cluster.url(own_database), options="-c search_path=plaeng_private,plaeng,public")
    admin.autocommit = True
    run(admin, "SET session_replication_role = replica")
    run(admin, "DELETE FROM history WHERE uid = %s AND version = 2", uid)
    admin.close()
    answer = told(client, uid, 1, land_class="PRIVATE")
    assert (answer.status_code, answer.json()["code"]) == (410, "version_gone")
    assert told(client, uid, 2, land_class="PRIVATE").status_code == 200
