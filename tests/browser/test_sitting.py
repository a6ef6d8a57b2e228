"""A pupil before the paper in a real browser: nothing given is ever lost, and it can all be done by keyboard."""

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, expect

from tests.browser.world import World, make_world
from tests.conftest import Serve
from tests.serving import Server

Sitter = Callable[..., Page]


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


def chip(page: Page, text: str, seconds: float = 15) -> None:
    expect(page.locator("save-chip")).to_contain_text(text, timeout=seconds * 1000)


def choose(page: Page, number: int, place: int) -> str:
    """Tap an option of the question on screen; gives its code."""
    option = page.locator(f"#q{number} input").nth(place)
    option.click()
    return option.get_attribute("value") or ""


class Wire:
    """The page's line, to be cut and joined: each session of the protocol cuts for itself, so there is one."""

    def __init__(self, page: Page) -> None:
        self.control = page.context.new_cdp_session(page)
        self.control.send("Network.enable")

    def cut(self) -> None:
        self._set(offline=True)

    def join(self) -> None:
        self._set(offline=False)

    def _set(self, *, offline: bool) -> None:
        free = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.control.send("Network.emulateNetworkConditions", {"offline": offline, **free})


def hand_in(page: Page) -> None:
    page.locator("a[href='#ds']").click()
    page.locator("#ds [data-act=review]").click()
    page.locator(".dock [data-act=submit]").click()
    page.locator("#confirm button[value=submit]").click()


def test_answers_are_saved_and_stand_after_a_reload(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    code = choose(page, 1, 1)
    chip(page, "Đã lưu")
    assert world.stored() == {world.items[0]: [code]}

    page.locator("[data-act=next]").click()
    page.locator("[data-act=flag]").click()
    page.reload()
    chip(page, "Đã lưu")
    expect(page.locator("[data-count=now]").first).to_have_text("2")
    expect(page.locator("[data-act=flag]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#q1 input").nth(1)).to_be_checked()


def test_an_answer_may_be_changed_and_the_last_one_stands(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    for place in (0, 1, 2, 1, 0):
        code = choose(page, 1, place)
    chip(page, "Đã lưu")
    assert world.stored()[world.items[0]] == [code]


def test_ten_seconds_without_a_line_lose_nothing(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    wire = Wire(page)
    wire.cut()
    codes = []
    for number in (1, 2, 3):
        codes.append(choose(page, number, 2))
        page.locator("[data-act=next]").click()
    chip(page, "Đang chờ mạng (3)")
    page.wait_for_timeout(10_000)
    expect(page.locator("#note-offline")).to_be_visible()
    assert world.stored() == {}

    wire.join()
    back = time.monotonic()
    chip(page, "Đã lưu")
    assert time.monotonic() - back < 10
    assert world.stored() == {item: [code] for item, code in zip(world.items, codes, strict=False)}


def test_an_answer_given_offline_is_sent_by_the_page_that_opens_next(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    wire = Wire(page)
    wire.cut()
    code = choose(page, 1, 0)
    chip(page, "Đang chờ mạng (1)")
    page.close()

    page = page.context.new_page()
    page.goto(world.server.url + world.path)
    expect(page.locator("#q1 input").first).to_be_checked()
    chip(page, "Đã lưu")
    assert world.stored() == {world.items[0]: [code]}


def test_handing_in_without_a_line_keeps_the_work_and_goes_through_later(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    wire = Wire(page)
    wire.cut()
    code = choose(page, 1, 3)
    hand_in(page)
    expect(page.locator("#note-unsent")).to_be_visible()
    assert world.state() == "sitting"

    wire.join()
    expect(page.locator("#finish")).to_be_visible()
    expect(page.locator("#finish [data-state=submitted]")).to_be_visible()
    assert world.state() == "submitted"
    assert world.stored() == {world.items[0]: [code]}


def test_a_killed_server_gets_every_answer_when_it_is_back(serve: Serve, sit: Sitter) -> None:
    with serve() as server:
        world = make_world(server)
        page = sit(world)
        chip(page, "Đã lưu")
        server.kill()
        code = choose(page, 1, 1)
        chip(page, "Đang chờ mạng (1)")
        server.start()
        chip(page, "Đã lưu", 40)
        assert world.stored() == {world.items[0]: [code]}


def test_a_whole_attempt_by_keyboard(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    for key in "1b3D5":
        page.keyboard.press(key)
        page.keyboard.press("Enter")
    page.keyboard.press("1")
    page.keyboard.press("2")
    page.keyboard.press("m")
    page.keyboard.press("Enter")
    expect(page.locator("#review h1")).to_be_focused()
    expect(page.locator("#review [data-count=flags]")).to_have_text("1")
    for _ in range(20):
        if page.evaluate("document.activeElement.dataset.act") == "submit":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#confirm button[value=submit]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#finish h1")).to_be_focused()
    assert world.state() == "submitted"
    assert len(world.stored()[world.items[5]]) == 2


def test_few_tab_steps_lead_from_the_options_to_the_next_question(world: World, sit: Sitter) -> None:
    page = sit(world)
    page.set_viewport_size({"width": 1366, "height": 768})
    chip(page, "Đã lưu")
    page.locator("[data-act=next]").click()
    choose(page, 2, 0)
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.act") == "next"


def test_plain_http_under_another_name_lacks_nothing(
    serve: Serve, sit: Sitter, browser_type: BrowserType, browser_type_launch_args: dict[str, object]
) -> None:
    args = [*browser_type_launch_args["args"], "--host-resolver-rules=MAP lan.test 127.0.0.1"]  # type: ignore[misc]
    other = browser_type.launch(**{**browser_type_launch_args, "args": args})  # type: ignore[arg-type]
    with serve(ALLOWED_HOSTS="lan.test,127.0.0.1") as server:
        world = make_world(server)
        page = sit(world, host="lan.test", by=other)
        assert page.evaluate("isSecureContext") is False
        chip(page, "Đã lưu")
        wire = Wire(page)
        wire.cut()
        code = choose(page, 1, 1)
        chip(page, "Đang chờ mạng (1)")
        wire.join()
        chip(page, "Đã lưu")
        hand_in(page)
        expect(page.locator("#finish")).to_be_visible()
        assert world.stored() == {world.items[0]: [code]}
        assert world.state() == "submitted"
    other.close()


def test_without_a_socket_the_same_goes_by_http(world: World, sit: Sitter) -> None:
    page = sit(world)
    page.add_init_script("window.WebSocket = function () { throw new Error('blocked') }; window.WebSocket.OPEN = 1")
    page.reload()
    chip(page, "Đã lưu")
    code = choose(page, 1, 1)
    chip(page, "Đã lưu")
    assert world.stored() == {world.items[0]: [code]}


def test_the_paper_can_be_handed_in_without_scripts(world: World, sit: Sitter) -> None:
    page = sit(world, java_script_enabled=False)
    code = choose(page, 1, 1)
    page.locator("#paper button").click()
    assert f"/sit/{world.attempt}/result/" in page.url
    assert world.stored() == {world.items[0]: [code]}
    assert world.state() == "submitted"


def test_when_the_time_is_up_the_paper_closes_with_what_was_given(server: Server, sit: Sitter) -> None:
    world = make_world(server, seconds=20)
    page = sit(world)
    chip(page, "Đã lưu")
    code = choose(page, 1, 2)
    expect(page.locator("#note-over")).to_be_visible(timeout=30_000)
    expect(page.locator("#q1 input").first).to_be_disabled()
    expect(page.locator("#finish [data-state=closed]")).to_be_visible(timeout=40_000)
    assert world.stored() == {world.items[0]: [code]}
    assert world.state() == "closed"


def test_two_devices_the_later_opening_stands(world: World, sit: Sitter) -> None:
    first = sit(world)
    chip(first, "Đã lưu")
    second = sit(world)
    chip(second, "Đã lưu")
    code = choose(second, 1, 0)
    chip(second, "Đã lưu")
    choose(first, 1, 2)
    expect(first.locator("#note-elsewhere")).to_be_visible()
    assert world.stored() == {world.items[0]: [code]}


@pytest.mark.parametrize("width", [320, 360, 1366])
def test_nothing_runs_over_the_edge(world: World, sit: Sitter, width: int) -> None:
    page = sit(world)
    page.set_viewport_size({"width": width, "height": 740})
    chip(page, "Đã lưu")
    for number in range(1, 7):
        assert page.evaluate("document.documentElement.scrollWidth") <= width, number
        page.locator("[data-act=next]").click()
    assert page.locator("#review").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_paper_opens_again_without_a_server_where_the_browser_allows_it(serve: Serve, sit: Sitter) -> None:
    with serve() as server:
        world = make_world(server)
        page = sit(world)
        chip(page, "Đã lưu")
        codes = [choose(page, 1, 1)]
        chip(page, "Đã lưu")
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        page.wait_for_function("caches.open('papers').then((shelf) => shelf.keys()).then((kept) => kept.length > 15)")
        server.kill()
        page.locator("[data-act=next]").click()
        codes.append(choose(page, 2, 2))
        chip(page, "Đang chờ mạng (1)")
        page.wait_for_timeout(7000)
        before = left(page)
        page.reload()
        expect(page.locator("#q2 input").nth(2)).to_be_checked()
        assert 0 <= before - left(page) <= 8
        page.locator("[data-act=before]").click()
        expect(page.locator("#q1 input").nth(1)).to_be_checked()
        page.locator("[data-act=next]").click()
        page.locator("[data-act=next]").click()
        codes.append(choose(page, 3, 0))
        server.start()
        chip(page, "Đã lưu", 40)
        assert world.stored() == {item: [code] for item, code in zip(world.items, codes, strict=False)}
        hand_in(page)
        expect(page.locator("#finish")).to_be_visible()
        assert page.evaluate("caches.has('papers')") is False


def left(page: Page) -> int:
    """Seconds on the clock."""
    minutes, seconds = page.locator("time-left [data-text]").inner_text().split(":")
    return int(minutes) * 60 + int(seconds)
