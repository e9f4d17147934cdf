"""The whole surface of the API on one page."""

from django.urls import path, re_path

from api import landing, programme
from api.items import Item, Items
from api.openapi import OpenAPI
from api.problems import no_such_address
from api.session import MeView, SessionView
from api.tiles.views import OneTile, TileJson, TileSet, TileSets

collection = "collections/<str:name>"

urlpatterns = [
    path("", landing.Landing.as_view()),
    path("conformance", landing.Conformance.as_view()),
    path("openapi.json", OpenAPI.as_view()),
    path("collections", landing.Collections.as_view()),
    path(collection, landing.OneCollection.as_view()),
    path(f"{collection}/schema", landing.Schema.as_view()),
    path(f"{collection}/queryables", landing.Schema.as_view(only_filters=True)),
    path(f"{collection}/items", Items.as_view()),
    path(f"{collection}/items/<str:uid>", Item.as_view()),
    path(f"{collection}/tiles", TileSets.as_view()),
    path(f"{collection}/tiles/<str:grid>", TileSet.as_view()),
    path(f"{collection}/tiles/<str:grid>/tilejson", TileJson.as_view()),
    path(f"{collection}/tiles/<str:grid>/<str:z>/<str:y>/<str:x>", OneTile.as_view()),
    path("session", SessionView.as_view()),
    path("me", MeView.as_view()),
    path("codes", programme.Codes.as_view()),
    path("codes/<str:name>", programme.Codes.as_view()),
    path("areas/at", programme.AreaAt.as_view()),
    path("reports/summary", programme.Summary.as_view()),
    path("reports/states", programme.States.as_view()),
    re_path(r"^.*$", no_such_address),
]
