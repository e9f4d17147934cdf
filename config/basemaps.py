"""Base maps of PLAENG_BASE_MAPS: what may lie under the parcels, and which origins the content policy lets in for it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from config.env import BadSetting

KINDS = ("xyz", "pmtiles", "wms")
TEXTS = ("id", "kind", "url", "title_th", "title_en", "attribution", "layers")
NUMBERS = ("max_zoom",)
NEEDED = ("id", "kind", "url", "title_th", "attribution")
HOLES = ("{z}", "{x}", "{y}")


def read(value: str) -> list[dict[str, Any]]:
    """The base maps of a setting: a JSON list, or the path of a file with one; none when it is empty.

    Raises BadSetting that says which map is wrong and why.
    """
    if not value.strip():
        return []
    try:
        text = value if value.lstrip().startswith("[") else Path(value).read_text(encoding="utf-8")
        rows = json.loads(text)
    except (OSError, ValueError) as exc:
        raise BadSetting(f"PLAENG_BASE_MAPS is neither a JSON list nor the path of a file with one: {exc}") from exc
    if not isinstance(rows, list):
        raise BadSetting("PLAENG_BASE_MAPS must be a list of base maps.")
    maps = [_checked(row, number) for number, row in enumerate(rows, 1)]
    if len({one["id"] for one in maps}) != len(maps):
        raise BadSetting("PLAENG_BASE_MAPS: two base maps have the same id.")
    return maps


def _checked(row: Any, number: int) -> dict[str, Any]:
    fault = _fault(row)
    if fault:
        raise BadSetting(f"PLAENG_BASE_MAPS, map {number}: {fault}")
    return {"title_en": row["title_th"], "layers": "", "max_zoom": 19, **row}


def _fault(row: Any) -> str:
    """What is wrong with one map, or ''."""
    if not isinstance(row, Mapping):
        return "it is not an object."
    if unknown := row.keys() - {*TEXTS, *NUMBERS}:
        return f"nobody knows {', '.join(sorted(unknown))}."
    if missing := [name for name in NEEDED if not row.get(name)]:
        return f"{', '.join(missing)} is missing."
    if wrong := [n for n in row if not isinstance(row[n], str if n in TEXTS else int)]:
        return f"{', '.join(wrong)} has the wrong type."
    return _fault_of_address(row)


def _fault_of_address(row: Mapping[str, Any]) -> str:
    kind, parts = row["kind"], urlsplit(row["url"])
    if kind not in KINDS:
        return f"kind is one of {', '.join(KINDS)}."
    if not row["id"].replace("-", "").isalnum() or not row["id"].isascii():
        return "id has letters, digits and - only."
    is_own = not parts.scheme and not parts.netloc and row["url"].startswith("/")
    if not is_own and (parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc):
        return "url begins with https://, http:// or, for a file of this site, with /."
    if kind == "xyz" and not all(hole in row["url"] for hole in HOLES):
        return "the url of tiles holds {z}, {x} and {y}."
    if kind == "wms" and not row.get("layers"):
        return "a WMS needs layers."
    return ""


def origins(maps: Sequence[Mapping[str, Any]], *kinds: str) -> list[str]:
    """Where the maps of some kinds come from, as the content policy names it; this site is no other origin."""
    parts = [urlsplit(one["url"]) for one in maps if one["kind"] in kinds]
    return sorted({f"{p.scheme}://{p.netloc}" for p in parts if p.netloc})
