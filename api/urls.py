"""The whole surface of the API on one page."""

from django.urls import include, path, re_path

from api import landing, programme
from api.compare import Compare
from api.exports.jobs import ExportFile, Exports, OneExport
from api.feed import Changes
from api.history import Restore, Timeline, Versions
from api.items import Item, Items
from api.openapi import Docs, OpenAPI
from api.problems import no_such_address
from api.session import MeView, SessionView
from api.tiles.views import OneTile, TileJson, TileSet, TileSets
from api.tokens import OneToken, Tokens

collection = "collections/<str:name>"

urlpatterns = [
    path("", landing.Landing.as_view(), name="api-start"),
    path("conformance", landing.Conformance.as_view(), name="api-conformance"),
    path("openapi.json", OpenAPI.as_view(), name="api-openapi"),
    path("docs", Docs.as_view(), name="api-docs"),
    path("collections", landing.Collections.as_view(), name="api-collections"),
    path("collections/parcels/compare", Compare.as_view()),
    path(collection, landing.OneCollection.as_view(), name="api-collection"),
    path(f"{collection}/schema", landing.Schema.as_view()),
    path(f"{collection}/queryables", landing.Schema.as_view(only_filters=True)),
    path(f"{collection}/items", Items.as_view(), name="api-items"),
    path(f"{collection}/items/<str:uid>", Item.as_view(), name="api-item"),
    path(f"{collection}/items/<str:uid>/history", Versions.as_view()),
    path(f"{collection}/items/<str:uid>/restore", Restore.as_view()),
    path("applications/<str:uid>/history", Timeline.as_view()),
    path(f"{collection}/tiles", TileSets.as_view()),
    path(f"{collection}/tiles/<str:grid>", TileSet.as_view()),
    path(f"{collection}/tiles/<str:grid>/tilejson", TileJson.as_view()),
    path(f"{collection}/tiles/<str:grid>/<str:z>/<str:y>/<str:x>", OneTile.as_view()),
    path("changes", Changes.as_view()),
    path("session", SessionView.as_view()),
    path("tokens", Tokens.as_view()),
    path("tokens/<str:uid>", OneToken.as_view()),
    path("exports", Exports.as_view()),
    path("exports/<str:uid>", OneExport.as_view()),
    path("exports/<str:uid>/file", ExportFile.as_view()),
    path("me", MeView.as_view()),
    path("codes", programme.Codes.as_view()),
    path("codes/<str:name>", programme.Codes.as_view()),
    path("sheets/<str:number>", programme.MapSheet.as_view()),
    path("areas/at", programme.AreaAt.as_view()),
    path("reports/summary", programme.Summary.as_view()),
    path("reports/states", programme.States.as_view()),
    path("", include("api.geometry.urls")),
    path("", include("api.register.urls")),
    re_path(r"^.*$", no_such_address),
]
