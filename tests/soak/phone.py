"""One phone of the field: the real page with its service worker, outbox and sender, behind a network of its own."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.soak.people import Person
from tests.soak.proxy import Network

MODULES = {
    "outbox": "frontend/offline/outbox.js",
    "keep": "frontend/offline/keep.js",
    "photo": "frontend/offline/photo.js",
    "saving": "frontend/map/editor/saving.js",
    "api": "frontend/ui/api.js",
}
# What the page's own buttons call, without the clicks: api, outbox and the two doors through which everything is saved.
FIELD = """async ([files, user]) => {
  const [{ Outbox }, { sendOrKeep }, { smallPhoto }, { Saver }, { Api }] = await Promise.all(files.map((file) => import(file)))
  const [outbox, api, known] = [new Outbox(user), new Api(), new Map()]
  const uid = () => crypto.randomUUID()
  const tell = async (work) => {
    try {
      const { isKept } = await work()
      return isKept ? 'kept' : 'stored'
    } catch (problem) {
      if (!problem.kind) throw problem
      return problem.kind === 'stale' ? 'asked at once' : `refused ${problem.status} ${problem.code}`
    }
  }
  const read = async (path) => {
    try { known.set(path, (await api.get(path)).data) } catch (problem) { if (!problem.kind) throw problem }
    return known.get(path)
  }
  globalThis.field = {
    look: ([parcels]) => Promise.all(parcels.map((parcel) => read(`/api/collections/parcels/items/${parcel}`))),
    async change([parcel, changes, isFresh]) {
      const path = `/api/collections/parcels/items/${parcel}`
      const base = isFresh ? await read(path) : known.get(path) ?? await read(path)
      if (!base) return 'unknown'
      const about = () => ({ row: `parcels/${parcel}`, kind: 'parcel', title: base.properties.code, base })
      return tell(() => new Saver(api, outbox, about).change('parcels', parcel, base.properties.version, changes))
    },
    create([feature]) {
      const about = () => ({ row: `parcels/${feature.id}`, kind: 'parcel', title: feature.properties.name, base: null })
      return tell(() => new Saver(api, outbox, about).create('parcels', feature))
    },
    survey([body]) {
      const about = { id: uid(), row: `surveys/${body.application}`, kind: 'survey', title: body.reasons, method: 'POST', path: '/api/surveys', body, ifMatch: null, base: null }
      return tell(() => sendOrKeep(outbox, about, (key) => api.send('POST', '/api/surveys', body, key)))
    },
    async photo([application, name, id]) {
      const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 120 })
      const pen = canvas.getContext('2d')
      for (let i = 0; i < 40; i += 1) {
        pen.fillStyle = `hsl(${Math.random() * 360} 70% 50%)`
        pen.fillRect(Math.random() * 160, Math.random() * 120, 30, 30)
      }
      const taken = await new Promise((resolve) => { canvas.toBlob(resolve, 'image/jpeg', 0.9) })
      const { blob, sha256 } = await smallPhoto(new File([taken], name, { type: 'image/jpeg' }))
      const params = { application, kind: 'SITE_PHOTO', name, uid: id }
      const about = { id, row: `attachments/${id}`, kind: 'photo', title: name, method: 'POST', path: '/api/attachments', params, blob, sha256 }
      const said = await tell(() => sendOrKeep(outbox, about, (key) => api.upload('/api/attachments', params, blob, () => {}, key)))
      return `${said} ${sha256}`
    },
    items: async () => (await outbox.items()).map(({ blob, ...item }) => item),
  }
}"""


@dataclass
class Phone:
    """A signed-in phone. `wishes`: what was saved on it, as [kind, marker, what the page said]."""

    browser: Browser
    person: Person
    network: Network
    static_root: Path
    seed: int
    wishes: list[list[str]] = field(default_factory=list)
    parcels: list[str] = field(default_factory=list)
    is_offline: bool = False

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.context = self.browser.new_context(base_url=self.network.url, viewport={"width": 390, "height": 844})
        pairs = [pair.split("=", 1) for pair in self.person.headers["Cookie"].split("; ")]
        self.context.add_cookies([{"name": n, "value": v, "url": self.network.url} for n, v in pairs])
        named = json.loads((self.static_root / "staticfiles.json").read_text("utf-8"))["paths"]
        self._files = [f"/static/{named[name]}" for name in MODULES.values()]
        self.page = self._open()
        self.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        self.kill_tab()

    def _open(self) -> Page:
        page = self.context.new_page()
        page.goto("/outbox")
        expect(page.locator("#outbox")).to_have_attribute("aria-busy", "false", timeout=60_000)
        page.evaluate(FIELD, [self._files, self.person.username])
        page.evaluate("(parcels) => field.look([parcels])", self.parcels)
        return page

    def kill_tab(self) -> None:
        """The tab is gone in the middle of whatever it does; another one is opened."""
        if hasattr(self, "page"):
            self.page.close()
        self.page = self._open()

    def set_offline(self, is_offline: bool) -> None:
        self.is_offline = is_offline
        self.context.set_offline(is_offline)

    def do(self, kind: str, marker: str, action: str, *arguments: Any) -> str:
        said = str(self.page.evaluate(f"(given) => field.{action}(given)", list(arguments)))
        self.wishes.append([kind, marker, said])
        return said

    def items(self) -> list[dict[str, Any]]:
        return list(self.page.evaluate("() => field.items()"))

    def waiting(self) -> int:
        """How many will still go by themselves."""
        states = [item["state"] for item in self.items()]
        blocked = sum(state in {"conflict", "refused"} for state in states)
        is_open = sum(state in {"waiting", "sending", "retry"} for state in states)
        return is_open if not blocked else self._not_behind()

    def _not_behind(self) -> int:
        return self.page.locator(
            "#outbox li:is([data-state=waiting], [data-state=sending], [data-state=retry])"
        ).count()

    def shown_conflicts(self) -> int:
        """How many conflicts the page shows: all that the outbox holds, or this fails."""
        held = sum(item["state"] == "conflict" for item in self.items())
        expect(self.page.locator("#outbox li[data-state=conflict]")).to_have_count(held)
        return held

    def resolve_one(self) -> str:
        """Open the first conflict as a person does and choose for each field; '' when there is none."""
        rows = self.page.locator("#outbox li[data-state=conflict] button")
        if not rows.count():
            return ""
        rows.first.click()
        expect(self.page.locator(".outbox-conflict")).to_be_visible()
        side = self.chance.choice(("mine", "theirs"))
        for question in self.page.locator(".outbox-question").all():
            question.locator(f"input[value={side}]").check()
        before = self._conflicts()
        self.page.locator("#resolve").click()
        for _ in range(100):  # a colleague may have been quicker: then it is another conflict of the same item
            if self._conflicts() != before:
                return side
            self.page.wait_for_timeout(200)
        raise AssertionError("a conflict that was answered still stands")

    def _conflicts(self) -> list[str]:
        return [item["id"] for item in self.items() if item["state"] == "conflict"]
