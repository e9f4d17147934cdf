"""ETag, If-Match, If-None-Match and Idempotency-Key: once, for all views."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from api.problems import Problem
from api.values import bad
from parcels.changes import Answer, acting, claim, keep
from parcels.permissions import Access

KEY = re.compile(r"[\x21-\x7e]{8,200}")
# The version, with or without the digest behind it.
ETAG = re.compile(r'"([0-9]{1,9})(?:-[0-9a-f]{16})?"')
# The parameters of whatever stores something.
OF_WRITES = ("validate",)
APPLIED = "Preference-Applied"
KEPT_HEADERS = ("Location", "ETag", "Content-Type", APPLIED)


def etag(version: int | None, text: bytes) -> str:
    """The strong ETag of a feature: its version, which a trigger raises whoever writes, and a digest of its text.

    The version alone would hide that a joined name has changed, and which properties or system were asked for.
    """
    digest = hashlib.blake2b(text, digest_size=8).hexdigest()
    return f'"{digest}"' if version is None else f'"{version}-{digest}"'


def expected_versions(request: Request) -> set[int] | None:
    """The versions in If-Match; None for `*`. Raises Problem if_match_needed; weak and foreign ETags match nothing.

    Only the version counts: a changed name of the applicant is no reason to refuse a new shape. `"7"` is enough.
    """
    given = request.META.get("HTTP_IF_MATCH", "").strip()
    if not given:
        raise Problem("if_match_needed", 428)
    if given == "*":
        return None
    return {int(match[1]) for part in given.split(",") if (match := ETAG.fullmatch(part.strip()))}


def holds(request: Request, tag: str) -> bool:
    """True when the client names this version among those that it has (If-None-Match)."""
    held = {part.strip().removeprefix("W/") for part in request.META.get("HTTP_IF_NONE_MATCH", "").split(",")}
    return tag.removeprefix("W/") in held


def is_unchanged(request: Request, tag: str) -> bool:
    """True when 304 will do for something that exists: the client has this version, or asked for none at all."""
    return holds(request, tag) or request.META.get("HTTP_IF_NONE_MATCH", "").strip() == "*"


def write(request: Request, can: Access, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Do `work` in one transaction that knows who acts; with an Idempotency-Key, once only.

    The same key and request get the first answer again; another request under the key is 422, and so is the same
    one under other rights, since the answer may show what is hidden by now. What failed is rolled back and judged
    anew. `?validate=true` takes everything back at the end; `Prefer: return=minimal` leaves the body out.
    """
    key = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if key is not None and not KEY.fullmatch(key):
        raise Problem("bad_idempotency_key", 422)
    response = _rehearse(request, work) if is_rehearsal(request) else _write(request, can, key, work)
    return _preferred(request, response)


def is_rehearsal(request: Request) -> bool:
    """`?validate=true`: everything is checked and nothing is stored. Raises Problem bad_parameter."""
    given = request.GET.get("validate", "false")
    if given not in {"true", "false"}:
        raise bad("validate", _("true or false"))
    return given == "true"


def _rehearse(request: Request, work: Callable[[], HttpResponse]) -> HttpResponse:
    """The work and all its checks, undone. Version and address of what was not stored mean nothing."""
    with transaction.atomic():
        with acting(request.user.pk, "web", getattr(request._request, "id", "")):
            response = work()
        transaction.set_rollback(True)
    for name in ("Location", "ETag"):
        del response[name]
    response.status_code = 200 if response.content else 204
    return response


def preferences(request: Request) -> set[str]:
    """What `Prefer` (RFC 7240) asks for."""
    return {part.strip().lower() for part in re.split("[,;]", request.META.get("HTTP_PREFER", ""))}


def _preferred(request: Request, response: HttpResponse) -> HttpResponse:
    """`Prefer: return=minimal`: the same without its body."""
    if "return=minimal" not in preferences(request) or not response.content:
        return response
    answer = HttpResponse(status=201 if response.status_code == 201 else 204)
    del answer["Content-Type"]
    for name, value in response.items():
        if name not in {"Content-Type", "Content-Crs"}:
            answer[name] = value
    answer[APPLIED] = ", ".join([*filter(None, [response.get(APPLIED, "")]), "return=minimal"])
    return answer


def _write(request: Request, can: Access, key: str | None, work: Callable[[], HttpResponse]) -> HttpResponse:
    base = request._request
    user_id = request.user.pk
    with acting(user_id, "api" if request.auth else "web", getattr(base, "id", "")):
        if key is None or user_id is None:
            return work()
        asked = f"{can.role}\0{can.area}\0{base.method}\0{base.get_full_path()}\0"
        digest = hashlib.sha256(asked.encode() + base.body).digest()
        held = claim(user_id, key, digest)
        if not held.is_ours:
            return _replay(held.is_same, held.answer)
        response = work()
        headers = {name: response[name] for name in KEPT_HEADERS if name in response}
        keep(user_id, key, Answer(response.status_code, response.content.decode(), headers))
        return response


def _replay(is_same: bool, answer: Answer | None) -> HttpResponse:
    if not is_same:
        raise Problem("idempotency_key_reused", 422)
    if answer is None or answer.status is None:
        raise Problem("busy", 409)
    response = HttpResponse(answer.body, status=answer.status)
    for name, value in answer.headers.items():
        response[name] = value
    response["Idempotency-Replayed"] = "true"
    return response
