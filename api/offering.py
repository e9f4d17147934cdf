"""Who is offered what of a collection: it is found by its name, within the caller's rights; OPTIONS tells the methods."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from rest_framework.request import Request

from api.collections import COLLECTIONS, Collection
from api.pages import Readable
from api.problems import Problem
from api.public import PublicOrSignedIn
from parcels.permissions import Access, access
from parcels.rights import READ

READING = ("GET", "HEAD", "OPTIONS")


def find_collection(name: str) -> Collection:
    if name not in COLLECTIONS:
        raise Http404
    return COLLECTIONS[name]


def reader_of(request: Request, collection: Collection) -> Access:
    """The rights of the caller; a collection that his role may not read does not exist for him."""
    can = access(request.user)
    if not can.may(READ, collection.name):
        raise Http404
    return can


def address(collection: Collection, uid: str = "") -> str:
    root = f"{settings.BASE_URL}/api/collections/{collection.name}/items"
    return f"{root}/{uid}" if uid else root


class Offering(Readable):
    """OPTIONS tells the methods that the caller's role has; Allow elsewhere those that anybody could have."""

    permission_classes = [PublicOrSignedIn]

    @property
    def allowed_methods(self) -> list[str]:
        collection = COLLECTIONS.get(self.kwargs.get("name", ""))
        every = super().allowed_methods
        return every if collection and collection.is_editable else [method for method in every if method in READING]

    def _offer(self, can: Access, collection: Collection, **methods: str) -> HttpResponse:
        mine = [method for method, action in methods.items() if can.may(action, collection.name)]
        self.headers["Allow"] = ", ".join([*READING, *mine])
        return HttpResponse(status=204)

    def _refuse_uneditable(self, collection: Collection) -> None:
        """Raises Problem method_not_allowed for a collection that nobody may change."""
        if not collection.is_editable:
            raise Problem("method_not_allowed", 405)
