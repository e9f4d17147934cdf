"""A connection whose time is over is closed, but not one on which a request has come meanwhile."""

from __future__ import annotations

import selectors
import socket
import time
from collections import deque
from collections.abc import Iterator

import pytest
from gunicorn.config import Config
from gunicorn.workers.gthread import TConn

from config.worker import PatientWorker


@pytest.fixture
def pairs() -> Iterator[list[tuple[socket.socket, socket.socket]]]:
    made = [socket.socketpair() for _ in range(2)]
    yield made
    for pair in made:
        for end in pair:
            end.close()


def test_what_has_come_after_the_poller_looked_is_read(pairs: list[tuple[socket.socket, socket.socket]]) -> None:
    worker = object.__new__(PatientWorker)
    worker.poller, worker.nr_conns, worker.keepalived_conns = selectors.DefaultSelector(), 2, deque()
    for ours, _theirs in pairs:
        conn = TConn(Config(), ours, "client", "server")
        conn.timeout = time.monotonic() - 1
        worker.poller.register(ours, selectors.EVENT_READ)
        worker.keepalived_conns.append(conn)
    asking, silent = pairs
    asking[1].sendall(b"GET / HTTP/1.1\r\n")
    worker.murder_keepalived()
    worker.keepalived_conns.rotate(-1)
    worker.murder_keepalived()
    assert [conn.sock for conn in worker.keepalived_conns] == [asking[0]]
    assert silent[1].recv(1) == b""
    asking[1].setblocking(False)
    with pytest.raises(BlockingIOError):
        asking[1].recv(1)
    assert worker.nr_conns == 1
