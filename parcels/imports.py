"""Parcels from a GeoJSON file in WGS 84: each row judged alone, all good ones stored in one transaction."""

from __future__ import annotations

import gc
import unicodedata
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import shapely
from django.db import Error, connection, transaction

from parcels.changes import acting, check_now
from parcels.errors import Refused, from_database
from spatial.many import Sound, sound
from spatial.rules import Finding, GeometryRefused, check

MAX_BYTES = 10 * 1024 * 1024
BATCH = 1_000
# Straight into the table: its triggers look at a statement's rows as a set, so that a staging table would only be
# one more copy. What is left out is given by the guard.
COPY = """
    COPY parcel (uid, name, tambon, geom, capture_method, source_crs, crs_operation) FROM STDIN
"""
# Where GDAL, QGIS and geojson.io write the WGS 84 that GeoJSON has anyway; any other system is refused.
WGS84_NAMES = {"crs84", "4326", "epsg:4326"}
# The names that a parcel goes by in files we have seen, best first; a bare record number keeps its column's name.
NAME_COLUMNS = ("name", "name_th", "parcel_name", "parcel_no", "land_no")
RECORD_COLUMNS = ("shp_record", "record", "fid", "id")
MAX_NAME, MAX_OPERATION = 200, 300
IDENTITY = uuid.UUID("6f1f5b0e-4f0b-5c1e-9a3a-6701140000ff")
STORED = "SELECT uid::text, code, area_calc_m2 FROM parcel WHERE uid = ANY (%s::uuid[])"

Progress = Callable[[int, int], None]
Refusal = tuple[str, list[Finding]]


class FileRefused(ValueError):
    """A file that cannot be read as a whole: size, JSON, not a collection, another reference system."""


class Row(NamedTuple):
    """A row that passed the gate. `number` counts from 1; `uid` follows from tambon and shape; `geom` is EWKB in hex."""

    number: int
    uid: str
    geom: str
    name: str
    operation: str


@dataclass(frozen=True)
class Outcome:
    """What became of a row: stored, there already, or refused with findings. `area_m2` is geodesic."""

    number: int
    is_new: bool = False
    code: str = ""
    area_m2: Decimal = Decimal(0)
    findings: list[Finding] = field(default_factory=list)


@contextmanager
def _keeping_all() -> Iterator[None]:
    """Without Python's search for rings of garbage, which is half the time of reading a large file and finds none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_keeping_all()
def read_features(file: Path) -> list[Any]:
    """The features of a file, unjudged. Raises FileRefused."""
    try:
        if (size := file.stat().st_size) > MAX_BYTES:
            raise FileRefused(f"{file.name} has {size:,} bytes; at most {MAX_BYTES:,} can be read. Split it.")
        root = orjson.loads(file.read_bytes())
    except OSError as exc:
        raise FileRefused(f"Cannot read {file}: {exc.strerror}.") from exc
    except orjson.JSONDecodeError as exc:
        raise FileRefused(f"{file.name} is not valid JSON (line {exc.lineno}, column {exc.colno}).") from exc
    if not isinstance(root, dict) or root.get("type") != "FeatureCollection":
        raise FileRefused(f"{file.name} is not a GeoJSON FeatureCollection.")
    if "crs" in root and not _is_wgs84(root["crs"]):
        raise FileRefused(f"{file.name} names another reference system than WGS 84. Transform it to EPSG:4326 first.")
    if not isinstance(root.get("features"), list):
        raise FileRefused(f"{file.name} has no list of features.")
    return list(root["features"])


@_keeping_all()
def import_features(
    features: list[Any], *, tambon: str, source: str, progress: Progress = lambda done, of: None
) -> list[Outcome]:
    """Store the good rows of a file as parcels of a tambon, in one transaction; one outcome a row, in order.

    A parcel is known by its tambon and shape, so that a second run stores nothing twice, whatever became of
    the parcel meanwhile. Raises Busy when someone else is writing the same land.
    """
    judged = judge(features, tambon)
    rows = [row for row in judged if isinstance(row, Row)]
    with acting(None, "import", source[-64:]):
        uids = [row.uid for row in rows]
        known = _stored(uids)
        # Of two equal rows the first is stored.
        new = {row.uid: row for row in reversed(rows) if row.uid not in known}
        refused = dict(_store(sorted(new.values(), key=lambda row: row.number), tambon, progress))
        stored = _stored(uids)
    return [_outcome(row, new, refused, stored) if isinstance(row, Row) else row for row in judged]


def _stored(uids: list[str]) -> dict[str, tuple[str, Decimal]]:
    """Code and area (m²) of those that are there. One array: a parameter each is dear when there are thousands."""
    with connection.cursor() as cursor:
        cursor.execute(STORED, ["{" + ",".join(uids) + "}"])
        return {uid: (code, area_m2 or Decimal(0)) for uid, code, area_m2 in cursor.fetchall()}


def _outcome(
    row: Row,
    new: dict[str, Row],
    refused: dict[str, list[Finding]],
    stored: dict[str, tuple[str, Decimal]],
) -> Outcome:
    if row.uid in refused:
        return Outcome(row.number, findings=refused[row.uid])
    return Outcome(row.number, new.get(row.uid) is row, *stored[row.uid])


def judge(features: list[Any], tambon: str) -> list[Row | Outcome]:
    """Each feature as a row, or the outcome that refuses it, with places."""
    passed = sound([feature.get("geometry") if isinstance(feature, dict) else None for feature in features])
    pairs = zip(features, passed, strict=True)
    return [_judge(feature, number, tambon, shape) for number, (feature, shape) in enumerate(pairs, 1)]


def _judge(feature: Any, number: int, tambon: str, shape: Sound | None) -> Row | Outcome:
    path = f"/features/{number - 1}"
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return Outcome(number, findings=[Finding("not_a_feature", path)])
    given = feature.get("properties")
    properties = given if isinstance(given, Mapping) else {}
    try:
        shape = shape or _checked(feature.get("geometry"), f"{path}/geometry")
        name, operation = _name(properties, path), _text(properties, "datum_op", path, MAX_OPERATION)
    except (GeometryRefused, Refused) as exc:
        return Outcome(number, findings=exc.findings)
    # The same for the same land, wherever its ring begins and whichever way it turns.
    uid = uuid.uuid5(IDENTITY, f"{tambon} {shape.land}")
    return Row(number, str(uid), shape.given, name, operation)


def _checked(geometry: Any, path: str) -> Sound:
    """The same for a shape that is not plainly sound. Raises GeometryRefused."""
    shape = check(geometry, path=path)
    land = shapely.to_wkb(shapely.normalize(shape.shapely), hex=True)
    return Sound(shape.geos.hexewkb.decode("ascii"), land)


def _is_wgs84(crs: Any) -> bool:
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str):
        return False
    return name.lower() in WGS84_NAMES or name.lower().replace("/", ":").rsplit(":", 1)[-1] in WGS84_NAMES


def _name(properties: Mapping[str, Any], path: str) -> str:
    for column in NAME_COLUMNS:
        if name := _text(properties, column, path, MAX_NAME):
            return name
    found = ((column, _text(properties, column, path, MAX_NAME - 20)) for column in RECORD_COLUMNS)
    return next((f"{column} {text}" for column, text in found if text), "")


def _text(properties: Mapping[str, Any], column: str, path: str, limit: int) -> str:
    """A property as text, NFC. Raises Refused (nul_character, text_too_long)."""
    value = properties.get(column)
    if value is None or isinstance(value, bool | dict | list):
        return ""
    text = unicodedata.normalize("NFC", str(value)).strip()
    at = f"{path}/properties/{column}"
    # Control characters, and the overrides that turn the direction of a line.
    if not text.isprintable() and any(
        unicodedata.category(char) in {"Cc", "Cf", "Cs"} and char != "\u200b" for char in text
    ):
        raise Refused("nul_character", [Finding("nul_character", at)])
    if len(text) > limit:
        raise Refused("text_too_long", [Finding("text_too_long", at, data={"limit": limit})])
    return text


def _store(rows: list[Row], tambon: str, progress: Progress) -> Iterator[Refusal]:
    """Write the rows in batches; yields those that the database refuses."""
    for start in range(0, len(rows), BATCH):
        yield from _store_batch(rows[start : start + BATCH], tambon)
        progress(min(start + BATCH, len(rows)), len(rows))


def _store_batch(rows: list[Row], tambon: str) -> Iterator[Refusal]:
    """One COPY; when the database refuses it, its halves, down to the row that is at fault."""
    try:
        with transaction.atomic():
            _copy(rows, tambon)
            check_now()
    except Error as exc:
        refused = from_database(exc, {row.uid: f"/features/{row.number - 1}" for row in rows})
        if not isinstance(refused, Refused):
            raise refused or exc from exc
        if len(rows) == 1:
            yield rows[0].uid, [_in_file(finding, rows[0]) for finding in refused.findings]
            return
        middle = len(rows) // 2
        yield from _store_batch(rows[:middle], tambon)
        yield from _store_batch(rows[middle:], tambon)


def _in_file(finding: Finding, row: Row) -> Finding:
    """A finding about one row that a trigger made, which may not know the row's place in the file."""
    feature = f"/features/{row.number - 1}"
    return finding if finding.path.startswith(feature) else replace(finding, path=feature + finding.path)


def _copy(rows: list[Row], tambon: str) -> None:
    text = "".join(
        f"{row.uid}\t{_copied(row.name)}\t{tambon}\t{row.geom}\tFILE_IMPORT\tEPSG:4326\t{_copied(row.operation)}\n"
        for row in rows
    )
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(COPY, StringIO(text))


def _copied(text: str) -> str:
    """For COPY's text format. Control characters, its separators among them, have been refused by _text."""
    return text.replace("\\", "\\\\")
