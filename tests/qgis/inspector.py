"""Everything that the project in the database says, as QGIS understands it; run by the system's Python.

Arguments: "inspect" and a folder for what it prints. PGSERVICEFILE names a login as the service `plaeng`. Prints JSON.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsCoordinateTransform,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsGui
from qgis.PyQt.QtGui import QImage

PROJECT = "postgresql://?service=plaeng&sslmode=prefer&dbname=&schema=plaeng&project=plaeng"
LAND = "นาลุง"


def layer(title: str) -> QgsVectorLayer:
    return QgsProject.instance().mapLayersByName(title)[0]


def form(of: QgsVectorLayer) -> dict[str, dict[str, object]]:
    """What the form lets one change, and where a list of codes comes from."""
    found = {}
    for index, field in enumerate(of.fields()):
        widget = of.editorWidgetSetup(index)
        config = widget.config()
        source = QgsProject.instance().mapLayer(config.get("Layer", ""))
        found[field.name()] = {
            "locked": of.editFormConfig().readOnly(index), "widget": widget.type(), "shown": said_of(of, index),
            "list": [source.name(), config["Key"], config["Value"]] if source else None,
        }  # fmt: skip
    return found


def said_of(of: QgsVectorLayer, index: int) -> str:
    """What a table shows of the first row's value."""
    row = next(of.getFeatures(), None)
    widget = of.editorWidgetSetup(index)
    formatter = QgsApplication.fieldFormatterRegistry().fieldFormatter(widget.type())
    return "" if row is None else str(formatter.representValue(of, index, widget.config(), None, row[index]))


def labels(of: QgsVectorLayer) -> dict[str, object] | None:
    if not of.labelsEnabled():
        return None
    rules = of.labeling().settings()
    row = next(of.getFeatures(), None)
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(of))
    if row is not None:
        context.setFeature(row)
    expression = QgsExpression(rules.fieldName)
    text = expression.evaluate(context) if row is not None else ""
    assert not expression.hasEvalError(), expression.evalErrorString()
    written = rules.format()  # its buffer does not outlive it
    return {"text": text, "scales": [rules.minimumScale, rules.maximumScale], "halo": written.buffer().enabled()}


def look(of: QgsVectorLayer) -> dict[str, object]:
    renderer = of.renderer()
    pens = renderer.categories() if renderer.type() == "categorizedSymbol" else []
    one = None if pens else renderer.symbol().symbolLayer(0)
    return {
        "by": renderer.classAttribute() if pens else "",
        "colours": {str(c.value()): c.symbol().symbolLayer(0).fillColor().name() for c in pens},
        "names": {str(c.value()): c.label() for c in pens},
        "line": [one.strokeColor().name(), one.strokeWidth(), one.strokeStyle()] if one else None,
        "from": of.minimumScale() if of.hasScaleBasedVisibility() else 0,
        "locked": of.readOnly(),
    }


def place() -> QgsRectangle:
    """One parcel, in the map's metres."""
    project, parcels = QgsProject.instance(), layer("แปลงที่ดิน")
    row = next(parcels.getFeatures(f"\"name\" = '{LAND}'"))
    to_map = QgsCoordinateTransform(parcels.crs(), project.crs(), project)
    return to_map.transformBoundingBox(row.geometry().boundingBox())


def prints(folder: Path) -> dict[str, object]:
    found = {}
    for layout in QgsProject.instance().layoutManager().layouts():
        box = place()
        box.scale(1.4)
        layout.itemById("map").zoomToExtent(box)
        size = layout.pageCollection().page(0).pageSize()
        name = layout.name().split()[-1]
        picture, document = folder / f"{name}.png", folder / f"{name}.pdf"
        images, papers = QgsLayoutExporter.ImageExportSettings(), QgsLayoutExporter.PdfExportSettings()
        images.dpi = papers.dpi = 72
        exporter = QgsLayoutExporter(layout)
        results = [exporter.exportToImage(str(picture), images), exporter.exportToPdf(str(document), papers)]
        found[layout.name()] = {
            "mm": [size.width(), size.height()], "results": [int(one) for one in results], "pdf": str(document),
            "texts": [one.currentText() for one in layout.items() if isinstance(one, QgsLayoutItemLabel)],
            "map": inked(QImage(str(picture)), layout.itemById("map"), size),
        }  # fmt: skip
    return found


def inked(picture: QImage, drawn, size) -> float:
    """Share of the map's own rectangle, without its frame, that is not white."""
    scale, at = picture.width() / size.width(), drawn.scenePos()
    left, top = int((at.x() + 2) * scale), int((at.y() + 2) * scale)
    right, bottom = int((at.x() + drawn.rect().width() - 2) * scale), int((at.y() + drawn.rect().height() - 2) * scale)
    dots = [picture.pixel(x, y) & 0xFFFFFF for x in range(left, right, 2) for y in range(top, bottom, 2)]
    return sum(dot != 0xFFFFFF for dot in dots) / len(dots)


def variables() -> list[str]:
    """What docs/qgis.md tells people to write."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer("แปลงที่ดิน")))
    written = ("with_variable('m2', 6500, eval(@rai_text))", "eval(@today_be)")
    return [QgsExpression(text).evaluate(context) for text in written]


def main(_what: str, folder: str) -> None:
    application = QgsApplication([], True)
    application.initQgis()
    QgsGui.editorWidgetRegistry().initEditors()
    if not QgsProject.instance().read(PROJECT):
        raise SystemExit(QgsProject.instance().error())
    layers = QgsProject.instance().mapLayers().values()
    found = {
        "forms": {one.name(): form(one) for one in layers},
        "labels": {one.name(): labels(one) for one in layers if one.isSpatial()},
        "looks": {one.name(): look(one) for one in layers if one.isSpatial()},
        "prints": prints(Path(folder)),
        "variables": variables(),
    }
    print(json.dumps(found), flush=True)
    os._exit(0)  # QGIS 3.22 may crash while it takes itself apart


main(*sys.argv[1:])
