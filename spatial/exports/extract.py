"""What is written into a file: rows as PostGIS gives them, their columns, and what the file says about itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.db.models import BinaryField, FloatField, Func, QuerySet, TextField, Value
from django.db.models.expressions import Combinable, F
from django.db.models.functions import Cast

from spatial.crs import Crs
from spatial.features import Rendering

# Called with the number of rows written so far; what it raises ends the writing.
Watch = Callable[[int], None]

CHUNK = 2_000


@dataclass(frozen=True)
class Field:
    """A column. `kind` is text, integer, number, boolean or datetime; `title` is for people."""

    name: str
    kind: str
    title: str = ""


@dataclass(frozen=True)
class About:
    """What a file says about itself: a title, who made it and under which terms, and labelled lines for people.

    `facts` holds the same under stable names for machines.
    """

    title: str
    attribution: str
    licence: str
    retrieved: datetime
    lines: tuple[tuple[str, str], ...]
    facts: dict[str, str] = field(default_factory=dict)

    def text(self, end: str = "\n") -> str:
        return end.join(f"{label}: {value}" for label, value in self.lines)


@dataclass(frozen=True)
class Extract:
    """Rows (scoped, filtered, in any order) and how they are rendered. `labels` name the columns that name a feature.

    `shape` is Polygon or MultiPolygon.
    """

    name: str
    rows: QuerySet[Any]
    how: Rendering
    fields: tuple[Field, ...]
    shape: str
    about: About
    labels: tuple[str, ...] = ()
    limit: int | None = None

    @property
    def crs(self) -> Crs:
        return self.how.crs

    @property
    def has_shapes(self) -> bool:
        return bool(self.how.geometry)

    def selected(self, shape: Combinable) -> QuerySet[Any]:
        """The rows in their order, with the columns `identity`, `p0`, `p1`, … and, where there are shapes, `shape`.

        The columns have the types of a table.
        """
        named: dict[str, Any] = {"identity": Cast(self.how.identity, TextField())}
        named |= {f"p{n}": _typed(f.kind, self.how.properties[f.name]) for n, f in enumerate(self.fields)}
        if self.has_shapes:
            named["shape"] = shape
        sign = "-" if self.how.is_descending else ""
        ordered = self.rows.annotate(sort_key=self.how.sort).order_by(f"{sign}sort_key", f"{sign}pk")
        return ordered.annotate(**named).values_list(*named)[: self.limit]

    def read(self, shape: Combinable, watch: Watch) -> Iterator[tuple[Any, ...]]:
        """The rows one by one by a cursor on the server: (identity, values…, shape), a missing shape is None."""
        number = 0
        for row in self.selected(shape).iterator(chunk_size=CHUNK):
            yield row if self.has_shapes else (*row, None)
            number += 1
            if number % CHUNK == 0:
                watch(number)
        watch(number)

    def label(self, row: tuple[Any, ...]) -> str:
        """What people call the feature of a row."""
        places = [n for n, f in enumerate(self.fields, start=1) if f.name in self.labels]
        return " ".join(str(row[n]) for n in places if row[n]) or str(row[0])


def _typed(kind: str, source: Combinable) -> Combinable:
    """A property in the type of its column. Areas in rai are written as their text."""
    if kind == "rai":
        return Func(source, template="(%(expressions)s)->>'text'", output_field=TextField())
    if kind == "number":
        return Cast(source, FloatField())
    return Cast(source, TextField()) if kind in {"text", "uuid"} else source


def projected(column: str, crs: Crs) -> Combinable:
    """A column of EPSG:4326 in another system, east before north, as files want it."""
    if crs.is_degrees:
        return F(column)
    return Func(F(column), Value(crs.proj), function="plaeng.reproject", output_field=GeometryField(srid=0))


def wkb(extract: Extract) -> Combinable:
    shape = projected(extract.how.geometry or "geom", extract.crs)
    return Func(shape, function="ST_AsBinary", output_field=BinaryField())


def wkt(extract: Extract) -> Combinable:
    shape = projected(extract.how.geometry or "geom", extract.crs)
    return Func(shape, Value(extract.crs.decimals), function="ST_AsText", output_field=TextField())
