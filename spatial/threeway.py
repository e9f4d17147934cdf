"""Two changes of one shape drawn together, corner by corner, where each moved corners of its own."""

from __future__ import annotations

from spatial.rules import Place, Ring

Shape = list[list[Ring]]


def drawn_together(base: Shape, mine: Shape, theirs: Shape) -> Shape | None:
    """The corners of `base` moved as either side moved them; None when that cannot be told.

    All three need the same parts and rings with as many corners: a corner put in or taken out gives the others another
    place in the ring. A corner that both moved to different places is nobody's. Whether the result is a shape that may
    be stored is for the rules to say.
    """
    if not _structure(base) == _structure(mine) == _structure(theirs):
        return None
    together: Shape = []
    for part in zip(base, mine, theirs, strict=True):
        rings = [_ring(*three) for three in zip(*part, strict=True)]
        if any(ring is None for ring in rings):
            return None
        together.append([ring for ring in rings if ring is not None])
    return together


def _structure(shape: Shape) -> list[list[int]]:
    return [[len(ring) for ring in rings] for rings in shape]


def _ring(base: Ring, mine: Ring, theirs: Ring) -> Ring | None:
    found: Ring = []
    for was, here, there in zip(base, mine, theirs, strict=True):
        if here != was and there not in (was, here):
            return None
        found.append(_moved(was, here, there))
    return found


def _moved(was: Place, here: Place, there: Place) -> Place:
    return there if here == was else here
