"""Answers kept until the data behind them changes, and the ETags that say so.

An answer is kept under its address, the rights and the language it was made for, together with the change counter
of what it depends on, read before the data. It is handed out again only while a fresh reading of the counter gives
the same number, so each process may keep its own answers: they can be missing, but never old.

    respond(request, can, ("tile", z, x, y), Scope.tile(z, x, y), lambda: Answer(body, "application/vnd.mapbox…"))
"""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from rest_framework.request import Request

from api.conditional import holds, is_unchanged
from api.sessions import Caller
from parcels.counters import Scope, read_counter
from parcels.permissions import Access

Key = tuple[object, ...]
# What an entry costs beside its body and its key: objects, headers, a place in the dictionary (measured).
OVERHEAD_BYTES = 1_200
# Shorter bodies fit into one packet anyway.
GZIP_FROM_BYTES = 1_400
NO_GZIP = re.compile(r"\bgzip\s*;\s*q=0(\.0*)?\s*(,|$)")


@dataclass(frozen=True)
class Answer:
    """A body with its type and headers. `tag` is an ETag of the content; without one the counter makes it.

    An answer with a `tag` is never compressed, since a strong ETag names these very bytes.
    """

    body: bytes
    content_type: str
    headers: dict[str, str] = field(default_factory=dict)
    tag: str = ""
    is_gzipped: bool = False


class Store:
    """The answers used last, at most `capacity` bytes of them. Safe for threads."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.size = 0
        self._entries: OrderedDict[Key, tuple[str, Answer, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key, counter: str) -> Answer | None:
        """The answer of a key, if it was made under this counter."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None or entry[0] != counter:
                return None
            self._entries.move_to_end(key)
            return entry[1]

    def put(self, key: Key, counter: str, answer: Answer) -> None:
        """Keep an answer in place of the one before. One that would push out most others is not kept."""
        size = len(answer.body) + sum(len(part) for part in key if isinstance(part, str)) + OVERHEAD_BYTES
        with self._lock:
            self._drop(key)
            if size > self.capacity // 4:
                return
            self._entries[key] = (counter, answer, size)
            self.size += size
            while self.size > self.capacity:
                self._drop(next(iter(self._entries)))

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()
            self.size = 0

    def _drop(self, key: Key) -> None:
        if entry := self._entries.pop(key, None):
            self.size -= entry[2]


STORE = Store(settings.ANSWER_CACHE_BYTES)


def kept(key: Key, counter: str, make: Callable[[], Answer]) -> Answer:
    """The answer of a key under a counter that was just read, made now if it has to be."""
    if connection.in_atomic_block:
        # What is seen inside a transaction may never be committed, and its counter be given out a second time.
        return make()
    found = STORE.get(key, counter)
    if found is None:
        found = make()
        STORE.put(key, counter, found)
    return found


def key_for(can: Access, *parts: object) -> Key:
    """The key of an answer: what it says depends on who asks, in which language and in which database."""
    language = get_language() or ""
    return (connection.settings_dict["NAME"], can.role, can.area, can.owner, can.rights.sees_people, language, *parts)


def respond(request: Request, can: Access, parts: Key, scope: Scope, make: Callable[[], Answer]) -> HttpResponse:
    """The answer to a GET, from the store if it is still true; 304 when the client holds it already.

    `parts` names the answer among those of its caller; `scope` is everything that it depends on.
    """
    key = key_for(can, *parts)
    counter = _counter(request, scope)
    tag = _tag(key, counter)
    is_public = not request.user.is_authenticated
    if holds(request, tag):
        return _not_modified(tag, is_public=is_public)
    accepts_gzip = _accepts_gzip(request)
    answer = kept(key, counter, lambda: _packed(make()) if accepts_gzip else make())
    tag = answer.tag or tag
    if is_unchanged(request, tag):
        return _not_modified(tag, is_public=is_public)
    return _response(answer, tag, accepts_gzip=accepts_gzip, is_public=is_public)


def _counter(request: Request, scope: Scope) -> str:
    """The counter as it was read together with the session (api/lane.py), or as of now."""
    held: Caller | None = getattr(request._request, "caller", None)
    return held.counter if held is not None and held.scope == scope else read_counter(scope)


def _tag(key: Key, counter: str) -> str:
    """Weak, since compressed and plain bytes share it."""
    return f'W/"{hashlib.sha256(repr((key, counter)).encode()).hexdigest()[:24]}"'


def _accepts_gzip(request: Request) -> bool:
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
    return "gzip" in accepted and not NO_GZIP.search(accepted)


def _packed(answer: Answer) -> Answer:
    """Compressed once and kept so: an answer of the store is then sent without work and takes a sixth of the room."""
    if answer.tag or len(answer.body) < GZIP_FROM_BYTES:
        return answer
    return replace(answer, body=gzip.compress(answer.body, 1, mtime=0), is_gzipped=True)


def _response(answer: Answer, tag: str, *, accepts_gzip: bool, is_public: bool) -> HttpResponse:
    is_sent_packed = answer.is_gzipped and accepts_gzip
    body = gzip.decompress(answer.body) if answer.is_gzipped and not is_sent_packed else answer.body
    plain = HttpResponse(body, content_type=answer.content_type, headers=answer.headers)
    response = _kept_by_clients(plain, tag, is_public=is_public)
    if is_sent_packed:
        response["Content-Encoding"] = "gzip"
    return response


def _not_modified(tag: str, *, is_public: bool) -> HttpResponse:
    return _kept_by_clients(HttpResponse(status=304), tag, is_public=is_public)


def _kept_by_clients(response: HttpResponse, tag: str, *, is_public: bool) -> HttpResponse:
    """A browser may keep it for its user, and asks each time whether it is still true.

    What everybody gets without signing in may be kept by anybody for a minute, and given to nobody who brings a token.
    """
    response["ETag"] = tag
    response["Cache-Control"] = "public, max-age=60" if is_public else "private, no-cache"
    patch_vary_headers(response, ("Cookie", "Authorization", "Accept-Language", "Accept-Encoding"))
    return response
