"""Make the project and the styles with PyQGIS; run by the Python of QGIS, not by ours.

Arguments: a folder to write to. PGSERVICEFILE names a service `plaeng` through which the tables are read.
Writes plaeng.qgz and one QML a layer, TABLE.qml.
"""
# mypy: ignore-errors

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import forms
import layouts
import look
from fields import LAYERS, LISTS, RAI, TITLES, TODAY, VIEWS
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsExpressionContextUtils,
    QgsField,
    QgsLayerTreeGroup,
    QgsMapThemeCollection,
    QgsProject,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QVariant

SCALES = {"zone": 25_000, "seen_case": 100_000, "tambon": 400_000}
THEMES = {
    "ตามสถานะ": ("parcel", "tambon", "amphoe"),
    "โซนในแปลง": ("parcel", "zone", "tambon"),
    "ข้อพิพาท": ("parcel", "seen_case", "tambon", "amphoe"),
}
# What QGIS writes to its log.
SAID: list[str] = []
# Phetchabun, until somebody looks elsewhere.
START = QgsRectangle(100.95, 16.25, 101.45, 16.6)


def layer_of(table: str, title: str, *, geometry: str = "", where: str = "", key: str = "id") -> QgsVectorLayer:
    """A layer without a password in it."""
    source = f"service='plaeng' sslmode=prefer key='{key}' "
    if geometry:
        source += f"estimatedmetadata=false srid=4326 type={geometry} "
    source += f'checkPrimaryKeyUnicity=\'0\' table="plaeng"."{table}"' + (" (geom)" if geometry else "")
    # Without the style that is stored already: both levels of areas are one table, and would look like the tambons.
    bare = QgsVectorLayer.LayerOptions(False)
    layer = QgsVectorLayer(source + (f" sql={where}" if where else ""), title, "postgres", bare)
    if not layer.isValid():
        raise SystemExit(f"QGIS cannot read plaeng.{table}: {' '.join(SAID[-3:])}")
    return layer


def make_layers() -> tuple[dict[str, QgsVectorLayer], dict[str, QgsVectorLayer]]:
    lists = {name: layer_of(name, TITLES[name], key="code") for name in LISTS}
    maps = {
        "zone": layer_of(VIEWS["zone"], TITLES["zone"], geometry="Polygon", key="id,version"),
        "seen_case": layer_of("seen_case", TITLES["seen_case"], geometry="MultiPolygon", where="closed_at IS NULL"),
        "parcel": layer_of(
            VIEWS["parcel"], TITLES["parcel"], geometry="MultiPolygon", where="withdrawn_at IS NULL", key="id,version"
        ),
        "tambon": layer_of("area", TITLES["tambon"], geometry="MultiPolygon", where="level = 'TAMBON'"),
        "amphoe": layer_of("area", TITLES["amphoe"], geometry="MultiPolygon", where="level = 'AMPHOE'"),
    }
    return maps, lists


def dress(maps: dict[str, QgsVectorLayer], lists: dict[str, QgsVectorLayer]) -> None:
    for name in ("parcel", "zone"):
        maps[name].addExpressionField(look.rai("area_calc_m2"), QgsField("เนื้อที่ (ไร่-งาน-ตร.ว.)", QVariant.String))
    sources = {**lists, "area": maps["tambon"]}
    for name, layer in {**maps, **lists}.items():
        forms.dress(layer, name if name in LAYERS else "area", sources)
        if name not in {"parcel", "zone"}:
            layer.setReadOnly(True)
        if name in SCALES:
            layer.setScaleBasedVisibility(True)
            layer.setMinimumScale(SCALES[name])
    look.by_code(maps["parcel"], "state", lists["state"], look.STATES, "ยังไม่เข้าร่วม", 0.75)
    look.by_code(maps["zone"], "zone_type", lists["zone_type"], look.ZONES, "", 0.85)
    look.outlines(maps["seen_case"], "#b3261e", 0.8)
    look.outlines(maps["tambon"], "#7b8a7a", 0.2, "dash")
    look.outlines(maps["amphoe"], "#44524c", 0.5)
    look.labels(maps["parcel"], "\"code\" || '\\n' || " + look.rai("area_calc_m2"), 8, "#17231f", 1, 8_000)
    look.labels(maps["zone"], "represent_value(\"zone_type\", 'zone_type')", 8, "#17231f", 1, 3_000)
    look.labels(maps["tambon"], '"name_th"', 9, "#56645e", 20_000, 250_000)
    look.labels(maps["amphoe"], '"name_th"', 11, "#2b3a34", 100_000, 2_000_000)
    land = f"array_first(overlay_intersects('{maps['parcel'].id()}', \"id\", limit:=1))"
    index = maps["zone"].fields().indexOf("parcel")
    maps["zone"].setDefaultValueDefinition(index, forms.QgsDefaultValue(land, False))


def arrange(project: QgsProject, maps: dict[str, QgsVectorLayer], lists: dict[str, QgsVectorLayer]) -> None:
    """Layers in the tree, the code lists folded away."""
    root = project.layerTreeRoot()
    for layer in maps.values():
        project.addMapLayer(layer, False)
        root.addLayer(layer)
    folded: QgsLayerTreeGroup = root.addGroup("รายการรหัส")
    for layer in lists.values():
        project.addMapLayer(layer, False)
        folded.addLayer(layer)
    folded.setExpanded(False)
    for theme, shown in THEMES.items():
        record = QgsMapThemeCollection.MapThemeRecord()
        for name in shown:
            record.addLayerRecord(QgsMapThemeCollection.MapThemeLayerRecord(maps[name]))
        project.mapThemeCollection().insert(theme, record)


def main(folder: str) -> None:
    application = QgsApplication([], False)
    application.initQgis()
    QgsApplication.messageLog().messageReceived.connect(lambda text, _tag, _level: SAID.append(text))
    project = QgsProject.instance()
    project.setTitle("แปลง Plaeng")
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:32647"))
    project.setEllipsoid("EPSG:7030")
    maps, lists = make_layers()
    dress(maps, lists)
    arrange(project, maps, lists)
    # eval(@rai_text) with the variable m2, and eval(@today_be), in anybody's own expressions.
    variables = {"rai_text": RAI.format("@m2"), "today_be": TODAY}
    QgsExpressionContextUtils.setProjectVariables(project, variables)
    start = QgsReferencedRectangle(START, QgsCoordinateReferenceSystem("EPSG:4326"))
    project.viewSettings().setDefaultViewExtent(start)
    layouts.add(project, maps["parcel"], QgsRectangle(708_000, 1_797_000, 761_000, 1_837_000))
    for name, layer in maps.items():
        message, is_saved = layer.saveNamedStyle(str(Path(folder) / f"{name}.qml"))
        if not is_saved:
            raise SystemExit(message)
    if not project.write(str(Path(folder) / "plaeng.qgz")):
        raise SystemExit(project.error())
    sys.stdout.flush()
    os._exit(0)  # QGIS 3.22 may crash while it takes itself apart


main(sys.argv[1])
