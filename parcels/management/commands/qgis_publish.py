"""Store the QGIS project and the styles of the published layers in the database."""

from __future__ import annotations

import os
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from parcels.qgis.publishing import PROJECT, NotPublished, publish


class Command(BaseCommand):
    help = "Make the QGIS project and styles and store them in the database; run it again after each migration"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--python",
            default=os.environ.get("PLAENG_QGIS_PYTHON", "/usr/bin/python3"),
            help="a Python that can import qgis",
        )

    def handle(self, *, python: str, **options: object) -> None:
        try:
            layers = publish(python)
        except NotPublished as exc:
            raise CommandError(str(exc)) from exc
        self.stdout.write(f"Project {PROJECT} and the styles of {', '.join(layers)} are in the database.")
