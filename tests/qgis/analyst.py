"""An analyst at work in QGIS; run by the system's Python. PGSERVICEFILE names his login as the service `plaeng`.

Arguments: what to do (look or edit) and a folder for pictures. Prints JSON.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsLayoutExporter,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)
from qgis.gui import QgsAttributeForm, QgsGui

PROJECT = "postgresql://?service=plaeng&sslmode=prefer&dbname=&schema=plaeng&project=plaeng"


def layer(title: str) -> QgsVectorLayer:
    return QgsProject.instance().mapLayersByName(title)[0]


def saved(on: QgsVectorLayer) -> str:
    """Nothing when QGIS could save, else what it shows the analyst; the edits are given up then."""
    if on.commitChanges():
        return ""
    said = "\n".join(on.commitErrors())
    on.rollBack()
    return said


def one(on: QgsVectorLayer, name: str) -> QgsFeature:
    return next(on.getFeatures(f"\"name\" = '{name}'"))


def box(x: float, y: float, size: float = 0.0005) -> QgsGeometry:
    shape = QgsGeometry.fromRect(QgsRectangle(x, y, x + size, y + size))
    shape.convertToMultiType()
    return shape


def look(folder: Path) -> dict[str, object]:
    project = QgsProject.instance()
    layers = project.mapLayers().values()
    parcels = layer("แปลงที่ดิน")
    pictures = []
    for layout in project.layoutManager().layouts():
        drawn = layout.itemById("map")
        picture = folder / f"{layout.name().split()[-1]}.png"
        drawn.zoomToExtent(QgsRectangle(*EXTENT))
        settings = QgsLayoutExporter.ImageExportSettings()
        settings.dpi = 96
        QgsLayoutExporter(layout).exportToImage(str(picture), settings)
        pictures.append(str(picture))
    return {
        "layers": {one.name(): one.isValid() for one in layers},
        "sources": [one.source() for one in layers],
        "aliases": {f.name(): parcels.attributeDisplayName(i) for i, f in enumerate(parcels.fields())},
        "legend": [one.label() for one in parcels.renderer().categories()],
        "default style": parcels.listStylesInDatabase()[1:],
        "themes": project.mapThemeCollection().mapThemes(),
        "parcels": parcels.featureCount(),
        "may edit": bool(parcels.dataProvider().capabilities() & parcels.dataProvider().ChangeGeometries),
        "area": next(parcels.getFeatures())["เนื้อที่ (ไร่-งาน-ตร.ว.)"],
        "pictures": pictures,
    }


EXTENT = (728_700, 1_813_800, 731_200, 1_815_600)  # UTM 47N, metres


def edit(folder: Path) -> dict[str, object]:
    said: dict[str, object] = {}
    parcels = layer("แปลงที่ดิน")
    parcels.startEditing()
    new = QgsVectorLayerUtils.createFeature(parcels, box(101.2, 16.42))
    new["name"], new["tambon"], new["land_class"] = "ใหม่", "670101", "PRIVATE"
    parcels.addFeature(new)
    said["insert"] = saved(parcels)

    parcels.startEditing()
    row = one(parcels, "นาลุง")
    parcels.changeGeometry(row.id(), box(101.15, 16.4, 0.0011))
    said["update"] = saved(parcels)

    parcels.startEditing()
    parcels.selectByIds([one(parcels, "ผ่า").id()])
    cut = parcels.splitFeatures([QgsPointXY(101.1605, 16.39), QgsPointXY(101.1605, 16.45)], False)
    said["split"] = [int(cut), saved(parcels)]

    source = one(parcels, "นาลุง")
    parcels.startEditing()
    copied = dict(enumerate(source.attributes()))
    copied[parcels.fields().indexOf("name")] = "วาง"
    places = [(101.2 + n % 40 * 0.001, 16.3 + n // 40 * 0.001) for n in range(1000)]
    pasted = [QgsVectorLayerUtils.QgsFeatureData(box(*place), copied) for place in places]
    copies = QgsVectorLayerUtils.createFeatures(parcels, pasted, parcels.createExpressionContext())
    parcels.addFeatures(copies)
    said["paste"] = saved(parcels)
    said.update(refusals(parcels))
    return said


def refusals(parcels: QgsVectorLayer) -> dict[str, str]:
    """What he reads when it does not work."""
    said = {}
    parcels.startEditing()
    parcels.changeAttributeValue(one(parcels, "นาลุง").id(), parcels.fields().indexOf("tambon"), "670501")
    said["outside"] = saved(parcels)

    parcels.startEditing()
    tie = QgsVectorLayerUtils.createFeature(
        parcels,
        QgsGeometry.fromWkt("MULTIPOLYGON(((101.5 16.3, 101.501 16.301, 101.501 16.3, 101.5 16.301, 101.5 16.3)))"),
    )
    tie["tambon"] = "670101"
    good = QgsVectorLayerUtils.createFeature(parcels, box(101.6, 16.3))
    good["tambon"], good["name"] = "670101", "พร้อมโบ"
    parcels.addFeatures([good, tie])
    said["bow-tie"] = saved(parcels)

    source_of = "service='plaeng' key='id' srid=4326 type=MultiPolygon table=\"plaeng\".\"parcel\" (geom)"
    # Without the project, and without the default style that the database has for it.
    bare = QgsVectorLayer(source_of, "bare", "postgres", QgsVectorLayer.LayerOptions(False))
    bare.startEditing()
    bare.changeAttributeValue(one(bare, "นาลุง").id(), bare.fields().indexOf("name"), "ไม่มีสไตล์")
    said["no style"] = saved(bare)

    said["again"] = changed_again(parcels)
    name, corner = parcels.fields().indexOf("name"), box(101.2, 16.42, 0.0006)
    said["on the screen"] = {
        "name": on_the_screen(parcels, lambda row: parcels.changeAttributeValue(row.id(), name, "ทับ")),
        "shape": on_the_screen(parcels, lambda row: parcels.changeGeometry(row.id(), corner)),
    }
    said["one after another"] = one_after_another(parcels)
    said["form"] = left_open(parcels)
    parcels.startEditing()
    row = one(parcels, "เก่า")
    parcels.changeAttributeValue(row.id(), parcels.fields().indexOf("name"), "ทับ")
    print("waiting", flush=True)
    sys.stdin.readline()  # somebody else saves meanwhile
    said["stale"] = saved(parcels)
    return said


def beside(parcels: QgsVectorLayer) -> None:
    """Somebody else saves the new parcel, in a window of his own, which numbers the rows for itself."""
    theirs = parcels.clone()
    theirs.startEditing()
    theirs.changeAttributeValue(one(theirs, "ใหม่").id(), theirs.fields().indexOf("crs_operation"), str(uuid4()))
    assert saved(theirs) == ""


def changed_again(parcels: QgsVectorLayer) -> str:
    """What he reads who changes a shape, and once more after it was saved beside him: he has not seen that."""
    row, column = one(parcels, "ใหม่").id(), parcels.fields().indexOf("source_crs")
    parcels.startEditing()
    parcels.changeAttributeValue(row, column, "ก่อน")
    beside(parcels)
    parcels.changeAttributeValue(row, column, "หลัง")
    return saved(parcels)


def on_the_screen(parcels: QgsVectorLayer, change: Callable[[QgsFeature], object]) -> str:
    """What he reads who changes what he saw on the map or in a table, when it was saved beside him before he began."""
    parcels.startEditing()
    row = one(parcels, "ใหม่")
    beside(parcels)
    change(row)
    return saved(parcels)


def one_after_another(parcels: QgsVectorLayer) -> list[str]:
    """What he reads who saves the same row twice and a shape of it, without looking anew and without leaving off."""
    row, column = one(parcels, "ใหม่").id(), parcels.fields().indexOf("source_crs")
    parcels.startEditing()
    said = []
    for text in ("หนึ่ง", "สอง"):
        parcels.changeAttributeValue(row, column, text)
        said.append("" if parcels.commitChanges(False) else "\n".join(parcels.commitErrors()))
    parcels.changeGeometry(row, box(101.2, 16.42, 0.0007))
    return [*said, saved(parcels)]


def left_open(parcels: QgsVectorLayer) -> str:
    """What he reads whose form was open while somebody else saved."""
    parcels.startEditing()
    form = QgsAttributeForm(parcels, one(parcels, "ใหม่"))
    form.show()
    beside(parcels)
    form.changeAttribute("source_crs", "จากฟอร์ม")
    form.save()
    return saved(parcels)


def main(what: str, folder: str) -> None:
    application = QgsApplication([], True)
    application.initQgis()
    QgsGui.editorWidgetRegistry().initEditors()
    if not QgsProject.instance().read(PROJECT):
        raise SystemExit(QgsProject.instance().error())
    found = {"look": look, "edit": edit}[what](Path(folder))
    print(json.dumps(found), flush=True)
    os._exit(0)  # QGIS 3.22 may crash while it takes itself apart


main(*sys.argv[1:])
