"""All rows out: GeoJSON text sequences of ours against the lists of the textbook."""

from __future__ import annotations

from collections.abc import Callable

from bench.reading import Field
from bench.table import Row
from bench.turns import Contestant, compare

TARGET, PAGE, TRIAL = 40.0, 1_000, 5_000
# The textbook takes minutes for all rows: a turn of it is a part of them, which costs it no more a row.
PART, ROUNDS = 20_000, 3


def rows(on: Field, count: int) -> list[Row]:
    """The textbook gives them as pages of 1,000 or as one long list, whichever a trial shows to be cheaper for it."""
    part = min(PART, count)
    pages, whole = (Contestant(_textbook(on, each, TRIAL), on.clocks["textbook"]) for each in (PAGE, TRIAL))
    trial = compare({"pages": pages, "whole": whole}, 1)
    is_paged = trial["pages"] < trial["whole"]
    spent = compare(
        {
            "plaeng": Contestant(_ours(on, count), on.clocks["plaeng"]),
            "textbook": Contestant(_textbook(on, PAGE if is_paged else part, part), on.clocks["textbook"]),
        },
        ROUNDS,
    )
    ways = f"{trial['pages'] * 1e6:.0f} µs a row in pages of {PAGE:,}, {trial['whole'] * 1e6:.0f} in one list"
    note = (
        f"textbook by {part:,} rows a turn, in {'pages' if is_paged else 'one list'}, "
        f"the cheaper way in a trial of {TRIAL:,} ({ways})"
    )
    what = f"{count:,} rows exported"
    ours, theirs = (spent[name] * count * 1e3 for name in ("plaeng", "textbook"))
    return [Row(what, "textbook", ours, theirs, TARGET, note=note)]


def _ours(on: Field, count: int) -> Callable[[int], int]:
    def turn(_number: int) -> int:
        path = f"/api/collections/parcels/items?f=geojsonseq&limit={count}"
        found = on.clients["plaeng"].get(path).count(b"\x1e")
        if found != count:
            raise RuntimeError(f"{found} rows came instead of {count}")
        return count

    return turn


def _textbook(on: Field, each: int, count: int) -> Callable[[int], int]:
    def turn(_number: int) -> int:
        for page in range(1, count // each + 1):
            on.clients["textbook"].get(f"/parcels/?page_size={each}&page={page}")
        return count

    return turn
