"""Parameters of a list -> one queryset and its order, within the rows and columns that the caller may read."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db import DataError, OperationalError
from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from api import cql2, paging, parameters, values
from api.collections import Collection, Property, search, sort_key
from api.cql2.refused import refused
from api.forms import FG_NAME, has_codes
from api.made_once import MadeOnce
from api.parameters import DEFAULT_LIMIT
from api.problems import Problem
from api.values import CONTROL, bad
from parcels.errors import TIMED_OUT, TOO_LARGE
from parcels.permissions import Access, visible_to
from spatial.features import Key, Page, Rendering, lookup, render
from spatial.rows import Prepared

# Rows are counted exactly below it; from here on no number is given.
COUNT_CAP = 10_001
NONE = "NONE"
GENERAL = (
    "bbox", "bbox-crs", "crs", "datetime", "limit", "q", "sortby", "after", "before", "skipGeometry", "properties",
    "filter", "filter-lang", "filter-crs", "labels", "f",
)  # fmt: skip
OF_SHAPES = ("bbox", "bbox-crs", "crs", "skipGeometry", "filter-crs")
OF_ITEM = ("crs", "properties", "labels", "f")
OF_RENDERING = ("sortby", "skipGeometry", "properties", "crs")
_renderings: MadeOnce[Rendering] = MadeOnce(200)
_lookups: MadeOnce[Prepared] = MadeOnce(1_000)
# Degrees: about 11 km, which holds some thousand parcels where all land is in them.
SMALL_BOX = 0.1


@dataclass(frozen=True)
class Asked:
    """A list as it was asked for: how its features are rendered, the size of a page, the parameters."""

    rendering: Rendering
    limit: int
    params: dict[str, str]

    def page(self) -> Page:
        """The features of the page that was asked for."""
        raise NotImplementedError

    def place(self, key: Key) -> str:
        """The text of a place in the order of this list."""
        return paging.text_of(self.params.get("sortby", ""), key)


@dataclass(frozen=True)
class Query(Asked):
    """Rows in scope, in their order. `is_near`: in a small box. `matched`: before paging, to be counted."""

    rows: QuerySet[Any]
    matched: QuerySet[Any]
    is_near: bool

    def page(self) -> Page:
        return render(self.rows, self.rendering, self.limit, self.matched, COUNT_CAP, are_few=self.is_near)


def read(collection: Collection, can: Access, given: Mapping[str, Any]) -> Query:
    """Build the query of a collection from its parameters. Raises Problem unknown_parameter, bad_parameter."""
    params = parameters.once(given)
    readable = collection.readable(can)
    queryable = {name: p for name, p in readable.items() if p.is_queryable}
    parameters.known(params, (*general(collection), *queryable), formats(collection))
    box = values.bbox(params["bbox"], parameters.crs(params, "bbox-crs")) if "bbox" in params else None
    is_near = box is not None and is_small(box.extent)
    rows = visible_to(can, collection.model, is_near=is_near)
    for name in queryable.keys() & params.keys():
        rows = _property(rows, name, queryable[name], params[name])
    rows = _place_and_time(rows, collection, params, box)
    rows = _filter(rows, collection, can, params)
    if text := values.searched(params.get("q", "")):
        rows = rows.filter(search(collection, can, text))
    rendering = rendering_of(collection, readable, params)
    limit = parameters.page_size(params.get("limit", str(DEFAULT_LIMIT)))
    return Query(rendering, limit, params, paging.beyond(rows, rendering, params), rows, is_near)


def general(collection: Collection) -> tuple[str, ...]:
    """The parameters that are no properties; `q` and `datetime` only where there is something that they could mean."""
    meaningless = {"q": not collection.is_searched, "datetime": not collection.changed}
    meaningless["labels"] = not has_codes(collection)
    meaningless |= dict.fromkeys(OF_SHAPES, not collection.geometry)
    return tuple(name for name in GENERAL if not meaningless.get(name))


def formats(collection: Collection) -> tuple[str, ...]:
    """What `f` may be. Records without a shape are no features, and so no JSON-FG."""
    return (*parameters.JSON, FG_NAME) if collection.geometry else parameters.JSON


def of_item(collection: Collection) -> tuple[str, ...]:
    """The parameters of a single feature."""
    return tuple(name for name in OF_ITEM if name != "labels" or has_codes(collection))


def one(collection: Collection, can: Access, given: Mapping[str, Any] | None = None) -> Rendering:
    """How a single feature of the collection is rendered for this user. Raises Problem."""
    params = parameters.plain(given or {}, of_item(collection), formats(collection))
    return rendering_of(collection, collection.readable(can), params)


def find(collection: Collection, can: Access, text: str, how: Rendering) -> tuple[bytes, int | None] | None:
    """One feature by the id in an address, as text, and its version; None for hidden and absent alike."""
    key = key_of(collection, text)
    place = (collection.name, can.role, can.area, can.owner, how)
    statement = _lookups.once(place, lambda: lookup(visible_to(can, collection.model), how, collection.key, key))
    row = statement.row(str(key))
    return (row[0].encode(), row[1]) if row else None


def neighbours(asked: Asked, page: Page) -> list[tuple[str, str, Key]]:
    """The pages beside this one: where we came from there is one, ahead only when rows are left."""
    is_backwards = asked.rendering.is_backwards
    has_next = page.has_more or is_backwards
    has_prev = page.has_more if is_backwards else "after" in asked.params
    found: list[tuple[str, str, Key]] = []
    if has_next and page.last:
        found.append(("next", "after", page.last))
    if has_prev and page.first:
        found.append(("prev", "before", page.first))
    return found


@contextmanager
def in_time() -> Iterator[None]:
    """Around the reading of a list: what the database gave up on is the question's fault. Raises Problem."""
    try:
        yield
    except (OperationalError, DataError) as exc:
        state = getattr(exc.__cause__, "pgcode", None)
        if state == TIMED_OUT:
            raise Problem("list_too_slow", 400) from exc
        if state == TOO_LARGE:  # no column comes near it: a filter has computed it
            raise refused(_("it computes a number that is too large")) from exc
        raise


def is_small(extent: tuple[float, float, float, float]) -> bool:
    """West, south, east, north in degrees."""
    west, south, east, north = extent
    return max(east - west, north - south) <= SMALL_BOX


def _place_and_time(
    rows: QuerySet[Any], collection: Collection, params: Mapping[str, str], box: GEOSGeometry | None
) -> QuerySet[Any]:
    parameters.crs(params, "bbox-crs")
    if box is not None:
        rows = rows.filter(geom__intersects=box)
    if "datetime" in params:
        span = values.datetime_span(params["datetime"])
        if span.start:
            rows = rows.filter(**{f"{collection.changed}__gte": span.start})
        if span.end:
            rows = rows.filter(**{f"{collection.changed}__{'lte' if span.has_end else 'lt'}": span.end})
    return rows


def _filter(rows: QuerySet[Any], collection: Collection, can: Access, params: Mapping[str, str]) -> QuerySet[Any]:
    """The parameter `filter`, over the names that this caller may read."""
    language = params.get("filter-lang", "cql2-text")
    if language not in cql2.LANGUAGES:
        raise bad("filter-lang", _("one of %(names)s") % {"names": ", ".join(cql2.LANGUAGES)})
    system = parameters.crs(params, "filter-crs")
    if "filter" not in params:
        return rows
    known = collection.queryables(can)
    return rows.filter(cql2.condition(params["filter"], language=language, known=known, crs=system))


def _property(rows: QuerySet[Any], name: str, prop: Property, text: str) -> QuerySet[Any]:
    """Equality, or any of several values with commas between; NONE is `no value`."""
    wanted = text.split(",")
    if len(wanted) > 200:
        raise bad(name, _("at most 200 values"))
    chosen = [values.typed(name, prop.type, part) for part in wanted if part != NONE]
    condition = Q(**{f"asked_{name}__in": chosen}) if chosen else Q()
    if NONE in wanted:
        condition |= Q(**{f"asked_{name}__isnull": True})
    return rows.alias(**{f"asked_{name}": prop.source}).filter(condition)


def rendering_of(collection: Collection, readable: dict[str, Property], params: Mapping[str, str]) -> Rendering:
    """How features are rendered. One that was asked for before comes back with the SQL that was made for it."""
    key = (collection.name, tuple(readable), *(params.get(name) for name in OF_RENDERING), paging.which(params))
    return _renderings.once(key, lambda: _new_rendering(collection, readable, params))


def _new_rendering(collection: Collection, readable: dict[str, Property], params: Mapping[str, str]) -> Rendering:
    wanted = params.get("sortby", "")
    name = wanted.lstrip("+-")
    sortable = [n for n, p in readable.items() if p.is_sortable]
    if "sortby" in params and (name not in sortable or len(wanted) - len(name) > 1):
        raise bad("sortby", _("one of %(names)s, with - before it for descending") % {"names": ", ".join(sortable)})
    if params.get("skipGeometry", "false") not in {"true", "false"}:
        raise bad("skipGeometry", _("true or false"))
    return Rendering(
        identity=F(collection.key),
        geometry="" if params.get("skipGeometry") == "true" or not collection.geometry else "geom",
        is_record=not collection.geometry,
        properties={n: p.source for n, p in _chosen(readable, params).items()},
        sort=sort_key(readable[name]) if wanted else F("pk"),
        is_descending=wanted.startswith("-"),
        is_backwards=paging.which(params) == "before",
        crs=parameters.crs(params, "crs"),
        shares=collection.shares,
        kept_shape=collection.kept_shape,
    )


def _chosen(readable: dict[str, Property], params: Mapping[str, str]) -> dict[str, Property]:
    """The properties that are asked for, in the order of the collection. Raises Problem for one that is none here."""
    if "properties" not in params:
        return readable
    wanted = {name for name in params["properties"].split(",") if name}
    if foreign := sorted(wanted - readable.keys()):
        reason = _("there is no property %(property)s here. Known are: %(known)s")
        raise bad("properties", reason % {"property": foreign[0][:60], "known": ", ".join(sorted(readable))})
    return {name: p for name, p in readable.items() if name in wanted}


def key_of(collection: Collection, text: str) -> Any:
    """The id in an address as the type of its column. Raises Http404 for what can be no id."""
    if collection.key != "uid":
        if CONTROL.search(text) or len(text) > 40:
            raise Http404
        return text
    try:
        return uuid.UUID(text)
    except ValueError as exc:
        raise Http404 from exc
