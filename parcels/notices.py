"""What the platform tells people: lines of their own, and one mail for many of them instead of a flood."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from parcels.models import Application, Comment, Notice

MOVED, RETURNED, MENTIONED, PAPER_RETURNED, DISPUTED = "MOVED", "RETURNED", "MENTIONED", "PAPER_RETURNED", "DISPUTED"
# A mail waits this long for more of its kind.
GATHERED = timedelta(minutes=15)
KEPT = timedelta(days=180)


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


def due_mails() -> list[tuple[User, list[Notice]]]:
    """Whom to write to, and what: notices that are unread and have waited for others."""
    waiting = Notice.objects.filter(mailed_at__isnull=True, read_at__isnull=True, at__lt=timezone.now() - GATHERED)
    found: dict[int, tuple[User, list[Notice]]] = {}
    for notice in waiting.exclude(user__email="").select_related("user", "application").order_by("user", "pk"):
        found.setdefault(notice.user_id, (notice.user, []))[1].append(notice)
    return list(found.values())


def mailed(notices: Iterable[Notice]) -> None:
    Notice.objects.filter(pk__in=[n.pk for n in notices]).update(mailed_at=Now())


def forget() -> int:
    """Remove what is old; how many lines."""
    return Notice.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]


def unread(user_id: int) -> int:
    return Notice.objects.filter(user=user_id, read_at__isnull=True).count()


def latest(user_id: int, limit: int) -> list[Notice]:
    return list(Notice.objects.filter(user=user_id).select_related("application").order_by(F("pk").desc())[:limit])
