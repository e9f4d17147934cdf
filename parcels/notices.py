"""What the platform tells people: lines of their own, and one mail for many of them instead of a flood."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from parcels.models import Application, Comment, Notice

MOVED, RETURNED, MENTIONED, PAPER_RETURNED, DISPUTED = "MOVED", "RETURNED", "MENTIONED", "PAPER_RETURNED", "DISPUTED"
# A mail waits this long for more of its kind.
GATHERED = timedelta(minutes=15)
MAILED_WITHIN = timedelta(days=2)
KEPT = timedelta(days=180)
log = logging.getLogger(__name__)


def involved(application: Application) -> set[int]:
    """Users who have to do with an application: who entered it, whose desk it lies on, whose own it is."""
    desk = application.assigned_officer
    found = (application.created_by_id, desk.user_id if desk else None, application.applicant.user_id)
    return {user for user in found if user is not None}


def tell(application: Application, kind: str, users: Iterable[int | None], by: int | None, **about: Any) -> None:
    """One line for each of `users` but who did it himself."""
    told = {user for user in users if user is not None} - {by}
    Notice.objects.bulk_create([Notice(user_id=user, kind=kind, application=application, about=about) for user in told])


def moved(application: Application, by: int | None, reason: str = "") -> None:
    kind = RETURNED if application.state_id == "RETURNED" else MOVED
    tell(application, kind, involved(application), by, no=application.no, state=application.state_id, reason=reason)


def mentioned(comment: Comment, by: int | None) -> None:
    """Colleagues whom a comment names as @username."""
    names = {word[1:].rstrip(".,:;!?)") for word in comment.text.split() if word.startswith("@")}
    application = comment.application or (comment.parcel.application if comment.parcel else None)
    if application is None or not names:
        return
    users = User.objects.filter(username__in=names, is_active=True, officer__isnull=False).values_list("pk", flat=True)
    tell(application, MENTIONED, users, by, no=application.no)


def send_due(send: Callable[[User, list[Notice]], None]) -> int:
    """Write to everybody whose unread lines have waited for others, one mail a person; how many were sent.

    `send` may fail with OSError (smtplib's errors are such): that person's lines wait for the next time, the others'
    do not. Any number of processes may do this beside each other.
    """
    due = _unsent().filter(at__lt=timezone.now() - GATHERED, user__is_active=True).exclude(user__email="")
    office = Q(user__officer__isnull=True) | Q(user__officer__suspended_at__isnull=True)
    people = list(due.filter(office).order_by("user").values_list("user", flat=True).distinct())
    return sum(_send_to(person, send) for person in people)


def _unsent() -> QuerySet[Notice]:
    """What is worth a mail: not read, not sent, and not so old that a mail would only confuse."""
    return Notice.objects.filter(mailed_at__isnull=True, read_at__isnull=True, at__gt=timezone.now() - MAILED_WITHIN)


def _send_to(person: int, send: Callable[[User, list[Notice]], None]) -> bool:
    try:
        with transaction.atomic():
            rows = _unsent().filter(user=person).select_related("user", "application").order_by("pk")
            mine = list(rows.select_for_update(skip_locked=True, of=("self",)))
            if mine:
                Notice.objects.filter(pk__in=[n.pk for n in mine]).update(mailed_at=Now())
                # Last: what fails here is undone, and what was sent is remembered, but for a crash in between.
                send(mine[0].user, mine)
            return bool(mine)
    except OSError as exc:
        log.warning("A mail to user %s could not be sent: %s", person, type(exc).__name__)
        return False


def forget() -> int:
    """Remove what is old; how many lines."""
    return Notice.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]


def unread(user_id: int) -> int:
    return Notice.objects.filter(user=user_id, read_at__isnull=True).count()


def latest(user_id: int, limit: int) -> list[Notice]:
    return list(Notice.objects.filter(user=user_id).select_related("application").order_by(F("pk").desc())[:limit])
