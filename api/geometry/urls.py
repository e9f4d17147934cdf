"""The addresses of editing operations."""

from django.urls import path

from api.geometry import previews
from api.geometry.saving import Save

PREVIEWS = {
    "split": previews.Split,
    "merge": previews.Merge,
    "fit": previews.Fit,
    "move": previews.Move,
    "trace": previews.Trace,
    "zones": previews.Zones,
    "pieces": previews.Pieces,
    "check": previews.Check,
    "design": previews.Design,
    "traverse": previews.Traverse,
    "transform": previews.Transform,
    "area": previews.Area,
    "pond": previews.Pond,
    "quality": previews.Quality,
    "datum": previews.Datum,
}

urlpatterns = [
    *(path(f"geometry/{name}", view.as_view()) for name, view in PREVIEWS.items()),
    path("geometry/save", Save.as_view()),
]
