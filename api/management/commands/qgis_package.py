"""Write one tambon as a GeoPackage with styles and a project inside, for QField, Mergin and QGIS."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from api.exports.packages import Wish
from api.management.commands.import_parcels import tambon_code
from api.problems import Problem, sentence
from parcels.errors import NotAllowed
from parcels.permissions import Access, access
from parcels.qgis.package import tambon_for
from parcels.rights import RIGHTS
from spatial.areas.models import Area


class Command(BaseCommand):
    help = "One tambon as a GeoPackage for QField and QGIS: bin/plaeng qgis_package 670114 --out lomsak.gpkg"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("tambon", type=tambon_code, help="code of the tambon, such as 670114")
        parser.add_argument(
            "--out", type=Path, required=True, help="the file; whoever renames it later loses the project"
        )
        parser.add_argument("--as", dest="username", help="what this account may read; else what a viewer may")

    def handle(self, *, tambon: str, out: Path, username: str | None, **options: Any) -> None:
        if out.exists():
            raise CommandError(f"{out} is there already.")
        can = self._rights(username)
        try:
            with override("th"):
                count = Wish(can, tambon_for(can, tambon)).write(out, lambda _done: None)
        except Area.DoesNotExist as exc:
            raise CommandError(f"There is no tambon {tambon}. Are the areas loaded? Run load_areas --names.") from exc
        except (NotAllowed, Problem) as exc:
            raise CommandError(sentence(exc.code, {})) from exc
        self.stdout.write(f"{out}: {count} parcels and zones.")

    def _rights(self, username: str | None) -> Access:
        if username is None:
            return Access(RIGHTS["VIEWER"])
        try:
            return access(User.objects.get(username=username))
        except User.DoesNotExist as exc:
            raise CommandError(f"There is no account {username}.") from exc
