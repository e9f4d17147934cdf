"""The OpenAPI document as a page. Resolved and in one language, so that the template only has to write it down."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from api.pages.words import is_thai

Json = dict[str, Any]

METHODS = ("get", "post", "put", "patch", "delete", "options")
MAX_CODES = 12


class Reader:
    """Reads one document: follows references, chooses the language."""

    def __init__(self, document: Json) -> None:
        self.document = document

    def groups(self) -> list[Json]:
        """The operations under their tags, in the order of the tags."""
        by_tag: dict[str, list[Json]] = {}
        for path, item in self.document["paths"].items():
            for method in (m for m in METHODS if m in item):
                found = self._operation(path, method, item[method], item.get("parameters", []))
                by_tag.setdefault(found["tag"], []).append(found)
        titles = {tag["name"]: self._words(tag, "description") for tag in self.document["tags"]}
        names = [*titles, *(tag for tag in by_tag if tag not in titles)]
        return [{"name": n, "title": titles.get(n, n), "operations": by_tag[n]} for n in names if n in by_tag]

    def schemas(self) -> list[Json]:
        """The named schemas with their members."""
        found = self.document["components"]["schemas"]
        return [
            {"name": name, "kind": self._kind(schema), "members": self._members(schema)}
            for name, schema in found.items()
        ]

    def _words(self, node: Json, member: str) -> str:
        return str((is_thai() and node.get(f"x-{member}-th")) or node.get(member, ""))

    def _resolved(self, node: Json) -> Json:
        while "$ref" in node:
            found: Any = self.document
            for step in node["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            node = found
        return node

    def _operation(self, path: str, method: str, operation: Json, shared: list[Json]) -> Json:
        parameters = [self._resolved(one) for one in (*shared, *operation.get("parameters", []))]
        security = (operation if "security" in operation else self.document)["security"]
        return {
            "id": operation["operationId"],
            "tag": operation.get("tags", ["other"])[0],
            "path": path,
            "method": method,
            "summary": self._words(operation, "summary"),
            "description": self._words(operation, "description"),
            "needs": [" + ".join(one) for one in security],
            "parameters": [self._parameter(one) for one in parameters],
            "bodies": self._content(self._resolved(operation.get("requestBody", {}))),
            "answers": [self._answer(status, one) for status, one in operation["responses"].items()],
        }

    def _parameter(self, node: Json) -> Json:
        return {
            "name": node["name"],
            "where": node["in"],
            "is_required": node.get("required", False),
            "kind": self._kind(node.get("schema", {})),
            "words": self._words(node, "description"),
        }

    def _answer(self, status: str, node: Json) -> Json:
        found = self._resolved(node)
        return {
            "status": status,
            "words": self._words(found, "description"),
            "contents": self._content(found),
            "headers": sorted(found.get("headers", {})),
        }

    def _content(self, node: Json) -> list[Json]:
        contents = node.get("content", {}).items()
        return [{"media": media, **self._kind(one.get("schema", {}))} for media, one in contents]

    def _members(self, schema: Json) -> list[Json]:
        required = schema.get("required", [])
        return [
            {"name": name, "is_required": name in required, "kind": self._kind(one), "words": self._words(one, "title")}
            for name, one in schema.get("properties", {}).items()
        ]

    def _kind(self, schema: Json) -> Json:
        """What a value is, in short: `text`, and `refs`, the named schemas that it leads to."""
        return {"text": self._text(schema), "refs": sorted(_references(schema))}

    def _text(self, schema: Json) -> str:
        if "$ref" in schema:
            return str(schema["$ref"].rpartition("/")[2])
        if "const" in schema:
            return repr(schema["const"]).replace("'", '"')
        if "enum" in schema:
            return self._codes([str(value) for value in schema["enum"] if value is not None])
        for word in ("anyOf", "oneOf"):
            if word in schema and "type" not in schema:
                return " | ".join(self._text(one) for one in schema[word])
        return self._typed(schema)

    def _codes(self, codes: list[str]) -> str:
        more = " …" if len(codes) > MAX_CODES else ""
        return ", ".join(codes[:MAX_CODES]) + more

    def _typed(self, schema: Json) -> str:
        kinds = schema.get("type", "object")
        kind = " | ".join(kinds) if isinstance(kinds, list) else str(kinds)
        if kind == "array":
            return _("list of %(what)s") % {"what": self._text(schema.get("items", {}))}
        limits = [str(schema[word]) for word in ("minimum", "maximum") if word in schema]
        longest = f"≤ {schema['maxLength']}" if "maxLength" in schema else ""
        return " ".join(part for part in (kind, schema.get("format", ""), "–".join(limits), longest) if part)


def _references(node: Any) -> set[str]:
    if isinstance(node, dict):
        own: set[str] = {node["$ref"].rpartition("/")[2]} if "/schemas/" in node.get("$ref", "") else set()
        return own.union(*(_references(child) for name, child in node.items() if name != "properties"))
    children: list[Any] = node if isinstance(node, list) else []
    return {name for child in children for name in _references(child)}
