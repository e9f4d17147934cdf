"""The log of what personal data left the platform (PDPA): who, what, when, what for; never the values."""

from __future__ import annotations

from collections.abc import Iterable

from parcels.models import ReadLog


def note(
    user_id: int | None,
    *,
    via: str,
    collection: str,
    form: str,
    columns: Iterable[str],
    parameters: Iterable[str],
    rows: int,
    purpose: str,
    request_id: str = "",
) -> None:
    """Write one line; it is never changed afterwards. `columns` are those that name persons."""
    ReadLog.objects.create(
        user_id=user_id,
        via=via,
        collection=collection,
        format=form,
        columns=list(columns),
        parameters=list(parameters),
        rows=rows,
        purpose=purpose,
        request_id=request_id,
    )
