"""Opens each screen in a browser as the person who sees it, checks it, and takes its picture."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, FloatRect, Page, Request

from scripts.pictures import checks
from scripts.pictures.screens import DESKTOP, NAMES, PHONE, Screen, Size
from tests.serving import Server

PATIENCE_MS = 60_000  # machines that build at the same time are slow


@dataclass
class Camera:
    """`faults` gathers what is wrong, by picture; pictures go to `folder` as PNG."""

    browser: Browser
    server: Server
    world: Mapping[str, Any]
    folder: Path
    whole: bool = False  # pictures of whole pages, for looking at what lies below the first view
    language: str = "vi"
    quick: bool = False  # without axe, which tests/browser/test_accessibility.py runs on every page
    plant: str = ""  # style added to every page, to see the checks fail
    faults: dict[str, list[str]] = field(default_factory=dict)

    def take(self, screens: Iterable[Screen]) -> None:
        """Every screen in all its sizes, light and dark."""
        for screen in screens:
            with self._context(screen) as context:
                page = context.new_page()
                heard = _listen(page, self.server.url)
                unready = self._bring(page, screen)
                for scheme in screen.schemes:
                    for size in screen.sizes:
                        self._shoot(page, screen, size, scheme, unready)
            if heard and screen.status == 200:
                self.faults.setdefault(screen.name, []).extend(heard)

    def _bring(self, page: Page, screen: Screen) -> list[str]:
        """The screen in the state that is pictured, or why it did not come to that."""
        try:
            reply = page.goto(self.server.url + screen.path.format(**self.world), wait_until="load")
            if reply is None or reply.status != screen.status:
                return [f"status {reply and reply.status}, not {screen.status}"]
            if self.plant:
                page.add_style_tag(content=self.plant)
            if screen.stir:
                happen(self.server, screen.stir.format(**self.world))
            screen.ready(page)
        except (Error, AssertionError) as failure:
            return [f"not ready: {str(failure)[:400]}"]
        return []

    def _shoot(self, page: Page, screen: Screen, size: Size, scheme: str, unready: list[str]) -> None:
        name = f"{screen.name}-{NAMES[size]}" + ("" if scheme == "light" else f"-{scheme}")
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # light or dark
        regions = screen.regions if self.language == "vi" else [(role, "") for role, _name in screen.regions]
        found = unready or checks.faults_of(page, regions, narrow=size == PHONE, rules=not self.quick)
        part: FloatRect | None = None
        if screen.tall and size == DESKTOP and not self.whole:
            part = {"x": 0, "y": 0, "width": size[0], "height": screen.tall}
        page.screenshot(path=self.folder / f"{name}.png", full_page=self.whole or part is not None, clip=part)
        if found:
            self.faults[name] = found

    @contextmanager
    def _context(self, screen: Screen) -> Iterator[BrowserContext]:
        width, height = screen.sizes[0]
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            bypass_csp=bool(self.plant),
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies([{"name": "django_language", "value": self.language, "url": self.server.url}])
        if screen.who:
            session = self.world["sessions"][screen.who]
            context.add_cookies([{"name": self.world["cookie"], "value": session, "url": self.server.url}])
        try:
            yield context
        finally:
            context.close()


def happen(server: Server, call: str) -> str:
    """A call of `scripts.pictures.world` in the server's environment; what it said last."""
    said = server.manage("shell", "--no-imports", "-c", f"from scripts.pictures.world import *; {call}").stdout
    return said.strip().splitlines()[-1]


def _listen(page: Page, own: str) -> list[str]:
    """What the page complains of or fetches from elsewhere, filled while it lives."""
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(f"script error: {str(error)[:300]}"))
    page.on("console", lambda said: heard.append(f"console: {said.text[:300]}") if said.type == "error" else None)
    at_home = (own, own.replace("http", "ws", 1), "data:")

    def fetched(asked: Request) -> None:
        if not asked.url.startswith(at_home):
            heard.append(f"from elsewhere: {asked.url[:200]}")

    page.on("request", fetched)
    return heard
