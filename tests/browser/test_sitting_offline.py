"""The line goes, the server dies, the name is a LAN's: nothing given is ever lost."""

import time
from dataclasses import replace

from playwright.sync_api import BrowserType, Page, Route, expect

from tests.browser.sitting import Sitter, Wire, chip, choose, hand_in, left
from tests.browser.world import World, make_world
from tests.conftest import Serve
from tests.serving import Server

#: Answers of the server that lie on the device.
KEPT = """() => new Promise((done) => {
  const ask = indexedDB.open("sitting", 1);
  ask.onsuccess = () => {
    const all = ask.result.transaction("answers").objectStore("answers").getAll();
    all.onsuccess = () => done(all.result.filter((record) => record.safe));
  };
})"""


def shelved(page: Page) -> None:
    """The paper lies by on the device, and what fetches it is there."""
    page.wait_for_function("() => navigator.serviceWorker.getRegistration('/sit/').then((its) => its && its.active)")
    page.wait_for_function("() => caches.open('papers').then((shelf) => shelf.keys()).then((kept) => kept.length > 15)")


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


def left_behind(world: World, sit: Sitter) -> Page:
    """A paper with a saved answer, laid by on the device."""
    page = sit(world)
    chip(page, "Đã lưu")
    choose(page, 1, 1)
    chip(page, "Đã lưu")
    page.wait_for_function("caches.open('papers').then((shelf) => shelf.keys()).then((kept) => kept.length > 15)")
    return page


def test_nothing_of_one_pupil_stays_for_the_next_on_the_same_device(world: World, sit: Sitter) -> None:
    page = left_behind(world, sit)
    page.goto(f"{world.server.url}/account/")
    page.locator("main form[data-leave] button").first.click()
    page.wait_for_url(f"{world.server.url}/")
    assert page.evaluate("caches.has('papers')") is False
    assert page.evaluate(KEPT) == []
    assert page.evaluate("Object.keys(localStorage)") == []


def test_a_qr_card_over_somebody_elses_session_still_signs_in(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    page.goto(f"{world.server.url}/card/#no-such-secret-at-all")
    expect(page.locator("body")).to_contain_text("Thẻ này không còn dùng được")


def test_what_follows_a_papers_address_is_not_taken_for_a_card(world: World, sit: Sitter) -> None:
    page = sit(world)
    page.goto(f"{world.server.url}/card/#q4")
    expect(page.locator("#qr")).to_be_attached()
    page.wait_for_timeout(1500)  # longer than a card's secret waits before it is sent
    expect(page.locator("body")).not_to_contain_text("Thẻ này không còn dùng được")
    expect(page.locator("#entering")).to_be_hidden()


def test_a_signed_out_tab_asks_again_seldom_and_keeps_what_it_holds(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    opened: list[str] = []
    page.on("websocket", lambda socket: opened.append(socket.url))
    page.evaluate("() => fetch('/logout', {method: 'POST', headers: {'X-CSRFToken': "
                  "document.querySelector('meta[name=csrf-token]').content}})")  # fmt: skip
    expect(page.locator("#note-login")).to_be_visible(timeout=15_000)
    code = choose(page, 1, 1)
    page.wait_for_timeout(6000)
    assert len(opened) <= 3
    assert code
    assert world.stored() == {}


def test_a_card_put_in_over_somebody_elses_session_clears_the_device_first(world: World, sit: Sitter) -> None:
    page = left_behind(world, sit)
    page.goto(f"{world.server.url}/card/")
    page.wait_for_function("caches.has('papers').then((there) => !there)")
    page.wait_for_function(f"({KEPT})().then((kept) => !kept.length)")


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


def test_what_was_handed_in_on_another_device_ends_this_page_too(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    wire = Wire(page)
    wire.cut()
    choose(page, 1, 1)
    other = sit(world)
    chip(other, "Đã lưu")
    hand_in(other)
    expect(other.locator("#finish")).to_be_visible()
    wire.join()
    expect(page.locator("#finish")).to_be_visible()
    expect(page.locator("#note-refused-end")).to_be_visible()
    assert world.stored() == {}


#: What the button of the lobby sends: the paper comes back at once, with the number of its opening in it.
AS_THE_LOBBY = """(action) => {
  const form = Object.assign(document.createElement("form"), { method: "post", action });
  form.innerHTML = `<input name="csrfmiddlewaretoken" value="${"a".repeat(32)}"><input name="paper" value="here">`;
  document.body.append(form);
  form.submit();
}"""


def test_a_paper_that_came_with_the_start_is_opened_anew_from_the_shelf(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    page.context.add_cookies([{"name": "csrftoken", "value": "a" * 32, "url": world.server.url}])
    page.goto(f"{world.server.url}/help/pupil/")
    world.not_begun()
    page.evaluate(AS_THE_LOBBY, f"/contest/{world.code}/start")
    page.wait_for_url("**/sit/*/")
    begun = replace(world, attempt=int(page.url.split("/")[-2]))
    assert page.locator("#paper").get_attribute("data-opened")
    for place in (0, 1, 3):
        choose(page, 1, place)
    chip(page, "Đã lưu")
    shelved(page)
    world.server.kill()
    page.reload()
    code = choose(page, 1, 2)
    chip(page, "Đang chờ mạng (1)")
    world.server.start()
    chip(page, "Đã lưu", 40)
    assert begun.stored() == {world.items[0]: [code]}


def test_what_was_given_without_a_line_stays_behind_the_answers_of_the_device_that_went_on(
    world: World, sit: Sitter
) -> None:
    phone = sit(world)
    chip(phone, "Đã lưu")
    shelved(phone)
    world.server.kill()
    phone.reload()
    choose(phone, 1, 0)
    phone.locator("[data-act=next]").click()
    kept = choose(phone, 2, 1)
    chip(phone, "Đang chờ mạng (2)")
    wire = Wire(phone)
    wire.cut()
    world.server.start()
    tablet = sit(world)
    chip(tablet, "Đã lưu")
    code = choose(tablet, 1, 2)
    chip(tablet, "Đã lưu")

    wire.join()
    chip(phone, "Đã lưu", 40)
    expect(phone.locator("#note-elsewhere")).to_be_visible()
    assert world.stored() == {world.items[0]: [code], world.items[1]: [kept]}


def test_a_hand_in_without_a_line_is_off_where_another_device_has_gone_on(world: World, sit: Sitter) -> None:
    phone = sit(world)
    chip(phone, "Đã lưu")
    Wire(phone).cut()
    kept = choose(phone, 1, 3)
    hand_in(phone)
    expect(phone.locator("#note-unsent")).to_be_visible()
    phone.close()
    tablet = sit(world)
    chip(tablet, "Đã lưu")

    phone = phone.context.new_page()
    phone.goto(world.server.url + world.path)
    expect(phone.locator("#note-unwished")).to_be_visible()
    chip(phone, "Đã lưu")
    assert (world.state(), world.stored()) == ("sitting", {world.items[0]: [kept]})


def test_a_hand_in_without_a_line_goes_on_after_the_page_was_closed(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    Wire(page).cut()
    hand_in(page)
    expect(page.locator("#note-unsent")).to_be_visible()
    page.close()
    page = page.context.new_page()
    page.goto(world.server.url + world.path)
    expect(page.locator("#finish")).to_be_visible()
    assert world.state() == "submitted"


def test_nothing_can_be_tapped_once_another_child_is_logged_in(world: World, sit: Sitter) -> None:
    page = sit(world)
    chip(page, "Đã lưu")
    page.context.add_cookies([{"name": "sessionid", "value": world.classmate, "url": world.server.url}])
    world.server.kill()
    world.server.start()
    choose(page, 1, 0)
    expect(page.locator("#note-foreign")).to_be_visible(timeout=30_000)
    expect(page.locator("#q1 input").first).to_be_disabled()


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
