"""JSON in and out by orjson: it refuses NaN, Infinity, 1e400 and depths that would end in a RecursionError."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any

import orjson
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from api.problems import Problem
from spatial.rules import Finding

MAX_BODY, MAX_BATCH, MAX_DEPTH, MAX_TEXT = 1024 * 1024, 8 * 1024 * 1024, 16, 2_000


class StrictJSON(BaseParser):
    """application/json, application/geo+json and merge patches; anything else is 415."""

    media_type = "*/*"
    accepted = {"application/json", "application/geo+json", "application/merge-patch+json"}

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        if (media_type or "").split(";")[0].strip().lower() not in self.accepted:
            raise Problem("media_type_not_accepted", 415, accepted=", ".join(sorted(self.accepted)))
        request = parser_context["request"]
        return parse(read_body(request))


def read_body(request: Any) -> bytes:
    """The whole body, at most 8 MiB. Refuses compressed and chunked bodies (415, 411)."""
    if request.META.get("HTTP_CONTENT_ENCODING", "identity") != "identity":
        raise Problem("body_compressed", 415)
    if not request.META.get("CONTENT_LENGTH", "").isdigit():
        raise Problem("length_needed", 411)
    if int(request.META["CONTENT_LENGTH"]) > MAX_BATCH:
        raise Problem("too_large", 413, limit_mib=8)
    body: bytes = request._request.body
    return body


def parse(body: bytes) -> Any:
    """One JSON value, strict. Raises Problem bad_json, too_large, too_deep, nul_character, duplicate_member."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as exc:
        raise Problem("bad_json", 400, line=exc.lineno, column=exc.colno) from exc
    is_batch = isinstance(value, dict) and value.get("type") == "FeatureCollection"
    if len(body) > MAX_BODY and not is_batch:
        raise Problem("too_large", 413, limit_mib=1)
    check_tree(value)
    # After the depth check, so that the recursion of the standard parser is bounded.
    json.loads(body, object_pairs_hook=_unique_members)
    return value


def _unique_members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A gate that reads one `geometry` while the store reads the other is no gate."""
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Problem("duplicate_member", 422, member=twice[:80])
    return members


def check_tree(root: Any) -> None:
    """Depth, length of texts, NUL, without recursion."""
    queue: list[tuple[Any, str, int]] = [(root, "", 1)]
    while queue:
        value, path, depth = queue.pop()
        if depth > MAX_DEPTH:
            raise Problem("too_deep", 422, [Finding("too_deep", path, data={"limit": MAX_DEPTH})])
        if isinstance(value, str):
            _check_text(value, path)
        elif isinstance(value, Mapping):
            for name, member in value.items():
                _check_text(name, path)
                queue.append((member, f"{path}/{name}", depth + 1))
        elif isinstance(value, list):
            queue.extend((member, f"{path}/{i}", depth + 1) for i, member in enumerate(value))


def _check_text(value: str, path: str) -> None:
    if any(ord(c) < 32 and c not in "\t\n\r" for c in value) or "\x7f" in value:
        raise Problem("nul_character", 422, [Finding("nul_character", path)])
    if len(value) > MAX_TEXT:
        raise Problem("text_too_long", 422, [Finding("text_too_long", path, data={"limit": MAX_TEXT})])


class JSON(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else orjson.dumps(data, default=str)
