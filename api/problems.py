"""Errors over HTTP: application/problem+json (RFC 9457) in Thai or English, with findings that carry a place."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import orjson
from django.db import Error, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework import exceptions

from api.sentences import SENTENCES
from parcels.errors import Busy, NotAllowed, Overloaded, PlaengError, Refused, from_database
from parcels.models import AttachmentKind, CaseState, ConsentKind, DocType, Role, State
from parcels.models.codes import CodeList
from spatial import editing
from spatial.rules import Finding, GeometryRefused

STATUS = {Refused: 422, NotAllowed: 403, Busy: 409, Overloaded: 503}
CONFLICTS = {
    "overlap", "uid_taken", "person_known", "username_taken", "applicant_has_account", "last_province",
    "second_factor_on", "second_factor_not_begun", "login_needs_work", "no_login", "web_alone",
    "login_name_taken",
}  # fmt: skip


# Members of a problem beside those of RFC 9457.
SHOWN = {"current", "links", "base", "mine", "theirs", "asked", "taken", "kept"}


class Problem(Exception):
    """One answer that is not the wished one: a stable code, a status, findings, numbers for the sentence."""

    def __init__(self, code: str, status: int, findings: list[Finding] | None = None, **data: Any) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.findings = findings or []
        self.data = data


# Holes that want names: which member of the data has the codes (with commas between), and of which list.
NAMED: dict[str, tuple[str, type[CodeList]]] = {
    "paper": ("kind", AttachmentKind),
    "consent": ("kind", ConsentKind),
    "document": ("kind", DocType),
    "from_state": ("from", State),
    "to_state": ("to", State),
    "allowed_states": ("allowed", State),
    "from_case": ("from", CaseState),
    "to_case": ("to", CaseState),
    "roles_names": ("roles", Role),
}


@lru_cache(maxsize=100)
def _name_of(model: type[CodeList], code: str, language: str) -> str:
    """The name of a code; the code itself where the list has none. A list changes with a new version only."""
    row = model._default_manager.filter(code=code).values_list("name_th", "name_en").first()
    return str(row[language == "en"]) if row else code


class _Holes(dict[str, Any]):
    """A name that is there in both languages is that of the reader; a number that was not measured shows as a dash."""

    def __missing__(self, key: str) -> str:
        if key in NAMED:
            codes, model = NAMED[key]
            names = [_name_of(model, code, get_language() or "th") for code in str(self.get(codes, "–")).split(", ")]
            return ", ".join(names)
        return str(self.get(f"{key}_{get_language()}", "–"))


def sentence(code: str, data: dict[str, Any]) -> str:
    """The sentence of a code in the language of the request, with its numbers filled in."""
    return _(SENTENCES[code]) % _Holes(data)


def _finding(found: Finding) -> dict[str, Any]:
    body: dict[str, Any] = {"code": found.code, "path": found.path}
    if found.at is not None:
        body["at"] = list(found.at)
    data = dict(found.data or {})
    return {**body, **data, "message": sentence(found.code, data)}


def body_of(problem: Problem) -> dict[str, Any]:
    findings = [_finding(f) for f in problem.findings]
    extra = {k: v for k, v in problem.data.items() if k in SHOWN}
    return {
        "type": f"/api/problems/{problem.code}",
        "title": sentence(problem.code, {**problem.data, **(problem.findings[0].data or {} if findings else {})}),
        "status": problem.status,
        "detail": "\n".join(f["message"] for f in findings) or sentence(problem.code, problem.data),
        "code": problem.code,
        "findings": findings,
        **extra,
    }


def as_response(problem: Problem) -> HttpResponse:
    response = HttpResponse(
        orjson.dumps(body_of(problem)), status=problem.status, content_type="application/problem+json"
    )
    response["Content-Language"] = get_language() or "th"
    if problem.status in {409, 429, 503} and problem.code != "conflict":
        response["Retry-After"] = str(problem.data.get("retry_after", 5))
    if problem.status == 401:
        is_token = problem.code == "token_invalid"
        response["WWW-Authenticate"] = 'Bearer error="invalid_token"' if is_token else 'Session, Bearer realm="plaeng"'
    return response


def translate(exc: Exception) -> Problem | None:
    """Any exception that is about the request, as a problem; None for our own mistakes."""
    if isinstance(exc, Problem):
        return exc
    if isinstance(exc, GeometryRefused):
        return Problem(exc.findings[0].code, 422, exc.findings)
    if isinstance(exc, editing.Refused):
        return Problem(exc.code, 422, [Finding(exc.code, "", exc.at, exc.data)])
    if isinstance(exc, PlaengError):
        status = next(code for kind, code in STATUS.items() if isinstance(exc, kind))
        return Problem(exc.code, 409 if exc.code in CONFLICTS else status, exc.findings, **exc.data)
    if isinstance(exc, Error):
        return _of_database(exc)
    if isinstance(exc, Http404):
        return Problem("not_found", 404)
    if isinstance(exc, exceptions.APIException):
        return _of_framework(exc)
    return None


def _of_database(exc: Error) -> Problem | None:
    if known := from_database(exc):
        return translate(known)
    if isinstance(exc, OperationalError | InterfaceError):
        return Problem("database_away", 503)
    return None


FRAMEWORK = {
    exceptions.NotAuthenticated: "sign_in_needed",
    exceptions.AuthenticationFailed: "sign_in_needed",
    exceptions.PermissionDenied: "forbidden",
    exceptions.NotFound: "not_found",
    exceptions.MethodNotAllowed: "method_not_allowed",
    exceptions.NotAcceptable: "format_not_offered",
    exceptions.UnsupportedMediaType: "media_type_not_accepted",
}


def _of_framework(exc: exceptions.APIException) -> Problem:
    if isinstance(exc, exceptions.ValidationError):
        return Problem("invalid", 422, serializer_findings(exc.detail))
    if isinstance(exc, exceptions.PermissionDenied) and "CSRF" in str(exc.detail):
        return Problem("csrf_failed", 403)
    code = next((code for kind, code in FRAMEWORK.items() if isinstance(exc, kind)), "invalid")
    return Problem(code, exc.status_code, accepted="application/json")


def serializer_findings(detail: Any, path: str = "") -> list[Finding]:
    """DRF's nested errors as findings; `path` is the JSON pointer that they begin at."""
    found: list[Finding] = []
    queue: list[tuple[str, Any]] = [(path, detail)]
    while queue:
        at, value = queue.pop(0)
        if isinstance(value, dict):
            queue.extend((f"{at}/{name}", member) for name, member in value.items())
        else:
            codes = value if isinstance(value, list) else [value]
            found.extend(_serializer_finding(at, error) for error in codes)
    return found


def _serializer_finding(path: str, error: Any) -> Finding:
    code = getattr(error, "code", "invalid")
    known = code if code in SENTENCES else "invalid_value"
    return Finding(known, path, data={"reason": str(error)} if known == "invalid_value" else {})


def handle(exc: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's exception handler: problem+json, or None for a 500 that is our own."""
    problem = translate(exc)
    return None if problem is None else as_response(problem)


def no_such_address(request: HttpRequest) -> HttpResponse:
    """404 as a problem for every address under /api/ that is none."""
    return as_response(Problem("not_found", 404))
