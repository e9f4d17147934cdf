"""A bad network: between one phone and the server, on an address of its own that outlives the server."""

from __future__ import annotations

import random
import socket
import threading
from collections import Counter
from contextlib import suppress

WRITES = (b"POST ", b"PATCH ", b"PUT ", b"DELETE ")
CHUNK = 65536


class Network:
    """Passes bytes on; `loss` is the share of writes whose answer is thrown away after the server has done the work."""

    def __init__(self, upstream: int, seed: int) -> None:
        self.upstream = upstream
        self.loss = 0.0
        self.counts: Counter[str] = Counter()
        self._chance = random.Random(seed)
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._door.close()

    def _serve(self) -> None:
        while True:
            try:
                phone, _address = self._door.accept()
            except OSError:
                return  # closed
            threading.Thread(target=self._join, args=(phone,), daemon=True).start()

    def _join(self, phone: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self.upstream), timeout=30)
        except OSError:
            phone.close()
            return
        state = {"is_write": False}
        threading.Thread(target=self._up, args=(phone, server, state), daemon=True).start()
        self._down(phone, server, state)

    def _up(self, phone: socket.socket, server: socket.socket, state: dict[str, bool]) -> None:
        try:
            while data := phone.recv(CHUNK):
                if data.startswith(WRITES):
                    state["is_write"] = b" /api/session " not in data[:100]
                elif data.startswith(b"GET "):
                    state["is_write"] = False
                server.sendall(data)
        except OSError:
            pass
        _end(server)

    def _down(self, phone: socket.socket, server: socket.socket, state: dict[str, bool]) -> None:
        try:
            while data := server.recv(CHUNK):
                if state["is_write"] and data.startswith(b"HTTP/"):
                    if self._chance.random() < self.loss:
                        self.counts["answers lost"] += 1
                        break
                    state["is_write"] = False
                phone.sendall(data)
        except OSError:
            pass
        _end(phone)
        _end(server)


def _end(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
