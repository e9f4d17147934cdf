"""What the memory of a page is used for, by a snapshot of V8's heap."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import CDPSession

# Kinds of nodes of a snapshot that are not what the page's scripts keep: what V8 compiles the longer the page runs, and
# what the browser itself keeps. Of that, requests are recorded for whoever watches the browser: for us who measure.
COMPILED, BROWSER, WATCHED = "code", "native", "watched"
RECORDS = "NetworkResourcesData"


@dataclass(frozen=True)
class Held:
    """After a collection. Bytes: objects and texts of the scripts, their compiled code, the browser's own without its
    records for us, those records. Numbers: elements and texts of documents, listeners of the scripts."""

    objects: int
    code: int
    browser: int
    watched: int
    nodes: int
    listeners: int

    @property
    def total(self) -> int:
        """Bytes of all but the records."""
        return self.objects + self.code + self.browser


def held(cdp: CDPSession) -> Held:
    """A snapshot collects what nobody holds before it is taken."""
    sizes = _by_kind(json.loads(_snapshot(cdp)))
    code, browser, watched = (sizes.pop(kind, 0) for kind in (COMPILED, BROWSER, WATCHED))
    count = cdp.send("Memory.getDOMCounters")
    return Held(sum(sizes.values()), code, browser, watched, count["nodes"], count["jsEventListeners"])


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
    meta, nodes, words = snapshot["snapshot"]["meta"], snapshot["nodes"], snapshot["strings"]
    fields, kinds = meta["node_fields"], meta["node_types"][0]
    sizes: dict[str, int] = dict.fromkeys([*kinds, WATCHED], 0)
    columns = (nodes[fields.index(name) :: len(fields)] for name in ("type", "name", "self_size"))
    for kind, name, size in zip(*columns, strict=True):
        sizes[WATCHED if kinds[kind] == BROWSER and RECORDS in words[name] else kinds[kind]] += size
    return sizes
