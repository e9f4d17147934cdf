"""What comes in: strict GeoJSON Features. What goes out is rendered by PostGIS (spatial/features.py)."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework_gis.fields import GeometryField
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from api.collections import Collection
from api.problems import Problem
from parcels.models import Application, Parcel, Zone
from parcels.permissions import visible_to
from spatial.crs import CRS84
from spatial.incoming import to_lonlat
from spatial.rules import Finding, check


class ShapeField(GeometryField):
    """A GeoJSON geometry that has passed the gate before GEOS sees it."""

    def __init__(self, *, kind: Any, **options: Any) -> None:
        super().__init__(**options)
        self.kind = kind

    def to_internal_value(self, value: Any) -> Any:
        path = self.context.get("path", "") + "/geometry"
        lonlat = to_lonlat(value, self.context.get("crs", CRS84), path)
        return check(lonlat, kind=self.kind, path=path).geos


class NotEmpty:
    """Beside a field that refers to a row: the stock one takes an empty text for null."""

    def run_validation(self, data: Any = empty) -> Any:
        if data == "":
            self.fail("does_not_exist", pk_value="", slug_name="", value="")  # type: ignore[attr-defined]
        return super().run_validation(data)  # type: ignore[misc]


class Code(NotEmpty, serializers.PrimaryKeyRelatedField[Any]):
    """A code of a list, a JSON string; the stock field takes numbers that look like one."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("incorrect_type", data_type=type(data).__name__)
        return super().to_internal_value(data)


class AreaCode(NotEmpty, serializers.SlugRelatedField[Any]):
    """The code of an area, a JSON string likewise."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class UidField(NotEmpty, serializers.SlugRelatedField[Any]):
    """A reference by uid to a row that the user may see; hidden and absent are the same."""

    def __init__(self, model: type[models.Model], **options: Any) -> None:
        super().__init__(slug_field="uid", queryset=model._default_manager.none(), **options)
        self.model = model

    def get_queryset(self) -> Any:
        return visible_to(self.context["access"], self.model)

    def to_internal_value(self, data: Any) -> Any:
        try:
            return super().to_internal_value(uuid.UUID(data))
        except (ValueError, AttributeError, TypeError):
            self.fail("does_not_exist", slug_name="uid", value="")


class Text(serializers.CharField):
    """A JSON string; the stock field takes numbers for texts."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Number(serializers.DecimalField):
    """A JSON number; the stock field takes texts that look like one."""

    def to_internal_value(self, data: Any) -> Any:
        if type(data) not in {int, float}:
            self.fail("invalid")
        return super().to_internal_value(data)


class Flag(serializers.BooleanField):
    """true or false; the stock field takes 1, "on" and "y" too."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class StrictFeature(GeoFeatureModelSerializer):
    """A Feature with exactly the members that may be set: an unknown or computed one is refused, not dropped."""

    serializer_related_field = Code
    serializer_related_to_field = AreaCode
    serializer_field_mapping = {
        **GeoFeatureModelSerializer.serializer_field_mapping,
        models.CharField: Text,
        models.TextField: Text,
        models.DecimalField: Number,
        models.BooleanField: Flag,
    }

    def to_internal_value(self, data: Any) -> Any:
        path = self.context.get("path", "")
        properties = feature_members(data, path)
        writable = {n for n, f in self.fields.items() if not f.read_only} - {"geom"}
        known = self.context["collection"].properties
        for name in properties:
            if name not in writable:
                code = "read_only_member" if name in known else "unknown_member"
                raise Problem(code, 422, [Finding(code, f"{path}/properties/{name[:60]}")])
        flat = {"properties": properties}
        if "geometry" in data:
            flat["geometry"] = data["geometry"]
        return super().to_internal_value(flat)


def feature_members(data: Any, path: str) -> dict[str, Any]:
    """The properties of a Feature after a look at its members. Raises Problem not_a_feature, unknown_member."""
    if not isinstance(data, dict) or data.get("type") != "Feature":
        raise Problem("not_a_feature", 422, [Finding("not_a_feature", path or "/type")])
    for name in data:
        if name not in {"type", "id", "geometry", "properties", "links"}:
            code = "crs_member" if name == "crs" else "unknown_member"
            raise Problem(code, 422, [Finding(code, f"{path}/{name[:60]}")])
    properties = data.get("properties")
    if not isinstance(properties, dict):
        raise Problem("not_a_feature", 422, [Finding("not_a_feature", f"{path}/properties")])
    return properties


def feature_uid(data: Any, path: str) -> uuid.UUID:
    """The identity that the client made, or a new one. Raises Problem when it is no UUID."""
    given = data.get("id") if isinstance(data, dict) else None
    if given is None:
        return uuid.uuid4()
    try:
        return uuid.UUID(given)
    except (ValueError, AttributeError, TypeError) as exc:
        raise Problem("bad_uid", 422, [Finding("bad_uid", f"{path}/id")]) from exc


class ParcelIn(StrictFeature):
    geom = ShapeField(kind="MultiPolygon", required=False, allow_null=True)
    application = UidField(Application, required=False, allow_null=True)

    class Meta:
        model = Parcel
        geo_field = "geom"
        id_field = False
        fields = (
            "geom", "name", "application", "tambon", "village_code", "land_class", "joined_area_m2", "joined_is_estimate",
            "capture_method", "source_crs", "crs_operation", "positional_accuracy_m",
        )  # fmt: skip


class ZoneIn(StrictFeature):
    geom = ShapeField(kind="Polygon")
    parcel = UidField(Parcel)

    class Meta:
        model = Zone
        geo_field = "geom"
        id_field = False
        fields = ("geom", "parcel", "zone_type", "stage", "depth_m", "side_slope", "note")


INPUT: dict[str, type[StrictFeature]] = {"parcels": ParcelIn, "zones": ZoneIn}


def reader(collection: Collection, data: Any, **context: Any) -> StrictFeature:
    """The serializer of a collection, ready to check one feature."""
    row, is_partial = context.pop("row", None), context.pop("is_partial", False)
    return INPUT[collection.name](row, data=data, partial=is_partial, context={"collection": collection, **context})
