"""KML 2.2, as Google Earth reads it: one placemark a feature, columns as ExtendedData, WGS 84 only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.gis.db.models.functions import AsKML

from spatial.exports.cells import xml
from spatial.exports.extract import Extract, Watch

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:atom="http://www.w3.org/2005/Atom">
<Document id="root">
<name>{title}</name>
<atom:author><atom:name>{attribution}</atom:name></atom:author>
<description>{text}</description>
<Style id="outline"><LineStyle><color>ff365c12</color><width>2</width></LineStyle><PolyStyle><color>40365c12</color></PolyStyle></Style>
<ExtendedData>{facts}</ExtendedData>
"""
DECIMALS = 8


def write(extract: Extract, path: Path, watch: Watch) -> None:
    about = extract.about
    shape = AsKML(extract.how.geometry, precision=DECIMALS)
    with path.open("w", encoding="utf-8", newline="\n") as out:
        facts = "".join(_data(name, name, value) for name, value in about.facts.items())
        texts = {"title": about.title, "attribution": about.attribution, "text": about.text()}
        out.write(HEAD.format(facts=facts, **{name: xml(value) for name, value in texts.items()}))
        for row in extract.read(shape, watch):
            out.write(_placemark(extract, row))
        out.write("</Document>\n</kml>\n")


def _placemark(extract: Extract, row: tuple[Any, ...]) -> str:
    values = zip(extract.fields, row[1:-1], strict=True)
    data = "".join(_data(field.name, field.title, _text(value)) for field, value in values if value is not None)
    # An XML id begins with a letter.
    return (
        f'<Placemark id="f-{xml(row[0])}"><name>{xml(extract.label(row))}</name><styleUrl>#outline</styleUrl>'
        f"<ExtendedData>{_data('id', 'id', row[0])}{data}</ExtendedData>{row[-1] or ''}</Placemark>\n"
    )


def _data(name: str, title: str, value: Any) -> str:
    return f'<Data name="{xml(name)}"><displayName>{xml(title)}</displayName><value>{xml(value)}</value></Data>'


def _text(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
