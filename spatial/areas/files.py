"""Read outlines of areas from a GeoJSON file, a shapefile or a GeoPackage, and judge each row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely import MultiPolygon

from spatial.areas.models import CODE_LENGTH, Level
from spatial.grid import array_on_grid
from spatial.reference import OPERATIONS, WGS84, to_wgs84
from spatial.rules import LAT_DEG, LON_DEG, Place, find_fault

# The suffix decides the driver, so that GDAL never tries its many others on a file.
SUFFIXES = (".geojson", ".json", ".shp", ".gpkg", ".zip")
# 670114, TH670114 and 67011400 are one tambon (DOMAIN.md 3.5).
CODE = re.compile(r"(?:TH)?([1-9][0-9](?:[0-9]{2}){0,3})", re.IGNORECASE)
LEVELS = (Level.PROVINCE, Level.AMPHOE, Level.TAMBON)
POLYGONS = (3, 6)

Coordinates = NDArray[np.float64]


class FileRefused(ValueError):
    """A file that cannot be loaded at all; the message says why and what to do."""


@dataclass(frozen=True)
class BadRow:
    """A row that is not loaded: its number from 1, its code, why, and the lon/lat place when there is one."""

    row: int
    code: str
    reason: str
    at: Place | None = None


@dataclass(frozen=True)
class Outlines:
    """What a file holds: outlines by code on the 8-decimal grid, and the rows that were refused."""

    level: Level
    code_column: str
    by_code: dict[str, MultiPolygon] = field(default_factory=dict)
    refused: list[BadRow] = field(default_factory=list)


def read_outlines(
    file: Path,
    known: Mapping[str, Level],
    *,
    level: Level | None = None,
    code_column: str | None = None,
    crs: int | None = None,
    layer: str | None = None,
) -> Outlines:
    """Read a file whose rows are areas of one level.

    `known` are the codes that the table has. Without `code_column` the column is found by its values; without
    `level` it is the deepest that one of the columns holds. `crs` is an EPSG code for files that name none.
    Raises FileRefused.
    """
    meta, shapes, columns = _read(file, layer)
    level, column = _choose(columns, known, level, code_column)
    source = _reference(meta["crs"], crs)
    codes = [_code(value, level) for value in columns[column]]
    counts = Counter(codes)
    result = Outlines(level, column)
    for n, (wkb, code) in enumerate(zip(shapes, codes, strict=True), start=1):
        try:
            result.by_code[code] = _judge(wkb, source, code, is_repeated=counts[code] > 1)
        except _RowRefused as refused:
            result.refused.append(BadRow(n, code, refused.reason, refused.at))
    return result


class _RowRefused(ValueError):
    def __init__(self, reason: str, at: Place | None = None) -> None:
        super().__init__(reason)
        self.reason, self.at = reason, at


def _read(file: Path, layer: str | None) -> tuple[dict[str, Any], Sequence[bytes | None], dict[str, Sequence[Any]]]:
    """Description, outlines as WKB and columns by name."""
    if file.suffix.lower() not in SUFFIXES:
        raise FileRefused(f"{file.name}: give a file that ends in {', '.join(SUFFIXES)}.")
    if not file.is_file():
        raise FileRefused(f"There is no file {file}.")
    # Only codes are read, and they are ASCII: Latin-1 takes the bytes of Thai names in any encoding.
    encoding = "ISO-8859-1" if file.suffix.lower() in (".shp", ".zip") else None
    try:
        layers = [str(name) for name, kind in pyogrio.list_layers(file) if kind is not None]
        if layer is None and len(layers) > 1:
            raise FileRefused(f"{file.name} has several layers; choose one with --layer: {', '.join(layers)}.")
        meta, _, shapes, values = pyogrio.raw.read(file, layer=layer, encoding=encoding, force_2d=True)
    except (DataSourceError, DataLayerError) as exc:
        raise FileRefused(f"{file.name} cannot be read: {exc}") from exc
    if shapes is None or len(shapes) == 0:
        raise FileRefused(f"{file.name} holds no outlines.")
    return meta, shapes, dict(zip(map(str, meta["fields"]), values, strict=True))


def _choose(
    columns: Mapping[str, Sequence[Any]], known: Mapping[str, Level], level: Level | None, column: str | None
) -> tuple[Level, str]:
    """The level and the column of codes: the deepest level at which half the rows hold different known codes."""
    if column is not None and column not in columns:
        raise FileRefused(f"There is no column {column}; the file has {', '.join(columns)}.")
    best: tuple[int, int, str] | None = None
    for name in columns if column is None else [column]:
        for wanted in LEVELS if level is None else [level]:
            found = {code for value in columns[name] if known.get(code := _code(value, wanted)) == wanted}
            if 2 * len(found) >= len(columns[name]):
                best = max(best or (0, 0, ""), (CODE_LENGTH[wanted], len(found), name))
    if best is None:
        raise FileRefused(f"No column holds codes of areas; the file has {', '.join(columns)}. Give --code-column.")
    return next(wanted for wanted in LEVELS if CODE_LENGTH[wanted] == best[0]), best[2]


def _code(value: object, level: Level) -> str:
    """The official code in a value such as TH670114, 67011400 or 670114.0; empty when it is none of the level."""
    is_whole = isinstance(value, float | np.floating) and float(value).is_integer()
    match = CODE.fullmatch(str(int(float(str(value)))) if is_whole else str(value).strip())
    code = match[1] if match else ""
    while len(code) > CODE_LENGTH[Level.PROVINCE] and code.endswith("00"):
        code = code[:-2]
    return code if len(code) == CODE_LENGTH[level] else ""


def _reference(written: str | None, given: int | None) -> int:
    """EPSG code of the file's coordinates: as it says itself, or as the caller says when it doesn't."""
    if written is None and given is None:
        raise FileRefused("The file does not say its reference system. Give it, for example --crs 4326.")
    try:
        system = CRS(written or given)
    except CRSError as exc:
        raise FileRefused(f"The reference system of the file is not known: {exc}") from exc
    for epsg in OPERATIONS:
        if system.to_epsg() == epsg or CRS(epsg).equals(system, ignore_axis_order=True):
            if given not in (None, epsg):
                raise FileRefused(f"The file says EPSG:{epsg}, not EPSG:{given}.")
            return epsg
    raise FileRefused(f"{system.name}: outlines may be in {', '.join(f'EPSG:{epsg}' for epsg in OPERATIONS)}.")


def _judge(wkb: bytes | None, source: int, code: str, *, is_repeated: bool) -> MultiPolygon:
    """The outline as it is stored: WGS 84, on the grid, valid. Raises _RowRefused; nothing is mended."""
    if not code:
        raise _RowRefused("no_code")
    if is_repeated:
        raise _RowRefused("code_twice")
    if wkb is None:
        raise _RowRefused("no_outline")
    shape = shapely.from_wkb(wkb, on_invalid="ignore")
    if shape is None or shapely.get_type_id(shape) not in POLYGONS or shape.is_empty:
        raise _RowRefused("not_a_polygon")
    # By numbers alone: GEOS must not see coordinates that are not finite or absurd.
    shape = shapely.transform(shape, partial(_in_degrees, source=source))
    shape = shapely.remove_repeated_points(shape, 0)
    if fault := find_fault(shape):
        raise _RowRefused("self_intersection", fault[1])
    return shape if isinstance(shape, MultiPolygon) else MultiPolygon([shape])


def _in_degrees(coordinates: Coordinates, *, source: int) -> Coordinates:
    if not np.isfinite(coordinates).all():
        raise _RowRefused("not_finite")
    if source != WGS84:
        coordinates = np.column_stack(to_wgs84(coordinates[:, 0], coordinates[:, 1], source=source))
    x, y = coordinates[:, 0], coordinates[:, 1]
    outside = (x < LON_DEG[0]) | (x > LON_DEG[1]) | (y < LAT_DEG[0]) | (y > LAT_DEG[1])
    if outside.any():
        lon, lat = coordinates[np.argmax(outside)]
        raise _RowRefused("out_of_country", (float(lon), float(lat)))
    return array_on_grid(coordinates)
