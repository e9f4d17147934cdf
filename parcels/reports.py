"""Figures of the programme within what the reader may see: summed by triggers (rollups.v1.sql), or counted live."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Count, Q

from parcels.models import State
from parcels.permissions import Access, visible_parcels
from parcels.rights import READ

SUMMARY = (Path(__file__).parent / "sql" / "summary.sql").read_text(encoding="utf-8")

# The readiness survey is still to come; that of agencies and temples runs beside the papers (DOMAIN.md 1.5).
UNSURVEYED = ["DRAFT", "APPLIED", "RETURNED", "DOCS_OK"]
# A row is an area one level below the one that is asked for; below the tambon there are no outlines.
LEVEL_OF_ROWS = {0: "PROVINCE", 2: "AMPHOE", 4: "TAMBON", 6: "TAMBON", 8: "TAMBON"}
# The sums that are read for them: of the rows themselves, or of the one village.
DIGITS = {0: 2, 2: 4, 4: 6, 6: 6, 8: 8}
NOWHERE = {"lo": "0", "hi": "0", "tambon": "0", "level": "PROVINCE", "digits": 2}
NONE = "NONE"


def summary(can: Access, fy: int, area: str = "") -> dict[str, Any]:
    """Applicants, joined m² and states of a fiscal year (Buddhist era), people and institutions apart.

    `area` narrows the reader's own area; outside of it there is nothing to count. `states` counts applications
    of the people line, drafts and closed ones too. `in_survey` counts institutions whose readiness survey is
    still open, drafts included. Areas are m² as on the papers.
    """
    within = _narrowed(can, area)
    if within is None:
        return {"fy": fy, "area": area, **_summed(fy, NOWHERE)}
    place = {"lo": within, "hi": within + ":", "tambon": within[:6]}
    size = len(within)
    return {"fy": fy, "area": within, **_summed(fy, {**place, "level": LEVEL_OF_ROWS[size], "digits": DIGITS[size]})}


def states(can: Access, area: str = "", q: str = "") -> dict[str, int]:
    """How many visible parcels stand in each state, zeros too; NONE are those outside the programme.

    `q` looks where the list of parcels looks: code, name, application number, and the applicant's name for
    those who may read it.
    """
    rows = visible_parcels(can).filter(_in(area), _found(can, q)).order_by()
    counts = dict(rows.values_list("state_id").annotate(Count("id")))
    codes = State.objects.order_by("sort").values_list("code", flat=True)
    return {NONE: counts.get(None, 0)} | {code: counts.get(code, 0) for code in codes}


def _narrowed(can: Access, area: str) -> str | None:
    """The smaller of the reader's area and the wanted one; None when they do not meet."""
    if not can.may(READ, "reports") or not (area.startswith(can.area) or can.area.startswith(area)):
        return None
    return max(area, can.area, key=len)


def _summed(fy: int, place: dict[str, Any]) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(SUMMARY, {**place, "fy": fy, "unsurveyed": UNSURVEYED})
        answer: dict[str, Any] = cursor.fetchone()[0]
    return answer


def _in(area: str) -> Q:
    if len(area) == 8:
        return Q(village_code=area)
    # ":" follows "9": a range of codes that the index on tambon serves.
    return Q(tambon_id__gte=area, tambon_id__lt=area + ":") if area else Q()


def _found(can: Access, text: str) -> Q:
    if not text:
        return Q()
    found = Q(code__icontains=text) | Q(name__icontains=text) | Q(application__no__icontains=text)
    return found | Q(application__applicant__name_th__icontains=text) if can.rights.sees_people else found
