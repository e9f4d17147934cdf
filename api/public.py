"""What is open to everybody: the collections that are published, and the doors through which one comes in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_protect
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from api.collections import COLLECTIONS


class PublicOrSignedIn(IsAuthenticated):
    """For views of one collection: without signing in only where it is public."""

    def has_permission(self, request: Request, view: Any) -> bool:
        collection = COLLECTIONS.get(view.kwargs.get("name", ""))
        return bool(collection and collection.is_public) or super().has_permission(request, view)


class Door(APIView):
    """For who has no session yet: the CSRF token is asked for all the same, but only of methods that there are."""

    permission_classes = [AllowAny]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = super().dispatch
        if request.method in self.allowed_methods:
            answer = csrf_protect(answer)
        return answer(request, *args, **kwargs)
