"""The line goes, the server dies, the name is a LAN's: nothing given is ever lost."""

import time

from playwright.sync_api import BrowserType, Route, expect

from tests.browser.sitting import Sitter, Wire, chip, choose, hand_in, left, shelved
from tests.browser.world import World, make_world
from tests.conftest import Serve
from tests.serving import Server


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


def test_a_killed_server_gets_every_answer_when_it_is_back(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    world.server.kill()
    code = choose(page, 1, 1)
    chip(page, "Đang chờ mạng (1)")
    world.server.start()
    chip(page, "Đã lưu", 40)
    assert world.stored() == {world.items[0]: [code]}


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


def test_the_paper_opens_again_without_a_server_where_the_browser_allows_it(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    codes = [choose(page, 1, 1)]
    chip(page, "Đã lưu")
    shelved(page)
    world.server.kill()
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
    world.server.start()
    chip(page, "Đã lưu", 40)
    assert world.stored() == {item: [code] for item, code in zip(world.items, codes, strict=False)}
    hand_in(page)
    expect(page.locator("#finish")).to_be_visible()
    assert page.evaluate("caches.has('papers')") is False


def test_a_device_clock_that_jumps_ahead_does_not_end_the_time(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    page.add_init_script("const now = Date.now; Date.now = () => now() + 3600e3")
    page.reload()
    chip(page, "Đã lưu")
    page.wait_for_timeout(500)
    expect(page.locator("#note-over")).to_be_hidden()
    code = choose(page, 1, 1)
    chip(page, "Đã lưu")
    assert left(page) > 600
    assert world.stored() == {world.items[0]: [code]}


def test_the_devices_own_date_is_asked_only_by_a_page_older_than_what_was_told(world: World, sit: Sitter) -> None:
    page = sit(world)
    moved = """async (told) => {
      const { Clock } = await import("/static/js/lib/clock.js");
      const clock = new Clock(new Date().toISOString());
      const before = clock.now();
      clock.recall({ server: before + told, device: Date.now() - 60_000 });
      return clock.now() - before;
    }"""
    assert page.evaluate(moved, -1) < 5000, "fresh from the server: the minute on the device's date means nothing"
    assert page.evaluate(moved, 1) > 55_000, "from the shelf: a minute has passed since"


def test_an_older_answer_left_without_a_number_never_beats_the_newer_saved_one(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    code = choose(page, 1, 1)
    chip(page, "Đã lưu")
    # as a device leaves it whose storage failed right after the first tap: unnumbered, though its opening had a number
    page.evaluate(
        """async ([prefix, item, old]) => {
          const session = Object.keys(localStorage).find((key) => key.startsWith(`opening:${prefix}`)).split("|")[1];
          const ask = indexedDB.open("sitting", 1);
          await new Promise((done) => { ask.onsuccess = done; });
          const box = ask.result.transaction("answers", "readwrite").objectStore("answers");
          const record = { key: `${prefix}${session}|${item}`, item, value: [old], opening: null, seq: 0 };
          await new Promise((done) => { box.put(record).onsuccess = done; });
        }""",
        [
            f"{page.locator('#paper').get_attribute('data-attempt')}:{page.locator('#paper').get_attribute('data-user')}|",
            world.items[0],
            page.locator("#q1 input").nth(0).get_attribute("value"),
        ],
    )
    page.reload()
    chip(page, "Đã lưu")
    page.wait_for_timeout(500)
    assert world.stored() == {world.items[0]: [code]}


def test_time_given_after_the_time_was_up_opens_the_paper_again(server: Server, sit: Sitter) -> None:
    world = make_world(server, seconds=5)
    page = sit(world)
    expect(page.locator("#note-over")).to_be_visible(timeout=15_000)
    expect(page.locator("#q1 input").first).to_be_disabled()
    world.give_more_time(600)
    expect(page.locator("#note-over")).to_be_hidden(timeout=20_000)
    code = choose(page, 1, 1)
    chip(page, "Đã lưu")
    assert left(page) > 500
    assert world.stored() == {world.items[0]: [code]}


def test_a_late_answer_waits_for_the_number_that_keeps_it(server: Server, sit: Sitter) -> None:
    world = make_world(server, seconds=30)
    page = sit(world)
    chip(page, "Đã lưu")
    choose(page, 1, 0)
    chip(page, "Đã lưu")
    shelved(page)
    world.server.kill()
    page.reload()
    code = choose(page, 1, 2)
    chip(page, "Đang chờ mạng (1)")
    page.close()
    world.server.start()
    while world.state() == "sitting":  # the server closes what is over
        time.sleep(0.5)

    page = page.context.new_page()
    refused: list[str] = []

    def refuse_the_first(route: Route) -> None:
        refused.append(route.request.url)
        route.abort() if len(refused) == 1 else route.continue_()

    page.route("**/openings", refuse_the_first)
    page.goto(f"{world.server.url}{world.path}result/")
    expect(page.locator("#late")).to_be_visible(timeout=20_000)
    assert len(refused) == 2
    assert world.late() == {world.items[0]: [code]}
