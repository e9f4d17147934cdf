"""A tambon as a package for QGIS and QField: an export of its own, which only a job makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from api.collections import PARCELS
from api.exports.about import about
from api.problems import Problem
from parcels.models import Job
from parcels.permissions import Access
from parcels.qgis import package
from spatial.areas.models import Area
from spatial.crs import CRS84
from spatial.exports import FORMATS, Format
from spatial.rules import Finding

PACKAGE = "qgis"
MOST = 250_000  # parcels and zones


def form_of(name: str) -> Format:
    """The format of a job's file; a package is a GeoPackage."""
    return FORMATS["gpkg" if name == PACKAGE else name]


def file_name(job: Job) -> str:
    """What the file of a job is called. That of a package bears its time: the project inside knows its own file by name."""
    asked = job.asked
    if asked["f"] != PACKAGE:
        return f"{asked['collection']}.{form_of(asked['f']).ending}"
    return named(asked["params"]["tambon"], timezone.localtime(job.created_at))


def named(tambon: str, at: Any) -> str:
    return f"plaeng-{tambon}-{at:%Y%m%d-%H%M%S}.gpkg"


@dataclass(frozen=True)
class Wish:
    """A tambon, and who asks for it."""

    can: Access
    area: Area

    def count(self) -> int:
        return package.size(self.can, self.area.code)

    def write(self, path: Path, watch: Callable[[int], None]) -> int:
        """Raises Problem package_not_published."""
        said = about(PARCELS, {"tambon": self.area.code}, CRS84, has_people=False)
        title = _("Tambon %(name)s for QGIS and QField") % {"name": self.area.name_th}
        try:
            return package.write(
                self.can, self.area, path, replace(said, title=title, facts={**said.facts, "title": title}), watch
            )
        except package.Unpublished as exc:
            raise Problem("package_not_published", 409) from exc


def read(collection: Any, params: Mapping[str, Any], can: Access) -> Wish:
    """Which tambon is wanted, within the rights of the caller. Raises Problem, NotAllowed."""
    if collection != PARCELS.name:
        raise _refused("does_not_exist", "collection")
    if foreign := sorted(set(params) - {"tambon", "purpose"}):
        raise _refused("unknown_member", f"params/{foreign[0]}")
    if "tambon" not in params:
        raise _refused("required", "params/tambon")
    try:
        area = package.tambon_for(can, params["tambon"])
        package.require_published()
    except Area.DoesNotExist as exc:
        raise _refused("does_not_exist", "params/tambon") from exc
    except package.Unpublished as exc:
        raise Problem("package_not_published", 409) from exc
    return Wish(can, area)


def _refused(code: str, member: str) -> Problem:
    return Problem("invalid", 422, [Finding(code, f"/{member}", data={})])
