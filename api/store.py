"""Between a checked feature and its row: rights on the row before and after, saving, rendering what was stored."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import Any

import orjson
from django.db import Error
from django.utils import timezone

from api import query
from api.collections import Collection
from api.problems import Problem, serializer_findings
from api.serializers import feature_members, feature_uid, reader
from parcels.changes import check_now
from parcels.errors import from_database
from parcels.models import Parcel, Zone
from parcels.permissions import Access, require_area, require_columns, visible_to
from spatial.crs import CRS84, Crs
from spatial.features import Rendering, render
from spatial.grid import wkb_on_grid
from spatial.reference import operation
from spatial.rules import Finding


@dataclass(frozen=True)
class Stored:
    uid: str
    version: int


class Writer:
    """Writes features of one collection for one user, inside a transaction that the caller holds.

    `crs` is the system that the shapes come in.
    """

    def __init__(self, collection: Collection, can: Access, crs: Crs = CRS84) -> None:
        self.collection = collection
        self.can = can
        self.crs = crs
        # uid -> JSON pointer of the feature that it came in; "" is the one being written.
        self.places: dict[str, str] = {}

    def create(self, data: Any, uid: uuid.UUID, path: str = "") -> Stored:
        """Store one new feature under `uid`. Raises Problem, GeometryRefused, NotAllowed, Refused."""
        values = self._read(data, path)
        require_columns(self.can, set(values))
        row = self.collection.model(uid=uid, **values, **self._origin(values))
        self._require_area(row, path)
        self.places[str(uid)] = self.places[""] = path
        self._save(row, force_insert=True)
        return Stored(str(uid), 1)

    def replace(self, row: Any, data: Any) -> Stored:
        """PUT: the whole feature. Computed members are accepted as long as they say what is true."""
        properties = feature_members(data, "")
        current = orjson.loads(self.render_row(str(row.uid)))["properties"]
        writable = {n for n, p in self.collection.properties.items() if p.is_writable}
        kept = {n: v for n, v in properties.items() if n in writable or current.get(n, data) != v}
        if "geometry" not in data:
            raise Problem("not_a_feature", 422, [Finding("not_a_feature", "/geometry")])
        values = self._read({**data, "properties": kept}, "", row=row)
        return self.change(row, {**self._defaults(set(values)), **values})

    def update(self, row: Any, data: Any, path: str = "") -> Stored:
        """PATCH: a merge patch of a Feature."""
        return self.change(row, self.patch_of(row, data, path), path)

    def patch_of(self, row: Any, data: Any, path: str = "") -> dict[str, Any]:
        """The values that a merge patch of a Feature names, checked, by column."""
        if not isinstance(data, dict):
            raise Problem("not_a_feature", 422)
        self.places[str(row.uid)] = self.places[""] = path
        whole = {"type": "Feature", "properties": {}, **data}
        return self._read(whole, path, row=row, is_partial=True)

    def delete(self, row: Any, path: str = "") -> None:
        """A parcel is withdrawn, never deleted; a zone goes and its history stays."""
        self.places[str(row.uid)] = self.places[""] = path
        self._require_area(row, path)
        if isinstance(row, Zone):
            self._guard(lambda: row.delete())
            return
        if row.application_id and row.state_id not in {"DRAFT", "REJECTED", "WITHDRAWN"}:
            raise Problem("parcel_in_application", 409, application=row.application.no)
        row.withdrawn_at = timezone.now()
        self._save(row, update_fields=["withdrawn_at"])

    def check(self) -> None:
        """Check the rules of the whole set now: overlap, zones inside their parcel, joined area."""
        self._guard(check_now)

    def render(self, stored: Stored) -> bytes:
        return self.render_row(stored.uid)

    def render_row(self, uid: str, how: Rendering | None = None) -> bytes:
        """One feature as text."""
        return self.render_all([uid], how)

    def render_all(self, uids: list[str], how: Rendering | None = None) -> bytes:
        """Features as text with commas between, in the order of their storing."""
        rows = visible_to(self.can, self.collection.model).filter(**{f"{self.collection.key}__in": uids})
        return b",".join(render(rows, how or query.one(self.collection, self.can), len(uids)).features)

    def _read(self, data: Any, path: str, **options: Any) -> dict[str, Any]:
        feature_members(data, path)
        if "row" in options and data.get("id") is not None and feature_uid(data, path) != options["row"].uid:
            raise Problem("uid_is_fixed", 422, [Finding("uid_is_fixed", f"{path}/id")])
        incoming = reader(self.collection, data, path=path, access=self.can, crs=self.crs, **options)
        if not incoming.is_valid():
            raise Problem("invalid", 422, problems_of(incoming.errors, path))
        return dict(incoming.validated_data)

    def _origin(self, values: dict[str, Any]) -> dict[str, Any]:
        """Where a shape came from and how, kept with the parcel: it says what its corners can be trusted for."""
        is_new = self.collection.model is Parcel and values.get("geom") is not None and not values.get("source_crs")
        if not is_new or self.crs.is_degrees:
            return {}
        return {"source_crs": f"EPSG:{self.crs.epsg}", "crs_operation": operation(self.crs.epsg).name}

    @property
    def columns(self) -> list[str]:
        """All that people write of such a row."""
        return [str(field.source) for field in reader(self.collection, {}, access=self.can).fields.values()]

    def _defaults(self, given: set[str]) -> dict[str, Any]:
        """What the omitted members of a whole feature mean, by column."""
        fields = reader(self.collection, {}, access=self.can).fields.values()
        omitted = [f.source for f in fields if not f.required and f.source not in given]
        columns: list[Any] = [self.collection.model._meta.get_field(name) for name in omitted]
        return {column.attname: column.get_default() for column in columns}

    def change(self, row: Any, values: dict[str, Any], path: str = "") -> Stored:
        """Store values by column. Raises NotAllowed, Refused."""
        self._require_area(row, path)
        changed = {name: value for name, value in values.items() if _differs(row, name, value)}
        require_columns(self.can, set(changed))
        changed |= self._origin(changed)
        for name, value in changed.items():
            setattr(row, name, value)
        self._require_area(row, path)
        if changed:
            self._save(row, update_fields=[*changed])
            row.version += 1
        return Stored(str(row.uid), row.version)

    def _require_area(self, row: Any, path: str = "") -> None:
        parcel: Parcel = row.parcel if isinstance(row, Zone) else row
        require_area(self.can, tambon=parcel.tambon_id or "", village_code=parcel.village_code, path=path)

    def _save(self, row: Any, **how: Any) -> None:
        self._guard(lambda: row.save(**how))

    def _guard(self, work: Any) -> None:
        try:
            work()
        except Error as exc:
            refused = from_database(exc, self.places)
            if refused is None:
                raise
            refused.findings = [self._without_hidden(finding) for finding in refused.findings]
            raise refused from exc

    def _without_hidden(self, finding: Finding) -> Finding:
        """That there is land is said; whose it is only to those who may see it."""
        data = dict(finding.data)
        place = {name: str(data.pop(name, "")) for name in ("parcel", "tambon", "village_code")}
        if place["parcel"] and self.can.holds(tambon=place["tambon"], village_code=place["village_code"]):
            data["parcel"] = place["parcel"]
        return replace(finding, data=data)


def _differs(row: Any, name: str, value: Any) -> bool:
    stored = getattr(row, name)
    if name == "geom" and stored is not None and value is not None:
        return bool(stored.wkb != wkb_on_grid(value.wkb))
    return bool(stored != value)


def problems_of(errors: Any, path: str) -> list[Finding]:
    """DRF's errors of one feature as findings: geom is the geometry, the rest are properties."""
    found = []
    for name, error in errors.items():
        at = "/geometry" if name == "geom" else f"/properties/{name}"
        found += serializer_findings(error, f"{path}{at}")
    return found
