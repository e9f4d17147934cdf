"""Exports that take longer than a request waits: ask, look how far it is, fetch the file while it is kept."""

from __future__ import annotations

from typing import Any

import orjson
from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.collections import COLLECTIONS
from api.conditional import OF_WRITES, write
from api.exports import asking, packages
from api.exports.run import rights_of
from api.limits import EXPORT, JOB, take_turn
from api.parameters import plain
from api.parsing import MAX_BODY, content
from api.problems import Problem
from api.values import uid_in
from parcels import jobs
from parcels.models import Job
from parcels.permissions import Access, access
from parcels.reading import note
from parcels.rights import READ
from spatial.exports import FORMATS
from spatial.rules import Finding

MOST_OPEN = 5
LISTED = 50
POLL_S = 2
# The formats of lists, and that of a whole tambon.
NAMES = [*FORMATS, packages.PACKAGE]
MEMBERS = ("collection", "f", "params", "purpose")
# The words of OGC API Processes for our states.
STATUS = {Job.QUEUED: "accepted", Job.RUNNING: "running", Job.DONE: "successful", Job.FAILED: "failed"}


def shown(job: Job) -> dict[str, Any]:
    """A job as its owner sees it; the link `result` is there as long as the file is."""
    here = address(job)
    links = [{"rel": "self", "type": "application/json", "href": here}]
    if _is_kept(job):
        media = packages.form_of(job.asked["f"]).media
        links.append({"rel": "result", "type": media, "href": f"{here}/file"})
    return {
        "jobID": str(job.uid),
        "type": "process",
        "status": STATUS[job.state],
        "progress": _percent(job),
        "features": {"done": job.done, "total": job.total},
        **{name: job.asked.get(name) for name in ("collection", "f", "params")},
        "created": job.created_at,
        "started": job.started_at,
        "finished": job.finished_at,
        "expires": job.expires_at,
        "bytes": job.size,
        "problem": job.problem,
        "links": links,
    }


def address(job: Job) -> str:
    return f"{settings.BASE_URL}/api/exports/{job.uid}"


def _percent(job: Job) -> int:
    if job.state == Job.DONE:
        return 100
    return min(99, 100 * job.done // job.total) if job.total else 0


def _is_kept(job: Job) -> bool:
    return job.state == Job.DONE and bool(job.file) and job.expires_at is not None and job.expires_at > timezone.now()


class Exports(APIView):
    """GET: mine, newest first. POST: one more, answered 202 with its address."""

    def get(self, request: Request) -> Response:
        plain(request.GET, ("f",))
        return Response({"jobs": [shown(job) for job in _mine(request).order_by("-id")[:LISTED]]})

    def post(self, request: Request) -> HttpResponse:
        plain(request.GET, OF_WRITES)
        can = access(request.user)
        wish = _wish(content(request, MAX_BODY), can)
        return write(request, can, lambda: self._create(request, wish))

    def _create(self, request: Request, wish: dict[str, Any]) -> HttpResponse:
        take_turn(request, JOB)
        if _mine(request).filter(state__in=jobs.OPEN).count() >= MOST_OPEN:
            raise Problem("too_many_jobs", 429, limit=MOST_OPEN, retry_after=30)
        job = Job.objects.create(user_id=_me(request), asked=wish, language=get_language() or "th")
        job.refresh_from_db()
        body = orjson.dumps(shown(job), default=str)
        headers = {"Location": address(job), "Retry-After": str(POLL_S)}
        return HttpResponse(body, status=202, content_type="application/json", headers=headers)


class OneExport(APIView):
    """GET: how far it is. DELETE: cancel it, or remove it with its file."""

    def get(self, request: Request, uid: str) -> Response:
        plain(request.GET, ("f",))
        job = _find(request, uid)
        return Response(shown(job), headers={"Retry-After": str(POLL_S)} if job.state in jobs.OPEN else None)

    def delete(self, request: Request, uid: str) -> HttpResponse:
        plain(request.GET, ())
        jobs.cancel(_find(request, uid))
        return HttpResponse(status=204)


class ExportFile(APIView):
    """The file, for its owner only, while it is kept and while his rights are those that it was made under."""

    media_types = tuple(form.media.split(";")[0] for form in FORMATS.values())

    def get(self, request: Request, uid: str) -> HttpResponseBase:
        plain(request.GET, ())
        job = _find(request, uid)
        take_turn(request, EXPORT)
        if job.state != Job.DONE:
            raise Problem("export_not_ready" if job.state in jobs.OPEN else "export_failed", 409, retry_after=POLL_S)
        if job.rights != rights_of(access(request.user)):
            raise Http404
        if not _is_kept(job):
            raise Problem("export_expired", 410)
        return self._send(request, job)

    def _send(self, request: Request, job: Job) -> HttpResponseBase:
        try:
            opened = (settings.JOB_FOLDER / job.file).open("rb")
        except FileNotFoundError as exc:
            raise Problem("export_expired", 410) from exc
        if job.asked["people"]:
            note(
                request.user.pk,
                via="token" if request.auth else "web",
                collection=job.asked["collection"],
                form=job.asked["f"],
                columns=job.asked["people"],
                parameters=sorted(set(job.asked["params"]) - set(asking.OWN)),
                rows=job.done,
                purpose=job.asked["params"].get("purpose", ""),
                request_id=job.uid.hex,
            )
        media = packages.form_of(job.asked["f"]).media
        return FileResponse(opened, as_attachment=True, filename=packages.file_name(job), content_type=media)


def _me(request: Request) -> Any:
    return request.user.pk


def _mine(request: Request) -> Any:
    """The jobs of the caller but those that he took back; without an office he has none."""
    mine = Job.objects.filter(user_id=_me(request)).exclude(state=Job.CANCELLED)
    return mine if access(request.user).role else Job.objects.none()


def _find(request: Request, uid: str) -> Job:
    job: Job | None = _mine(request).filter(uid=uid_in(uid)).first()
    if job is None:
        raise Http404
    return job


def _wish(data: Any, can: Access) -> dict[str, Any]:
    """What is to be exported, checked as far as it can be now; it is judged again when the job runs."""
    if not isinstance(data, dict):
        raise Problem("invalid", 422)
    if foreign := sorted(set(data) - set(MEMBERS)):
        raise _refused("unknown_member", foreign[0])
    for name, known in (("collection", _names(can)), ("f", NAMES)):
        if data.get(name) not in known:
            raise _refused("required" if name not in data else "does_not_exist", name)
    params = data.get("params", {})
    if not isinstance(params, dict) or not all(isinstance(value, str) for value in params.values()):
        raise _refused("not_texts", "params")
    for name in ("f", "purpose"):
        if name in params:
            raise _refused("unknown_member", f"params/{name}")
    purpose = data.get("purpose", "")
    if not isinstance(purpose, str):
        raise _refused("not_texts", "purpose")
    given = {**params, **({"purpose": purpose} if purpose else {})}
    return {"collection": data["collection"], "f": data["f"], "params": given, "people": _people(data, given, can)}


def _people(data: dict[str, Any], given: dict[str, str], can: Access) -> list[str]:
    """The columns of what is wanted that name persons; asking finds out whether it may be had at all."""
    if data["f"] == packages.PACKAGE:
        packages.read(data["collection"], given, can)
        return []
    return list(asking.read(COLLECTIONS[data["collection"]], can, data["f"], given).people)


def _names(can: Access) -> list[str]:
    return [name for name in COLLECTIONS if can.may(READ, name)]


def _refused(code: str, member: str) -> Problem:
    return Problem("invalid", 422, [Finding(code, f"/{member}", data={})])
