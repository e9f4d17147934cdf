"""Libraries of others are untouched, licensed and pinned; every icon that is named is in the sheet."""

from __future__ import annotations

import json
import re
from pathlib import Path

from frontend.vendor import FILES, ICONS, ROOT, VENDOR, checksums

MANIFEST = json.loads((VENDOR / "MANIFEST.json").read_text(encoding="utf-8"))
PAGES = ROOT / "frontend" / "templates"
SCRIPTS = ROOT / "frontend" / "static" / "frontend"


def test_vendored_files_are_those_of_the_manifest() -> None:
    assert checksums(VENDOR) == MANIFEST["files"]


def test_versions_are_those_of_the_lock_file() -> None:
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = {name: {key: locked[f"node_modules/{name}"][key] for key in ("version", "integrity")} for name in FILES}
    assert MANIFEST["packages"] == wanted


def test_each_library_has_its_licence() -> None:
    assert {folder for folder, _files in FILES.values()} == {p.parent.name for p in VENDOR.rglob("LICENSE")}


def test_lock_file_names_no_host() -> None:
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in text


def named_icons() -> set[str]:
    """Icons that templates include and scripts ask for by name."""
    names: set[str] = set()
    for page in PAGES.rglob("*.html"):
        names |= set(re.findall(r'icon\.html" with name="([a-z0-9-]+)"', page.read_text(encoding="utf-8")))
    for script in SCRIPTS.rglob("*.js"):
        names |= set(re.findall(r"\bicon\('([a-z0-9-]+)'\)", script.read_text(encoding="utf-8")))
    return names


def test_every_named_icon_is_in_the_sheet() -> None:
    sheet = (VENDOR / "lucide" / "icons.svg").read_text(encoding="utf-8")
    assert set(re.findall(r'<symbol id="([^"]+)"', sheet)) == set(ICONS)
    assert named_icons() <= set(ICONS)


def test_colours_stand_in_tokens_only() -> None:
    sheets = [sheet for sheet in SCRIPTS.rglob("*.css") if sheet.name != "tokens.css"]
    assert len(sheets) > 10
    guilty = [s.name for s in sheets if re.search(r"#[0-9a-fA-F]{3,8}\b", Path(s).read_text(encoding="utf-8"))]
    assert guilty == []
