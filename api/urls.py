"""The whole surface of the API on one page."""

from django.urls import path

from api.session import MeView, SessionView

urlpatterns = [
    path("session", SessionView.as_view()),
    path("me", MeView.as_view()),
]
