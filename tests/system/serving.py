"""gunicorn as bin/up starts it, on a port of its own, and plain sockets to it."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

from tests.browser import ROOT, free_port


@contextmanager
def serving(*options: str) -> Iterator[int]:
    """The port of a server that answers; `options` are gunicorn's, over those of bin/gunicorn.conf.py."""
    number = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "bin/gunicorn.conf.py", "--bind", f"127.0.0.1:{number}"]
    process = subprocess.Popen([*command, "--log-level", "error", *options], cwd=ROOT, env={**os.environ})
    try:
        _wait_for(process, number)
        yield number
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    """Raises AssertionError when the server ends, or has not answered within 20 s."""
    for _ in range(200):
        assert process.poll() is None, f"gunicorn ended with {process.returncode}"
        if answers(port):
            return
        time.sleep(0.1)
    raise AssertionError("gunicorn did not answer within 20 s")


def answers(port: int) -> bool:
    try:
        return ask(port) == 200
    except OSError:
        return False


def ask(port: int) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=3)) as connection:
        connection.request("GET", "/healthz")
        return connection.getresponse().status


def connect(port: int, first: bytes) -> socket.socket:
    sock = socket.create_connection(("127.0.0.1", port), timeout=5)
    sock.sendall(first)
    return sock


def whole_answer(sock: socket.socket) -> bytes:
    """Head and body of an answer of /healthz, which may come in pieces."""
    answer = b""
    while not answer.endswith(b"\r\n\r\nok\n"):
        piece = sock.recv(4096)
        assert piece, answer
        answer += piece
    return answer
