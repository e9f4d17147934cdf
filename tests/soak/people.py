"""Signed-in people over real HTTP, one connection a thread."""

from __future__ import annotations

import http.client
import json
import threading
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.test import Client

from tests.conftest import make_officer

CSRF = "soak" * 8


@dataclass(frozen=True)
class Reply:
    status: int
    etag: str
    body: Any


class Person:
    """One account; each thread has a connection of its own."""

    def __init__(self, server: str, role: str, area: str, name: str = "") -> None:
        self.address = urlsplit(server).netloc
        browser = Client()
        self.username = name or f"{role}-{area}".lower()
        user = make_officer(self.username, role, area)
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        cookies = f"sessionid={browser.cookies['sessionid'].value}; csrftoken={CSRF}"
        self.headers = {"Cookie": cookies, "X-CSRFToken": CSRF, "Accept-Language": "en"}
        self._local = threading.local()

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        """One request; a connection that the server has closed in between is opened again."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        data = json.dumps(body).encode() if body is not None else None
        kind = {"Content-Type": "application/merge-patch+json"} if data else {}
        for attempt in (1, 2):
            connection = self._connection()
            try:
                connection.request(method, path, data, {**self.headers, **kind, **more})
                answer = connection.getresponse()
                text = answer.read()
            except (http.client.HTTPException, OSError):
                connection.close()
                if attempt == 2 or method != "GET":
                    raise
                continue
            return Reply(answer.status, answer.headers.get("ETag", ""), json.loads(text) if text else None)
        raise AssertionError("unreachable")

    def get(self, path: str, **headers: str) -> Reply:
        return self.ask("GET", path, **headers)

    def follow(self, link: str) -> Reply:
        """GET the address of a link in an answer."""
        parts = urlsplit(link)
        return self.get(f"{parts.path}?{parts.query}")

    def all_of(self, collection: str) -> dict[str, Any]:
        """id -> feature of everything that this person sees, page by page."""
        found: dict[str, Any] = {}
        link = f"/api/collections/{collection}/items?limit=500"
        while link:
            page = self.follow(link).body
            found |= {feature["id"]: feature for feature in page["features"]}
            link = next((each["href"] for each in page["links"] if each["rel"] == "next"), "")
        return found

    def _connection(self) -> http.client.HTTPConnection:
        if not hasattr(self._local, "connection"):
            self._local.connection = http.client.HTTPConnection(self.address, timeout=30)
        connection: http.client.HTTPConnection = self._local.connection
        return connection
