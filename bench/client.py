"""A plain HTTP client on one kept connection. Its own work is not measured."""

from __future__ import annotations

import http.client
import json
from typing import Any


class Client:
    """Requests to one server. `headers` go along with each of them."""

    def __init__(self, port: int, headers: dict[str, str] | None = None) -> None:
        self.port = port
        self.headers = headers or {}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=900)

    def get(self, path: str) -> bytes:
        """The body of an answer 200; raises RuntimeError for any other."""
        status, body, _ = self.ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{status} for {path}: {body[:300]!r}")
        return body

    def renew(self) -> None:
        """Come by a new connection the next time, perhaps to another process of the server."""
        self.connection.close()

    def json(self, path: str) -> Any:
        return json.loads(self.get(path))

    def ask(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> tuple[int, bytes, http.client.HTTPMessage]:
        sent = None if body is None else json.dumps(body)
        everything = {**self.headers, **headers}
        try:
            self.connection.request(method, path, sent, everything)
            answer = self.connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # A worker that was replaced closes what it kept.
            self.connection.close()
            self.connection.request(method, path, sent, everything)
            answer = self.connection.getresponse()
        return answer.status, answer.read(), answer.headers

    def sign_in(self, name: str, password: str) -> None:
        """Keep the cookies of a session of ours."""
        _, body, headers = self.ask("GET", "/api/session")
        cookies = _cookies(headers)
        said = {"Cookie": cookies, "X-CSRFToken": json.loads(body)["csrf"], "Content-Type": "application/json"}
        credentials = {"username": name, "password": password}
        status, body, headers = self.ask(
            "POST", "/api/session", credentials, Origin=f"http://127.0.0.1:{self.port}", **said
        )
        if status != 200:
            raise RuntimeError(f"{name} may not sign in: {status} {body[:300]!r}")
        self.headers["Cookie"] = _cookies(headers)


def _cookies(headers: http.client.HTTPMessage) -> str:
    return "; ".join(cookie.partition(";")[0] for cookie in headers.get_all("Set-Cookie", []))
