"""Aliases, widgets and defaults of a layer's form."""
# mypy: ignore-errors

from __future__ import annotations

from fields import LAYERS, Field
from qgis.core import QgsDefaultValue, QgsEditFormConfig, QgsEditorWidgetSetup, QgsFieldConstraints, QgsVectorLayer

# What a new row cannot do without; a view says nothing of it to QGIS.
NEEDED = {"parcel": ("tambon",), "zone": ("zone_type",)}


def dress(layer: QgsVectorLayer, table: str, lists: dict[str, QgsVectorLayer]) -> None:
    """Give every field its name and widget. Raises KeyError for a column that fields.py does not know."""
    known = LAYERS[table]
    form: QgsEditFormConfig = layer.editFormConfig()
    columns = layer.attributeTableConfig()
    columns.update(layer.fields())
    for index, field in enumerate(layer.fields()):
        if layer.fields().fieldOrigin(index) == layer.fields().OriginExpression:
            form.setReadOnly(index, True)
            continue
        about = known[field.name()]
        layer.setFieldAlias(index, about.alias)
        layer.setEditorWidgetSetup(index, _widget(about, lists))
        form.setReadOnly(index, about.kind in {"read", "read list", "hidden"})
        if about.kind == "hidden":
            columns.setColumnHidden(_place(columns, field.name()), True)
    for name in NEEDED.get(table, ()):
        layer.setFieldConstraint(layer.fields().indexOf(name), QgsFieldConstraints.ConstraintNotNull)
    layer.setEditFormConfig(form)
    layer.setAttributeTableConfig(columns)
    if "seen_version" in known:
        # Goes with every edit, of the shape too. QGIS fetches the row for it by its key, in which is the version on the screen.
        made = QgsDefaultValue('"seen_version" + 1', True)
        layer.setDefaultValueDefinition(layer.fields().indexOf("version"), made)


def _place(columns, name: str) -> int:
    return [column.name for column in columns.columns()].index(name)


def _widget(about: Field, lists: dict[str, QgsVectorLayer]) -> QgsEditorWidgetSetup:
    if about.kind == "hidden":
        return QgsEditorWidgetSetup("Hidden", {})
    if about.list:
        codes = lists[about.list]
        return QgsEditorWidgetSetup("ValueRelation", {
            "Layer": codes.id(), "LayerName": codes.name(), "LayerSource": codes.publicSource(),
            "LayerProviderName": "postgres", "Key": "code", "Value": "name_th", "AllowNull": True,
            "AllowMulti": False, "OrderByValue": False, "UseCompleter": about.list == "area",
        })  # fmt: skip
    if about.kind == "boolean":
        return QgsEditorWidgetSetup("CheckBox", {})
    if about.kind == "time":
        return QgsEditorWidgetSetup(
            "DateTime", {"allow_null": True, "calendar_popup": True, "display_format": "yyyy-MM-dd"}
        )
    return QgsEditorWidgetSetup("TextEdit", {})
