"""The OpenAPI 3.1 document, made from the same declarations that the views obey, for machines and as a page."""

from __future__ import annotations

from django.http import HttpResponse
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.negotiation import PAGE
from api.openapi.document import document
from api.pages import shown
from api.pages.docs import Reader
from api.parameters import plain

MEDIA = "application/vnd.oai.openapi+json;version=3.1"


class OpenAPI(APIView):
    permission_classes = [AllowAny]

    def get(self, request: Request) -> Response:
        plain(request.GET, ("f",))
        return Response(document(), content_type=MEDIA)


class Docs(APIView):
    """The document for people. It is a page whatever is asked for, in the language of pages."""

    permission_classes = [AllowAny]
    media_types = (PAGE,)

    def get(self, request: Request) -> HttpResponse:
        plain(request.GET, ())
        reader = Reader(document())
        context = {"groups": reader.groups(), "schemas": reader.schemas(), "address": "/api/openapi.json"}
        return shown(request._request, "api/docs.html", context)
