"""The project and the styles that QGIS made for the database, turned to the tables of one GeoPackage: XML to XML.

QGIS itself is not needed for it: the web process and the worker have none.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree

from parcels.qgis.fields import VIEWS, table_of

# What a package holds, by the table in the database; the rest of the project stays behind.
TABLES = (
    "parcel", "zone", "area", "state", "zone_type", "plot_model", "land_class", "capture_method", "zone_stage",
)  # fmt: skip
DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
TABLE = re.compile(r'table="plaeng"\."(\w+)"')
# The areas of a package are tambons; the project has the amphoe from the same table.
LEFT_OUT = "level = 'AMPHOE'"
LAYOUT_MAP = "65639"
MARGIN = 0.05  # of the width and height of the tambon, on each side
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Target:
    """Where a package is for: the name of its file, the tambon, its Thai name and its box (EPSG:4326, EPSG:32647)."""

    file_name: str
    tambon: str
    title: str
    degrees: Box | None
    metres: Box | None

    def source(self, table: str) -> str:
        """Relative to the file in which the project lies."""
        return f"./{self.file_name}|layername={table}"


def project(archive: bytes, target: Target) -> bytes:
    """The .qgz of the database as that of a package. Layers keep their ids, by which layouts and themes know them."""
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        name = next(one for one in packed.namelist() if one.endswith(".qgs"))
        root = ElementTree.fromstring(packed.read(name))  # noqa: S314 # stored by qgis_publish, by nobody else
    gone = _layers(root, target)
    _forget(root, gone)
    _widgets(root.iter("Option"), target)
    _name(root, target)
    if target.degrees and target.metres:
        _look_at(root, _wider(target.degrees), _wider(target.metres))
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("plaeng.qgs", DOCTYPE + ElementTree.tostring(root, encoding="unicode"))
    return written.getvalue()


def style(qml: str, target: Target) -> str:
    """A stored style with its lists in the package."""
    root = ElementTree.fromstring(qml)  # noqa: S314 # stored by qgis_publish, by nobody else
    _widgets(root.iter("Option"), target)
    _defaults(root, target)
    return DOCTYPE + ElementTree.tostring(root, encoding="unicode")


def _table(source: str) -> str:
    """The table of a source that goes along, or ""."""
    found = TABLE.search(source)
    table = table_of(found[1]) if found else ""
    return table if table in TABLES and LEFT_OUT not in source else ""


def _layers(root: ElementTree.Element, target: Target) -> set[str]:
    """Give each layer its table in the package. Returns the ids of those that stay behind."""
    gone: set[str] = set()
    layers = root.find("projectlayers")
    for layer in list(layers if layers is not None else ()):
        table = _table(layer.findtext("datasource", ""))
        if not table:
            gone.add(layer.findtext("id", ""))
            continue
        for tag, text in (("datasource", target.source(table)), ("provider", "ogr")):
            for one in layer.iter(tag):
                one.text = text
        if table in VIEWS:
            _defaults(layer, target)
    for node in root.iter("layer-tree-layer"):
        if table := _table(node.get("source", "")):
            node.set("source", target.source(table))
            node.set("providerKey", "ogr")
    return gone


def _forget(root: ElementTree.Element, gone: set[str]) -> None:
    """Take away what stays behind wherever it is named, and the themes that were about it."""
    for parent in list(root.iter()):
        for child in list(parent):
            named = {child.get("id"), child.findtext("id"), child.text if child.tag == "item" else None}
            if named & gone:
                parent.remove(child)
    for presets in root.iter("visibility-presets"):
        for preset in list(presets):
            if preset.get("name") == "ข้อพิพาท":
                presets.remove(preset)


def _widgets(options: Iterable[ElementTree.Element], target: Target) -> None:
    """Value relations look into the lists of the package."""
    for option in options:
        named = {child.get("name"): child for child in option}
        source = named.get("LayerSource")
        if source is not None and (table := _table(source.get("value", ""))):
            source.set("value", target.source(table))
            named["LayerProviderName"].set("value", "ogr")


def _defaults(layer: ElementTree.Element, target: Target) -> None:
    """New land is of this tambon; which version an edit makes is asked for in the database only."""
    for default in layer.iter("default"):
        if default.get("field") == "version":
            default.set("expression", "")
        if default.get("field") == "tambon":
            default.set("expression", f"'{target.tambon}'")


def _name(root: ElementTree.Element, target: Target) -> None:
    for who in ("saveUser", "saveUserFull"):
        root.attrib.pop(who, None)
    root.set("projectname", target.title)
    for title in (root.find("title"), root.find("projectMetadata/title")):
        if title is not None:
            title.text = target.title


def _wider(box: Box) -> Box:
    x, y = (box[2] - box[0]) * MARGIN, (box[3] - box[1]) * MARGIN
    return box[0] - x, box[1] - y, box[2] + x, box[3] + y


def _look_at(root: ElementTree.Element, degrees: Box, metres: Box) -> None:
    """The map, the view and the layouts show the tambon."""
    for view in root.iter("DefaultViewExtent"):
        _set(view, degrees)
    for item in root.iter("LayoutItem"):
        extent = item.find("Extent")
        if item.get("type") == LAYOUT_MAP and extent is not None:
            width, height = (float(part) for part in item.get("size", "1,1,mm").split(",")[:2])
            _set(extent, _shaped(metres, width / height))
    canvas = ElementTree.SubElement(root, "mapcanvas", name="theMapCanvas", annotationsVisible="1")
    ElementTree.SubElement(canvas, "units").text = "meters"
    extent = ElementTree.SubElement(canvas, "extent")
    for name, value in zip(("xmin", "ymin", "xmax", "ymax"), metres, strict=True):
        ElementTree.SubElement(extent, name).text = repr(value)
    ElementTree.SubElement(canvas, "rotation").text = "0"
    system = root.find("projectCrs/spatialrefsys")
    if system is not None:
        ElementTree.SubElement(canvas, "destinationsrs").append(system)


def _set(extent: ElementTree.Element, box: Box) -> None:
    for name, value in zip(("xmin", "ymin", "xmax", "ymax"), box, strict=True):
        extent.set(name, repr(value))


def _shaped(box: Box, ratio: float) -> Box:
    """The box, made wider or higher until width / height is `ratio`."""
    width, height = box[2] - box[0], box[3] - box[1]
    x, y = max(0.0, height * ratio - width) / 2, max(0.0, width / ratio - height) / 2
    return box[0] - x, box[1] - y, box[2] + x, box[3] + y
