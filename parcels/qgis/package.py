"""One tambon as a GeoPackage for QField, Mergin and QGIS: its rows, the code lists, the styles and a project.

It holds what the asker may read and no row number of the database: the rows are numbered anew, and `uid` is who they are.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from json import dumps
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.gis.db.models import Extent
from django.contrib.gis.db.models.functions import AsWKB, Transform
from django.db import connection, models, transaction
from django.utils import timezone

from parcels.errors import NotAllowed
from parcels.models import CaptureMethod, LandClass, Parcel, PlotModel, State, Zone, ZoneStage, ZoneType
from parcels.permissions import Access, visible_to
from parcels.qgis import rewriting
from parcels.qgis.fields import LAYERS, table_of
from parcels.qgis.publishing import PROJECT
from spatial.areas.models import Area, Level
from spatial.exports import About, Field
from spatial.exports.gdal import Table, append_table

LISTS = (State, ZoneType, PlotModel, LandClass, CaptureMethod, ZoneStage)
SHAPES = {"parcel": "MultiPolygon", "zone": "Polygon", "area": "MultiPolygon"}
TITLE = "แปลงโคก หนอง นา ต.{}"
UTM = 32647
SQL = (Path(__file__).parent.parent / "sql" / "package.sql").read_text(encoding="utf-8")


class Unpublished(RuntimeError):
    """The database has no project yet: bin/plaeng qgis_publish makes it."""


def require_published() -> None:
    """Raises Unpublished."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM plaeng.qgis_projects WHERE name = %s", [PROJECT])
        if cursor.fetchone() is None:
            raise Unpublished("There is no QGIS project in the database yet: bin/plaeng qgis_publish makes it.")


def tambon_for(can: Access, code: str) -> Area:
    """The tambon, when the asker works in it or in a part of it. Raises Area.DoesNotExist and NotAllowed."""
    area: Area = visible_to(can, Area).get(code=code, level=Level.TAMBON)
    if not code.startswith(can.area[:6]):
        raise NotAllowed("not_in_your_area")
    return area


def size(can: Access, tambon: str) -> int:
    """The number of parcels and zones in it that the asker may read."""
    parcels = visible_to(can, Parcel).filter(tambon_id=tambon).count()
    return parcels + int(visible_to(can, Zone).filter(tambon=tambon).count())


def write(can: Access, area: Area, path: Path, about: About, watch: Callable[[int], None]) -> int:
    """Write the package; `path.name` is the name it has to keep. Returns the number of parcels and zones.

    Raises Unpublished, and what `watch` raises, which is called with the number of rows written.
    """
    with transaction.atomic():
        content, styles = _published()
        target = _target(can, area, path.name)
        tables = _tables(can, area)
    done = 0
    for table in tables:
        append_table(path, table, about)
        done += len(table.rows) if table.name in {"parcel", "zone"} else 0
        watch(done)
    _dress(path, target, content, styles)
    return done


def _tables(can: Access, area: Area) -> list[Table]:
    """What the package holds. Zones are read first and those whose parcel came to an end meanwhile are left out."""
    zones = _read(visible_to(can, Zone).filter(tambon=area.code))
    parcels = _read(visible_to(can, Parcel).filter(tambon_id=area.code))
    outline = _read(Area.objects.filter(pk=area.pk))
    numbers = _number(parcels)
    zones.rows[:] = [{**row, "parcel": numbers[row["parcel"]]} for row in zones.rows if row["parcel"] in numbers]
    _number(zones)
    _number(outline)
    return [parcels, zones, outline, *(_read(model.objects.all()) for model in LISTS)]


def _published() -> tuple[bytes, dict[str, str]]:
    """The project and the styles of the database, by table."""
    require_published()
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM plaeng.qgis_projects WHERE name = %s", [PROJECT])
        content = bytes(cursor.fetchone()[0])
        cursor.execute("SELECT f_table_name, styleqml::text FROM plaeng.layer_styles WHERE owner = 'plaeng'")
        styles = {table_of(relation): qml for relation, qml in cursor.fetchall()}
        return content, {table: qml for table, qml in styles.items() if table in SHAPES}


def _target(can: Access, area: Area, file_name: str) -> rewriting.Target:
    """The map looks at the outline of the tambon, or else at the land in it, if there is any."""
    boxes: tuple[Any, Any] = (None, None)
    for rows in (Area.objects.filter(pk=area.pk), visible_to(can, Parcel).filter(tambon_id=area.code)):
        if boxes[0] is None:
            boxes = tuple(rows.aggregate(d=Extent("geom"), m=Extent(Transform("geom", UTM))).values())
    return rewriting.Target(file_name, area.code, TITLE.format(area.name_th), *boxes)


def _read(rows: models.QuerySet[Any]) -> Table:
    """The rows of a table with the columns that QGIS shows of it, by the names of the table."""
    meta = rows.model._meta
    known = LAYERS[meta.db_table]
    fields = {f.column: f for f in meta.concrete_fields if f.column in known and _goes_along(f.column)}
    named: dict[str, Any] = {column: models.F(f.attname) for column, f in fields.items() if column != f.attname}
    shape = SHAPES.get(meta.db_table, "")
    named |= {"shape": AsWKB("geom")} if shape else {}
    # A column may bear the name of a relation, which no annotation may take again.
    keys = {column: f"c_{column}" for column in named}
    read = rows.order_by("pk").annotate(**{keys[column]: source for column, source in named.items()})
    values = read.values(*(keys.get(column, column) for column in (*fields, *(["shape"] if shape else []))))
    plain = {key: column for column, key in keys.items()}
    return Table(
        name=meta.db_table,
        fields=tuple(Field(column, _kind(f), known[column].alias) for column, f in fields.items()),
        rows=[{plain.get(key, key): _plain(value) for key, value in row.items()} for row in values],
        shape=shape,
        key="id" if "id" in fields else "",
    )


def _goes_along(column: str) -> bool:
    """What a form hides is of the database alone, but for the number of the row."""
    return column == "id" or all(table[column].kind != "hidden" for table in LAYERS.values() if column in table)


def _kind(field: models.Field[Any, Any]) -> str:
    if isinstance(field, models.ForeignKey):
        return _kind(field.target_field)
    for kind, classes in {
        "integer": (models.IntegerField, models.AutoField), "number": (models.DecimalField, models.FloatField),
        "boolean": (models.BooleanField,), "datetime": (models.DateTimeField,),
    }.items():  # fmt: skip
        if isinstance(field, classes):
            return kind
    return "text"


def _plain(value: Any) -> Any:
    """A value as a file has it: days, identities and lists are texts."""
    if isinstance(value, list):
        return dumps(value)
    return str(value) if isinstance(value, date | UUID) and not isinstance(value, datetime) else value


def _number(table: Table) -> dict[int, int]:
    """Number the rows from 1. Returns the new number of each old one."""
    numbers = {row["id"]: number for number, row in enumerate(table.rows, start=1)}
    for row in table.rows:
        row["id"] = numbers[row["id"]]
    return numbers


def _dress(path: Path, target: rewriting.Target, content: bytes, styles: dict[str, str]) -> None:
    """Styles and project where QGIS keeps its own in a GeoPackage; a project stands there in hexadecimal digits."""
    with closing(sqlite3.connect(path)) as file, file:
        file.executescript(SQL)
        file.executemany(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
            " styleQML, styleSLD, useAsDefault, description, owner) VALUES ('', '', ?, 'geom', 'plaeng', ?, '', 1, 'Plaeng', '')",
            [(table, rewriting.style(qml, target)) for table, qml in sorted(styles.items())],
        )
        said = {"last_modified_time": timezone.now().isoformat(timespec="milliseconds"), "last_modified_user": "plaeng"}
        project = rewriting.project(content, target).hex()
        file.execute("INSERT INTO qgis_projects VALUES (?, ?, ?)", (PROJECT, dumps(said), project))
