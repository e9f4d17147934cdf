"""What is open to everybody: the collections that are published, and nothing else of the data."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request

from api.collections import COLLECTIONS


class PublicOrSignedIn(IsAuthenticated):
    """For views of one collection: without signing in only where it is public."""

    def has_permission(self, request: Request, view: Any) -> bool:
        collection = COLLECTIONS.get(view.kwargs.get("name", ""))
        return bool(collection and collection.is_public) or super().has_permission(request, view)
