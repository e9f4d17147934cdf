"""GET /api/changes: parcels and zones that have changed since a cursor, as their reader sees them now.

What he does not see any more, for whatever reason, is told as a deletion without data.
"""

from __future__ import annotations

import re
from dataclasses import astuple
from typing import Any
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.core import signing
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.views import APIView

from api import parameters
from api.collections import PARCELS, ZONES, Collection
from api.problems import Problem
from api.query import in_time
from api.store import Writer
from api.values import bad
from parcels import feed
from parcels.permissions import Access, access
from parcels.rights import READ

FOLLOWED = {c.name: c for c in (PARCELS, ZONES)}
DEFAULT_LIMIT = 1_000
SALT = "plaeng.changes"
MAX_CURSOR = 8_000
CURSOR = re.compile(rf"[\w.:=-]{{1,{MAX_CURSOR}}}", re.ASCII)


class Changes(APIView):
    """Without `since` a cursor to start from; with it the changes after it and the next cursor."""

    def get(self, request: Request) -> HttpResponse:
        can = access(request.user)
        if not can.may(READ, "changes"):
            raise Http404
        params = parameters.plain(request.GET, ("since", "limit", "f"))
        limit = parameters.page_size(params.get("limit", str(DEFAULT_LIMIT)))
        if "since" not in params:
            return _answer([], feed.start(can), limit, has_more=False)
        try:
            with in_time():
                page = feed.read(can, _cursor(params["since"]), limit)
                changes = _rendered(page.changes, can)
        except feed.StartAgain as exc:
            raise Problem("changes_gone", 410, links=[_link("start", limit)]) from exc
        return _answer(changes, page.cursor, limit, has_more=page.has_more)


def _cursor(text: str) -> feed.Cursor:
    """A cursor that we have signed: a snapshot made up by others would be an error of the database."""
    try:
        return feed.Cursor(*signing.loads(text if CURSOR.fullmatch(text) else "", salt=SALT))
    except signing.BadSignature as exc:
        raise bad("since", _("take it from the link `next`, or start without it")) from exc


def _rendered(changes: list[feed.Change], can: Access) -> list[dict[str, Any]]:
    features = {name: _features(collection, changes, can) for name, collection in FOLLOWED.items()}
    return [_entry(change, features[change.collection].get(change.uid)) for change in changes]


def _features(collection: Collection, changes: list[feed.Change], can: Access) -> dict[str, Any]:
    """uid -> feature of those that the reader sees now."""
    uids = [change.uid for change in changes if change.collection == collection.name]
    if not uids:
        return {}
    return {f["id"]: f for f in orjson.loads(b"[" + Writer(collection, can).render_all(uids) + b"]")}


def _entry(change: feed.Change, feature: dict[str, Any] | None) -> dict[str, Any]:
    entry: dict[str, Any] = {"collection": change.collection, "id": change.uid}
    if feature is None:
        return {**entry, "op": "delete", "version": change.version}
    return {**entry, "op": "upsert", "version": feature["properties"]["version"], "feature": feature}


def _answer(changes: list[dict[str, Any]], cursor: feed.Cursor, limit: int, *, has_more: bool) -> HttpResponse:
    since = signing.dumps(astuple(cursor), salt=SALT, compress=True)
    body = {
        "type": "Changes",
        "changes": changes,
        "numberReturned": len(changes),
        "hasMore": has_more,
        "timeStamp": timezone.now().isoformat(),
        "links": [_link("next", limit, since=since)],
    }
    return HttpResponse(orjson.dumps(body), content_type="application/json")


def _link(rel: str, limit: int, **params: str) -> dict[str, str]:
    query = urlencode({**params, "limit": limit})
    return {"rel": rel, "type": "application/json", "href": f"{settings.BASE_URL}/api/changes?{query}"}
