"""The OpenAPI 3.1 document, made from the same declarations that the views obey."""

from __future__ import annotations

from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.openapi.document import document
from api.parameters import plain

MEDIA = "application/vnd.oai.openapi+json;version=3.1"


class OpenAPI(APIView):
    permission_classes = [AllowAny]

    def get(self, request: Request) -> Response:
        plain(request.GET, ("f",))
        return Response(document(), content_type=MEDIA)
