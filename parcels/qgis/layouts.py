"""Print layouts A4 and A3: map, legend, scale, the date in the Buddhist era and the area of what is shown."""
# mypy: ignore-errors

from __future__ import annotations

from fields import RAI, TODAY
from look import FONT
from qgis.core import (
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendStyle,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsScaleBarSettings,
    QgsTextFormat,
    QgsUnitTypes,
)
from qgis.PyQt.QtGui import QColor, QFont

PAGES = {"A4": (297, 210), "A3": (420, 297)}
MARGIN, SIDE, FOOT = 10, 62, 16  # mm


def add(project: QgsProject, parcels, extent: QgsRectangle) -> None:
    for page, (width, height) in PAGES.items():
        layout = QgsPrintLayout(project)
        layout.initializeDefaults()
        layout.setName(f"แผนที่แปลง {page}")
        layout.pageCollection().page(0).setPageSize(page, 1)  # landscape
        drawn = _map(layout, width, height, extent)
        _label(layout, "แผนที่แปลงโคก หนอง นา", MARGIN, 6, width - 2 * MARGIN, 12, 18)
        _legend(layout, project, drawn, width)
        _scale(layout, drawn, height)
        _label(layout, "พิมพ์เมื่อ [% " + TODAY + " %]", width - MARGIN - 90, height - 14, 90, 8, 9)
        shown = (
            f"aggregate('{parcels.id()}', 'sum', \"area_calc_m2\", intersects($geometry, transform("
            "map_get(item_variables('map'), 'map_extent'), map_get(item_variables('map'), 'map_crs'), 'EPSG:4326')))"
        )
        text = "เนื้อที่แปลงในแผนที่ [% " + RAI.format(f"coalesce({shown}, 0)") + " %] ไร่-งาน-ตารางวา"
        _label(layout, text, MARGIN + 80, height - 14, 110, 8, 9)
        project.layoutManager().addLayout(layout)


def _place(layout, item, x: float, y: float, width: float, height: float) -> None:
    layout.addLayoutItem(item)
    item.attemptMove(QgsLayoutPoint(x, y))
    item.attemptResize(QgsLayoutSize(width, height))


def _map(layout, width: float, height: float, extent: QgsRectangle) -> QgsLayoutItemMap:
    drawn = QgsLayoutItemMap(layout)
    drawn.setId("map")
    drawn.setFrameEnabled(True)
    drawn.setRect(0, 0, 100, 100)  # without a size no extent fits
    drawn.setExtent(extent)
    _place(layout, drawn, MARGIN, 20, width - 3 * MARGIN - SIDE, height - 20 - FOOT)
    drawn.zoomToExtent(extent)
    return drawn


def _text(size: float) -> QgsTextFormat:
    text = QgsTextFormat()
    text.setFont(QFont(FONT))
    text.setSize(size)
    text.setColor(QColor("#17231f"))
    return text


def _label(layout, text: str, x: float, y: float, width: float, height: float, size: float) -> None:
    label = QgsLayoutItemLabel(layout)
    label.setText(text)
    label.setFont(QFont(FONT, int(size)))
    _place(layout, label, x, y, width, height)


def _legend(layout, project: QgsProject, drawn, width: float) -> None:
    legend = QgsLayoutItemLegend(layout)
    legend.setTitle("คำอธิบายสัญลักษณ์")
    legend.setLinkedMap(drawn)
    legend.setLegendFilterByMapEnabled(True)
    for part, size in (
        (QgsLegendStyle.Title, 11), (QgsLegendStyle.Group, 10), (QgsLegendStyle.Subgroup, 9), (QgsLegendStyle.SymbolLabel, 8),
    ):  # fmt: skip
        legend.setStyleFont(part, QFont(FONT, size))
    _place(layout, legend, width - MARGIN - SIDE, 20, SIDE, 100)


def _scale(layout, drawn, height: float) -> None:
    bar = QgsLayoutItemScaleBar(layout)
    bar.setLinkedMap(drawn)
    bar.applyDefaultSettings()
    bar.setUnits(QgsUnitTypes.DistanceMeters)
    bar.setUnitLabel("ม.")
    # As long as it may be, at every scale.
    bar.setSegmentSizeMode(QgsScaleBarSettings.SegmentSizeFitWidth)
    bar.setMinimumBarWidth(30)
    bar.setMaximumBarWidth(60)
    bar.setTextFormat(_text(8))
    _place(layout, bar, MARGIN, height - 15, 70, 10)
