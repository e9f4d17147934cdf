"""What schemathesis is told beside the document: who signs in, and values that lead to what is there.

Only input that was made to be good is touched, and half of it stays as it was made: the refusals are tried too.
"""

from __future__ import annotations

import atexit
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import schemathesis
from schemathesis.transport.serialization import Binary

from tests.fuzz.leading import REGISTER, lead, lead_to_judgement
from tests.fuzz.people import OFFICE, Officer

# Where a request starts or ends a session it gets one of its own, or all would end with it.
SESSIONS = ("POST /session", "DELETE /session")
# What these make belongs to one officer alone.
PRIVATE = ("POST /exports", "POST /tokens", "POST /filters")
# These are for the province, mostly.
ADMINISTRATION = ("/officers", "/offices")
# With return=minimal they answer 201 without a body. OpenAPI has the bodies of an answer as those that it may have, but
# schemathesis wants one there; tests/api/test_rehearsal.py looks at these answers.
CREATIONS = (
    "POST /collections/parcels/items",
    "POST /collections/zones/items",
    *(f"POST /{name}" for name in REGISTER),
)
# Few of their good cases can be served as they were made, and few are made.
ALWAYS_LED = ("PUT /collections/zones/items/{uid}",)
# How often each operation answered with which status, written down at the end.
TALLY: dict[str, Counter[str]] = {}
atexit.register(lambda: Path(os.environ["FUZZ_TALLY"]).write_text(json.dumps(TALLY), encoding="utf-8"))


@schemathesis.serializer("application/pdf")
def as_file(ctx: Any, value: Any) -> bytes:
    """A body that schemathesis would not try, since it has no example of such files."""
    return value.data if isinstance(value, Binary) else value if isinstance(value, bytes) else str(value).encode()


@schemathesis.auth(refresh_interval=None)
class Credentials:
    """Cookie and CSRF token of an officer, or one of his tokens; what belongs to one officer is asked for by him."""

    def get(self, case: Any, ctx: Any) -> str:
        return str(case.operation.schema.get_base_url()).rstrip("/")

    def set(self, case: Any, data: str, ctx: Any) -> None:
        label = case.operation.label
        if label in SESSIONS:
            _identify(case, Officer(data, OFFICE.name(dice(case))).sign_in())
            return
        takes_tokens = "/tokens" not in label and "/session" not in label
        officer = OFFICE.next(data, takes_tokens=takes_tokens)
        if case.operation.path.startswith(ADMINISTRATION) and dice(case) % 5:
            officer = OFFICE.chief()
        places = case.path_parameters or {}
        _identify(case, OFFICE.owner(places.get("uid") or places.get("number")) or officer)


def _identify(case: Any, officer: Officer) -> None:
    case.headers["X-Real-IP"] = officer.address
    if officer.token:
        case.headers["Authorization"] = f"Bearer {officer.token}"
        return
    case.cookies = {**(case.cookies or {}), **officer.cookies()}
    case.headers["X-CSRFToken"] = officer.csrf


def dice(case: Any) -> int:
    """A number that the same input always gets, so that a seed leads to the same run."""
    return sum(repr((case.body, case.query, case.path_parameters)).encode())


@schemathesis.hook
def map_case(context: Any, case: Any) -> Any:
    """Lead half of the good input to what exists; what a link of the document has filled in stays."""
    is_good = case.meta is None or not case.meta.generation.mode.is_negative
    if is_good and (dice(case) % 2 or case.operation.label in ALWAYS_LED):
        owner = lead(case, dice(case))
        if owner:
            _identify(case, owner)
    if not is_good:
        lead_to_judgement(case, dice(case))
    return case


@schemathesis.hook
def before_call(context: Any, case: Any, **_options: Any) -> None:
    # What a rehearsal shows was not stored: no link leads on from there.
    if case.meta and case.meta.phase.name.name == "STATEFUL" and case.method == "POST":
        case.query.pop("validate", None)
    if case.operation.label in CREATIONS and str(case.query.get("validate")).lower() != "true":
        case.headers.pop("Prefer", None)


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    """Count the answer, and remember who made what."""
    label = case.operation.label
    if case.method == case.operation.method.upper():
        TALLY.setdefault(label, Counter())[str(response.status_code)] += 1
    media = (response.headers.get("content-type") or ["-"])[0].split(";")[0]
    if response.status_code < 300 and media.endswith("json") and response.content:
        maker = case.headers["X-Real-IP"] if label in PRIVATE else ""
        OFFICE.remember(response.json(), case.operation.path, maker)
