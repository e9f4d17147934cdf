"""Notices by mail: to a real mail server, one for many of them, in Thai and English, without what is personal."""

from __future__ import annotations

import email
import smtplib
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from api import letters
from config import env
from parcels import notices
from parcels.models import Application, Case, Notice
from tests.api.shapes import square
from tests.browser import free_port
from tests.register.conftest import Story

pytestmark = pytest.mark.django_db


class Post:
    """What came to a mail server, which refuses some receivers."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refused: set[str] = set()

    async def handle_RCPT(self, _smtp: SMTP, _session: Session, envelope: Envelope, to: str, _options: Any) -> str:  # noqa: N802
        if to in self.refused:
            return "550 no such box"
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, _smtp: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.mails.append(email.message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    def text(self, number: int = 0) -> str:
        body = self.mails[number].get_body()
        assert body is not None
        return str(body.get_content())


@pytest.fixture
def post(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    box = Post()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    monkeypatch.setenv("PLAENG_EMAIL_URL", f"smtp+plain://127.0.0.1:{server.port}")
    for name, value in env.mail("PLAENG_EMAIL_URL").items():
        setattr(settings, name, value)
    settings.SENDS_MAIL = True
    settings.BASE_URL = "https://plaeng.example.go.th"
    yield box
    server.stop()


@pytest.fixture
def told(story: Story) -> Callable[..., Notice]:
    """A notice of a person, old enough to be sent."""
    story.apply()
    row = Application.objects.get(uid=story.uid)

    def make(who: str = "officer", kind: str = notices.MOVED, *, minutes: int = 20, **about: Any) -> Notice:
        person = story.people[who]
        User.objects.filter(pk=person.pk).update(email=f"{who}@example.go.th", first_name="สมใจ", last_name="ใฝ่ดี")
        about = {"no": row.no, "state": "APPLIED", **about}
        made = Notice.objects.create(user=person, kind=kind, application=row, about=about)
        Notice.objects.filter(pk=made.pk).update(at=timezone.now() - timedelta(minutes=minutes))
        return made

    return make


def test_many_notices_are_one_mail_in_two_languages(post: Post, told: Callable[..., Notice], story: Story) -> None:
    told()
    told(kind=notices.RETURNED, state="RETURNED", reason="นายลับ ไม่ควรรู้", minutes=1)
    told("colleague")
    assert letters.send_due() == 2
    mine = next(i for i, mail in enumerate(post.mails) if "officer@example.go.th" in str(mail["To"]))
    no = Application.objects.get().no
    assert post.mails[mine]["Subject"].strip() == "โคก หนอง นา: แจ้งเตือน 2 เรื่อง"
    text = post.text(mine)
    assert text.index("เรียน สมใจ ใฝ่ดี") < text.index("Dear สมใจ ใฝ่ดี")
    assert f"Application {no} was returned. The reason stands on its page." in text
    assert f"Application {no} is now: Applied" in text
    assert text.count(f"https://plaeng.example.go.th/applications/{story.uid}") == 4
    assert "นายลับ" not in text
    assert letters.send_due() == 0
    assert len(post.mails) == 2


def test_a_mail_waits_for_more_and_not_for_what_was_read(post: Post, told: Callable[..., Notice]) -> None:
    told(minutes=10)
    assert letters.send_due() == 0
    Notice.objects.update(at=timezone.now() - timedelta(minutes=16), read_at=timezone.now())
    assert letters.send_due() == 0
    Notice.objects.update(read_at=None, at=timezone.now() - timedelta(days=3))
    assert letters.send_due() == 0
    assert not post.mails


@pytest.mark.parametrize("change", [{"user__is_active": False}, {"officer__suspended_at": "now"}, {"email": ""}])
def test_nobody_writes_to_who_has_left_or_has_no_address(
    post: Post, told: Callable[..., Notice], story: Story, change: dict[str, Any]
) -> None:
    told()
    person = story.people["officer"]
    if "officer__suspended_at" in change:
        person.officer.suspended_at = timezone.now()
        person.officer.save(update_fields=["suspended_at"])
    else:
        User.objects.filter(pk=person.pk).update(**{name.removeprefix("user__"): v for name, v in change.items()})
    assert letters.send_due() == 0
    assert not post.mails


def test_a_refused_address_keeps_its_notices_and_holds_up_nobody(post: Post, told: Callable[..., Notice]) -> None:
    first, second = told(), told("colleague")
    post.refused.add("officer@example.go.th")
    assert letters.send_due() == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.mailed_at, second.mailed_at is not None) == (None, True)
    post.refused.clear()
    assert letters.send_due() == 1


def test_a_mail_that_is_sent_again_after_a_crash_has_the_same_identity(post: Post, told: Callable[..., Notice]) -> None:
    told()
    letters.send_due()
    Notice.objects.update(mailed_at=None)
    letters.send_due()
    assert post.mails[0]["Message-ID"] == post.mails[1]["Message-ID"]


def test_the_worker_sends_them(post: Post, told: Callable[..., Notice]) -> None:
    told()
    call_command("work", "--once", stdout=StringIO())
    assert len(post.mails) == 1


def test_without_a_server_nothing_is_sent_and_a_folder_takes_its_place(
    settings: Any, told: Callable[..., Notice], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told()
    settings.SENDS_MAIL = False
    assert letters.send_due() == 0
    monkeypatch.setenv("PLAENG_EMAIL_URL", f"file://{tmp_path}/mails")
    for name, value in env.mail("PLAENG_EMAIL_URL").items():
        setattr(settings, name, value)
    settings.SENDS_MAIL = True
    assert letters.send_due() == 1
    (file,) = (tmp_path / "mails").iterdir()
    assert b"Auto-Submitted: auto-generated" in file.read_bytes()


@pytest.mark.parametrize(
    "url", ["http://x", "smtp://", "smtp://host:x", "smtp://host:99999", "file:", "mail.example.go.th"]
)
def test_an_address_of_no_mail_server_is_refused_at_start(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("PLAENG_EMAIL_URL", url)
    with pytest.raises(env.BadSetting, match="PLAENG_EMAIL_URL"):
        env.mail("PLAENG_EMAIL_URL")


def test_the_address_says_how_it_is_encrypted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAENG_EMAIL_URL", "smtp://plaeng%40go.th:p%2Fw@mail.go.th")
    found = env.mail("PLAENG_EMAIL_URL")
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"], found["EMAIL_PORT"]) == ("plaeng@go.th", "p/w", 587)
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (True, False)
    monkeypatch.setenv("PLAENG_EMAIL_URL", "smtps://mail.go.th")
    found = env.mail("PLAENG_EMAIL_URL")
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (465, False, True)


def test_smtplib_fails_as_an_error_of_the_system_does() -> None:
    assert issubclass(smtplib.SMTPException, OSError)


def test_who_has_to_do_with_the_land_is_told_when_a_dispute_opens(story: Story) -> None:
    story.apply()
    story.land(shape=square(0))
    story.apply(who="colleague")
    story.land("colleague", shape=square(0.5))
    story.client("officer").get("/api/cases")
    case = Case.objects.get()
    assert [(n.user.username, n.about["state"]) for n in Notice.objects.filter(kind="DISPUTED")] == [
        ("officer", "OPEN")
    ]
    shown = story.client("officer").get("/api/notices", headers={"accept-language": "en"}).json()["items"][0]["message"]
    assert shown == f"A dispute about land of application {Application.objects.order_by('pk')[0].no} is now: Open."
    assert case.closed_at is None
