"""GPX 1.1 for hand-held receivers: the border of each feature as a track, a segment for each ring, WGS 84 only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely

from spatial.exports.cells import xml
from spatial.exports.extract import Extract, Watch, wkb

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="Plaeng" xmlns="http://www.topografix.com/GPX/1/1" xmlns:ogr="http://osgeo.org/gdal">
<metadata><name>{title}</name><desc>{text}</desc><author><name>{attribution}</name></author>
<copyright author="{attribution}"><year>{year}</year></copyright><time>{time}</time></metadata>
"""


def write(extract: Extract, path: Path, watch: Watch) -> None:
    about = extract.about
    texts = {"title": about.title, "text": about.text(), "attribution": about.attribution}
    with path.open("w", encoding="utf-8", newline="\n") as out:
        when = {"year": about.retrieved.year, "time": about.retrieved.strftime("%Y-%m-%dT%H:%M:%SZ")}
        out.write(HEAD.format(**when, **{name: xml(value) for name, value in texts.items()}))
        for row in extract.read(wkb(extract), watch):
            if row[-1] is not None:
                out.write(_track(extract, row))
        out.write("</gpx>\n")


def _track(extract: Extract, row: tuple[Any, ...]) -> str:
    values = zip(extract.fields, row[1:-1], strict=True)
    columns = "".join(f"<ogr:{f.name}>{xml(value)}</ogr:{f.name}>" for f, value in values if value not in (None, ""))
    segments = "".join(f"<trkseg>{_points(ring)}</trkseg>" for ring in _rings(bytes(row[-1])))
    return (
        f"<trk><name>{xml(extract.label(row))}</name><extensions><ogr:id>{xml(row[0])}</ogr:id>{columns}</extensions>"
        f"{segments}</trk>\n"
    )


def _rings(shape: bytes) -> Iterator[Any]:
    for part in shapely.get_parts(shapely.from_wkb(shape)):
        yield part.exterior
        yield from part.interiors


def _points(ring: Any) -> str:
    return "".join(f'<trkpt lat="{lat:.8f}" lon="{lon:.8f}"/>' for lon, lat in shapely.get_coordinates(ring))
