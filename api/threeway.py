"""PATCH with `Prefer: merge`: a change that was begun from an older version, put together with what came since.

What both sides changed is nobody's to decide here: 409 `conflict` carries all three, and nothing is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from rest_framework.request import Request

from api import query
from api.collections import Collection
from api.conditional import expected_versions, preferences
from api.problems import Problem
from parcels import threeway
from parcels.errors import Refused
from parcels.history import PERSONAL
from parcels.models import History, Parcel, Zone
from parcels.models.base import Record as Row
from parcels.permissions import VISIBLE, Access, require_columns, visible_ever, visible_to
from parcels.rights import UPDATE
from parcels.threeway import Merge
from spatial.rules import Finding

MERGE = "merge"
Json = dict[str, Any]


@dataclass(frozen=True)
class Sent:
    """A patch: `data` as it came, `values` checked and by column, said of the row as it was at `version`."""

    collection: Collection
    can: Access
    data: Mapping[str, Any]
    values: Mapping[str, Any]
    version: int


def base_of(request: Request, version: int) -> int | None:
    """The older version that the sender began from, where he wants a merge; None otherwise. Raises Problem."""
    expected = expected_versions(request)
    if request.method != "PATCH" or MERGE not in preferences(request) or expected is None or len(expected) != 1:
        return None
    (base,) = expected
    return base if 1 <= base < version else None


def store(
    sent: Sent, row: Any, fields: Iterable[str], shown: Callable[[], tuple[Json, str]], save: Callable[[Json], Any]
) -> Any:
    """Save what can be saved, all or nothing, and give what `save` gives.

    `fields` are all that people write of such a row; `shown` gives it as the caller may read it now, with its ETag.
    Raises Problem (version_gone, conflict), NotAllowed, Refused.
    """
    found = threeway.merge(row, sent.values, fields, sent.version)
    if found is None:
        raise Problem("version_gone", 410)
    require_columns(sent.can, set(found.asked))
    if found.disputed:
        raise _conflict(sent, row, found, shown)
    if found.drawn is None:
        return save(found.values)
    try:
        with transaction.atomic():
            return save(found.values)
    except Refused as exc:
        # Either shape is right by itself: it is for people to say which.
        row.refresh_from_db()
        found.disputed.append("geom")
        raise _conflict(sent, row, found, shown, exc.findings) from exc


def _conflict(
    sent: Sent, row: Any, found: Merge, shown: Callable[[], tuple[Json, str]], why: Iterable[Finding] = ()
) -> Problem:
    stored, tag = shown()
    now = {**stored.get("properties", stored), **({"geometry": stored["geometry"]} if "geometry" in stored else {})}
    names = [*found.disputed]
    if "geom" not in names and "geom" in {*found.asked, *found.kept}:
        names.append("geom")
    readable = [name for name in names if _named(name) in now and (sent.can.rights.sees_people or name not in PERSONAL)]
    base = {name: _json(sent.can, row, name, found.base.get(name, getattr(row, _key(row, name)))) for name in readable}
    mine = {name: _sent(sent, row, name) if name in sent.values else base[name] for name in readable}
    theirs = {name: now[_named(name)] for name in readable}
    findings = [finding_of(sent.collection, name) for name in found.disputed]
    three = {"base": base, "mine": mine, "theirs": theirs}
    return Problem(
        "conflict", 409, [*findings, *why],
        asked=_names(found.asked), taken=_names(set(found.asked) - set(found.disputed)), kept=_names(found.kept),
        current={"version": row.version, "etag": tag},
        **{side: _as_sent(sent.collection, values) for side, values in three.items()},
    )  # fmt: skip


def _names(fields: Iterable[str]) -> list[str]:
    return sorted(map(_named, fields))


def _named(field: str) -> str:
    return "geometry" if field == "geom" else field


def _key(row: Any, name: str) -> str:
    return str(row._meta.get_field(name).attname)


def _as_sent(collection: Collection, values: Json) -> Json:
    """By the members of a patch, so that a side that was chosen can be sent as it is."""
    if not collection.geometry:
        return values
    properties = {name: value for name, value in values.items() if name != "geom"}
    return {"properties": properties, **({"geometry": values["geom"]} if "geom" in values else {})}


def _sent(sent: Sent, row: Any, name: str) -> Any:
    """As it came, but a shape in CRS84."""
    if name == "geom":
        return _json(sent.can, row, name, sent.values[name])
    return sent.data.get("properties", sent.data)[name]


def _json(can: Access, row: Any, name: str, value: Any) -> Any:
    """A stored value as the API writes it. A row that the caller may not see is none."""
    model = row._meta.get_field(name).related_model
    if isinstance(value, GEOSGeometry):
        shape: Any = value
        return {"type": shape.geom_type, "coordinates": shape.coords}
    if value is not None and model in VISIBLE and issubclass(model, Row):
        return visible_to(can, model).filter(pk=value).values_list("uid", flat=True).first()
    return float(value) if isinstance(value, Decimal) else value


def finding_of(collection: Collection, name: str, path: str = "") -> Finding:
    """That both changed a column; `path` is the pointer of the feature."""
    if name == "geom":
        return Finding("changed_by_both", f"{path}/geometry", data={"field_en": "Shape", "field_th": "รูปแปลง"})
    about = collection.properties[name]
    at = f"{path}/properties/{name}" if collection.geometry else f"{path}/{name}"
    return Finding("changed_by_both", at, data={"field_en": about.title_en, "field_th": about.title_th})


def require_not_gone(request: Request, collection: Collection, can: Access, key: str) -> None:
    """For a row that is not found: 410 where it was withdrawn or deleted and its history is the caller's to read."""
    if request.method == "PATCH" and MERGE in preferences(request) and can.may(UPDATE, collection.name):
        uid = query.key_of(collection, key)
        if _was_here(can, collection.model, uid):
            raise Problem("withdrawn", 410)


def _was_here(can: Access, model: Any, uid: Any) -> bool:
    if model is Parcel:
        return visible_ever(can, Parcel).filter(uid=uid).exists()
    if model is Zone and Zone.objects.filter(uid=uid, parcel__in=visible_ever(can, Parcel)).exists():
        return True
    deleted = History.objects.filter(uid=uid, table_name=model._meta.db_table, operation="DELETE").first()
    if deleted is None or not deleted.before:
        return False
    fields = {field.name: field for field in model._meta.concrete_fields}
    owners = [fields[name] for name in ("application", "parcel") if name in fields]
    return any(
        visible_ever(can, field.related_model).filter(pk=deleted.before[field.column]).exists()
        for field in owners if deleted.before.get(field.column) is not None
    )  # fmt: skip
