"""Two accounts of a province that take each other's rights at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.contrib.auth.models import User
from django.db import connection, connections
from django.test import Client

from parcels.models import Officer
from tests.conftest import make_officer


def test_two_who_suspend_each_other_leave_one(own_database: str, client_of: Callable[[User], Client]) -> None:
    people = [make_officer(name, "PROVINCE", "67") for name in ("first", "second")]
    clients = [client_of(user) for user in people]
    gate, answers = threading.Barrier(2), [0, 0]

    def suspend(n: int) -> None:
        gate.wait()
        at = f"/api/officers/{Officer.objects.get(user=people[1 - n]).uid}"
        answer = clients[n].patch(at, {"suspended": True}, content_type="application/json", headers={"if-match": "*"})
        answers[n] = answer.status_code
        connections.close_all()

    with connection.cursor() as cursor:
        # Both have been let in before either is judged.
        cursor.execute("BEGIN")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('plaeng officers'))")
        threads = [threading.Thread(target=suspend, args=(n,)) for n in range(2)]
        for thread in threads:
            thread.start()
        waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        for _ in range(1000):
            cursor.execute(waiting)
            if cursor.fetchone()[0] == 2:
                break
        cursor.execute("COMMIT")
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409]
    assert Officer.objects.filter(role="PROVINCE", suspended_at__isnull=True).count() == 1
