"""What a file says about itself: source, terms, day, filter and reference system (GD Catalog, ISO 19115)."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from api.collections import Collection
from spatial.crs import CRS84, Crs
from spatial.exports import About
from spatial.reference import INDIAN_1975_47N, INDIAN_1975_48N, RTSD_SHIFT_M


def about(collection: Collection, params: Mapping[str, str], crs: Crs, *, has_people: bool) -> About:
    """The lines are in the language of the request; the facts keep their names."""
    now = timezone.now()
    title = collection.title_th if get_language() == "th" else collection.title_en
    asked = "&".join(f"{name}={value}" for name, value in sorted(params.items()))
    source = f"{settings.BASE_URL}/api/collections/{collection.name}/items"
    facts = {
        "title": title,
        "attribution": settings.ATTRIBUTION,
        "license": settings.LICENCE,
        "source": f"{source}?{urlencode(sorted(params.items()))}" if params else source,
        "retrieved": now.isoformat(timespec="seconds"),
        "filter": asked,
        "crs": crs.uri,
        "crs_statement": system(crs),
        "area_statement": _("Areas are m² on the ellipsoid; the area on the land document is the authoritative one."),
        "language": get_language() or "th",
    }
    if has_people:
        facts["personal_data"] = _("Names persons: keep, use and delete it by the Personal Data Protection Act.")
    labels = {
        "title": _("Title"), "attribution": _("Attribution"), "license": _("Licence"), "source": _("Source"),
        "retrieved": _("Retrieved"), "filter": _("Filter"), "crs_statement": _("Reference system"),
        "area_statement": _("Areas"), "personal_data": _("Personal data"),
    }  # fmt: skip
    shown = {**facts, "filter": asked or _("none: everything that the account may see")}
    lines = tuple((labels[name], shown[name]) for name in labels if name in facts)
    return About(title, settings.ATTRIBUTION, settings.LICENCE, now, lines, facts)


def system(crs: Crs) -> str:
    """The reference system in words, with the shift where the datum needs one."""
    if crs.epsg in {INDIAN_1975_47N, INDIAN_1975_48N}:
        shift = ", ".join(f"{metres:g}" for metres in RTSD_SHIFT_M)
        text = _("EPSG:%(code)s, from WGS 84 by the shift of the Royal Thai Survey Department (%(shift)s m)")
        return text % {"code": crs.epsg, "shift": shift}
    if crs == CRS84:
        return _("WGS 84, longitude and latitude in degrees")
    return f"EPSG:{crs.epsg} ({crs.uri})"
