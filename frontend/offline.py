"""What the browser needs to work without a network: the web manifest, the service worker and shells of pages.

The worker is one script: the description of a release, then frontend/static/frontend/offline/worker.js. A release is
all static files under their hashed names, the texts and the shells; its id changes when any of them does, so that
files of two releases are never mixed.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from frontend.views import for_signed_in

WORKER = "frontend/offline/worker.js"
# What the worker runs beside it.
SCRIPTS = ("vendor/idb/idb-classic.js", "frontend/offline/worker-taken.js")
TEMPLATES = Path(__file__).with_name("templates")
LOCALE = Path(__file__).with_name("locale")
# Pages that open without a network, by the address that they stand for (worker.js).
SHELLS = {"map": "pages/bench.html", "outbox": "pages/outbox.html", "application": "pages/application.html"}
ASSETS = (".js", ".css", ".svg", ".png", ".woff2")
ICONS = ((192, "any"), (512, "any"), (512, "maskable"))


@require_safe
@never_cache
def outbox(request: HttpRequest) -> HttpResponse:
    return for_signed_in(request, "pages/outbox.html", "outbox")


@require_safe
def web_manifest(request: HttpRequest, code: str) -> HttpResponse:
    """The application as it is installed; the address names the language, since a manifest is asked for without cookies."""
    with translation.override(code):
        names = {"name": translation.gettext("Khok Nong Na map"), "short_name": translation.gettext("Khok Nong Na")}
    icons = [
        {
            "src": static(f"frontend/img/{'maskable' if purpose == 'maskable' else 'icon'}-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size, purpose in ICONS
    ]
    about = {
        "id": "/", "start_url": "/", "scope": "/", "display": "standalone", "lang": code,
        "theme_color": "#123F36", "background_color": "#F3F5F0", "icons": icons,
    }  # fmt: skip
    response = JsonResponse(names | about, content_type="application/manifest+json")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The browser looks for a new one by itself; nothing between it and us may keep an old one."""
    script = f"self.RELEASE = {json.dumps(release())}\n{_source()}"
    response = HttpResponse(script, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
@never_cache
def shell(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """A page without anything of its reader, for the worker to keep."""
    if name not in SHELLS:
        raise Http404
    with translation.override(code):
        request.LANGUAGE_CODE = code
        navigation = {"here": name, "has_register": name == "application", "is_shell": True}
        return render(request, SHELLS[name], {"page": {"language": code}, "navigation": navigation})


@cache
def release() -> dict[str, Any]:
    """{id, files, texts, shells, scripts}: what belongs together. Static files without hashed names are not kept."""
    hashed: dict[str, str] = getattr(staticfiles_storage, "hashed_files", {})
    files = sorted({static(name) for name in hashed if name.endswith(ASSETS) and name != WORKER})
    languages = [code for code, _name in settings.LANGUAGES]
    digest = hashlib.sha256("\n".join(files).encode() + _source().encode())
    for file in sorted([*TEMPLATES.rglob("*.html"), *LOCALE.rglob("*.po")]):
        digest.update(file.read_bytes())
    return {
        "id": digest.hexdigest()[:16],
        "files": files,
        "texts": {code: reverse("catalogue", args=[code]) for code in languages},
        "shells": {code: {name: reverse("shell", args=[code, name]) for name in SHELLS} for code in languages},
        "scripts": [static(name) for name in SCRIPTS],
    }


@cache
def _source() -> str:
    found = finders.find(WORKER)
    if not isinstance(found, str):
        raise FileNotFoundError(WORKER)
    return Path(found).read_text("utf-8")
