"""The standard's three test collections as temporary tables, with the models that the filter engine runs on."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.gis.db import models
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection
from django.db.models import F

from api.cql2 import Queryable
from tests.conftest import SHARED

FOLDER = SHARED / "cases" / "cql2"
COUNTRIES, PLACES, RIVERS = (
    "ne_110m_admin_0_countries", "ne_110m_populated_places_simple", "ne_110m_rivers_lake_centerlines",
)  # fmt: skip
# Kind, column type and model field; every property that is not named is text.
KINDS = {
    "text": ("text", models.TextField),
    "number": ("double precision", models.FloatField),
    "date": ("date", models.DateField),
    "timestamp": ("timestamptz", models.DateTimeField),
    "boolean": ("boolean", models.BooleanField),
    "geometry": ("geometry(Geometry, 4326)", models.GeometryField),
}
SPECIAL = {
    COUNTRIES: {"POP_EST": "number"},
    PLACES: {
        "pop_max": "number", "pop_min": "number", "pop_other": "number", "date": "date", "start": "timestamp",
        "end": "timestamp", "boolean": "boolean",
    },
    RIVERS: {},
}  # fmt: skip


def features(name: str) -> list[dict[str, Any]]:
    return list(json.loads((FOLDER / f"{name}.geojson").read_text(encoding="utf-8"))["features"])


def kinds(name: str) -> dict[str, str]:
    """Every property of a collection with its kind; the geometry is `geom`."""
    return {p: SPECIAL[name].get(p, "text") for p in features(name)[0]["properties"]} | {"geom": "geometry"}


def load(name: str) -> None:
    """Make and fill the temporary table of a collection."""
    columns = kinds(name)
    declared = ", ".join(f'"{column}" {KINDS[kind][0]}' for column, kind in columns.items())
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE TEMPORARY TABLE "{name}" (id integer PRIMARY KEY, {declared})')
        holes = ", ".join(["%s"] * (len(columns) - 1))
        cursor.executemany(
            f'INSERT INTO "{name}" VALUES (%s, {holes}, ST_SetSRID(ST_GeomFromWKB(%s), 4326))',
            [[n, *f["properties"].values(), _wkb(f)] for n, f in enumerate(features(name))],
        )
        cursor.execute(f'ANALYZE "{name}"')


def _wkb(feature: dict[str, Any]) -> memoryview:
    return GEOSGeometry(json.dumps(feature["geometry"])).wkb


def model(name: str) -> type[models.Model]:
    fields: dict[str, Any] = {
        f"c_{n}": KINDS[kind][1](db_column=column, null=True) for n, (column, kind) in enumerate(kinds(name).items())
    }
    meta = type("Meta", (), {"app_label": "natural_earth", "db_table": name, "managed": False})
    members = {"__module__": __name__, "id": models.IntegerField(primary_key=True), **fields, "Meta": meta}
    return type(name, (models.Model,), members)


def queryables(name: str) -> dict[str, Queryable]:
    return {column: Queryable(kind, F(f"c_{n}")) for n, (column, kind) in enumerate(kinds(name).items())}  # type: ignore[arg-type]
