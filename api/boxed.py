"""A list of all that lies in a small box, as maps and clients ask for it over and over: its statement is planned once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shapely.geometry.base import BaseGeometry

from api import parameters, query, values
from api.collections import Collection
from api.made_once import MadeOnce
from api.parameters import DEFAULT_LIMIT
from parcels.permissions import Access, visible_to
from spatial.features import Page, Rendering, boxed, render_box
from spatial.rows import Prepared

# With nothing but these it is the same statement for every box.
PARAMETERS = {"bbox", "bbox-crs", "limit", "labels", "f", "sortby", "skipGeometry", "properties", "crs"}
# Features whose text PostgreSQL gathers in its work_mem of 4 MB, with room to spare: of 1.5 kB each.
MAX_GATHERED = 1_000
_statements: MadeOnce[Prepared] = MadeOnce(1_000)


@dataclass(frozen=True)
class Boxed(query.Asked):
    """A list of the rows in a box of degrees."""

    statement: Prepared
    box: BaseGeometry

    def page(self) -> Page:
        return render_box(self.statement, self.box, self.rendering, self.limit)


def read(collection: Collection, can: Access, given: Mapping[str, Any]) -> query.Asked:
    """A list as its parameters ask for it. Raises Problem unknown_parameter, bad_parameter."""
    params = parameters.once(given)
    if "bbox" not in params or not params.keys() <= PARAMETERS & set(query.general(collection)):
        return query.read(collection, can, given)
    parameters.known(params, tuple(PARAMETERS), query.formats(collection))
    system = parameters.crs(params, "bbox-crs")
    box = values.plain_bbox(params["bbox"], system)
    how = query.rendering_of(collection, collection.readable(can), params)
    limit = parameters.page_size(params.get("limit", str(DEFAULT_LIMIT)))
    if not system.is_degrees or not query.is_small(box.bounds) or limit > MAX_GATHERED:
        return query.read(collection, can, given)
    return Boxed(how, limit, params, _statement(collection, can, how), box)


def _statement(collection: Collection, can: Access, how: Rendering) -> Prepared:
    place = (collection.name, can.role, can.area, can.owner, how)
    return _statements.once(place, lambda: boxed(visible_to(can, collection.model, is_near=True), how))
