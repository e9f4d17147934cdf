"""Somebody in the field who opens a package; run by the system's Python.

Arguments: the package and a file for a picture of its map. Prints JSON.
"""

from __future__ import annotations

import json
import os
import sys

from qgis.core import (
    QgsApplication,
    QgsGeometry,
    QgsLayoutExporter,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)
from qgis.PyQt.QtCore import QSize

SAID: list[str] = []


def layer(title: str) -> QgsVectorLayer:
    return QgsProject.instance().mapLayersByName(title)[0]


def draw(picture: str) -> None:
    settings = QgsMapSettings()
    project = QgsProject.instance()
    settings.setLayers([one.layer() for one in project.layerTreeRoot().findLayers() if one.layer().isSpatial()])
    settings.setDestinationCrs(project.crs())
    settings.setOutputSize(QSize(900, 700))
    settings.setExtent(project.layoutManager().layouts()[0].itemById("map").extent())
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(picture)


def relation(on: QgsVectorLayer, field: str) -> list[str]:
    """Where a value relation looks, and what it says of the first row."""
    index = on.fields().indexOf(field)
    config = on.editorWidgetSetup(index).config()
    row = next(on.getFeatures())
    formatter = QgsApplication.fieldFormatterRegistry().fieldFormatter("ValueRelation")
    return [
        QgsProject.instance().mapLayer(config["Layer"]).name(),
        formatter.representValue(on, index, config, None, row[field]),
    ]


def work() -> list[object]:
    """New land with a zone and a changed name, saved into the file: what it was given, and what stayed."""
    parcels, zones = layer("แปลงที่ดิน"), layer("โซนในแปลง")
    for on, shape in (
        (parcels, QgsRectangle(101.16, 16.4, 101.161, 16.401)),
        (zones, QgsRectangle(101.1602, 16.4002, 101.1604, 16.4004)),
    ):
        on.startEditing()
        geometry = QgsGeometry.fromRect(shape)
        if on is parcels:
            geometry.convertToMultiType()
            on.changeAttributeValue(1, on.fields().indexOf("name"), "เปลี่ยนแล้ว")
        else:
            on.changeAttributeValue(1, on.fields().indexOf("note"), "เปลี่ยนแล้ว")
        new = QgsVectorLayerUtils.createFeature(on, geometry)
        on.addFeature(new)
        if not on.commitChanges():
            raise SystemExit("\n".join(on.commitErrors()))
    land, zone = (
        max(parcels.getFeatures(), key=lambda row: row.id()),
        max(zones.getFeatures(), key=lambda row: row.id()),
    )
    return [
        land["tambon"],
        zone["parcel"] == land["id"],
        parcels.getFeature(1)["name"],
        bool(parcels.getFeature(1)["uid"]),
        parcels.getFeature(1)["version"],
        zones.getFeature(1)["version"],
    ]


def main(package: str, picture: str) -> None:
    application = QgsApplication([], False)
    application.initQgis()
    QgsApplication.messageLog().messageReceived.connect(lambda text, tag, _level: SAID.append(f"{tag}: {text}"))
    project = QgsProject.instance()
    if not project.read(f"geopackage:{package}?projectName=plaeng"):
        raise SystemExit(project.error())
    parcels, zones = layer("แปลงที่ดิน"), layer("โซนในแปลง")
    draw(picture)
    layout = QgsLayoutExporter.ImageExportSettings()
    layout.dpi = 60
    QgsLayoutExporter(project.layoutManager().layouts()[0]).exportToImage(picture.replace(".png", "-A4.png"), layout)
    bare = QgsVectorLayer(f"{package}|layername=parcel", "bare", "ogr")
    print(json.dumps({
        "title": project.title(),
        "layers": {one.name(): one.isValid() for one in project.mapLayers().values()},
        "sources": sorted({one.source() for one in project.mapLayers().values()}),
        "themes": project.mapThemeCollection().mapThemes(),
        "legend": [one.label() for one in parcels.renderer().categories()],
        "bare legend": [one.label() for one in bare.renderer().categories()] if bare.renderer().type() == "categorizedSymbol" else [],
        "aliases": {f.name(): parcels.attributeDisplayName(i) for i, f in enumerate(parcels.fields())},
        "tambon": relation(parcels, "tambon"),
        "zone": relation(zones, "zone_type"),
        "counts": [parcels.featureCount(), zones.featureCount()],
        "area": next(parcels.getFeatures())["เนื้อที่ (ไร่-งาน-ตร.ว.)"],
        "parcel of a zone": [next(zones.getFeatures())["parcel"], sorted(row.id() for row in parcels.getFeatures())],
        "work": work(),
        "said": SAID,
    }), flush=True)  # fmt: skip
    os._exit(0)  # QGIS 3.22 may crash while it takes itself apart


main(*sys.argv[1:])
