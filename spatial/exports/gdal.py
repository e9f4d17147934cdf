"""FlatGeobuf, GeoPackage and Shapefile, written by the GDAL of the pyogrio wheel."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyogrio.raw import write

from spatial.exports.extract import About, Extract, Field, Watch, wkb

Columns = list[list[Any]]
BATCH = 20_000
DBF_NAME, DBF_TEXT = 10, 254  # bytes
# In GDAL's arrays a missing number stands under a mask.
EMPTY: dict[str, tuple[str, Any]] = {"integer": ("int64", 0), "number": ("float64", 0.0), "boolean": ("bool", False)}


def write_geopackage(extract: Extract, path: Path, watch: Watch) -> None:
    """Batch by batch. What it is about stands in gpkg_metadata and in the description of its contents."""
    about = extract.about
    options = {"DESCRIPTION": about.text("; "), "IDENTIFIER": about.title}
    for number, rows in enumerate(_batches(extract, watch, BATCH)):
        is_first = number == 0
        told: dict[str, Any] = {"layer_options": options} if is_first else {}
        _write(
            extract, rows, path, "GPKG", append=not is_first, layer_metadata=about.facts if is_first else None, **told
        )


@dataclass(frozen=True)
class Table:
    """One of several tables of a GeoPackage: rows by column, the shape as WKB (EPSG:4326) under `shape`.

    `shape` is the type of the shapes, "" for none; `key` the column with the numbers of the rows, "" for new ones.
    """

    name: str
    fields: tuple[Field, ...]
    rows: list[dict[str, Any]]
    shape: str = ""
    key: str = ""


def append_table(path: Path, table: Table, about: About) -> None:
    """One more table of a GeoPackage, which is made with the first; it says of each what it is about."""
    is_first = not path.exists()
    options = {"DESCRIPTION": about.text("; "), "IDENTIFIER": table.name, "FID": table.key or "fid"}
    options |= {"GEOMETRY_NAME": "geom"} if table.shape else {"ASPATIAL_VARIANT": "GPKG_ATTRIBUTES"}
    arrays = [_array(f, [row[f.name] for row in table.rows], is_dbf=False) for f in table.fields]
    write(
        path,
        np.array([_bytes(row["shape"]) for row in table.rows], object) if table.shape else None,
        [data for data, _mask in arrays],
        [field.name for field in table.fields],
        field_mask=[mask for _data, mask in arrays],
        layer=table.name,
        driver="GPKG",
        geometry_type=table.shape or None,
        crs="EPSG:4326" if table.shape else None,
        layer_options=options,
        layer_metadata=about.facts if is_first else None,
    )


def _bytes(shape: Any) -> bytes | None:
    return None if shape is None else bytes(shape)


def write_flatgeobuf(extract: Extract, path: Path, watch: Watch) -> None:
    """All at once, since its index stands before its features."""
    about = extract.about
    rows = next(_batches(extract, watch, None))
    # What is not drawn yet has no place in its index.
    index = "NO" if any(row[-1] is None for row in rows) else "YES"
    options = {"TITLE": about.title, "DESCRIPTION": about.text(), "SPATIAL_INDEX": index}
    _write(extract, rows, path, "FlatGeobuf", layer_options=options)


def write_shapefile(extract: Extract, path: Path, watch: Watch) -> None:
    """A zip of .shp .shx .dbf .prj .cpg and a text that says what the short names mean."""
    folder = path.with_suffix(".parts")
    folder.mkdir()
    names = short_names([field.name for field in extract.fields])
    target = folder / f"{extract.name}.shp"
    for number, rows in enumerate(_batches(extract, watch, BATCH)):
        _write(extract, rows, target, "ESRI Shapefile", append=number > 0, names=names, encoding="UTF-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for part in sorted(folder.iterdir()):
            archive.write(part, part.name)
        archive.writestr(f"{extract.name}.txt", _explanation(extract, names))


def short_names(names: list[str]) -> dict[str, str]:
    """Names of at most 10 ASCII characters, each once, as dBase wants them; `id` is kept for the identity."""
    taken = {"id"}
    short: dict[str, str] = {}
    for name in names:
        stem = re.sub(r"[^A-Za-z0-9_]", "_", name)
        candidate, number = stem[:DBF_NAME], 1
        while candidate.lower() in taken:
            number += 1
            tail = f"_{number}"
            candidate = stem[: DBF_NAME - len(tail)] + tail
        taken.add(candidate.lower())
        short[name] = candidate
    return short


def _explanation(extract: Extract, names: dict[str, str]) -> str:
    columns = "\n".join(f"{names[f.name]:<12}{f.name:<24}{f.title}" for f in extract.fields)
    return f"\ufeff{extract.about.text()}\n\n{'id':<12}{'id':<24}\n{columns}\n".replace("\n", "\r\n")


def _batches(extract: Extract, watch: Watch, size: int | None) -> Iterator[list[tuple[Any, ...]]]:
    """The rows in lists; one empty list when there are none, so that the file is made all the same."""
    rows = extract.read(wkb(extract), watch)
    batch = list(islice(rows, size))
    yield batch
    while size and len(batch) == size:
        batch = list(islice(rows, size))
        if batch:
            yield batch


def _write(
    extract: Extract,
    rows: list[tuple[Any, ...]],
    path: Path,
    driver: str,
    names: dict[str, str] | None = None,
    **more: Any,
) -> None:
    is_dbf = driver == "ESRI Shapefile"
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(len(extract.fields) + 2)]
    arrays = [_array(Field("id", "text"), columns[0], is_dbf=is_dbf)]
    arrays += [_array(f, values, is_dbf=is_dbf) for f, values in zip(extract.fields, columns[1:-1], strict=True)]
    shapes = np.array([None if s is None else bytes(s) for s in columns[-1]], object)
    write(
        path,
        shapes if extract.has_shapes else None,
        [data for data, _mask in arrays],
        ["id", *((names or {}).get(f.name, f.name) for f in extract.fields)],
        field_mask=[mask for _data, mask in arrays],
        layer=extract.name,
        driver=driver,
        geometry_type=extract.shape if extract.has_shapes else None,
        crs=f"EPSG:{extract.crs.epsg}" if extract.has_shapes else None,
        **more,
    )


def _array(field: Field, values: list[Any], *, is_dbf: bool) -> tuple[NDArray[Any], NDArray[np.bool_] | None]:
    """The values of a column and the mask of what is missing."""
    missing = np.array([v is None for v in values], bool)
    if field.kind in EMPTY:
        dtype, empty = EMPTY[field.kind]
        return np.array([empty if v is None else v for v in values], dtype), missing
    if field.kind == "datetime" and not is_dbf:
        # datetime64 has no zone; the values are UTC.
        plain = [np.datetime64("NaT") if v is None else np.datetime64(v.replace(tzinfo=None), "ms") for v in values]
        return np.array(plain, "datetime64[ms]"), missing
    if field.kind == "datetime":  # dBase knows days only
        values = [None if v is None else v.strftime("%Y-%m-%dT%H:%M:%SZ") for v in values]
    texts = [cut(v) if is_dbf and v is not None else v for v in values]
    return np.array(texts, object), None


def cut(text: str) -> str:
    """As much of a text as a dBase field holds, never ending within a character."""
    return text.encode()[:DBF_TEXT].decode(errors="ignore")
