"""Who applies in FY2565, with how much land: drawn at random within the figures that have to come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from parcels.demo import figures, people
from parcels.demo.figures import AMPHOE, AmphoeFigures
from spatial.units import M2_PER_RAI

STEP_M2 = 2  # land documents are written to half a square wah
# Model, size of the standard design in rai, least and most joined rai, how often.
DESIGNS = (
    ("HLM", 1, 1.0, 1.9, 26),
    ("HLM", 3, 3.0, 4.6, 56),
    ("LC", 1, 1.0, 1.9, 5),
    ("LC", 3, 3.0, 4.6, 11),
    ("CLM", 10, 10.0, 11.4, 2),
)
TEMPLES = ("วัดโคกตัวอย่าง", "วัดหนองสมมุติ", "วัดนาทดลอง", "วัดป่าแบบแปลน")


@dataclass
class Plot:
    """A parcel to be: m² that join, m² on the paper, m² to be drawn (0 = not drawn yet)."""

    joined_m2: int
    deed_m2: Decimal
    drawn_m2: float
    is_estimate: bool = False


@dataclass
class Candidate:
    """An applicant with his application and his land. `is_site` land is drawn apart from the field strips."""

    name: str
    tambon: str
    state: str
    days: int
    model: str = "HLM"
    size_rai: int | None = None
    kind: str = "PERSON"
    sector: str = "PEOPLE"
    doc_type: str = "NS4"
    land_class: str = "PRIVATE"
    plots: list[Plot] = field(default_factory=list)
    is_zoned: bool = False
    is_site: bool = False
    number: int = 0
    village: str = ""

    @property
    def no(self) -> str:
        """2565-6703-0042."""
        return f"{figures.FY}-{self.tambon[:4]}-{self.number:04d}"


def programme(random: Random, tambon: dict[str, list[str]]) -> list[Candidate]:
    """All applications of the demonstration year, numbered. `tambon`: the codes of each amphoe's tambon."""
    counted = list(_counted(random, {a.code: _chosen(random, a, tambon[a.code]) for a in AMPHOE}))
    _documents(random, counted)
    _second_parcels(random, counted)
    _shapes(random, counted)
    everyone = [*counted, *_uncounted(random, counted), *institutions(tambon)]
    last: dict[str, int] = {}
    for one in everyone:
        amphoe = one.tambon[:4]
        one.number = last[amphoe] = last.get(amphoe, 0) + 1
    return everyone


def _chosen(random: Random, amphoe: AmphoeFigures, codes: Sequence[str]) -> list[str]:
    """As many tambon as the dashboard says have applicants; never the one of the real parcels."""
    free = [code for code in sorted(codes) if code != figures.REAL_LAND]
    fixed = [code for code in free if code == figures.VOLUNTEER_VILLAGE[:6]]
    rest = [code for code in free if code not in fixed]
    return fixed + random.sample(rest, amphoe.tambon - len(fixed))


def _counted(random: Random, places: dict[str, list[str]]) -> Iterator[Candidate]:
    waiting = {state: _days(random, days) for state, days in zip(figures.STATES, figures.WAITING, strict=True)}
    for amphoe in AMPHOE:
        states = [s for s, count in zip(figures.STATES, amphoe.by_state, strict=True) for _ in range(count)]
        random.shuffle(states)
        chosen = places[amphoe.code]
        weights = [6 if code == figures.VOLUNTEER_VILLAGE[:6] else 1 for code in chosen]
        tambon = chosen + random.choices(chosen, weights, k=amphoe.applicants - len(chosen))
        for (design, joined), state, code in zip(_areas(random, amphoe), states, sorted(tambon), strict=True):
            model, size, *_ = design
            one = Candidate(people.person(random), code, state, waiting[state].pop(), model, size)
            one.plots.append(Plot(joined, Decimal(joined), 0))
            if model == "CLM":
                one.name, one.kind, one.sector = f"กลุ่มโคกหนองนา {one.name.split()[-1]}", "GROUP", "CIVIL"
            yield one


def _days(random: Random, counts: dict[int, int]) -> list[int]:
    days = [day for day, count in counts.items() for _ in range(count)]
    random.shuffle(days)
    return days


def _areas(random: Random, amphoe: AmphoeFigures) -> list[tuple[tuple[str, int, float, float, int], int]]:
    """A design and joined m² for each applicant of an amphoe; the areas add up to the amphoe's exactly."""
    while True:
        designs = random.choices(DESIGNS, weights=[d[4] for d in DESIGNS], k=amphoe.applicants)
        least = [int(d[2] * M2_PER_RAI) for d in designs]
        most = [int(d[3] * M2_PER_RAI) for d in designs]
        # With room on both sides, so that the areas look drawn and not stretched.
        room = sum(most) - sum(least)
        if sum(least) + 0.2 * room < amphoe.joined_m2 < sum(most) - 0.2 * room:
            break
    wanted = [random.uniform(low, high) for low, high in zip(least, most, strict=True)]
    areas = fit(wanted, least, most, amphoe.joined_m2)
    return list(zip(designs, areas, strict=True))


def fit(wanted: Sequence[float], least: Sequence[int], most: Sequence[int], total: int) -> list[int]:
    """Whole steps near the wanted areas, within their bounds, that add up to `total` m²."""
    missing = total - sum(wanted)
    bounds = most if missing > 0 else least
    room = sum(abs(b - w) for b, w in zip(bounds, wanted, strict=True))
    moved = [w + missing * abs(b - w) / room for b, w in zip(bounds, wanted, strict=True)]
    areas = [int(m / STEP_M2) * STEP_M2 for m in moved]
    # Rounding down leaves less than a step each.
    for n in range((total - sum(areas)) // STEP_M2):
        areas[n] += STEP_M2
    return areas


def _documents(random: Random, counted: list[Candidate]) -> None:
    kinds = [kind for kind, count in figures.DOCUMENTS.items() for _ in range(count) if kind != "PBT5"]
    random.shuffle(kinds)
    early = random.sample([one for one in counted if one.state in {"APPLIED", "RETURNED"}], figures.DOCUMENTS["PBT5"])
    for one in counted:
        one.doc_type = "PBT5" if any(one is e for e in early) else kinds.pop()
        one.land_class = figures.LAND_CLASS.get(one.doc_type, "PRIVATE")


def _second_parcels(random: Random, counted: list[Candidate]) -> None:
    large = [one for one in counted if one.plots[0].joined_m2 > 3 * M2_PER_RAI]
    for one in random.sample(large, figures.PARCELS - figures.APPLICANTS):
        whole = one.plots[0].joined_m2
        part = int(whole * random.uniform(0.4, 0.6) / STEP_M2) * STEP_M2
        one.plots = [Plot(m2, Decimal(m2), 0) for m2 in (part, whole - part)]


def _shapes(random: Random, counted: list[Candidate]) -> None:
    """Areas on paper, which plots are drawn and how well they agree, and which applications get zones."""
    plots = [plot for one in counted for plot in one.plots]
    for plot in plots:
        plot.deed_m2 = _deed(random, plot.joined_m2)
    early = [plot for one in counted if one.state in figures.WITHOUT_SHAPE for plot in one.plots]
    bare = {id(plot) for plot in random.sample(early, figures.NOT_DRAWN)}
    drawn = [plot for plot in plots if id(plot) not in bare]
    for plot in drawn:
        plot.drawn_m2 = float(plot.deed_m2) * (1 + max(-0.03, min(0.03, random.gauss(0, 0.012))))
    for plot in random.sample(drawn, figures.MISMATCHED):
        plot.drawn_m2 = float(plot.deed_m2) * (1 + random.choice((-1, 1)) * random.uniform(0.08, 0.12))
    able = [one for one in counted if all(plot.drawn_m2 >= 0.995 * plot.joined_m2 for plot in one.plots)]
    for one in random.sample(able, figures.ZONED_APPLICATIONS):
        one.is_zoned = True


def _deed(random: Random, joined_m2: int) -> Decimal:
    """Two of three join with all of their land, the others with a part of it."""
    if random.random() < 0.66:
        return Decimal(joined_m2)
    return Decimal(int(joined_m2 * random.uniform(1.1, 2.4) / STEP_M2) * STEP_M2)


def _uncounted(random: Random, counted: list[Candidate]) -> Iterator[Candidate]:
    """Drafts and closed applications, which no figure counts; half of the drafts have no land yet."""
    places = sorted({one.tambon for one in counted})
    states = [("DRAFT", figures.DRAFTS), ("REJECTED", figures.REJECTED), ("WITHDRAWN", figures.WITHDRAWN)]
    for state, count in states:
        for n in range(count):
            one = Candidate(people.person(random), random.choice(places), state, random.randint(1, 45), "HLM", 3)
            if state != "DRAFT" or n % 2:
                joined = random.randrange(3 * M2_PER_RAI, 5 * M2_PER_RAI, STEP_M2)
                one.plots.append(Plot(joined, Decimal(joined), joined * random.uniform(0.98, 1.02)))
            yield one


def institutions(tambon: dict[str, list[str]]) -> Iterator[Candidate]:
    """One counted site of state land; temples, agencies and a school whose survey is open (F2, F3)."""
    site = Candidate(
        "สำนักงานหน่วยงานระดับจังหวัด (ตัวอย่าง)", figures.SITE_TAMBON, "DOCS_OK", 21, "AGENCY", None, "AGENCY", "GOV", "RPD",
        "RATCHAPHATSADU", [Plot(figures.SITE_M2, Decimal(figures.SITE_M2), figures.SITE_M2 * 1.004, True)], is_site=True,
    )  # fmt: skip
    yield site
    for name, amphoe in zip(TEMPLES, ("6703", "6705", "6701", "6707"), strict=True):
        land = [Plot(24_000, Decimal(25_600), 25_480.0, True)] if amphoe in {"6703", "6701"} else []
        yield Candidate(
            name, min(tambon[amphoe]), "DRAFT", 16, "AGENCY", None, "TEMPLE", "RELIGIOUS", "WAT", "TEMPLE", land,
            is_site=True,
        )  # fmt: skip
    for name, amphoe in (("สำนักงานหน่วยงานระดับอำเภอ (ตัวอย่าง)", "6702"), ("ศูนย์ราชการตัวอย่าง", "6711")):
        yield Candidate(
            name, min(tambon[amphoe]), "DRAFT", 12, "AGENCY", None, "AGENCY", "GOV", "RPD", "RATCHAPHATSADU"
        )
    yield Candidate(
        "โรงเรียนบ้านสมมุติ", min(tambon["6704"]), "DRAFT", 9, "AGENCY", None, "SCHOOL", "GOV", "RPD", "RATCHAPHATSADU"
    )
