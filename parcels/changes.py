"""Writing: who acts, in one transaction with its trace; and requests that may be repeated."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

WHO = """
    SELECT set_config('plaeng.user_id', %s, true), set_config('plaeng.via', %s, true),
           set_config('plaeng.request_id', %s, true)
"""


@contextmanager
def acting(user_id: int | None, via: str, request_id: str = "") -> Iterator[None]:
    """One transaction in which the database knows who writes and through what (web, api, import, demo).

    The rules that look at a whole set are checked before it commits, so that their refusal is an exception
    here and not one at COMMIT.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(WHO, [str(user_id or ""), via, request_id])
        yield
        check_now()


def check_now() -> None:
    """Check the deferred rules (overlap, zones inside their parcel, joined area) for all that was written."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@dataclass(frozen=True)
class Answer:
    """What a request was answered with, kept for its repeats."""

    status: int
    body: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Claim:
    """The state of an Idempotency-Key: ours to work under, used by another body, or answered already."""

    is_ours: bool
    is_same: bool = True
    answer: Answer | None = None


CLAIM = """
    INSERT INTO idempotency (user_id, key, body_sha) VALUES (%s, %s, %s)
    ON CONFLICT (user_id, key) DO NOTHING RETURNING 1
"""
LOOK = "SELECT body_sha = %s, status, answer, headers FROM idempotency WHERE user_id = %s AND key = %s"
KEEP = "UPDATE idempotency SET status = %s, answer = %s, headers = %s WHERE user_id = %s AND key = %s"


def claim(user_id: int, key: str, body_sha: bytes) -> Claim:
    """First statement of a repeatable request, inside its transaction. A rival waits here for the first to end."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [user_id, key, body_sha])
        if cursor.fetchone():
            return Claim(is_ours=True)
        cursor.execute(LOOK, [body_sha, user_id, key])
        is_same, status, body, headers = cursor.fetchone()
    return Claim(False, is_same, Answer(status, body, json.loads(headers)))


def keep(user_id: int, key: str, answer: Answer) -> None:
    """Store the answer in the same transaction as the work."""
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [answer.status, answer.body, json.dumps(answer.headers), user_id, key])
