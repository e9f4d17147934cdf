"""Between a checked record and its row: rights on the row before and after, what a closed application refuses, saving."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.db import Error
from django.utils import timezone

from api.problems import Problem, serializer_findings
from api.register.inputs import BOUND, reader
from api.register.records import Record
from parcels import notices
from parcels.dates import fiscal_year
from parcels.errors import NotAllowed, from_database
from parcels.models import Applicant, Application, Attachment, Comment
from parcels.permissions import Access, require_area, visible_to
from parcels.workflow import CLOSED, HELPERS_WRITE_IN
from spatial.rules import Finding


class RecordWriter:
    """Writes rows of one record for one user, inside a transaction that the caller holds."""

    def __init__(self, record: Record, can: Access) -> None:
        self.record = record
        self.can = can

    def create(self, data: Any) -> Any:
        """Store a new row; `uid` may be a UUID that the client made. Raises Problem, NotAllowed, Refused."""
        uid = self._uid(data)
        values = self._read({k: v for k, v in data.items() if k != "uid"} if isinstance(data, dict) else data)
        row = self.record.model(uid=uid, **values)
        if isinstance(row, Application):
            row.fy = row.fy or fiscal_year(timezone.now())
            row.tambon_id = row.tambon_id or row.applicant.tambon_id
        self._require(row)
        self._save(row, force_insert=True)
        if isinstance(row, Comment):
            notices.mentioned(row, self.can.user_id)
        return row

    def update(self, row: Any, data: Any) -> Any:
        """PATCH: the members that change. Raises Problem, NotAllowed, Refused."""
        return self.change(row, self.patch_of(row, data))

    def patch_of(self, row: Any, data: Any) -> dict[str, Any]:
        """The values that a patch names, checked, by column. Raises Problem, NotAllowed."""
        self._require(row)
        return self._read(data, row=row, is_partial=True)

    def change(self, row: Any, values: dict[str, Any]) -> Any:
        """Store values by column. Raises Problem, NotAllowed, Refused."""
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        if bound := sorted(BOUND & changed.keys()):
            raise Problem("read_only_member", 422, [Finding("read_only_member", f"/{bound[0]}")])
        for name, value in changed.items():
            setattr(row, name, value)
        if isinstance(row, Attachment) and "result" in changed:
            changed |= self._judged(row)
        self._require(row)
        if changed:
            self._save(row, update_fields=[*changed])
            row.version += 1
        if isinstance(row, Attachment) and changed.get("result") == Attachment.RETURNED:
            about = {"no": row.application.no, "reason": row.result_reason}
            notices.tell(
                row.application, notices.PAPER_RETURNED, notices.involved(row.application), self.can.user_id, **about
            )
        return row

    def delete(self, row: Any) -> None:
        self._require(row)
        guarded(row.delete)

    @property
    def columns(self) -> list[str]:
        """All that people write of such a row."""
        return [str(field.source) for field in reader(self.record, {}, access=self.can).fields.values()]

    def _judged(self, row: Attachment) -> dict[str, Any]:
        """Who looked at a paper and when. Raises NotAllowed for who only helps."""
        if self.can.role in HELPERS_WRITE_IN:
            raise NotAllowed("forbidden")
        row.checked_at, row.checked_by_id = timezone.now(), self.can.user_id
        return {"checked_at": row.checked_at, "checked_by": row.checked_by_id}

    def _uid(self, data: Any) -> uuid.UUID:
        given = data.get("uid") if isinstance(data, dict) else None
        if given is None:
            return uuid.uuid4()
        try:
            return uuid.UUID(given)
        except (ValueError, AttributeError, TypeError) as exc:
            raise Problem("bad_uid", 422, [Finding("bad_uid", "/uid")]) from exc

    def _read(self, data: Any, **options: Any) -> dict[str, Any]:
        incoming = reader(self.record, data, access=self.can, **options)
        if not incoming.is_valid():
            raise Problem("invalid", 422, serializer_findings(incoming.errors))
        return dict(incoming.validated_data)

    def _require(self, row: Any) -> None:
        """The row lies in the caller's area, and its application goes on."""
        application = self._application(row)
        if isinstance(row, Applicant):
            require_area(self.can, tambon=row.tambon_id or "", village_code=row.village_code)
        if application is None:
            return
        self.require_application(application)

    def require_application(self, application: Application) -> None:
        """An application lies in the caller's area and may still be written to. Raises NotAllowed, Problem."""
        village = application.applicant.village_code
        if self.can.owner is None:
            require_area(self.can, tambon=application.tambon_id or "", village_code=village)
        elif not visible_to(self.can, Applicant).filter(pk=application.applicant_id).exists():
            raise NotAllowed("not_in_your_area")
        self._require_open(application)

    def _require_open(self, application: Application) -> None:
        if application.state_id in CLOSED and self.record.model is not Comment:
            raise Problem("application_closed", 409, application=application.no)
        states = HELPERS_WRITE_IN.get(self.can.role)
        if states and application.state_id not in states:
            raise NotAllowed("application_checked", application=application.no)

    def _application(self, row: Any) -> Application | None:
        """What a row belongs to; an application is its own."""
        if not self.record.belongs:
            return row if isinstance(row, Application) else None
        held = row
        for step in self.record.belongs.split("__"):
            held = getattr(held, step) if held is not None else None
        return held

    def _save(self, row: Any, **how: Any) -> None:
        guarded(lambda: row.save(**how))


def guarded(work: Callable[[], Any]) -> None:
    """What the database refuses, in our words. Raises Refused, Busy."""
    try:
        work()
    except Error as exc:
        refused = from_database(exc)
        if refused is None:
            raise
        raise refused from exc
