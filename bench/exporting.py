"""All rows out, as GeoJSON text sequences of ours against the pages of the textbook."""

from __future__ import annotations

from bench.reading import Field
from bench.table import Row
from bench.turns import Contestant, compare

OURS = "/api/collections/parcels/items?f=geojsonseq"
TARGET, PAGE = 40.0, 10_000


def rows(on: Field, count: int) -> list[Row]:
    """None when there is no such export here. Ours gives all that the officer sees, so it is set in proportion."""
    if on.clients["plaeng"].ask("GET", f"{OURS}&bbox=1,1,2,2")[0] != 200:
        return []

    def ours(_turn: int) -> int:
        return max(1, on.clients["plaeng"].get(OURS).count(b"\n"))

    def textbook(_turn: int) -> int:
        for page in range(1, count // PAGE + 1):
            on.clients["textbook"].get(f"/parcels/?page_size={PAGE}&page={page}")
        return count

    clocks = on.clocks
    spent = compare(
        {"plaeng": Contestant(ours, clocks["plaeng"]), "textbook": Contestant(textbook, clocks["textbook"])}, 1
    )
    what = f"{count:,} rows exported"
    return [Row(what, "textbook", spent["plaeng"] * count * 1e3, spent["textbook"] * count * 1e3, TARGET)]
