"""A map server of somebody else: tiles, a WMS and PMTiles files, each of which says by its colour what was asked for."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

FILES = Path(__file__).resolve().parent.parent.parent / "fixtures" / "basemaps"
TILES, WMS = (40, 90, 200), (200, 120, 40)


def picture(colour: tuple[int, int, int], size: int = 256) -> bytes:
    """A PNG of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    rows = (b"\0" + bytes(colour) * size) * size
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class Answers(BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        parts = urlsplit(self.path)
        if re.fullmatch(r"/tiles/\d+/\d+/\d+\.png", parts.path):
            return self.say(200, picture(TILES))
        if parts.path == "/wms":
            return self.wms({k.lower(): v[0] for k, v in parse_qs(parts.query).items()})
        if parts.path.endswith(".pmtiles"):
            return self.part((FILES / Path(parts.path).name).read_bytes())
        return self.say(404, b"")

    def wms(self, given: dict[str, str]) -> None:
        """As strict as the standard about what has to be there."""
        box = [float(n) for n in given["bbox"].split(",")]
        is_good = given["crs"] == "EPSG:3857" and given["version"] == "1.3.0" and given["layers"] == "roads,names"
        is_good = is_good and box[0] < box[2] and box[1] < box[3] and given["request"] == "GetMap"
        self.say(200 if is_good else 400, picture(WMS) if is_good else b"")

    def part(self, data: bytes) -> None:
        first, last = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers["Range"]).groups()  # type: ignore[union-attr]
        self.say(206, data[int(first) : int(last) + 1], "application/octet-stream")

    def say(self, status: int, body: bytes, kind: str = "image/png") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(body)

    def do_OPTIONS(self) -> None:
        """Browsers ask before they send a range to another site."""
        self.send_response(204)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Headers", "range")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """The test reads `asked`."""


@contextmanager
def rasters() -> Iterator[tuple[str, list[str]]]:
    """Its address, and what it was asked for."""
    handler = type("Handler", (Answers,), {"asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", handler.asked
    server.shutdown()
    server.server_close()
