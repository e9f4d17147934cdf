"""A web process that is being replaced answers those who have a connection already."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.system.serving import connect, serving, whole_answer

REQUEST = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.fixture
def port() -> Iterator[int]:
    with serving("--workers", "1", "--max-requests", "20", "--max-requests-jitter", "0") as number:
        yield number


def use_up(port: int) -> None:
    """Ask until the process says that it keeps no connection any more."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        for _ in range(20):
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            answer.read()
            if answer.will_close:
                return
    raise AssertionError("twenty requests did not use the process up")


@pytest.mark.parametrize("asked", [0, 20], ids=["open", "half asked"])
def test_a_connection_that_has_not_asked_yet_is_answered_by_a_process_that_ends(port: int, asked: int) -> None:
    """Browsers open connections ahead: one that was closed without an answer left a list of the page empty."""
    with closing(connect(port, REQUEST[:asked])) as sock:
        use_up(port)
        sock.sendall(REQUEST[asked : asked + 10])
        time.sleep(0.3)
        sock.sendall(REQUEST[asked + 10 :])
        assert whole_answer(sock).startswith(b"HTTP/1.1 200")
