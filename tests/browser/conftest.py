"""A running contest, and browsers before its paper."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.sitting import Sitter
from tests.browser.world import World, make_world
from tests.serving import Server


@pytest.fixture
def world(server: Server) -> World:
    return make_world(server)


@pytest.fixture
def sit(browser: Browser) -> Iterator[Sitter]:
    """Opens a world's paper in a browser of its own, logged in as its pupil."""
    contexts: list[BrowserContext] = []

    def opened(world: World, *, host: str = "127.0.0.1", by: Browser | None = None, **options: object) -> Page:
        context = (by or browser).new_context(locale="vi-VN", viewport={"width": 360, "height": 740}, **options)
        contexts.append(context)
        address = f"http://{host}:{world.server.port}"
        context.add_cookies([{"name": "sessionid", "value": world.session, "url": address}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(address + world.path)
        return page

    yield opened
    for context in contexts:
        context.close()
