"""Changes of a set that were begun from older versions, put together with what others have changed since, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from api.problems import Problem
from api.store import Writer
from api.threeway import finding_of
from parcels import threeway
from parcels.permissions import require_columns
from spatial.rules import Finding

Json = dict[str, Any]


@dataclass
class Change:
    """One change as it came: `path` is its pointer, `row` what it is about, locked; None for a new one.

    `values`: what is stored in its place, by column, after it was merged; `is_drawn` where that holds both shapes.
    """

    path: str
    action: str
    collection: str
    id: Any
    version: int | None
    members: dict[str, Any]
    row: Any = None
    values: dict[str, Any] | None = None
    is_drawn: bool = False

    @property
    def is_older(self) -> bool:
        return self.action == "update" and self.version is not None and self.version < self.row.version


def merged(stale: list[Change], writers: Mapping[str, Writer]) -> None:
    """Give each its `values`. Raises Problem (conflict, with what both changed), NotAllowed."""
    disputed: dict[str, list[str]] = {}
    for one in stale:
        writer = writers[one.collection]
        values = writer.patch_of(one.row, one.members, one.path)
        found = threeway.merge(one.row, values, writer.columns, one.version or 0)
        if found is None or found.disputed:  # without its history nobody can tell who changed what
            disputed[one.path] = [*values] if found is None else found.disputed
            continue
        require_columns(writer.can, set(found.asked))
        one.values, one.is_drawn = found.values, found.drawn is not None
    if disputed:
        raise conflict(stale, disputed, writers)


def conflict(
    stale: list[Change], disputed: Mapping[str, list[str]], writers: Mapping[str, Writer], why: Iterable[Finding] = ()
) -> Problem:
    """`disputed`: columns that both changed, by the path of the change."""
    by_path = {one.path: one for one in stale}
    findings = [
        finding_of(writers[by_path[path].collection].collection, name, path)
        for path, names in disputed.items() for name in names
    ]  # fmt: skip
    return Problem("conflict", 409, [*findings, *why], current=current(stale, writers.values()))


def current(stale: list[Change], writers: Iterable[Writer]) -> Json:
    """The rows of older changes as they are now."""
    features: list[Any] = []
    for writer in writers:
        uids = [str(one.id) for one in stale if one.collection == writer.collection.name]
        features += orjson.loads(b"[" + writer.render_all(uids) + b"]") if uids else []
    return {"type": "FeatureCollection", "features": features}
