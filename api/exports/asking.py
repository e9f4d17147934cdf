"""Which format a request wants, and what of: parameters of a list -> an `Extract`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework.request import Request

from api import parameters, query
from api.collections import Collection, Property
from api.exports.about import about
from api.forms import FG, FG_NAME
from api.values import bad
from parcels.permissions import Access
from spatial.crs import CRS84
from spatial.exports import FORMATS, Extract, Field, Format

PAGES = {"json", "geojson", FG_NAME}
# Not part of the list that is asked for.
OWN = ("f", "purpose", "limit")
COMPANION = "csvm"
MAX_PURPOSE = 200
# What people call a feature of a collection.
LABELS = {
    "parcels": ("code", "name"), "zones": ("parcel_code", "zone_type"), "areas": ("name_th",),
    "area-summary": ("name_th", "fy"), "cases": ("parcel_a_code", "parcel_b_code"),
}  # fmt: skip
MEDIA = {
    **{form.media.split(";")[0]: name for name, form in FORMATS.items() if name != "shp"},
    "application/x-shapefile": "shp",
    "application/csvm+json": COMPANION,
}
PLAIN = {"application/json", "application/geo+json", FG}


@dataclass(frozen=True)
class Asked:
    """A wish for a file: of what, in which format, what for. `people` are the columns in it that name persons."""

    form: Format
    name: str
    collection: Collection
    extract: Extract
    params: Mapping[str, str]
    purpose: str = ""
    people: tuple[str, ...] = ()

    @property
    def file_name(self) -> str:
        return f"{self.collection.name}.{self.form.ending}"

    def count(self, at_most: int) -> int:
        """The number of rows, counted up to `at_most`."""
        return _counted(self.extract.rows, min(at_most, self.extract.limit or at_most))


def _counted(rows: QuerySet[Any], at_most: int) -> int:
    return rows.order_by()[:at_most].count()


def asked_format(request: Request) -> str:
    """The name of the format, by `f` or else by Accept; "" for the pages of GeoJSON. Raises Problem."""
    given = request.GET.get("f")
    if given is not None and given not in {*PAGES, *FORMATS, COMPANION}:
        raise bad("f", _("one of %(names)s") % {"names": ", ".join(["json", *FORMATS])})
    if given is not None:
        return given if given not in PAGES else ""
    return _accepted(request.META.get("HTTP_ACCEPT", ""))


def _accepted(header: str) -> str:
    """The best of the formats in Accept; the pages of GeoJSON where they are liked as well, or nothing is ours."""
    best, liked, plain = "", 0.0, 0.0
    for part in header.split(","):
        media, _sign, rest = part.strip().partition(";")
        quality = _quality(rest)
        if media.lower() in MEDIA and quality > liked:
            best, liked = MEDIA[media.lower()], quality
        elif media in PLAIN:
            plain = max(plain, quality)
    return best if liked > plain and best not in PAGES else ""


def _quality(rest: str) -> float:
    for option in rest.split(";"):
        name, _sign, value = option.strip().partition("=")
        if name == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def read(collection: Collection, can: Access, name: str, given: Mapping[str, Any]) -> Asked:
    """What is wanted, within the rights of the caller. Raises Problem for parameters that do not go together."""
    form = FORMATS["csv" if name == COMPANION else name]
    params = parameters.once(given)
    limit = int(params["limit"]) if _is_limit(params, form.most) else None
    purpose = params.get("purpose", "").strip()
    if len(purpose) > MAX_PURPOSE:
        raise bad("purpose", _("it is longer than 200 characters"))
    rest = {key: value for key, value in params.items() if key not in OWN}
    _check(form, rest)
    found = query.read(collection, can, rest)
    chosen = {n: p for n, p in collection.readable(can).items() if n in found.rendering.properties}
    extract = Extract(
        name=collection.name,
        rows=found.rows,
        how=replace(found.rendering, properties={n: p.source for n, p in chosen.items()}),
        fields=tuple(_field(n, p) for n, p in chosen.items()),
        shape=collection.geometry,
        about=about(collection, rest, found.rendering.crs, has_people=bool(_people(chosen))),
        labels=LABELS[collection.name],
        limit=limit,
    )
    return Asked(form, name, collection, extract, rest, purpose, _people(chosen))


def _people(chosen: dict[str, Property]) -> tuple[str, ...]:
    return tuple(name for name, prop in chosen.items() if prop.names_people)


def _field(name: str, prop: Property) -> Field:
    kind = "text" if prop.type == "string" else prop.type
    return Field(name, kind, prop.title_th if get_language() == "th" else prop.title_en)


def _is_limit(params: Mapping[str, str], most: int) -> bool:
    if "limit" not in params:
        return False
    text = params["limit"]
    if not (text.isascii() and text.isdigit() and len(text) < 9 and 1 <= int(text) <= most):
        raise bad("limit", _("a whole number from 1 to %(most)s") % {"most": most})
    return True


def _check(form: Format, params: Mapping[str, str]) -> None:
    for name in ("after", "before"):
        if name in params:
            raise bad(name, _("a file holds the whole list and has no pages"))
    if "labels" in params:
        raise bad("labels", _("a file has codes alone; /api/codes has their names"))
    if not form.takes_crs and parameters.crs(params, "crs") != CRS84:
        raise bad("crs", _("this format knows WGS 84 only"))
    if form.needs_shapes and params.get("skipGeometry") == "true":
        raise bad("skipGeometry", _("this format is made of shapes"))
