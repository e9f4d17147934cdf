"""Aliases, widgets and defaults of a layer's form."""
# mypy: ignore-errors

from __future__ import annotations

from fields import LAYERS, Field
from qgis.core import QgsDefaultValue, QgsEditFormConfig, QgsEditorWidgetSetup, QgsVectorLayer


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
        if about.kind in {"hidden", "seen"}:
            columns.setColumnHidden(_place(columns, field.name()), True)
    layer.setEditFormConfig(form)
    layer.setAttributeTableConfig(columns)
    if "seen_version" in known:
        layer.setDefaultValueDefinition(layer.fields().indexOf("seen_version"), QgsDefaultValue(_seen(known), True))


def _seen(known: dict[str, Field]) -> str:
    """The version that QGIS has seen, which goes with every edit, of the shape too.

    It is that of the first change since the last save: a second one reads the row anew, and what was saved in between has
    not been seen by who began earlier. It names every column that people change, since a form fills a field that is shown
    when another one that it names is changed, from the row as it was when the form was opened.
    """
    changed = [
        f'"{name}"' for name, about in known.items() if about.kind in {"text", "number", "boolean", "time", "list"}
    ]
    return f'coalesce("seen_version", array_first(array("version", {", ".join(changed)})))'


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
