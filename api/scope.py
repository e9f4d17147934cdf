"""What the answer to a list depends on: the narrowest scope of change counters that its parameters allow."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from api import parameters, values
from api.collections import AREA_SUMMARY, AREAS, CASES, Collection
from parcels.counters import Scope
from parcels.permissions import Access
from spatial.crs import Crs

# Parameters that name areas, the narrowest first, and what their values look like.
NARROWING = {"tambon": re.compile(r"[0-9]{6}(,[0-9]{6}){0,19}"), "amphoe": re.compile(r"[0-9]{4}(,[0-9]{4}){0,19}")}


def scope_of_list(collection: Collection, can: Access, params: Mapping[str, str]) -> Scope:
    """The scope of a list of features. Raises Problem for a box that is none."""
    if collection is AREAS:
        return Scope.outlines()
    if collection is AREA_SUMMARY:
        return Scope.figures() | Scope.outlines()
    if collection is CASES:
        return Scope.area(can.area) | Scope.cases()
    for name, codes in NARROWING.items():
        if name in collection.properties and codes.fullmatch(params.get(name, "")):
            return Scope.areas(params[name].split(","))
    if len(can.area) < 4 and "bbox" in params:
        return _of_box(params["bbox"], parameters.crs(params, "bbox-crs"), can.area)
    return Scope.area(can.area)


@lru_cache(maxsize=1_000)
def _of_box(text: str, system: Crs, area: str) -> Scope:
    return Scope.box(*values.bbox(text, system).extent, within=area)


def scope_of_all(collection: Collection, can: Access) -> Scope:
    """The scope of everything in a collection that the caller may see."""
    return scope_of_list(collection, can, {})
