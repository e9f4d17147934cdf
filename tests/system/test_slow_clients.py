"""Clients that never finish a request must not stop the others (gunicorn as bin/up starts it)."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import quote

import pytest

from config.worker import Inbox
from tests.system.serving import ask, connect, serving, whole_answer

SLOW = 24
SLOW_HEAD = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
SLOW_BODY = (
    b"POST /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{"
)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with serving() as number:
        yield number


@pytest.mark.parametrize("first", [b"", SLOW_HEAD, SLOW_BODY], ids=["silent", "head", "body"])
def test_slow_clients_leave_room_for_the_others(port: int, first: bytes) -> None:
    slow = [connect(port, first) for _ in range(SLOW)]
    began = time.monotonic()
    assert [ask(port) for _ in range(6)] == [200] * 6
    assert time.monotonic() - began < 5
    for sock in slow:
        sock.close()


def test_a_request_in_pieces_and_a_second_one_on_the_same_connection_are_answered(port: int) -> None:
    request = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with closing(connect(port, request[:20])) as sock:
        time.sleep(0.3)
        sock.sendall(request[20:])
        assert whole_answer(sock).startswith(b"HTTP/1.1 200")
        sock.sendall(request)
        assert whole_answer(sock).startswith(b"HTTP/1.1 200")


def test_a_large_body_arrives_whole(port: int) -> None:
    """Longer than what is gathered before a thread takes over: the sign-in refuses its size or its form, not half of it."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("POST", "/api/session", b" " * 600_000, {"Content-Type": "application/json"})
        assert 400 <= connection.getresponse().status < 500


def test_an_address_with_the_longest_filter_in_thai_reaches_the_application(port: int) -> None:
    """4 KiB of Thai are 12 KiB in an address. Who has not signed in is told so, and nothing of the length."""
    text = quote("name = '" + "ก" * 1362 + "'")
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        connection.request("GET", f"/api/collections/parcels/items?filter={text}")
        answer = connection.getresponse()
        assert (answer.status, json.load(answer)["code"]) == (401, "sign_in_needed")


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /" + b"a" * 33_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", b"414"),
        (b"GET /" + b"a" * 70_000, b"414"),
        (b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X-Long: " + b"a" * 70_000, b"431"),
        (b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X-Long: a\r\n" * 7_000 + b"\r\n", b"431"),
    ],
    ids=["line", "line without end", "header", "headers"],
)
def test_a_head_over_its_limit_is_refused(port: int, head: bytes, status: bytes) -> None:
    with closing(connect(port, head)) as sock:
        assert sock.recv(4096).startswith(b"HTTP/1.1 " + status)
    assert ask(port) == 200


@pytest.mark.parametrize(
    ("data", "complete"),
    [
        (b"GET / HTTP/1.1\r\nHost: a\r\n", False),
        (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", True),
        (b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab", False),
        (b"POST / HTTP/1.1\r\ncontent-length:3\r\n\r\nabc", True),
        (b"POST / HTTP/1.1\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n", True),
        (b"POST / HTTP/1.1\r\nContent-Length: 9000000\r\n\r\n", True),
        (b"A" * 70_000, True),
    ],
)
def test_what_a_thread_need_not_wait_for(data: bytes, complete: bool) -> None:
    assert Inbox(bytearray(data)).is_complete() is complete
