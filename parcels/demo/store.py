"""Write the demonstration set as the application would: through the triggers, in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from random import Random

from django.contrib.auth import get_user_model
from django.contrib.gis.geos import MultiPolygon, Polygon

from parcels.demo import SEED, accounts, figures, papers, path, people
from parcels.demo.cadastre import Ring, area_m2
from parcels.demo.placing import Frame, centres, frame
from parcels.demo.programme import Candidate, Plot, programme
from parcels.demo.tracts import Holding, Tract, tracts
from parcels.identity import seal
from parcels.models import Applicant, ApplicantIdentity, Application, LandDocument, Officer, Parcel, Zone
from spatial.areas.models import Area, Level
from spatial.reference import WGS84
from spatial.units import M2_PER_WAH

IDENTITY = uuid.UUID("d3305eed-2565-5000-8000-000000000067")
POND_DEPTH_M, POND_SLOPE = Decimal(4), Decimal(1)
LAND_OFFICE = "สำนักงานที่ดินจังหวัดเพชรบูรณ์ (ตัวอย่าง)"
PAPERS_OF_NEIGHBOURS = 0.75
CAPTURED = ("DEED_DIGITISED", "DEED_DIGITISED", "DEED_DIGITISED", "GNSS_RTK", "SCREEN")


@dataclass(frozen=True)
class Demonstration:
    """The whole set in memory, not yet stored."""

    random: Random
    candidates: list[Candidate]
    tracts: list[Tract]
    frames: dict[str, Frame]


def uid(*name: object) -> uuid.UUID:
    """The identity of a row of the set, the same in every installation."""
    return uuid.uuid5(IDENTITY, " ".join(map(str, name)))


def build() -> Demonstration:
    """Everything but the rows: who, how much, which shapes, where. The figures do not depend on the outlines."""
    random = Random(SEED)  # noqa: S311
    candidates = programme(random, _tambon())
    laid = list(tracts(random, candidates))
    places = centres([tract.tambon for tract in laid])
    frames = {t.tambon: frame(random, places[t.tambon], [h.lot.ring for h in t.holdings]) for t in laid}
    return Demonstration(random, candidates, laid, frames)


def _tambon() -> dict[str, list[str]]:
    codes = Area.objects.filter(level=Level.TAMBON, parent__in=[a.code for a in figures.AMPHOE])
    found: dict[str, list[str]] = {a.code: [] for a in figures.AMPHOE}
    for code, amphoe in codes.order_by("code").values_list("code", "parent_id"):
        found[str(amphoe)].append(code)
    return found


def store(demo: Demonstration) -> None:
    """Insert all rows. The caller has opened the transaction.

    Applications are moved on before their land is there, which would be written anew with every move.
    """
    pairs = list(_applications(demo.candidates))
    every = path.journeys(pairs)
    _enter(every)
    path.consents(every)
    path.move(every)
    _land(demo, {id(one): application for one, application in pairs})
    papers.gather(every)


def _enter(every: Sequence[path.Journey]) -> None:
    """All of them as drafts."""
    for journey in every:
        journey.application.state_id, journey.application.state_since = journey.steps[0]
    Application.objects.bulk_create(journey.application for journey in every)


def _land(demo: Demonstration, applications: dict[int, Application]) -> None:
    drawn = list(_drawn(demo, applications))
    bare = list(_not_drawn(demo, applications))
    Parcel.objects.bulk_create([parcel for parcel, _ in drawn] + [parcel for parcel, *_ in bare])
    owned = [(parcel, h.owner, h.plot) for parcel, h in drawn if h.owner and h.plot] + bare
    neighbours = [(parcel, h) for parcel, h in drawn if not h.owner and demo.random.random() < PAPERS_OF_NEIGHBOURS]
    LandDocument.objects.bulk_create(
        [_document(demo.random, *one) for one in owned]
        + [_neighbours_document(demo.random, *one) for one in neighbours]
    )
    Zone.objects.bulk_create([zone for parcel, holding in drawn for zone in _zones(demo, parcel, holding)])


def _applications(candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, Application]]:
    applicants = [
        Applicant(
            uid=uid("applicant", one.no), kind_id=one.kind, sector_id=one.sector, name_th=one.name, phone=people.telephone(n),
            village_code=one.village, tambon_id=one.tambon,
        )
        for n, one in enumerate(candidates, 1)
    ]  # fmt: skip
    Applicant.objects.bulk_create(applicants)
    persons = [(n, a) for n, a in enumerate(applicants, 1) if a.kind_id == "PERSON"]
    ApplicantIdentity.objects.bulk_create([seal(a, people.national_id(n)) for n, a in persons])
    desks = {officer.area: officer for officer in Officer.objects.filter(user__username__in=("amphoe01", "amphoe05"))}
    _give_account(candidates, applicants)
    return ((one, _application(one, a, desks)) for one, a in zip(candidates, applicants, strict=True))


def _give_account(candidates: Sequence[Candidate], applicants: Sequence[Applicant]) -> None:
    """The household that looks after its own application: the first of Mueang that has been sent back."""
    chosen = next(a for one, a in zip(candidates, applicants, strict=True)
                  if one.state == "RETURNED" and one.kind == "PERSON" and one.tambon.startswith("6701"))  # fmt: skip
    chosen.user = get_user_model().objects.get(username=accounts.HOUSEHOLD)
    chosen.save(update_fields=["user"])


def _application(one: Candidate, applicant: Applicant, desks: dict[str, Officer]) -> Application:
    return Application(
        uid=uid("application", one.no), no=one.no, fy=figures.FY, applicant=applicant, tambon_id=one.tambon,
        model_id=one.model, size_target_rai=one.size_rai, level_id="COMMUNITY" if one.model == "CLM" else "HOUSEHOLD", state_id=one.state,
        # An hour of grace, so that today's moves are not in the future.
        state_since=figures.AS_OF - timedelta(days=one.days, hours=1), assigned_officer=desks.get(one.tambon[:4]),
    )  # fmt: skip


def _drawn(demo: Demonstration, applications: dict[int, Application]) -> Iterator[tuple[Parcel, Holding]]:
    """The lots of all tracts, neighbours too."""
    for tract in demo.tracts:
        place = demo.frames[tract.tambon]
        for n, holding in enumerate(tract.holdings):
            parcel = Parcel(
                uid=uid("lot", tract.tambon, n), tambon_id=tract.tambon, village_code=tract.village,
                land_class_id="PRIVATE", geom=MultiPolygon(_polygon(place, holding.lot.ring), srid=WGS84),
                capture_method_id=demo.random.choice(CAPTURED), source_crs="EPSG:4326",
            )  # fmt: skip
            if holding.owner and holding.plot:
                _join(parcel, holding.owner, holding.plot, applications)
            yield parcel, holding


def _not_drawn(demo: Demonstration, applications: dict[int, Application]) -> Iterator[tuple[Parcel, Candidate, Plot]]:
    """Land that was applied with before anyone drew it."""
    for one in demo.candidates:
        for n, plot in enumerate(one.plots):
            if not plot.drawn_m2:
                parcel = Parcel(uid=uid("undrawn", one.no, n), tambon_id=one.tambon, village_code=one.village)
                _join(parcel, one, plot, applications)
                yield parcel, one, plot


def _join(parcel: Parcel, owner: Candidate, plot: Plot, applications: dict[int, Application]) -> None:
    parcel.name = owner.name if owner.kind != "PERSON" else ""
    parcel.application = applications[id(owner)]
    parcel.land_class_id = owner.land_class
    parcel.joined_area_m2 = Decimal(plot.joined_m2)
    parcel.joined_is_estimate = plot.is_estimate


def _polygon(place: Frame, ring: Ring) -> Polygon:
    return Polygon(place.ring(ring), srid=WGS84)


def _document(random: Random, parcel: Parcel, owner: Candidate, plot: Plot) -> LandDocument:
    """The paper that the applicant brought, its area to half a square wah."""
    has_position = owner.doc_type in {"NS4", "SPK401", "NS3K"}
    return LandDocument(
        uid=uid("document", parcel.uid), parcel=parcel, doc_type_id=owner.doc_type, doc_no=str(random.randint(100, 48_000)),
        land_no=str(random.randint(1, 180)) if has_position else "", land_office=LAND_OFFICE,
        area_deed_wah=plot.deed_m2 / M2_PER_WAH, holder_name=owner.name,
    )  # fmt: skip


def _neighbours_document(random: Random, parcel: Parcel, holding: Holding) -> LandDocument:
    """A deed that agrees with the drawn lot to 1.5 %."""
    wah = Decimal(area_m2(holding.lot.ring) * random.uniform(0.985, 1.015) / M2_PER_WAH)
    return LandDocument(
        uid=uid("document", parcel.uid), parcel=parcel, doc_type_id="NS4", doc_no=str(random.randint(100, 48_000)),
        land_no=str(random.randint(1, 180)), land_office=LAND_OFFICE, area_deed_wah=round(wah, 1),
    )  # fmt: skip


def _zones(demo: Demonstration, parcel: Parcel, holding: Holding) -> Iterator[Zone]:
    for n, (kind, ring) in enumerate(holding.lot.zones):
        zone = Zone(
            uid=uid("zone", parcel.uid, n), parcel=parcel, zone_type_id=kind,
            geom=_polygon(demo.frames[str(parcel.tambon_id)], ring),
        )  # fmt: skip
        if kind == "nong":
            zone.depth_m, zone.side_slope = POND_DEPTH_M, POND_SLOPE
        yield zone
