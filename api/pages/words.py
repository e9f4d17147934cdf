"""Values of features as people read them, in the language of the request."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils import formats
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from api.collections import Collection, Property
from parcels.dates import format_date
from parcels.models.codes import LISTS

Codes = dict[str, dict[str, str]]
NOTHING = "–"


def is_thai() -> bool:
    return get_language() != "en"


def title(of: Any) -> str:
    """The title of a property or a collection."""
    return str(of.title_th if is_thai() else of.title_en)


def codes_of(properties: dict[str, Property]) -> Codes:
    """The names of the codes that these properties can have, by list."""
    column = "name_th" if is_thai() else "name_en"
    names = {prop.codes for prop in properties.values() if prop.codes}
    return {name: dict(LISTS[name]._default_manager.values_list("code", column)) for name in names}


def value(prop: Property, given: Any, codes: Codes) -> str:
    """One value as text."""
    if given is None or given == "":
        return NOTHING
    if prop.codes:
        return codes[prop.codes].get(str(given), str(given))
    return WRITTEN.get(prop.type, str)(given)


def _moment(text: str) -> str:
    moment = parse_datetime(text)
    if moment is None:
        return text
    local = localtime(moment)
    day = format_date(local.date()) if is_thai() else formats.date_format(local, "j M Y")
    return f"{day} {local:%H:%M}"


def _flag(given: bool) -> str:
    return _("yes") if given else _("no")


WRITTEN: dict[str, Callable[[Any], str]] = {
    "rai": lambda area: area["text"],
    "datetime": _moment,
    "boolean": _flag,
    "number": partial(formats.localize, use_l10n=True),
}


def chosen(collection: Collection, names: dict[str, Any]) -> dict[str, Property]:
    """The properties that the features have, in the order in which people want to read them."""
    first = FIRST.get(collection.name, ())
    known = {name: collection.properties[name] for name in names if name in collection.properties}
    return {name: known[name] for name in (*(n for n in first if n in known), *(n for n in known if n not in first))}


FIRST = {
    "parcels": ("code", "name", "state", "tambon_th", "amphoe_th", "joined_area", "area", "area_deed", "updated_at"),
    "zones": ("parcel_code", "zone_type", "stage", "area", "depth_m", "note", "updated_at"),
    "area-summary": ("name_th", "fy", "state", "applicants", "applicants_class", "joined_area", "level", "code"),
    "cases": ("parcel_a_code", "parcel_b_code", "state", "overlap_m2", "opened_at", "closed_at"),
}
