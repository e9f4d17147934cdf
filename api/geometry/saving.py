"""POST /api/geometry/save: all that an operation changed, or none of it, each against the version it was made from."""

from __future__ import annotations

from typing import Any

import orjson
from django.db import transaction
from django.http import Http404, HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from api import parameters
from api.collections import COLLECTIONS
from api.conditional import APPLIED, OF_WRITES, preferences, write
from api.geometry.merging import Change as Sent
from api.geometry.merging import conflict, current, merged
from api.items import LARGE_BATCH
from api.limits import IMPORT, take_turn
from api.parsing import JSON, MAX_BATCH, content
from api.problems import Problem
from api.register.fields import Whole
from api.register.moves import Uid, asked
from api.store import Writer
from api.threeway import MERGE
from parcels.errors import Refused
from parcels.permissions import Access, access, require, visible_to
from parcels.rights import CREATE, DELETE, READ, UPDATE
from spatial.rules import Finding

MOST = 500
ACTIONS = {"create": CREATE, "update": UPDATE, "delete": DELETE}
# A new parcel is there before the zones that go into it, and a parcel goes after its zones have left it.
ORDER = [
    ("parcels", "update"), ("parcels", "create"), ("zones", "update"), ("zones", "create"), ("zones", "delete"),
    ("parcels", "delete"),
]  # fmt: skip


class Anything(serializers.Field[Any, Any, Any, Any]):
    """What the writer of features judges."""

    def to_internal_value(self, data: Any) -> Any:
        return data


class Change(serializers.Serializer[Any]):
    action = serializers.ChoiceField(choices=[*ACTIONS])
    collection = serializers.ChoiceField(choices=["parcels", "zones"])
    id = Uid()
    version = Whole(min_value=1, required=False)
    geometry = Anything(required=False)
    properties = Anything(required=False)


class Save(APIView):
    """All changes in one transaction; with `validate=true` everything is judged and nothing stored.

    With `Prefer: merge` changes of older versions are put together with what others have changed since, or are 409.
    """

    def post(self, request: Request) -> HttpResponse:
        can = access(request.user)
        if not can.may(READ, "parcels"):
            raise Http404
        require(can, UPDATE, "parcels")
        parameters.plain(request.GET, OF_WRITES)
        changes = _read(content(request, MAX_BATCH))
        for change in changes:
            require(can, ACTIONS[change.action], change.collection)
        if len(changes) > LARGE_BATCH:
            take_turn(request, IMPORT)
        wants_merge = MERGE in preferences(request)
        return write(request, can, lambda: _save(changes, can, wants_merge=wants_merge))


def _read(data: Any) -> list[Sent]:
    """Raises Problem."""
    if not isinstance(data, dict) or set(data) != {"changes"} or not isinstance(data["changes"], list):
        raise Problem("no_changes", 422, [Finding("no_changes", "")])
    if not 1 <= len(data["changes"]) <= MOST:
        raise Problem("too_many_changes", 413 if data["changes"] else 422, limit=MOST)
    found = [_one(change, f"/changes/{n}") for n, change in enumerate(data["changes"])]
    ids = [str(one.id) for one in found]
    for n, one in enumerate(found):
        if ids.index(str(one.id)) < n:
            raise Problem("changed_twice", 422, [Finding("changed_twice", f"{one.path}/id")])
    return found


def _one(change: Any, path: str) -> Sent:
    try:
        wish = asked(Change, change)
    except Problem as problem:
        problem.findings = [Finding(f.code, path + f.path, f.at, f.data) for f in problem.findings]
        raise
    is_new = wish["action"] == "create"
    if is_new == ("version" in wish):
        code = "new_has_no_version" if is_new else "version_needed"
        raise Problem(code, 422, [Finding(code, f"{path}/version")])
    members: dict[str, Any] = {name: wish[name] for name in wish.keys() & {"geometry", "properties"}}
    return Sent(path, wish["action"], wish["collection"], wish["id"], wish.get("version"), members)


def _save(changes: list[Sent], can: Access, *, wants_merge: bool) -> HttpResponse:
    writers = {name: Writer(COLLECTIONS[name], can) for name in ("parcels", "zones")}
    stale: list[Sent] = []
    for name, writer in writers.items():
        held = [one for one in changes if one.collection == name and one.action != "create"]
        stale += _lock(held, writer, wants_merge=wants_merge)
    merged(stale, writers)
    versions = _stored(changes, stale, writers)
    done = [
        {"action": one.action, "collection": one.collection, "id": str(one.id), "version": versions[one.path]}
        for one in changes
    ]
    response = HttpResponse(orjson.dumps({"changes": done}), content_type=JSON.media_type)
    if stale:
        response[APPLIED] = MERGE
    return response


def _lock(changes: list[Sent], writer: Writer, *, wants_merge: bool) -> list[Sent]:
    """Lock the rows in the order of their uids; those of an older version, where they are to be merged.

    Raises Problem unknown_feature, stale.
    """
    wanted = [one.id for one in changes]
    rows = visible_to(writer.can, writer.collection.model).filter(uid__in=wanted).order_by("uid")
    found = {row.uid: row for row in rows.select_for_update(of=("self",))}
    missing = [Finding("unknown_feature", f"{one.path}/id") for one in changes if one.id not in found]
    if missing:
        raise Problem("unknown_feature", 422, missing)
    for one in changes:
        one.row = found[one.id]
    stale = [one for one in changes if one.row.version != one.version]
    if stale and not (wants_merge and all(one.is_older for one in stale)):
        findings = [Finding("stale", one.path) for one in stale]
        raise Problem("stale", 412, findings, current=current(stale, [writer]))
    return stale


def _stored(changes: list[Sent], stale: list[Sent], writers: dict[str, Writer]) -> dict[str, int]:
    """The version that each row has then, by path. Raises Problem, Refused."""
    try:
        with transaction.atomic():
            versions = {
                one.path: _apply(one, writers[one.collection])
                for kind in ORDER for one in changes if (one.collection, one.action) == kind
            }  # fmt: skip
            for writer in writers.values():
                writer.check()
            return versions
    except Refused as exc:
        # Each shape was right by itself: where two were drawn together it is for people to say which.
        drawn = [one for one in stale if one.is_drawn]
        if not drawn:
            raise
        raise conflict(stale, {one.path: ["geom"] for one in drawn}, writers, exc.findings) from exc


def _apply(one: Sent, writer: Writer) -> int:
    """The version that the row has then."""
    if one.action == "create":
        feature = {"type": "Feature", "geometry": None, "properties": {}, **one.members}
        return writer.create(feature, one.id, one.path).version
    if one.values is not None:
        return writer.change(one.row, one.values, one.path).version
    if one.action == "update":
        return writer.update(one.row, one.members, one.path).version
    writer.delete(one.row, one.path)
    return int(one.row.version) + 1
