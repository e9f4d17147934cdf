"""Fold what has changed into the sums of applicants and land; or sum everything up anew."""

from __future__ import annotations

from parcels.management.folding import FoldCommand
from parcels.rollups import fold


class Command(FoldCommand):
    help = "Fold changes of land and papers into the sums of the reports. It happens by itself every hundred changes."
    fold = staticmethod(fold)
    anew = "SELECT rebuild_rollups()"
