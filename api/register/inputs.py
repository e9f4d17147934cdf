"""What comes in for a record: exactly the members that may be set, each judged by its field."""

from __future__ import annotations

from typing import Any

from django.contrib.gis.db import models
from rest_framework import serializers

from api.problems import Problem
from api.register.fields import Day, DeedArea, Place, Reference, Whole, Words
from api.register.records import RECORDS, Record
from api.serializers import AreaCode, Code, Flag, Number
from parcels.models import Applicant, Application, Parcel
from spatial.areas.models import Area, Level
from spatial.rules import Finding


class RecordIn(serializers.ModelSerializer[Any]):
    """A member that is unknown or computed is refused, not dropped."""

    serializer_related_field = Code
    serializer_related_to_field = AreaCode
    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.CharField: Words,
        models.TextField: Words,
        models.DecimalField: Number,
        models.BooleanField: Flag,
        models.IntegerField: Whole,
        models.SmallIntegerField: Whole,
        models.DateField: Day,
        models.PointField: Place,
    }

    def build_relational_field(self, field_name: str, relation_info: Any) -> Any:
        """A reference to an area is one to a tambon."""
        kind, options = super().build_relational_field(field_name, relation_info)
        if relation_info.related_model is Area:
            options["queryset"] = Area.objects.filter(level=Level.TAMBON)
        return kind, options

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, dict):
            raise Problem("not_an_object", 422)
        known = self.context["record"].properties
        for name in data:
            if name not in self.fields:
                code = "read_only_member" if name in known else "unknown_member"
                raise Problem(code, 422, [Finding(code, f"/{name[:60]}")])
        return super().to_internal_value(data)


# An application lies where its applicant lives, unless it is said to lie elsewhere.
OPTIONAL = {"applications": ("tambon",)}


def _made(record: Record, extra: dict[str, Any]) -> type[RecordIn]:
    """The serializer of a record: its writable properties, with those that a model cannot say for itself."""
    writable = [name for name, prop in record.properties.items() if prop.is_writable]
    optional = {"extra_kwargs": {column: {"required": False} for column in OPTIONAL.get(record.name, ())}}
    meta = type("Meta", (), {"model": record.model, "fields": writable, "validators": [], **optional})
    name = record.name.capitalize().removesuffix("s") + "In"
    return type(name, (RecordIn,), {**extra, "Meta": meta})


_OF = {"application": Reference(Application)}
EXTRA: dict[str, dict[str, Any]] = {
    # Number and year are the platform's unless an older list says otherwise.
    "applications": {
        "applicant": Reference(Applicant),
        "fy": Whole(required=False, min_value=2500, max_value=2700),
    },
    "documents": {"parcel": Reference(Parcel), "area_deed_wah": DeedArea(max_digits=10, decimal_places=2)},
    "consents": _OF,
    "surveys": _OF,
    "designs": _OF,
    "works": _OF,
    "comments": {
        "application": Reference(Application, required=False, allow_null=True),
        "parcel": Reference(Parcel, required=False, allow_null=True),
    },
    "attachments": {**_OF, "parcel": Reference(Parcel, required=False, allow_null=True)},
}
INPUT = {name: _made(record, EXTRA.get(name, {})) for name, record in RECORDS.items()}
# What a record is bound to is told once, when it is made.
BOUND = {"application", "parcel", "applicant", "fy"}


def reader(record: Record, data: Any, **context: Any) -> RecordIn:
    """The serializer of a record, ready to check one."""
    row, is_partial = context.pop("row", None), context.pop("is_partial", False)
    return INPUT[record.name](row, data=data, partial=is_partial, context={"record": record, **context})
