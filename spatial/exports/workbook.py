"""XLSX: a sheet of the features and a sheet that says what they are. Rows go to disk as they come."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from spatial.exports.cells import neutral
from spatial.exports.extract import Extract, Field, Watch, wkt

CELL = 32_767  # characters
BANGKOK = ZoneInfo("Asia/Bangkok")
WIDTHS = {"number": 14, "integer": 10, "boolean": 10, "datetime": 17}
NO_PROPERTIES = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write(extract: Extract, path: Path, watch: Watch) -> None:
    book = Workbook(str(path), {**NO_PROPERTIES, "tmpdir": str(path.parent)})
    about = extract.about
    book.set_properties({"title": about.title, "author": about.attribution, "comments": about.text()})
    head = book.add_format({"bold": True, "bg_color": "#E4F0EB", "text_wrap": True, "valign": "top", "border": 1})
    _features(extract, book, head, watch)
    _explanation(extract, book, head)
    book.close()


def _features(extract: Extract, book: Workbook, head: Any, watch: Watch) -> None:
    sheet = book.add_worksheet(extract.name[:31])
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    fields = [
        Field("id", "text", "id"),
        *extract.fields,
        *([Field("wkt", "text", "WKT")] if extract.has_shapes else []),
    ]
    sheet.freeze_panes(1, 0)
    for column, field in enumerate(fields):
        sheet.set_column(column, column, WIDTHS.get(field.kind, 20))
    for column, field in enumerate(fields):
        sheet.write_string(0, column, field.name, head)
    for number, row in enumerate(extract.read(wkt(extract), watch), start=1):
        for column, (field, value) in enumerate(zip(fields, row, strict=False)):
            _cell(sheet, number, column, field, value, moment)


def _cell(sheet: Any, row: int, column: int, field: Field, value: Any, moment: Any) -> None:
    if value is None:
        return
    if field.kind == "boolean":
        sheet.write_boolean(row, column, value)
    elif field.kind in {"integer", "number"}:
        sheet.write_number(row, column, value)
    elif field.kind == "datetime":
        sheet.write_datetime(row, column, value.astimezone(BANGKOK).replace(tzinfo=None, microsecond=0), moment)
    elif len(value) < CELL:
        sheet.write_string(row, column, neutral(value))
    else:
        sheet.write_string(row, column, _("Too long for a cell: take CSV or GeoPackage."))


def _explanation(extract: Extract, book: Workbook, head: Any) -> None:
    sheet = book.add_worksheet(_("About"))
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 90)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    row = 0
    for label, value in extract.about.lines:
        sheet.write_string(row, 0, label, head)
        sheet.write_string(row, 1, neutral(value), wrap)
        row += 1
    sheet.write_string(row + 1, 0, _("Times are those of Bangkok."))
    for number, field in enumerate(extract.fields, start=row + 3):
        sheet.write_string(number, 0, field.name, head)
        sheet.write_string(number, 1, field.title, wrap)
