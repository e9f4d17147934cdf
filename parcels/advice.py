"""What an officer should look at again: warnings that refuse nothing (DOMAIN.md 1.7, 6.4: I2, I9, I10, I12, A9, A18)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.contrib.gis.geos import Point

from parcels.dates import fiscal_year
from parcels.models import Application, LandDocument, Parcel, StateChange
from parcels.workflow import CLOSED
from spatial import sheets
from spatial.rules import Finding
from spatial.units import M2_PER_RAI, M2_PER_WAH

# A drawn area may differ from the paper's by the larger of the two (DOMAIN.md 3.4).
DIFFERENCE, DIFFERENCE_M2 = Decimal("0.05"), Decimal(20 * M2_PER_WAH)
SMALLEST_HLM_M2 = M2_PER_RAI
# Nobody's parcel is smaller than a square wah or larger than 1,000 rai; it was drawn wrong then, or read in a wrong system.
SMALLEST_M2, LARGEST_M2 = M2_PER_WAH, 1_000 * M2_PER_RAI
NOT_WITHOUT_PERMISSION = ("FOREST", "PUBLIC")


def about(application: Application) -> list[Finding]:
    """Everything worth a second look, the application's own first."""
    parcels = list(application.parcels.filter(withdrawn_at__isnull=True).order_by("code"))
    papers = LandDocument.objects.filter(parcel__in=parcels).select_related("doc_type").order_by("pk")
    found = [*_of_application(application), *_of_land(application, parcels)]
    for paper in papers:
        found += of_document(paper, next(p for p in parcels if p.pk == paper.parcel_id))
    return found


def _of_application(application: Application) -> Iterator[Finding]:
    rivals = Application.objects.filter(
        applicant=application.applicant_id, fy=application.fy, model=application.model_id
    ).exclude(pk=application.pk)
    other = rivals.exclude(state__in=CLOSED).order_by("pk").first()
    if other:
        yield Finding("second_application", "/applicant", data={"application": other.no})
    first = StateChange.objects.filter(application=application, to_state="APPLIED").order_by("pk").first()
    if first and fiscal_year(first.at) != application.fy:
        yield Finding("other_fiscal_year", "/fy", data={"fy": application.fy, "applied": fiscal_year(first.at)})


def _of_land(application: Application, parcels: list[Parcel]) -> Iterator[Finding]:
    joined = sum((p.joined_area_m2 for p in parcels), Decimal(0))
    if application.model_id == "HLM" and parcels and joined < SMALLEST_HLM_M2:
        yield Finding("land_too_small", "/parcels", data={"m2": float(joined)})
    for parcel in parcels:
        if parcel.land_class_id in NOT_WITHOUT_PERMISSION:
            yield Finding("land_needs_permission", "/parcels", data={"parcel": parcel.code})
        if parcel.area_calc_m2 is not None and (code := of_size(parcel.area_calc_m2)):
            yield Finding(code, "/parcels", data={"parcel": parcel.code, "m2": float(round(parcel.area_calc_m2, 1))})


def of_size(area_m2: Decimal) -> str | None:
    """The code of what is odd about a drawn area."""
    if area_m2 < SMALLEST_M2:
        return "area_too_small"
    return "area_too_large" if area_m2 > LARGEST_M2 else None


def of_document(paper: LandDocument, parcel: Parcel) -> Iterator[Finding]:
    """A paper against its land: the sheet that it names, and the area that it says."""
    path = "/documents"
    if paper.map_sheet and paper.doc_type.position_id != "MAP":
        yield Finding("kind_has_no_sheet", path, data={"kind": paper.doc_type_id, "sheet": paper.map_sheet})
    elif paper.map_sheet and parcel.geom is not None:
        yield from _elsewhere(paper.map_sheet, parcel.geom.centroid)
    if parcel.area_calc_m2 is not None:
        deed = paper.area_deed_wah * M2_PER_WAH
        difference = abs(parcel.area_calc_m2 - deed)
        if difference > max(DIFFERENCE * deed, DIFFERENCE_M2) and parcel.documents.count() == 1:
            areas = {"drawn_m2": float(round(parcel.area_calc_m2, 1)), "deed_m2": float(deed)}
            yield Finding("area_differs", path, data={"parcel": parcel.code, **areas})


def _elsewhere(name: str, centre: Point) -> Iterator[Finding]:
    found = sheets.at(centre.x, centre.y)
    try:
        wanted = sheets.named(name)
    except sheets.NoSheet:
        yield Finding("no_such_sheet", "/documents", data={"sheet": name})
        return
    if not wanted.holds(centre.x, centre.y):
        yield Finding(
            "sheet_elsewhere", "/documents", (centre.x, centre.y), {"sheet": wanted.name, "found": found.name}
        )
