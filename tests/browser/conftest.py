"""A running contest, and browsers before its paper."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.sitting import Sitter
from tests.browser.world import World, make_world
from tests.serving import Server, serving


@pytest.fixture(scope="session")
def standing_server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def server(standing_server: Server) -> Server:
    """One server for all tests of a process: each makes a world of its own on it. A module that counts what is there
    or changes what others see has its own instead (`fresh_server`).
    """
    if not standing_server.answers():  # a test that had killed it did not come to its end
        standing_server.restart()
    return standing_server


@pytest.fixture(scope="module")
def fresh_server() -> Iterator[Server]:
    with serving() as running:
        yield running


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
