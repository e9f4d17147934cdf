"""What the memory of a page is used for, by a snapshot of V8's heap."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import CDPSession

# Kinds of nodes of a snapshot that are not what the page's scripts keep: what V8 compiles the longer the page runs, and
# what the browser itself keeps, its records for whoever watches it among them.
COMPILED, BROWSER = "code", "native"


@dataclass(frozen=True)
class Held:
    """Bytes after a collection: objects and texts of the scripts, their compiled code, the browser's own."""

    objects: int
    code: int
    browser: int


def held(cdp: CDPSession) -> Held:
    """A snapshot collects what nobody holds before it is taken."""
    sizes = _by_kind(json.loads(_snapshot(cdp)))
    code, browser = sizes.pop(COMPILED, 0), sizes.pop(BROWSER, 0)
    return Held(sum(sizes.values()), code, browser)


def _snapshot(cdp: CDPSession) -> str:
    pieces: list[str] = []

    def gather(event: dict[str, Any]) -> None:
        pieces.append(event["chunk"])

    cdp.on("HeapProfiler.addHeapSnapshotChunk", gather)
    cdp.send("HeapProfiler.takeHeapSnapshot", {"reportProgress": False})
    cdp.remove_listener("HeapProfiler.addHeapSnapshotChunk", gather)
    return "".join(pieces)


def _by_kind(snapshot: dict[str, Any]) -> dict[str, int]:
    """Bytes by kind of node. A node is as many numbers in a row as the snapshot names fields."""
    meta, nodes = snapshot["snapshot"]["meta"], snapshot["nodes"]
    fields, kinds = meta["node_fields"], meta["node_types"][0]
    sizes: dict[str, int] = dict.fromkeys(kinds, 0)
    kind_at, size_at, step = fields.index("type"), fields.index("self_size"), len(fields)
    for kind, size in zip(nodes[kind_at::step], nodes[size_at::step], strict=True):
        sizes[kinds[kind]] += size
    return sizes
