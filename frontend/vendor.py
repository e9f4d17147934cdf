"""Copy the browser's libraries from node_modules into frontend/static/vendor, with licences and checksums.

Run `npm ci && python -m frontend.vendor` after changing package.json; commit what it wrote. Nobody needs npm
to run Plaeng. A test compares the committed files with MANIFEST.json.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "frontend" / "static" / "vendor"
FONT = "@fontsource-variable/noto-sans-thai"

# package: (folder under vendor, {file in the package: file in the folder})
FILES: dict[str, tuple[str, dict[str, str]]] = {
    "leaflet": (
        "leaflet",
        {
            "dist/leaflet.js": "leaflet.js",
            "dist/leaflet.js.map": "leaflet.js.map",
            "dist/leaflet.css": "leaflet.css",
            "dist/images/layers.png": "images/layers.png",
            "dist/images/layers-2x.png": "images/layers-2x.png",
            "dist/images/marker-icon.png": "images/marker-icon.png",
            "LICENSE": "LICENSE",
        },
    ),
    FONT: (
        "noto-sans-thai",
        {
            "files/noto-sans-thai-thai-wght-normal.woff2": "thai.woff2",
            "files/noto-sans-thai-latin-wght-normal.woff2": "latin.woff2",
            "LICENSE": "LICENSE",
        },
    ),
    "lucide-static": ("lucide", {"LICENSE": "LICENSE"}),
    # The page imports the module; a service worker, which is no module in every browser, takes the other.
    "idb": ("idb", {"build/index.js": "idb.js", "build/umd.js": "idb-classic.js", "LICENSE": "LICENSE"}),
    "pbf": ("pbf", {"index.js": "pbf.js", "LICENSE": "LICENSE"}),
    "@mapbox/vector-tile": ("vector-tile", {"index.js": "vector-tile.js", "LICENSE.txt": "LICENSE"}),
    "@mapbox/point-geometry": ("point-geometry", {"index.js": "point-geometry.js", "LICENSE": "LICENSE"}),
}
# Imports by a bare name, which a browser resolves only by an inline map, that our content policy forbids.
RESOLVED = {"from '@mapbox/point-geometry'": "from '../point-geometry/point-geometry.js'"}

ICONS = [
    "archive",
    "arrow-down",
    "arrow-right",
    "arrow-up",
    "badge-check",
    "bell",
    "bookmark",
    "camera",
    "check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "circle-alert",
    "circle-check",
    "circle-dashed",
    "clock",
    "cloud-off",
    "cloud-upload",
    "columns-3",
    "combine",
    "download",
    "file-text",
    "history",
    "footprints",
    "languages",
    "layers",
    "list",
    "lock",
    "log-out",
    "map",
    "map-pin",
    "maximize",
    "message-square",
    "minus",
    "navigation",
    "paperclip",
    "pause",
    "pencil",
    "pentagon",
    "play",
    "plus",
    "printer",
    "redo-2",
    "refresh-cw",
    "ruler",
    "scissors",
    "search",
    "send",
    "share-2",
    "spline",
    "sprout",
    "square-dashed",
    "table",
    "sun",
    "trash-2",
    "triangle-alert",
    "undo-2",
    "upload",
    "x",
]


def sprite(icons: Path) -> str:
    """One SVG whose symbols are the icons that we use, drawn in the text's colour."""
    symbols = [_symbol(name, (icons / f"{name}.svg").read_text("utf-8")) for name in ICONS]
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def _symbol(name: str, svg: str) -> str:
    inside = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
    if inside is None:
        raise ValueError(f"{name}.svg holds no drawing")
    drawing = " ".join(inside.group(1).split())
    pen = 'fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"'
    return f'<symbol id="{name}" viewBox="0 0 24 24" {pen}>{drawing}</symbol>'


def checksums(folder: Path) -> dict[str, str]:
    """SHA-256 of every vendored file but the manifest itself, by path under `folder`."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "MANIFEST.json")
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def copy(modules: Path) -> None:
    """Write frontend/static/vendor anew from an installed node_modules."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    for package, (folder, files) in FILES.items():
        for source, target in files.items():
            destination = VENDOR / folder / target
            destination.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(modules / package / source, destination)
            if target.endswith("vector-tile.js"):
                _resolve(destination)
    (VENDOR / "lucide" / "icons.svg").write_text(sprite(modules / "lucide-static" / "icons"), "utf-8")
    _write_manifest()


def _resolve(script: Path) -> None:
    """Name imported files by their path; nothing else of a library is touched. Raises ValueError."""
    text = script.read_text("utf-8")
    for bare, path in RESOLVED.items():
        if bare not in text:
            raise ValueError(f"{script.name} does not import {bare}")
        text = text.replace(bare, path)
    script.write_text(text, "utf-8")


def _write_manifest() -> None:
    locked = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    packages = {name: locked[f"node_modules/{name}"] for name in FILES}
    manifest = {
        "packages": {name: {key: lock[key] for key in ("version", "integrity")} for name, lock in packages.items()},
        "files": checksums(VENDOR),
    }
    (VENDOR / "MANIFEST.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    installed = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "node_modules"
    if not installed.is_dir():
        sys.exit(f"{installed} is missing: run `npm ci` first.")
    copy(installed)
    print(f"{len(checksums(VENDOR))} files in {VENDOR.relative_to(ROOT)}")
