"""ETag, If-Match, If-None-Match and Idempotency-Key: once, for all views."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from django.http import HttpResponse
from rest_framework.request import Request

from api.problems import Problem
from parcels.changes import Answer, acting, claim, keep
from parcels.permissions import Access

KEY = re.compile(r"[\x21-\x7e]{8,200}")
ETAG = re.compile(r'"([0-9]{1,9})"')
KEPT_HEADERS = ("Location", "ETag", "Content-Type")


def etag(version: int) -> str:
    """The strong ETag of a feature is its version, which a trigger raises whoever writes."""
    return f'"{version}"'


def expected_versions(request: Request) -> set[int] | None:
    """The versions in If-Match; None for `*`. Raises Problem if_match_needed; weak and foreign ETags match nothing."""
    given = request.META.get("HTTP_IF_MATCH", "").strip()
    if not given:
        raise Problem("if_match_needed", 428)
    if given == "*":
        return None
    return {int(match[1]) for part in given.split(",") if (match := ETAG.fullmatch(part.strip()))}


def is_unchanged(request: Request, tag: str) -> bool:
    """True when the client holds this version already (If-None-Match)."""
    held = {part.strip().removeprefix("W/") for part in request.META.get("HTTP_IF_NONE_MATCH", "").split(",")}
    return not held.isdisjoint({tag, "*"})


def write(request: Request, can: Access, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Do `work` in one transaction that knows who acts; with an Idempotency-Key, once only.

    The same key and request get the first answer again; another request under the key is 422, and so is the same
    one under other rights, since the answer may show what is hidden by now. What failed is rolled back and judged
    anew.
    """
    base = request._request
    key = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if key is not None and not KEY.fullmatch(key):
        raise Problem("bad_idempotency_key", 422)
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
