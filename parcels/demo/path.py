"""The way that each application of the demonstration has come: entered as a draft and moved on, step by step."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.contrib.auth import get_user_model
from django.db import connection

from parcels.demo import SEED, figures
from parcels.demo.programme import Candidate
from parcels.models import Application, Consent

# What an application has gone through before it got into its state, a draft first.
WAY = {
    "DRAFT": (),
    "APPLIED": ("APPLIED",),
    "RETURNED": ("APPLIED", "RETURNED"),
    "DOCS_OK": ("APPLIED", "DOCS_OK"),
    "SURVEYED": ("APPLIED", "DOCS_OK", "SURVEYED"),
    "SENT": ("APPLIED", "DOCS_OK", "SURVEYED", "SENT"),
    "REJECTED": ("APPLIED", "REJECTED"),
    "WITHDRAWN": ("APPLIED", "WITHDRAWN"),
}
# Days that an application usually takes into a state, least and most, and the hour at which such work is done.
TAKES = {"APPLIED": (0, 3), "DOCS_OK": (2, 9), "SURVEYED": (3, 11), "SENT": (1, 6)}
OTHERWISE = (2, 8)
HOURS = {"DRAFT": 9, "APPLIED": 10, "DOCS_OK": 14, "SURVEYED": 16}
OPENED = datetime(figures.FY - 544, 10, 1, tzinfo=figures.AS_OF.tzinfo)
# Who has moved it there, where an amphoe has accounts.
DESKS = {
    "6701": {"APPLIED": "amphoe01", "SENT": "head01", "DOCS_OK": "amphoe01b", "": "amphoe01b"},
    "6705": {"": "amphoe05", "SENT": ""},
}
RETURNED_FOR = (
    "สำเนาโฉนดไม่ชัด ขอให้ถ่ายใหม่ทั้งสองหน้า",
    "ทะเบียนบ้านเป็นฉบับเก่า ที่อยู่ไม่ตรงกับบัตรประชาชน",
    "เนื้อที่เข้าร่วมมากกว่าเนื้อที่ที่ระบุในเอกสาร ขอให้ตรวจสอบ",
)
REJECTED_FOR = (
    ("NO_RIGHT", "ผู้สมัครไม่มีเอกสารแสดงสิทธิในที่ดิน"),
    ("DUPLICATE", "แปลงนี้ได้รับการขุดสระจากโครงการอื่นแล้ว"),
    ("LAND_NOT_READY", "พื้นที่น้ำท่วมขังทุกปี ขุดปรับไม่ได้"),
)
WITHDRAWN_FOR = "ผู้สมัครขอถอนตัวด้วยเหตุผลทางครอบครัว"
TEXT_VERSION = f"{figures.FY}-1"
TELL = "SELECT set_config('plaeng.user_id', %s, true), set_config('plaeng.move', %s, true)"


@dataclass
class Journey:
    """An application on its way: every state that it comes into, with the moment; the draft is the first."""

    one: Candidate
    application: Application
    steps: list[tuple[str, datetime]] = field(default_factory=list)

    def since(self, state: str) -> datetime | None:
        return dict(self.steps).get(state)

    def has_been(self, state: str) -> bool:
        return self.since(state) is not None


def journeys(pairs: Sequence[tuple[Candidate, Application]]) -> list[Journey]:
    """When each came into its states. The last moment is that of the figures: `state_since` as it was planned."""
    random = Random(f"{SEED} journeys")  # noqa: S311
    return [Journey(one, row, _steps(random, one, row.state_since)) for one, row in pairs]


def _steps(random: Random, one: Candidate, last: datetime) -> list[tuple[str, datetime]]:
    *before, _ = ("DRAFT", *WAY[one.state])
    days = [random.uniform(*TAKES.get(state, OTHERWISE)) for state in WAY[one.state]]
    # Who has been waiting since the first days of the year was quick before.
    haste = min(1.0, 0.95 * ((last - OPENED) / timedelta(days=1)) / max(sum(days), 1))
    steps, day = [(one.state, last)], last
    for state, gap in zip(reversed(before), reversed(days), strict=True):
        day -= timedelta(days=gap * haste)
        moment = datetime.combine(day.date(), time(HOURS[state]), day.tzinfo)
        steps.append((state, min(moment, steps[-1][1] - timedelta(hours=1))))
    return steps[::-1]


def consents(every: Sequence[Journey]) -> None:
    """What was signed on the way."""
    Consent.objects.bulk_create(
        Consent(application=j.application, kind_id=kind, given_by=j.one.name, signed_on=day, text_version=TEXT_VERSION)
        for running, j in enumerate(every) for kind, day in _signed(j, running)
    )  # fmt: skip


def _signed(journey: Journey, running: int) -> Iterator[tuple[str, date]]:
    """To the use of their data all who applied; to digging and learning who were sent, and some who wait for it."""
    if applied := journey.since("APPLIED"):
        yield "DATA", applied.date()
    seen = journey.since("SURVEYED")
    if seen and (journey.has_been("SENT") or running % 2):
        yield "DIG", seen.date()
        yield "LEARNING_CENTRE", seen.date()


def move(every: Sequence[Journey]) -> None:
    """Move all on by updates, one for all that go into a state at a moment with the same words."""
    users = dict(get_user_model().objects.values_list("username", "pk"))
    groups: dict[tuple[int, str, datetime, str, str], list[int]] = defaultdict(list)
    for running, journey in enumerate(every):
        for turn, (state, at) in enumerate(journey.steps[1:]):
            groups[turn, state, at, _desk(journey, state), _told(journey, state, at, running)].append(
                journey.application.pk
            )
    with connection.cursor() as cursor:
        for (_, state, _, name, told), rows in sorted(groups.items()):
            cursor.execute(TELL, [str(users.get(name, "")), told])
            Application.objects.filter(pk__in=rows).update(state=state)
        cursor.execute(TELL, ["", ""])


def _desk(journey: Journey, state: str) -> str:
    desk = DESKS.get(journey.one.tambon[:4], {})
    return desk.get(state, desk.get("", ""))


def _told(journey: Journey, state: str, at: datetime, running: int) -> str:
    """What plaeng.move says: the moment, and what this move has to be given."""
    told: dict[str, str] = {"at": at.isoformat()}
    if state == "RETURNED":
        told["reason"] = RETURNED_FOR[running % len(RETURNED_FOR)]
    elif state == "REJECTED":
        told["reason_code"], told["reason"] = REJECTED_FOR[running % len(REJECTED_FOR)]
    elif state == "WITHDRAWN":
        told |= {"reason": WITHDRAWN_FOR, "on": at.date().isoformat()}
    return json.dumps(told)
