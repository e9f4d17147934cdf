"""A file as the answer of a request, for as many features as a request may wait for."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.db import transaction
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from rest_framework.request import Request

from api import query
from api.collections import Collection
from api.exports import asking
from api.limits import EXPORT, take_turn
from api.problems import Problem
from parcels.patience import allow
from parcels.permissions import Access
from parcels.reading import note

# What a request may take to read; a page has less. It is asked for seldom (api/limits.py), and nothing is computed.
AT_ONCE_S = 30.0
# Bytes that go out at once; Django's own 4,096 are a system call for three features.
BLOCK = 256 * 1024
KINDS = {"integer": "integer", "number": "double", "boolean": "boolean", "datetime": "dateTime"}


def answer(request: Request, collection: Collection, can: Access, name: str) -> HttpResponseBase:
    """The whole filtered collection as a file. Raises Problem export_too_large above the limit of the format."""
    asked = asking.read(collection, can, name, request.GET)
    if name == asking.COMPANION:
        return _companion(asked)
    take_turn(request, EXPORT)
    with query.in_time(), transaction.atomic():
        allow(AT_ONCE_S)
        rows = asked.count(asked.form.at_once + 1)
        if rows > asked.form.at_once:
            raise Problem("export_too_large", 413, limit=asked.form.at_once)
        response = _file(asked)
    if asked.people:
        note(
            request.user.pk,
            via="token" if request.auth else "web",
            collection=collection.name,
            form=name,
            columns=asked.people,
            parameters=sorted(asked.params),
            rows=rows,
            purpose=asked.purpose,
            request_id=getattr(request._request, "id", ""),
        )
    return response


def _file(asked: asking.Asked) -> FileResponse:
    """Written whole before the first byte goes out: what fails is a problem, and no slow reader holds the database."""
    with tempfile.TemporaryDirectory(prefix="plaeng-") as folder:
        path = Path(folder, asked.file_name)
        asked.form.write(asked.extract, path, lambda _number: None)
        opened = path.open("rb")  # it stays readable when its name is gone
    response = FileResponse(opened, as_attachment=True, filename=asked.file_name, content_type=asked.form.media)
    response.block_size = BLOCK
    response["Link"] = ", ".join(_links(asked))
    if asked.form.takes_crs:
        response["Content-Crs"] = f"<{asked.extract.crs.uri}>"
    patch_vary_headers(response, ("Accept",))
    return response


def _links(asked: asking.Asked) -> list[str]:
    """What a bare table or sequence has no room for: the collection, and for CSV its description."""
    root = f"{settings.BASE_URL}/api/collections/{asked.collection.name}"
    links = [f'<{root}>; rel="collection"']
    if asked.name == "csv":
        said = urlencode({**asked.params, "f": asking.COMPANION})
        links.append(f'<{root}/items?{said}>; rel="describedby"; type="application/csvm+json"')
    return links


def _companion(asked: asking.Asked) -> HttpResponse:
    """What the CSV of the same parameters holds: columns and terms (W3C, Metadata Vocabulary for Tabular Data)."""
    facts = asked.extract.about.facts
    columns: list[dict[str, Any]] = [{"name": "id", "titles": "id", "datatype": "string"}]
    columns += [
        {"name": f.name, "titles": f.name, "dc:title": f.title, "datatype": KINDS.get(f.kind, "string")}
        for f in asked.extract.fields
    ]
    columns += [{"name": "wkt", "titles": "wkt", "datatype": "string"}] if asked.extract.has_shapes else []
    body = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": facts["language"]}],
        "url": facts["source"],
        "dc:title": facts["title"],
        "dc:publisher": facts["attribution"],
        "dc:license": facts["license"],
        "dc:date": facts["retrieved"],
        "dc:source": facts["source"],
        "plaeng:about": facts,
        "dialect": {"encoding": "utf-8", "header": True},
        "tableSchema": {"columns": columns, "primaryKey": "id"},
    }
    return HttpResponse(orjson.dumps(body), content_type="application/csvm+json")
