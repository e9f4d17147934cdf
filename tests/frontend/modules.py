"""The map's plain modules in a real browser, without a server: users have no node."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route

STATIC = Path(__file__).resolve().parent.parent.parent / "frontend" / "static"
SITE = "http://modules.example"
ORIGIN = f"{SITE}/frontend"
CALL = """async ([file, name, args]) => {
  const module = await import(file)
  try { return { value: module[name](...args) } }
  catch (error) { return { refused: error.code ?? error.because ?? String(error), at: error.at ?? null } }
}"""


class Modules:
    """Calls functions of ES modules; a refusal comes back as {'refused': code}."""

    def __init__(self, browser: Browser) -> None:
        self.page: Page = browser.new_page()
        self.page.route(f"{SITE}/**", self._serve)
        self.page.goto(f"{ORIGIN}/")

    def _serve(self, route: Route) -> None:
        path = route.request.url.removeprefix(f"{SITE}/")
        if path.endswith(".js"):
            route.fulfill(path=STATIC / path, content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html>", content_type="text/html")

    def try_call(self, module: str, name: str, *args: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.page.evaluate(CALL, [f"{ORIGIN}/{module}.js", name, list(args)])
        return answer

    def call(self, module: str, name: str, *args: Any) -> Any:
        answer = self.try_call(module, name, *args)
        assert "refused" not in answer, answer
        return answer["value"]

    def run(self, script: str, argument: Any = None) -> Any:
        """Run a function of (load, argument); `load(module)` imports one of ours."""
        wrapped = f"([origin, argument]) => ({script})((module) => import(`${{origin}}/${{module}}.js`), argument)"
        return self.page.evaluate(wrapped, [ORIGIN, argument])
