"""Fold the changes of parcels into the counts behind wide views; or count everything anew."""

from __future__ import annotations

from parcels.management.folding import FoldCommand
from parcels.tiles import fold


class Command(FoldCommand):
    help = "Fold changes of parcels into the counts of wide map views. It happens by itself every thousand changes."
    fold = staticmethod(fold)
    anew = "SELECT rebuild_tiles()"
