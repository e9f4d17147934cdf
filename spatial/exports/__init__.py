"""Features as files: every format writes one `Extract` to a path. Nothing here knows what the features are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from spatial.exports import gdal, gpx, kml, text, workbook
from spatial.exports.extract import About, Extract, Field, Watch

__all__ = ["FORMATS", "About", "Extract", "Field", "Format", "Watch"]

SEQUENCE = "application/geo+json-seq"
GEOJSON = "application/geo+json"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Format:
    """One way to write features.

    `at_once` is how many a request gets while it waits, `most` how many a file may hold. `takes_crs`: the format
    can name a reference system other than WGS 84. `needs_shapes`: a file without shapes would be none.
    """

    media: str
    ending: str
    write: Callable[[Extract, Path, Watch], None]
    at_once: int = 10_000
    most: int = 250_000
    takes_crs: bool = True
    needs_shapes: bool = False


FORMATS: dict[str, Format] = {
    # Rows that PostgreSQL renders cost little here, and no memory.
    "geojsonseq": Format(SEQUENCE, "geojsonl", text.write_sequence, at_once=100_000, most=5_000_000),
    "geojson": Format(GEOJSON, "geojson", text.write_collection, at_once=0, most=5_000_000),
    "csv": Format("text/csv; charset=utf-8; header=present", "csv", text.write_csv, at_once=100_000, most=5_000_000),
    "fgb": Format("application/vnd.flatgeobuf", "fgb", gdal.write_flatgeobuf, most=150_000, needs_shapes=True),
    "gpkg": Format("application/geopackage+sqlite3", "gpkg", gdal.write_geopackage, most=1_000_000),
    "shp": Format("application/zip", "zip", gdal.write_shapefile, needs_shapes=True),
    "kml": Format("application/vnd.google-earth.kml+xml", "kml", kml.write, takes_crs=False, needs_shapes=True),
    "gpx": Format("application/gpx+xml", "gpx", gpx.write, takes_crs=False, needs_shapes=True),
    "xlsx": Format(SHEET, "xlsx", workbook.write),
}
