"""python -m bench.import_files FILE...: import them in one transaction and undo it, so that the land stays free."""

from __future__ import annotations

import sys
from pathlib import Path

import django

django.setup()

from django.db import transaction  # noqa: E402  # settings first

from parcels.imports import import_features, read_features  # noqa: E402

TAMBON = "670114"


def main(files: list[str]) -> None:
    with transaction.atomic():
        for name in files:
            outcomes = import_features(read_features(Path(name)), tambon=TAMBON, source=name)
            if refused := [outcome for outcome in outcomes if outcome.findings]:
                raise RuntimeError(f"{len(refused)} rows were refused: {refused[0].findings}")
        transaction.set_rollback(True)


if __name__ == "__main__":
    main(sys.argv[1:])
