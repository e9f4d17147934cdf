"""JSON in and out by orjson: it refuses NaN, Infinity, 1e400 and depths that would end in a RecursionError."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import IO, Any

import orjson
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from api.problems import Problem
from spatial.rules import Finding

MAX_BODY, MAX_BATCH, MAX_DEPTH, MAX_TEXT = 1024 * 1024, 8 * 1024 * 1024, 16, 2_000
# 8 MiB of positions with 5 decimals hold fewer; 8 MiB of "1," would take a worker seconds to look through.
MAX_VALUES = 900_000
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class StrictJSON(BaseParser):
    """application/json, application/geo+json and merge patches; anything else is 415."""

    media_type = "*/*"
    accepted = {"application/json", "application/geo+json", "application/merge-patch+json"}

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        if (media_type or "").split(";")[0].strip().lower() not in self.accepted:
            raise Problem("media_type_not_accepted", 415, accepted=", ".join(sorted(self.accepted)))
        return parse(parser_context["request"]._request.body)


def content(request: Request, limit: int = MAX_BATCH) -> Any:
    """The JSON value in the body, at most `limit` bytes; compressed and chunked bodies are 415 and 411.

    The framework takes a body without a length for an empty one: a change would be answered 200 and be lost.
    """
    return request.data if checked_length(request, limit) else parse(b"")


def checked_length(request: Request, limit: int) -> int:
    """How long the body says it is, in bytes. Raises Problem body_compressed, length_needed, too_large."""
    if request.META.get("HTTP_CONTENT_ENCODING", "identity") != "identity":
        raise Problem("body_compressed", 415)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if "HTTP_TRANSFER_ENCODING" in request.META or not re.fullmatch("[0-9]{1,18}", length):
        raise Problem("length_needed", 411)
    if int(length) > limit:
        raise Problem("too_large", 413, limit_mib=limit // MAX_BODY)
    return int(length)


def parse(body: bytes) -> Any:
    """One JSON value, strict. Raises Problem bad_json, too_large, too_deep, nul_character, duplicate_member."""
    if body.count(b",") > MAX_VALUES:
        raise Problem("too_many_values", 413, limit=MAX_VALUES)
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as exc:
        raise Problem("bad_json", 400, line=exc.lineno, column=exc.colno) from exc
    is_batch = isinstance(value, dict) and value.get("type") == "FeatureCollection"
    if len(body) > MAX_BODY and not is_batch:
        raise Problem("too_large", 413, limit_mib=1)
    check_tree(value)
    # After the depth check, so that the recursion of the standard parser is bounded.
    unique_members(body)
    return value


def unique_members(text: str | bytes) -> None:
    """Look for a member that stands twice in one object, in JSON whose depth is known. Raises duplicate_member."""
    json.loads(text, object_pairs_hook=_unique)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A gate that reads one `geometry` while the store reads the other is no gate."""
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Problem("duplicate_member", 422, member=twice[:80])
    return members


def check_tree(root: Any) -> None:
    """Depth, length of texts, control characters, without recursion; numbers are not looked at.

    A place is (its parent's place, name); the pointer is written only when something is wrong there.
    """
    queue: list[tuple[Any, Any, int]] = [(root, None, 1)]
    while queue:
        value, place, depth = queue.pop()
        if depth > MAX_DEPTH:
            raise Problem("too_deep", 422, [Finding("too_deep", _pointer(place), data={"limit": MAX_DEPTH})])
        if isinstance(value, str):
            _check_text(value, place)
        elif isinstance(value, Mapping):
            for name, member in value.items():
                _check_text(name, place)
                queue.append((member, (place, name), depth + 1))
        elif isinstance(value, list):
            inner = ((m, (place, n), depth + 1) for n, m in enumerate(value) if isinstance(m, str | dict | list))
            queue.extend(inner)


def _pointer(place: Any) -> str:
    steps: list[str] = []
    while place:
        place, name = place
        steps.append(f"/{name}")
    return "".join(reversed(steps))


def _check_text(value: str, place: Any) -> None:
    if CONTROL.search(value):
        raise Problem("nul_character", 422, [Finding("nul_character", _pointer(place))])
    if len(value) > MAX_TEXT:
        raise Problem("text_too_long", 422, [Finding("text_too_long", _pointer(place), data={"limit": MAX_TEXT})])


class JSON(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else orjson.dumps(data, default=str)
