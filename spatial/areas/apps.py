"""The Django app that holds the areas."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "spatial.areas"
    label = "areas"
