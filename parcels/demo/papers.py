"""What applications of the demonstration have gathered: papers and which are missing, visits to the land, remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.gis.geos import Point
from django.db import connection

from parcels.demo import SEED, figures
from parcels.demo.path import TELL, Journey
from parcels.files import Paper, look_at
from parcels.models import ApplicantKind, Attachment, AttachmentContent, Comment, Parcel, Survey

# Drawn for the demonstration, each with ตัวอย่าง across it.
FOLDER = Path(settings.BASE_DIR) / "fixtures" / "papers"
NEEDED = {"people": ("ID_CARD", "HOUSE_REG", "LAND_DOC"), "institutions": ("AGENCY_LETTER", "LAND_DOC")}
UNREADABLE = "ภาพไม่ชัด อ่านเลขที่ไม่ได้"
SOILS, WATERS, FLOODS = ("CLAY", "CLAY", "LOAM", "SAND"), ("RAIN", "RAIN", "POND", "STREAM"), ("LOW", "LOW", "MEDIUM")
CROPS = ("ข้าว", "ข้าวโพดเลี้ยงสัตว์", "อ้อย", "มันสำปะหลัง", "ไม้ผลผสม")
REMARKS = (
    ("ทางเข้าแปลงแคบ รถขุดเข้าได้ทางทิศเหนือเท่านั้น", False),
    ("ผู้สมัครแจ้งว่าแนวเขตด้านนี้ยังไม่ได้รังวัดใหม่ ขอให้ตรวจในวันสำรวจ", True),
)
DESK = "amphoe01"


def gather(every: Sequence[Journey]) -> None:
    """Papers, surveys and remarks of all, when their land is stored."""
    random = Random(f"{SEED} papers")  # noqa: S311
    _papers(random, every)
    places = _places(every)
    Survey.objects.bulk_create(_survey(random, j, places[j.application.pk]) for j in every if j.has_been("SURVEYED"))
    _remarks([j for j in every if j.one.tambon.startswith("6701") and j.application.pk in places], places)


def _papers(random: Random, every: Sequence[Journey]) -> None:
    lines = dict(ApplicantKind.objects.values_list("code", "line"))
    users = dict(get_user_model().objects.values_list("username", "pk"))
    scans = {kind: _scan(kind) for kinds in NEEDED.values() for kind in kinds}
    lacking = _lacking(random, every)
    rows = [
        _attachment(random, j, kind, scans[kind], users, kind in lacking.get(j.one.no, ()))
        for j in every for kind in NEEDED[lines[j.one.kind]] if _is_here(j, kind, lacking)
    ]  # fmt: skip
    Attachment.objects.bulk_create(rows)
    kept = {kind: (scan.data, scan.thumbnail) for kind, scan in scans.items()}
    AttachmentContent.objects.bulk_create(
        AttachmentContent(attachment=row, data=kept[str(row.kind_id)][0], thumbnail=kept[str(row.kind_id)][1])
        for row in rows
    )


def _lacking(random: Random, every: Sequence[Journey]) -> dict[str, list[str]]:
    """What those who have not been checked lack: 103 papers of 75 applications, as on the dashboard."""
    early = [j.one.no for j in every if j.one.state in {"APPLIED", "RETURNED"}]
    twice = {*random.sample(early, figures.PAPERS_LACKING - len(early))}
    return {no: random.sample(NEEDED["people"], 2 if no in twice else 1) for no in early}


def _is_here(journey: Journey, kind: str, lacking: dict[str, list[str]]) -> bool:
    """What is lacking was not brought; or, where an application was returned, it cannot be read."""
    is_lacking = kind in lacking.get(journey.one.no, ())
    return journey.has_been("APPLIED") and (not is_lacking or journey.one.state == "RETURNED")


def _scan(kind: str) -> Paper:
    """As if it had been brought by hand: encoded anew, with a thumbnail."""
    return look_at((FOLDER / f"{kind.lower()}.png").read_bytes())


def _attachment(
    random: Random, journey: Journey, kind: str, scan: Paper, users: dict[str, int], is_unreadable: bool
) -> Attachment:
    row = Attachment(
        application=journey.application, kind_id=kind, file_name=f"ตัวอย่าง-{kind.lower()}.jpg",
        media_type=scan.media_type, size_bytes=len(scan.data), sha256=sha256(scan.data).digest(), masked=kind == "ID_CARD",
    )  # fmt: skip
    checked = journey.since("RETURNED") if is_unreadable else journey.since("DOCS_OK")
    if checked:
        row.result, row.result_reason = (Attachment.RETURNED, UNREADABLE) if is_unreadable else (Attachment.CHECKED, "")
        row.checked_at = checked - timedelta(minutes=random.randint(2, 40))
        row.checked_by_id = users.get("amphoe01b") if journey.one.tambon.startswith("6701") else None
    return row


def _places(every: Sequence[Journey]) -> dict[int, Point]:
    """A point inside the first drawn parcel of each application."""
    drawn = Parcel.objects.filter(application__in=[j.application.pk for j in every], geom__isnull=False)
    shapes = {parcel.application_id: parcel.geom for parcel in drawn.order_by("-code")}
    return {application: shape.point_on_surface for application, shape in shapes.items() if application and shape}


def _survey(random: Random, journey: Journey, place: Point) -> Survey:
    seen: Any = journey.since("SURVEYED")
    return Survey(
        application=journey.application, visited_on=seen.date() - timedelta(days=random.randint(0, 1)),
        visited_by="กลุ่มงานสารสนเทศการพัฒนาชุมชน", location=place, soil_id=random.choice(SOILS),
        water_source_id=random.choice(WATERS), crops_now=random.choice(CROPS), access="ทางลูกรังกว้าง 4 เมตร",
        flood_risk_id=random.choice(FLOODS), ready=True,
    )  # fmt: skip


def _remarks(near: Sequence[Journey], places: dict[int, Point]) -> None:
    """What an officer has noted at a place on the map."""
    user = get_user_model().objects.get(username=DESK)
    with connection.cursor() as cursor:
        cursor.execute(TELL, [str(user.pk), ""])
        Comment.objects.bulk_create(_comments(near, places))
        cursor.execute(TELL, ["", ""])


def _comments(near: Sequence[Journey], places: dict[int, Point]) -> Iterator[Comment]:
    open_ones = [j for j in near if j.one.state in {"APPLIED", "DOCS_OK", "SURVEYED"}]
    for journey, (text, is_resolved) in zip(open_ones, REMARKS, strict=False):
        row = journey.application
        yield Comment(application=row, text=text, point=places[row.pk], resolved=is_resolved)
