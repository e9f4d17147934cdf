"""Small pieces of an OpenAPI 3.1 document: references, parameters, answers, operations, in English and Thai.

The document has English in `summary`, `description` and `title`, and Thai beside it in `x-summary-th` and so on.
"""

from __future__ import annotations

from typing import Any

from api.collections import Collection

Json = dict[str, Any]

JSON, GEOJSON, PATCH = "application/json", "application/geo+json", "application/merge-patch+json"
SCHEMA, PROBLEM, HTML = "application/schema+json", "application/problem+json", "text/html"

# Which answers can come from a kind of request, apart from the good one. 401 and 429 come from everywhere: a wrong
# token is refused even where none is needed, and whoever brings too many wrong ones has to wait.
PUBLIC = ("400", "401", "406", "429", "503")
READ = (*PUBLIC, "404", "414")
UNSAFE = (*PUBLIC, "403", "404", "409")
BODY = ("411", "413", "415", "422")
MATCHED = ("412", "428")

# Who may ask, for `security`: each entry is one way, of which one is enough.
_PROGRAM: list[Json] = [{"token": []}, {"basic": []}]
ANYBODY: list[Json] = []
CSRF: list[Json] = [{"csrf": []}]
READERS: list[Json] = [{"session": []}, *_PROGRAM]
WRITERS: list[Json] = [{"session": [], "csrf": []}, *_PROGRAM]
PERSON: list[Json] = [{"session": []}]
PERSON_WRITES: list[Json] = [{"session": [], "csrf": []}]


def ref(kind: str, name: str) -> Json:
    return {"$ref": f"#/components/{kind}/{name}"}


def singular(collection: Collection) -> str:
    """The name of one feature of a collection in names of schemas: Parcel, Zone, Area."""
    return collection.name.removesuffix("s").capitalize()


def said(en: str, th: str, member: str = "description") -> Json:
    return {member: en, f"x-{member}-th": th}


def parameter(name: str, schema: Json, words: tuple[str, str], where: str = "query", *, required: bool = False) -> Json:
    """`words` are the description in English and Thai. Lists are written with commas between."""
    found: Json = {"name": name, "in": where, "required": required or where == "path", **said(*words), "schema": schema}
    if where == "query" and schema.get("type") == "array":
        found |= {"style": "form", "explode": False}
    return found


def answer(words: tuple[str, str], schemas: dict[str, Json] | None = None, **more: Json) -> Json:
    """A response; `schemas` by media type. `more`: headers, links."""
    content = {"content": {media: {"schema": schema} for media, schema in schemas.items()}} if schemas else {}
    return {**said(*words), **content, **more}


def operation(
    name: str, tag: str, words: tuple[str, str], answers: dict[str, Json], problems: tuple[str, ...], **more: Any
) -> Json:
    """`words` are the summary; `problems` the statuses of refusals. `more`: parameters, requestBody, security …"""
    has_page = any(HTML in good.get("content", {}) for good in answers.values())
    kind = "ProblemPage" if has_page else "Problem"
    refused = {status: ref("responses", f"{kind}{status}") for status in problems}
    return {
        "operationId": name,
        "tags": [tag],
        **said(*words, member="summary"),
        **{member: value for member, value in more.items() if value is not None},
        "responses": {**answers, **dict(sorted(refused.items()))},
    }


def closed(properties: Json, required: tuple[str, ...] | None = None) -> Json:
    """An object with exactly these members, all of them there unless `required` says which."""
    needed = [*properties] if required is None else [*required]
    found = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**found, "required": needed} if needed else found


def leads(**to: tuple[str, Json]) -> Json:
    """`links` of a response: each name leads to an operation with parameters, written as runtime expressions."""
    return {name: {"operationId": where, "parameters": given} for name, (where, given) in to.items()}


def headers(**named: str) -> Json:
    """`headers` of a response, from components.headers; a name in Python has _ for -."""
    return {name.replace("_", "-"): ref("headers", kind) for name, kind in named.items()}


def many(items: Json, **more: Any) -> Json:
    return {"type": "array", "items": items, **more}


def either(schema: Json) -> Json:
    """The schema or null."""
    return {"anyOf": [schema, {"type": "null"}]}


TEXT: Json = {"type": "string"}
COUNT: Json = {"type": "integer", "minimum": 0}
NUMBER: Json = {"type": "number"}
FLAG: Json = {"type": "boolean"}
URI: Json = {"type": "string", "format": "uri"}
TIME: Json = {"type": "string", "format": "date-time"}
UID: Json = {"type": "string", "format": "uuid"}
