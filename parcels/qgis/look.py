"""Colours, symbols and labels of the layers; the colours are those of the web's map."""
# mypy: ignore-errors

from __future__ import annotations

from fields import RAI
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsPalLayerSettings,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor, QFont

FONT = "Noto Sans Thai"
# Group of states -> fill and line.
STATES = {
    "draft": ("#cacfca", "#5f6d68"), "process": ("#edba73", "#a35a00"), "returned": ("#e27261", "#b3261e"),
    "approved": ("#9db4df", "#1f5fae"), "done": ("#549e93", "#0e7450"), "closed": ("#ffffff", "#5f6d68"),
    "": ("#ffffff", "#98a39c"),
}  # fmt: skip
ZONES = {
    "MOUND": ("#bc561c", "#7c4118"), "WATER": ("#1e63b8", "#174f7c"), "PADDY": ("#e8c855", "#8a6d0b"),
    "LIVING": ("#a05a86", "#6f3560"), "NONE": ("#b9c0bb", "#5f6d68"),
}  # fmt: skip


def fill(colour: str, line: str, width: float = 0.4, style: str = "solid", line_style: str = "solid") -> QgsFillSymbol:
    return QgsFillSymbol.createSimple({
        "color": colour, "outline_color": line, "outline_width": str(width), "style": style,
        "outline_style": line_style,
    })  # fmt: skip


def by_code(
    layer: QgsVectorLayer, column: str, codes: QgsVectorLayer, colours: dict, rest: str, opacity: float
) -> None:
    """Categories in the order of the code list, with its Thai names, coloured by its groups."""
    rows = sorted(codes.getFeatures(), key=lambda row: row["sort"])
    categories = []
    for row in rows:
        colour, line = colours.get(row["group"], colours.get("", ("#b9c0bb", "#5f6d68")))
        symbol = fill(colour, line, line_style="dash" if row["group"] == "closed" else "solid")
        symbol.setOpacity(opacity)
        categories.append(QgsRendererCategory(row["code"], symbol, row["name_th"]))
    if rest:
        categories.append(QgsRendererCategory(None, fill(*colours[""], style="no"), rest))
    layer.setRenderer(QgsCategorizedSymbolRenderer(column, categories))


def outlines(layer: QgsVectorLayer, line: str, width: float, line_style: str = "solid") -> None:
    layer.setRenderer(QgsSingleSymbolRenderer(fill("#ffffff", line, width, "no", line_style)))


def labels(layer: QgsVectorLayer, expression: str, size: float, colour: str, closest: int, farthest: int) -> None:
    """Text with a white halo between two scales (their denominators)."""
    text = QgsTextFormat()
    text.setFont(QFont(FONT))
    text.setSize(size)
    text.setColor(QColor(colour))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    text.setBuffer(halo)
    rules = QgsPalLayerSettings()
    rules.fieldName, rules.isExpression = expression, True
    rules.placement = QgsPalLayerSettings.OverPoint if hasattr(QgsPalLayerSettings, "OverPoint") else rules.placement
    rules.centroidInside = True
    rules.scaleVisibility = True
    rules.minimumScale, rules.maximumScale = farthest, closest
    rules.setFormat(text)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(rules))
    layer.setLabelsEnabled(True)


def rai(column: str) -> str:
    return RAI.format(f'"{column}"')
