"""The land of the demonstration: in each tambon one tract, where parcels of applicants lie among their neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from parcels.demo import figures
from parcels.demo.cadastre import Lot, strip
from parcels.demo.programme import Candidate, Plot
from parcels.demo.zoning import Splits, lay_out
from spatial.units import M2_PER_RAI

LOTS_A_STRIP = 14
NEIGHBOURS = 2  # more than there are applicants' parcels


# Whose it shall be, and m².
Wanted = tuple[Candidate | None, Plot | None, float]


@dataclass(frozen=True)
class Holding:
    """A drawn lot and whose it is; without an owner it is a neighbour outside the programme."""

    lot: Lot
    owner: Candidate | None
    plot: Plot | None


@dataclass(frozen=True)
class Tract:
    """All lots of one tambon, in metres of a frame of its own."""

    tambon: str
    village: str
    holdings: list[Holding]


def tracts(random: Random, candidates: Sequence[Candidate]) -> Iterator[Tract]:
    """One tract for each tambon in which something is drawn; sets the village of everyone who lives there."""
    for tambon in sorted({one.tambon for one in candidates}):
        here = [one for one in candidates if one.tambon == tambon]
        village = _village(random, tambon)
        for one in here:
            one.village = village if any(p.drawn_m2 for p in one.plots) else f"{tambon}{random.randint(1, 12):02d}"
        if holdings := _holdings(random, here):
            yield Tract(tambon, village, holdings)


def _village(random: Random, tambon: str) -> str:
    special = figures.VOLUNTEER_VILLAGE
    return special if special.startswith(tambon) else f"{tambon}{random.randint(1, 12):02d}"


def _holdings(random: Random, here: Sequence[Candidate]) -> list[Holding]:
    """The lots of a tract: strips of fields from south to north, then the sites of institutions, each apart."""
    drawn = [(one, plot) for one in here for plot in one.plots if plot.drawn_m2]
    fields: list[Wanted] = [(o, p, p.drawn_m2) for o, p in drawn if not o.is_site]
    fields += [(None, None, M2_PER_RAI * random.uniform(1.2, 7.5)) for _ in range(len(fields) + NEIGHBOURS)]
    random.shuffle(fields)
    strips = [fields[n : n + LOTS_A_STRIP] for n in range(0, len(fields), LOTS_A_STRIP)] if drawn else []
    sites: list[list[Wanted]] = [[(o, p, p.drawn_m2)] for o, p in drawn if o.is_site]
    holdings, south = [], 0.0
    for members in [*strips, *sites]:
        half = (len(members) + 1) // 2
        areas = [m2 for *_, m2 in members]
        lots, south = strip(random, (areas[:half], areas[half:]), south)
        holdings += [Holding(lot, owner, plot) for lot, (owner, plot, _) in zip(lots, members, strict=True)]
    _add_zones(random, holdings)
    return holdings


def _add_zones(random: Random, holdings: Sequence[Holding]) -> None:
    splits = Splits()
    for holding in holdings:
        if holding.owner and holding.plot and holding.owner.is_zoned:
            lay_out(random, holding.lot, holding.plot.joined_m2, splits)
    for holding in holdings:
        lot = holding.lot
        lot.ring = splits.expanded(lot.ring)
        lot.zones = [(kind, splits.expanded(ring)) for kind, ring in lot.zones]
