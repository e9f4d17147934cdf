"""How a filter is refused: 400 with the place in the filter, the reason, and the names that exist."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from api.problems import Problem
from spatial.rules import Finding


def refused(reason: str, at: str = "", *, parameter: str = "filter") -> Problem:
    """The problem bad_filter; `reason` is a sentence in the language of the request, without a full stop."""
    data = {"reason": reason, "place": at or "–", "name": parameter}
    return Problem("bad_filter", 400, [Finding("bad_filter", f"?{parameter}", data=data)], **data)


def unknown_property(name: str, at: str, known: Iterable[str]) -> Problem:
    """A property that is none for this caller: unknown and forbidden ones are answered alike."""
    data = {"property": name[:60], "place": at or "–", "known": ", ".join(sorted(known)), "name": "filter"}
    return Problem("unknown_property", 400, [Finding("unknown_property", "?filter", data=data)], **data)


def wrong_type(wanted: str, at: str) -> Problem:
    return refused(_("a value of the type %(type)s is needed there") % {"type": wanted}, at)


def too_large(at: str) -> Problem:
    """A number that no column holds, or that is so near to zero."""
    return refused(_("this number is too large or too small"), at)
