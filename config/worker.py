"""A gunicorn worker that slow clients cannot fill.

gthread gives a connection a thread as soon as its first byte arrives and then waits for the rest without end: eight
clients that send one header slowly stop the service. This one gathers the whole request in the poller, where a
waiting connection costs no thread, and hands it to a thread when it is complete. nginx in front does the same.
"""

from __future__ import annotations

import re
import selectors
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine
from gunicorn.workers import gthread

from config.memory import keep_memory

HEAD_END = b"\r\n\r\n"
HEAD_BYTES = 64 * 1024  # request line and headers; longer ones are refused
LINE_BYTES = 32 * 1024  # the request line alone: a filter of 4 KiB in Thai is 12 KiB in an address
BODY_BYTES = 256 * 1024  # longer bodies are read by the thread, under the timeout of the socket
REQUEST_S = 20.0  # from the first byte to the last
SOCKET_S = 10  # one read or write of a thread
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,9})[ \t]*\r\n", re.IGNORECASE)
ASKS_FIRST = re.compile(rb"\r\nexpect:", re.IGNORECASE)


@dataclass
class Inbox:
    """What has arrived of one request, and when the first of it did (monotonic seconds)."""

    data: bytearray = field(default_factory=bytearray)
    since: float = 0.0

    def is_complete(self) -> bool:
        """Nothing has to be waited for any more before a thread takes over."""
        end = self.data.find(HEAD_END)
        if end < 0:
            return len(self.data) > HEAD_BYTES
        head = bytes(self.data[: end + len(HEAD_END)])
        length = LENGTH.search(head)
        body = int(length[1]) if length else 0
        return len(self.data) >= len(head) + body or body > BODY_BYTES or bool(ASKS_FIRST.search(head))

    @property
    def refusal(self) -> Exception | None:
        """Why a complete request is not to be read."""
        line = self.data.find(b"\r\n", 0, LINE_BYTES + 2)
        if line < 0 and len(self.data) > LINE_BYTES:
            return LimitRequestLine(len(self.data), LINE_BYTES)
        if self.data.find(HEAD_END, 0, HEAD_BYTES + len(HEAD_END)) < 0:
            return LimitRequestHeaders(f"longer than {HEAD_BYTES} bytes")
        return None

    def is_late(self) -> bool:
        return bool(self.data) and time.monotonic() - self.since > REQUEST_S

    def receive(self, sock: socket.socket) -> bool:
        """Take what lies ready, without waiting. False: the other side has closed."""
        while not self.is_complete():
            try:
                chunk = sock.recv(64 * 1024)
            except BlockingIOError:
                return True
            if not chunk:
                return False
            self.since = self.since or time.monotonic()
            self.data += chunk
        return True


@dataclass(frozen=True)
class Done:
    """What became of a connection in a thread, as gthread asks a future for it."""

    is_open: Any

    def cancelled(self) -> bool:
        return False

    def result(self) -> Any:
        return self.is_open


def has_arrived(sock: socket.socket) -> bool:
    """Something lies ready to be read."""
    try:
        return bool(sock.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
    except OSError:
        return False


class Seat:
    """Where a thread rests until somebody calls it with a job."""

    def __init__(self) -> None:
        self._job: Any = None
        self._bell = threading.Lock()
        self._bell.acquire()

    def call(self, job: Any) -> None:
        self._job = job
        self._bell.release()

    def called(self) -> Any:
        self._bell.acquire()
        return self._job


class Threads:
    """At most `size` threads that do `work`; the one that has rested last is the first to go on.

    So a quiet server uses one thread and one database session, whose plans and memory are warm. A pool of
    concurrent.futures goes round: a small request then costs a quarter more (docs/bench.md).
    """

    def __init__(self, size: int, work: Callable[[Any], None]) -> None:
        self._work = work
        self._room = size
        self._waiting: deque[Any] = deque()
        self._resting: list[Seat] = []
        self._lock = threading.Lock()

    def submit(self, job: Any) -> None:
        with self._lock:
            if not self._resting:
                self._waiting.append(job)
                if self._room:
                    self._room -= 1
                    threading.Thread(target=self._run, daemon=True).start()
                return
            seat = self._resting.pop()
        seat.call(job)

    def shutdown(self, wait: bool = False) -> None:
        """Nothing is left to do: whoever works still is ended with the process."""

    def _run(self) -> None:
        seat = Seat()
        while True:
            with self._lock:
                job = self._waiting.popleft() if self._waiting else None
                if job is None:
                    self._resting.append(seat)
            self._work(seat.called() if job is None else job)


class PatientWorker(gthread.ThreadWorker):
    """gthread whose threads only ever see complete requests."""

    def init_process(self) -> None:
        keep_memory()
        super().init_process()

    def get_thread_pool(self) -> Threads:
        return Threads(self.cfg.threads, self._serve)

    def enqueue_req(self, conn: Any) -> None:
        self.tpool.submit(conn)

    def _serve(self, conn: Any) -> None:
        """One request. A connection that stays open is given to the poller at once, without waking the main thread."""
        try:
            done = Done(self.handle(conn))
        except BaseException:
            self.log.exception("A thread failed")
            done = Done(False)
        if done.is_open is True and self.alive:
            self.finish_request(conn, done)
        else:
            self.method_queue.defer(self.finish_request, conn, done)

    def finish_request(self, conn: Any, done: Any) -> None:
        """A process that is being replaced, too, waits for the request of a connection that is open already.

        gthread then takes a connection that has not asked yet for one that was answered, and closes it.
        """
        if self.alive or done.result() is not gthread._DEFER:
            super().finish_request(conn, done)
            return
        conn.timeout = time.monotonic() + self.cfg.keepalive
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def murder_keepalived(self, force: bool = False) -> None:
        """Of the connections whose time is over, those are read on which a request has come since the poller looked.

        The threads may hold the main one up in between; gthread would close them without an answer.
        """
        now = time.monotonic()
        for conn in list(self.keepalived_conns):
            if not force and conn.timeout <= now and has_arrived(conn.sock):
                conn.timeout = now + 1
        super().murder_keepalived(force)

    def _cap_keepalive(self, deadline: float) -> None:
        """Over a copy: a thread may give back a connection meanwhile."""
        for conn in list(self.keepalived_conns):
            conn.timeout = min(conn.timeout, deadline)

    def handle(self, conn: Any) -> Any:
        inbox = conn.__dict__.setdefault("inbox", Inbox())
        conn.sock.setblocking(False)
        try:
            is_open = inbox.receive(conn.sock)
        except OSError:
            return False
        if not is_open or inbox.is_late():
            return False
        if not inbox.is_complete():
            return gthread._DEFER
        if refusal := inbox.refusal:
            self.handle_error(None, conn.sock, conn.client, refusal)
            return False
        conn.inbox = Inbox()
        self._hand_over(conn, bytes(inbox.data))
        return super().handle(conn)

    @staticmethod
    def _hand_over(conn: Any, data: bytes) -> None:
        patience = struct.pack("ll", SOCKET_S, 0)
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, patience)
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, patience)
        conn.init()
        conn.parser.unreader.unread(data)
