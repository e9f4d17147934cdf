"""What a notice says: a line on the page, and a mail of all that wait, Thai first."""

from __future__ import annotations

from email.utils import formataddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from api.problems import sentence
from parcels import notices
from parcels.models import CaseState, Notice, State

ON_PAGE = {
    notices.MOVED: "notice_moved",
    notices.RETURNED: "notice_returned",
    notices.MENTIONED: "notice_mentioned",
    notices.PAPER_RETURNED: "notice_paper",
    notices.DISPUTED: "notice_disputed",
}
# A reason may name people, and a mail goes through other hands: it stands on the page behind the link.
IN_MAIL = {**ON_PAGE, notices.RETURNED: "mail_returned", notices.PAPER_RETURNED: "mail_paper"}

Names = dict[str, tuple[str, str]]


def names_of_states() -> Names:
    """Code of a state of applications and of cases -> Thai and English."""
    return {
        code: (th, en)
        for model in (State, CaseState)
        for code, th, en in model._default_manager.values_list("code", "name_th", "name_en")
    }


def words(notice: Notice, names: Names, sentences: dict[str, str] = ON_PAGE) -> str:
    """The sentence of a notice in the language of the moment."""
    about: dict[str, Any] = {**notice.about}
    state = about.pop("state", "")
    about["state_th"], about["state_en"] = names.get(state, (state, state))
    return sentence(sentences[notice.kind], about)


def letter(person: User, told: list[Notice]) -> EmailMessage:
    """One mail for all of `told`, in both languages. Its Message-ID is that of the newest: sent twice it is the same."""
    names = names_of_states()
    parts = []
    for language in ("th", "en"):
        with translation.override(language):
            parts.append("\n".join(_lines(person, told, names)))
    with translation.override("th"):
        subject = _subject(told)
    host = urlsplit(settings.BASE_URL).hostname
    return EmailMessage(
        subject,
        "\n\n– – –\n\n".join(parts) + "\n",
        to=[formataddr((person.get_full_name(), person.email))],
        headers={"Message-ID": f"<notice-{told[-1].pk}-{person.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )


def _subject(told: list[Notice]) -> str:
    count = len(told)
    return ngettext("Khok Nong Na: %(count)s notice", "Khok Nong Na: %(count)s notices", count) % {"count": count}


def _lines(person: User, told: list[Notice], names: Names) -> list[str]:
    lines = [_("Dear %(name)s,") % {"name": person.get_full_name() or person.username}, ""]
    for notice in told:
        lines.append(f"• {words(notice, names, IN_MAIL)}")
        if notice.application:
            lines.append(f"  {settings.BASE_URL}/applications/{notice.application.uid}")
    return [
        *lines,
        "",
        _("You get this because you have to do with these applications. What you read on the page is not sent."),
    ]


def send_due() -> int:
    """Send the mails that are due; how many. None while no mail server is set."""
    if not settings.SENDS_MAIL:
        return 0
    return notices.send_due(lambda person, told: _send(letter(person, told)))


def _send(mail: EmailMessage) -> None:
    """Raises OSError, smtplib's errors among them."""
    mail.send()
