"""What was: every version of a row, the row as it stood at one of them, and the way back to it (DOMAIN.md I15)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection
from django.db.models import Model

from parcels.errors import Refused
from parcels.models import Application, History
from spatial.reference import WGS84

TIMELINE = (Path(__file__).parent / "sql" / "timeline.sql").read_text(encoding="utf-8")
# What a reader has no use for: keys of the database, and what says itself who and when.
INTERNAL = {"id", "uid", "version", "created_at", "created_by_id", "updated_at", "updated_by_id", "seen_version"}
LINKS = {
    "application",
    "parcel",
    "applicant_id",
    "assigned_officer_id",
    "user_id",
    "checked_by_id",
    "parcel_a_id",
    "parcel_b_id",
}
# Columns that name persons (DOMAIN.md 3.8), for readers who may not see them.
PERSONAL = {"name_th", "phone", "org_reg_no", "given_by", "holder_name", "visited_by", "file_name", "accepted_by"}
# What a version is brought back in: what people write, not what triggers derive.
RESTORED: dict[str, tuple[str, ...]] = {
    "parcel": (
        "name", "tambon", "village_code", "land_class", "geom", "joined_area_m2", "joined_is_estimate", "capture_method",
        "source_crs", "crs_operation", "positional_accuracy_m",
    ),
    "zone": ("zone_type", "geom", "stage", "depth_m", "side_slope", "note"),
}  # fmt: skip


# What is kept with a shape by itself: who may change that one brings them back with it.
ORIGIN = frozenset({"source_crs", "crs_operation"})


@dataclass(frozen=True)
class Version:
    """One change: what it was before and after, by column. `via` is web, api, import, qgis …; `who` an account or login."""

    table: str
    uid: str
    version: int
    operation: str
    at: datetime
    who: str
    via: str
    before: dict[str, Any]
    after: dict[str, Any]


def versions(row: Model, *, sees_people: bool) -> list[Version]:
    """All versions of a row, the newest first."""
    found = History.objects.filter(uid=row.uid, table_name=row._meta.db_table).select_related("user")  # type: ignore[attr-defined]
    return [_version(one, sees_people) for one in found.order_by("-version", "-pk")]


def timeline(application: Application, limit: int, *, sees_people: bool) -> list[Version]:
    """What happened to an application, its applicant, land and papers, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(TIMELINE, {"application": application.pk, "limit": limit})
        numbers = [number for (number,) in cursor.fetchall()]
    found = History.objects.filter(pk__in=numbers).select_related("user").order_by("-pk")
    return [_version(one, sees_people) for one in found]


def _version(one: History, sees_people: bool) -> Version:
    hidden = INTERNAL | LINKS | (set() if sees_people else PERSONAL)
    before, after = ({k: v for k, v in (side or {}).items() if k not in hidden} for side in (one.before, one.after))
    who = (one.user.first_name or one.user.username) if one.user_id and one.user else one.login
    return Version(
        one.table_name, str(one.uid), one.version, one.operation, one.at, who, one.via, before, after
    )  # fmt: skip


def as_of(row: Model, version: int) -> dict[str, Any]:
    """The columns of a row as they stood at a version. Raises Refused (no_such_version)."""
    rows = History.objects.filter(uid=row.uid, table_name=row._meta.db_table, version__lte=version)  # type: ignore[attr-defined]
    columns: dict[str, Any] = {}
    last = 0
    for one in rows.order_by("version", "pk"):
        columns |= one.after or {}
        last = one.version
    if last != version:
        raise Refused("no_such_version")
    return columns


def since(row: Any, version: int) -> dict[str, Any] | None:
    """What the columns that were written after a version held at it, by column; None when the history is not whole."""
    rows = History.objects.filter(uid=row.uid, table_name=row._meta.db_table, version__gt=version)
    found = rows.filter(version__lte=row.version).order_by("version", "pk").values_list("version", "before")
    was: dict[str, Any] = {}
    for _number, before in found:
        was = {**(before or {}), **was}
    return was if {number for number, _ in found} == {*range(version + 1, row.version + 1)} else None


def value_of(field: Any, stored: Any) -> Any:
    """A value of the history as that of a column of today's row."""
    if stored is None:
        return None
    if isinstance(field, GeometryField):
        return GEOSGeometry(json.dumps(stored), srid=WGS84)
    return field.target_field.to_python(stored) if field.is_relation else field.to_python(stored)


def restored(row: Any, version: int) -> dict[str, Any]:
    """What it takes to bring a version back, by column: those alone that differ now; a withdrawn parcel stands again.

    Raises Refused (no_such_version).
    """
    columns, table = as_of(row, version), row._meta.db_table
    wanted = {field: value_of(field, columns.get(field.name)) for field in map(row._meta.get_field, RESTORED[table])}
    if hasattr(row, "withdrawn_at"):
        wanted[row._meta.get_field("withdrawn_at")] = None
    return {field.name: value for field, value in wanted.items() if value != getattr(row, field.attname)}


def restore(row: Any, values: dict[str, Any]) -> None:
    """Store what `restored` gave as a new version, inside the caller's transaction; nothing when nothing differs.

    Raises whatever the database refuses: a rule of today holds for yesterday's shape too.
    """
    for name, value in values.items():
        setattr(row, row._meta.get_field(name).attname, value)
    if values:
        row.save(update_fields=[*values])
